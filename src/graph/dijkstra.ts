/**
 * Dijkstra's algorithm from the destination to the source, with Core Lightning v24.11's cost.
 *
 * It runs backwards because fees are charged on what a node forwards: only from the destination is the amount known.
 * Invariants: a node is settled once, at its least (avoidance, score); every float here is an exact integer (amounts and
 * scores stay below 2^53), except avoidance, which is the caller's.
 * Like Core Lightning it keeps one label per node, so a dearer way that would have left a smaller amount for a channel's
 * limit is forgotten. Does not know ids or bigint, and does not choose what to search: see `route-search.ts`.
 */
import type { ChannelGraph } from './channel-graph.ts';
import { type AvoidanceMode, type EdgeRules, FORBIDDEN } from './edge-rules.ts';
import type { FeeScale } from './fuzz.ts';
import type { IncomingEdges } from './incoming-edges.ts';
import { LevelQueue } from './level-queue.ts';
import type { LocalEdge } from './local-edges.ts';

/** Blocks in a year as Core Lightning counts them: 365.25 * 24 * 60 / 10. */
const BLOCKS_PER_YEAR = 52_596;
/** One hop's cost saturates here: v24.11 squeezes it into 32 bits. */
const MAX_HOP_COST = 2 ** 32 - 1;
/**
 * Scores reach less than this. v24.11 packs cost and hops into 64 bits, 32 each; 32 and 20 bits carry the same order in a
 * float64, since a loop-free route has fewer hops than the graph has nodes (see MAX_NODES).
 */
const SCORE_LIMIT = 2 ** 52;
/** What the 20 bits for hops allow. The public network has some 15,000 nodes. */
export const MAX_NODES = 2 ** 20 - 1;

/** Cheapest first with hops to break ties, or the other way round. */
export type ScoreOrder = 'cheapest' | 'shortest';
const SCORE: Readonly<Record<ScoreOrder, { perMsat: number; perHop: number }>> = {
  cheapest: { perMsat: 2 ** 20, perHop: 1 },
  shortest: { perMsat: 1, perHop: 2 ** 32 },
};

export interface SearchTerms {
  readonly source: number;
  readonly destination: number;
  readonly amountMsat: number;
  /** Percent per year; its integer part counts. */
  readonly riskFactor: number;
  readonly order: ScoreOrder;
  readonly avoidance: AvoidanceMode;
  /** Undefined: nothing is excluded or avoided. */
  readonly rules: EdgeRules | undefined;
  readonly feeScale: FeeScale | undefined;
  /** The source's own channels by peer; undefined: the graph says which the source has. */
  readonly local: ReadonlyMap<number, readonly LocalEdge[]> | undefined;
}

/** One step of a path: a half of the graph, or one of the source's own channels. */
export type Step = { readonly half: number } | { readonly local: LocalEdge };

/** The path's steps from the source, or undefined if there is none. */
export function shortestPath(graph: ChannelGraph, terms: SearchTerms): Step[] | undefined {
  const labels = labelsOf(graph);
  labels.begin(graph.nodeCount);
  return settle(graph.incoming(), terms, labels) ? stepsOf(graph, terms, labels) : undefined;
}

/** Marks: `stamp[n]` is 2 * generation once n has a label, one more once it is settled. */
class Labels {
  stamp = new Uint32Array(0);
  score = new Float64Array(0);
  level = new Float64Array(0);
  amount = new Float64Array(0);
  /** Half through which the path goes on. */
  next = new Int32Array(0);
  /** The own channel the source would leave by, if that is how its label came about. */
  first: LocalEdge | undefined;
  readonly queue = new LevelQueue();
  labelled = 0;

  /** Forgets all labels by changing the generation: clearing would cost more than many a search. */
  begin(nodeCount: number): void {
    this.queue.clear();
    this.first = undefined;
    this.labelled += 2;
    if (nodeCount <= this.stamp.length && this.labelled < 2 ** 32) return;
    this.stamp = new Uint32Array(nodeCount);
    this.score = new Float64Array(nodeCount);
    this.level = new Float64Array(nodeCount);
    this.amount = new Float64Array(nodeCount);
    this.next = new Int32Array(nodeCount);
    this.labelled = 2;
  }
}

const LABELS = new WeakMap<ChannelGraph, Labels>();

function labelsOf(graph: ChannelGraph): Labels {
  const known = LABELS.get(graph);
  if (known) return known;
  const fresh = new Labels();
  LABELS.set(graph, fresh);
  return fresh;
}

/**
 * The search: false if the source cannot be reached. Settles nodes in order and relaxes the edges into each.
 *
 * One function with everything in local variables, because it runs for some 30,000 edges a search: the same code cut into
 * methods, which load their arrays for each node anew, took half as long again.
 */
function settle(edges: IncomingEdges, terms: SearchTerms, labels: Labels): boolean {
  const { start, from, half, feeBaseMsat, feePpm, cltvDelta, min, max } = edges;
  const { source, destination, amountMsat, riskFactor, order, avoidance, rules, feeScale, local } = terms;
  const { queue, stamp, score, level, amount, next, labelled } = labels;
  const { perMsat, perHop } = SCORE[order];
  const riskPerBlock = Math.trunc(riskFactor) / 100 / BLOCKS_PER_YEAR;
  // With own channels given, what the graph says of the source's channels does not count.
  const hidden = local ? source : -1;
  stamp[destination] = labelled;
  level[destination] = 0;
  score[destination] = 0;
  amount[destination] = amountMsat;
  queue.push(destination, 0, 0);
  for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
    if (stamp[node]! > labelled) continue;
    stamp[node] = labelled + 1;
    if (node === source) return true;
    if (rules?.isForbiddenEnd(node)) continue;
    const carried = amount[node]!;
    const nodeLevel = level[node]!;
    const nodeScore = score[node]!;
    for (let at = start[node]!, end = start[node + 1]!; at < end; at++) {
      if (carried > max[at]! || (carried < min[at]! && carried !== 0)) continue;
      const sender = from[at]!;
      const mark = stamp[sender]!;
      if (mark > labelled || sender === hidden) continue;
      const fee = feeBaseMsat[at]! + proportionalFee(carried, feePpm[at]!);
      const risk = Math.floor(carried * (riskPerBlock * cltvDelta[at]!));
      const seenFee = feeScale ? Math.floor(fee * feeScale(half[at]!)) : fee;
      const newScore = nodeScore + Math.min(seenFee + risk, MAX_HOP_COST) * perMsat + perHop;
      if (newScore >= SCORE_LIMIT) continue;
      const isLabelled = mark === labelled;
      if (isLabelled && !comesFirst(nodeLevel, newScore, level[sender]!, score[sender]!)) continue;
      let newLevel = nodeLevel;
      if (rules) {
        const weight = rules.weigh(half[at]!, sender, carried, avoidance);
        if (weight === FORBIDDEN) continue;
        newLevel += weight;
        if (isLabelled && !comesFirst(newLevel, newScore, level[sender]!, score[sender]!)) continue;
      }
      stamp[sender] = labelled;
      level[sender] = newLevel;
      score[sender] = newScore;
      amount[sender] = carried + fee;
      next[sender] = half[at]!;
      queue.push(sender, newLevel, newScore);
    }
    const own = local?.get(node);
    if (own) for (const edge of own) relaxLocal(node, edge, terms, labels);
  }
  return false;
}

/** An own channel costs the source nothing but a hop, as v24.11 sees its own channels. */
function relaxLocal(node: number, edge: LocalEdge, terms: SearchTerms, labels: Labels): void {
  const { source, order, avoidance, rules } = terms;
  const { queue, stamp, score, level, amount, labelled } = labels;
  const carried = amount[node]!;
  if (carried > edge.max || (carried < edge.min && carried !== 0)) return;
  const weight = rules?.weighLocal(edge.key, carried, avoidance) ?? 0;
  if (weight === FORBIDDEN) return;
  const newLevel = level[node]! + weight;
  const newScore = score[node]! + SCORE[order].perHop;
  if (stamp[source] === labelled && !comesFirst(newLevel, newScore, level[source]!, score[source]!)) return;
  stamp[source] = labelled;
  level[source] = newLevel;
  score[source] = newScore;
  labels.first = edge;
  queue.push(source, newLevel, newScore);
}

function stepsOf(graph: ChannelGraph, { source, destination }: SearchTerms, { first, next }: Labels): Step[] {
  const steps: Step[] = first ? [{ local: first }] : [];
  for (let node = first ? first.peer : source; node !== destination; ) {
    const half = next[node]!;
    steps.push({ half });
    node = graph.slotOfHalf(half).ends[1 - (half & 1)]!;
  }
  return steps;
}

function comesFirst(level: number, score: number, otherLevel: number, otherScore: number): boolean {
  return level < otherLevel || (level === otherLevel && score < otherScore);
}

/**
 * floor(amount * ppm / 1e6), exact while the result is below 2^53. The product may not be: then the millions of the amount
 * and the rest are taken separately.
 */
export function proportionalFee(amountMsat: number, feePpm: number): number {
  const product = amountMsat * feePpm;
  if (product <= Number.MAX_SAFE_INTEGER) return Math.floor(product / 1e6);
  const millions = Math.floor(amountMsat / 1e6);
  return millions * feePpm + Math.floor(((amountMsat - millions * 1e6) * feePpm) / 1e6);
}
