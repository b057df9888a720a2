/** Words become parameters as lightning-cli makes them. */
import { equal, throws } from 'uvu/assert';
import { paramsOf, wordValue } from '../../src/cli/call-params.ts';
import { suite } from '../support/suite.ts';

const test = suite('parameters of sendpay call');

const WORDS: readonly (readonly [word: string, value: unknown, why: string])[] = [
  ['12', 12, 'digits are a number'],
  ['0', 0, 'zero is a number'],
  ['007', '007', 'a leading zero makes a string: it may be an id'],
  ['18446744073709551616', 18446744073709551616n, 'no digit is lost'],
  ['-5', '-5', 'a sign makes a string'],
  ['1.5', '1.5', 'a fraction is a string, which the node reads as it likes'],
  ['true', true, 'true'],
  ['null', null, 'null'],
  ['nul', 'nul', 'a word'],
  ['', '', 'nothing is an empty string'],
  ['"12"', '12', 'quotes are JSON'],
  ['{"a":1}', { a: 1 }, 'an object'],
  [' [ 1,\n2 ] ', [1, 2], 'a list, with spaces as it was cut out'],
  ['{a}', '{a}', 'what only looks like JSON is a string'],
  ['100sat', '100sat', 'an amount with a unit'],
];

for (const [word, value, why] of WORDS)
  test(`${JSON.stringify(word)}: ${why}`, () => {
    equal(wordValue(word), value);
  });

test('the first word decides between names and positions', () => {
  equal(paramsOf(['a=1', 'b=x=y']), { a: 1, b: 'x=y' });
  equal(paramsOf(['x', 'b=1']), ['x', 'b=1']);
  equal(paramsOf([]), []);
});

test('-k and -o overrule the first word', () => {
  equal(paramsOf(['lnbc1=x'], 'ordered'), ['lnbc1=x']);
  equal(paramsOf([], 'keyword'), {});
  throws(() => paramsOf(['x'], 'keyword'), /expected key=value, got "x"/);
});

test.run();
