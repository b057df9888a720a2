/**
 * Runs plans of the payment machine on a node: what each event of the machine means there, whatever the node is.
 *
 * The machine's events are results of what a node is told and of what happens to its HTLCs; so an event is brought about
 * (`sendpay`, an HTLC settled or failed by the network, `delpay`) rather than delivered where the node has a way. Does not decide what should
 * follow: it reports what the node shows.
 */
import type { EventObject } from 'xstate';
import type { PaymentEvent } from '../../../../machines/payment.ts';
import { given } from '../../../domain/given.ts';
import type { OfferWord } from '../../../domain/payment-part.ts';
import type { Driver, NotRunnable, Observation } from '../../../testing/driver.ts';
import type { Expectation } from '../../../testing/plan.ts';

type Of<T extends PaymentEvent['type']> = Extract<PaymentEvent, { type: T }>;

/** A node under test, with one payment_hash of its own. */
export interface PaymentSystem {
  /** `sendpay` of one part, with the group the event names. */
  send(part: Of<'PART_SENT'>): Promise<NotRunnable | undefined>;
  /** The part's HTLC comes back with the preimage. */
  fulfil(part: Of<'PART_FULFILLED'>): Promise<NotRunnable | undefined>;
  /** The part's HTLC comes back with an error. */
  fail(part: Of<'PART_FAILED'>): Promise<NotRunnable | undefined>;
  /** The switch takes the offer, or cannot say what became of it. */
  note(word: Of<'PART_ANSWERED'> | Of<'PART_IN_DOUBT'>): Promise<NotRunnable | undefined>;
  /** `delpay`. */
  forget(rows: Of<'PARTS_DELETED'>): Promise<NotRunnable | undefined>;
  look(): Promise<Observation>;
  close(): Promise<void>;
}

export interface PaymentDriverOptions<S extends PaymentSystem> {
  readonly name: string;
  /** A node with a payment_hash nobody used before. */
  readonly open: () => Promise<S>;
  /** Done to the node after every step, before it is looked at. */
  readonly afterStep?: (system: S) => Promise<void>;
  readonly view?: (expect: Expectation) => Expectation;
}

/** @throws whatever `open` throws, from `start` */
export function paymentDriver<S extends PaymentSystem>(options: PaymentDriverOptions<S>): Driver {
  const { name, open, afterStep = async () => {}, view } = options;
  let system: S | undefined;
  return {
    name,
    ...(view ? { view } : {}),
    async start() {
      system = await open();
      return system.look();
    },
    async step(event) {
      if (system === undefined) throw new TypeError('the driver was not started');
      const refusal = await bringAbout(system, event);
      if (refusal !== undefined) return refusal;
      await afterStep(system);
      return system.look();
    },
    async stop() {
      await system?.close();
      system = undefined;
    },
  };
}

async function bringAbout(system: PaymentSystem, event: EventObject): Promise<NotRunnable | undefined> {
  const given = event as PaymentEvent;
  switch (given.type) {
    case 'PART_SENT':
      return system.send(given);
    case 'PART_FULFILLED':
      return system.fulfil(given);
    case 'PART_FAILED':
      return system.fail(given);
    case 'PART_ANSWERED':
    case 'PART_IN_DOUBT':
      return system.note(given);
    case 'PARTS_DELETED':
      return system.forget(given);
    default:
      return notRunnable(`no payment has an event ${event.type}`);
  }
}

export function notRunnable(reason: string): NotRunnable {
  return { kind: 'not runnable', reason };
}

/** A row of `listsendpays`, as far as it tells how the part stands, and the switch's word, which no listing shows. */
export interface SeenRow {
  readonly groupid: bigint;
  readonly partid: bigint;
  readonly status: string;
  readonly preimage?: unknown;
  readonly answer?: OfferWord;
  readonly doubt?: string;
}

/** A row in the words of the payment model. */
export function seenPart({ groupid, partid, status, preimage, answer, doubt }: SeenRow): unknown {
  const ended = preimage !== undefined ? 'preimage' : status === 'failed' ? 'failure' : 'no';
  return { part: `${groupid}/${partid}`, status, ended, ...given({ answer, doubt }) };
}
