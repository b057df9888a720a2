/** Avoidance orders routes and never takes the last one away (G9). */
import { equal, throws } from 'uvu/assert';
import { SendpayError } from '../../src/domain/errors.ts';
import type { Avoidance } from '../../src/graph/route-query.ts';
import { suite } from '../support/suite.ts';
import { ask, graphWith, nodeOf, scidOf, way } from './support.ts';

const test = suite('avoidance');

const channel = (index: number, weight: number, more: Partial<Avoidance> = {}): Avoidance =>
  ({ type: 'channel', channel: scidOf(index), direction: 0, weight, ...more }) as Avoidance;
const node = (letter: string, weight: number): Avoidance => ({ type: 'node', node: nodeOf(letter), weight });

/** Three ways from a to e, each dearer than the one before: by b (channels 0 and 1), c (2 and 3), d (4 and 5). */
const threeWays = () =>
  graphWith([
    ['a', 'b'],
    ['b', 'e'],
    ['a', 'c'],
    ['c', 'e', { feeBaseMsat: 10n }],
    ['a', 'd'],
    ['d', 'e', { feeBaseMsat: 1000n }],
  ]);
const by = (avoid: readonly Avoidance[], amountMsat = 1_000_000n): [string, boolean] => {
  const answer = ask(threeWays(), 'ae', { avoid, amountMsat });
  return [way(answer), answer.type === 'route' && answer.avoided];
};

test('a way without avoided channels is taken however dear it is', () => {
  equal(by([]), ['be', false]);
  equal(by([channel(1, 0.1)]), ['ce', false]);
  equal(by([channel(1, 0.1), channel(3, 0.1)]), ['de', false]);
});

test('when every way is avoided the least avoided is answered and said to be', () => {
  equal(by([channel(1, 3), channel(3, 2), channel(5, 1)]), ['de', true]);
  equal(by([channel(1, 3), channel(3, 1), channel(5, 2)]), ['ce', true]);
});

test('what is avoided adds up along a way', () => {
  equal(by([channel(0, 1), channel(1, 1), channel(3, 1.5), channel(5, 9)]), ['ce', true]);
});

test('equally avoided ways are told apart by cost', () => {
  equal(by([channel(1, 2), channel(3, 1), channel(2, 1), channel(5, 2)]), ['be', true]);
});

test('a node is avoided where it would forward, not at the ends of the route', () => {
  equal(by([node('b', 1)]), ['ce', false]);
  equal(by([node('a', 1), node('e', 1)]), ['be', false]);
  equal(by([node('b', 1), node('c', 2), node('d', 3)]), ['be', true]);
});

test('an avoidance from some amount on leaves smaller payments alone', () => {
  const avoid = [channel(1, 1, { minimumMsat: 500_000n })];
  equal(by(avoid, 499_999n), ['be', false]);
  equal(by(avoid, 500_000n), ['ce', false]);
});

test('avoidance is per direction and of weight zero not at all', () => {
  equal(by([channel(1, 5, { direction: 1 }), channel(1, 0)]), ['be', false]);
});

test('what is excluded stays excluded when everything else is avoided', () => {
  const avoid = [channel(3, 5), channel(5, 9)];
  const exclude = [{ type: 'channel', channel: scidOf(1), direction: 0 }] as const;
  equal(way(ask(threeWays(), 'ae', { avoid, exclude })), 'ce');
});

test('entries about channels and nodes nobody knows change nothing', () => {
  equal(by([channel(99, 1), node('z', 1)]), ['be', false]);
});

test('a way round that has too many hops is no way round', () => {
  const graph = graphWith([
    ['a', 'b'],
    ['b', 'c'],
    ['c', 'd'],
    ['a', 'd'],
  ]);
  const answer = ask(graph, 'ad', { avoid: [channel(3, 1)], maxHops: 2 });
  equal([way(answer), answer.type === 'route' && answer.avoided], ['d', true]);
});

test('a destination stays reachable where the least avoided way would carry too much for a channel before it', () => {
  // Into c: by b, avoided a little but dear; by d, avoided more. With b's fee the amount no longer fits a-x.
  const graph = graphWith([
    ['a', 'b', { htlcMaximumMsat: 1_000_000n }],
    ['b', 'c', { feeBaseMsat: 500_000n }],
    ['b', 'd'],
    ['c', 'd', null, { feeBaseMsat: 0n }],
  ]);
  const avoid = [channel(1, 1), channel(2, 2)];
  const answer = ask(graph, 'ac', { avoid, amountMsat: 900_000n });
  equal([way(answer), answer.type === 'route' && answer.avoided], ['bdc', true]);
});

test('a weight that is none is a mistake of the caller', () => {
  for (const weight of [-1, Number.NaN, Number.POSITIVE_INFINITY]) {
    throws(
      () => by([channel(1, weight)]),
      (error: unknown) => error instanceof SendpayError && error.code === 'SENDPAY_ROUTE_QUERY',
    );
  }
});

test.run();
