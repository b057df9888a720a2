/**
 * Exclusions and avoidance of one query, resolved to edge and node numbers of the graph.
 *
 * Invariant: `weigh` answers FORBIDDEN for what is excluded, otherwise how much the edge is to be avoided, 0 for not at
 * all. It is asked only for edges that would improve a node, some of the thousands a search looks at, so a map does.
 * Entries that name nothing in the graph are ignored: gossip may not have caught up with the caller.
 */
import { SendpayError } from '../domain/errors.ts';
import type { Direction, ShortChannelId } from '../domain/ids.ts';
import type { ChannelGraph } from './channel-graph.ts';
import type { Avoidance, Exclusion, RouteQuery } from './route-query.ts';

export const FORBIDDEN = Number.POSITIVE_INFINITY;

interface Weight {
  readonly weight: number;
  readonly minimumMsat: number;
}

/** What to make of avoidance: use as little of it as possible, or take no notice. */
export type AvoidanceMode = 'minimise' | 'ignore';

const WEIGHT_BY_MODE: Readonly<Record<AvoidanceMode, (weight: number) => number>> = {
  minimise: (weight) => weight,
  ignore: (weight) => (weight === FORBIDDEN ? FORBIDDEN : 0),
};

export class EdgeRules {
  readonly #halves = new Map<number, Weight[]>();
  readonly #nodes = new Map<number, Weight[]>();
  readonly #local = new Map<string, Weight[]>();
  readonly #source: number | undefined;
  readonly #graph: ChannelGraph;
  readonly #forbiddenNodes = new Set<number>();
  /** Whether any entry could change a search. */
  readonly hasAvoidance: boolean;

  constructor(graph: ChannelGraph, query: Pick<RouteQuery, 'source' | 'exclude' | 'avoid'>) {
    this.#graph = graph;
    this.#source = graph.nodeIndex(query.source);
    const avoid = (query.avoid ?? []).filter((entry) => checkedWeight(entry) > 0);
    this.hasAvoidance = avoid.length > 0;
    for (const entry of query.exclude ?? []) this.#forbid(entry);
    for (const entry of avoid) this.#avoid(entry);
  }

  /** Whether no channel may lead to this node. */
  isForbiddenEnd(node: number): boolean {
    return this.#forbiddenNodes.has(node);
  }

  /** Weight of carrying `amountMsat` over a half of the graph that comes from node `from`. */
  weigh(half: number, from: number, amountMsat: number, mode: AvoidanceMode): number {
    const forwarder = from === this.#source ? 0 : sum(this.#nodes.get(from), amountMsat);
    return WEIGHT_BY_MODE[mode](forwarder + sum(this.#halves.get(half), amountMsat));
  }

  /** The same for one of the source's own channels, which the graph may not know; `key` is `SCID/DIRECTION`. */
  weighLocal(key: string, amountMsat: number, mode: AvoidanceMode): number {
    return WEIGHT_BY_MODE[mode](sum(this.#local.get(key), amountMsat));
  }

  #forbid(entry: Exclusion): void {
    if (entry.type === 'channel') {
      this.#addChannel(entry.channel, entry.direction, { weight: FORBIDDEN, minimumMsat: 0 });
      return;
    }
    const index = this.#graph.nodeIndex(entry.node);
    if (index !== undefined) this.#forbiddenNodes.add(index);
  }

  #avoid(entry: Avoidance): void {
    const weight = { weight: entry.weight, minimumMsat: Number(entry.minimumMsat ?? 0n) };
    if (entry.type === 'channel') this.#addChannel(entry.channel, entry.direction, weight);
    else append(this.#nodes, this.#graph.nodeIndex(entry.node), weight);
  }

  #addChannel(channel: ShortChannelId, direction: Direction, weight: Weight): void {
    append(this.#local, `${channel}/${direction}`, weight);
    append(this.#halves, this.#graph.halfOf(channel, direction), weight);
  }
}

function append<K>(map: Map<K, Weight[]>, key: K | undefined, weight: Weight): void {
  if (key === undefined) return;
  const list = map.get(key);
  if (list) list.push(weight);
  else map.set(key, [weight]);
}

function sum(weights: readonly Weight[] | undefined, amountMsat: number): number {
  if (!weights) return 0;
  let total = 0;
  for (const { weight, minimumMsat } of weights) if (amountMsat >= minimumMsat) total += weight;
  return total;
}

function checkedWeight(entry: Avoidance): number {
  if (Number.isFinite(entry.weight) && entry.weight >= 0) return entry.weight;
  throw new SendpayError('SENDPAY_ROUTE_QUERY', `an avoidance weight must be finite and not negative: ${entry.weight}`);
}
