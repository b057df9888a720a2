/**
 * What a pay is made of: the request, its attempts, what it rules out, and the rules that need no state chart.
 *
 * Invariant: pure data and pure functions; `machines/pay.ts` says when they apply, `pay-lesson.ts` what a failure teaches.
 */
import type { Msat } from './amount.ts';
import type { ErringPlace, FailedAt, Verdict } from './blame.ts';
import type { ChannelDirection, NodeId, PaymentHash, Preimage, ShortChannelId } from './ids.ts';
import type { ChannelPolicy } from './route.ts';

/** Most attempts of one pay: a network that fails more often than this will not carry it. Bounds the log and the context. */
export const MAX_PAY_ATTEMPTS = 200;
/** Most parts in flight at once; the destination must hold them all (BOLT 4 leaves the limit to the sender). */
export const MAX_PAY_PARTS = 32;
/** A piece smaller than twice this is not split further: fees and HTLC slots outgrow it. 10 sat. */
export const MIN_SPLIT_MSAT: Msat = 10_000n;
/** Most times a pay waits before it tries again what failed and taught nothing: after them it has been told often enough. */
export const MAX_PAY_PAUSES = 4;
/** The first of these waits; each is twice the one before. BOLT 4: a temporary problem may be over within a few seconds. */
export const FIRST_PAY_PAUSE_MS = 1_000;

/** How often, and at first how long, a pay waits before it tries again what may change by itself. */
export interface PayPatience {
  readonly maxPauses: number;
  readonly firstPauseMs: number;
}

/** How far a pay goes. Logged with its request: a log folds as it was written, whatever new pays are given. */
export interface PayLimits {
  readonly maxAttempts: number;
  readonly maxParts: number;
  readonly minSplitMsat: Msat;
  /** Absent in logs of 0.1.0 and 0.2.0: such a pay tries again at once, whatever failed. */
  readonly patience?: PayPatience;
}

/** What new pays are given. */
export const PAY_LIMITS: PayLimits = {
  maxAttempts: MAX_PAY_ATTEMPTS,
  maxParts: MAX_PAY_PARTS,
  minSplitMsat: MIN_SPLIT_MSAT,
  patience: { maxPauses: MAX_PAY_PAUSES, firstPauseMs: FIRST_PAY_PAUSE_MS },
};

/** Those of 0.1.0, which logged none. Never edited. */
const UNLOGGED_LIMITS: PayLimits = { maxAttempts: 200, maxParts: 32, minSplitMsat: 10_000n };

/** What `pay` was asked for; everything the loop needs to go on after a restart. */
export interface PayRequest {
  readonly paymentHash: PaymentHash;
  readonly payee: NodeId;
  /** What this pay delivers. */
  readonly amountMsat: Msat;
  /** What the payee is to get from all who pay it together (`partial_msat`). Absent: this pay delivers it all. */
  readonly totalMsat?: Msat;
  /** Largest sum of fees. */
  readonly maxFeeMsat: Msat;
  /** Largest CLTV delay of a route. */
  readonly maxDelay: number;
  readonly riskFactor: number;
  /** CLTV blocks the destination asks for, shadow blocks included. */
  readonly finalCltv: number;
  readonly groupid: bigint;
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
  /** Absent in logs of 0.1.0. */
  readonly limits?: PayLimits;
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
  readonly partid: bigint;
  readonly amountMsat: Msat;
  readonly feeMsat: Msat;
  readonly startedMs: number;
  readonly endedMs?: number;
  readonly status: 'pending' | 'complete' | 'failed';
  readonly code?: number;
  readonly message?: string;
  /** What its failure said a channel asks. */
  readonly taught?: TaughtPolicy;
  /** Its failure taught nothing, and made the pay wait until then. */
  readonly pauseUntilMs?: number;
}

export interface TaughtPolicy {
  readonly channel: ChannelDirection;
  /** Of a channel nobody announced, which only this pay will use. What is announced, the graph has learned. */
  readonly policy?: ChannelPolicy;
  /** Attempts made when it was learned: none of these could heed it. */
  readonly attempts: number;
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

/** Where an attempt failed, and what that says about the way there. */
export interface ErringHop extends FailedAt, ErringPlace<ChannelDirection> {
  readonly amountMsat: Msat;
  /** The failure carried a channel_update of the channel after the erring node that asks more than the attempt gave. */
  readonly corrected: boolean;
  /** What that update asks, if the graph does not know the channel. */
  readonly policy?: ChannelPolicy;
  /** What it blames; null: nobody. Absent in records of version 1. */
  readonly blame?: Verdict | null;
}

export type PayEvent =
  | { readonly type: 'PAY_STARTED'; readonly request: PayRequest; readonly atMs: number }
  | {
      readonly type: 'ROUTE_CHOSEN';
      readonly partid: bigint;
      readonly amountMsat: Msat;
      readonly feeMsat: Msat;
      readonly ids: readonly NodeId[];
      readonly channels: readonly ShortChannelId[];
      readonly amountsMsat: readonly Msat[];
      readonly delays: readonly number[];
      readonly atMs: number;
    }
  | { readonly type: 'ROUTE_NOT_FOUND'; readonly amountMsat: Msat; readonly reason: PayFailure; readonly atMs: number }
  | { readonly type: 'ATTEMPT_SUCCEEDED'; readonly partid: bigint; readonly preimage: Preimage; readonly atMs: number }
  | {
      readonly type: 'ATTEMPT_FAILED';
      readonly partid: bigint;
      readonly code: number;
      readonly message: string;
      readonly erring?: ErringHop;
      /** Nobody can say what failed: this channel is left out from now on, so that another route is tried. */
      readonly suspect?: ChannelDirection;
      readonly atMs: number;
    }
  | { readonly type: 'PAUSE_ENDED'; readonly atMs: number }
  | { readonly type: 'DEADLINE_PASSED'; readonly atMs: number };

export type PayEffect =
  | { readonly type: 'FIND_ROUTE'; readonly amountMsat: Msat }
  | { readonly type: 'SEND_PART'; readonly partid: bigint }
  | { readonly type: 'ARM_DEADLINE'; readonly deadlineMs: number }
  | { readonly type: 'ARM_PAUSE'; readonly pauseMs: number }
  | { readonly type: 'PAY_RESOLVED' };

export type PayEventOf<T extends PayEvent['type']> = Extract<PayEvent, { type: T }>;

export const attemptsInFlight = (context: PayContext): readonly PayAttempt[] =>
  context.attempts.filter((attempt) => attempt.status === 'pending');

export const limitsOf = ({ request }: PayContext): PayLimits => request?.limits ?? UNLOGGED_LIMITS;

/** Something may still come of it: unrouted pieces or parts in flight. */
export function isRunning(context: PayContext): boolean {
  return (
    context.request !== null &&
    (attemptsInFlight(context).length > 0 || (context.failure === null && context.preimage === null))
  );
}

/** Fees that are spent, or will be if what is in flight settles. */
export function committedFeesMsat({ attempts }: PayContext): Msat {
  return attempts.reduce((sum, { status, feeMsat }) => (status === 'failed' ? sum : sum + feeMsat), 0n);
}

/** partid of the next attempt: parts are numbered from 1, each name used once. */
export function nextPartid(context: PayContext): bigint {
  return BigInt(context.attempts.length + 1);
}

export const isPendingAttempt = (context: PayContext, partid: bigint): boolean =>
  attemptsInFlight(context).some((attempt) => attempt.partid === partid);

export const attemptsAfter = (context: PayContext, partid: bigint, over: Partial<PayAttempt>): readonly PayAttempt[] =>
  context.attempts.map((attempt) => (attempt.partid === partid ? { ...attempt, ...over } : attempt));

export const largestFirst = (amounts: readonly Msat[]): readonly Msat[] =>
  [...amounts].sort((a, b) => (a < b ? 1 : a > b ? -1 : 0));

/** The pieces without one of that size: a failure may have put another in front since its route was asked for. */
export function withoutOne(pieces: readonly Msat[], amountMsat: Msat): readonly Msat[] {
  const at = pieces.indexOf(amountMsat);
  return at < 0 ? pieces : [...pieces.slice(0, at), ...pieces.slice(at + 1)];
}
