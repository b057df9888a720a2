/** Small graphs for tests: nodes by letter, channels as `['a', 'b', …]`. */
import type { NodeId, ShortChannelId } from '../../src/domain/ids.ts';
import type { ChannelPolicy } from '../../src/domain/route.ts';
import { ChannelGraph } from '../../src/graph/channel-graph.ts';
import type { LocalChannelView, RouteAnswer, RouteQuery } from '../../src/graph/route-query.ts';
import { findRoute } from '../../src/graph/route-search.ts';

/** fast-check's seed: every run the same unless told otherwise. */
export const SEED = Number(process.env.SENDPAY_TEST_SEED ?? 1);

/** The id of node `a` to `z`; ids sort as letters do. */
export function nodeOf(letter: string): NodeId {
  return `02${letter.charCodeAt(0).toString(16).padStart(64, '0')}` as NodeId;
}

export function scidOf(index: number): ShortChannelId {
  return `${100 + index}x1x0` as ShortChannelId;
}

export const FREE: ChannelPolicy = {
  feeBaseMsat: 0n,
  feePpm: 0,
  cltvDelta: 6,
  htlcMinimumMsat: 0n,
  htlcMaximumMsat: 1_000_000_000_000n,
  enabled: true,
};

export const CAPACITY_MSAT = 1_000_000_000_000n;

/** From, to, and what each way asks; a missing policy is FREE, `null` is none. The from must be the lesser letter. */
export type ChannelSpec = readonly [
  from: string,
  to: string,
  forth?: Partial<ChannelPolicy> | null | undefined,
  back?: Partial<ChannelPolicy> | null | undefined,
];

/** Channel i has the id `scidOf(i)`. */
export function graphWith(channels: readonly ChannelSpec[]): ChannelGraph {
  const graph = new ChannelGraph();
  for (const [index, [from, to, forth, back]] of channels.entries()) {
    graph.addChannel({
      shortChannelId: scidOf(index),
      node1: nodeOf(from),
      node2: nodeOf(to),
      capacityMsat: CAPACITY_MSAT,
      policies: [policyOf(forth), policyOf(back)],
    });
  }
  return graph;
}

export function policyOf(part: Partial<ChannelPolicy> | null | undefined): ChannelPolicy | undefined {
  return part === null ? undefined : { ...FREE, ...part };
}

/** `ask(graph, 'ad')`: from a to d. */
export function ask(graph: ChannelGraph, ends: string, more: Partial<RouteQuery> = {}): RouteAnswer {
  const [source, destination] = [nodeOf(ends[0]!), nodeOf(ends[1]!)];
  return findRoute(graph, { source, destination, amountMsat: 1_000_000n, riskFactor: 0, ...more });
}

/** The letters a route passes after the source, or the refusal's text. */
export function way(answer: RouteAnswer): string {
  if (answer.type === 'refused') return answer.refusal.message;
  return answer.hops.map((hop) => String.fromCharCode(Number.parseInt(hop.id.slice(-2), 16))).join('');
}

export function localChannel(peer: string, index: number, over: Partial<LocalChannelView> = {}): LocalChannelView {
  return {
    shortChannelId: scidOf(index),
    peer: nodeOf(peer),
    direction: 0,
    connected: true,
    state: 'CHANNELD_NORMAL',
    spendableMsat: 500_000_000n,
    ourPolicy: FREE,
    ...over,
  };
}
