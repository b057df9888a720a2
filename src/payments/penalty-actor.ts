/**
 * The route-penalty actor's shell: hears of every part that ended, and tells the penalty machine what it says about the
 * network.
 *
 * Invariant: only raw results are logged (`FAILURE_LEARNED`, `ROUTE_SUCCEEDED`); what they mean is the machine's, so the log
 * can be folded again under another configuration. An embedded channel_update counts only for our own view (BOLT 4).
 * Does not search: `penalty-view.ts` says what to avoid.
 */

import type { PenaltyContext, PenaltyEvent } from '../../machines/penalty.ts';
import { penaltyKind } from '../../machines/penalty-kind.ts';
import { CHANNEL_FLAG_DIRECTION, CHANNEL_FLAG_DISABLED } from '../bolt/index.ts';
import { MAX_MSAT } from '../domain/amount.ts';
import { SendpayError } from '../domain/errors.ts';
import { channelDirection, directionOf, type NodeId, shortChannelIdFromU64 } from '../domain/ids.ts';
import type { Part } from '../domain/payment-part.ts';
import type { LoggedEvent, Position } from '../journal/port.ts';
import { actor, type Delivering } from '../runtime/actor.ts';
import { channelUpdateOf } from './failure-reading.ts';
import type { PartChange, PaymentShell } from './payment-actor.ts';

type Learned = Extract<PenaltyEvent, { type: 'FAILURE_LEARNED' }>;

export class PenaltyShell {
  readonly actor = actor(penaltyKind, {});
  #runtime: Delivering | undefined;

  constructor(payments: PaymentShell) {
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

  deliver(node: NodeId, event: PenaltyEvent, cause: Position = 0): void {
    this.#deliverer().deliver({ stream: penaltyKind.streamOf(node), event: event as unknown as LoggedEvent, cause });
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
      { type: 'FAILURE_LEARNED', paymentHash, ids, route, amountsMsat, ...facts(part), atMs },
      position,
    );
  }

  #deliverer(): Delivering {
    if (!this.#runtime) throw new SendpayError('SENDPAY_ASSERTION', 'the penalty shell is not attached to a runtime');
    return this.#runtime;
  }
}

function facts(part: Part): Pick<Learned, 'erringIndex' | 'failcode' | 'update'> {
  const { failure } = part;
  if (failure?.erringIndex === undefined || failure.failcode === undefined) return {};
  const update = failure.rawMessage === undefined ? undefined : updateIn(failure.rawMessage);
  return { erringIndex: failure.erringIndex, failcode: failure.failcode, ...(update ? { update } : {}) };
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
