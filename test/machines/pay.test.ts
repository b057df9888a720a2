/** The pay machine: routing, splitting, retrying, giving up. */
import { equal, is } from 'uvu/assert';
import {
  committedFeesMsat,
  type ErringHop,
  MAX_PAY_ATTEMPTS,
  PAY_LIMITS,
  type PayEffect,
  type PayEvent,
  type PayLimits,
  payMachine,
} from '../../machines/pay.ts';
import { FailureCode } from '../../src/domain/failures.ts';
import type { ChannelDirection } from '../../src/domain/ids.ts';
import { pauseLeftMs, taughtPolicy } from '../../src/domain/pay-lesson.ts';
import { Fold } from '../../src/runtime/fold.ts';
import { HASH, NODE_B, NODE_C, NODE_D, PREIMAGE, SCID_AB } from '../support/parts.ts';
import { suite } from '../support/suite.ts';

const test = suite('the pay machine');
const fold = new Fold(payMachine);
const POLICY = {
  feeBaseMsat: 5n,
  feePpm: 1,
  cltvDelta: 6,
  htlcMinimumMsat: 0n,
  htlcMaximumMsat: 9_000_000n,
  enabled: true,
};

const started = (over: Partial<Extract<PayEvent, { type: 'PAY_STARTED' }>['request']> = {}): PayEvent => ({
  type: 'PAY_STARTED',
  request: {
    paymentHash: HASH,
    payee: NODE_D,
    amountMsat: 100_000n,
    maxFeeMsat: 5_000n,
    maxDelay: 2016,
    riskFactor: 10,
    finalCltv: 18,
    groupid: 1n,
    deadlineMs: 60_000,
    mayMpp: true,
    exclude: [],
    hints: [],
    ...over,
  },
  atMs: 0,
});
const chosen = (partid: bigint, amountMsat: bigint): PayEvent => ({
  type: 'ROUTE_CHOSEN',
  partid,
  amountMsat,
  feeMsat: 10n,
  ids: [NODE_D],
  channels: [SCID_AB],
  amountsMsat: [amountMsat],
  delays: [18],
  atMs: 1,
});
const noRoute = (amountMsat: bigint): PayEvent => ({
  type: 'ROUTE_NOT_FOUND',
  amountMsat,
  reason: { code: 205, message: 'Could not find a route' },
  atMs: 1,
});
const won = (partid: bigint): PayEvent => ({ type: 'ATTEMPT_SUCCEEDED', partid, preimage: PREIMAGE, atMs: 2 });
const lost = (partid: bigint, over: Partial<Extract<PayEvent, { type: 'ATTEMPT_FAILED' }>> = {}): PayEvent => ({
  type: 'ATTEMPT_FAILED',
  partid,
  code: 204,
  message: 'failed: WIRE_TEMPORARY_CHANNEL_FAILURE (reply from remote)',
  atMs: 2,
  ...over,
});
const erring = (over: Partial<ErringHop> = {}): ErringHop => ({
  erringIndex: 1,
  hops: 3,
  failcode: 0x1007,
  channel: '1x1x1/0' as ChannelDirection,
  node: NODE_B,
  nextNode: NODE_C,
  amountMsat: 100_000n,
  corrected: false,
  ...over,
});

function run(...events: PayEvent[]) {
  const effects: PayEffect[] = [];
  let snapshot = fold.initial;
  for (const event of events) {
    const step = fold.step(snapshot, event);
    snapshot = step.snapshot;
    effects.push(...(step.effects as PayEffect[]));
  }
  return {
    value: snapshot.value,
    context: snapshot.context,
    effects: effects.map((effect) => effect.type),
    last: effects.at(-1),
  };
}

test('a pay asks for a route for the whole amount first', () => {
  const { value, last } = run(started());
  is(value, 'seeking');
  equal(last, { type: 'FIND_ROUTE', amountMsat: 100_000n });
});

test('one attempt that succeeds completes it', () => {
  const { value, context, effects } = run(started(), chosen(1n, 100_000n), won(1n));
  is(value, 'complete');
  is(context.preimage, PREIMAGE);
  equal(effects, ['ARM_DEADLINE', 'FIND_ROUTE', 'SEND_PART', 'PAY_RESOLVED']);
});

test('a failure on the way asks for another route for the same amount', () => {
  const { value, last } = run(started(), chosen(1n, 100_000n), lost(1n));
  is(value, 'seeking');
  equal(last, { type: 'FIND_ROUTE', amountMsat: 100_000n });
});

test('no route for the whole splits it in halves that add up', () => {
  const { context, last } = run(started({ amountMsat: 100_001n }), noRoute(100_001n));
  equal(context.toRouteMsat, [50_001n, 50_000n]);
  equal(last, { type: 'FIND_ROUTE', amountMsat: 50_001n });
});

test('every part is sent once each piece has a route', () => {
  const { value, effects } = run(started(), noRoute(100_000n), chosen(1n, 50_000n), chosen(2n, 50_000n));
  is(value, 'waiting');
  is(effects.filter((type) => type === 'SEND_PART').length, 2);
});

test('a destination that takes no parts is not split to', () => {
  const { value, context } = run(started({ mayMpp: false }), noRoute(100_000n));
  is(value, 'failed');
  equal(context.failure, { code: 205, message: 'Could not find a route' });
});

test('pieces too small are not split further', () => {
  is(run(started({ amountMsat: 19_999n }), noRoute(19_999n)).value, 'failed');
  is(run(started({ amountMsat: 20_000n }), noRoute(20_000n)).value, 'seeking');
});

test('a piece without a route while another is in flight winds down and fails with it', () => {
  const small = started({ amountMsat: 20_000n });
  const down = run(small, noRoute(20_000n), chosen(1n, 10_000n), noRoute(10_000n));
  is(down.value, 'windingDown');
  const ended = run(small, noRoute(20_000n), chosen(1n, 10_000n), noRoute(10_000n), lost(1n));
  is(ended.value, 'failed');
  equal(ended.context.failure, { code: 205, message: 'Could not find a route' });
});

test('a preimage while winding down is a success', () => {
  const small = started({ amountMsat: 20_000n });
  is(run(small, noRoute(20_000n), chosen(1n, 10_000n), noRoute(10_000n), won(1n)).value, 'complete');
});

test('a no for good from the destination ends it', () => {
  const { value, context } = run(
    started(),
    chosen(1n, 100_000n),
    lost(1n, { code: 203, message: 'failed: WIRE_X (reply from remote)' }),
  );
  is(value, 'failed');
  equal(context.failure, { code: 203, message: 'failed: WIRE_X (reply from remote)' });
});

test('no attempt starts after the deadline', () => {
  const { value, context } = run(
    started(),
    chosen(1n, 100_000n),
    { type: 'DEADLINE_PASSED', atMs: 60_000 },
    lost(1n, { atMs: 60_001 }),
  );
  is(value, 'failed');
  equal(context.failure, { code: 210, message: 'Gave up after 1 attempt' });
  is(run(started(), chosen(1n, 100_000n), lost(1n, { atMs: 60_000 })).value, 'failed');
});

test('attempts are bounded', () => {
  const events: PayEvent[] = [started()];
  for (let partid = 1n; partid <= MAX_PAY_ATTEMPTS; partid++) events.push(chosen(partid, 100_000n), lost(partid));
  is(run(...events).value, 'failed');
});

test('a channel that lacked the amount is excluded from that amount up only', () => {
  const { context } = run(started(), chosen(1n, 100_000n), lost(1n, { erring: erring() }));
  equal(context.exclusions, [{ subject: '1x1x1/0', fromAmountMsat: 100_000n }]);
});

test('what is excluded is what the verdict names, and one that was logged is not judged again', () => {
  const excluded = (over: Partial<ErringHop>): unknown =>
    run(started(), chosen(1n, 100_000n), lost(1n, { erring: erring(over) })).context.exclusions.map(
      ({ subject }) => subject,
    );
  equal(excluded({ failcode: FailureCode.TEMPORARY_NODE_FAILURE }), [NODE_B]);
  equal(excluded({ failcode: FailureCode.INVALID_ONION_HMAC }), [NODE_C]);
  equal(excluded({ failcode: FailureCode.INCORRECT_OR_UNKNOWN_PAYMENT_DETAILS, erringIndex: 3 }), []);
  equal(excluded({ blame: { target: 'node', kind: 'temporary', amountMatters: false } }), [NODE_B]);
  equal(excluded({ blame: null }), []);
});

test('a policy that was corrected is tried once more before it is excluded', () => {
  const fee = erring({ failcode: 0x100c, corrected: true });
  const once = run(started(), chosen(1n, 100_000n), lost(1n, { erring: fee }));
  equal([once.context.exclusions, once.context.corrected], [[], ['1x1x1/0']]);
  const twice = run(
    started(),
    chosen(1n, 100_000n),
    lost(1n, { erring: fee }),
    chosen(2n, 100_000n),
    lost(2n, { erring: fee }),
  );
  equal(twice.context.exclusions, [{ subject: '1x1x1/0', fromAmountMsat: 0n }]);
});

/** As new pays are started; the requests above are those of 0.1.0. */
const patient = (over: Partial<PayLimits> = {}) => started({ limits: { ...PAY_LIMITS, ...over } });
const atDestination = (failcode: number): Partial<ErringHop> => ({ erringIndex: 3, failcode, channel: undefined });

test('a part that had left before a channel was corrected does not rule the channel out', () => {
  const fee = erring({ failcode: FailureCode.FEE_INSUFFICIENT, corrected: true, policy: POLICY });
  const sent = [patient(), noRoute(100_000n), chosen(1n, 50_000n), chosen(2n, 50_000n)];
  const both = [...sent, lost(1n, { erring: fee }), chosen(3n, 50_000n), lost(2n, { erring: fee, atMs: 3 })];
  equal(run(...both).context.exclusions, []);
  equal(taughtPolicy(run(...both).context, '1x1x1/0' as ChannelDirection), POLICY);
  equal(run(...both, lost(3n, { erring: fee, atMs: 4 })).context.exclusions, [
    { subject: '1x1x1/0', fromAmountMsat: 0n },
  ]);
});

test('the policy that was told last is the one that counts', () => {
  const told = (feePpm: number) =>
    erring({ failcode: FailureCode.FEE_INSUFFICIENT, corrected: true, policy: { ...POLICY, feePpm } });
  const sent = [patient(), noRoute(100_000n), chosen(1n, 50_000n), chosen(2n, 50_000n)];
  const { context } = run(...sent, lost(2n, { erring: told(1), atMs: 3 }), lost(1n, { erring: told(2), atMs: 4 }));
  is(taughtPolicy(context, '1x1x1/0' as ChannelDirection)?.feePpm, 2);
  is(taughtPolicy(context, '1x1x1/1' as ChannelDirection), undefined);
});

test('what may pass is waited for, each time twice as long, and other parts that fail meanwhile wait too', () => {
  const busy = (partid: bigint, atMs: number) =>
    lost(partid, { erring: erring(atDestination(FailureCode.TEMPORARY_NODE_FAILURE)), atMs });
  const sent = [patient(), noRoute(100_000n), chosen(1n, 50_000n), chosen(2n, 50_000n)];
  const first = run(...sent, busy(1n, 10));
  equal([first.value, first.last], ['pausing', { type: 'ARM_PAUSE', pauseMs: 1_000 }]);
  const second = run(...sent, busy(1n, 10), busy(2n, 20));
  equal([second.value, second.context.toRouteMsat], ['pausing', [50_000n, 50_000n]]);
  equal(second.last, first.last, 'one pause for both');
  is(pauseLeftMs(second.context, 510), 500);
  is(pauseLeftMs(second.context, -1_000_000), 1_000, 'a clock that was set back does not prolong it');
  const woken: PayEvent = { type: 'PAUSE_ENDED', atMs: 1_010 };
  const again = run(...sent, busy(1n, 10), busy(2n, 20), woken, chosen(3n, 50_000n), busy(3n, 1_011));
  equal([again.value, again.last], ['pausing', { type: 'ARM_PAUSE', pauseMs: 2_000 }]);
  const refused = run(...sent, busy(1n, 10), lost(2n, { code: 203, message: 'no' }));
  equal([refused.value, refused.context.failure], ['failed', { code: 203, message: 'no' }]);
});

test('a pay that logged no patience goes on as the release did that started it: at once', () => {
  const busy = lost(1n, { erring: erring({ ...atDestination(FailureCode.TEMPORARY_NODE_FAILURE), blame: null }) });
  equal(run(started(), chosen(1n, 100_000n), busy).last, { type: 'FIND_ROUTE', amountMsat: 100_000n });
  const odd = lost(1n, { erring: erring({ ...atDestination(FailureCode.FEE_INSUFFICIENT), blame: null }) });
  is(run(started(), chosen(1n, 100_000n), odd).value, 'seeking');
  is(run(patient(), chosen(1n, 100_000n), odd).value, 'failed');
});

test('fees that count against the limit are those of parts that are paid or may be', () => {
  const { context } = run(patient(), noRoute(100_000n), chosen(1n, 50_000n), chosen(2n, 50_000n), lost(1n), won(2n));
  is(committedFeesMsat(context), 10n);
});

test('an end that comes after success is recorded and changes nothing else', () => {
  const { value, context } = run(
    started(),
    noRoute(100_000n),
    chosen(1n, 50_000n),
    chosen(2n, 50_000n),
    won(1n),
    lost(2n),
  );
  is(value, 'complete');
  is(context.attempts[1]?.status, 'failed');
  is(context.preimage, PREIMAGE);
});

test('a failed pay may be started again and begins anew', () => {
  const { value, context } = run(started({ mayMpp: false }), noRoute(100_000n), started({ groupid: 2n }));
  is(value, 'seeking');
  equal([context.attempts, context.failure], [[], null]);
});

test('a failure that puts a larger piece in front does not confuse the route being chosen', () => {
  const { context } = run(
    started(),
    noRoute(100_000n),
    chosen(1n, 50_000n),
    noRoute(50_000n),
    lost(1n),
    chosen(2n, 25_000n),
  );
  equal(context.toRouteMsat, [50_000n, 25_000n]);
});

test.run();
