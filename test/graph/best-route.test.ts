/**
 * The search against every simple path of small random graphs.
 *
 * One label per node is optimal where a smaller amount is never worse: without risk (cost is then the sum of fees, that is
 * the amount) and without limits. There answers must be the best there are. With limits they must be valid.
 */
import fc from 'fast-check';
import { equal, ok } from 'uvu/assert';
import type { ChannelGraph } from '../../src/graph/channel-graph.ts';
import type { Avoidance, RouteAnswer } from '../../src/graph/route-query.ts';
import { suite } from '../support/suite.ts';
import { ask, type ChannelSpec, graphWith, nodeOf, policyOf, SEED, scidOf } from './support.ts';

const test = suite('the best route');

const LETTERS = 'abcdef';
const RUNS = { seed: SEED, numRuns: 400 };

const policy = fc.record({
  feeBaseMsat: fc.bigInt(0n, 3000n),
  feePpm: fc.integer({ min: 0, max: 5000 }),
});
const limited = fc.record({
  feeBaseMsat: fc.bigInt(0n, 300_000n),
  htlcMinimumMsat: fc.bigInt(0n, 1_200_000n),
  htlcMaximumMsat: fc.bigInt(800_000n, 2_000_000n),
  enabled: fc.boolean(),
});
const channelsOf = (direction: fc.Arbitrary<ChannelSpec[2]>): fc.Arbitrary<ChannelSpec[]> =>
  fc.array(
    fc
      .tuple(fc.nat(LETTERS.length - 1), fc.nat(LETTERS.length - 1), direction, direction)
      .filter(([from, to]) => from < to)
      .map(([from, to, forth, back]): ChannelSpec => [LETTERS[from]!, LETTERS[to]!, forth, back]),
    { minLength: 1, maxLength: 12 },
  );

interface Edge {
  readonly from: string;
  readonly to: string;
  readonly channel: number;
  readonly direction: 0 | 1;
  readonly base: bigint;
  readonly ppm: bigint;
}

function edgesOf(channels: readonly ChannelSpec[]): Edge[] {
  return channels.flatMap(([from, to, forth, back], channel) =>
    (
      [
        [from, to, forth, 0],
        [to, from, back, 1],
      ] as const
    ).flatMap(([near, far, spec, direction]) => {
      const { feeBaseMsat, feePpm } = policyOf(spec)!;
      return [{ from: near, to: far, channel, direction, base: feeBaseMsat, ppm: BigInt(feePpm) }];
    }),
  );
}

/** Every simple path from a to f. */
function* paths(edges: readonly Edge[], at = 'a', seen = 'a'): IterableIterator<Edge[]> {
  if (at === 'f') {
    yield [];
    return;
  }
  for (const edge of edges) {
    if (edge.from !== at || seen.includes(edge.to)) continue;
    for (const rest of paths(edges, edge.to, seen + edge.to)) yield [edge, ...rest];
  }
}

/** The first hop's fee counts too, as v24.11 counts it when asked from another node's view. */
function cost(path: readonly Edge[], amountMsat: bigint): bigint {
  let amount = amountMsat;
  for (const edge of path.toReversed()) amount += edge.base + (amount * edge.ppm) / 1_000_000n;
  return amount - amountMsat;
}

type Rank = readonly (bigint | number)[];
const byRank = (a: Rank, b: Rank): number => {
  const at = a.findIndex((value, i) => value !== b[i]);
  return at < 0 ? 0 : a[at]! < b[at]! ? -1 : 1;
};

/** The route's own edges, found again by channel and direction. */
function edgesOfRoute(answer: RouteAnswer, edges: readonly Edge[]): Edge[] | undefined {
  if (answer.type === 'refused') return undefined;
  return answer.hops.map(
    (hop) => edges.find((edge) => scidOf(edge.channel) === hop.channel && edge.direction === hop.direction)!,
  );
}

function expectBest(
  channels: readonly ChannelSpec[],
  rank: (path: readonly Edge[]) => Rank,
  find: (graph: ChannelGraph) => RouteAnswer,
): void {
  const graph = graphWith(channels);
  const edges = edgesOf(channels);
  const best = [...paths(edges)].map(rank).sort(byRank)[0];
  const found = edgesOfRoute(find(graph), edges);
  equal(found && rank(found), best);
}

test('costs the least fee there is, and has the fewest hops among those', () => {
  fc.assert(
    fc.property(channelsOf(policy), fc.bigInt(1n, 10_000_000_000n), (channels, amountMsat) => {
      expectBest(
        channels,
        (path) => [cost(path, amountMsat), path.length],
        (graph) => ask(graph, 'af', { amountMsat }),
      );
    }),
    RUNS,
  );
});

test('has the fewest hops there are when the cheapest has too many', () => {
  fc.assert(
    fc.property(channelsOf(policy), (channels) => {
      const fewest = Math.min(...[...paths(edgesOf(channels))].map((path) => path.length));
      const answer = ask(graphWith(channels), 'af', { maxHops: 2 });
      if (fewest === Number.POSITIVE_INFINITY) return answer.type === 'refused';
      if (fewest > 2) return answer.type === 'refused' && answer.refusal.message === `Shortest route was ${fewest}`;
      return answer.type === 'route' && answer.hops.length <= 2;
    }),
    RUNS,
  );
});

test('is the least avoided there is, and the cheapest among those', () => {
  const weights = fc.array(fc.tuple(fc.nat(11), fc.constantFrom<0 | 1>(0, 1), fc.nat(3)), { maxLength: 12 });
  const nodes = fc.array(fc.tuple(fc.constantFrom(...LETTERS), fc.nat(3)), { maxLength: 3 });
  fc.assert(
    fc.property(channelsOf(policy), weights, nodes, (channels, onChannels, onNodes) => {
      const avoid: Avoidance[] = [
        ...onChannels.map(
          ([index, direction, weight]): Avoidance => ({ type: 'channel', channel: scidOf(index), direction, weight }),
        ),
        ...onNodes.map(([letter, weight]): Avoidance => ({ type: 'node', node: nodeOf(letter), weight })),
      ];
      const weigh = (edge: Edge): number => {
        const ofChannel = onChannels.filter(([index, way]) => index === edge.channel && way === edge.direction);
        const ofNode = onNodes.filter(([letter]) => letter === edge.from && letter !== 'a');
        return [...ofChannel.map(([, , weight]) => weight), ...ofNode.map(([, weight]) => weight)].reduce(
          (a, b) => a + b,
          0,
        );
      };
      const total = (path: readonly Edge[]) => path.reduce((sum, edge) => sum + weigh(edge), 0);
      expectBest(
        channels,
        (path) => [total(path), cost(path, 1_000_000n), path.length],
        (graph) => {
          const answer = ask(graph, 'af', { avoid });
          const found = edgesOfRoute(answer, edgesOf(channels));
          if (answer.type === 'route' && found) equal(answer.avoided, total(found) > 0);
          return answer;
        },
      );
    }),
    RUNS,
  );
});

test('never passes a disabled channel, nor one whose limits exclude what it would carry', () => {
  fc.assert(
    fc.property(channelsOf(limited), (channels) => {
      const graph = graphWith(channels);
      const answer = ask(graph, 'af');
      if (answer.type === 'refused') return;
      for (const hop of answer.hops) {
        const asked = graph.channel(hop.channel)!.policies[hop.direction!]!;
        ok(asked.enabled);
        // Limits have 11 bits: up to one part in a thousand looser.
        ok(hop.amountMsat * 1001n >= asked.htlcMinimumMsat * 1000n);
        ok(hop.amountMsat * 1000n <= asked.htlcMaximumMsat * 1001n);
      }
    }),
    RUNS,
  );
});

test.run();
