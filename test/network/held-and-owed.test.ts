/**
 * HTLCs that wait: held by a node, owed to a node that is down, on their way when the process dies, or stuck until they
 * time out on chain.
 */

import * as assert from 'uvu/assert';
import { channelKind } from '../../machines/channel-kind.ts';
import { FailureCode } from '../../src/domain/failures.ts';
import type { ShortChannelId } from '../../src/domain/ids.ts';
import { suite } from '../support/suite.ts';
import { Harness, HEIGHT, idOf, lineRoute } from './harness.ts';

const test = suite('HTLCs that wait in the simulated network');

const AMOUNT = 100_000n;
const CD = '116x1x0' as ShortChannelId;

function pay(h: Harness): number {
  const { paymentHash, paymentSecret } = h.invoice('D', AMOUNT);
  return h.pay({ hash: paymentHash, secret: paymentSecret, route: lineRoute(AMOUNT) });
}

for (const name of ['B', 'C', 'D']) {
  test(`an HTLC held at ${name} is pending until it is released, then goes on`, async () => {
    const h = await Harness.open();
    h.net.simulation.hold(idOf(name));
    const id = pay(h);
    assert.is(h.heard.get(id), undefined);
    assert.is(h.status(id), 'pending');
    assert.is(h.net.simulation.waitingAt(idOf(name)).length, 1);
    h.net.simulation.release(idOf(name));
    assert.is(h.heard.get(id)?.type, 'fulfilled');
    assert.is(h.net.simulation.waitingAt(idOf(name)).length, 0);
  });

  test(`an HTLC held at ${name} when the process dies is still held after it, then goes on`, async () => {
    const h = await Harness.open();
    h.net.simulation.hold(idOf(name));
    const id = pay(h);
    await h.journal.durable(h.journal.position);
    await h.restart();
    assert.is(h.heard.get(id), undefined);
    assert.is(h.status(id), 'pending');
    assert.is(h.net.simulation.htlcsInFlight, ['B', 'C', 'D'].indexOf(name) + 1);
    h.net.simulation.release(idOf(name));
    assert.is(h.heard.get(id)?.type, 'fulfilled');
    h.checkMoney();
  });
}

test('an error from downstream is wrapped by nodes that were restarted meanwhile', async () => {
  const h = await Harness.open();
  h.net.simulation.hold(idOf('D'));
  const id = pay(h);
  await h.journal.durable(h.journal.position);
  await h.restart();
  h.net.simulation.hold(idOf('D'), { mode: 'fail', failureMessage: '2002' });
  assert.equal(
    [h.heard.get(id)?.failcode, h.heard.get(id)?.erringIndex],
    [FailureCode.TEMPORARY_NODE_FAILURE, 3],
    'the sender can still read who erred',
  );
});

test('an HTLC on its way when the process dies arrives after it', async () => {
  const h = await Harness.open(undefined, { latencyMs: 50 });
  const id = pay(h);
  h.clock.advance(70);
  await h.journal.durable(h.journal.position);
  await h.restart();
  h.clock.advance(1000);
  assert.is(h.heard.get(id)?.type, 'fulfilled');
});

test('an HTLC takes the latency of the network at each hop, its result none', async () => {
  const h = await Harness.open(undefined, { latencyMs: 50 });
  const id = pay(h);
  h.clock.advance(149);
  assert.is(h.heard.get(id), undefined);
  const settled = h.net.simulation.settled();
  h.clock.advance(1);
  assert.is(h.heard.get(id)?.type, 'fulfilled');
  await settled;
});

test('what a crash takes back before it was durable never happened, and can be offered again', async () => {
  const h = await Harness.open();
  const { paymentHash, paymentSecret } = h.invoice('D', AMOUNT);
  await h.journal.durable(h.journal.position);
  const { attempt } = h.prepare({ hash: paymentHash, secret: paymentSecret, route: lineRoute(AMOUNT) });
  h.offer(attempt);
  await h.restart();
  assert.is(h.net.status(attempt).type, 'never-seen');
  assert.is(h.net.invoices.get(idOf('D'), paymentHash)?.status, 'unpaid');
  assert.is(h.offer(attempt), 'accepted');
  assert.is(h.heard.get(attempt.number)?.type, 'fulfilled');
});

test('a result for a node that is down is owed, and told when it is back', async () => {
  const h = await Harness.open();
  h.net.simulation.hold(idOf('D'));
  const id = pay(h);
  h.net.simulation.setOnline(idOf('A'), false);
  h.net.simulation.release(idOf('D'));
  assert.is(h.heard.get(id), undefined);
  assert.is(h.net.simulation.htlcsInFlight, 1, 'only the first channel still has it');
  h.checkMoney();
  await h.journal.durable(h.journal.position);
  await h.restart();
  assert.is(h.heard.get(id), undefined, 'it is owed still');
  for (const online of [false, true]) h.net.simulation.setOnline(idOf('B'), online);
  assert.is(h.heard.get(id), undefined, 'who owes it was away too, and is back');
  h.net.simulation.setOnline(idOf('A'), true);
  assert.is(h.heard.get(id)?.type, 'fulfilled');
  assert.is(h.net.simulation.htlcsInFlight, 0);
  h.checkMoney();
});

test('a failure owed over a restart stays the end: the node does not forward the HTLC once more', async () => {
  const h = await Harness.open();
  const invoice = h.invoice('D', AMOUNT);
  h.net.simulation.hold('D');
  const id = h.pay({ hash: invoice.paymentHash, secret: invoice.paymentSecret, route: lineRoute(AMOUNT) });
  h.net.simulation.setOnline('B', false);
  h.net.simulation.hold('D', { mode: 'fail', failureMessage: '2002' });
  h.net.simulation.release('D');
  await h.journal.durable(h.journal.position);
  await h.restart();
  assert.is(h.net.invoices.get(idOf('D'), invoice.paymentHash)?.status, 'unpaid');
  h.net.simulation.setOnline('B', true);
  assert.equal([h.heard.get(id)?.failcode, h.heard.get(id)?.erringIndex], [0x2002, 3]);
  h.checkMoney();
});

test('an HTLC that reached a node just before it went down is handled when it is back', async () => {
  const h = await Harness.open(undefined, { latencyMs: 50 });
  const id = pay(h);
  h.clock.advance(120);
  h.net.simulation.setOnline(idOf('D'), false);
  h.clock.advance(1000);
  assert.is(h.heard.get(id), undefined);
  assert.is(h.net.simulation.waitingAt(idOf('D')).length, 1);
  assert.is(h.net.invoices.lastIndex(idOf('D'), 'pay'), 0, 'a node that is down pays no attention');
  h.net.simulation.setOnline(idOf('D'), true);
  assert.is(h.heard.get(id)?.type, 'fulfilled');
});

test('a channel first touched while a node is down comes up disconnected, and connects with it', async () => {
  const h = await Harness.open();
  h.net.simulation.setOnline(idOf('C'), false);
  h.net.simulation.setPolicy('109x1x0' as ShortChannelId, idOf('B'), {});
  const state = (): unknown => h.runtime.snapshot(channelKind, '109x1x0' as ShortChannelId).value;
  assert.is(state(), 'offline');
  assert.is(h.heard.get(pay(h))?.failcode, FailureCode.TEMPORARY_CHANNEL_FAILURE);
  h.net.simulation.setOnline(idOf('C'), true);
  assert.is(state(), 'online');
  assert.is(h.heard.get(pay(h))?.type, 'fulfilled');
});

test('HTLCs kept by hold fail at once when the node is told to fail', async () => {
  const h = await Harness.open();
  h.net.simulation.hold(idOf('C'));
  const id = pay(h);
  h.net.simulation.hold(idOf('C'), { mode: 'fail', failureMessage: '6002' });
  assert.equal([h.heard.get(id)?.raw, h.heard.get(id)?.erringIndex], ['6002', 2]);
});

test('a node told to resolve answers with the preimage it was given', async () => {
  const h = await Harness.open();
  const preimage = 'ab'.repeat(32);
  const { paymentHash } = h.invoice('D', AMOUNT, { preimage: preimage as never });
  h.net.simulation.hold(idOf('C'), { mode: 'resolve', preimage: preimage as never });
  const id = h.pay({ hash: paymentHash, route: lineRoute(AMOUNT) });
  assert.is(h.heard.get(id)?.preimage, preimage);
  assert.is(h.net.invoices.get(idOf('D'), paymentHash)?.status, 'unpaid');
});

test('a node told to resolve fails an HTLC its preimage does not open', async () => {
  const h = await Harness.open();
  h.net.simulation.hold(idOf('C'), { mode: 'resolve', preimage: 'ab'.repeat(32) as never });
  const id = pay(h);
  assert.equal([h.heard.get(id)?.failcode, h.heard.get(id)?.erringIndex], [FailureCode.TEMPORARY_NODE_FAILURE, 2]);
});

test('the network is settled only once no HTLC is in flight, held ones included', async () => {
  const h = await Harness.open();
  await h.net.simulation.settled();
  h.net.simulation.hold(idOf('D'));
  pay(h);
  let isSettled = false;
  const settled = h.net.simulation.settled().then(() => {
    isSettled = true;
  });
  await h.journal.durable(h.journal.position);
  assert.not(isSettled);
  h.net.simulation.release(idOf('D'));
  await settled;
});

test('a node that garbles error onions makes them unreadable for the sender, and forwards as usual', async () => {
  const h = await Harness.open();
  h.net.simulation.hold(idOf('B'), { mode: 'corrupt' });
  assert.is(h.heard.get(pay(h))?.type, 'fulfilled');
  const { paymentHash } = h.invoice('D', AMOUNT);
  const heard = h.heard.get(h.pay({ hash: paymentHash, route: lineRoute(AMOUNT) }));
  assert.equal([heard?.type, heard?.failcode], ['failed', undefined]);
});

test('a held HTLC times out on chain once a block passes its expiry, and fails back from the node before', async () => {
  const h = await Harness.open();
  h.net.simulation.hold(idOf('D'));
  const id = pay(h);
  h.net.simulation.mine(10);
  assert.is(h.heard.get(id), undefined, 'it expires at height 131, which is still good');
  h.net.simulation.mine(1);
  assert.is(h.net.blockheight(idOf('A')), HEIGHT + 11);
  assert.equal(
    [h.heard.get(id)?.failcode, h.heard.get(id)?.erringIndex],
    [FailureCode.PERMANENT_CHANNEL_FAILURE, 2],
    'C says its channel is gone',
  );
  assert.is(h.net.localChannels(idOf('C')).find((c) => c.shortChannelId === CD)?.state, 'ONCHAIN');
  assert.equal(h.net.simulation.waitingAt('D'), [], 'it waits at D no more');
  assert.is(
    h.net.localChannels(idOf('B')).every((c) => c.state === 'CHANNELD_NORMAL'),
    true,
  );
  h.net.simulation.release(idOf('D'));
  assert.is(h.net.simulation.htlcsInFlight, 0);
  h.checkMoney();
});

test('many blocks at once give each HTLC its own height: only the last channel closes', async () => {
  const h = await Harness.open();
  h.net.simulation.hold(idOf('D'));
  const id = pay(h);
  h.net.simulation.mine(1000);
  assert.is(h.heard.get(id)?.erringIndex, 2);
  assert.is(h.net.blockheight(idOf('A')), HEIGHT + 1000);
  assert.is(h.net.localChannels(idOf('A'))[0]?.state, 'CHANNELD_NORMAL');
});

test("the sender's own HTLC timing out on chain is a local result", async () => {
  const h = await Harness.open();
  h.net.simulation.hold(idOf('B'));
  const id = pay(h);
  h.net.simulation.mine(1000);
  assert.equal(
    [h.heard.get(id)?.type, h.heard.get(id)?.raw, h.heard.get(id)?.detail],
    ['local', '4008', 'WIRE_PERMANENT_CHANNEL_FAILURE: timed out'],
  );
  h.checkMoney();
});

/** C forwards nothing to D any more, and does not say that this may pass: also while D is away. */
function refusesForGood(h: Harness): void {
  for (const online of [true, false]) {
    h.net.simulation.setOnline(idOf('D'), online);
    assert.is(h.heard.get(pay(h))?.failcode, FailureCode.UNKNOWN_NEXT_PEER);
  }
  h.net.simulation.setOnline(idOf('D'), true);
}

test('a preimage still claims an HTLC of a closed channel', async () => {
  const h = await Harness.open();
  h.net.simulation.hold(idOf('D'));
  const id = pay(h);
  h.net.simulation.closeChannel(CD, 'unilateral');
  assert.is(h.heard.get(id), undefined);
  refusesForGood(h);
  h.net.simulation.release(idOf('D'));
  assert.is(h.heard.get(id)?.type, 'fulfilled');
  h.checkMoney();
});

test('a channel that shuts down takes no HTLC more and closes once the last one is gone', async () => {
  const h = await Harness.open();
  h.net.simulation.hold(idOf('D'));
  const id = pay(h);
  h.net.simulation.closeChannel(CD);
  const state = (): string | undefined => h.net.localChannels(idOf('C')).find((c) => c.shortChannelId === CD)?.state;
  assert.is(state(), 'CHANNELD_SHUTTING_DOWN');
  refusesForGood(h);
  h.net.simulation.release(idOf('D'));
  assert.is(h.heard.get(id)?.type, 'fulfilled');
  assert.is(state(), 'ONCHAIN');
  refusesForGood(h);
});

test('a channel that shuts down stays until the last of its HTLCs is gone, not the first', async () => {
  const h = await Harness.open();
  const { paymentHash, paymentSecret } = h.invoice('D', AMOUNT);
  const route = lineRoute(60_000n);
  const part = h.pay({ hash: paymentHash, secret: paymentSecret, route, totalMsat: AMOUNT, partid: 1n });
  h.net.simulation.hold('D');
  const whole = pay(h);
  h.net.simulation.closeChannel(CD);
  h.net.simulation.release('D');
  assert.equal([h.heard.get(whole)?.type, h.heard.get(part)], ['fulfilled', undefined]);
  const state = () => h.net.localChannels(idOf('C')).find((c) => c.shortChannelId === CD)?.state;
  assert.is(state(), 'CHANNELD_SHUTTING_DOWN');
  h.clock.advance(70_000);
  assert.equal([h.heard.get(part)?.failcode, state()], [FailureCode.MPP_TIMEOUT, 'ONCHAIN']);
  h.checkMoney();
});

test('what gossip says after a restart is what it said before', async () => {
  const h = await Harness.open();
  const [changed, closed] = ['109x1x0', '116x1x0'] as ShortChannelId[];
  h.net.simulation.setPolicy(changed as ShortChannelId, idOf('B'), { feeBaseMsat: 7n });
  h.net.simulation.closeChannel(closed as ShortChannelId);
  await h.journal.durable(h.journal.position);
  const heard: string[] = [];
  await h.restart((net) =>
    net.graph.changes.subscribe((change) => {
      if (change.type !== 'policy-changed') return;
      heard.push(`${change.shortChannelId} ${change.policy === undefined ? 'gone' : change.policy.feeBaseMsat}`);
    }),
  );
  assert.equal(heard.sort(), ['109x1x0 7', '116x1x0 gone', '116x1x0 gone']);
});

test.run();
