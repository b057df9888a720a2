/**
 * The attempts operated nodes have in flight on the simulated network: offered, and told of when they end.
 *
 * Invariant: an attempt counts as pending from the turn it is offered until its result is told. As the network and the payment
 * share one journal, an attempt that ended is known to its payment in the same batch and needs no memory here: one that is
 * not in flight was never seen, and that is exact.
 */
import { Subject } from 'rxjs';
import type { NodeId, ShortChannelId } from '../domain/ids.ts';
import type { Position } from '../domain/log-record.ts';
import { findFirstHop } from '../switch/first-hop.ts';
import {
  type Attempt,
  type AttemptName,
  type AttemptStatus,
  attemptKey,
  type HtlcAttempt,
  type HtlcResult,
  type LocalChannel,
  type OfferAnswer,
  type PendingAttempt,
} from '../switch/port.ts';
import type { ChannelActors } from './channel-actors.ts';
import { outcomeOf } from './outcome.ts';
import type { OriginResult } from './returns.ts';
import type { SelfPayments } from './self-payment.ts';
import { sideOf } from './topology.ts';

export interface AttemptsParts {
  readonly channels: ChannelActors;
  readonly selfPayments: SelfPayments;
  readonly localChannels: (node: NodeId, peer?: NodeId) => readonly LocalChannel[];
}

export class Attempts {
  readonly results = new Subject<HtlcResult>();
  readonly #parts: AttemptsParts;
  readonly #inFlight = new Map<string, Attempt>();
  /** What the log had pending when the process began; those whose HTLC is found in a channel are in flight. */
  readonly #pending = new Map<string, Attempt>();

  constructor(parts: AttemptsParts) {
    this.#parts = parts;
  }

  start(pending: readonly PendingAttempt[]): void {
    for (const { attempt } of pending) this.#pending.set(attemptKey(attempt), attempt);
  }

  /** After a restart: the first HTLCs found in channels belong to attempts of the log. */
  found(names: readonly AttemptName[]): void {
    for (const name of names) {
      const key = attemptKey(name);
      const attempt = this.#pending.get(key);
      if (attempt !== undefined) this.#inFlight.set(key, attempt);
    }
    this.#pending.clear();
  }

  offer(attempt: Attempt, cause: Position): OfferAnswer {
    const key = attemptKey(attempt);
    if (this.#inFlight.has(key)) return { type: 'duplicate' };
    if (attempt.kind === 'self') {
      this.#parts.selfPayments.pay(attempt, cause);
      return { type: 'accepted' };
    }
    const channel = this.#channelFor(attempt);
    if (typeof channel !== 'string') return channel;
    this.#inFlight.set(key, attempt);
    const { node, sentMsat: amountMsat, cltvExpiry: expiry, paymentHash: hash, groupid, partid } = attempt;
    const from = sideOf(this.#parts.channels.context(channel).nodes, node);
    const part = [groupid, partid] as const;
    this.#parts.channels.offer(channel, { type: 'HTLC_OFFERED', from, amountMsat, expiry, hash, part }, cause);
    return { type: 'accepted' };
  }

  status(attempt: Attempt): AttemptStatus {
    return this.#inFlight.has(attemptKey(attempt)) ? { type: 'pending' } : { type: 'never-seen', worth: 'exact' };
  }

  /** The packet an attempt in flight left with, built again if need be. */
  packetOf(name: AttemptName): Uint8Array | undefined {
    const key = attemptKey(name);
    const attempt = this.#inFlight.get(key) ?? this.#pending.get(key);
    return attempt?.kind === 'htlc' ? attempt.packet() : undefined;
  }

  /** The sender's own HTLC ended. */
  ended({ name, outcome, cause }: OriginResult): void {
    const key = attemptKey(name);
    const attempt = this.#inFlight.get(key);
    this.#inFlight.delete(key);
    if (attempt !== undefined) this.results.next({ attempt: attempt.number, outcome: outcomeOf(outcome), cause });
  }

  #channelFor({ node, firstHop, sentMsat }: HtlcAttempt): ShortChannelId | Extract<OfferAnswer, { type: 'refused' }> {
    const found = findFirstHop(this.#parts.localChannels(node, firstHop.peer), { ...firstHop, amountMsat: sentMsat });
    return found.type === 'refused' ? found : found.channel.shortChannelId;
  }
}
