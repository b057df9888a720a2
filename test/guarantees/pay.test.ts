/** `pay`: over failures, over parts, and over a crash. */
import { equal, is, ok } from 'uvu/assert';
import type { PayEventOf } from '../../machines/pay.ts';
import { VirtualClock } from '../../src/runtime/clock.ts';
import { call } from '../support/commands.ts';
import { failureWithUpdate } from '../support/failures.ts';
import { bolt11Of as bolt11 } from '../support/invoices.ts';
import {
  CAPACITY_MSAT,
  countOf,
  DIAMOND,
  LINE,
  networkOf,
  type Opened,
  type OpenOptions,
  open,
} from '../support/networks.ts';
import { eventsOf, mostFees, payUntilEnded, settled } from '../support/pays.ts';
import { suite } from '../support/suite.ts';

const test = suite('pay');

/** Four ways from A to Z, each half full on either side: no channel carries more than half its capacity. */
const FAN = networkOf(['A-B', 'B-Z', 'A-C', 'C-Z', 'A-D', 'D-Z', 'A-E', 'E-Z']);

async function crashed(net: Opened, options: OpenOptions): Promise<Opened> {
  await net.journal.durable(net.journal.position);
  net.journal.crash('lost');
  return open({ ...options, journal: { storage: net.journal.storage } });
}

test('an invoice is paid, and paying it again answers the same without sending', async () => {
  const net = await open({ network: DIAMOND });
  const invoice = await bolt11(net, 'D', 100_000n);
  const first = await call(net, 'A', 'pay', { bolt11: invoice });
  equal([first.result.status, first.result.parts, first.result.amount_msat], ['complete', 1, 100_000n]);
  const again = await call(net, 'A', 'pay', { bolt11: invoice });
  equal(again, first);
  is(await countOf(net, 'PART_SENT'), 1);
  await net.engine.close();
});

test('a failure on the way is retried over another route', async () => {
  const net = await open({ network: DIAMOND });
  net.engine.network.simulation.hold(net.id('B'), { mode: 'fail', failureMessage: '2002' });
  const paid = await call(net, 'A', 'pay', { bolt11: await bolt11(net, 'D', 100_000n), maxfee: 10_000n });
  is(paid.result?.status, 'complete');
  is(await countOf(net, 'PART_SENT'), 2);
  await net.engine.close();
});

test('an amount larger than any channel goes over several parts, and money adds up', async () => {
  const net = await open({ network: FAN });
  const amount = (CAPACITY_MSAT * 8n) / 10n;
  const paid = await call(net, 'A', 'pay', { bolt11: await bolt11(net, 'Z', amount) });
  is(paid.result?.status, 'complete', JSON.stringify(paid.error));
  ok(paid.result.parts >= 2, `${paid.result.parts} parts`);
  is(paid.result.amount_msat, amount);
  const listed = await call(net, 'Z', 'listinvoices', {});
  is(listed.result.invoices[0].amount_received_msat, amount);
  await net.engine.close();
});

test('parts through failures, killed in the middle, finish after the restart without anyone asking', async () => {
  const clock = new VirtualClock();
  const settings = { latencyMs: 10 };
  const first = await open({ network: FAN, clock, settings });
  first.engine.network.simulation.hold(first.id('C'), { mode: 'fail', failureMessage: '2002' });
  const amount = (CAPACITY_MSAT * 8n) / 10n;
  const invoice = await bolt11(first, 'Z', amount);
  void call(first, 'A', 'pay', { bolt11: invoice }).catch(() => undefined);
  for (let i = 0; i < 3; i++) clock.runNext();
  const later = new VirtualClock(clock.nowMs());
  const second = await crashed(first, { network: FAN, clock: later, settings });
  for (
    let steps = 0;
    steps < 10_000 && later.nextDueMs() !== undefined && later.nextDueMs()! < clock.nowMs() + 50_000;
    steps++
  )
    later.runNext();
  const attached = await call(second, 'A', 'pay', { bolt11: invoice });
  is(attached.result?.status, 'complete', JSON.stringify(attached.error));
  is(attached.result.amount_msat, amount);
  await second.engine.close();
});

test('calling pay again while it runs attaches to it', async () => {
  const net = await open({ network: DIAMOND });
  net.engine.network.simulation.hold(net.id('D'));
  const invoice = await bolt11(net, 'D', 100_000n);
  const both = [call(net, 'A', 'pay', { bolt11: invoice }), call(net, 'A', 'pay', { bolt11: invoice })];
  net.engine.network.simulation.release(net.id('D'));
  const [one, two] = await Promise.all(both);
  equal(one, two);
  is(one?.result.status, 'complete');
  is(await countOf(net, 'PART_SENT'), 1);
  await net.engine.close();
});

test('a client that vanishes does not stop it', async () => {
  const net = await open({ network: DIAMOND });
  net.engine.network.simulation.hold(net.id('D'));
  const invoice = await bolt11(net, 'D', 100_000n);
  const abort = new AbortController();
  const left = call(net, 'A', 'pay', { bolt11: invoice }, abort.signal);
  abort.abort();
  is((await left).error?.code, 200);
  net.engine.network.simulation.release(net.id('D'));
  is((await call(net, 'A', 'pay', { bolt11: invoice })).result.status, 'complete');
  await net.engine.close();
});

test('a fee above the limit is refused with 206, and nothing is sent', async () => {
  const net = await open({ network: DIAMOND });
  const refused = await call(net, 'A', 'pay', { bolt11: await bolt11(net, 'D', 100_000n), maxfee: 0n });
  is(refused.error?.code, 206);
  is(await countOf(net, 'PART_SENT'), 0);
  await net.engine.close();
});

test('a no for good from the destination ends it with 203', async () => {
  const net = await open({ network: DIAMOND });
  net.engine.network.simulation.hold(net.id('D'), { mode: 'fail', failureMessage: '400f00000000000186a000000064' });
  const refused = await call(net, 'A', 'pay', { bolt11: await bolt11(net, 'D', 100_000n) });
  is(refused.error?.code, 203);
  is(await countOf(net, 'PART_SENT'), 1);
  await net.engine.close();
});

/** Seconds after the start at which attempts were made. */
async function triedAt(net: Opened): Promise<number[]> {
  const [started] = await eventsOf<PayEventOf<'PAY_STARTED'>>(net, 'PAY_STARTED');
  const chosen = await eventsOf<PayEventOf<'ROUTE_CHOSEN'>>(net, 'ROUTE_CHOSEN');
  return chosen.map(({ atMs }) => (atMs - started!.atMs) / 1_000);
}

/** A pays D over B and C, with D answering so. */
async function answeredBy(failureMessage: string, retry_for = 60) {
  const net = await open({ network: LINE, clock: new VirtualClock() });
  net.engine.network.simulation.hold(net.id('D'), { mode: 'fail', failureMessage });
  const { error } = await payUntilEnded(net, 'A', { bolt11: await bolt11(net, 'D'), retry_for });
  const tried = await triedAt(net);
  const held = net.node('A').penalties().length;
  await net.engine.close();
  return { error, tried, held };
}

test('what the destination says may pass is tried again a few times, each time later, and then it is 205 with what it said', async () => {
  for (const [message, name] of [
    ['2002', 'TEMPORARY_NODE_FAILURE'],
    ['0017', 'MPP_TIMEOUT'],
    ['0011', 'FINAL_EXPIRY_TOO_SOON'],
    ['001300000000000186a0', 'FINAL_INCORRECT_HTLC_AMOUNT'],
  ] as const) {
    const { error, tried, held } = await answeredBy(message);
    equal(
      [error?.code, error?.message],
      [205, `Ran out of routes to try after 5 attempts: failed: WIRE_${name} (reply from remote)`],
    );
    equal(tried, [0, 1, 3, 7, 15]);
    is(held, 0);
  }
});

test('no pause goes beyond retry_for: the answer comes when nothing more can be tried in time', async () => {
  const { error, tried } = await answeredBy('2002', 3);
  equal(
    [error?.code, error?.message],
    [210, 'Gave up after 2 attempts: failed: WIRE_TEMPORARY_NODE_FAILURE (reply from remote)'],
  );
  equal(tried, [0, 1]);
  equal((await answeredBy('2002', 0)).tried, [0], 'one attempt is made however short the time is');
});

test('whatever else the destination says ends the pay with 203, at the first attempt', async () => {
  for (const message of [
    '400f',
    '4010',
    '6002',
    '6003',
    '4016',
    '1007',
    '100c',
    '400a',
    '0015',
    '2abc',
    'ffff',
    'c005',
  ]) {
    const { error, tried } = await answeredBy(message);
    equal([message, error?.code, tried], [message, 203, [0]]);
  }
});

test('an error of the destination itself that nobody can read is waited for, as nothing else can be tried', async () => {
  const net = await open({ network: networkOf(['A-B']), clock: new VirtualClock() });
  net.engine.network.simulation.hold(net.id('B'), { mode: 'corrupt' });
  const made = await bolt11(net, 'B');
  await call(net, 'B', 'delinvoice', {
    label: (await call(net, 'B', 'listinvoices')).result.invoices[0].label,
    status: 'unpaid',
  });
  const { error } = await payUntilEnded(net, 'A', { bolt11: made });
  equal([error?.code, error?.message], [205, 'Ran out of routes to try after 5 attempts: Malformed error reply']);
  equal(await triedAt(net), [0, 1, 3, 7, 15]);
  await net.engine.close();
});

test('an error nobody can read leads to another route, never to the same one', async () => {
  const net = await open({ network: DIAMOND, clock: new VirtualClock() });
  net.engine.network.simulation.hold(net.id('B'), { mode: 'corrupt' });
  net.engine.network.simulation.hold(net.id('D'), { mode: 'fail', failureMessage: '2002' });
  const asked = payUntilEnded(net, 'A', { bolt11: await bolt11(net, 'D'), maxfee: 10_000n });
  const { error } = await asked;
  equal([error?.code, await triedAt(net)], [205, [0, 0, 1, 3, 7, 15]], 'over B, then over C with pauses');
  await net.engine.close();
});

/** A pays D, which says that it has a problem; so much time passes, and the process dies. */
async function pausing(afterMs: number): Promise<{ first: Opened; invoice: string; nowMs: number }> {
  const clock = new VirtualClock();
  const first = await open({ network: LINE, clock });
  first.engine.network.simulation.hold(first.id('D'), { mode: 'fail', failureMessage: '2002' });
  const invoice = await bolt11(first, 'D');
  void call(first, 'A', 'pay', { bolt11: invoice }).catch(() => undefined);
  await settled();
  clock.advance(afterMs);
  await settled();
  return { first, invoice, nowMs: clock.nowMs() };
}

test('a pause survives a restart: what is left of it is waited, and not more', async () => {
  const { first, invoice, nowMs } = await pausing(1_400);
  equal(await triedAt(first), [0, 1]);
  const second = await crashed(first, { network: LINE, clock: new VirtualClock(nowMs) });
  await settled();
  equal(await triedAt(second), [0, 1], 'nothing is tried because of the restart');
  second.engine.network.simulation.release(second.id('D'));
  is((await payUntilEnded(second, 'A', { bolt11: invoice })).result?.status, 'complete');
  equal(await triedAt(second), [0, 1, 3]);
  await second.engine.close();
});

test('a pause outlives no deadline, also when the process was down meanwhile', async () => {
  const { first, nowMs } = await pausing(1_400);
  const second = await crashed(first, { network: LINE, clock: new VirtualClock(nowMs + 100_000) });
  await settled();
  equal([await triedAt(second), (await eventsOf(second, 'DEADLINE_PASSED')).length], [[0, 1], 1]);
  await second.engine.close();
});

test('a clock that was set back does not prolong a pause', async () => {
  const { first, nowMs } = await pausing(100);
  const clock = new VirtualClock(nowMs - 3_600_000);
  const second = await crashed(first, { network: LINE, clock });
  clock.advance(1_000);
  await settled();
  is((await triedAt(second)).length, 2);
  await second.engine.close();
});

test('a public channel that asks more is tried once more with what it asks, and then left out', async () => {
  const net = await open({ network: LINE, clock: new VirtualClock() });
  const failureMessage = failureWithUpdate(net, 0x100c, ['B', 'C', '102x1x0'], { feeBaseMsat: 400n });
  net.engine.network.simulation.hold(net.id('B'), { mode: 'fail', failureMessage });
  const { error } = await payUntilEnded(net, 'A', { bolt11: await bolt11(net, 'D', 19_000n) });
  is(error?.code, 205);
  const chosen = await eventsOf<PayEventOf<'ROUTE_CHOSEN'>>(net, 'ROUTE_CHOSEN');
  equal(
    chosen.map(({ feeMsat }) => feeMsat),
    [2n, 401n],
  );
  await net.engine.close();
});

test('a first hop that refuses is not asked again and again', async () => {
  const net = await open({ network: networkOf(['A-B', 'A-C', 'C-B']), clock: new VirtualClock() });
  const invoice = await bolt11(net, 'B');
  for (const name of ['B', 'C']) net.engine.network.simulation.setOnline(net.id(name), false);
  const { error } = await payUntilEnded(net, 'A', { bolt11: invoice });
  is(error?.code, 205);
  ok((await triedAt(net)).length <= 2);
  await net.engine.close();
});

test('the deadline stops new attempts, and after a restart too', async () => {
  const clock = new VirtualClock();
  const first = await open({ network: DIAMOND, clock });
  first.engine.network.simulation.hold(first.id('D'));
  const invoice = await bolt11(first, 'D', 100_000n);
  void call(first, 'A', 'pay', { bolt11: invoice, retry_for: 10 }).catch(() => undefined);
  const later = new VirtualClock(clock.nowMs());
  const second = await crashed(first, { network: DIAMOND, clock: later });
  const attached = call(second, 'A', 'pay', { bolt11: invoice });
  later.advance(11_000);
  second.engine.network.simulation.hold(second.id('D'), { mode: 'fail', failureMessage: '2002' });
  const ended = await attached;
  is(ended.error?.code, 210);
  is(await countOf(second, 'PART_SENT'), 1);
  await second.engine.close();
});

test('an own invoice is paid without a route, listed, and stays paid', async () => {
  const net = await open({ network: LINE });
  const invoice = await bolt11(net, 'A', 'any');
  const paid = await call(net, 'A', 'pay', { bolt11: invoice, amount_msat: 5_000n, label: 'to me' });
  equal(
    [paid.result?.status, paid.result?.amount_msat, paid.result?.amount_sent_msat, paid.result?.parts],
    ['complete', 5_000n, 5_000n, 1],
    JSON.stringify(paid.error),
  );
  equal(await call(net, 'A', 'pay', { bolt11: invoice, amount_msat: 5_000n }), paid);
  const again = await crashed(net, { network: LINE });
  const [listed] = (await call(again, 'A', 'listpays', { bolt11: invoice })).result.pays;
  equal([listed.status, listed.label, listed.destination], ['complete', 'to me', again.id('A')]);
  const [row] = (await call(again, 'A', 'listsendpays', { bolt11: invoice })).result.payments;
  equal([row.status, row.partid], ['complete', undefined]);
  is((await call(again, 'A', 'listinvoices')).result.invoices[0].status, 'paid');
  await again.engine.close();
});

test('an own invoice that cannot be paid is 203 with the reason, once', async () => {
  const net = await open({ network: LINE });
  const invoice = await bolt11(net, 'A');
  await call(net, 'A', 'delinvoice', {
    label: (await call(net, 'A', 'listinvoices')).result.invoices[0].label,
    status: 'unpaid',
  });
  const { error } = await call(net, 'A', 'pay', { bolt11: invoice });
  ok(error?.code === 203 && error.message.startsWith('Unknown invoice'), error?.message);
  is(await countOf(net, 'PART_SENT'), 1);
  const self = await call(net, 'A', 'keysend', { destination: net.id('A'), amount_msat: 5_000 });
  equal(self.error, {
    code: -32602,
    message: 'We are the destination. Keysend cannot be used to send funds to yourself',
  });
  await net.engine.close();
});

test('more than all own channels can send together is refused at once, and leaves nothing behind', async () => {
  const net = await open({ network: FAN });
  const channels = (await call(net, 'A', 'listpeerchannels')).result.channels as { spendable_msat: bigint }[];
  const all = channels.reduce((sum, { spendable_msat }) => sum + spendable_msat, 0n);
  const before = net.journal.position;
  const invoice = await bolt11(net, 'Z', all + 1n);
  const made = net.journal.position - before;
  const { error } = await call(net, 'A', 'pay', { bolt11: invoice, maxfee: CAPACITY_MSAT });
  equal(error, {
    code: 205,
    message: `Could not find a route: all own channels together can send ${all}msat now, not ${all + 1n}msat`,
  });
  is(net.journal.position - before, made, 'nothing was recorded');
  net.engine.network.simulation.setOnline(net.id('B'), false);
  const fits = await bolt11(net, 'Z', all);
  is((await call(net, 'A', 'pay', { bolt11: fits })).error?.code, 205, 'a peer that is away cannot help');
  equal((await call(net, 'A', 'listpays')).result.pays, []);
  await net.engine.close();
});

test('fees of all parts together stay within the limit: those in flight count, after retries and restarts too', async () => {
  // Each of two halves costs 1 msat and 10 ppm.
  const half = (CAPACITY_MSAT * 4n) / 10n;
  const together = 2n * (1n + half / 100_000n);
  for (const [maxfee, ending] of [
    [together, 'complete'],
    [together - 1n, 206],
  ] as const)
    for (const crashes of [false, true]) {
      const settings = { latencyMs: 10 };
      const clock = new VirtualClock();
      let net = await open({ network: FAN, clock, settings });
      net.engine.network.simulation.hold(net.id('C'), { mode: 'fail', failureMessage: '2002' });
      const params = { bolt11: await bolt11(net, 'Z', 2n * half), maxfee };
      if (crashes) {
        void call(net, 'A', 'pay', params).catch(() => undefined);
        await settled();
        clock.advance(15);
        net = await crashed(net, { network: FAN, clock: new VirtualClock(clock.nowMs()), settings });
      }
      const { result, error } = await payUntilEnded(net, 'A', params);
      is(result?.status ?? error?.code, ending, error?.message);
      ok((await mostFees(net)) <= maxfee, `${await mostFees(net)} of ${maxfee}`);
      await net.engine.close();
    }
});

test('a pay after delpay of a failed one is a new group: no name is used twice', async () => {
  const net = await open({ network: LINE, clock: new VirtualClock() });
  net.engine.network.simulation.hold(net.id('D'), { mode: 'fail', failureMessage: '400f' });
  const invoice = await bolt11(net, 'D');
  is((await call(net, 'A', 'pay', { bolt11: invoice })).error?.code, 203);
  const { payment_hash } = (await call(net, 'A', 'decode', { string: invoice })).result;
  await call(net, 'A', 'delpay', { payment_hash, status: 'failed' });
  net.engine.network.simulation.release(net.id('D'));
  is((await call(net, 'A', 'pay', { bolt11: invoice })).result?.status, 'complete');
  const names = (await eventsOf<{ groupid: bigint; partid: bigint }>(net, 'PART_SENT')).map(
    ({ groupid, partid }) => `${groupid}/${partid}`,
  );
  equal(names, ['1/1', '2/1']);
  await net.engine.close();
});

test('parameters that contradict each other or the invoice are refused', async () => {
  const net = await open({ network: DIAMOND });
  const fixed = await bolt11(net, 'D', 100_000n);
  const any = await bolt11(net, 'D', 'any');
  const cases: [Record<string, string | number>, string][] = [
    [{ bolt11: fixed, amount_msat: 5 }, 'amount_msat parameter unnecessary'],
    [{ bolt11: any }, 'amount_msat parameter required'],
    [{ bolt11: fixed, maxfee: 1, exemptfee: 1 }, 'If you specify maxfee, cannot specify maxfeepercent or exemptfee.'],
  ];
  for (const [params, message] of cases) equal((await call(net, 'A', 'pay', params)).error, { code: -32602, message });
  is((await call(net, 'A', 'pay', { bolt11: any, amount_msat: 7_000 })).result.amount_msat, 7_000n);
  await net.engine.close();
});

test('keysend pays a node that asked for nothing', async () => {
  const net = await open({ network: DIAMOND });
  const paid = await call(net, 'A', 'keysend', { destination: net.id('D'), amount_msat: 5_000 });
  is(paid.result?.status, 'complete', JSON.stringify(paid.error));
  is((await call(net, 'D', 'listinvoices', {})).result.invoices[0].amount_received_msat, 5_000n);
  await net.engine.close();
});

test('paystatus and listpays tell of attempts before a restart', async () => {
  const first = await open({ network: DIAMOND });
  first.engine.network.simulation.hold(first.id('B'), { mode: 'fail', failureMessage: '2002' });
  const invoice = await bolt11(first, 'D', 100_000n);
  await call(first, 'A', 'pay', { bolt11: invoice, label: 'lunch', maxfee: 10_000 });
  const second = await crashed(first, { network: DIAMOND });
  const [pay] = (await call(second, 'A', 'paystatus', {})).result.pay;
  equal(
    [pay.label, pay.attempts.map((attempt: { state: string }) => attempt.state)],
    ['lunch', ['failed', 'completed']],
  );
  const [listed] = (await call(second, 'A', 'listpays', { bolt11: invoice })).result.pays;
  equal([listed.status, listed.label], ['complete', 'lunch']);
  await second.engine.close();
});

test.run();
