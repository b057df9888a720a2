/** What a pay does after a failed attempt, at each of its limits: another route, a wait, the end; and the words for it. */
import { equal, is } from 'uvu/assert';
import { FailureCode } from '../../src/domain/failures.ts';
import { type ChannelDirection, channelDirection } from '../../src/domain/ids.ts';
import {
  isRetryable,
  nextStep,
  outOfTime,
  pauseLeftMs,
  pauseMsAfter,
  ranOut,
  ruledOut,
  stoppedBy,
  taughtBy,
  taughtPolicy,
} from '../../src/domain/pay-lesson.ts';
import {
  committedFeesMsat,
  type ErringHop,
  isRunning,
  largestFirst,
  PAY_LIMITS,
  type PayAttempt,
  type PayContext,
  type PayEventOf,
  withoutOne,
} from '../../src/domain/pay-plan.ts';
import { NODE_B, NODE_C, PREIMAGE, SCID_BC, SCID_CD } from '../support/parts.ts';
import { suite } from '../support/suite.ts';

const test = suite('what a pay learns');

const BC = channelDirection(SCID_BC, 0);
const CD = channelDirection(SCID_CD, 0);
const DEADLINE_MS = 60_000;

const attempt = (over: Partial<PayAttempt> = {}): PayAttempt => ({
  partid: 1n,
  amountMsat: 1_000n,
  feeMsat: 3n,
  startedMs: 0,
  status: 'failed',
  message: 'it broke',
  ...over,
});

interface Given extends Partial<Omit<PayContext, 'request'>> {
  readonly patience?: boolean;
  readonly maxAttempts?: number;
}

function context({ patience = true, maxAttempts = 200, ...over }: Given = {}): PayContext {
  const { patience: patient, ...limits } = { ...PAY_LIMITS, maxAttempts };
  const request = { deadlineMs: DEADLINE_MS, limits: patience ? { ...limits, patience: patient } : limits };
  return {
    request: request as never,
    startedMs: 0,
    toRouteMsat: [],
    attempts: [attempt()],
    exclusions: [],
    corrected: [],
    failure: null,
    preimage: null,
    ...over,
  };
}

const erring = (over: Partial<ErringHop> = {}): ErringHop => ({
  erringIndex: 1,
  hops: 3,
  failcode: FailureCode.FEE_INSUFFICIENT,
  channel: BC,
  node: NODE_B,
  nextNode: NODE_C,
  amountMsat: 1_002n,
  corrected: false,
  ...over,
});
const failed = (over: Partial<PayEventOf<'ATTEMPT_FAILED'>> = {}): PayEventOf<'ATTEMPT_FAILED'> => ({
  type: 'ATTEMPT_FAILED',
  partid: 1n,
  code: 204,
  message: 'it broke',
  atMs: 1_000,
  ...over,
});
const atDestination = (failcode: number) => failed({ erring: erring({ erringIndex: 3, failcode, blame: null }) });
const paused = (...untilMs: readonly number[]): Pick<PayContext, 'attempts'> => ({
  attempts: untilMs.map((pauseUntilMs) => attempt({ pauseUntilMs })),
});

test('a failure on the way leads to another route, one that teaches nothing to a wait, a final one to the end', () => {
  is(nextStep(context(), failed({ erring: erring() })), 'another-route');
  is(nextStep(context(), failed({ suspect: BC })), 'another-route');
  is(nextStep(context(), failed()), 'later');
  is(nextStep(context(), failed({ code: 203 })), 'stop');
  is(nextStep(context({ patience: false }), failed()), 'another-route');
});

test('what the destination says ends the pay unless it is temporary and a code a final node may send', () => {
  const goesOn = [FailureCode.TEMPORARY_NODE_FAILURE, FailureCode.MPP_TIMEOUT, FailureCode.FINAL_EXPIRY_TOO_SOON];
  const ends = [
    FailureCode.TEMPORARY_CHANNEL_FAILURE,
    FailureCode.PERMANENT_NODE_FAILURE,
    FailureCode.INCORRECT_OR_UNKNOWN_PAYMENT_DETAILS,
    FailureCode.INVALID_ONION_BLINDING,
    0x0063,
  ];
  for (const code of goesOn) is(nextStep(context(), atDestination(code)), 'later', `code ${code}`);
  for (const code of ends) {
    is(nextStep(context(), atDestination(code)), 'stop', `code ${code}`);
    equal(stoppedBy(context(), atDestination(code)), { code: 203, message: 'it broke' });
    is(nextStep(context({ patience: false }), atDestination(code)), 'another-route', 'as 0.2.0 did');
  }
});

test('no attempt follows the last one allowed, nor one that failed at the deadline', () => {
  const last = context({ maxAttempts: 1 });
  equal([nextStep(last, failed()), isRetryable(last, failed())], ['stop', false]);
  is(nextStep(context({ maxAttempts: 2 }), failed()), 'later');
  equal(
    [DEADLINE_MS - 1, DEADLINE_MS].map((atMs) => isRetryable(context(), failed({ atMs }))),
    [true, false],
  );
  is(isRetryable(context(), failed({ code: 203 })), false);
  equal(stoppedBy(context(), failed({ atMs: DEADLINE_MS })), {
    code: 210,
    message: 'Gave up after 1 attempt: it broke',
  });
});

test('a pay waits four times, each time twice as long, and never to its deadline or beyond', () => {
  equal(
    [[], [1], [1, 2], [1, 2, 3], [1, 2, 3, 4]].map((until) => pauseMsAfter(context(paused(...until)), 0)),
    [1_000, 2_000, 4_000, 8_000, undefined],
  );
  equal(
    [58_999, 59_000, 59_001].map((atMs) => pauseMsAfter(context(), atMs)),
    [1_000, undefined, undefined],
  );
  is(pauseMsAfter(context({ patience: false }), 0), undefined);
  equal(stoppedBy(context(paused(1, 2, 3, 4)), failed()), {
    code: 205,
    message: 'Ran out of routes to try after 4 attempts: it broke',
  });
  is(stoppedBy(context(paused(1, 2, 3, 4)), failed({ atMs: DEADLINE_MS })).code, 210);
  is(stoppedBy(context(paused(1)), failed({ atMs: 59_500 })).code, 210, 'there was no time for the wait');
});

test('what is left of a pause is never less than nothing, and never more than all of it, whatever became of the clock', () => {
  equal(
    [2_000, 2_400, 3_000, 9_000].map((nowMs) => pauseLeftMs(context(paused(3_000)), nowMs)),
    [1_000, 600, 0, 0],
  );
  is(pauseLeftMs(context(paused(3_000)), -1_000_000), 1_000);
  is(pauseLeftMs(context(paused(3_000, 6_000)), 0), 2_000, 'of the second');
  equal([pauseLeftMs(context(), 0), pauseLeftMs(context({ patience: false, ...paused(3_000) }), 0)], [0, 0]);
});

test('what lacked the amount is left out from that amount up, anything else altogether', () => {
  const out = (event: PayEventOf<'ATTEMPT_FAILED'>) => ruledOut(context({ corrected: [CD] }), event);
  equal(out(failed({ erring: erring({ failcode: FailureCode.TEMPORARY_CHANNEL_FAILURE }) })), {
    exclusions: [{ subject: BC, fromAmountMsat: 1_002n }],
    corrected: [CD],
  });
  equal(out(failed({ erring: erring({ failcode: FailureCode.TEMPORARY_NODE_FAILURE }) })).exclusions, [
    { subject: NODE_B, fromAmountMsat: 0n },
  ]);
  equal(out(failed({ suspect: BC })), { exclusions: [{ subject: BC, fromAmountMsat: 0n }], corrected: [CD] });
  equal(out(failed()), { exclusions: [], corrected: [CD] });
  equal(out(failed({ erring: erring({ blame: null }) })), { exclusions: [], corrected: [CD] });
});

const corrects = (over: Partial<ErringHop> = {}) => failed({ erring: erring({ corrected: true, ...over }) });
const taughtAt = (attempts: number, channel: ChannelDirection = BC) => ({ taught: { channel, attempts } });

test('a channel that asks otherwise is tried once more as it asks, and left out if it fails an attempt that could heed it', () => {
  const excluded = { exclusions: [{ subject: BC, fromAmountMsat: 0n }], corrected: [BC] };
  equal(ruledOut(context(), corrects()), { exclusions: [], corrected: [BC] });
  equal(ruledOut(context({ corrected: [CD] }), corrects()), { exclusions: [], corrected: [CD, BC] });
  equal(ruledOut(context({ corrected: [BC] }), corrects()), excluded);
  const learned = context({ corrected: [BC], attempts: [attempt(taughtAt(2))] });
  equal(ruledOut(learned, { ...corrects(), partid: 2n }), { exclusions: [], corrected: [BC] }, 'it had left before');
  equal(ruledOut(learned, { ...corrects(), partid: 3n }), excluded);
  equal(ruledOut(context({ corrected: [BC], attempts: [attempt(taughtAt(9, CD))] }), corrects()), excluded);
  const lacking = corrects({ failcode: FailureCode.TEMPORARY_CHANNEL_FAILURE });
  equal(ruledOut(context(), lacking).corrected, [], 'what lacked the amount is no question of policy');
  is(taughtBy(context(), lacking), undefined);
});

test('what a channel asks is kept with how many attempts had been made when it was first told', () => {
  const policy = { feePpm: 7 } as never;
  equal(taughtBy(context(), corrects()), { channel: BC, attempts: 1 });
  equal(taughtBy(context(), corrects({ policy })), { channel: BC, attempts: 1, policy });
  const earlier = [attempt(taughtAt(1)), attempt(), attempt()];
  is(taughtBy(context({ attempts: earlier, corrected: [BC] }), corrects())?.attempts, 1);
  is(taughtBy(context({ attempts: earlier, corrected: [] }), corrects())?.attempts, 3);
  equal([taughtBy(context(), failed()), taughtBy(context({ patience: false }), corrects())], [undefined, undefined]);
});

test('of what a channel was told to ask the latest counts, by when the attempts ended', () => {
  const told = (feePpm: number, endedMs: number, channel: ChannelDirection = BC) =>
    attempt({ endedMs, taught: { channel, attempts: 1, policy: { feePpm } as never } });
  const attempts = [told(1, 50), told(2, 90), told(3, 70), told(4, 99, CD), attempt({ endedMs: 100, ...taughtAt(1) })];
  equal(
    [taughtPolicy(context({ attempts }), BC), taughtPolicy(context({ attempts }), CD)],
    [{ feePpm: 2 }, { feePpm: 4 }],
  );
  is(taughtPolicy(context(), BC), undefined);
});

test('the end of a pay is told with how often it tried and why the last attempt failed', () => {
  const attempts = [attempt({ message: 'first' }), attempt({ message: 'last' }), attempt({ status: 'pending' })];
  const reason = { code: 206, message: 'too dear' };
  equal(ranOut(context({ attempts }), reason), { code: 206, message: 'too dear (after 3 attempts, the last: last)' });
  equal(ranOut(context({ attempts }), { code: 205, message: 'none' }), {
    code: 205,
    message: 'Ran out of routes to try after 3 attempts: last',
  });
  equal(ranOut(context({ attempts: [] }), reason), reason);
  is(outOfTime(context({ attempts })).message, 'Gave up after 3 attempts: last');
  is(outOfTime(context({ attempts: [] })).message, 'Gave up after 0 attempts');
  is(outOfTime(context({ attempts, patience: false })).message, 'Gave up after 3 attempts', 'as 0.2.0 said');
});

test('fees count against the limit from when a part leaves until it has failed', () => {
  const attempts = (['pending', 'complete', 'failed'] as const).map((status, i) =>
    attempt({ status, feeMsat: [1n, 20n, 300n][i] as bigint }),
  );
  is(committedFeesMsat(context({ attempts })), 21n);
});

test('a pay runs while a part is in flight, or while nothing says how it ended', () => {
  const flying = { attempts: [attempt({ status: 'pending' })] };
  const failure = { code: 210, message: '' };
  equal(
    [{}, { failure }, { preimage: PREIMAGE }, { failure, ...flying }, { preimage: PREIMAGE, ...flying }].map((over) =>
      isRunning(context(over)),
    ),
    [true, false, false, true, true],
  );
  is(isRunning({ ...context(), request: null }), false);
});

test('pieces without a route are tried largest first, and one of a size is taken out once', () => {
  equal(largestFirst([2n, 9n, 2n, 5n]), [9n, 5n, 2n, 2n]);
  equal(
    [withoutOne([9n, 5n, 5n], 5n), withoutOne([9n, 5n], 7n)],
    [
      [9n, 5n],
      [9n, 5n],
    ],
  );
});

test.run();
