/**
 * A payment to watch: a real XState actor, started from the durable state and fed from the durable log.
 *
 * Invariants: it shows only what is durable (G4); it ignores events that did not come from the log, since acting goes through
 * commands; it costs nothing when nobody watches. `subscribe`, `getSnapshot`, `on`, XState's `waitFor` and `inspect` work as on
 * any actor.
 */
import { type Actor, createActor, type InspectionEvent, type Observer, type SnapshotFrom } from 'xstate';
import { type PaymentEvent, paymentMachine } from '../../machines/payment.ts';
import { paymentKind } from '../../machines/payment-kind.ts';
import type { NodeId, PaymentHash } from '../domain/ids.ts';
import type { PaymentId } from '../domain/payment-id.ts';
import type { Journal, JournalRecord } from '../journal/port.ts';
import { Fold } from '../runtime/fold.ts';

export type PaymentSnapshot = SnapshotFrom<typeof paymentMachine>;

/** A live, read-only reference to one payment. `stop` it when done. */
export interface PaymentRef {
  readonly node: NodeId;
  readonly paymentHash: PaymentHash;
  /** The XState actor. Events sent to it by anyone but the log are ignored. */
  readonly actor: Actor<typeof paymentMachine>;
  /** The durable state now. */
  getSnapshot(): PaymentSnapshot;
  /** Each durable state from now on, the present one not included (as XState actors do). */
  subscribe(observer: Observer<PaymentSnapshot> | ((snapshot: PaymentSnapshot) => void)): { unsubscribe(): void };
  /** Resolves with the first durable state `predicate` accepts, the present one included. Rejects if stopped before. */
  waitFor(predicate: (snapshot: PaymentSnapshot) => boolean): Promise<PaymentSnapshot>;
  stop(): void;
}

const fold = new Fold(paymentMachine);

export interface ObserveOptions {
  /** XState's inspection events of this actor, passed through unchanged. */
  readonly inspect?: (event: InspectionEvent) => void;
}

/** Starts watching a payment; also one that was never attempted (it is `idle`). */
export function observePayment(
  journal: Journal,
  { node, paymentHash }: PaymentId,
  { inspect }: ObserveOptions = {},
): PaymentRef {
  const stream = paymentKind.streamOf({ node, paymentHash });
  const durable = journal.readStreamFromStart(stream).filter((record) => record.position <= journal.durablePosition);
  const snapshot = fold.replay(fold.initial, durable.map(eventOf));
  const actor = createActor(paymentMachine, { snapshot, id: stream, ...(inspect ? { inspect } : {}) });
  const feed = actor.send.bind(actor);
  actor.send = () => {};
  actor.start();
  const unsubscribe = journal.onDurable((_position, records) => {
    for (const record of records) if (record.stream === stream) feed(eventOf(record));
  });
  const stop = (): void => {
    unsubscribe();
    actor.stop();
  };
  return {
    node,
    paymentHash,
    actor,
    getSnapshot: () => actor.getSnapshot(),
    subscribe: (observer) => actor.subscribe(observer as Observer<PaymentSnapshot>),
    waitFor: (predicate) => firstSnapshot(actor, predicate),
    stop,
  };
}

const eventOf = (record: JournalRecord): PaymentEvent => record.event as unknown as PaymentEvent;

function firstSnapshot(
  actor: Actor<typeof paymentMachine>,
  predicate: (snapshot: PaymentSnapshot) => boolean,
): Promise<PaymentSnapshot> {
  return new Promise((resolve, reject) => {
    const now = actor.getSnapshot();
    if (predicate(now)) {
      resolve(now);
      return;
    }
    const subscription = actor.subscribe({
      next: (snapshot) => {
        if (!predicate(snapshot)) return;
        subscription.unsubscribe();
        resolve(snapshot);
      },
      complete: () => reject(new Error('the payment is not watched any more')),
    });
  });
}
