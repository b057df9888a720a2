/** The graph under change: patched arrays answer as freshly built ones. */
import fc from 'fast-check';
import { equal, throws } from 'uvu/assert';
import { SendpayError } from '../../src/domain/errors.ts';
import type { ChannelPolicy } from '../../src/domain/route.ts';
import { ChannelGraph, type GraphChannel } from '../../src/graph/channel-graph.ts';
import { proportionalFee } from '../../src/graph/dijkstra.ts';
import { suite } from '../support/suite.ts';
import { ask, CAPACITY_MSAT, FREE, graphWith, nodeOf, SEED, scidOf, way } from './support.ts';

const test = suite('the channel graph');

test('a policy change counts at the next search', () => {
  const graph = graphWith([
    ['a', 'b'],
    ['b', 'd'],
    ['a', 'c'],
    ['c', 'd', { feeBaseMsat: 10n }],
  ]);
  equal(way(ask(graph, 'ad')), 'bd');
  graph.setPolicy(scidOf(1), 0, { ...FREE, feeBaseMsat: 20n });
  equal(way(ask(graph, 'ad')), 'cd');
  graph.setPolicy(scidOf(3), 0, undefined);
  equal(way(ask(graph, 'ad')), 'bd');
});

test('a closed channel is gone and can be opened again', () => {
  const graph = graphWith([
    ['a', 'b'],
    ['b', 'c'],
  ]);
  const channel = graph.channel(scidOf(1))!;
  equal(way(ask(graph, 'ac')), 'bc');
  equal(graph.closeChannel(scidOf(1)), true);
  equal(graph.closeChannel(scidOf(1)), false);
  equal(graph.channel(scidOf(1)), undefined);
  equal(graph.channelCount, 1);
  graph.addChannel(channel);
  equal(way(ask(graph, 'ac')), 'bc');
});

test('a channel that closes between two searches is not used by the second', () => {
  const graph = graphWith([
    ['a', 'b'],
    ['a', 'b', { feeBaseMsat: 5n }],
  ]);
  const used = () => {
    const answer = ask(graph, 'ab');
    return answer.type === 'route' ? answer.hops[0]?.channel : answer.refusal;
  };
  equal(used(), scidOf(0));
  graph.closeChannel(scidOf(0));
  equal(used(), scidOf(1));
});

test('a channel to a new node is found at the next search', () => {
  const graph = graphWith([['a', 'b']]);
  equal(way(ask(graph, 'ab')), 'b');
  graph.addChannel({
    shortChannelId: scidOf(7),
    node1: nodeOf('b'),
    node2: nodeOf('z'),
    capacityMsat: CAPACITY_MSAT,
    policies: [FREE, FREE],
  });
  equal(way(ask(graph, 'az')), 'bz');
});

test('policies of channels it does not have are not taken', () => {
  equal(graphWith([['a', 'b']]).setPolicy(scidOf(5), 0, FREE), false);
});

test('what a reader got does not change under it', () => {
  const graph = graphWith([['a', 'b']]);
  const before = graph.channel(scidOf(0))!;
  graph.setPolicy(scidOf(0), 0, undefined);
  equal(before.policies[0], FREE);
});

test('a channel twice, with ends in the wrong order, to itself, or with numbers too large is a mistake of the caller', () => {
  const good: GraphChannel = {
    shortChannelId: scidOf(1),
    node1: nodeOf('a'),
    node2: nodeOf('b'),
    capacityMsat: CAPACITY_MSAT,
    policies: [FREE, undefined],
  };
  const wrong: [GraphChannel, RegExp][] = [
    [good, /is already in the graph/],
    [{ ...good, shortChannelId: scidOf(2), node1: nodeOf('c') }, /node1 must be the lesser node id/],
    [{ ...good, shortChannelId: scidOf(2), node2: nodeOf('a') }, /same node at both ends/],
    [{ ...good, shortChannelId: scidOf(2), capacityMsat: 2n ** 53n }, /more than 9007199254740991 msat/],
    [{ ...good, shortChannelId: scidOf(2), policies: [{ ...FREE, feeBaseMsat: 2n ** 32n }, undefined] }, /fee of more/],
    [{ ...good, shortChannelId: scidOf(2), policies: [{ ...FREE, cltvDelta: 65_536 }, undefined] }, /delta of more/],
  ];
  const graph = new ChannelGraph();
  graph.addChannel(good);
  for (const [channel, reason] of wrong) {
    throws(
      () => graph.addChannel(channel),
      (error: unknown) => error instanceof SendpayError && error.code === 'SENDPAY_GRAPH' && reason.test(error.message),
    );
  }
});

type Change =
  | { readonly type: 'open'; readonly index: number; readonly from: number; readonly to: number }
  | { readonly type: 'close'; readonly index: number }
  | { readonly type: 'policy'; readonly index: number; readonly direction: 0 | 1; readonly fee: number | undefined }
  | { readonly type: 'search' };

const LETTERS = 'abcdef';
const index = fc.nat(8);
const change: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ type: fc.constant('open' as const), index, from: fc.nat(4), to: fc.nat(4) }).map(ordered),
  fc.record({ type: fc.constant('close' as const), index }),
  fc.record({
    type: fc.constant('policy' as const),
    index,
    direction: fc.constantFrom<0 | 1>(0, 1),
    fee: fc.option(fc.nat(500), { nil: undefined }),
  }),
  fc.record({ type: fc.constant('search' as const) }),
);

function ordered(opening: Extract<Change, { type: 'open' }>): Change {
  const from = Math.min(opening.from, opening.to);
  return { ...opening, from, to: Math.max(opening.from, opening.to) + 1 };
}

function apply(graph: ChannelGraph, step: Change): void {
  if (step.type === 'close') graph.closeChannel(scidOf(step.index));
  if (step.type === 'policy') {
    const policy = step.fee === undefined ? undefined : { ...FREE, feeBaseMsat: BigInt(step.fee) };
    graph.setPolicy(scidOf(step.index), step.direction, policy);
  }
  if (step.type !== 'open' || graph.channel(scidOf(step.index))) return;
  graph.addChannel({
    shortChannelId: scidOf(step.index),
    node1: nodeOf(LETTERS[step.from]!),
    node2: nodeOf(LETTERS[step.to]!),
    capacityMsat: CAPACITY_MSAT,
    policies: [FREE, { ...FREE, feeBaseMsat: 7n }],
  });
}

test('after any changes, searched in between or not, it answers as a graph built anew from its channels', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 60 }), (changes) => {
      const graph = new ChannelGraph();
      for (const step of changes) {
        apply(graph, step);
        if (step.type !== 'search') continue;
        const fresh = new ChannelGraph();
        for (const channel of graph.channels()) fresh.addChannel(channel);
        for (const ends of ['af', 'fa', 'bd', 'ec']) {
          const [mine, expected] = [ask(graph, ends), ask(fresh, ends)];
          const cost = (answer: typeof mine) => (answer.type === 'route' ? answer.hops[0]?.amountMsat : answer.refusal);
          equal(cost(mine), cost(expected));
          equal(way(mine).length, way(expected).length);
        }
      }
    }),
    { seed: SEED, numRuns: 300 },
  );
});

test('a channel says the most its message can say, and no more; what is refused changes nothing', () => {
  const graph = new ChannelGraph();
  const most = { ...FREE, feeBaseMsat: 2n ** 32n - 1n, feePpm: 2 ** 32 - 1, cltvDelta: 2 ** 16 - 1 };
  const add = (index: number, change: object = {}, policy: ChannelPolicy = most) =>
    graph.addChannel({
      shortChannelId: scidOf(index),
      node1: nodeOf('a'),
      node2: nodeOf('b'),
      capacityMsat: 2n ** 53n - 1n,
      policies: [policy, undefined],
      ...change,
    });
  add(0);
  throws(() => add(1, { capacityMsat: 2n ** 53n }), /has more than/);
  throws(() => add(1, {}, { ...most, feeBaseMsat: 2n ** 32n }), /more than 32 bits/);
  throws(() => add(1, {}, { ...most, feePpm: 2 ** 32 }), /more than 32 bits/);
  throws(() => add(1, {}, { ...most, cltvDelta: 2 ** 16 }), /more than 16 bits/);
  throws(() => add(1, { node2: nodeOf('a') }), /same node at both ends/);
  throws(() => add(1, { node1: nodeOf('b'), node2: nodeOf('a') }), /node1 must be the lesser/);
  throws(() => add(0), /already in the graph/);
  throws(() => graph.setPolicy(scidOf(0), 1, { ...most, cltvDelta: 2 ** 16 }), /more than 16 bits/);
  equal(
    [...graph.channels()].map(({ shortChannelId, policies }) => [shortChannelId, policies]),
    [[scidOf(0), [most, undefined]]],
  );
  equal(graph.setPolicy(scidOf(9), 0, most), false);
  equal(graph.channelsOf(nodeOf('z')), []);
  equal(graph.closeChannel(scidOf(0)), true);
  equal(
    [graph.closeChannel(scidOf(0)), graph.channel(scidOf(0)), graph.channelsOf(nodeOf('a'))],
    [false, undefined, []],
  );
  throws(() => graph.slotOfHalf(0), /no channel has half 0/);
  add(5);
  equal(graph.halfOf(scidOf(5), 1), 1, 'the place of a channel that went is used again');
});

test('a proportional fee is exact, also where the product is not', () => {
  for (const amount of [0, 1, 999_999, 1_000_000, 123_456_789_012, 2 ** 43, 2 ** 43 + 12_345])
    for (const ppm of [0, 1, 10, 999_999, 2 ** 31, 2 ** 32 - 1]) {
      const exact = (BigInt(amount) * BigInt(ppm)) / 1_000_000n;
      if (exact <= BigInt(Number.MAX_SAFE_INTEGER))
        equal(proportionalFee(amount, ppm), Number(exact), `${amount} ${ppm}`);
    }
});

test.run();
