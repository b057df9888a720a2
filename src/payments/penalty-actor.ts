/**
 * The route-penalty actor's shell: hears of every part that ended, and tells the penalty machine what it says about the
 * network.
 *
 * Invariants: what a penalty depends on is logged: raw results with the verdict of the day beside them (`FAILURE_LEARNED`,
 * `ROUTE_SUCCEEDED`), and the whole policy before the first of them and each time this program's differs from the log's. So the
 * log folds to the same penalties whatever a later program thinks of failures, and can be folded again under another policy.
 * An embedded channel_update counts only for our own view (BOLT 4).
 * Does not search: `penalty-view.ts` says what to avoid.
 */

import type { PenaltyContext, PenaltyEvent } from '../../machines/penalty.ts';
import { penaltyKind } from '../../machines/penalty-kind.ts';
import { CHANNEL_FLAG_DIRECTION, CHANNEL_FLAG_DISABLED } from '../bolt/index.ts';
import { MAX_MSAT } from '../domain/amount.ts';
import { judged } from '../domain/blame.ts';
import { SendpayError } from '../domain/errors.ts';
import { given } from '../domain/given.ts';
import { channelDirection, directionOf, type NodeId, shortChannelIdFromU64 } from '../domain/ids.ts';
import type { Part } from '../domain/payment-part.ts';
import { PENALTY_POLICY, type PenaltyPolicy, samePolicy } from '../domain/penalty-policy.ts';
import type { LoggedEvent, Position } from '../journal/port.ts';
import { actor, type Delivering } from '../runtime/actor.ts';
import { channelUpdateOf } from './failure-reading.ts';
import type { PartChange, PaymentShell } from './payment-actor.ts';

type Learned = Extract<PenaltyEvent, { type: 'FAILURE_LEARNED' }>;

export class PenaltyShell {
  readonly actor = actor(penaltyKind, {});
  readonly #policy: PenaltyPolicy;
  /** Nodes with this program's policy in force, in the log or in the queue before what they learn next. */
  readonly #configured = new Set<NodeId>();
  #runtime: Delivering | undefined;

  /** `policy`: by which failures are weighed from now on. */
  constructor(payments: PaymentShell, policy: PenaltyPolicy = PENALTY_POLICY) {
    this.#policy = policy;
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

  /** Puts this program's policy in force for a node that learned under another one; one that learned nothing yet can wait. */
  configure(node: NodeId, atMs: number): void {
    if (this.#hasLearned(node)) this.#bringIntoForce(node, atMs);
  }

  deliver(node: NodeId, event: PenaltyEvent, cause: Position = 0): void {
    if (event.type === 'FAILURE_LEARNED') this.#bringIntoForce(node, event.atMs);
    this.#deliverer().deliver({ stream: penaltyKind.streamOf(node), event: event as unknown as LoggedEvent, cause });
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
    if (part.status === 'complete') {
      this.deliver(node, { type: 'ROUTE_SUCCEEDED', ids: send.ids, route, atMs }, position);
      return;
    }
    const { ids, amountsMsat } = send;
    this.deliver(
      node,
      { type: 'FAILURE_LEARNED', paymentHash, ids, route, amountsMsat, ...facts(part, ids.length), atMs },
      position,
    );
  }

  #deliverer(): Delivering {
    if (!this.#runtime) throw new SendpayError('SENDPAY_ASSERTION', 'the penalty shell is not attached to a runtime');
    return this.#runtime;
  }
}

function facts({ failure }: Part, hops: number): Pick<Learned, 'erringIndex' | 'failcode' | 'blame' | 'update'> {
  if (failure?.erringIndex === undefined || failure.failcode === undefined) return {};
  const { erringIndex, failcode, rawMessage } = failure;
  const update = rawMessage === undefined ? undefined : updateIn(rawMessage);
  return { erringIndex, failcode, blame: judged({ erringIndex, hops, failcode }), ...given({ update }) };
}

/** The channel_update a failure message carries, if it carries one that can be read. */
function updateIn(rawMessage: string): Learned['update'] {
  const update = channelUpdateOf(rawMessage);
  if (!update) return undefined;
  const {
    timestamp,
    channelFlags,
    feeBaseMsat,
    feeProportionalMillionths: feePpm,
    cltvExpiryDelta: cltvDelta,
  } = update;
  const direction = channelFlags & CHANNEL_FLAG_DIRECTION ? 1 : 0;
  const { htlcMinimumMsat, htlcMaximumMsat = MAX_MSAT } = update;
  const enabled = (channelFlags & CHANNEL_FLAG_DISABLED) === 0;
  return {
    channel: channelDirection(shortChannelIdFromU64(update.shortChannelId), direction),
    learned: { timestamp, policy: { feeBaseMsat, feePpm, cltvDelta, htlcMinimumMsat, htlcMaximumMsat, enabled } },
  };
}
