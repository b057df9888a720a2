/** One call of `pay`: what it starts, what it attaches to, what it answers at once, and what it comes to in the end. */
import { getEventListeners } from 'node:events';
import { Subject } from 'rxjs';
import { equal, is } from 'uvu/assert';
import type { PayContext, PayRequest } from '../../machines/pay.ts';
import type { Part } from '../../src/domain/payment-part.ts';
import { type PayAnswer, type Payer, type PayOrder, payOrder } from '../../src/payments/pay-order.ts';
import { summaryOf } from '../../src/payments/pay-summary.ts';
import { outcomeOf } from '../../src/payments/payment-end.ts';
import { VirtualClock } from '../../src/runtime/clock.ts';
import { HASH, NODE_A, NODE_D, PREIMAGE, part } from '../support/parts.ts';
import { suite } from '../support/suite.ts';

const test = suite('one call of pay');

const IDLE: PayContext = {
  request: null,
  startedMs: 0,
  toRouteMsat: [],
  attempts: [],
  exclusions: [],
  corrected: [],
  failure: null,
  preimage: null,
};
const RUNNING = { ...IDLE, request: { groupid: 1n } as PayRequest, toRouteMsat: [1n] };
const GAVE_UP = { ...RUNNING, toRouteMsat: [], failure: { code: 210, message: 'gave up' } };
const inFlight = { partid: 1n, amountMsat: 1n, feeMsat: 0n, startedMs: 0, status: 'pending' } as const;
const ORDER: PayOrder = {
  paymentHash: HASH,
  payee: NODE_D,
  amountMsat: 1_000n,
  maxFeeMsat: 10n,
  maxDelay: 2_016,
  riskFactor: 10,
  finalCltv: 18,
  mayMpp: true,
  exclude: [],
  hints: [],
  retryForMs: 60_000,
};
const usable = { connected: true, state: 'CHANNELD_NORMAL', spendableMsat: 1_000n };
/** A payee behind one channel of 9 blocks; the walk goes one step where the first draw says so. */
const graph = {
  nodeIndex: () => 0,
  incoming: () => ({ start: [0, 1], half: [0], from: [1] }),
  slotOfHalf: () => ({ policies: [null, { enabled: true, htlcMaximumMsat: 10n ** 9n, cltvDelta: 9 }] }),
};

/** A node that pays, with what the log and the switch say; what it started, and what tells that a pay ended. */
class Paying {
  readonly clock = new VirtualClock();
  readonly started: PayRequest[] = [];
  readonly ended = new Subject<number>();
  pay: PayContext = IDLE;
  parts: readonly Part[] = [];
  tombstones: readonly Part[] = [];
  channels: readonly object[] = [usable];
  draws: number[] = [];
  /** Why nothing may be sent now. */
  forbidden: object | undefined;

  order(change: Partial<PayOrder> = {}, signal?: AbortSignal): Promise<PayAnswer> {
    const payer = {
      node: NODE_A,
      clock: this.clock,
      random: { bytes: () => Uint8Array.of(0, 0, this.draws.shift() ?? 0) },
      payments: { context: () => ({ parts: this.parts, tombstones: this.tombstones }) },
      pays: {
        context: () => this.pay,
        start: (_node: unknown, request: PayRequest) => {
          this.started.push(request);
          this.pay = RUNNING;
        },
        resolutionsOf: () => this.ended,
      },
      sending: { refusal: () => this.forbidden },
      view: { graph },
      network: { localChannels: () => this.channels },
    } as unknown as Payer;
    return payOrder(payer, { ...ORDER, ...change }, signal);
  }
}

test('what it starts is a group of its own, beyond parts and deleted ones, until retry_for is over, with a shadow', async () => {
  const paying = new Paying();
  paying.parts = [part('failed', { groupid: 2n })];
  paying.tombstones = [part('failed', { groupid: 6n })];
  paying.draws = [1, 0, 0];
  void paying.order();
  const [started] = paying.started;
  equal([started?.groupid, started?.deadlineMs, started?.finalCltv], [7n, paying.clock.nowMs() + 60_000, 18 + 9]);
  const later = new Paying();
  later.parts = [part('failed', { groupid: 8n })];
  later.tombstones = paying.tombstones;
  void later.order();
  is(later.started[0]?.groupid, 9n);
  later.ended.complete();
  paying.ended.complete();
});

test('all own channels that can send count together: as much as they have is tried, a msat more is not', async () => {
  const paying = new Paying();
  paying.channels = [
    { ...usable, spendableMsat: 600n },
    { ...usable, spendableMsat: 400n },
    { ...usable, connected: false },
    { ...usable, state: 'CHANNELD_SHUTTING_DOWN' },
  ];
  const refused = await paying.order({ amountMsat: 1_001n });
  is(refused.type === 'refused' && refused.refusal.code, 205);
  equal(paying.started, []);
  void paying.order({ amountMsat: 1_000n });
  is(paying.started.length, 1);
  const own = new Paying();
  own.channels = [];
  void own.order({ payee: NODE_A, amountMsat: 10n ** 12n });
  is(own.started.length, 1, 'to ourselves no channel is needed');
});

test('a hash somebody is paying by sendpay is not paid beside it, one that is paid is answered, a running pay attached to', async () => {
  const paying = new Paying();
  paying.parts = [part('failed'), part('pending', { groupid: 4n })];
  const beside = await paying.order();
  is(beside.type === 'refused' && beside.refusal.code, 200);
  is(beside.type === 'refused' && beside.refusal.message.includes('groupid=4'), true);
  paying.parts = [part('pending', { partid: 2n }), part('complete', { partid: 1n })];
  const paid = await paying.order();
  equal([paid.type, paid.type === 'complete' && paid.before], ['complete', true]);
  const attached = new Paying();
  attached.pay = RUNNING;
  attached.parts = [part('pending')];
  attached.channels = [];
  const answer = attached.order();
  attached.pay = GAVE_UP;
  attached.parts = [part('failed')];
  attached.ended.next(1);
  equal(await answer, { type: 'failed', failure: GAVE_UP.failure, attempts: [] });
  equal([...paying.started, ...attached.started], []);
});

test('while nothing may be sent nothing is started, but what is paid is answered and what runs is waited for', async () => {
  const paying = new Paying();
  paying.forbidden = { code: -1, message: 'accept the rollback first' };
  equal(await paying.order(), { type: 'refused', refusal: paying.forbidden });
  equal(paying.started, []);
  paying.pay = RUNNING;
  const waiting = paying.order();
  paying.pay = GAVE_UP;
  paying.ended.next(1);
  is((await waiting).type, 'failed');
  paying.parts = [part('complete')];
  is((await paying.order()).type, 'complete');
});

test('it is over with the preimage, although other parts are still on their way', async () => {
  const paying = new Paying();
  const waiting = paying.order();
  paying.pay = { ...RUNNING, preimage: PREIMAGE, attempts: [inFlight] };
  paying.parts = [part('pending', { partid: 1n }), part('complete', { partid: 2n })];
  paying.ended.next(1);
  const answer = await waiting;
  equal([answer.type, answer.type === 'complete' && answer.before], ['complete', false]);
  paying.parts = [];
  const unknown = await paying.order();
  equal(unknown.type === 'failed' && unknown.failure, { code: 209, message: 'Payment failure reason unknown' });
  is(paying.started.length, 1);
});

test('whoever gives up hears so at once, and however it ends nobody listens any more', async () => {
  const paying = new Paying();
  const stop = new AbortController();
  const counts = (): number[] => [getEventListeners(stop.signal, 'abort').length, paying.ended.observed ? 1 : 0];
  const given = paying.order({}, stop.signal);
  equal(counts(), [1, 1]);
  stop.abort();
  is((await given).type, 'aborted');
  equal(counts(), [0, 0]);
  is((await paying.order({}, stop.signal)).type, 'aborted');
  equal(counts(), [0, 0]);
  const other = new AbortController();
  const ending = paying.order({}, other.signal);
  paying.pay = GAVE_UP;
  paying.ended.next(1);
  is((await ending).type, 'failed');
  equal([getEventListeners(other.signal, 'abort').length, paying.ended.observed], [0, false]);
  const closing = new Paying();
  const unanswered = closing.order();
  closing.ended.complete();
  is((await unanswered).type, 'aborted', 'the node closes');
});

test('a paid hash comes to what the parts of its group come to that did not fail, deleted ones included', () => {
  const paid = { groupid: 2n, sentMsat: 1_010n, amountMsat: 1_000n } as const;
  const summary = summaryOf(HASH, {
    tombstones: [part('complete', { ...paid, createdAtMs: 700, completedAtMs: 900, destination: NODE_A })],
    parts: [
      part('pending', { ...paid, partid: 1n, createdAtMs: 500 }),
      part('failed', { ...paid, partid: 2n, createdAtMs: 100 }),
      part('pending', { ...paid, groupid: 1n, createdAtMs: 50 }),
    ],
  });
  equal(summary, {
    paymentHash: HASH,
    destination: NODE_A,
    createdAtMs: 500,
    completedAtMs: 900,
    parts: 2,
    amountMsat: 2_000n,
    sentMsat: 2_020n,
    preimage: PREIMAGE,
  });
  is(summaryOf(HASH, { tombstones: [], parts: [part('pending'), part('failed')] }), undefined);
});

test('a payment that failed ends as its pay says if the last part was the pay’s, else as that part says', () => {
  const failure = (message: string) => ({ failure: { code: 204, message } });
  const ended = (parts: readonly Part[], pay: PayContext): unknown => {
    const payment = { context: { parts, tombstones: [] }, hasTag: () => false };
    const outcome = outcomeOf(HASH, payment as never, pay);
    return outcome?.status === 'failed' && outcome.message;
  };
  const first = part('failed', { groupid: 1n, ...failure('first') });
  const last = part('failed', { groupid: 2n, partid: 1n, ...failure('last') });
  is(ended([first, last], GAVE_UP), 'last', 'a sendpay came after the pay');
  is(ended([last, first], GAVE_UP), 'gave up');
  is(ended([first, last], IDLE), 'last');
  is(ended([], GAVE_UP), 'gave up', 'it found no route at all');
  is(ended([], { ...GAVE_UP, attempts: [{ ...inFlight, status: 'failed' }] }), false, 'its rows were deleted');
  is(ended([first], RUNNING), false, 'it goes on');
});

test.run();
