/** G4, G7: nothing is seen outside before it is durable; the watched actor shows only what is true. */

import { Subject } from 'rxjs';
import { equal, is, throws } from 'uvu/assert';
import { openMemoryJournal } from '../../src/journal/memory.ts';
import { observePayment } from '../../src/payments/observer.ts';
import { PaymentShell } from '../../src/payments/payment-actor.ts';
import { VirtualClock } from '../../src/runtime/clock.ts';
import { Runtime } from '../../src/runtime/runtime.ts';
import type { HtlcAttempt, HtlcResult, Switch } from '../../src/switch/port.ts';
import { invoice, open, request, route } from '../support/networks.ts';
import { HASH, NODE_A, sentPart } from '../support/parts.ts';
import { suite } from '../support/suite.ts';

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

test('a watched payment shows nothing before it is durable and every state after', async () => {
  const net = await open({ journal: { flush: 'manual' } });
  const made = invoice(net, 'D');
  net.engine.network.hold(net.id('D'));
  const watched = observePayment(net.journal, net.id('A'), made.paymentHash);
  const seen: unknown[] = [];
  watched.subscribe((snapshot) => seen.push(snapshot.value));
  void net.node('A').send(request(made, route(net, 'A', 'D')));
  is(watched.getSnapshot().value, 'idle');
  net.journal.flush();
  is(watched.getSnapshot().value, 'pending');
  net.engine.network.release(net.id('D'));
  is(watched.getSnapshot().value, 'pending');
  net.journal.flush();
  equal(seen, ['pending', { complete: 'settled' }]);
  watched.stop();
});

test('a watched payment ignores events that did not come from the log', async () => {
  const net = await open();
  const watched = observePayment(net.journal, NODE_A, HASH);
  watched.actor.send({ type: 'PART_SENT', ...sentPart() });
  is(watched.getSnapshot().value, 'idle');
  await net.engine.close();
});

/** A node of another process: what is offered to it has left for good. */
function outsideSwitch(offered: HtlcAttempt[] = []): {
  port: Switch;
  offered: HtlcAttempt[];
  results: Subject<HtlcResult>;
} {
  const results = new Subject<HtlcResult>();
  const port: Switch = {
    insideJournal: false,
    blockheight: () => 100,
    onionKey: (node) => node,
    checkFirstHop: () => undefined,
    offer: (attempt) => {
      offered.push(attempt);
      return 'accepted';
    },
    payself: () => {},
    status: () => ({ type: 'never-seen' }),
    results,
    localChannels: () => [],
  };
  return { port, offered, results };
}

const onionSent = {
  kind: 'onion' as const,
  onion: '00'.repeat(1366),
  peer: NODE_A,
  channel: '1x1x1' as never,
  delay: 9,
};

async function shellOn(port: Switch, storage?: Awaited<ReturnType<typeof openMemoryJournal>>['storage']) {
  const journal = await openMemoryJournal({ flush: 'manual', ...(storage ? { storage } : {}) });
  const clock = new VirtualClock();
  const shell = new PaymentShell({ journal, clock, network: port });
  const runtime = new Runtime({ journal, clock, kinds: [shell.kind as never] });
  shell.attach(runtime);
  return { journal, shell, runtime };
}

test('an HTLC to a node outside the journal leaves only once its attempt is durable', async () => {
  const outside = outsideSwitch();
  const { journal, shell } = await shellOn(outside.port);
  shell.send(NODE_A, HASH, { type: 'PART_SENT', ...sentPart({ send: onionSent }) });
  await turn();
  is(outside.offered.length, 0);
  journal.flush();
  await turn();
  is(outside.offered.length, 1);
});

test('an attempt the Switch never saw is offered after a crash, and one lost before it was durable is not', async () => {
  const outside = outsideSwitch();
  const first = await shellOn(outside.port);
  first.shell.send(NODE_A, HASH, { type: 'PART_SENT', ...sentPart({ send: onionSent }) });
  first.journal.crash('lost');
  await turn();
  is(outside.offered.length, 0);

  const second = await shellOn(outsideSwitch(outside.offered).port, first.journal.storage);
  is((await second.runtime.recover()).recovered.length, 0);
  second.shell.send(NODE_A, HASH, { type: 'PART_SENT', ...sentPart({ send: onionSent }) });
  second.journal.crash('written');
  await turn();
  is(outside.offered.length, 0);

  const connection = outsideSwitch(outside.offered);
  const third = await shellOn(connection.port, second.journal.storage);
  const { recovered } = await third.runtime.recover();
  third.shell.watchPending(recovered);
  third.shell.reconcile(recovered);
  await turn();
  is(outside.offered.length, 1);
  connection.results.next({
    attempt: outside.offered[0]!.id,
    outcome: { type: 'failed', reason: 'ff'.repeat(292) },
    cause: 0,
  });
  is(third.shell.snapshot(NODE_A, HASH).value, 'failed');
});

test('a result told twice is applied once', async () => {
  const outside = outsideSwitch();
  const { journal, shell } = await shellOn(outside.port);
  shell.send(NODE_A, HASH, { type: 'PART_SENT', ...sentPart({ send: onionSent }) });
  journal.flush();
  await turn();
  const result: HtlcResult = {
    attempt: outside.offered[0]!.id,
    outcome: { type: 'failed', reason: 'ff'.repeat(292) },
    cause: 0,
  };
  outside.results.next(result);
  const position = journal.position;
  outside.results.next(result);
  is(journal.position, position);
});

test('an exception in a subscriber stops the runtime before half a cascade is durable', async () => {
  const outside = outsideSwitch();
  const { journal, shell } = await shellOn(outside.port);
  shell.send(NODE_A, HASH, { type: 'PART_SENT', ...sentPart({ send: onionSent }) });
  journal.flush();
  await turn();
  const { durablePosition } = journal;
  const wrong = { type: 'fulfilled' as const, preimage: 'aa'.repeat(32) as never };
  outside.results.next({ attempt: outside.offered[0]!.id, outcome: wrong, cause: 0 });
  await turn();
  is(journal.durablePosition, durablePosition);
  throws(
    () => shell.deliver(NODE_A, HASH, { type: 'PARTS_DELETED', status: 'failed', deletedBefore: 0, atMs: 0 }),
    /stopped/,
  );
});

test.run();
