/** Tokens and values: JSON as JSON.parse reads it, digits kept, text of every token as sent. */
import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { JsonError, memberOf, parseTokens, type Token, textOf, unescaped } from '../../src/rpc/json-token.ts';
import { type JsonValue, jsonOf, writeJson } from '../../src/rpc/json-value.ts';
import { suite } from '../support/suite.ts';

const seed = Number(process.env.SENDPAY_TEST_SEED ?? 7);
const test = suite('rpc json');
const DEPTH = 64;
const read = (text: string): JsonValue => jsonOf(parseTokens(text, DEPTH));

test('every JSON text gives what JSON.parse gives', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      const expected = JSON.parse(text, (_, value) =>
        typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value) ? null : value,
      );
      const got = JSON.parse(
        JSON.stringify(read(text), (_, value) =>
          typeof value === 'bigint' || (Number.isInteger(value) && !Number.isSafeInteger(value)) ? null : value,
        ),
      );
      assert.equal(got, JSON.parse(JSON.stringify(expected)));
    }),
    { seed },
  );
});

test('what is written is read back, bigint included', () => {
  const leaf = fc.oneof(fc.string({ unit: 'binary' }), fc.bigInt(), fc.boolean(), fc.constant(null), fc.integer());
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      leaf,
      fc.array(tie('value')),
      fc.dictionary(
        fc.string().filter((key) => key !== '__proto__'),
        tie('value'),
      ),
    ),
  }));
  fc.assert(
    fc.property(value, (given) => {
      const text = writeJson(given as JsonValue);
      assert.not.match(text, /\n/);
      assert.is(writeJson(read(text)), text);
    }),
    { seed },
  );
});

test('an integer keeps all its digits in both directions', () => {
  assert.is(read('18446744073709551616'), 18446744073709551616n);
  assert.is(read('9007199254740991'), 9007199254740991);
  assert.is(writeJson({ amount_msat: 18446744073709551615n, none: undefined }), '{"amount_msat":18446744073709551615}');
});

test('each token keeps the text it was sent as', () => {
  const token = parseTokens(' {"id" : 1.0, "hash":0000, "a":[ "x\\n" ]} ', DEPTH);
  assert.is(token.raw, '{"id" : 1.0, "hash":0000, "a":[ "x\\n" ]}');
  assert.is(memberOf(token, 'id')?.raw, '1.0');
  assert.is(memberOf(token, 'hash')?.raw, '0000');
  assert.is(memberOf(token, 'a')?.raw, '[ "x\\n" ]');
});

const BAD: readonly string[] = [
  '',
  '{',
  '{"a"}',
  '{"a":}',
  '{a:1}',
  '{"a":1,}',
  '[1,]',
  '[1 2]',
  '[1]]',
  '"',
  '"\\x"',
  '"\\u12"',
  'nope',
  'nul',
  '+1',
  '{"a":1 "b":2}',
  '{]',
  '[}',
  '"a"b',
];
test('what is not JSON is a JsonError', () => {
  for (const text of BAD)
    assert.throws(
      () => parseTokens(text, DEPTH),
      (error: unknown) => error instanceof JsonError,
      text,
    );
});

test('random text gives a value or a JsonError, never another exception', () => {
  const text = fc.string({ unit: fc.constantFrom(...'{}[]",:\\ 019-.etrufalsn\n'), maxLength: 60 });
  fc.assert(
    fc.property(text, (input) => {
      let token: Token;
      try {
        token = parseTokens(input, DEPTH);
      } catch (error) {
        assert.instance(error, JsonError);
        return;
      }
      assert.is(token.raw, input.trim());
    }),
    { seed, numRuns: 2000 },
  );
});

test('nesting beyond the limit is refused, not recursed into', () => {
  assert.throws(() => parseTokens('['.repeat(1_000_000), DEPTH), /nested deeper/);
});

test('strings and numbers of megabytes are read', () => {
  const long = 'x'.repeat(3_000_000);
  assert.is(textOf(parseTokens(`"${long}"`, DEPTH)), long);
  assert.is(parseTokens('1'.repeat(3_000_000), DEPTH).raw.length, 3_000_000);
  assert.is(unescaped('\\\\'.repeat(1_000_000)).length, 1_000_000);
});

test.run();
