/** The payment machine, event by event. */
import { equal, is } from 'uvu/assert';
import { type PaymentEvent, paymentMachine } from '../../machines/payment.ts';
import { factsOf, paymentStatus } from '../../src/domain/payment-part.ts';
import { Fold } from '../../src/runtime/fold.ts';
import { deleted, failed, fulfilled, sent } from '../support/parts.ts';
import { suite } from '../support/suite.ts';

const test = suite('the payment machine');
const fold = new Fold(paymentMachine);
const after = (...events: PaymentEvent[]) => fold.replay(fold.initial, events);
const two = [sent({ partid: 1n, amountMsat: 500n }), sent({ partid: 2n, amountMsat: 500n, createdIndex: 2 })];

test('status follows from pending, complete and failed parts as the truth table says', () => {
  const table: [boolean, boolean, boolean, string][] = [
    [false, false, false, 'idle'],
    [false, false, true, 'failed'],
    [false, true, false, 'pending'],
    [false, true, true, 'pending'],
    [true, false, false, 'complete'],
    [true, false, true, 'complete'],
    [true, true, false, 'complete'],
    [true, true, true, 'complete'],
  ];
  for (const [anyComplete, anyPending, anyFailed, status] of table)
    is(paymentStatus({ anyComplete, anyPending, anyFailed }), status);
});

test('the state is the truth table after every event of every order of a two-part payment', () => {
  const pool = [
    ...two,
    fulfilled(1n, 1n),
    failed(1n, 1n),
    fulfilled(1n, 2n),
    failed(1n, 2n),
    deleted('failed'),
    deleted('complete'),
    sent({ groupid: 2n, createdIndex: 3 }),
  ];
  const visit = (snapshot: typeof fold.initial, left: PaymentEvent[], depth: number): void => {
    const { parts, tombstones } = snapshot.context;
    const top = typeof snapshot.value === 'string' ? snapshot.value : Object.keys(snapshot.value)[0];
    is(top, paymentStatus(factsOf(parts, tombstones)));
    if (depth === 0) return;
    for (const event of left)
      visit(
        fold.step(snapshot, event).snapshot,
        left.filter((other) => other !== event),
        depth - 1,
      );
  };
  visit(fold.initial, pool, 5);
});

test('sending offers one HTLC', () => {
  const { snapshot, effects } = fold.step(fold.initial, sent());
  is(snapshot.value, 'pending');
  equal(effects, [{ type: 'OFFER_HTLC', groupid: 1n, partid: 0n }]);
});

test('the same part is never sent twice', () => {
  const pending = after(sent());
  is(fold.step(pending, sent()).snapshot, pending);
  const done = after(sent(), failed());
  is(fold.step(done, sent()).snapshot, done);
});

test('a late failure never undoes success', () => {
  const complete = after(sent(), fulfilled());
  equal(complete.value, { complete: 'settled' });
  is(fold.step(complete, failed()).snapshot, complete);
});

test('a preimage that arrives after a failure wins', () => {
  const state = after(sent(), failed(), fulfilled());
  equal(state.value, { complete: 'settled' });
  is(state.context.parts[0]?.status, 'complete');
  is(state.context.parts[0]?.failure, undefined);
});

test('one preimage completes the payment while its other parts wind down', () => {
  const state = after(...two, fulfilled(1n, 1n));
  equal(state.value, { complete: 'windingDown' });
  equal(after(...two, fulfilled(1n, 1n), failed(1n, 2n)).value, { complete: 'settled' });
});

test('a part failing leaves the payment pending while another is in flight', () => {
  is(after(...two, failed(1n, 1n)).value, 'pending');
  is(after(...two, failed(1n, 1n), failed(1n, 2n)).value, 'failed');
});

test('a failed payment goes back to pending in a new group', () => {
  is(after(sent(), failed(), sent({ groupid: 2n, createdIndex: 2 })).value, 'pending');
});

test('nothing is sent for a paid hash, also after its rows were deleted', () => {
  const state = after(sent(), fulfilled(), deleted('complete'));
  equal([state.value, state.context.parts.length, state.context.tombstones.length], [{ complete: 'settled' }, 0, 1]);
  is(fold.step(state, sent({ groupid: 2n, createdIndex: 2 })).snapshot, state);
});

test('deleting the last failed attempt forgets the payment', () => {
  is(after(sent(), failed(), deleted('failed')).value, 'idle');
});

test('a part that failed and was deleted never leaves again under its name, but the payment may in a new group', () => {
  const state = after(sent(), failed(), deleted('failed'));
  is(fold.step(state, sent({ createdIndex: 2 })).snapshot, state);
  is(fold.step(state, sent({ groupid: 2n, createdIndex: 2 })).snapshot.value, 'pending');
});

test('deleting with a status no part has changes nothing', () => {
  const state = after(sent(), failed());
  is(fold.step(state, deleted('complete')).snapshot, state);
});

test('a result for a part that was never sent is ignored', () => {
  const state = after(sent());
  for (const event of [fulfilled(9n, 9n), failed(9n, 9n)]) is(fold.step(state, event).snapshot, state);
});

test.run();
