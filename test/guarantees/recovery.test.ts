/** G6: after a crash every pending payment goes on, wherever it was. */
import { equal, is } from 'uvu/assert';
import { VirtualClock } from '../../src/runtime/clock.ts';
import { invoice, type Opened, type OpenOptions, open, request, route } from '../support/networks.ts';
import { suite } from '../support/suite.ts';

const test = suite('after a crash');

/** Ends the engine as kill -9 would and opens another on what was durable. */
async function crashed(net: Opened, options: OpenOptions = {}): Promise<Opened> {
  await net.journal.durable(net.journal.position);
  net.journal.crash('lost');
  return open({ ...options, journal: { storage: net.journal.storage } });
}

test('an HTLC held at the destination is still held, and completes when released', async () => {
  const first = await open();
  first.engine.network.simulation.hold(first.id('D'));
  const made = invoice(first, 'D');
  await first.node('A').send(request(made, route(first, 'A', 'D')));
  const second = await crashed(first);
  is((await second.node('A').wait({ paymentHash: made.paymentHash, timeoutMs: 0 })).type, 'timeout');
  second.engine.network.simulation.release(second.id('D'));
  is((await second.node('A').wait({ paymentHash: made.paymentHash })).type, 'complete');
  await second.engine.close();
});

test('an HTLC held in the middle that fails after the restart is read by the sender', async () => {
  const first = await open();
  first.engine.network.simulation.hold(first.id('C'));
  const made = invoice(first, 'D');
  await first.node('A').send(request(made, route(first, 'A', 'D')));
  const second = await crashed(first);
  second.engine.network.simulation.hold(second.id('C'), { mode: 'fail', failureMessage: '2002' });
  const answer = await second.node('A').wait({ paymentHash: made.paymentHash });
  equal(answer.type === 'failed' && [answer.part.failure?.failcode, answer.part.failure?.erringNode], [
    0x2002,
    second.id('C'),
  ]);
  await second.engine.close();
});

test('an HTLC between two nodes when the process died goes on by itself', async () => {
  for (let hopsDone = 0; hopsDone <= 3; hopsDone++) {
    const clock = new VirtualClock();
    const settings = { latencyMs: 10 };
    const first = await open({ clock, settings });
    const made = invoice(first, 'D');
    await first.node('A').send(request(made, route(first, 'A', 'D')));
    for (let i = 0; i < hopsDone; i++) clock.runNext();
    const later = new VirtualClock(clock.nowMs());
    const second = await crashed(first, { clock: later, settings });
    const waiting = second.node('A').wait({ paymentHash: made.paymentHash });
    while (later.runNext());
    is((await waiting).type, 'complete', `crash after ${hopsDone} hops`);
    await second.engine.close();
  }
});

test('a result owed to a node that is away reaches its payment when it comes back, also over a restart', async () => {
  const first = await open();
  first.engine.network.simulation.hold(first.id('D'));
  const made = invoice(first, 'D');
  await first.node('A').send(request(made, route(first, 'A', 'D')));
  first.engine.network.simulation.setOnline(first.id('A'), false);
  first.engine.network.simulation.release(first.id('D'));
  const second = await crashed(first);
  is((await second.node('A').wait({ paymentHash: made.paymentHash, timeoutMs: 0 })).type, 'timeout');
  second.engine.network.simulation.setOnline(second.id('A'), true);
  is((await second.node('A').wait({ paymentHash: made.paymentHash })).type, 'complete');
  await second.engine.close();
});

test('a finished payment is still finished, and repeating it sends nothing', async () => {
  const first = await open();
  const made = invoice(first, 'D');
  const asked = request(made, route(first, 'A', 'D'));
  await first.node('A').send(asked);
  const second = await crashed(first);
  const before = second.journal.position;
  is((await second.node('A').send(asked)).type, 'complete');
  is(second.journal.position, before);
  await second.engine.close();
});

test('indexes go on where they were', async () => {
  const first = await open();
  await first.node('A').send(request(invoice(first, 'D'), route(first, 'A', 'D')));
  const second = await crashed(first);
  const sent = await second.node('A').send(request(invoice(second, 'D'), route(second, 'A', 'D')));
  is(sent.type === 'pending' && sent.row.createdIndex, 2);
  await second.engine.close();
});

test('a database made with another network is refused', async () => {
  const first = await open();
  await first.engine.close();
  const { DIAMOND } = await import('../support/networks.ts');
  let refused = '';
  try {
    await open({ network: DIAMOND, journal: { storage: first.journal.storage } });
  } catch (error) {
    refused = (error as { code: string }).code;
  }
  is(refused, 'SENDPAY_NETWORK_MISMATCH');
});

test.run();
