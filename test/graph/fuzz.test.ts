/** Fuzz as v0.6 to v0.10 had it (reference 4.4), and the hash it stands on. */
import { equal, ok } from 'uvu/assert';
import { feeScaleOf } from '../../src/graph/fuzz.ts';
import { siphash24 } from '../../src/graph/siphash24.ts';
import { suite } from '../support/suite.ts';
import { ask, graphWith, way } from './support.ts';

const test = suite('fuzz');

const KEY = Uint8Array.from({ length: 16 }, (_, i) => i);

/** Eight ways of equal fee from a to z. */
const manyWays = () =>
  graphWith(
    [...'bcdefghi'].flatMap(
      (middle) =>
        [
          ['a', middle],
          [middle, 'z', { feeBaseMsat: 1000n }],
        ] as const,
    ),
  );
const wayWith = (first: number, percent: number) => {
  const fuzz = { percent, seed: Uint8Array.from({ length: 16 }, (_, i) => (i === 0 ? first : 0)) };
  return ask(manyWays(), 'az', { fuzz });
};

test('SipHash-2-4 of the eight bytes 0 to 7 is the value its authors published', () => {
  const published = 0x93f5f5799a932462n;
  equal(siphash24(KEY)(0x07060504, 0x03020100), Number(published >> 11n) / 2 ** 53);
});

test('SipHash does not remember what it hashed before', () => {
  const hash = siphash24(KEY);
  const first = hash(1, 2);
  hash(3, 4);
  equal(hash(1, 2), first);
});

test('the same seed gives the same route, and other seeds spread over others', () => {
  equal(way(wayWith(7, 50)), way(wayWith(7, 50)));
  const ways = new Set(Array.from({ length: 20 }, (_, seed) => way(wayWith(seed, 50))));
  ok(ways.size > 3, `20 seeds gave ${ways.size} routes`);
});

test('no fuzz is the same for every seed', () => {
  equal(new Set(Array.from({ length: 20 }, (_, seed) => way(wayWith(seed, 0)))).size, 1);
});

test('whether a channel can carry an amount is judged by the fee it costs, not by the fee fuzz makes of it', () => {
  const graph = graphWith([
    ['a', 'b', { htlcMaximumMsat: 2_000_000n }],
    ['b', 'c', { feeBaseMsat: 1_000_000n }],
  ]);
  for (let seed = 0; seed < 8; seed++)
    equal(way(ask(graph, 'ac', { fuzz: { percent: 50, seed: new Uint8Array(16).fill(seed) } })), 'bc', `seed ${seed}`);
});

test('where only the shortest ways are short enough, the cheapest of them is taken whatever the fuzz', () => {
  const graph = graphWith([
    ['a', 'b'],
    ['b', 'e', { feeBaseMsat: 1_001n }],
    ['a', 'c'],
    ['c', 'e', { feeBaseMsat: 1_000n }],
    ['a', 'd'],
    ['d', 'f'],
    ['e', 'f'],
  ]);
  for (let seed = 0; seed < 8; seed++)
    equal(way(ask(graph, 'ae', { maxHops: 2, fuzz: { percent: 50, seed: new Uint8Array(16).fill(seed) } })), 'ce');
});

test('a scaled fee is from that share below to that share above the real one, and both happen', () => {
  const graph = manyWays();
  const scales = [0, 1, 2, 3].flatMap((seed) => {
    const scale = feeScaleOf(graph, { percent: 50, seed: new Uint8Array(16).fill(seed) })!;
    return Array.from({ length: 16 }, (_, channel) => scale(2 * channel));
  });
  ok(Math.min(...scales) >= 0.5 && Math.max(...scales) <= 1.5);
  ok(Math.min(...scales) < 0.8 && Math.max(...scales) > 1.2, `${scales}`);
});

test('fuzz changes which route is found and never what it costs', () => {
  for (let seed = 0; seed < 20; seed++) {
    const answer = wayWith(seed, 100);
    equal(answer.type === 'route' && answer.hops[0]?.amountMsat, 1_001_000n);
  }
});

test('a small fuzz does not make a far dearer route win', () => {
  const graph = graphWith([
    ['a', 'b'],
    ['b', 'd', { feeBaseMsat: 1000n }],
    ['a', 'c'],
    ['c', 'd', { feeBaseMsat: 2000n }],
  ]);
  for (let first = 0; first < 50; first++) {
    equal(way(ask(graph, 'ad', { fuzz: { percent: 5, seed: new Uint8Array(16).fill(first) } })), 'bd');
  }
});

test.run();
