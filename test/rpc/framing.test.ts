/** The splitter: frames depend on the bytes and never on how they were cut; garbage never crashes it. */
import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { type Frame, JsonSplitter } from '../../src/rpc/framing.ts';
import { DEFAULT_LIMITS } from '../../src/rpc/limits.ts';
import { suite } from '../support/suite.ts';

const seed = Number(process.env.SENDPAY_TEST_SEED ?? 7);
const test = suite('rpc framing');

function framesOf(chunks: readonly Uint8Array[], limits = DEFAULT_LIMITS): Frame[] {
  const splitter = new JsonSplitter(limits);
  const frames: Frame[] = [];
  for (const chunk of chunks) {
    splitter.push(chunk);
    for (let frame = splitter.next(); frame !== undefined; frame = splitter.next()) {
      frames.push(frame);
      if (frame.type === 'broken') return frames;
    }
  }
  return frames;
}

/** Cuts `bytes` at the given places, taken modulo its length. */
function cut(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const at = [...new Set(places.map((place) => place % (bytes.length + 1)))].sort((a, b) => a - b);
  return [0, ...at].map((start, index) => bytes.subarray(start, at[index] ?? bytes.length));
}

const texts = (frames: readonly Frame[]): string[] =>
  frames.map((frame) => (frame.type === 'value' ? frame.text : `broken: ${frame.reason}`));

test('any values, joined with any white space and cut at any bytes, come out one by one', () => {
  const value = fc.json({ depthSize: 'small' }).filter((text) => /^[[{"]/.test(text));
  const space = fc.constantFrom('', ' ', '\n\n', '\t');
  fc.assert(
    fc.property(fc.array(fc.tuple(value, space), { maxLength: 6 }), fc.array(fc.nat(5000)), (values, places) => {
      const bytes = Buffer.from(values.map(([text, after]) => text + after).join(''));
      assert.equal(
        texts(framesOf(cut(bytes, places))),
        values.map(([text]) => text),
      );
    }),
    { seed },
  );
});

test('bare words end at white space or at the next value', () => {
  assert.equal(texts(framesOf([Buffer.from('12 true{"a":1}null[ 3 ]')])), ['12', 'true', '{"a":1}', 'null', '[ 3 ]']);
});

test('random bytes give the same frames however they are cut, and never an exception', () => {
  const bytes = fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.string({ unit: fc.constantFrom(...'{}[]",:\\ a1é') }));
  fc.assert(
    fc.property(bytes, fc.array(fc.nat(300)), (input, places) => {
      const whole = Buffer.from(input as Uint8Array);
      assert.equal(texts(framesOf(cut(whole, places))), texts(framesOf([whole])));
    }),
    { seed, numRuns: 500 },
  );
});

test('a value longer than the limit breaks the stream before all of it is kept', () => {
  const limits = { ...DEFAULT_LIMITS, maxRequestBytes: 100 };
  const frames = framesOf([Buffer.from('{"a":"'), Buffer.from('x'.repeat(200))], limits);
  assert.equal(texts(frames), ['broken: longer than 100 bytes']);
  assert.equal(texts(framesOf([Buffer.from(`"${'x'.repeat(98)}"`)], limits)).length, 1);
});

test('a value of just the limit passes, one byte more breaks the stream, whole or in pieces', () => {
  const limits = { ...DEFAULT_LIMITS, maxRequestBytes: 100 };
  const value = (bytes: number): Buffer => Buffer.from(`"${'x'.repeat(bytes - 2)}"`);
  for (const places of [[], [50], [99]]) {
    assert.equal(texts(framesOf(cut(value(100), places), limits)), [value(100).toString()]);
    assert.equal(texts(framesOf(cut(value(101), places), limits)), ['broken: longer than 100 bytes']);
  }
  assert.equal(texts(framesOf([value(150).subarray(0, 101)], limits)), ['broken: longer than 100 bytes'], 'unfinished');
  assert.equal(texts(framesOf([value(150).subarray(0, 100)], limits)), []);
});

test('a value nested deeper than the limit breaks the stream', () => {
  const limits = { ...DEFAULT_LIMITS, maxDepth: 3 };
  assert.equal(texts(framesOf([Buffer.from('[[[]]]')], limits)), ['[[[]]]']);
  assert.equal(texts(framesOf([Buffer.from('[[[[]]]]')], limits)), ['broken: nested deeper than 3']);
});

test('a value that is not all UTF-8 is marked, and the next one is found', () => {
  const bytes = Buffer.concat([Uint8Array.of(0x22, 0xff, 0x22), Buffer.from('"é"')]);
  assert.equal(framesOf([bytes]), [
    { type: 'value', text: '"\ufffd"', garbled: true },
    { type: 'value', text: '"é"' },
  ]);
});

test('after it broke, the splitter keeps nothing of what is pushed', () => {
  const splitter = new JsonSplitter({ maxRequestBytes: 10, maxDepth: 3 });
  splitter.push(Buffer.from('[[[[[['));
  const broken = splitter.next();
  splitter.push(Buffer.from('{}'));
  assert.is(splitter.next(), broken);
});

test.run();
