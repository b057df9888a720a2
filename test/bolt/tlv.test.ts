/** TLV streams: the vectors of BOLT 1, appendix B, in its two namespaces. */
import * as assert from 'uvu/assert';
import { BoltError } from '../../src/bolt/error.ts';
import {
  ByteReader,
  concat,
  curve,
  decodeTlvStream,
  encodeTlvStream,
  TlvError,
  type TlvField,
} from '../../src/bolt/index.ts';
import { fixedBytes, tu32, tu64, u64 } from '../../src/bolt/tlv-fields.ts';
import { suite } from '../support/suite.ts';
import { hex, refusal, toHex } from './support.ts';

const test = suite('tlv streams');

interface PointAndAmounts {
  nodeId: string;
  amount1: bigint;
  amount2: bigint;
}
const pointAndAmounts: TlvField<PointAndAmounts> = {
  type: 3n,
  decode: (value) => {
    const reader = new ByteReader(value);
    const point = reader.take(33, 'node_id');
    const amounts = { amount1: reader.u64('amount_msat_1'), amount2: reader.u64('amount_msat_2') };
    reader.end('tlv3');
    if (!curve.isPoint(point)) throw new BoltError('BOLT_BAD_KEY', 'node_id', 'not a point');
    return { nodeId: toHex(point), ...amounts };
  },
  encode: ({ nodeId }) => hex(nodeId),
};
const N1 = { tlv1: tu64(1n), tlv2: u64(2n), tlv3: pointAndAmounts, tlv4: fixedBytes(254n, 2) };
const N2 = { tlv1: tu64(0n), tlv2: tu32(11n) };
const NODE = '023da092f6980e58d2c037173180e9a465476026ee50f96695963e8efe436f54eb';

const BROKEN: readonly (readonly [string, string])[] = [
  ['type truncated', 'fd'],
  ['type truncated in its second byte', 'fd01'],
  ['not minimally encoded type', 'fd000100'],
  ['missing length', 'fd0101'],
  ['length truncated', '0ffd'],
  ['length truncated in its second byte', '0ffd26'],
  ['missing value', '0ffd2602'],
  ['not minimally encoded length', '0ffd000100'],
  ['value truncated', `0ffd0201${'00'.repeat(512)}`],
  ['unknown even type', '1200'],
  ['unknown even type of three bytes', 'fd010200'],
  ['unknown even type of five bytes', 'fe0100000200'],
  ['unknown even type of nine bytes', 'ff010000000000000200'],
];
for (const [reason, stream] of BROKEN) {
  test(`refuses in either namespace: ${reason}`, () => {
    refusal(() => decodeTlvStream(N1, hex(stream)));
    refusal(() => decodeTlvStream(N2, hex(stream)));
  });
}

const BROKEN_N1: readonly (readonly [string, string])[] = [
  ['tlv1 too long', '0109ffffffffffffffffff'],
  ...['00', '0001', '000100', '00010000', '0001000000', '000100000000', '00010000000000', '0001000000000000'].map(
    (value) => [`tlv1 not minimal: ${value}`, `010${value.length / 2}${value}`] as const,
  ),
  ['tlv2 too short', '020701010101010101'],
  ['tlv2 too long', '0209010101010101010101'],
  ['tlv3 with a point only', `0321${NODE}`],
  ['tlv3 with one amount', `0329${NODE}0000000000000001`],
  ['tlv3 one byte short', `0330${NODE}000000000000000100000000000001`],
  ['tlv3 without a valid point', `033104${NODE.slice(2)}00000000000000010000000000000002`],
  ['tlv3 one byte long', `0332${NODE}0000000000000001000000000000000001`],
  ['tlv4 empty', 'fd00fe00'],
  ['tlv4 too short', 'fd00fe0101'],
  ['tlv4 too long', 'fd00fe03010101'],
  ['unknown even field', '0000'],
  ['wrong order', '0208000000000000022601012a'],
  ['duplicate type', '0208000000000000023102080000000000000451'],
  ['ignored records in wrong order', '1f000f012a'],
  ['duplicate ignored type', '1f001f012a'],
];
for (const [reason, stream] of BROKEN_N1) {
  test(`refuses in n1: ${reason}`, () => {
    refusal(() => decodeTlvStream(N1, hex(stream)));
  });
}

test('refuses in n2: a type after the largest type there is', () => {
  refusal(() => decodeTlvStream(N2, hex('ffffffffffffffffff000000')), 'BOLT_TLV_ORDER');
});

const IGNORED = ['', '2100', 'fd020100', 'fd00fd00', 'fd00ff00', 'fe0200000100', 'ff020000000000000100'];
for (const stream of IGNORED) {
  test(`keeps without understanding: ${stream || 'the empty stream'}`, () => {
    for (const table of [N1, N2]) {
      const decoded = decodeTlvStream(table, hex(stream));
      assert.equal(decoded.values, {});
      assert.is(toHex(encodeTlvStream(table, {}, decoded.extra)), stream);
    }
  });
}

const AMOUNTS = [0n, 1n, 256n, 65536n, 16777216n, 4294967296n, 1099511627776n, 281474976710656n, 72057594037927936n];
test('reads n1 tlv1 at each length, and writes it back', () => {
  AMOUNTS.forEach((amount, length) => {
    const stream = `010${length}${length === 0 ? '' : `01${'00'.repeat(length - 1)}`}`;
    assert.equal(decodeTlvStream(N1, hex(stream)).values, { tlv1: amount });
    assert.is(toHex(encodeTlvStream(N1, { tlv1: amount })), stream);
  });
});

test('reads n1 tlv2, tlv3 and tlv4', () => {
  assert.equal(decodeTlvStream(N1, hex('02080000000000000226')).values, { tlv2: 550n });
  const third = decodeTlvStream(N1, hex(`0331${NODE}00000000000000010000000000000002`));
  assert.equal(third.values, { tlv3: { nodeId: NODE, amount1: 1n, amount2: 2n } });
  assert.equal(decodeTlvStream(N1, hex('fd00fe020226')).values, { tlv4: hex('0226') });
});

test('a valid stream followed by a broken one is refused, followed by a higher valid one is not', () => {
  for (const [, broken] of BROKEN) refusal(() => decodeTlvStream(N1, concat(hex('0101ff'), hex(broken))));
  const both = decodeTlvStream(N1, hex('010101fd00fe020226'));
  assert.equal(both.values, { tlv1: 1n, tlv4: hex('0226') });
});

test('an error names the type and where its record begins', () => {
  const refused = refusal(() => decodeTlvStream(N1, hex('0101010207010101010101 01'.replaceAll(' ', '')))) as TlvError;
  assert.instance(refused, TlvError);
  assert.equal([refused.type, refused.offset, refused.field, refused.code], [2n, 3, 'tlv2', 'BOLT_BAD_LENGTH']);
});

test('a type given twice is not written', () => {
  refusal(() => encodeTlvStream(N1, { tlv1: 1n }, [{ type: 1n, value: hex('02') }]), 'BOLT_TLV_ORDER');
});

test.run();
