/**
 * The log's recorded results folded through another penalty configuration: which routes `getroute` would have offered for
 * each recorded `sendpay`, and how many of the recorded failures that would have avoided.
 *
 * Invariant: only what was logged is folded, in the log's order, by the machine itself, so under the recorded configuration the
 * penalties are those the engine had. Never changes the log.
 * Assumes, and says so (`ASSUMPTIONS`): what would have happened to a payment on another route is unknown and not invented; a
 * failure counts as avoided only if the route offered instead lacks what the blame table says failed (`src/domain/blame.ts`).
 */

import type { PaymentEvent, SentPart } from '../../machines/payment.ts';
import { paymentKind } from '../../machines/payment-kind.ts';
import { type PenaltyEvent, penaltyMachine } from '../../machines/penalty.ts';
import { penaltyKind } from '../../machines/penalty-kind.ts';
import type { Msat } from '../domain/amount.ts';
import { erringPlace, judged, subjectOf } from '../domain/blame.ts';
import {
  type ChannelDirection,
  channelDirection,
  directedChannel,
  directionOf,
  type NodeId,
  type PaymentHash,
  type ShortChannelId,
} from '../domain/ids.ts';
import { newSince } from '../domain/ordered-trie.ts';
import type { PenaltyPolicy } from '../domain/penalty-policy.ts';
import { announcedHops } from '../graph/announced.ts';
import type { ChannelGraph } from '../graph/channel-graph.ts';
import { findRoute } from '../graph/route-search.ts';
import type { JournalRecord, Position } from '../journal/port.ts';
import { avoidances } from '../payments/penalty-view.ts';
import { Fold } from '../runtime/fold.ts';

export const ASSUMPTIONS: readonly string[] = [
  'Balances of the time are unknown to a sender: the public capacity decides what a channel could carry.',
  'The network file is taken as it is now, with the policies that failures taught until then.',
  'Each sendpay is looked at as if its route had come from getroute (risk factor 10, no fuzz, CLTV of its last hop).',
  'What another route would have led to is unknown: a failure counts as avoided if the offered route lacks what failed.',
  'Results of the routes actually taken keep teaching, as recorded: a route not taken teaches nothing.',
];

/** getroute's usual risk factor (lightning-pay(7)). */
const RISK_FACTOR = 10;
/** Sends looked at: two searches each, about a minute for so many on the public network. */
export const MAX_SENDS = 20_000;

/** What is otherwise than recorded. */
export type Policy = Pick<PenaltyPolicy, 'halfLifeMs'>;

export interface OfferedRoute {
  readonly channels: readonly ShortChannelId[];
  readonly nodes: readonly NodeId[];
}

/** One recorded sendpay under the recorded and the other policy. */
export interface WhatIfSend {
  readonly position: Position;
  readonly timeMs: number;
  readonly paymentHash: PaymentHash;
  readonly amountMsat: Msat;
  readonly outcome: 'complete' | 'failed' | 'pending';
  readonly taken: OfferedRoute;
  /** What getroute would have offered under the recorded policy; undefined: no route. */
  readonly recorded: OfferedRoute | undefined;
  /** The same under the other policy. */
  readonly offered: OfferedRoute | undefined;
  /** What failed on the way; absent for failures of the destination, or of nobody in particular. */
  readonly culprit?: ShortChannelId | NodeId;
}

export interface WhatIf {
  readonly node: NodeId;
  readonly policy: Policy;
  readonly sends: readonly WhatIfSend[];
  readonly summary: WhatIfSummary;
  /** Sends after the first MAX_SENDS, which were not looked at. */
  readonly notLookedAt: number;
}

export interface WhatIfSummary {
  readonly sends: number;
  readonly failures: number;
  /** Failures with a culprit on the way: only those can be avoided by another route. */
  readonly avoidable: number;
  /** Of those, how many neither the recorded policy's offer nor the other's would have met again. */
  readonly avoidedByRecorded: number;
  readonly avoidedByOffered: number;
  /** Sends for which the two policies offer different routes. */
  readonly differently: number;
  /** Paid sends for which the other policy offers another route than the one that worked. */
  readonly leavesWorkingRoute: number;
}

export interface WhatIfOptions {
  readonly node: NodeId;
  readonly policy: Policy;
  /** Two graphs of the network of their own: each learns policies. */
  readonly graphs: readonly [ChannelGraph, ChannelGraph];
  /** Sends before this position are not looked at; what they taught counts. Default 1. */
  readonly from?: Position;
}

/** Folds a log, from its first record on. */
export async function whatIf(
  records: AsyncIterable<JournalRecord> | Iterable<JournalRecord>,
  options: WhatIfOptions,
): Promise<WhatIf> {
  const replay = new Replay(options);
  for await (const record of records) replay.take(record);
  return replay.result();
}

class Replay {
  readonly #options: WhatIfOptions;
  readonly #views: readonly [PolicyView, PolicyView];
  readonly #sends = new Map<string, WhatIfSend>();
  /** Parts in flight: what their success would teach. */
  readonly #inFlight = new Map<string, Sent>();
  #notLookedAt = 0;

  constructor(options: WhatIfOptions) {
    const { node, graphs, policy } = options;
    this.#options = options;
    this.#views = [new PolicyView(node, graphs[0], undefined), new PolicyView(node, graphs[1], policy)];
  }

  take(record: JournalRecord): void {
    const { stream } = record;
    const { node } = this.#options;
    if (penaltyKind.owns(stream) && penaltyKind.idOf(stream) === node)
      this.#learn(record.event as unknown as PenaltyEvent);
    const paid = paymentKind.owns(stream) ? paymentKind.idOf(stream) : undefined;
    if (paid?.node === node) this.#payment(record, paid.paymentHash);
  }

  result(): WhatIf {
    const { node, policy } = this.#options;
    const sends = [...this.#sends.values()];
    return { node, policy, sends, summary: summaryOf(sends), notLookedAt: this.#notLookedAt };
  }

  #learn(event: PenaltyEvent): void {
    for (const view of this.#views) view.learn(event);
  }

  #payment(record: JournalRecord, hash: PaymentHash): void {
    const event = record.event as unknown as PaymentEvent;
    if (event.type === 'PARTS_DELETED') return;
    const key = `${hash}/${event.groupid}/${event.partid}`;
    if (event.type === 'PART_SENT') {
      if (event.send.kind === 'route') this.#sent(key, record, hash, event.send);
      return;
    }
    const send = this.#inFlight.get(key);
    this.#inFlight.delete(key);
    const before = this.#sends.get(key);
    if (event.type === 'PART_FAILED') {
      if (before !== undefined && send !== undefined)
        this.#sends.set(key, { ...before, outcome: 'failed', ...culprit(event, send, this.#announced(send)) });
      return;
    }
    if (before !== undefined) this.#sends.set(key, { ...before, outcome: 'complete' });
    if (send !== undefined) this.#learn(this.#successOf(send, event.atMs));
  }

  #sent(key: string, { position, timeMs }: JournalRecord, paymentHash: PaymentHash, send: Sent): void {
    this.#inFlight.set(key, send);
    if (position < (this.#options.from ?? 1)) return;
    if (this.#sends.size >= MAX_SENDS) {
      this.#notLookedAt++;
      return;
    }
    const [recorded, offered] = this.#views.map((view) => view.route(send, timeMs));
    const taken = { channels: send.channels, nodes: send.ids };
    const amountMsat = send.amountsMsat.at(-1) as Msat;
    this.#sends.set(key, { position, timeMs, paymentHash, amountMsat, outcome: 'pending', taken, recorded, offered });
  }

  /** A success the recorded penalties had no use for is not in their log, but another policy may have use for it. */
  #successOf(send: Sent, atMs: number): PenaltyEvent {
    const { ids, channels } = send;
    const { node } = this.#options;
    const route = channels.map((channel, hop) =>
      channelDirection(channel, directionOf(hop === 0 ? node : (ids[hop - 1] as NodeId), ids[hop] as NodeId)),
    );
    return { type: 'ROUTE_SUCCEEDED', ids, route, announced: this.#announced(send), atMs };
  }

  #announced(send: Sent): number {
    return announcedHops(this.#options.graphs[0], send);
  }
}

type Sent = Extract<SentPart['send'], { kind: 'route' }>;

/** What the blame table says failed; what the route only claimed is nothing getroute could have avoided. */
function culprit(
  { failure }: Extract<PaymentEvent, { type: 'PART_FAILED' }>,
  { channels, ids }: Sent,
  announced: number,
): Pick<WhatIfSend, 'culprit'> {
  const { erringIndex, failcode } = failure;
  if (erringIndex === undefined || failcode === undefined || erringIndex >= announced) return {};
  const verdict = judged({ erringIndex, failcode, hops: ids.length });
  const found = verdict && subjectOf(verdict.target, erringPlace(erringIndex, channels, ids));
  return found ? { culprit: found } : {};
}

/** Penalties and graph as one policy would have had them. */
class PolicyView {
  readonly #node: NodeId;
  readonly #graph: ChannelGraph;
  readonly #otherwise: Partial<Policy>;
  readonly #fold = new Fold(penaltyMachine);
  #penalties = this.#fold.initial;

  /** `otherwise`: what no recorded configuration changes; undefined: all as recorded. */
  constructor(node: NodeId, graph: ChannelGraph, otherwise: Policy | undefined) {
    this.#node = node;
    this.#graph = graph;
    this.#otherwise = otherwise ?? {};
    this.learn({ type: 'PENALTY_CONFIGURED', atMs: 0 });
  }

  learn(event: PenaltyEvent): void {
    const before = this.#penalties.context.learned;
    const configured = event.type === 'PENALTY_CONFIGURED' ? { ...event, ...this.#otherwise } : event;
    this.#penalties = this.#fold.step(this.#penalties, configured).snapshot;
    for (const [key, { policy }] of newSince(before, this.#penalties.context.learned)) {
      const { channel, direction } = directedChannel(key as ChannelDirection);
      this.#graph.setPolicy(channel, direction, policy);
    }
  }

  /** What getroute would have offered instead of `send`. */
  route({ ids, amountsMsat, delays }: Sent, nowMs: number): OfferedRoute | undefined {
    const answer = findRoute(this.#graph, {
      source: this.#node,
      destination: ids.at(-1) as NodeId,
      amountMsat: amountsMsat.at(-1) as Msat,
      riskFactor: RISK_FACTOR,
      finalCltv: delays.at(-1) as number,
      avoid: avoidances(this.#penalties.context, nowMs),
    });
    if (answer.type !== 'route') return undefined;
    return { channels: answer.hops.map(({ channel }) => channel), nodes: answer.hops.map(({ id }) => id) };
  }
}

function summaryOf(sends: readonly WhatIfSend[]): WhatIfSummary {
  const count = (is: (send: WhatIfSend) => boolean): number => sends.filter(is).length;
  return {
    sends: sends.length,
    failures: count(({ outcome }) => outcome === 'failed'),
    avoidable: count(({ culprit: failed }) => failed !== undefined),
    avoidedByRecorded: count((send) => avoids(send, send.recorded)),
    avoidedByOffered: count((send) => avoids(send, send.offered)),
    differently: count((send) => routeText(send.recorded) !== routeText(send.offered)),
    leavesWorkingRoute: count(
      (send) => send.outcome === 'complete' && routeText(send.taken) !== routeText(send.offered),
    ),
  };
}

/** true if something on the way failed and the route lacks it. */
export function avoids({ culprit: failed }: WhatIfSend, route: OfferedRoute | undefined): boolean {
  if (failed === undefined || route === undefined) return false;
  return !route.channels.includes(failed as ShortChannelId) && !route.nodes.includes(failed as NodeId);
}

export function routeText(route: OfferedRoute | undefined): string {
  return route === undefined ? 'no route' : route.channels.join(' ');
}
