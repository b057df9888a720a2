/** `pay`: over failures, over parts, and over a crash. */
import { equal, is, ok } from 'uvu/assert';
import { VirtualClock } from '../../src/runtime/clock.ts';
import { call } from '../support/commands.ts';
import {
  CAPACITY_MSAT,
  countOf,
  DIAMOND,
  networkOf,
  type Opened,
  type OpenOptions,
  open,
} from '../support/networks.ts';
import { suite } from '../support/suite.ts';

const test = suite('pay');

/** Four ways from A to Z, each half full on either side: no channel carries more than half its capacity. */
const FAN = networkOf(['A-B', 'B-Z', 'A-C', 'C-Z', 'A-D', 'D-Z', 'A-E', 'E-Z']);

let labels = 0;
async function bolt11(net: Opened, name: string, amount: bigint | 'any'): Promise<string> {
  const { result } = await call(net, name, 'invoice', {
    amount_msat: amount,
    label: `pay-${labels++}`,
    description: 'x',
  });
  return result.bolt11;
}

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
