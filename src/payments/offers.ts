/**
 * Offers to the Switch, and the results that come back.
 *
 * Invariants: an offer leaves only when its PART_SENT is durable, unless the switch lives in the same journal (G4); it is made
 * again only while nobody answered it, always the same one; a result becomes an event in the turn it arrives, whoever
 * began the attempt; the switch is told `settled` only when the end is durable here. Whatever a switch throws, the process goes on.
 * Does not decide what recovery does about a pending attempt: `src/domain/attempt-recovery.ts` does.
 */
import { type PaymentEvent, partOf } from '../../machines/payment.ts';
import { paymentKind } from '../../machines/payment-kind.ts';
import { opens } from '../bolt/index.ts';
import { type LogSays, RECOVERY, type SwitchSays } from '../domain/attempt-recovery.ts';
import type { Clock } from '../domain/clock.ts';
import { SendpayError } from '../domain/errors.ts';
import { wordsOf } from '../domain/first-hop.ts';
import type { NodeId } from '../domain/ids.ts';
import type { JournalRecord, Position } from '../domain/log-record.ts';
import type { PaymentId } from '../domain/payment-id.ts';
import type { OfferWord, Part, PartName } from '../domain/payment-part.ts';
import type { Journal } from '../journal/port.ts';
import type { Delivering } from '../runtime/actor.ts';
import type {
  Attempt,
  AttemptStatus,
  HtlcOutcome,
  HtlcResult,
  OfferAnswer,
  PendingAttempt,
  Switch,
} from '../switch/port.ts';
import { attemptOf } from './attempt.ts';
import type { History } from './history.ts';
import { failureOf } from './outcome-reading.ts';
import type { PaymentShell } from './payment-actor.ts';

/** First pause before an unanswered offer or question is repeated; doubled each time up to the longest. */
export const FIRST_PAUSE_MS = 1_000;
export const LONGEST_PAUSE_MS = 60_000;

type Sent = Extract<PaymentEvent, { type: 'PART_SENT' }>;

export interface OffersOptions {
  readonly journal: Journal;
  readonly clock: Clock;
  readonly network: Switch;
  readonly history: History;
}

export class Offers {
  readonly #journal: Journal;
  readonly #clock: Clock;
  readonly #network: Switch;
  readonly #history: History;
  readonly #onionKey = (id: NodeId): NodeId => this.#network.onionKey(id);
  /** Attempts whose end is not known, by number. */
  readonly #open = new Map<number, Attempt>();
  /** Timers of what will be asked again, by attempt number. */
  readonly #pauses = new Map<number, () => void>();
  #payments: PaymentShell | undefined;
  #runtime: Delivering | undefined;

  constructor({ journal, clock, network, history }: OffersOptions) {
    this.#journal = journal;
    this.#clock = clock;
    this.#network = network;
    this.#history = history;
    network.results.subscribe((result) => this.#runtime?.guard(() => this.#heard(result)));
  }

  attach(runtime: Delivering, payments: PaymentShell): void {
    this.#runtime = runtime;
    this.#payments = payments;
  }

  /** The part was logged in this turn, at `position`. */
  offer(id: PaymentId, part: Part, position: Position): void {
    const attempt = attemptOf(id, part, this.#history.numberAt(position), this.#onionKey);
    this.#open.set(attempt.number, attempt);
    if (this.#network.insideJournal) this.#answered(attempt, this.#network.offer(attempt, position) as OfferAnswer, 0);
    else this.#once(position, () => void this.#first(attempt));
  }

  /** What a lost part of the log may have sent under the same name is asked about before it is offered. */
  #first(attempt: Attempt): Promise<void> {
    return this.#history.asksFirst ? this.#reconcile(attempt, false, 0) : this.#ask(attempt, 0);
  }

  /** Recovery, first half: every pending attempt of the log, for the switch to know before it moves. */
  pending(streams: readonly string[]): PendingAttempt[] {
    const found = streams.filter(paymentKind.owns).flatMap((stream) => this.#pendingIn(stream));
    for (const { attempt } of found) this.#open.set(attempt.number, attempt);
    return found;
  }

  /** Recovery, second half: asks the switch about each, and does what the table says. */
  async reconcile(pending: readonly PendingAttempt[]): Promise<void> {
    for (const { attempt, answered } of pending)
      if (this.#open.has(attempt.number)) await this.#reconcile(attempt, answered, 0);
  }

  close(): void {
    for (const cancel of this.#pauses.values()) cancel();
    this.#pauses.clear();
  }

  #pendingIn(stream: string): PendingAttempt[] {
    const id = paymentKind.idOf(stream);
    const parts = this.#shell()
      .context(id.node, id.paymentHash)
      .parts.filter(({ status }) => status === 'pending');
    if (parts.length === 0) return [];
    const records = this.#journal.readStreamFromStart(stream);
    return parts.map((part) => ({
      attempt: attemptOf(id, part, this.#history.numberAt(sentAt(records, part)), this.#onionKey),
      answered: part.answer !== undefined,
    }));
  }

  async #reconcile(attempt: Attempt, answered: boolean, tries: number): Promise<void> {
    let status: AttemptStatus;
    try {
      status = await this.#network.status(attempt);
    } catch {
      this.#later(attempt, tries, (next) => void this.#reconcile(attempt, answered, next));
      return;
    }
    if (!this.#open.has(attempt.number)) return;
    const step = RECOVERY[saidBy(status)][(answered ? 'answered' : 'unanswered') satisfies LogSays];
    switch (step.do) {
      case 'wait':
        this.#await(attempt, tries);
        return;
      case 'resolve':
        if (status.type === 'resolved') this.#guard(() => this.#resolve(attempt, status.outcome, 0));
        return;
      case 'offer':
        if (this.#history.doubt === null) await this.#ask(attempt, 0);
        return;
      case 'doubt': {
        const why = status.type === 'gone' ? `${step.why}: ${status.why}` : step.why;
        this.#deliver(attempt, { type: 'PART_IN_DOUBT', ...nameOf(attempt), why, atMs: this.#clock.nowMs() });
      }
    }
  }

  /** The node has it. Its result may come under the number of an attempt the log has lost, so after a rollback it is asked for. */
  #await(attempt: Attempt, tries: number): void {
    if (!this.#history.asksFirst) return;
    this.#noteAnswer(attempt, 'duplicate');
    this.#later(attempt, tries, (next) => void this.#reconcile(attempt, true, next));
  }

  /** Offers to a switch that may be elsewhere: it may answer late, or not at all. */
  async #ask(attempt: Attempt, tries: number): Promise<void> {
    if (!this.#open.has(attempt.number)) return;
    let answer: OfferAnswer;
    try {
      answer = await this.#network.offer(attempt, this.#positionOf(attempt));
    } catch (error) {
      answer = { type: 'unknown', why: (error as Error).message };
    }
    this.#answered(attempt, answer, tries);
  }

  #answered(attempt: Attempt, answer: OfferAnswer, tries: number): void {
    switch (answer.type) {
      case 'accepted':
      case 'duplicate':
        this.#noteAnswer(attempt, answer.type);
        return;
      case 'refused': {
        const outcome: HtlcOutcome = { type: 'local', ...wordsOf(answer.refusal) };
        this.#guard(() => this.#resolve(attempt, outcome, this.#positionOf(attempt)));
        return;
      }
      case 'unknown':
        this.#later(attempt, tries, (next) => void this.#ask(attempt, next));
    }
  }

  /** Inside one journal the network's own records are the note. */
  #noteAnswer(attempt: Attempt, answer: OfferWord): void {
    if (this.#network.insideJournal || !this.#open.has(attempt.number)) return;
    this.#deliver(attempt, { type: 'PART_ANSWERED', ...nameOf(attempt), answer, atMs: this.#clock.nowMs() });
  }

  #later(attempt: Attempt, tries: number, again: (tries: number) => void): void {
    if (!this.#open.has(attempt.number)) return;
    const pauseMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(tries, 16));
    const cancel = this.#clock.after(pauseMs, () => {
      this.#pauses.delete(attempt.number);
      again(tries + 1);
    });
    this.#pauses.set(attempt.number, cancel);
  }

  /** A result may be of an attempt that ended before: it came again, or a preimage after a failure, and the preimage wins. */
  #heard({ attempt: number, outcome, cause }: HtlcResult): void {
    const attempt = this.#open.get(number) ?? this.#logged(number);
    if (attempt !== undefined) this.#resolve(attempt, outcome, cause);
  }

  /** Of the record that sent it. */
  #positionOf({ number }: Attempt): Position {
    return this.#history.positionOf(number) as Position;
  }

  /** The attempt that has a number. */
  #logged(number: number): (PaymentId & PartName & { number: number }) | undefined {
    const position = this.#history.positionOf(number);
    const record = position === undefined ? undefined : this.#journal.record(position);
    if (record === undefined || !paymentKind.owns(record.stream)) return undefined;
    const event = record.event as unknown as PaymentEvent;
    if (event.type !== 'PART_SENT') return undefined;
    return { ...paymentKind.idOf(record.stream), groupid: event.groupid, partid: event.partid, number };
  }

  #resolve(attempt: PaymentId & PartName & { number: number }, outcome: HtlcOutcome, cause: Position): void {
    const { node, paymentHash, number } = attempt;
    const part = partOf(this.#shell().context(node, paymentHash), attempt);
    const takes = part?.status === 'pending' || (part?.status === 'failed' && outcome.type === 'fulfilled');
    if (part !== undefined && takes) this.#end(attempt, part, outcome, cause);
    else this.#settle(number);
  }

  #end(attempt: PaymentId & PartName & { number: number }, part: Part, outcome: HtlcOutcome, cause: Position): void {
    const { node, paymentHash, number } = attempt;
    const atMs = this.#clock.nowMs();
    if (outcome.type === 'fulfilled' && !opens(outcome.preimage, paymentHash)) {
      const why = 'the node told a preimage that does not open the payment_hash';
      this.#deliver(attempt, { type: 'PART_IN_DOUBT', ...nameOf(attempt), why, atMs }, cause);
      return;
    }
    this.#close(number);
    const end = { ...nameOf(attempt), updatedIndex: this.#shell().nextIndex(node, 'updated'), atMs };
    const event: PaymentEvent =
      outcome.type === 'fulfilled'
        ? { type: 'PART_FULFILLED', ...end, preimage: outcome.preimage }
        : { type: 'PART_FAILED', ...end, failure: failureOf(node, part.send, outcome, this.#onionKey) };
    this.#deliver(attempt, event, cause);
    this.#settle(number);
  }

  #close(number: number): void {
    this.#open.delete(number);
    this.#pauses.get(number)?.();
    this.#pauses.delete(number);
  }

  /** Tells the switch, once everything logged so far is durable. */
  #settle(number: number): void {
    if (!this.#network.insideJournal) this.#once(this.#journal.position, () => this.#network.settled(number));
  }

  /** Runs `work` when a position is durable; after a fail-stop never. */
  #once(position: Position, work: () => void): void {
    this.#journal
      .durable(position)
      .then(work)
      .catch(() => {});
  }

  #deliver({ node, paymentHash }: PaymentId, event: PaymentEvent, cause: Position = 0): void {
    this.#guard(() => this.#shell().deliver(node, paymentHash, event, cause));
  }

  #guard(work: () => void): void {
    this.#runtime?.guard(work);
  }

  #shell(): PaymentShell {
    if (!this.#payments) throw new SendpayError('SENDPAY_ASSERTION', 'the offers are not attached to a runtime');
    return this.#payments;
  }
}

const nameOf = ({ groupid, partid }: PartName): PartName => ({ groupid, partid });

function sentAt(records: readonly JournalRecord[], { groupid, partid }: PartName): Position {
  const sent = records.find(({ event }) => {
    const one = event as unknown as Sent;
    return one.type === 'PART_SENT' && one.groupid === groupid && one.partid === partid;
  });
  return (sent as JournalRecord).position;
}

function saidBy(status: AttemptStatus): SwitchSays {
  if (status.type !== 'never-seen') return status.type;
  return status.worth === 'exact' ? 'never-seen' : 'never-seen-as-far-as-kept';
}
