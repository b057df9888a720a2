/** BigSize: the vectors of BOLT 1, appendix A. */
import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { type BoltErrorCode, ByteReader, encodeBigSize, readBigSize } from '../../src/bolt/index.ts';
import { suite } from '../support/suite.ts';
import { always, hex, refusal, toHex } from './support.ts';

const test = suite('bigsize');

const CANONICAL: readonly (readonly [string, bigint, string])[] = [
  ['zero', 0n, '00'],
  ['one byte high', 252n, 'fc'],
  ['two byte low', 253n, 'fd00fd'],
  ['two byte high', 65535n, 'fdffff'],
  ['four byte low', 65536n, 'fe00010000'],
  ['four byte high', 4294967295n, 'feffffffff'],
  ['eight byte low', 4294967296n, 'ff0000000100000000'],
  ['eight byte high', 18446744073709551615n, 'ffffffffffffffffff'],
];

const REFUSED: readonly (readonly [string, string, BoltErrorCode])[] = [
  ['two byte not canonical', 'fd00fc', 'BOLT_NOT_MINIMAL'],
  ['four byte not canonical', 'fe0000ffff', 'BOLT_NOT_MINIMAL'],
  ['eight byte not canonical', 'ff00000000ffffffff', 'BOLT_NOT_MINIMAL'],
  ['two byte short read', 'fd00', 'BOLT_TRUNCATED'],
  ['four byte short read', 'feffff', 'BOLT_TRUNCATED'],
  ['eight byte short read', 'ffffffffff', 'BOLT_TRUNCATED'],
  ['one byte no read', '', 'BOLT_TRUNCATED'],
  ['two byte no read', 'fd', 'BOLT_TRUNCATED'],
  ['four byte no read', 'fe', 'BOLT_TRUNCATED'],
  ['eight byte no read', 'ff', 'BOLT_TRUNCATED'],
];

for (const [name, value, encoded] of CANONICAL) {
  test(`reads and writes "${name}"`, () => {
    assert.is(toHex(encodeBigSize(value)), encoded);
    assert.is(readBigSize(new ByteReader(hex(encoded))), value);
  });
}

for (const [name, encoded, code] of REFUSED) {
  test(`refuses "${name}"`, () => {
    refusal(() => readBigSize(new ByteReader(hex(encoded))), code);
  });
}

test('every 64-bit number comes back, and no other number is written', () => {
  always<[bigint]>(500, [fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })], (value) => {
    assert.is(readBigSize(new ByteReader(encodeBigSize(value))), value);
  });
  refusal(() => encodeBigSize(-1), 'BOLT_OUT_OF_RANGE');
  refusal(() => encodeBigSize(2n ** 64n), 'BOLT_OUT_OF_RANGE');
});

test.run();
