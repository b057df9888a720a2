/**
 * Shadow CLTV: extra blocks for the destination, so that a hop cannot tell from the delay that it is the last.
 *
 * A random walk on from the destination, as `pay` of Core Lightning v0.7.0 took it (reference 6.1): each step stops with one
 * chance in two; otherwise a channel that could carry the amount is drawn and its delta added, while four times the sum
 * stays within the delay limit. Invariant: the same seedable source gives the same blocks.
 */
import type { Msat } from '../domain/amount.ts';
import type { NodeId } from '../domain/ids.ts';
import type { RandomSource } from '../domain/random.ts';
import type { ChannelGraph } from '../graph/channel-graph.ts';

/** The shadow may use at most one part in this many of the delay limit. */
const SHADOW_SHARE = 4;
/** A walk that goes on longer than this adds nothing a watcher could use. */
const MAX_SHADOW_STEPS = 20;

/** `finalCltv` with shadow blocks added. */
export function shadowCltv(
  graph: ChannelGraph,
  random: RandomSource,
  walk: { readonly payee: NodeId; readonly amountMsat: Msat; readonly finalCltv: number; readonly maxDelay: number },
): number {
  let cltv = walk.finalCltv;
  let at = graph.nodeIndex(walk.payee);
  for (let step = 0; step < MAX_SHADOW_STEPS && at !== undefined; step++) {
    if (draw(random, 2) === 0) break;
    const next = randomChannel(graph, random, at, walk.amountMsat);
    if (!next || SHADOW_SHARE * (cltv + next.cltvDelta) > walk.maxDelay) break;
    cltv += next.cltvDelta;
    at = next.to;
  }
  return cltv;
}

function randomChannel(
  graph: ChannelGraph,
  random: RandomSource,
  from: number,
  amountMsat: Msat,
): { cltvDelta: number; to: number } | undefined {
  const { start, half, from: senders } = graph.incoming();
  const candidates: { cltvDelta: number; to: number }[] = [];
  for (let edge = start[from] ?? 0; edge < (start[from + 1] ?? 0); edge++) {
    const into = half[edge] as number;
    const policy = graph.slotOfHalf(into).policies[1 - (into & 1)];
    if (policy?.enabled && policy.htlcMaximumMsat >= amountMsat)
      candidates.push({ cltvDelta: policy.cltvDelta, to: senders[edge] as number });
  }
  return candidates.length === 0 ? undefined : candidates[draw(random, candidates.length)];
}

/** A number below `limit`. The bias of the remainder is harmless here. */
function draw(random: RandomSource, limit: number): number {
  const [a, b, c] = random.bytes(3) as unknown as [number, number, number];
  return ((a << 16) | (b << 8) | c) % limit;
}
