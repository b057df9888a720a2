/**
 * The edges of the graph as flat arrays, in compressed sparse row form, grouped by the node they lead to.
 *
 * A search from the destination reads all edges into one node at a time; kept side by side they come from one stretch of
 * memory, which is what makes the search several times faster than chasing objects.
 * Invariant: an edge that cannot be used (no update, disabled, closed) has `max` UNUSABLE, below any amount, so the range
 * check that every edge needs anyway rejects it.
 * Does not know node ids or channel ids; `ChannelGraph` owns these arrays and keeps them true.
 */
import type { Msat } from '../domain/amount.ts';
import type { ChannelPolicy } from '../domain/route.ts';
import type { ChannelSlot } from './channel-slot.ts';
import { roundLimitDown, roundLimitUp } from './half-float.ts';

/** The `max` of an edge nothing passes. */
export const UNUSABLE = -1;

/** Columns by position; the edges into node n are at positions `start[n]` up to `start[n + 1]`. */
export interface IncomingEdges {
  readonly start: Int32Array;
  /** Node the edge comes from: the one that forwards and is paid. */
  readonly from: Int32Array;
  /** 2 * channel slot + direction. */
  readonly half: Int32Array;
  readonly feeBaseMsat: Uint32Array;
  readonly feePpm: Uint32Array;
  readonly cltvDelta: Uint16Array;
  /** Eleven significant bits (`half-float.ts`), so 32 are enough. */
  readonly min: Float32Array;
  readonly max: Float64Array;
  /** Position of each half. */
  readonly positionOfHalf: Int32Array;
}

/** Builds the arrays: a counting sort by the node an edge leads to. */
export function layOutIncoming(nodeCount: number, slots: readonly (ChannelSlot | undefined)[]): IncomingEdges {
  const start = countIncoming(nodeCount, slots);
  const edgeCount = start[nodeCount]!;
  const edges: IncomingEdges = {
    start,
    from: new Int32Array(edgeCount),
    half: new Int32Array(edgeCount),
    feeBaseMsat: new Uint32Array(edgeCount),
    feePpm: new Uint32Array(edgeCount),
    cltvDelta: new Uint16Array(edgeCount),
    min: new Float32Array(edgeCount),
    max: new Float64Array(edgeCount),
    positionOfHalf: new Int32Array(2 * slots.length),
  };
  const next = start.slice();
  for (const [index, slot] of slots.entries()) {
    if (!slot) continue;
    for (const direction of [0, 1] as const) {
      const half = 2 * index + direction;
      const position = next[slot.ends[1 - direction]!]!++;
      edges.from[position] = slot.ends[direction];
      edges.half[position] = half;
      edges.positionOfHalf[half] = position;
      writePolicy(edges, half, slot.capacityMsat, slot.policies[direction]);
    }
  }
  return edges;
}

/** Writes one direction's policy into the columns. */
export function writePolicy(
  edges: IncomingEdges,
  half: number,
  capacityMsat: Msat,
  policy: ChannelPolicy | undefined,
): void {
  const position = edges.positionOfHalf[half]!;
  if (!policy?.enabled) {
    edges.max[position] = UNUSABLE;
    return;
  }
  edges.feeBaseMsat[position] = Number(policy.feeBaseMsat);
  edges.feePpm[position] = policy.feePpm;
  edges.cltvDelta[position] = policy.cltvDelta;
  edges.min[position] = roundLimitDown(Number(policy.htlcMinimumMsat));
  // An htlc_maximum above the capacity promises what the channel cannot hold (BOLT 7 forbids it; nodes sent it anyway).
  edges.max[position] = Math.min(roundLimitUp(Number(policy.htlcMaximumMsat)), Number(capacityMsat));
}

function countIncoming(nodeCount: number, slots: readonly (ChannelSlot | undefined)[]): Int32Array {
  const start = new Int32Array(nodeCount + 1);
  for (const slot of slots) {
    if (!slot) continue;
    start[slot.ends[0] + 1]!++;
    start[slot.ends[1] + 1]!++;
  }
  for (let node = 0; node < nodeCount; node++) start[node + 1]! += start[node]!;
  return start;
}
