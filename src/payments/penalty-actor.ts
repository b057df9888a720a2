/**
 * The route-penalty actor's shell: hears of every part that ended, and tells the penalty machine what it says about the
 * network.
 *
 * Invariants: what a penalty depends on is logged: raw results with the verdict of the day beside them (`FAILURE_LEARNED`,
 * `ROUTE_SUCCEEDED`), and the whole policy before the first of them and each time this program's differs from the log's. So the
 * log folds to the same penalties whatever a later program thinks of failures, and can be folded again under another policy.
 * How much of the route is announced is logged too: the rest is what a caller or an invoice claims, and teaches nothing.
 * An embedded channel_update counts only for our own view (BOLT 4), and only of the erring node's next channel.
 * Does not search: `penalty-view.ts` says what to avoid.
 */

import type { PenaltyContext, PenaltyEvent } from '../../machines/penalty.ts';
import { penaltyKind } from '../../machines/penalty-kind.ts';
import { judged } from '../domain/blame.ts';
import { SendpayError } from '../domain/errors.ts';
import { type ChannelDirection, channelDirection, directionOf, type NodeId } from '../domain/ids.ts';
import type { Part } from '../domain/payment-part.ts';
import { latestChangeMs } from '../domain/penalty-book.ts';
import { PENALTY_POLICY, type PenaltyPolicy, samePolicy } from '../domain/penalty-policy.ts';
import { announcedHops } from '../graph/announced.ts';
import type { ChannelGraph } from '../graph/channel-graph.ts';
import type { LoggedEvent, Position } from '../journal/port.ts';
import { actor, type Delivering } from '../runtime/actor.ts';
import { learnedPolicyOf } from './failure-reading.ts';
import type { PartChange, PaymentShell } from './payment-actor.ts';

type Learned = Extract<PenaltyEvent, { type: 'FAILURE_LEARNED' }>;

/** A clock is slewed back by less without anybody setting it. */
const CLOCK_TOLERANCE_MS = 1_000;

export interface PenaltyShellOptions {
  readonly payments: PaymentShell;
  /** By which failures are weighed from now on. */
  readonly policy?: PenaltyPolicy;
  /** The network as an operated node sees it. */
  readonly graphOf: (node: NodeId) => ChannelGraph;
}

export class PenaltyShell {
  readonly actor = actor(penaltyKind, {});
  readonly #policy: PenaltyPolicy;
  /** Nodes with this program's policy in force, in the log or in the queue before what they learn next. */
  readonly #configured = new Set<NodeId>();
  /** The latest time at which a node is known to have learned something. */
  readonly #latestMs = new Map<NodeId, number>();
  readonly #graphOf: PenaltyShellOptions['graphOf'];
  #runtime: Delivering | undefined;

  constructor({ payments, policy = PENALTY_POLICY, graphOf }: PenaltyShellOptions) {
    this.#policy = policy;
    this.#graphOf = graphOf;
    payments.changes.all$.subscribe(({ message }) => {
      if (message.type === 'updated') this.#deliverer().guard(() => this.#learn(message));
    });
  }

  attach(runtime: Delivering): void {
    this.#runtime = runtime;
  }

  context(node: NodeId): PenaltyContext {
    return this.#deliverer().snapshot(penaltyKind, node).context;
  }

  /** The same for a reader at that moment, who is the first to see that the clock was set back. */
  contextAt(node: NodeId, nowMs: number): PenaltyContext {
    this.#watchClock(node, nowMs);
    return this.context(node);
  }

  /** Puts this program's policy in force for a node that learned under another one; one that learned nothing yet can wait. */
  configure(node: NodeId, atMs: number): void {
    if (!this.#hasLearned(node)) return;
    this.#watchClock(node, atMs);
    this.#bringIntoForce(node, atMs);
  }

  deliver(node: NodeId, event: PenaltyEvent, cause: Position = 0): void {
    if (event.type === 'FAILURE_LEARNED') this.#bringIntoForce(node, event.atMs);
    this.#watchClock(node, event.atMs);
    this.#deliverer().deliver({ stream: penaltyKind.streamOf(node), event: event as unknown as LoggedEvent, cause });
  }

  /** What was learned while the clock was ahead fades from the moment on at which that is noticed. */
  #watchClock(node: NodeId, nowMs: number): void {
    const latestMs = this.#latestMs.get(node) ?? this.#lastLearnedMs(node);
    this.#latestMs.set(node, nowMs);
    if (nowMs + CLOCK_TOLERANCE_MS < latestMs) this.deliver(node, { type: 'CLOCK_SET_BACK', atMs: nowMs });
    else if (nowMs < latestMs) this.#latestMs.set(node, latestMs);
  }

  #lastLearnedMs(node: NodeId): number {
    const { channels, nodes } = this.context(node);
    return latestChangeMs(channels, nodes);
  }

  #hasLearned(node: NodeId): boolean {
    return this.#deliverer().exists(penaltyKind.streamOf(node));
  }

  #bringIntoForce(node: NodeId, atMs: number): void {
    if (this.#configured.has(node)) return;
    this.#configured.add(node);
    if (this.#hasLearned(node) && samePolicy(this.context(node).policy, this.#policy)) return;
    this.deliver(node, { type: 'PENALTY_CONFIGURED', ...this.#policy, atMs });
  }

  #learn({ node, paymentHash, part, position }: PartChange): void {
    const { send } = part;
    if (send.kind !== 'route') return;
    const route = send.channels.map((channel, i) =>
      channelDirection(channel, directionOf(i === 0 ? node : (send.ids[i - 1] as NodeId), send.ids[i] as NodeId)),
    );
    const atMs = part.completedAtMs as number;
    const { ids, amountsMsat } = send;
    const hops = announcedHops(this.#graphOf(node), send);
    const announced = hops < ids.length ? { announced: hops } : {};
    if (part.status === 'complete') {
      this.deliver(node, { type: 'ROUTE_SUCCEEDED', ids, route, ...announced, atMs }, position);
      return;
    }
    const happened = { paymentHash, ids, route, amountsMsat, ...announced, ...facts(part, route, hops) };
    this.deliver(node, { type: 'FAILURE_LEARNED', ...happened, atMs }, position);
  }

  #deliverer(): Delivering {
    if (!this.#runtime) throw new SendpayError('SENDPAY_ASSERTION', 'the penalty shell is not attached to a runtime');
    return this.#runtime;
  }
}

function facts(
  { failure }: Part,
  route: readonly ChannelDirection[],
  announced: number,
): Pick<Learned, 'erringIndex' | 'failcode' | 'blame' | 'update'> {
  if (failure?.erringIndex === undefined || failure.failcode === undefined) return {};
  const { erringIndex, failcode, rawMessage } = failure;
  const channel = erringIndex < announced ? route[erringIndex] : undefined;
  const learned = channel && rawMessage !== undefined ? learnedPolicyOf(rawMessage, channel) : undefined;
  return {
    erringIndex,
    failcode,
    blame: judged({ erringIndex, hops: route.length, failcode }),
    ...(channel && learned ? { update: { channel, learned } } : {}),
  };
}
