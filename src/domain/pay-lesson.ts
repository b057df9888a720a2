/**
 * What a failed attempt teaches the pay it belongs to, what the pay does next, and in which words it gives up.
 *
 * Invariant: the next attempt is another one. Either the failure ruled out something of its route or corrected what a channel
 * asks, or the pay waits, each time longer and not often; else it ends. What is learned here holds for hops an invoice claims
 * as for announced ones, and for this pay only: what others may learn of it is `failure-lesson.ts`.
 * Pure functions of the logged pay; one of 0.1.0 or 0.2.0, which logged no patience, goes on by the rules it had.
 */
import { type FailedAt, partyOf, subjectOf, verdictOf } from './blame.ts';
import { RpcErrorCode } from './errors.ts';
import { BADONION, FailureCode, failureCodeRow, PERM } from './failures.ts';
import type { ChannelDirection, NodeId } from './ids.ts';
import {
  limitsOf,
  type PayAttempt,
  type PayContext,
  type PayEventOf,
  type PayFailure,
  type TaughtPolicy,
} from './pay-plan.ts';
import type { ChannelPolicy } from './route.ts';

type Failed = PayEventOf<'ATTEMPT_FAILED'>;

/** Another route now; the same again later; nothing more. */
export type NextStep = 'another-route' | 'later' | 'stop';

export function nextStep(context: PayContext, event: Failed): NextStep {
  if (isFinalAnswer(context, event) || isUsedUp(context, event)) return 'stop';
  if (limitsOf(context).patience === undefined || leadsElsewhere(event)) return 'another-route';
  return pauseMsAfter(context, event.atMs) === undefined ? 'stop' : 'later';
}

/** Whether the piece may be tried again, now or later. */
export const isRetryable = (context: PayContext, event: Failed): boolean =>
  !isFinalAnswer(context, event) && !isUsedUp(context, event);

/** No attempt is left, or no time. */
const isUsedUp = (context: PayContext, { atMs }: Failed): boolean =>
  atMs >= (context.request?.deadlineMs ?? 0) || context.attempts.length >= limitsOf(context).maxAttempts;

/** The destination said no, and nothing says that this may pass. */
function isFinalAnswer(context: PayContext, { code, erring }: Failed): boolean {
  if (code === RpcErrorCode.PAY_DESTINATION_PERM_FAIL) return true;
  if (limitsOf(context).patience === undefined) return false;
  return erring !== undefined && partyOf(erring) === 'destination' && !mayPass(erring);
}

/** BOLT 4: what the final node says may be tried again if it is not permanent, and is a code we know that it may send. */
function mayPass({ failcode }: FailedAt): boolean {
  const origin = failureCodeRow(failcode)?.origin;
  return (failcode & (PERM | BADONION)) === 0 && (origin === 'any' || origin === 'final');
}

/** Something of the route is left out or asked otherwise from now on. */
const leadsElsewhere = ({ erring, suspect }: Failed): boolean =>
  suspect !== undefined || (erring !== undefined && accused(erring) !== undefined);

function accused(erring: NonNullable<Failed['erring']>): ChannelDirection | NodeId | undefined {
  const verdict = verdictOf(erring);
  return verdict ? subjectOf(verdict.target, erring) : undefined;
}

/** What a failure rules out for the rest of this pay. */
export function ruledOut(context: PayContext, event: Failed): Pick<PayContext, 'exclusions' | 'corrected'> {
  const { exclusions, corrected } = context;
  const { erring, suspect } = event;
  const without = (subject: ChannelDirection | NodeId, fromAmountMsat: bigint) => ({
    corrected,
    exclusions: [...exclusions, { subject, fromAmountMsat }],
  });
  if (suspect !== undefined) return without(suspect, 0n);
  const subject = erring && accused(erring);
  if (erring === undefined || subject === undefined) return { exclusions, corrected };
  const channel = correctedBy(event);
  if (channel !== undefined && !corrected.includes(channel)) return { exclusions, corrected: [...corrected, channel] };
  if (channel !== undefined && couldNotHeed(context, event.partid, channel)) return { exclusions, corrected };
  return without(subject, verdictOf(erring)?.amountMatters ? erring.amountMsat : 0n);
}

/** The channel that is asked otherwise after this failure; what lacked the amount is no question of policy. */
const correctedBy = ({ erring }: Failed): ChannelDirection | undefined =>
  erring?.corrected && erring.failcode !== FailureCode.TEMPORARY_CHANNEL_FAILURE ? erring.channel : undefined;

/** The attempt had left when the channel was corrected: its failure says nothing about what was learned. */
const couldNotHeed = ({ attempts }: PayContext, partid: bigint, channel: ChannelDirection): boolean =>
  attempts.some(({ taught }) => taught?.channel === channel && partid <= BigInt(taught.attempts));

/** What a failure says a channel asks, to be kept with its attempt. */
export function taughtBy({ attempts, corrected, request }: PayContext, event: Failed): TaughtPolicy | undefined {
  const channel = correctedBy(event);
  if (channel === undefined || request?.limits?.patience === undefined) return undefined;
  const policy = event.erring?.policy;
  const earlier = attempts.find(({ taught }) => taught?.channel === channel)?.taught;
  const known = corrected.includes(channel) ? earlier?.attempts : undefined;
  return { channel, attempts: known ?? attempts.length, ...(policy === undefined ? {} : { policy }) };
}

/** What this pay was last told a channel asks that nobody announced. */
export function taughtPolicy({ attempts }: PayContext, channel: ChannelDirection): ChannelPolicy | undefined {
  const latest = (one: PayAttempt, other: PayAttempt): number => (one.endedMs ?? 0) - (other.endedMs ?? 0);
  return attempts
    .filter(({ taught }) => taught?.channel === channel && taught.policy !== undefined)
    .sort(latest)
    .at(-1)?.taught?.policy;
}

/** How long to wait after a failure that taught nothing; undefined: it was often enough, or would take too long. */
export function pauseMsAfter(context: PayContext, atMs: number): number | undefined {
  const { patience } = limitsOf(context);
  const pauses = pausesOf(context).length;
  if (patience === undefined || pauses >= patience.maxPauses) return undefined;
  const pauseMs = patience.firstPauseMs * 2 ** pauses;
  return atMs + pauseMs < (context.request?.deadlineMs ?? 0) ? pauseMs : undefined;
}

const pausesOf = ({ attempts }: PayContext): number[] =>
  attempts.flatMap(({ pauseUntilMs }) => (pauseUntilMs === undefined ? [] : [pauseUntilMs]));

/** What is left of the pause that was begun last; never more than all of it, whatever became of the clock. */
export function pauseLeftMs(context: PayContext, nowMs: number): number {
  const pauses = pausesOf(context);
  const { firstPauseMs = 0 } = limitsOf(context).patience ?? {};
  const longest = firstPauseMs * 2 ** Math.max(0, pauses.length - 1);
  return Math.min(longest, Math.max(0, Math.max(0, ...pauses) - nowMs));
}

const times = (attempts: number): string => `${attempts} attempt${attempts === 1 ? '' : 's'}`;

/** Why the last attempt failed that did, in words. */
const lastFailure = ({ attempts }: PayContext): string | undefined =>
  attempts.findLast(({ status }) => status === 'failed')?.message;

/** There is no route, and what failed before says why. */
export function ranOut(context: PayContext, reason: PayFailure): PayFailure {
  const last = lastFailure(context);
  if (last === undefined) return reason;
  const { code, message } = reason;
  return code === RpcErrorCode.PAY_ROUTE_NOT_FOUND
    ? { code, message: ranOutWords(context, last) }
    : { code, message: `${message} (after ${times(context.attempts.length)}, the last: ${last})` };
}

const ranOutWords = ({ attempts }: PayContext, last: string): string =>
  `Ran out of routes to try after ${times(attempts.length)}: ${last}`;

/** `retry_for` is over. */
export function outOfTime(context: PayContext): PayFailure {
  const gaveUp = `Gave up after ${times(context.attempts.length)}`;
  const last = limitsOf(context).patience === undefined ? undefined : lastFailure(context);
  return {
    code: RpcErrorCode.PAY_STOPPED_RETRYING,
    message: last === undefined ? gaveUp : `${gaveUp}: ${last}`,
  };
}

/** Why no attempt follows this failure, which is already noted. */
export function stoppedBy(context: PayContext, event: Failed): PayFailure {
  if (isFinalAnswer(context, event)) return { code: RpcErrorCode.PAY_DESTINATION_PERM_FAIL, message: event.message };
  const { patience } = limitsOf(context);
  return patience !== undefined && !isUsedUp(context, event) && pausesOf(context).length >= patience.maxPauses
    ? { code: RpcErrorCode.PAY_ROUTE_NOT_FOUND, message: ranOutWords(context, event.message) }
    : outOfTime(context);
}
