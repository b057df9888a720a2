/**
 * Test model of the pay machine: an amount that splits into three pieces, every answer of the route search, every end of
 * an attempt, the deadline before and after each of them.
 *
 * Situations are told apart by the pieces without a route, the attempts in flight, how many attempts there were, whether parts are
 * allowed and whether the one pause was had: what guards and the choice of events read. What failures taught is compared but
 * splits no situations. Bounded by offering no route once `MAX_ATTEMPTS` were made.
 */
import {
  MIN_SPLIT_MSAT,
  PAY_LIMITS,
  type PayContext,
  type PayEvent,
  type PayRequest,
  payMachine,
} from '../../../../machines/pay.ts';
import type { ChannelDirection, NodeId, PaymentHash, Preimage, ShortChannelId } from '../../../domain/ids.ts';
import { defineModel } from '../../../testing/model.ts';

/** Attempts of one run: three parts in flight at once, and one retry. */
const MAX_ATTEMPTS = 4;
/** Splits once into halves, and each half once more, into the smallest pieces allowed. */
const AMOUNT_MSAT = 4n * MIN_SPLIT_MSAT;
/** A piece nobody asked a route for. */
const STRANGE_MSAT = 1n;
const DEADLINE_MS = 60_000;

const PAYEE = `02${'d'.repeat(64)}` as NodeId;
const CHANNEL = '1x1x1/0' as ChannelDirection;

const request: PayRequest = {
  paymentHash: '33'.repeat(32) as PaymentHash,
  payee: PAYEE,
  amountMsat: AMOUNT_MSAT,
  maxFeeMsat: 5_000n,
  maxDelay: 2_016,
  riskFactor: 10,
  finalCltv: 18,
  groupid: 1n,
  deadlineMs: DEADLINE_MS,
  mayMpp: true,
  exclude: [],
  hints: [],
  limits: { ...PAY_LIMITS, patience: { maxPauses: 1, firstPauseMs: 1_000 } },
};

function starts({ attempts }: PayContext): PayEvent[] {
  const start = (change: Partial<PayRequest>): PayEvent => ({
    type: 'PAY_STARTED',
    request: { ...request, ...change },
    atMs: 1,
  });
  return attempts.length === 0 ? [start({}), start({ mayMpp: false })] : [start({})];
}

/** A route for each size of piece, and one that comes for a piece which is gone. */
function routes({ toRouteMsat, attempts }: PayContext): PayEvent[] {
  if (attempts.length >= MAX_ATTEMPTS) return [];
  return [...new Set([...toRouteMsat, STRANGE_MSAT])].map((amountMsat) => ({
    type: 'ROUTE_CHOSEN',
    partid: BigInt(attempts.length + 1),
    amountMsat,
    feeMsat: 10n,
    ids: [PAYEE],
    channels: ['1x1x1' as ShortChannelId],
    amountsMsat: [amountMsat],
    delays: [18],
    atMs: 2,
  }));
}

function routeFailures({ toRouteMsat }: PayContext): PayEvent[] {
  return toRouteMsat.slice(0, 1).map((amountMsat) => ({
    type: 'ROUTE_NOT_FOUND',
    amountMsat,
    reason: { code: 205, message: 'Could not find a route' },
    atMs: 2,
  }));
}

/** Attempts in flight, one that ended before, and one that never was. */
function partidsOf({ attempts }: PayContext): readonly bigint[] {
  const pending = attempts.filter(({ status }) => status === 'pending');
  const ended = attempts.filter(({ status }) => status !== 'pending').slice(0, 1);
  return [...pending.map(({ partid }) => partid), ...ended.map(({ partid }) => partid), BigInt(MAX_ATTEMPTS + 1)];
}

/** Settled; failed on the way; failed with a newer policy; failed too late; refused by the destination for now, or for good. */
function endsOf(partid: bigint): PayEvent[] {
  const failed = {
    type: 'ATTEMPT_FAILED',
    partid,
    code: 204,
    message: 'failed: WIRE_FEE_INSUFFICIENT (reply from remote)',
    erring: { erringIndex: 1, hops: 2, failcode: 0x100c, channel: CHANNEL, amountMsat: 1_000n, corrected: false },
    atMs: 3,
  } as const;
  return [
    { type: 'ATTEMPT_SUCCEEDED', partid, preimage: '11'.repeat(32) as Preimage, atMs: 3 },
    failed,
    { ...failed, erring: { ...failed.erring, corrected: true } },
    { ...failed, atMs: DEADLINE_MS },
    { ...failed, erring: { erringIndex: 2, hops: 2, failcode: 0x2002, amountMsat: 1_000n, corrected: false } },
    { type: 'ATTEMPT_FAILED', partid, code: 203, message: 'failed: WIRE_MPP_TIMEOUT (reply from remote)', atMs: 3 },
  ];
}

export const payModel = defineModel({
  machine: payMachine,
  events: ({ context }): PayEvent[] => [
    ...starts(context),
    ...routes(context),
    ...routeFailures(context),
    ...partidsOf(context).flatMap(endsOf),
    { type: 'PAUSE_ENDED', atMs: 1_003 },
    { type: 'DEADLINE_PASSED', atMs: DEADLINE_MS },
  ],
  abstract: ({ context }) => ({
    toRoute: context.toRouteMsat,
    inFlight: context.attempts
      .filter(({ status }) => status === 'pending')
      .map(({ partid, amountMsat }) => `${partid}: ${amountMsat}`),
    attempts: context.attempts.length,
    hadPause: context.attempts.some(({ pauseUntilMs }) => pauseUntilMs !== undefined),
    mayMpp: context.request?.mayMpp ?? false,
  }),
  observe: ({ context }) => context,
  isGoal: (snapshot) => snapshot.matches('complete') || snapshot.matches('failed'),
});
