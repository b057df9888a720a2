/** The onion: the specification's figures, every route length and size, and what a hop answers to a bad one. */
import fc from 'fast-check';
import * as assert from 'uvu/assert';
import {
  type BadOnionCode,
  constructOnion,
  curve,
  decodeHopPayload,
  ONION_OVERHEAD,
  type OnionHop,
  peelOnion,
  sha256,
  sharedSecretsOf,
  withLengthPrefix,
} from '../../src/bolt/index.ts';
import { suite } from '../support/suite.ts';
import { ASSOCIATED_DATA, HOPS, ONION, SESSION_KEY } from './bolt04-figures.ts';
import { always, bytes, bytesOf, hex, privateKeys, refusal, toHex, vector, vectorsMissing } from './support.ts';

const test = suite('sphinx');
const sessionKey = hex(SESSION_KEY);
const associatedData = hex(ASSOCIATED_DATA);
const hops: OnionHop[] = HOPS.map(({ pubkey, payload }) => ({ pubkey: hex(pubkey), payload: hex(payload) }));

test('constructs the onion of the specification, with its shared secrets', () => {
  const onion = constructOnion({ hops, sessionKey, associatedData });
  assert.is(toHex(onion.packet), ONION);
  assert.is(toHex(sha256(onion.packet)), '92e0742510440ed2368e1c03aed09d49a2e4cb4409c88ee0ad02a35c4a4b495a');
  assert.equal(
    onion.sharedSecrets.map(toHex),
    HOPS.map((hop) => hop.sharedSecret),
  );
  assert.equal(
    sharedSecretsOf(
      sessionKey,
      hops.map((hop) => hop.pubkey),
    ),
    onion.sharedSecrets,
  );
});

test('peels the onion of the specification hop by hop', () => {
  let packet = hex(ONION);
  for (const [i, hop] of HOPS.entries()) {
    const peeled = peelOnion({ packet, privateKey: hex(hop.privateKey), associatedData });
    if (peeled.type === 'bad') return assert.unreachable(`hop ${i} calls it bad`);
    assert.is(toHex(peeled.payload), hop.payload);
    assert.is(toHex(peeled.sharedSecret), hop.sharedSecret);
    assert.is(peeled.type, i === HOPS.length - 1 ? 'final' : 'forward');
    if (peeled.type === 'forward') packet = peeled.next;
  }
});

interface OnionVector {
  generate: { session_key: string; associated_data: string; hops: { pubkey: string; payload: string }[] };
  onion: string;
  decode: string[];
}
const files = suite('sphinx: the vector file', { skip: vectorsMissing });
files('the onion of onion-test.json is constructed and peeled', () => {
  const { generate, onion, decode } = vector<OnionVector>('onion-test.json');
  const route = generate.hops.map(({ pubkey, payload }) => ({ pubkey: hex(pubkey), payload: hex(payload) }));
  const data = hex(generate.associated_data);
  const made = constructOnion({ hops: route, sessionKey: hex(generate.session_key), associatedData: data });
  assert.is(toHex(made.packet), onion);
  let { packet } = made;
  decode.forEach((privateKey, i) => {
    const peeled = peelOnion({ packet, privateKey: hex(privateKey), associatedData: data });
    assert.is(peeled.type === 'bad' ? undefined : toHex(peeled.payload), generate.hops[i]?.payload);
    if (peeled.type === 'forward') packet = peeled.next;
  });
});

interface Route {
  keys: Uint8Array[];
  payloads: Uint8Array[];
  slack: number;
  session: Uint8Array;
}
const routes: fc.Arbitrary<Route> = fc
  .array(fc.tuple(privateKeys, bytes({ minLength: 2, maxLength: 120 })), { minLength: 1, maxLength: 8 })
  .chain((list) =>
    fc.record({
      keys: fc.constant(list.map(([key]) => key)),
      payloads: fc.constant(list.map(([, payload]) => withLengthPrefix(payload))),
      slack: fc.constantFrom(0, 1, 31, 33, 700),
      session: privateKeys,
    }),
  );

test('whatever the route and the size of the packet, each hop gets its payload and the packet keeps its size', () => {
  always<[Route, Uint8Array]>(40, [routes, bytesOf(32)], ({ keys, payloads, slack, session }, data) => {
    const size = payloads.reduce((sum, payload) => sum + payload.length + 32, slack);
    const route = keys.map((key, i) => ({ pubkey: curve.publicKey(key), payload: payloads[i] as Uint8Array }));
    const onion = constructOnion({ hops: route, sessionKey: session, associatedData: data, size });
    let { packet } = onion;
    for (const [i, privateKey] of keys.entries()) {
      assert.is(packet.length, size + ONION_OVERHEAD);
      const peeled = peelOnion({ packet, privateKey, associatedData: data });
      if (peeled.type === 'bad') return assert.unreachable(`hop ${i} calls it bad`);
      assert.equal(peeled.payload, payloads[i]);
      assert.equal(peeled.sharedSecret, onion.sharedSecrets[i]);
      assert.is(peeled.type, i === keys.length - 1 ? 'final' : 'forward');
      if (peeled.type === 'forward') packet = peeled.next;
    }
  });
});

test('payloads that do not fit are refused, payloads that just fit are not', () => {
  const size = hops.reduce((sum, hop) => sum + hop.payload.length + 32, 0);
  refusal(() => constructOnion({ hops, sessionKey, associatedData, size: size - 1 }), 'BOLT_ONION_TOO_LARGE');
  assert.is(constructOnion({ hops, sessionKey, associatedData, size }).packet.length, size + ONION_OVERHEAD);
});

test('no hops, an impossible session key and a node that is no point are refused', () => {
  refusal(() => constructOnion({ hops: [], sessionKey, associatedData }), 'BOLT_ONION_NO_HOPS');
  refusal(() => constructOnion({ hops, sessionKey: new Uint8Array(32), associatedData }), 'BOLT_BAD_KEY');
  const nowhere = [...hops.slice(0, 1), { pubkey: new Uint8Array(33).fill(4), payload: hex('020102') }];
  refusal(() => constructOnion({ hops: nowhere, sessionKey, associatedData }), 'BOLT_BAD_KEY');
});

const changed = (position: number, value: number): Uint8Array => {
  const packet = hex(ONION);
  packet[position] = value;
  return packet;
};
const BAD: readonly (readonly [string, Uint8Array, BadOnionCode])[] = [
  ['an unknown version', changed(0, 1), 0xc004],
  ['no bytes at all', new Uint8Array(0), 0xc004],
  ['a key that is no point', changed(1, 5), 0xc006],
  ['a key cut off', hex(ONION).slice(0, 20), 0xc006],
  ['a changed payload', changed(700, 0), 0xc005],
  ['a changed HMAC', changed(1365, 0), 0xc005],
  ['a packet cut off after the key', hex(ONION).slice(0, 50), 0xc005],
  ['a packet without payloads', hex(ONION).slice(0, 66), 0xc005],
];
for (const [title, packet, code] of BAD) {
  test(`answers ${code.toString(16)} with the hash of the packet to ${title}`, () => {
    const peeled = peelOnion({ packet, privateKey: hex(HOPS[0]?.privateKey as string), associatedData });
    assert.equal(peeled, { type: 'bad', code, sha256OfOnion: sha256(packet) });
  });
}

test('an onion made for another payment is bad', () => {
  const peeled = peelOnion({
    packet: hex(ONION),
    privateKey: hex(HOPS[0]?.privateKey as string),
    associatedData: new Uint8Array(32),
  });
  assert.is(peeled.type === 'bad' && peeled.code, 0xc005);
});

test('a payload of impossible length comes out as one that cannot be decoded, not as a bad onion', () => {
  for (const prefix of ['00', '01ff', 'fdffff', 'fd0001', 'fd0511', 'ffffffffffffffffff']) {
    const hop = { pubkey: curve.publicKey(sessionKey), payload: hex(prefix) };
    const { packet } = constructOnion({ hops: [hop], sessionKey, associatedData });
    const peeled = peelOnion({ packet, privateKey: sessionKey, associatedData });
    if (peeled.type !== 'final') return assert.unreachable(`${prefix} came out as ${peeled.type}`);
    refusal(() => decodeHopPayload(peeled.payload, 'final'), 'BOLT_BAD_LENGTH');
  }
});

test.run();
files.run();
