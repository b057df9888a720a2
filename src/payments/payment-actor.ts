/**
 * The payment actor's shell: carries out what payment machines decide, and brings results back to them.
 *
 * Invariants: an HTLC is offered only for a logged `PART_SENT`, once per attempt id (the Switch dedupes, and recovery asks it
 * first); a result becomes an event in the turn it arrives; what is told to waiters carries the position it depends on.
 * Does not decide anything: `machines/payment.ts` does.
 */
import {
  PAYMENT_VERSION,
  type PaymentContext,
  type PaymentEffect,
  type PaymentEvent,
  partOf,
  paymentMachine,
} from '../../machines/payment.ts';
import type { Clock } from '../domain/clock.ts';
import { SendpayError } from '../domain/errors.ts';
import type { NodeId, PaymentHash } from '../domain/ids.ts';
import type { Part, PartSend } from '../domain/payment-part.ts';
import type { Journal, JournalRecord, LoggedEvent, Position } from '../journal/port.ts';
import type { ActorKind, Delivering, SnapshotFrom } from '../runtime/actor-kind.ts';
import { KeyedBus } from '../runtime/bus.ts';
import { type AttemptId, attemptIdOf, type HtlcOutcome, type HtlcResult, type Switch } from '../switch/port.ts';
import { attemptOf, failureOf, onionOf, opens } from './attempt.ts';
import { paymentRows, paymentStreamParts, sendpayKeys } from './payment-rows.ts';

export const paymentStream = (node: NodeId, hash: PaymentHash): string => `payment/${node}/${hash}`;

/** A change of one part, as `wait`, waiters and the penalty actor hear of it. */
export interface PartChange {
  readonly type: 'created' | 'updated' | 'deleted';
  readonly node: NodeId;
  readonly paymentHash: PaymentHash;
  readonly part: Part;
  /** created_index, updated_index or count of deleted rows. */
  readonly index: number;
  /** Nobody outside may hear of it before this is durable. */
  readonly position: Position;
}

type SelfSend = Extract<PartSend, { kind: 'self' }>;

export interface PaymentShellOptions {
  readonly journal: Journal;
  readonly clock: Clock;
  readonly network: Switch;
}

export class PaymentShell {
  readonly kind: ActorKind<typeof paymentMachine, PaymentEffect>;
  /** Every change of a part, by `payment/<node>/<hash>`. */
  readonly changes = new KeyedBus<string, PartChange>();
  readonly #results = new KeyedBus<AttemptId, HtlcResult>();
  readonly #journal: Journal;
  readonly #clock: Clock;
  readonly #network: Switch;
  readonly #counters = new Map<string, number>();
  /** Onions built while a request was checked, until the offer takes them. */
  readonly #built = new Map<AttemptId, Uint8Array>();
  #runtime: Delivering | undefined;

  constructor({ journal, clock, network }: PaymentShellOptions) {
    this.#journal = journal;
    this.#clock = clock;
    this.#network = network;
    this.kind = {
      kind: 'payment',
      machine: paymentMachine,
      version: PAYMENT_VERSION,
      snapshotEvery: 0,
      isFinished: (snapshot) => !snapshot.hasTag('inFlight') && !snapshot.hasTag('pending'),
      rows: paymentRows,
      perform: (effect, at) => this.#perform(effect, at.stream, at.record, at.after.context),
    };
    network.results.subscribe((result) => this.#results.publish(result.attempt, result));
  }

  attach(runtime: Delivering): void {
    this.#runtime = runtime;
  }

  context(node: NodeId, hash: PaymentHash): PaymentContext {
    return this.snapshot(node, hash).context;
  }

  snapshot(node: NodeId, hash: PaymentHash): SnapshotFrom<typeof paymentMachine> {
    return this.#deliverer().snapshot(this.kind, paymentStream(node, hash));
  }

  /** Next created_index, updated_index or the count of rows deleted so far. */
  nextIndex(node: NodeId, which: 'created' | 'updated'): number {
    const next = this.counter(node, which) + 1;
    this.#counters.set(sendpayKeys.counter(node, which), next);
    return next;
  }

  counter(node: NodeId, which: 'created' | 'updated' | 'deleted'): number {
    const key = sendpayKeys.counter(node, which);
    return Math.max(this.#counters.get(key) ?? 0, this.#journal.row<number>(key) ?? 0);
  }

  /** Logs an event of a payment and runs what follows inside. Gives the position everything said about it depends on. */
  deliver(node: NodeId, hash: PaymentHash, event: PaymentEvent, cause: Position = 0): Position {
    this.#deliverer().deliver({ stream: paymentStream(node, hash), event: event as unknown as LoggedEvent, cause });
    return this.#journal.position;
  }

  /** Sends a part: the machine must have nothing against it (`decideSendpay` said "send"). */
  send(
    node: NodeId,
    hash: PaymentHash,
    event: Extract<PaymentEvent, { type: 'PART_SENT' }>,
    onion?: Uint8Array,
  ): Position {
    const attempt = attemptIdOf(node, hash, event.groupid, event.partid);
    if (onion) this.#built.set(attempt, onion);
    try {
      this.deliver(node, hash, event);
    } finally {
      this.#built.delete(attempt);
    }
    if (!partOf(this.context(node, hash), event))
      throw new SendpayError('SENDPAY_ASSERTION', `the payment machine ignored a part it should send (${attempt})`);
    return this.#journal.position;
  }

  /** Recovery, first half: listens for the results of every pending part, before the Switch starts to move. */
  watchPending(streams: readonly string[]): void {
    for (const { node, paymentHash, part } of this.#pending(streams))
      this.#await(node, paymentHash, part, attemptIdOf(node, paymentHash, part.groupid, part.partid));
  }

  /**
   * Recovery, second half: asks the Switch about every pending part. A resolved one is told; one never seen is offered
   * (idempotently), as nothing of it can have left.
   */
  reconcile(streams: readonly string[]): void {
    for (const { node, paymentHash, part } of this.#pending(streams)) {
      const attempt = attemptIdOf(node, paymentHash, part.groupid, part.partid);
      const status = this.#network.status(attempt);
      if (status.type === 'resolved') this.#results.publish(attempt, { attempt, outcome: status.outcome, cause: 0 });
      if (status.type === 'never-seen') this.#offer(node, paymentHash, part, this.#journal.position);
    }
  }

  /** The packet an attempt left with, built again from the log; undefined for an attempt this log does not have. */
  onionOfAttempt(attempt: AttemptId): Uint8Array | undefined {
    const [node, hash, groupid, partid] = attempt.split('/') as [NodeId, PaymentHash, string, string];
    const part = partOf(this.context(node, hash), { groupid: BigInt(groupid), partid: BigInt(partid) });
    return part && onionOf(part, hash, this.#network);
  }

  close(): void {
    this.#results.close();
    this.changes.close();
  }

  *#pending(streams: readonly string[]): Generator<{ node: NodeId; paymentHash: PaymentHash; part: Part }> {
    for (const stream of streams.filter((name) => name.startsWith('payment/'))) {
      const { node, paymentHash } = paymentStreamParts(stream);
      for (const part of this.context(node, paymentHash).parts)
        if (part.status === 'pending' && part.send.kind !== 'self') yield { node, paymentHash, part };
    }
  }

  #perform(effect: PaymentEffect, stream: string, record: JournalRecord, context: PaymentContext): void {
    const { node, paymentHash } = paymentStreamParts(stream);
    switch (effect.type) {
      case 'OFFER_HTLC': {
        const part = partOf(context, effect) as Part;
        this.#tell(stream, 'created', node, paymentHash, part, part.createdIndex, record.position);
        const attempt = attemptIdOf(node, paymentHash, part.groupid, part.partid);
        this.#await(node, paymentHash, part, attempt);
        if (part.send.kind === 'self') this.#paySelf(node, paymentHash, part, part.send, record.position);
        else this.#offer(node, paymentHash, part, record.position);
        return;
      }
      case 'PART_RESOLVED': {
        const part = partOf(context, effect) as Part;
        this.#tell(stream, 'updated', node, paymentHash, part, part.updatedIndex as number, record.position);
        return;
      }
      case 'PARTS_REMOVED': {
        let index = (record.event as unknown as Extract<PaymentEvent, { type: 'PARTS_DELETED' }>).deletedBefore;
        for (const part of effect.parts)
          this.#tell(stream, 'deleted', node, paymentHash, part, ++index, record.position);
      }
    }
  }

  #tell(
    stream: string,
    type: PartChange['type'],
    node: NodeId,
    paymentHash: PaymentHash,
    part: Part,
    index: number,
    position: Position,
  ): void {
    this.changes.publish(stream, { type, node, paymentHash, part, index, position });
  }

  #await(node: NodeId, hash: PaymentHash, part: Part, attempt: AttemptId): void {
    this.#results.once(attempt, ({ outcome, cause }) =>
      this.#deliverer().guard(() => this.#resolve(node, hash, part, outcome, cause)),
    );
  }

  #paySelf(node: NodeId, hash: PaymentHash, part: Part, send: SelfSend, cause: Position): void {
    const id = attemptIdOf(node, hash, part.groupid, part.partid);
    const { amountMsat } = part;
    this.#network.payself({ id, node, paymentHash: hash, amountMsat, paymentSecret: send.paymentSecret }, cause);
  }

  /** An HTLC that stays inside this journal leaves in the turn that logs it; any other only once it is durable (G4). */
  #offer(node: NodeId, hash: PaymentHash, part: Part, cause: Position): void {
    if (this.#network.insideJournal) this.#offerNow(node, hash, part, cause);
    else
      this.#journal.durable(cause).then(
        () => this.#offerNow(node, hash, part, cause),
        () => {}, // fail-stop: nothing leaves any more
      );
  }

  #offerNow(node: NodeId, hash: PaymentHash, part: Part, cause: Position): void {
    const attempt = attemptIdOf(node, hash, part.groupid, part.partid);
    const onion = this.#built.get(attempt) ?? onionOf(part, hash, this.#network);
    const answer = this.#network.offer(attemptOf(node, hash, part, onion), cause);
    if (typeof answer === 'string') return;
    const failureMessage = answer.failcode.toString(16).padStart(4, '0');
    const outcome: HtlcOutcome = { type: 'local', failureMessage, detail: answer.detail };
    this.#results.publish(attempt, { attempt, outcome, cause });
  }

  #resolve(node: NodeId, hash: PaymentHash, part: Part, outcome: HtlcOutcome, cause: Position): void {
    if (outcome.type === 'fulfilled' && !opens(outcome.preimage, hash))
      throw new SendpayError('SENDPAY_ASSERTION', `the Switch fulfilled ${hash} with a preimage that does not open it`);
    const { groupid, partid } = part;
    const end = { groupid, partid, updatedIndex: this.nextIndex(node, 'updated'), atMs: this.#clock.nowMs() };
    const event: PaymentEvent =
      outcome.type === 'fulfilled'
        ? { type: 'PART_FULFILLED', ...end, preimage: outcome.preimage }
        : { type: 'PART_FAILED', ...end, failure: failureOf(node, part, outcome, this.#network) };
    this.deliver(node, hash, event, cause);
  }

  #deliverer(): Delivering {
    if (!this.#runtime) throw new SendpayError('SENDPAY_ASSERTION', 'the payment shell is not attached to a runtime');
    return this.#runtime;
  }
}
