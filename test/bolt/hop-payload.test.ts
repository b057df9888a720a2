/** Hop payloads: what BOLT 4 demands of each kind, and what is reported when it is missing. */
import fc from 'fast-check';
import * as assert from 'uvu/assert';
import {
  decodeHopPayload,
  encodeHopPayload,
  type HopPayload,
  type HopRole,
  hasLengthPrefix,
  TlvError,
  withLengthPrefix,
} from '../../src/bolt/index.ts';
import { suite } from '../support/suite.ts';
import { HOPS } from './bolt04-figures.ts';
import { always, bytes, bytesOf, hex, refusal, toHex } from './support.ts';

const test = suite('hop payloads');
const SECRET = '24a33562c54507a9334e79f0dc4f17d407e6d7c61f0e2f3d0d38599502f61704';

test('reads and writes the payload of a forwarding hop of the specification', () => {
  const payload = hex(HOPS[0]?.payload as string);
  const expected: HopPayload = { type: 'forward', amtToForwardMsat: 15000n, outgoingCltv: 1500, shortChannelId: 1n };
  assert.equal(decodeHopPayload(payload, 'forward'), expected);
  assert.equal(encodeHopPayload(expected), payload);
});

test('keeps an unknown odd record of the specification and writes it back in place', () => {
  const payload = hex(HOPS[1]?.payload as string);
  const decoded = decodeHopPayload(payload, 'forward');
  assert.equal(
    decoded.extra?.map(({ type }) => type),
    [513n],
  );
  assert.equal(encodeHopPayload(decoded), payload);
});

test('reads the secret and the total of the final hop of the specification', () => {
  const payload = hex(HOPS[4]?.payload as string);
  const decoded = decodeHopPayload(payload, 'final') as HopPayload & { type: 'final' };
  assert.equal([decoded.amtToForwardMsat, decoded.outgoingCltv], [10000n, 1000]);
  assert.is(toHex(decoded.paymentData?.paymentSecret as Uint8Array), SECRET);
  assert.is(decoded.paymentData?.totalMsat, 10000n);
  assert.equal(encodeHopPayload(decoded), payload);
});

interface Broken {
  readonly title: string;
  /** The stream, without its length. */
  readonly stream: string;
  readonly role: HopRole;
  readonly type: bigint;
  readonly offset: number;
}
const BROKEN: readonly Broken[] = [
  { title: 'no amount', stream: '0402012c06080000000000000001', role: 'forward', type: 2n, offset: 15 },
  { title: 'no CLTV', stream: '02020100', role: 'final', type: 4n, offset: 5 },
  { title: 'no channel at a forwarding hop', stream: '020201000402012c', role: 'forward', type: 6n, offset: 9 },
  {
    title: 'a channel at the final hop',
    stream: '020201000402012c06080000000000000001',
    role: 'final',
    type: 6n,
    offset: 9,
  },
  { title: 'an unknown even type', stream: '020201000402012c1400', role: 'final', type: 20n, offset: 9 },
  { title: 'an amount with a leading zero', stream: '020200010402012c', role: 'final', type: 2n, offset: 1 },
  { title: 'records out of order', stream: '0402012c02020100', role: 'final', type: 2n, offset: 5 },
  { title: 'a short payment secret', stream: '020201000402012c0801aa', role: 'final', type: 8n, offset: 9 },
  { title: 'a record cut off', stream: '020201000402012c0820', role: 'final', type: 8n, offset: 9 },
];
for (const { title, stream, role, type, offset } of BROKEN) {
  test(`refuses ${title}, naming type ${type} at offset ${offset}`, () => {
    const refused = refusal(() => decodeHopPayload(withLengthPrefix(hex(stream)), role)) as TlvError;
    assert.instance(refused, TlvError);
    assert.equal([refused.type, refused.offset], [type, offset]);
  });
}

test('refuses a payload whose length prefix is wrong as type 0 at offset 0', () => {
  for (const payload of ['', '05020201', '01020201', 'fd0002ffff']) {
    const refused = refusal(() => decodeHopPayload(hex(payload), 'final'), 'BOLT_BAD_LENGTH') as TlvError;
    assert.equal([refused.type, refused.offset], [0n, 0]);
    assert.not(hasLengthPrefix(hex(payload)));
  }
});

test('reads a keysend preimage and payment metadata', () => {
  const payload: HopPayload = {
    type: 'final',
    amtToForwardMsat: 1n,
    outgoingCltv: 2,
    paymentMetadata: hex('01fafaf0'),
    keysendPreimage: new Uint8Array(32).fill(9),
  };
  assert.equal(decodeHopPayload(encodeHopPayload(payload), 'final'), payload);
});

const U64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
const U32 = fc.nat(0xffffffff);
const EXTRA = fc
  .uniqueArray(
    fc.nat(1 << 30).map((n) => BigInt(n) * 2n + 65537n),
    { maxLength: 3 },
  )
  .chain((types) =>
    fc.tuple(
      ...types
        .sort((a, b) => (a < b ? -1 : 1))
        .map((type) => bytes({ maxLength: 20 }).map((value) => ({ type, value }))),
    ),
  );
const payloads: fc.Arbitrary<HopPayload> = fc.oneof(
  fc.record(
    { type: fc.constant('forward' as const), amtToForwardMsat: U64, outgoingCltv: U32, shortChannelId: U64 },
    { noNullPrototype: true },
  ),
  fc.record(
    {
      type: fc.constant('final' as const),
      amtToForwardMsat: U64,
      outgoingCltv: U32,
      paymentData: fc.record({ paymentSecret: bytesOf(32), totalMsat: U64 }, { noNullPrototype: true }),
      paymentMetadata: bytes({ maxLength: 300 }),
      keysendPreimage: bytesOf(32),
      extra: EXTRA.filter((extra) => extra.length > 0),
    },
    { requiredKeys: ['type', 'amtToForwardMsat', 'outgoingCltv'], noNullPrototype: true },
  ),
  fc.record(
    {
      type: fc.constant('blinded' as const),
      encryptedRecipientData: bytes({ maxLength: 60 }),
      currentPathKey: bytesOf(33),
      totalAmountMsat: U64,
    },
    { requiredKeys: ['type', 'encryptedRecipientData'], noNullPrototype: true },
  ),
);

test('every payload comes back as it was written', () => {
  always<[HopPayload]>(300, [payloads], (payload) => {
    const role = payload.type === 'final' ? 'final' : 'forward';
    assert.equal(decodeHopPayload(encodeHopPayload(payload), role), payload);
  });
});

test.run();
