/** The pay machine: routing, splitting, retrying, giving up. */
import { equal, is } from 'uvu/assert';
import { type ErringHop, MAX_PAY_ATTEMPTS, type PayEffect, type PayEvent, payMachine } from '../../machines/pay.ts';
import { FailureCode } from '../../src/domain/failures.ts';
import type { ChannelDirection } from '../../src/domain/ids.ts';
import { Fold } from '../../src/runtime/fold.ts';
import { HASH, NODE_B, NODE_C, NODE_D, PREIMAGE, SCID_AB } from '../support/parts.ts';
import { suite } from '../support/suite.ts';

const test = suite('the pay machine');
const fold = new Fold(payMachine);

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
