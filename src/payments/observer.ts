/**
 * A payment to watch: an XState actor, started from the durable state and fed from the durable log.
 *
 * It is an `Actor` in every way XState, `@xstate/react` and inspectors use one, until the payment is at its end
 * (`payment-end.ts`): then it is done, its output says what the payment came to, and it follows no further. A hash that is paid
 * again is watched again.
 * Invariants: it shows only what is durable (G4); only the log moves it, so `send` is refused; it costs nothing when nobody
 * watches, and once it is done or stopped it is fed no more. Who waits for its end keeps the process alive, who only looks does not.
 */
import {
  Actor,
  type ActorLogic,
  type AnyActorRef,
  type InspectionEvent,
  type Observer,
  type SnapshotFrom,
  type Subscription,
  toObserver,
  waitFor,
} from 'xstate';
import type { StateOf } from '../../machines/kind.ts';
import { type PayEffect, type PayEvent, payMachine } from '../../machines/pay.ts';
import { payKind } from '../../machines/pay-kind.ts';
import { type PaymentEffect, type PaymentEvent, paymentMachine } from '../../machines/payment.ts';
import { paymentKind } from '../../machines/payment-kind.ts';
import { SendpayError } from '../domain/errors.ts';
import type { NodeId, PaymentHash } from '../domain/ids.ts';
import type { PaymentId } from '../domain/payment-id.ts';
import type { Journal, JournalRecord, Position } from '../journal/port.ts';
import { Fold, snapshotOf } from '../runtime/fold.ts';
import { outcomeOf, type PaymentOutcome } from './payment-end.ts';

type MachineSnapshot = SnapshotFrom<typeof paymentMachine>;
type WithOutcome<S> = S extends { status: 'done' } ? Omit<S, 'output'> & { output: PaymentOutcome } : S;

/** The machine's snapshot; one that is done has the outcome as its output. */
export type PaymentSnapshot = WithOutcome<MachineSnapshot>;

type PaymentLogic = ActorLogic<PaymentSnapshot, PaymentEvent, undefined, AnyActorRef['system'], PaymentEffect>;

export interface ObserveOptions {
  /** Gets XState's inspection events of this actor, as with `createActor`. */
  readonly inspect?: Observer<InspectionEvent> | ((event: InspectionEvent) => void);
}

/** What the actor needs of the node it belongs to. */
export interface ObserveContext extends ObserveOptions {
  /** Counts in one who waits for the end; the function it gives counts them out. */
  readonly hold?: () => () => void;
  /** Calls back when the node closes or fails; the function it gives ends that. */
  readonly whenClosed?: (stop: () => void) => () => void;
}

const payments = new Fold(paymentMachine);
const pays = new Fold(payMachine);

/** Starts watching a payment; also one that was never attempted (it is `idle`). */
export function observePayment(journal: Journal, id: PaymentId, options: ObserveContext = {}): PaymentActor {
  return new PaymentActor(new DurablePayment(journal, id), id, options);
}

/** A live, read-only payment. `stop` it when done. */
export class PaymentActor extends Actor<PaymentLogic> {
  readonly node: NodeId;
  readonly paymentHash: PaymentHash;
  readonly #hold: () => () => void;

  constructor(
    payment: DurablePayment,
    { node, paymentHash }: PaymentId,
    { inspect, hold, whenClosed }: ObserveContext,
  ) {
    const { logic, snapshot, stream } = payment;
    super(logic, { snapshot, id: stream, ...(inspect ? { inspect } : {}) });
    this.node = node;
    this.paymentHash = paymentHash;
    this.#hold = hold ?? (() => () => {});
    super.start();
    if (this.#isOver()) return;
    const unfollow = payment.follow(
      () => this.getSnapshot(),
      (event) => {
        if (!this.#isOver()) super.send(event);
      },
    );
    const unclose = whenClosed?.(() => void this.stop());
    super.subscribe({
      complete: () => {
        unfollow();
        unclose?.();
      },
    });
  }

  /** Refused: throws SENDPAY_READ_ONLY. */
  override send(event: PaymentEvent): never {
    throw new SendpayError(
      'SENDPAY_READ_ONLY',
      `${this.id} is moved by the log alone; ${event.type} was not sent to it: use a command (sendpay, pay, delpay)`,
    );
  }

  /** It was started when it was made; one that is done or stopped stays so. */
  override start(): this {
    return this;
  }

  /** Each durable state from now on, the present one not included (as XState actors do). */
  override subscribe(observer: Observer<PaymentSnapshot>): Subscription;
  override subscribe(
    next?: (snapshot: PaymentSnapshot) => void,
    error?: (error: unknown) => void,
    complete?: () => void,
  ): Subscription;
  override subscribe(
    observerOrNext?: Observer<PaymentSnapshot> | ((snapshot: PaymentSnapshot) => void),
    onError?: (error: unknown) => void,
    onComplete?: () => void,
  ): Subscription {
    const observer = toObserver(observerOrNext as Observer<PaymentSnapshot>, onError, onComplete);
    const { next, error, complete } = observer;
    if (!complete || this.#isOver()) return super.subscribe(observer);
    const release = this.#hold();
    const subscription = super.subscribe({
      ...(next ? { next } : {}),
      ...(error ? { error } : {}),
      complete: () => {
        release();
        complete();
      },
    });
    return {
      unsubscribe: () => {
        release();
        subscription.unsubscribe();
      },
    };
  }

  /** Resolves with the first durable state `predicate` accepts, the present one included. Rejects if it ends before. */
  waitFor(predicate: (snapshot: PaymentSnapshot) => boolean): Promise<PaymentSnapshot> {
    return waitFor(this, predicate);
  }

  #isOver(): boolean {
    return this.getSnapshot().status !== 'active';
  }
}

/** What the log says of a payment and of its pay, as far as it is durable. */
class DurablePayment {
  readonly stream: string;
  /** The machine's logic, but for the end. */
  readonly logic: PaymentLogic;
  /** When it was looked up. */
  readonly snapshot: PaymentSnapshot;
  readonly #journal: Journal;
  readonly #id: PaymentId;
  readonly #payStream: string;
  #pay: StateOf<typeof payMachine>;
  /** The last record of the payment that was told. */
  #toldTo: Position;

  constructor(journal: Journal, id: PaymentId) {
    this.#journal = journal;
    this.#id = id;
    this.stream = paymentKind.streamOf(id);
    this.#payStream = payKind.streamOf(id);
    this.#pay = pays.replay(pays.initial, this.#durable(this.#payStream).map(payEventOf));
    const records = this.#durable(this.stream);
    this.#toldTo = records.at(-1)?.position ?? 0;
    this.snapshot = this.#ended(snapshotOf(paymentMachine, payments.replay(payments.initial, records.map(eventOf))));
    const transition: PaymentLogic['transition'] = (snapshot, event, scope) =>
      this.#ended(paymentMachine.transition(snapshot as MachineSnapshot, event, scope as never));
    // Inspectors draw what they find of the machine on the logic.
    this.logic = Object.assign(Object.create(paymentMachine), { transition }) as PaymentLogic;
  }

  /** Tells each event once it is durable; the function it gives ends that. `now`: what became of those told before. */
  follow(now: () => PaymentSnapshot, tell: (event: PaymentEvent) => void): () => void {
    return this.#journal.onDurable((_position, records) => {
      const ofPay = records.filter(({ stream }) => stream === this.#payStream);
      this.#pay = pays.replay(this.#pay, ofPay.map(payEventOf));
      for (const record of records) {
        if (record.stream !== this.stream) continue;
        this.#toldTo = record.position;
        tell(eventOf(record));
      }
      // The pay gave up when nothing of the payment moved: the payment hears of it as who waits for the pay does.
      const before = now();
      if (ofPay.length > 0 && this.#ended(before) !== before) tell(PAY_RESOLVED);
    });
  }

  #durable(stream: string): readonly JournalRecord[] {
    const { durablePosition } = this.#journal;
    return this.#journal.readStreamFromStart(stream).filter(({ position }) => position <= durablePosition);
  }

  /** Done, if the payment is at its end. What is written next may say otherwise, so it is waited for. */
  #ended(snapshot: MachineSnapshot | PaymentSnapshot): PaymentSnapshot {
    if (snapshot.status !== 'active' || this.#movesOn()) return snapshot as PaymentSnapshot;
    const output = outcomeOf(this.#id.paymentHash, snapshot as MachineSnapshot, this.#pay.context);
    return (output ? { ...snapshot, status: 'done', output } : snapshot) as PaymentSnapshot;
  }

  /** There are later records, of the payment or its pay. */
  #movesOn(): boolean {
    const headOf = (stream: string): Position => this.#journal.head(stream)?.position ?? 0;
    return headOf(this.stream) > this.#toldTo || headOf(this.#payStream) > this.#journal.durablePosition;
  }
}

const eventOf = (record: JournalRecord): PaymentEvent => record.event as unknown as PaymentEvent;
const payEventOf = (record: JournalRecord): PayEvent => record.event as unknown as PayEvent;

/** What the pay machine emits when it ended. The payment machine has no transition for it: only the end follows. */
const PAY_RESOLVED = { type: 'PAY_RESOLVED' } satisfies PayEffect as unknown as PaymentEvent;
