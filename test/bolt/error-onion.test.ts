/** Errors on their way back: the specification's figures, any length, any place, and noise. */
import fc from 'fast-check';
import * as assert from 'uvu/assert';
import {
  buildErrorOnion,
  concat,
  decodeErrorOnion,
  decodeFailure,
  LEAST_ERROR_ONION_LENGTH,
  wrapErrorOnion,
} from '../../src/bolt/index.ts';
import { deriveKey, hmacSha256 } from '../../src/bolt/symmetric.ts';
import { suite } from '../support/suite.ts';
import { ERROR_PACKET, FAILURE, HOPS, UM_KEY_OF_LAST } from './bolt04-figures.ts';
import { always, bytes, bytesOf, hex, refusal, toHex, vector, vectorsMissing } from './support.ts';

const test = suite('error onions');
const secrets = HOPS.map((hop) => hex(hop.sharedSecret));

/** The packet as the sender gets it when node `index` of the route errs. */
function returned(route: readonly Uint8Array[], index: number, failure: Uint8Array): Uint8Array {
  return route
    .slice(0, index)
    .reduceRight(
      (packet, secret) => wrapErrorOnion(secret, packet),
      buildErrorOnion(route[index] as Uint8Array, failure),
    );
}

test('a failure longer than the padding goes without it, up to the most its length can say', () => {
  const [secret] = secrets as [Uint8Array];
  for (const length of [255, 256, 257, 300, 65_535]) {
    const failure = new Uint8Array(length).fill(7);
    const packet = buildErrorOnion(secret, failure);
    assert.is(packet.length, LEAST_ERROR_ONION_LENGTH + Math.max(0, length - 256));
    assert.is(toHex(decodeErrorOnion([secret], packet)!.failureMessage), toHex(failure));
  }
  assert.throws(() => buildErrorOnion(secret, new Uint8Array(65_536)), /longer than 65535 bytes/);
});

test('a failure that says it is longer than what came is nobody’s', () => {
  const [secret] = secrets as [Uint8Array];
  const saying = (length: number) => {
    const body = concat(Uint8Array.of(length >> 8, length & 0xff), new Uint8Array(258));
    return wrapErrorOnion(secret, concat(hmacSha256(deriveKey('um', secret), body), body));
  };
  assert.is(decodeErrorOnion([secret], saying(258))?.failureMessage.length, 258);
  for (const length of [259, 260, 261, 65_535]) assert.is(decodeErrorOnion([secret], saying(length)), undefined);
});

/** How the packet of the specification's older example begins when each node sends it, last node first. */
const STEPS = [
  'a5e6bd0c74cb347f10cce367f949098f2457d14c046fd8a22cb96efb30b0fdcd',
  'c49a1ce81680f78f5f2000cda36268de34a3f0a0662f55b4e837c83a8773c22a',
  'a5d3e8634cfe78b2307d87c6d90be6fe7855b4f2cc9b1dfb19e92e4b79103f61',
  'aac3200c4968f56b21f53e5e374e3a2383ad2b1b6501bbcc45abc31e59b26881',
  '9c5add3963fc7f6ed7f148623c84134b5647e1306419dbe2174e523fa9e2fbed',
];

test('each node of the specification sends what it prints', () => {
  assert.equal(
    HOPS.map((hop) => toHex(deriveKey('ammag', hex(hop.sharedSecret)))),
    HOPS.map((hop) => hop.ammagKey),
  );
  assert.is(toHex(deriveKey('um', secrets[4] as Uint8Array)), UM_KEY_OF_LAST);
  let packet = buildErrorOnion(secrets[4] as Uint8Array, hex(FAILURE));
  const sent = [packet];
  for (const secret of secrets.slice(0, 4).reverse()) {
    packet = wrapErrorOnion(secret, packet);
    sent.push(packet);
  }
  assert.equal(
    sent.map((each) => toHex(each).slice(0, 64)),
    STEPS,
  );
  assert.is(toHex(packet), ERROR_PACKET);
});

test('the sender learns from it that the last node said temporary_node_failure', () => {
  const decoded = decodeErrorOnion(secrets, hex(ERROR_PACKET));
  assert.equal(decoded, { erringIndex: 4, failureMessage: hex(FAILURE) });
});

test('reads the longer, differently padded error of the current specification', () => {
  const failure = hex(`400f0000000000000064000c3500fd84d1fd012c${'80'.repeat(300)}`);
  const body = concat(hex('0140'), failure, hex('02c0'), new Uint8Array(704));
  const hmac = hmacSha256(hex(UM_KEY_OF_LAST), body);
  assert.is(toHex(hmac), 'fda7e11974f78ca6cc456f2d17ae54463664696e93842548245dd2a2c513a626');
  const sent = wrapErrorOnion(secrets[4] as Uint8Array, concat(hmac, body));
  assert.is(toHex(sent).slice(0, 64), '146e94a9086dbbed6a0ab6932d00c118a7195dbf69b7d7a12b0e6956fc54b5e0');
  const received = secrets.slice(0, 4).reduceRight((packet, secret) => wrapErrorOnion(secret, packet), sent);
  const decoded = decodeErrorOnion(secrets, received);
  assert.is(decoded?.erringIndex, 4);
  assert.equal(decodeFailure(decoded?.failureMessage as Uint8Array), { code: 0x400f, htlcMsat: 100n, height: 800000 });
});

const files = suite('error onions: the vector file', { skip: vectorsMissing });
files('the packet of onion-error-test.json is built and read', () => {
  type Vector = { generate: { failure_message: string; hops: { hop_shared_secret: string }[] }; errorpacket: string };
  const { generate, errorpacket } = vector<Vector>('onion-error-test.json');
  const route = generate.hops.map((hop) => hex(hop.hop_shared_secret));
  assert.is(toHex(returned(route, 4, hex(generate.failure_message))), errorpacket);
  assert.is(decodeErrorOnion(route, hex(errorpacket))?.erringIndex, 4);
});

test('whoever errs on whatever route with whatever message, the sender finds both', () => {
  const cases = fc
    .array(bytesOf(32), { minLength: 1, maxLength: 30 })
    .chain((route) => fc.tuple(fc.constant(route), fc.nat(route.length - 1)));
  always<[[Uint8Array[], number], Uint8Array]>(60, [cases, bytes({ maxLength: 600 })], ([route, index], failure) => {
    const packet = returned(route, index, failure);
    assert.is(packet.length, Math.max(LEAST_ERROR_ONION_LENGTH, 36 + failure.length));
    // Two equal secrets cannot be told apart, so the first of them is found.
    const first = route.findIndex((secret, i) => i <= index && toHex(secret) === toHex(route[index] as Uint8Array));
    if (first === index) assert.equal(decodeErrorOnion(route, packet), { erringIndex: index, failureMessage: failure });
  });
});

test('an error from beyond the 27 layers that are always removed is still found', () => {
  const route = Array.from({ length: 40 }, (_, i) => new Uint8Array(32).fill(i + 100));
  assert.is(decodeErrorOnion(route, returned(route, 39, hex(FAILURE)))?.erringIndex, 39);
});

test('a changed bit anywhere makes it unreadable', () => {
  always<[number, number]>(100, [fc.nat(291), fc.nat(7)], (position, bit) => {
    const packet = hex(ERROR_PACKET);
    packet[position] = (packet[position] as number) ^ (1 << bit);
    assert.is(decodeErrorOnion(secrets, packet), undefined);
  });
});

test('an error by a node beyond the route is unreadable, even by the known dummy', () => {
  const dummy = new Uint8Array(32).fill(7);
  assert.is(decodeErrorOnion(secrets, returned([...secrets, dummy], 5, hex(FAILURE))), undefined);
});

test('a shorter packet than any node may send is unreadable', () => {
  for (const length of [0, 1, 31, 32, 33, 34, 291]) {
    assert.is(decodeErrorOnion(secrets, hex(ERROR_PACKET).slice(0, length)), undefined);
  }
});

test('an authentic error whose length field is too large is unreadable', () => {
  const body = concat(hex('ffff'), new Uint8Array(258));
  const hmac = hmacSha256(deriveKey('um', secrets[0] as Uint8Array), body);
  assert.is(decodeErrorOnion(secrets, wrapErrorOnion(secrets[0] as Uint8Array, concat(hmac, body))), undefined);
});

test('a failure message that cannot be framed is refused', () => {
  refusal(() => buildErrorOnion(secrets[0] as Uint8Array, new Uint8Array(65536)), 'BOLT_OUT_OF_RANGE');
});

test.run();
files.run();
