/** G4, G7: nothing is seen outside before it is durable; the watched actor shows only what is true. */

import { equal, is, throws } from 'uvu/assert';
import { Engine } from '../../src/engine/engine.ts';
import { openMemoryJournal } from '../../src/journal/memory.ts';
import { observePayment } from '../../src/payments/observer.ts';
import { VirtualClock } from '../../src/runtime/clock.ts';
import type { Attempt } from '../../src/switch/port.ts';
import { invoice, open, request, route } from '../support/networks.ts';
import { HASH, NODE_A, sentPart } from '../support/parts.ts';
import { suite } from '../support/suite.ts';
import { onionRequest } from '../switch/outside-requests.ts';
import { OutsideSwitch } from '../switch/outside-switch.ts';

const test = suite('inside flows freely, outside waits');
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  await turn();
  return Promise.race([promise.then(() => true), Promise.resolve(false)]);
}

test('an answer waits until what it says is durable', async () => {
  const net = await open({ journal: { flush: 'manual' } });
  const made = invoice(net, 'D');
  const sent = net.node('A').send(request(made, route(net, 'A', 'D')));
  const waited = net.node('A').wait({ paymentHash: made.paymentHash });
  is(await isSettled(sent), false);
  is(await isSettled(waited), false);
  net.journal.flush();
  is((await sent).type, 'pending');
  is((await waited).type, 'complete');
});

test('a three-hop payment is one batch: a crash leaves all of it or nothing', async () => {
  for (const staged of ['lost', 'written'] as const) {
    const net = await open({ journal: { flush: 'manual' } });
    const made = invoice(net, 'D');
    net.journal.flush();
    const before = net.journal.durablePosition;
    const sent = net
      .node('A')
      .send(request(made, route(net, 'A', 'D')))
      .catch(() => undefined);
    net.journal.crash(staged);
    await sent;
    const again = await openMemoryJournal({ storage: net.journal.storage });
    const types: string[] = [];
    for await (const record of again.read(before + 1)) types.push(record.event.type);
    if (staged === 'lost') equal(types, []);
    else equal([types[0], types.at(-1)], ['PART_SENT', 'PART_FULFILLED']);
  }
});

test('after a write that failed, who follows changes is told that nothing more comes, and the process goes on', async () => {
  const net = await open({ journal: { flush: 'manual' } });
  const heard: string[] = [];
  net
    .node('A')
    .changes$.subscribe({ next: ({ type }) => heard.push(type), complete: () => heard.push('nothing more') });
  const made = invoice(net, 'D');
  net.journal.flush();
  const sent = net
    .node('A')
    .send(request(made, route(net, 'A', 'D')))
    .then(
      () => heard.push('sent'),
      () => heard.push('not sent'),
    );
  net.journal.storage.write = () => {
    throw new Error('disk full');
  };
  net.journal.flush();
  await sent;
  // An error without a listener would end this process in a timer of its own.
  await new Promise((resolve) => setTimeout(resolve, 1));
  equal(heard.sort(), ['not sent', 'nothing more']);
});

test('a watched payment shows nothing before it is durable and every state after', async () => {
  const net = await open({ journal: { flush: 'manual' } });
  const made = invoice(net, 'D');
  net.engine.network.simulation.hold(net.id('D'));
  const watched = observePayment(net.journal, { node: net.id('A'), paymentHash: made.paymentHash });
  const seen: unknown[] = [];
  watched.subscribe((snapshot) => seen.push(snapshot.value));
  void net.node('A').send(request(made, route(net, 'A', 'D')));
  is(watched.getSnapshot().value, 'idle');
  net.journal.flush();
  is(watched.getSnapshot().value, 'pending');
  net.engine.network.simulation.release(net.id('D'));
  is(watched.getSnapshot().value, 'pending');
  net.journal.flush();
  equal(seen, ['pending', { complete: 'settled' }]);
  watched.stop();
});

test('a watched payment refuses events that did not come from the log', async () => {
  const net = await open();
  const watched = observePayment(net.journal, { node: NODE_A, paymentHash: HASH });
  throws(() => watched.send({ type: 'PART_SENT', ...sentPart() }), /PART_SENT was not sent to it: use a command/);
  is(watched.getSnapshot().value, 'idle');
  await net.engine.close();
});

test('an exception in a subscriber stops the runtime before half a cascade is durable', async () => {
  const outside = new OutsideSwitch();
  const journal = await openMemoryJournal({ flush: 'manual' });
  const engine = await Engine.open({ journal, network: outside, clock: new VirtualClock() });
  const sent = engine.node('A').send(onionRequest());
  journal.flush();
  await sent;
  await turn();
  const { durablePosition } = journal;
  const [attempt] = outside.offers as [Attempt];
  outside.end(attempt, {
    type: 'local',
    failcode: 0x1007,
    get detail(): string {
      throw new Error('a fault in a subscriber');
    },
  });
  await turn();
  is(journal.durablePosition, durablePosition);
  throws(
    () => engine.payments.deliver(NODE_A, HASH, { type: 'PARTS_DELETED', status: 'failed', deletedBefore: 0, atMs: 0 }),
    /stopped/,
  );
});

test.run();
