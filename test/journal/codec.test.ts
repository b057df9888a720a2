import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { is, ok, throws } from 'uvu/assert';
import { decodeJson, encodeJson, quote } from '../../src/journal/codec.ts';
import { suite } from '../support/suite.ts';

const test = suite('JSON with amounts');
const seed = Number(process.env.SENDPAY_TEST_SEED ?? 1);

const amount = fc.bigInt({ min: -(2n ** 80n), max: 2n ** 80n });
const text = fc.string({ unit: fc.constantFrom('a', '"', '\\', '\n', '\u0000', 'é', '\ud800', '\u{1f600}', '\u2028') });
const name = fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', 'toJSON', '0'));
const plainName = name.filter((key) => !key.endsWith('Msat'));
const number = fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true })).map((n) => n + 0);

/** Objects with amounts anywhere below, under keys where they may be. */
const { value } = fc.letrec<{ value: unknown; object: unknown; amounts: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(null, true, false),
    number,
    text,
    fc.array(tie('value'), { maxLength: 4 }),
    tie('object'),
  ),
  amounts: fc.oneof({ depthSize: 'small' }, amount, fc.constant(null), fc.array(tie('amounts'), { maxLength: 3 })),
  object: fc
    .tuple(
      fc.array(fc.tuple(plainName, tie('value')), { maxLength: 5 }),
      fc.array(fc.tuple(fc.constantFrom('Msat', 'feeMsat', 'htlcsMsat'), tie('amounts')), { maxLength: 2 }),
    )
    .map(([plain, amounts]) => Object.fromEntries([...plain, ...amounts])),
}));

test('what is encoded decodes to the same value', () => {
  fc.assert(
    fc.property(value, (original) => {
      // uvu's equal compares `constructor`, which may be a member here.
      ok(isDeepStrictEqual(decodeJson(encodeJson(original)), original));
    }),
    { seed, numRuns: 2_000 },
  );
});

test('what is encoded is the JSON everyone else writes, with amounts as strings', () => {
  fc.assert(
    fc.property(value, (original) =>
      is(
        encodeJson(original),
        JSON.stringify(original, (_key, member: unknown) => (typeof member === 'bigint' ? String(member) : member)),
      ),
    ),
    { seed, numRuns: 2_000 },
  );
});

test('any string is quoted as JSON quotes it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (any) => is(quote(any), JSON.stringify(any))),
    { seed },
  );
});

const cyclic: Record<string, unknown> = {};
cyclic.self = cyclic;
const refused: Record<string, unknown> = {
  'a bigint under another key': { fee: 1n },
  'a bigint in an array under another key': { fees: [1n] },
  'a bigint alone': 1n,
  'a number under an amount key': { feeMsat: 1 },
  'a string under an amount key': { feeMsat: '1' },
  'a string in an array under an amount key': { feesMsat: ['1'] },
  NaN: { a: Number.NaN },
  'an infinite number': { a: Number.POSITIVE_INFINITY },
  'undefined in an array': { a: [undefined] },
  'a function': { a: () => 1 },
  'a symbol': { a: Symbol('a') },
  'a Date': { a: new Date(0) },
  'a Map': { a: new Map() },
  bytes: { a: new Uint8Array(2) },
  'a cycle': cyclic,
};
for (const [what, bad] of Object.entries(refused))
  test(`${what} is refused, because it would not come back`, () => {
    throws(
      () => encodeJson(bad),
      (error: { code?: string }) => error.code === 'SENDPAY_CODEC',
    );
  });

test('an error names the member that is wrong', () => {
  throws(() => encodeJson({ deep: [{ delay: 1n }] }), /^delay: /);
});

test('a member that is undefined is left out', () => {
  is(encodeJson({ a: undefined, b: 1 }), '{"b":1}');
});

test('text that is not JSON, or an amount that is not decimal, does not decode', () => {
  for (const bad of ['', '{', '{"feeMsat":"1.5"}', '{"feeMsat":"0x10"}', '{"feesMsat":[""]}'])
    throws(
      () => decodeJson(bad),
      (error: { code?: string }) => error.code === 'SENDPAY_CODEC',
    );
});

test.run();
