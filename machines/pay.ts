/**
 * The pay machine: from an invoice to a settled payment, over as many attempts and parts as it takes. Stream
 * `pay/<node>/<hash>`.
 *
 * Invariants: what is in flight plus what is still to be routed never exceeds the amount to pay; no attempt starts after
 * the deadline; fees of attempts in flight stay within the budget; one success completes it, whatever fails later.
 * Does not find routes or send: it emits `FIND_ROUTE` and `SEND_PART`; the parts themselves are payment machines'.
 * Because every attempt is logged, it goes on after a restart with new routes until its deadline.
 */
import { assertEvent, assign, emit, enqueueActions, setup } from 'xstate';
import type { Msat } from '../src/domain/amount.ts';
import { blameFor } from '../src/domain/blame.ts';
import { RpcErrorCode } from '../src/domain/errors.ts';
import { FailureCode } from '../src/domain/failures.ts';
import type { ChannelDirection, NodeId, PaymentHash, Preimage, ShortChannelId } from '../src/domain/ids.ts';

/** Version of the events and snapshots below. */
export const PAY_VERSION = 1;

/** Most attempts of one pay: a network that fails more often than this will not carry it. Bounds the log and the context. */
export const MAX_PAY_ATTEMPTS = 200;
/** Most parts in flight at once; the destination must hold them all (BOLT 4 leaves the limit to the sender). */
export const MAX_PAY_PARTS = 32;
/** A piece smaller than twice this is not split further: fees and HTLC slots outgrow it. 10 sat. */
export const MIN_SPLIT_MSAT: Msat = 10_000n;

/** What `pay` was asked for; everything the loop needs to go on after a restart. */
export interface PayRequest {
  readonly paymentHash: PaymentHash;
  readonly payee: NodeId;
  readonly amountMsat: Msat;
  /** Largest sum of fees. */
  readonly maxFeeMsat: Msat;
  /** Largest CLTV delay of a route. */
  readonly maxDelay: number;
  readonly riskFactor: number;
  /** CLTV blocks the destination asks for, shadow blocks included. */
  readonly finalCltv: number;
  readonly groupid: number;
  readonly deadlineMs: number;
  /** Whether the destination takes parts (feature basic_mpp). */
  readonly mayMpp: boolean;
  readonly paymentSecret?: string;
  readonly paymentMetadata?: string;
  readonly keysendPreimage?: string;
  /** `scid/direction` or node ids the caller excludes. */
  readonly exclude: readonly string[];
  readonly hints: readonly RouteHint[];
  readonly invstring?: string;
  readonly label?: string;
  readonly description?: string;
  readonly localinvreqid?: string;
}

/** A private path to the destination from the invoice (BOLT 11 `r`). */
export type RouteHint = readonly {
  readonly node: NodeId;
  readonly channel: ShortChannelId;
  readonly feeBaseMsat: Msat;
  readonly feePpm: number;
  readonly cltvDelta: number;
}[];

export interface PayAttempt {
  readonly partid: number;
  readonly amountMsat: Msat;
  readonly feeMsat: Msat;
  readonly startedMs: number;
  readonly endedMs?: number;
  readonly status: 'pending' | 'complete' | 'failed';
  readonly code?: number;
  readonly message?: string;
}

/** Not to be used again by this pay for amounts from `fromAmountMsat`. */
export interface PayExclusion {
  readonly subject: ChannelDirection | NodeId;
  readonly fromAmountMsat: Msat;
}

/** Why it ended, as `pay` answers. */
export interface PayFailure {
  readonly code: number;
  readonly message: string;
}

export interface PayContext {
  readonly request: PayRequest | null;
  readonly startedMs: number;
  /** Pieces of the amount without a route, largest first. */
  readonly toRouteMsat: readonly Msat[];
  readonly attempts: readonly PayAttempt[];
  readonly exclusions: readonly PayExclusion[];
  /** Directions whose policy a failure corrected: a second such failure excludes them. */
  readonly corrected: readonly ChannelDirection[];
  readonly failure: PayFailure | null;
  readonly preimage: Preimage | null;
}

/** Where an attempt failed, for those who blame. */
export interface ErringHop {
  readonly erringIndex: number;
  readonly hops: number;
  readonly failcode: number;
  /** The channel after the erring node; our own first one if we erred. */
  readonly channel?: ChannelDirection;
  readonly node?: NodeId;
  readonly nextNode?: NodeId;
  readonly amountMsat: Msat;
  /** The failure carried a channel_update that was applied. */
  readonly corrected: boolean;
}

export type PayEvent =
  | { readonly type: 'PAY_STARTED'; readonly request: PayRequest; readonly atMs: number }
  | {
      readonly type: 'ROUTE_CHOSEN';
      readonly partid: number;
      readonly amountMsat: Msat;
      readonly feeMsat: Msat;
      readonly ids: readonly NodeId[];
      readonly channels: readonly ShortChannelId[];
      readonly amountsMsat: readonly Msat[];
      readonly delays: readonly number[];
      readonly atMs: number;
    }
  | { readonly type: 'ROUTE_NOT_FOUND'; readonly amountMsat: Msat; readonly reason: PayFailure; readonly atMs: number }
  | { readonly type: 'ATTEMPT_SUCCEEDED'; readonly partid: number; readonly preimage: Preimage; readonly atMs: number }
  | {
      readonly type: 'ATTEMPT_FAILED';
      readonly partid: number;
      readonly code: number;
      readonly message: string;
      readonly erring?: ErringHop;
      readonly atMs: number;
    }
  | { readonly type: 'DEADLINE_PASSED'; readonly atMs: number };

export type PayEffect =
  | { readonly type: 'FIND_ROUTE'; readonly amountMsat: Msat }
  | { readonly type: 'SEND_PART'; readonly partid: number }
  | { readonly type: 'ARM_DEADLINE'; readonly deadlineMs: number }
  | { readonly type: 'PAY_RESOLVED' };

type Of<T extends PayEvent['type']> = Extract<PayEvent, { type: T }>;

const inFlight = (context: PayContext): readonly PayAttempt[] =>
  context.attempts.filter((attempt) => attempt.status === 'pending');

/** Fees of attempts in flight. */
export function feesInFlightMsat(context: PayContext): Msat {
  return inFlight(context).reduce((sum, attempt) => sum + attempt.feeMsat, 0n);
}

/** partid of the next attempt: parts are numbered from 1, each name used once. */
export function nextPartid(context: PayContext): number {
  return context.attempts.length + 1;
}

const isPending = (context: PayContext, partid: number): boolean =>
  inFlight(context).some((attempt) => attempt.partid === partid);

const end = (context: PayContext, partid: number, over: Partial<PayAttempt>): readonly PayAttempt[] =>
  context.attempts.map((attempt) => (attempt.partid === partid ? { ...attempt, ...over } : attempt));

const sorted = (amounts: readonly Msat[]): readonly Msat[] => [...amounts].sort((a, b) => (a < b ? 1 : a > b ? -1 : 0));

/** Whether to go on after this failure: not if the destination said no for good. */
const isFinalAnswer = (event: Of<'ATTEMPT_FAILED'>): boolean => event.code === RpcErrorCode.PAY_DESTINATION_PERM_FAIL;

/** What a failure rules out for the rest of this pay. */
function ruledOut(context: PayContext, event: Of<'ATTEMPT_FAILED'>): Pick<PayContext, 'exclusions' | 'corrected'> {
  const { erring } = event;
  const party =
    erring &&
    (erring.erringIndex === 0 ? 'sender' : erring.erringIndex === erring.hops ? 'destination' : 'intermediate');
  const blame = erring && party && blameFor(party, erring.failcode);
  if (!erring || !blame) return { exclusions: context.exclusions, corrected: context.corrected };
  const { channel } = erring;
  if (
    erring.corrected &&
    channel &&
    !context.corrected.includes(channel) &&
    erring.failcode !== FailureCode.TEMPORARY_CHANNEL_FAILURE
  )
    return { exclusions: context.exclusions, corrected: [...context.corrected, channel] };
  const SUBJECTS = { channel, node: erring.node, 'next-node': erring.nextNode };
  const subject = SUBJECTS[blame.target];
  const fromAmountMsat = blame.amountMatters ? erring.amountMsat : 0n;
  return {
    exclusions: subject ? [...context.exclusions, { subject, fromAmountMsat }] : context.exclusions,
    corrected: context.corrected,
  };
}

/** The pieces without one of that size: a failure may have put another in front since its route was asked for. */
function withoutOne(pieces: readonly Msat[], amountMsat: Msat): readonly Msat[] {
  const at = pieces.indexOf(amountMsat);
  return at < 0 ? pieces : [...pieces.slice(0, at), ...pieces.slice(at + 1)];
}

const GAVE_UP = (attempts: number): string => `Gave up after ${attempts} attempt${attempts === 1 ? '' : 's'}`;

export const payMachine = setup({
  types: {
    context: {} as PayContext,
    events: {} as PayEvent,
    emitted: {} as PayEffect,
    tags: {} as 'pending' | 'complete' | 'failed',
  },
  guards: {
    morePiecesAreLeft: ({ context, event }) => {
      assertEvent(event, 'ROUTE_CHOSEN');
      return context.toRouteMsat.length > 1 && context.toRouteMsat.includes(event.amountMsat);
    },
    isForAPiece: ({ context, event }) => {
      assertEvent(event, 'ROUTE_CHOSEN');
      return context.toRouteMsat.includes(event.amountMsat);
    },
    maySplit: ({ context, event }) => {
      assertEvent(event, 'ROUTE_NOT_FOUND');
      const parts = inFlight(context).length + context.toRouteMsat.length;
      return context.request?.mayMpp === true && event.amountMsat >= 2n * MIN_SPLIT_MSAT && parts < MAX_PAY_PARTS;
    },
    partsAreInFlight: ({ context }) => inFlight(context).length > 0,
    isInFlight: ({ context, event }) => {
      assertEvent(event, ['ATTEMPT_FAILED', 'ATTEMPT_SUCCEEDED']);
      return isPending(context, event.partid);
    },
    mayRetry: ({ context, event }) => {
      assertEvent(event, 'ATTEMPT_FAILED');
      const beforeDeadline = event.atMs < (context.request?.deadlineMs ?? 0);
      return (
        isPending(context, event.partid) &&
        !isFinalAnswer(event) &&
        beforeDeadline &&
        context.attempts.length < MAX_PAY_ATTEMPTS
      );
    },
    isLastInFlight: ({ context, event }) => {
      assertEvent(event, 'ATTEMPT_FAILED');
      return isPending(context, event.partid) && inFlight(context).length === 1;
    },
  },
  actions: {
    begin: assign(({ event }) => {
      assertEvent(event, 'PAY_STARTED');
      const { request, atMs } = event;
      return {
        request,
        startedMs: atMs,
        toRouteMsat: [request.amountMsat],
        attempts: [],
        exclusions: [],
        corrected: [],
        failure: null,
        preimage: null,
      };
    }),
    armDeadline: emit(({ event }) => {
      assertEvent(event, 'PAY_STARTED');
      return { type: 'ARM_DEADLINE' as const, deadlineMs: event.request.deadlineMs };
    }),
    findRoute: enqueueActions(({ context, enqueue }) => {
      const [amountMsat] = context.toRouteMsat;
      if (amountMsat !== undefined) enqueue.emit({ type: 'FIND_ROUTE', amountMsat });
    }),
    recordAttempt: assign(({ context, event }) => {
      assertEvent(event, 'ROUTE_CHOSEN');
      const { partid, amountMsat, feeMsat, atMs } = event;
      return {
        toRouteMsat: withoutOne(context.toRouteMsat, amountMsat),
        attempts: [...context.attempts, { partid, amountMsat, feeMsat, startedMs: atMs, status: 'pending' as const }],
      };
    }),
    sendPart: emit(({ event }) => {
      assertEvent(event, 'ROUTE_CHOSEN');
      return { type: 'SEND_PART' as const, partid: event.partid };
    }),
    split: assign(({ context, event }) => {
      assertEvent(event, 'ROUTE_NOT_FOUND');
      const half = event.amountMsat / 2n;
      const others = withoutOne(context.toRouteMsat, event.amountMsat);
      return { toRouteMsat: sorted([...others, half, event.amountMsat - half]) };
    }),
    recordFailedAttempt: assign(({ context, event }) => {
      assertEvent(event, 'ATTEMPT_FAILED');
      const { partid, code, message, atMs } = event;
      return {
        ...ruledOut(context, event),
        attempts: end(context, partid, { status: 'failed', endedMs: atMs, code, message }),
      };
    }),
    routeAgain: assign(({ context, event }) => {
      assertEvent(event, 'ATTEMPT_FAILED');
      const failed = context.attempts.find((attempt) => attempt.partid === event.partid);
      return failed ? { toRouteMsat: sorted([...context.toRouteMsat, failed.amountMsat]) } : {};
    }),
    recordSuccess: assign(({ context, event }) => {
      assertEvent(event, 'ATTEMPT_SUCCEEDED');
      const { partid, preimage, atMs } = event;
      return {
        preimage,
        failure: null,
        toRouteMsat: [],
        attempts: end(context, partid, { status: 'complete', endedMs: atMs }),
      };
    }),
    recordLateEnd: assign(({ context, event }) => {
      assertEvent(event, ['ATTEMPT_FAILED', 'ATTEMPT_SUCCEEDED']);
      const { partid, atMs } = event;
      const status = event.type === 'ATTEMPT_FAILED' ? ('failed' as const) : ('complete' as const);
      return { attempts: end(context, partid, { status, endedMs: atMs }) };
    }),
    giveUpWithoutRoute: assign(({ context, event }) => {
      assertEvent(event, 'ROUTE_NOT_FOUND');
      return { toRouteMsat: [], failure: context.failure ?? event.reason };
    }),
    giveUpOnFailure: assign(({ context, event }) => {
      assertEvent(event, 'ATTEMPT_FAILED');
      const failure = isFinalAnswer(event)
        ? { code: event.code, message: event.message }
        : { code: RpcErrorCode.PAY_STOPPED_RETRYING, message: GAVE_UP(context.attempts.length) };
      return { toRouteMsat: [], failure: context.failure ?? failure };
    }),
    giveUpOnTime: assign(({ context }) => ({
      toRouteMsat: [],
      failure: { code: RpcErrorCode.PAY_STOPPED_RETRYING, message: GAVE_UP(context.attempts.length) },
    })),
    tellResolved: emit({ type: 'PAY_RESOLVED' as const }),
  },
}).createMachine({
  id: 'pay',
  description: 'Paying an invoice: routes, attempts, parts, until paid or given up',
  context: {
    request: null,
    startedMs: 0,
    toRouteMsat: [],
    attempts: [],
    exclusions: [],
    corrected: [],
    failure: null,
    preimage: null,
  },
  initial: 'idle',
  states: {
    idle: {
      description: 'pay was never called for this hash',
      on: {
        PAY_STARTED: {
          target: 'seeking',
          actions: ['begin', 'armDeadline', 'findRoute'],
          description: 'pay was called',
        },
      },
    },
    seeking: {
      description: 'Some of the amount has no route yet',
      tags: ['pending'],
      on: {
        ROUTE_CHOSEN: [
          {
            guard: 'morePiecesAreLeft',
            actions: ['recordAttempt', 'sendPart', 'findRoute'],
            description: 'a part leaves, others still need routes',
          },
          {
            guard: 'isForAPiece',
            target: 'waiting',
            actions: ['recordAttempt', 'sendPart'],
            description: 'the whole amount is on its way',
          },
        ],
        ROUTE_NOT_FOUND: [
          {
            guard: 'maySplit',
            actions: ['split', 'findRoute'],
            description: 'two halves may find what the whole did not',
          },
          {
            guard: 'partsAreInFlight',
            target: 'windingDown',
            actions: 'giveUpWithoutRoute',
            description: 'a piece cannot be routed: wait for the parts in flight to fail',
          },
          { target: 'failed', actions: ['giveUpWithoutRoute', 'tellResolved'], description: 'there is no route' },
        ],
        ATTEMPT_SUCCEEDED: {
          guard: 'isInFlight',
          target: 'complete',
          actions: ['recordSuccess', 'tellResolved'],
          description: 'the destination took a part before we had sent them all',
        },
        ATTEMPT_FAILED: [
          {
            guard: 'mayRetry',
            actions: ['recordFailedAttempt', 'routeAgain'],
            description: 'a part failed while another piece is being routed',
          },
          {
            guard: 'isLastInFlight',
            target: 'failed',
            actions: ['recordFailedAttempt', 'giveUpOnFailure', 'tellResolved'],
            description: 'the destination refused, or time is up, and nothing is in flight',
          },
          {
            guard: 'isInFlight',
            target: 'windingDown',
            actions: ['recordFailedAttempt', 'giveUpOnFailure'],
            description: 'the destination refused, or time is up',
          },
        ],
        DEADLINE_PASSED: [
          {
            guard: 'partsAreInFlight',
            target: 'windingDown',
            actions: 'giveUpOnTime',
            description: 'retry_for is over',
          },
          { target: 'failed', actions: ['giveUpOnTime', 'tellResolved'], description: 'retry_for is over' },
        ],
      },
    },
    waiting: {
      description: 'The whole amount is in flight',
      tags: ['pending'],
      on: {
        ATTEMPT_SUCCEEDED: {
          guard: 'isInFlight',
          target: 'complete',
          actions: ['recordSuccess', 'tellResolved'],
          description: 'the preimage arrived',
        },
        ATTEMPT_FAILED: [
          {
            guard: 'mayRetry',
            target: 'seeking',
            actions: ['recordFailedAttempt', 'routeAgain', 'findRoute'],
            description: 'a part failed on the way: another route',
          },
          {
            guard: 'isLastInFlight',
            target: 'failed',
            actions: ['recordFailedAttempt', 'giveUpOnFailure', 'tellResolved'],
            description: 'the destination refused, or time is up, and nothing is in flight',
          },
          {
            guard: 'isInFlight',
            target: 'windingDown',
            actions: ['recordFailedAttempt', 'giveUpOnFailure'],
            description: 'the destination refused, or time is up',
          },
        ],
        DEADLINE_PASSED: {
          target: 'windingDown',
          actions: 'giveUpOnTime',
          description: 'retry_for is over: no new attempts',
        },
      },
    },
    windingDown: {
      description: 'No new attempts; parts in flight may still settle',
      tags: ['pending'],
      on: {
        ATTEMPT_SUCCEEDED: {
          guard: 'isInFlight',
          target: 'complete',
          actions: ['recordSuccess', 'tellResolved'],
          description: 'paid after all',
        },
        ATTEMPT_FAILED: [
          {
            guard: 'isLastInFlight',
            target: 'failed',
            actions: ['recordFailedAttempt', 'tellResolved'],
            description: 'the last part in flight failed',
          },
          { guard: 'isInFlight', actions: 'recordFailedAttempt', description: 'a part failed, others are in flight' },
        ],
      },
    },
    complete: {
      description: 'Paid',
      tags: ['complete'],
      on: {
        ATTEMPT_SUCCEEDED: { guard: 'isInFlight', actions: 'recordLateEnd', description: 'another part settled' },
        ATTEMPT_FAILED: {
          guard: 'isInFlight',
          actions: 'recordLateEnd',
          description: 'another part failed; it does not matter',
        },
      },
    },
    failed: {
      description: 'Given up; nothing is in flight. pay may be called again',
      tags: ['failed'],
      on: {
        PAY_STARTED: {
          target: 'seeking',
          actions: ['begin', 'armDeadline', 'findRoute'],
          description: 'pay was called again',
        },
      },
    },
  },
});
