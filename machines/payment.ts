/**
 * The payment machine: one payment_hash from never attempted to settled. Stream `payment/<node>/<hash>`.
 *
 * Invariants: the state is the truth table of `paymentStatus` after every event; `complete` is final, a late failure of any
 * part never leaves it; `PART_SENT` is taken only where `decideSendpay` says "send", so no (groupid, partid) ever leaves twice.
 * A part whose fate nobody knows stays pending, and says why.
 * Does not send, wait, hash or read a clock: it emits `OFFER_HTLC` and `PART_RESOLVED` as data.
 */
import { assertEvent, assign, emit, setup } from 'xstate';
import type { PaymentHash, Preimage } from '../src/domain/ids.ts';
import {
  factsOf,
  type OfferWord,
  type Part,
  type PartFailure,
  type PartName,
  paymentStatus,
  samePart,
} from '../src/domain/payment-part.ts';
import { decideSendpay } from '../src/domain/sendpay-decision.ts';

export interface PaymentContext {
  /** Every attempt whose row was not deleted, in creation order. */
  readonly parts: readonly Part[];
  /** Parts whose rows `delpay` removed: proof that the hash is paid, and names that must not leave a second time. */
  readonly tombstones: readonly Part[];
}

/** The part as it is when it leaves: nothing known of its end. */
export type SentPart = Omit<
  Part,
  'status' | 'updatedIndex' | 'completedAtMs' | 'answer' | 'doubt' | 'preimage' | 'failure'
>;

export type PaymentEvent =
  | ({ readonly type: 'PART_SENT' } & SentPart)
  | {
      readonly type: 'PART_FULFILLED';
      readonly groupid: bigint;
      readonly partid: bigint;
      readonly preimage: Preimage;
      readonly updatedIndex: number;
      readonly atMs: number;
    }
  | {
      readonly type: 'PART_FAILED';
      readonly groupid: bigint;
      readonly partid: bigint;
      readonly failure: PartFailure;
      readonly updatedIndex: number;
      readonly atMs: number;
    }
  | {
      /** A switch outside this journal took the offer. */
      readonly type: 'PART_ANSWERED';
      readonly groupid: bigint;
      readonly partid: bigint;
      readonly answer: OfferWord;
      readonly atMs: number;
    }
  | {
      /** The switch cannot say what became of it, and it may have left: it stays pending, and says why. */
      readonly type: 'PART_IN_DOUBT';
      readonly groupid: bigint;
      readonly partid: bigint;
      readonly why: string;
      readonly atMs: number;
    }
  | {
      readonly type: 'PARTS_DELETED';
      readonly status: 'complete' | 'failed';
      /** Absent: every part with the status. */
      readonly part?: PartName;
      /** How many rows of this node were deleted before this event (`wait` counts them). */
      readonly deletedBefore: number;
      readonly atMs: number;
    };

export type PaymentEffect =
  | { readonly type: 'OFFER_HTLC'; readonly groupid: bigint; readonly partid: bigint }
  | { readonly type: 'PART_RESOLVED'; readonly groupid: bigint; readonly partid: bigint }
  | { readonly type: 'PARTS_REMOVED'; readonly parts: readonly Part[] };

type Resolution = Extract<PaymentEvent, { type: 'PART_FULFILLED' | 'PART_FAILED' }>;

export function partOf(context: PaymentContext, name: PartName): Part | undefined {
  return context.parts.find((part) => samePart(part, name));
}

/** Parts a `PARTS_DELETED` takes away. */
export function partsDeletedBy(
  context: PaymentContext,
  event: Extract<PaymentEvent, { type: 'PARTS_DELETED' }>,
): readonly Part[] {
  return context.parts.filter(
    (part) => part.status === event.status && (event.part === undefined || samePart(part, event.part)),
  );
}

/** Which hash is irrelevant to the decision itself; it only appears in a refusal's text, which a guard does not use. */
const NO_HASH = '' as PaymentHash;

function resolve(part: Part, event: Resolution): Part {
  const { doubt: _settled, ...known } = part;
  const end = { ...known, updatedIndex: event.updatedIndex, completedAtMs: event.atMs };
  if (event.type === 'PART_FAILED') return { ...end, status: 'failed', failure: event.failure };
  const { failure: _late, ...withoutFailure } = end;
  return { ...withoutFailure, status: 'complete', preimage: event.preimage };
}

const statusAfter = (context: PaymentContext, event: Resolution): ReturnType<typeof paymentStatus> =>
  paymentStatus(factsOf(resolvedParts(context, event), context.tombstones));

const withPart = (context: PaymentContext, name: PartName, over: Partial<Part>): readonly Part[] =>
  context.parts.map((part) => (samePart(part, name) ? { ...part, ...over } : part));

const resolvedParts = (context: PaymentContext, event: Resolution): readonly Part[] =>
  context.parts.map((part) => (samePart(part, event) ? resolve(part, event) : part));

/** While something is in flight, whatever the payment has come to. */
const answered = {
  guard: 'isUnanswered',
  actions: 'noteAnswer',
  description: 'the switch took the offer: it is never offered again',
} as const;
const inDoubt = {
  guard: 'isNewDoubt',
  actions: 'noteDoubt',
  description: 'the switch cannot say what became of a part: it stays pending',
} as const;

export const paymentMachine = setup({
  types: {
    context: {} as PaymentContext,
    events: {} as PaymentEvent,
    emitted: {} as PaymentEffect,
    tags: {} as 'pending' | 'complete' | 'failed' | 'inFlight',
  },
  guards: {
    /** The rules of `sendpay` let this part leave. */
    maySend: ({ context, event }) => {
      assertEvent(event, 'PART_SENT');
      return (
        decideSendpay(context.parts, context.tombstones, {
          ...event,
          paymentHash: NO_HASH,
          destination: event.destination,
        }).type === 'send'
      );
    },
    /** The part is in flight. */
    partIsPending: ({ context, event }) => {
      assertEvent(event, 'PART_FAILED');
      return partOf(context, event)?.status === 'pending';
    },
    /** The part is in flight, and with it the payment fails: nothing else is, and nothing settled. */
    lastPendingPartFails: ({ context, event }) => {
      assertEvent(event, 'PART_FAILED');
      return partOf(context, event)?.status === 'pending' && statusAfter(context, event) === 'failed';
    },
    /** The part is in flight, or failed before: a preimage wins. */
    partIsNotComplete: ({ context, event }) => {
      assertEvent(event, 'PART_FULFILLED');
      const status = partOf(context, event)?.status;
      return status === 'pending' || status === 'failed';
    },
    /** The event ends the part, and others are still in flight. */
    othersStayInFlight: ({ context, event }) => {
      assertEvent(event, ['PART_FULFILLED', 'PART_FAILED']);
      const part = partOf(context, event);
      if (part === undefined || part.status === 'complete') return false;
      if (event.type === 'PART_FAILED' && part.status !== 'pending') return false;
      return resolvedParts(context, event).some((other) => other.status === 'pending');
    },
    /** The part is in flight, and the switch had not said yet that it took it. */
    isUnanswered: ({ context, event }) => {
      assertEvent(event, 'PART_ANSWERED');
      const part = partOf(context, event);
      return part?.status === 'pending' && part.answer === undefined;
    },
    /** The part is in flight, and this reason is not the one noted last. */
    isNewDoubt: ({ context, event }) => {
      assertEvent(event, 'PART_IN_DOUBT');
      const part = partOf(context, event);
      return part?.status === 'pending' && part.doubt !== event.why;
    },
    /** There is a row of that status, or of that name and status. */
    deletesSomething: ({ context, event }) => {
      assertEvent(event, 'PARTS_DELETED');
      return partsDeletedBy(context, event).length > 0;
    },
    /** No row is left, and no row deleted was proof of payment: as if never attempted. */
    deletesTheLastRow: ({ context, event }) => {
      assertEvent(event, 'PARTS_DELETED');
      const gone = partsDeletedBy(context, event).length;
      return gone > 0 && gone === context.parts.length && context.tombstones.every((part) => part.status === 'failed');
    },
  },
  actions: {
    /** Adds the part, in flight. */
    recordPart: assign(({ context, event }) => {
      assertEvent(event, 'PART_SENT');
      const { type: _type, ...part } = event;
      return { parts: [...context.parts, { ...part, status: 'pending' as const }] };
    }),
    /** Offers the part to the switch. */
    offerHtlc: emit(({ event }) => {
      assertEvent(event, 'PART_SENT');
      return { type: 'OFFER_HTLC' as const, groupid: event.groupid, partid: event.partid };
    }),
    /** Notes how the part ended: its preimage, or its failure. */
    recordEnd: assign(({ context, event }) => {
      assertEvent(event, ['PART_FULFILLED', 'PART_FAILED']);
      return { parts: resolvedParts(context, event) };
    }),
    /** Notes that the switch took the offer. */
    noteAnswer: assign(({ context, event }) => {
      assertEvent(event, 'PART_ANSWERED');
      return { parts: withPart(context, event, { answer: event.answer }) };
    }),
    /** Notes why nobody can say what became of the part. */
    noteDoubt: assign(({ context, event }) => {
      assertEvent(event, 'PART_IN_DOUBT');
      return { parts: withPart(context, event, { doubt: event.why }) };
    }),
    /** Tells waiters and lists that the part ended. */
    tellResolved: emit(({ event }) => {
      assertEvent(event, ['PART_FULFILLED', 'PART_FAILED']);
      return { type: 'PART_RESOLVED' as const, groupid: event.groupid, partid: event.partid };
    }),
    /** Tells lists which rows are deleted, before they are. */
    tellRemoved: emit(({ context, event }) => {
      assertEvent(event, 'PARTS_DELETED');
      return { type: 'PARTS_REMOVED' as const, parts: partsDeletedBy(context, event) };
    }),
    /** Takes the rows away and keeps their tombstones. */
    removeParts: assign(({ context, event }) => {
      assertEvent(event, 'PARTS_DELETED');
      const gone = partsDeletedBy(context, event);
      return {
        parts: context.parts.filter((part) => !gone.includes(part)),
        tombstones: [...context.tombstones, ...gone],
      };
    }),
  },
}).createMachine({
  id: 'payment',
  description: 'One payment_hash, from never attempted to settled',
  context: { parts: [], tombstones: [] },
  initial: 'idle',
  states: {
    idle: {
      description: 'Never attempted, or every row was deleted',
      on: {
        PART_SENT: {
          guard: 'maySend',
          target: 'pending',
          actions: ['recordPart', 'offerHtlc'],
          description: 'sendpay: the first HTLC leaves',
        },
      },
    },
    pending: {
      description: 'At least one HTLC is in flight: money may still leave',
      tags: ['pending', 'inFlight'],
      on: {
        PART_SENT: {
          guard: 'maySend',
          actions: ['recordPart', 'offerHtlc'],
          description: 'another part of the same group',
        },
        PART_FULFILLED: [
          {
            guard: 'othersStayInFlight',
            target: 'complete.windingDown',
            actions: ['recordEnd', 'tellResolved'],
            description: 'a preimage arrived while other parts are in flight',
          },
          {
            guard: 'partIsNotComplete',
            target: 'complete.settled',
            actions: ['recordEnd', 'tellResolved'],
            description: 'the preimage arrived',
          },
        ],
        PART_FAILED: [
          {
            guard: 'lastPendingPartFails',
            target: 'failed',
            actions: ['recordEnd', 'tellResolved'],
            description: 'the last HTLC in flight failed',
          },
          {
            guard: 'partIsPending',
            actions: ['recordEnd', 'tellResolved'],
            description: 'a part failed, others are in flight',
          },
        ],
        PART_ANSWERED: answered,
        PART_IN_DOUBT: inDoubt,
        PARTS_DELETED: {
          guard: 'deletesSomething',
          actions: ['tellRemoved', 'removeParts'],
          description: 'delpay of earlier failed attempts',
        },
      },
    },
    complete: {
      description: 'A preimage is known: paid, for good',
      tags: ['complete'],
      initial: 'settled',
      on: {
        PARTS_DELETED: {
          guard: 'deletesSomething',
          actions: ['tellRemoved', 'removeParts'],
          description: 'delpay: rows go, the proof of payment stays',
        },
      },
      states: {
        windingDown: {
          description: 'Paid, while other parts are still in flight',
          tags: ['inFlight'],
          on: {
            PART_ANSWERED: answered,
            PART_IN_DOUBT: inDoubt,
            PART_FULFILLED: [
              {
                guard: 'othersStayInFlight',
                actions: ['recordEnd', 'tellResolved'],
                description: 'one more part settled, others are in flight',
              },
              {
                guard: 'partIsNotComplete',
                target: 'settled',
                actions: ['recordEnd', 'tellResolved'],
                description: 'the last part in flight settled',
              },
            ],
            PART_FAILED: [
              {
                guard: 'othersStayInFlight',
                actions: ['recordEnd', 'tellResolved'],
                description: 'a part failed after success, others are in flight',
              },
              {
                guard: 'partIsPending',
                target: 'settled',
                actions: ['recordEnd', 'tellResolved'],
                description: 'the last part in flight failed after success',
              },
            ],
          },
        },
        settled: {
          description: 'Nothing is in flight any more',
          on: {
            PART_FULFILLED: {
              guard: 'partIsNotComplete',
              actions: ['recordEnd', 'tellResolved'],
              description: 'a preimage for a part that had failed: it counts as paid too',
            },
          },
        },
      },
    },
    failed: {
      description: 'Nothing is in flight and nothing settled; a new sendpay may try again',
      tags: ['failed'],
      on: {
        PART_SENT: {
          guard: 'maySend',
          target: 'pending',
          actions: ['recordPart', 'offerHtlc'],
          description: 'sendpay again: a new group',
        },
        PART_FULFILLED: {
          guard: 'partIsNotComplete',
          target: 'complete.settled',
          actions: ['recordEnd', 'tellResolved'],
          description: 'a preimage after a failure: the preimage wins',
        },
        PARTS_DELETED: [
          {
            guard: 'deletesTheLastRow',
            target: 'idle',
            actions: ['tellRemoved', 'removeParts'],
            description: 'delpay of every failed attempt',
          },
          {
            guard: 'deletesSomething',
            actions: ['tellRemoved', 'removeParts'],
            description: 'delpay of some failed attempts',
          },
        ],
      },
    },
  },
});
