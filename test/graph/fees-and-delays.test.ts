/** Amounts and delays along a route (BOLT 7, reference 4.3). */
import fc from 'fast-check';
import { equal } from 'uvu/assert';
import { proportionalFee } from '../../src/graph/dijkstra.ts';
import type { RouteAnswer } from '../../src/graph/route-query.ts';
import { suite } from '../support/suite.ts';
import { ask, graphWith, SEED, way } from './support.ts';

const test = suite('fees and delays of a route');

const amountsAndDelays = (answer: RouteAnswer): [bigint, number][] =>
  answer.type === 'route' ? answer.hops.map((hop) => [hop.amountMsat, hop.delay]) : [];

test('the worked example of BOLT 7 comes out to the msat: B asks 200 msat, 2000 ppm and 20 blocks', () => {
  const graph = graphWith([
    ['a', 'b', { feeBaseMsat: 100n, feePpm: 1000, cltvDelta: 10 }],
    ['b', 'c', { feeBaseMsat: 200n, feePpm: 2000, cltvDelta: 20 }],
  ]);
  const answer = ask(graph, 'ac', { amountMsat: 4_999_999n, finalCltv: 18 });
  equal(amountsAndDelays(answer), [
    [5_010_198n, 38],
    [4_999_999n, 18],
  ]);
});

test('base 1 msat and 10 ppm on 100,000 sat is 1,001 msat', () => {
  const graph = graphWith([
    ['a', 'b'],
    ['b', 'c', { feeBaseMsat: 1n, feePpm: 10 }],
  ]);
  equal(amountsAndDelays(ask(graph, 'ac', { amountMsat: 100_000_000n }))[0]?.[0], 100_001_001n);
});

test('the first channel costs its owner neither fee nor delay, and nine blocks are left at the end unless asked', () => {
  const graph = graphWith([['a', 'b', { feeBaseMsat: 5000n, feePpm: 5000, cltvDelta: 144 }]]);
  equal(amountsAndDelays(ask(graph, 'ab')), [[1_000_000n, 9]]);
});

test('the cost of one hop saturates at 32 bits, as in v24.11: beyond that the fewer hops win', () => {
  // S-X-T: a fee of 10^10 msat in one hop. S-Y-Z-T: of 5 * 10^9 in two.
  const all = { feePpm: 1_000_000 };
  const graph = graphWith([
    ['a', 'b'],
    ['b', 'e', all],
    ['a', 'c'],
    ['c', 'd', { feePpm: 500_000 }],
    ['d', 'e'],
  ]);
  equal(
    [way(ask(graph, 'ae', { amountMsat: 10n ** 10n })), way(ask(graph, 'ae', { amountMsat: 10n ** 9n }))],
    ['be', 'cde'],
  );
});

test('a way that costs more than 32 bits of millisatoshi together is none, as in v24.11', () => {
  const all = { feePpm: 1_000_000 };
  const graph = graphWith([
    ['a', 'b'],
    ['b', 'c', all],
    ['c', 'd', all],
  ]);
  equal(
    [10n ** 10n, 10n ** 9n].map((amountMsat) => way(ask(graph, 'ad', { amountMsat }))),
    ['Could not find a route', 'bcd'],
  );
});

test('fees add up hop by hop on what is forwarded, rounded down each time', () => {
  const fee = { feeBaseMsat: 1n, feePpm: 333_333, cltvDelta: 3 };
  const graph = graphWith([
    ['a', 'b', fee],
    ['b', 'c', fee],
    ['c', 'd', fee],
  ]);
  equal(amountsAndDelays(ask(graph, 'ad', { amountMsat: 10n })), [
    [19n, 15],
    [14n, 12],
    [10n, 9],
  ]);
});

test('a hop names the direction it travels: 0 towards the greater node id, 1 back', () => {
  const graph = graphWith([
    ['a', 'b'],
    ['b', 'c'],
  ]);
  const directions = (ends: string) => {
    const answer = ask(graph, ends);
    return answer.type === 'route' ? answer.hops.map((hop) => hop.direction) : [];
  };
  equal(directions('ac'), [0, 0]);
  equal(directions('ca'), [1, 1]);
});

test("the search's float64 fee is the exact one for every amount and rate the wire allows", () => {
  const amount = fc.bigInt(0n, 2n ** 53n - 1n);
  const rate = fc.integer({ min: 0, max: 2 ** 32 - 1 });
  fc.assert(
    fc.property(amount, rate, (amountMsat, ppm) => {
      const exact = (amountMsat * BigInt(ppm)) / 1_000_000n;
      fc.pre(exact < 2n ** 53n);
      equal(BigInt(proportionalFee(Number(amountMsat), ppm)), exact);
    }),
    { seed: SEED, numRuns: 20_000 },
  );
});

test.run();
