/**
 * An invoice at its payee: what decides whether an HTLC that reached its destination is taken.
 *
 * Invariant: parts are held until together they carry the total, then all are fulfilled at once, once; or none is. A paid
 * invoice never takes another HTLC. The checks are those of BOLT 4 "Requirements" for the final node that concern the
 * invoice, in Core Lightning's order (invoice, secret, amounts, differing totals).
 * Does not check the onion against the HTLC (`src/network/final-hop.ts`) nor know the block height.
 */
import { assertEvent, assign, emit, setup } from 'xstate';
import type { Msat } from '../src/domain/amount.ts';
import { FailureCode } from '../src/domain/failures.ts';
import { type PaymentCarrier, sameCarrier } from '../src/domain/htlc.ts';
import type { Preimage } from '../src/domain/ids.ts';

/** How long a set may stay incomplete; Core Lightning's 70 s (BOLT 4 asks for at least 60). Logged with each part. */
export const MPP_TIMEOUT_MS = 70_000;
/** That of parts logged without: by 0.1.0. Never edited. */
const UNLOGGED_MPP_TIMEOUT_MS = 70_000;

/** What an invoice asks for. */
export interface InvoiceTerms {
  readonly label: string;
  /** null takes any amount. */
  readonly amountMsat: Msat | null;
  readonly preimage: Preimage;
  /** payment_secret, 64 hex digits. */
  readonly secret: string;
  readonly description: string;
  readonly bolt11: string;
  readonly createdMs: number;
  readonly expiresMs: number;
  readonly createdIndex: number;
}

/** One HTLC held for this invoice. */
export interface InvoicePart {
  readonly htlc: PaymentCarrier;
  readonly amountMsat: Msat;
}

export interface InvoiceContext extends InvoiceTerms {
  /** What the sender says all parts carry together; null while nothing is held. */
  readonly totalMsat: Msat | null;
  readonly parts: readonly InvoicePart[];
  /** When the held parts are given up; null while nothing is held. */
  readonly deadlineMs: number | null;
  readonly receivedMsat: Msat | null;
  readonly paidMs: number | null;
  readonly payIndex: number | null;
  readonly updatedIndex: number | null;
  /** Why the last HTLC that was not taken was failed. */
  readonly lastFailcode: number | null;
}

export type InvoiceEvent =
  | ({ readonly type: 'INVOICE_CREATED' } & InvoiceTerms)
  | {
      readonly type: 'HTLC_ARRIVED';
      readonly htlc: PaymentCarrier;
      readonly amountMsat: Msat;
      /** total_msat of the onion; absent if it is the amount. */
      readonly totalMsat?: Msat;
      readonly secret?: string;
      readonly timeMs: number;
      /** How long the set it begins may stay incomplete; absent if it is no part of one, and in logs of 0.1.0. */
      readonly mppTimeoutMs?: number;
      /** The payee's next pay_index and updated_index, used if this HTLC completes the payment. */
      readonly payIndex: number;
      readonly updatedIndex: number;
    }
  /** A spontaneous payment: its onion brings the preimage, and the invoice with it. */
  | ({
      readonly type: 'KEYSEND_ARRIVED';
      readonly htlc: PaymentCarrier;
      readonly receivedMsat: Msat;
      readonly payIndex: number;
      readonly updatedIndex: number;
    } & InvoiceTerms)
  /** A held HTLC timed out on chain. */
  | { readonly type: 'PART_LOST'; readonly htlc: PaymentCarrier }
  | { readonly type: 'MPP_TIMED_OUT' }
  | { readonly type: 'INVOICE_EXPIRED'; readonly updatedIndex: number }
  | { readonly type: 'INVOICE_DELETED' };

export type InvoiceEffect =
  | { readonly type: 'FULFIL_HTLCS'; readonly parts: readonly InvoicePart[]; readonly preimage: Preimage }
  | { readonly type: 'FAIL_HTLCS'; readonly parts: readonly InvoicePart[]; readonly failcode: number }
  /** The part waits for the others, at most until then. */
  | { readonly type: 'PART_HELD'; readonly deadlineMs: number }
  | { readonly type: 'INVOICE_CHANGED'; readonly status: 'unpaid' | 'paid' | 'expired' | 'deleted' };

const NOTHING: InvoiceContext = {
  label: '',
  amountMsat: null,
  preimage: '' as Preimage,
  secret: '',
  description: '',
  bolt11: '',
  createdMs: 0,
  expiresMs: 0,
  createdIndex: 0,
  totalMsat: null,
  parts: [],
  deadlineMs: null,
  receivedMsat: null,
  paidMs: null,
  payIndex: null,
  updatedIndex: null,
  lastFailcode: null,
};

type Arrival = Extract<InvoiceEvent, { type: 'HTLC_ARRIVED' }>;
interface Args {
  readonly context: InvoiceContext;
  readonly event: InvoiceEvent;
}
type Check = (context: InvoiceContext, arrival: Arrival) => boolean;
const onArrival =
  (check: Check) =>
  ({ context, event }: Args): boolean => {
    assertEvent(event, 'HTLC_ARRIVED');
    return check(context, event);
  };

const totalOf = (arrival: Arrival): Msat => arrival.totalMsat ?? arrival.amountMsat;

function sumOf(parts: readonly InvoicePart[]): Msat {
  let sum = 0n;
  for (const part of parts) sum += part.amountMsat;
  return sum;
}

/** The HTLC the event brings, as a part. */
function partOf(event: InvoiceEvent): InvoicePart {
  assertEvent(event, ['HTLC_ARRIVED', 'KEYSEND_ARRIVED']);
  return { htlc: event.htlc, amountMsat: event.type === 'HTLC_ARRIVED' ? event.amountMsat : event.receivedMsat };
}

/** The HTLC that was lost is one of those held. */
function isHeld(context: InvoiceContext, event: InvoiceEvent): boolean {
  assertEvent(event, 'PART_LOST');
  return context.parts.some((part) => sameCarrier(part.htlc, event.htlc));
}

const NOTHING_HELD = { parts: [], totalMsat: null, deadlineMs: null } as const;

const invoiceSetup = setup({
  types: { context: {} as InvoiceContext, events: {} as InvoiceEvent, emitted: {} as InvoiceEffect },
  guards: {
    /** The HTLC came after the invoice's expiry. */
    isTooLate: onArrival((context, arrival) => arrival.timeMs >= context.expiresMs),
    /** payment_secret is missing or not the invoice's: someone probes. */
    isSecretWrong: onArrival((context, arrival) => arrival.secret !== context.secret),
    /** The total is below the amount asked, or more than twice it (BOLT 4). */
    isAmountWrong: onArrival(
      ({ amountMsat }, arrival) =>
        amountMsat !== null && (totalOf(arrival) < amountMsat || totalOf(arrival) > 2n * amountMsat),
    ),
    /** total_msat is not that of the parts held already. */
    isTotalDifferent: onArrival((context, arrival) => totalOf(arrival) !== context.totalMsat),
    /** This very HTLC is held already (it is looked at again after a restart). */
    isHeldAlready: onArrival((context, arrival) => context.parts.some((part) => sameCarrier(part.htlc, arrival.htlc))),
    /** With this HTLC the parts carry the total. */
    completesSet: onArrival((context, arrival) => sumOf(context.parts) + arrival.amountMsat >= totalOf(arrival)),
    /** The HTLC is one of several parts held. */
    isOneOfSeveral: ({ context, event }) => context.parts.length > 1 && isHeld(context, event),
    /** The HTLC is the only part held. */
    isOnlyPart: ({ context, event }) => context.parts.length === 1 && isHeld(context, event),
  },
  actions: {
    /** Takes over what the invoice asks for. */
    create: assign(({ event }) => {
      assertEvent(event, 'INVOICE_CREATED');
      const { type: _type, ...terms } = event;
      return { ...NOTHING, ...terms };
    }),
    /** Makes the invoice a spontaneous payment pays. */
    createPaid: assign(({ event }) => {
      assertEvent(event, 'KEYSEND_ARRIVED');
      const { type: _type, htlc: _htlc, ...terms } = event;
      return { ...NOTHING, ...terms, paidMs: event.createdMs };
    }),
    /** Holds the HTLC with the other parts. */
    hold: assign(({ context, event }) => {
      assertEvent(event, 'HTLC_ARRIVED');
      const deadlineMs = context.deadlineMs ?? event.timeMs + (event.mppTimeoutMs ?? UNLOGGED_MPP_TIMEOUT_MS);
      return { parts: [...context.parts, partOf(event)], totalMsat: totalOf(event), deadlineMs };
    }),
    /** Asks to be told when the set has been incomplete for too long. */
    setDeadline: emit(({ context }) => ({ type: 'PART_HELD' as const, deadlineMs: context.deadlineMs ?? 0 })),
    /** Reveals the preimage to every part, this one included. */
    fulfil: emit(({ context, event }) => ({
      type: 'FULFIL_HTLCS' as const,
      parts: [...context.parts, partOf(event)],
      preimage: event.type === 'KEYSEND_ARRIVED' ? event.preimage : context.preimage,
    })),
    /** Fails the HTLC that has just come. */
    failArrival: emit(({ event }, params: { failcode: number }) => ({
      type: 'FAIL_HTLCS' as const,
      parts: [partOf(event)],
      failcode: params.failcode,
    })),
    /** Keeps the reason for those who look at the invoice; a failed HTLC is a change, so it is logged. */
    noteFailure: assign((_, params: { failcode: number }) => ({ lastFailcode: params.failcode })),
    /** Fails every part held, and the one that has just come. */
    failSet: emit(({ context, event }, params: { failcode: number }) => ({
      type: 'FAIL_HTLCS' as const,
      parts: event.type === 'HTLC_ARRIVED' ? [...context.parts, partOf(event)] : context.parts,
      failcode: params.failcode,
    })),
    /** Forgets the parts held. */
    letGo: assign(NOTHING_HELD),
    /** Forgets the part that was lost. */
    forgetPart: assign(({ context, event }) => {
      assertEvent(event, 'PART_LOST');
      return { parts: context.parts.filter((part) => !sameCarrier(part.htlc, event.htlc)) };
    }),
    /** Notes what was received, when, and as which payment of this node. */
    recordPayment: assign(({ context, event }) => {
      assertEvent(event, 'HTLC_ARRIVED');
      return {
        ...NOTHING_HELD,
        receivedMsat: sumOf(context.parts) + event.amountMsat,
        paidMs: event.timeMs,
        payIndex: event.payIndex,
        updatedIndex: event.updatedIndex,
      };
    }),
    /** Notes the change for those who list by updated_index. */
    recordExpiry: assign(({ event }) => {
      assertEvent(event, 'INVOICE_EXPIRED');
      return { updatedIndex: event.updatedIndex };
    }),
    /** Tells waiters and lists. */
    announce: emit((_, params: { status: 'unpaid' | 'paid' | 'expired' | 'deleted' }) => ({
      type: 'INVOICE_CHANGED' as const,
      status: params.status,
    })),
  },
});

const UNKNOWN_DETAILS = { failcode: FailureCode.INCORRECT_OR_UNKNOWN_PAYMENT_DETAILS };
const failArrival = [
  { type: 'failArrival', params: UNKNOWN_DETAILS },
  { type: 'noteFailure', params: UNKNOWN_DETAILS },
] as const;
const notTaken = (description: string) => ({ actions: failArrival, description }) as const;
const announce = (status: 'unpaid' | 'paid' | 'expired' | 'deleted') =>
  ({ type: 'announce', params: { status } }) as const;
const failSet = (failcode: number) => ({ type: 'failSet', params: { failcode } }) as const;

/** What every HTLC for an open invoice must pass, in order. */
const arrivalChecks = [
  { guard: 'isTooLate', ...notTaken('not taken: the invoice has expired') },
  { guard: 'isSecretWrong', ...notTaken('not taken: the payment_secret is not that of the invoice') },
  { guard: 'isAmountWrong', ...notTaken('not taken: less than asked, or more than twice as much') },
] as const;
const pay = {
  guard: 'completesSet',
  target: 'paid',
  actions: ['fulfil', 'recordPayment', announce('paid')],
  description: 'the parts carry the total: the preimage is revealed to all of them',
} as const;
const hold = { actions: ['hold', 'setDeadline'] } as const;
const create = (description: string) =>
  ({ target: 'unpaid', actions: ['create', announce('unpaid')], description }) as const;
const remove = {
  target: 'deleted',
  actions: announce('deleted'),
  description: 'the payee deletes the invoice',
} as const;
const keysend = {
  target: 'paid',
  actions: ['fulfil', 'createPaid', announce('paid')],
  description: 'a spontaneous payment brings its own preimage',
} as const;
const SECOND_KEYSEND = 'not taken: there is an invoice for this hash';

export const invoiceMachine = invoiceSetup.createMachine({
  id: 'invoice',
  description: 'An invoice and the HTLCs that pay it',
  context: NOTHING,
  initial: 'unknown',
  states: {
    unknown: {
      description: 'No such invoice',
      on: {
        INVOICE_CREATED: create('the payee asks for a payment'),
        HTLC_ARRIVED: notTaken('not taken: nobody asked for it'),
        KEYSEND_ARRIVED: keysend,
      },
    },
    unpaid: {
      description: 'Waiting for the first HTLC',
      on: {
        HTLC_ARRIVED: [
          ...arrivalChecks,
          pay,
          { target: 'collecting', ...hold, description: 'the first part of a set is held' },
        ],
        KEYSEND_ARRIVED: notTaken(SECOND_KEYSEND),
        INVOICE_EXPIRED: {
          target: 'expired',
          actions: ['recordExpiry', announce('expired')],
          description: 'its time passed unpaid',
        },
        INVOICE_DELETED: remove,
      },
    },
    collecting: {
      description: 'Holding parts until they carry the total',
      on: {
        HTLC_ARRIVED: [
          { guard: 'isHeldAlready', description: 'held already: looked at again after a restart' },
          ...arrivalChecks,
          {
            guard: 'isTotalDifferent',
            target: 'unpaid',
            actions: [failSet(FailureCode.FINAL_INCORRECT_HTLC_AMOUNT), 'letGo'],
            description: 'the parts do not agree on the total: all are failed',
          },
          pay,
          { ...hold, description: 'one more part is held' },
        ],
        KEYSEND_ARRIVED: notTaken(SECOND_KEYSEND),
        MPP_TIMED_OUT: {
          target: 'unpaid',
          actions: [failSet(FailureCode.MPP_TIMEOUT), 'letGo'],
          description: 'incomplete for too long: all parts are failed',
        },
        PART_LOST: [
          { guard: 'isOneOfSeveral', actions: 'forgetPart', description: 'a part timed out on chain, others are held' },
          { guard: 'isOnlyPart', target: 'unpaid', actions: 'letGo', description: 'the only part timed out on chain' },
        ],
      },
    },
    paid: {
      description: 'The preimage is out; nothing more is taken',
      on: {
        HTLC_ARRIVED: notTaken('not taken: paid already'),
        KEYSEND_ARRIVED: notTaken('not taken: paid already'),
        INVOICE_DELETED: remove,
      },
    },
    expired: {
      description: 'Its time passed unpaid',
      on: {
        HTLC_ARRIVED: notTaken('not taken: the invoice has expired'),
        KEYSEND_ARRIVED: notTaken(SECOND_KEYSEND),
        INVOICE_DELETED: remove,
      },
    },
    deleted: {
      description: 'Forgotten by its payee; may be made anew',
      on: {
        HTLC_ARRIVED: notTaken('not taken: the invoice was deleted'),
        KEYSEND_ARRIVED: notTaken('not taken: the invoice was deleted'),
        INVOICE_CREATED: create('the payee asks for a payment again'),
      },
    },
  },
});
