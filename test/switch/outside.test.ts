/** G1, G2, G4, G6 over a switch of another process: it answers late, twice, never, out of order, forgets, and dies. */
import { createHash } from 'node:crypto';
import { equal, is } from 'uvu/assert';
import type { PaymentHash, Preimage } from '../../src/domain/ids.ts';
import { Engine } from '../../src/engine/engine.ts';
import { openMemoryJournal } from '../../src/journal/memory.ts';
import { FIRST_PAUSE_MS, LONGEST_PAUSE_MS } from '../../src/payments/offers.ts';
import { VirtualClock } from '../../src/runtime/clock.ts';
import type { Attempt, HtlcOutcome } from '../../src/switch/port.ts';
import { NODE_A } from '../support/parts.ts';
import { suite } from '../support/suite.ts';
import { selfRequest } from './outside-requests.ts';
import {
  events,
  failed,
  flushed,
  HASH,
  paid,
  REQUEST,
  restarted,
  send,
  stateOf,
  turns,
  up,
} from './outside-running.ts';
import { OutsideSwitch } from './outside-switch.ts';

const test = suite('a switch of another process');

test('an HTLC leaves only once its attempt is durable, a payment to oneself too (G4)', async () => {
  for (const request of [REQUEST, { ...selfRequest(), paymentHash: HASH }]) {
    const running = await up();
    void running.engine.node('A').send(request);
    await turns();
    is(running.outside.offers.length, 0);
    running.journal.flush();
    await turns();
    is(running.outside.offers.length, 1);
  }
});

test('an attempt carries its names, its packet, and a number unique in the journal', async () => {
  const running = await up();
  await send(running);
  const [attempt] = running.outside.offers as [Attempt & { kind: 'htlc' }];
  equal(
    [attempt.node, attempt.paymentHash, attempt.groupid, attempt.partid, attempt.number],
    [NODE_A, HASH, 1n, 0n, running.journal.position - 1],
  );
  equal([attempt.packet().length, attempt.cltvExpiry, attempt.firstHop.delay], [1366, 110, 9]);
  equal([attempt.sentMsat, attempt.amountMsat, attempt.totalMsat], [1_004n, 1_000n, 1_000n]);
});

test('what was offered and what was answered is in the log', async () => {
  const running = await up();
  await send(running);
  equal(events(running), ['PART_SENT', 'PART_ANSWERED']);
  equal(running.engine.node('A').parts(HASH)[0]?.answer, 'accepted');
});

test('an attempt the switch never saw is offered after a crash, and one lost before it was durable is not', async () => {
  const first = await up();
  first.engine
    .node('A')
    .send(REQUEST)
    .catch(() => {}); // its process dies
  const second = await restarted(first, 'lost');
  is(stateOf(second), 'nothing');
  is(second.outside.offers.length, 0);

  second.engine
    .node('A')
    .send(REQUEST)
    .catch(() => {}); // its process dies
  const third = await restarted(second, 'written');
  equal(
    third.outside.started.map(({ answered }) => answered),
    [false],
  );
  is(third.outside.node.left.length, 1);
  third.outside.end(third.outside.offers[0] as Attempt, failed);
  is(stateOf(third), 'failed');
});

test('a payment to oneself that was pending at a crash is asked about too (G6)', async () => {
  const first = await up();
  await send(first, { ...selfRequest(), paymentHash: HASH });
  first.outside.endUntold(first.outside.offers[0] as Attempt, paid);
  const second = await restarted(first);
  is(stateOf(second), 'complete');
});

test('an answer that never comes is asked for again, the same attempt, with growing pauses, and leaves once (G1)', async () => {
  for (const manner of ['answer-lost', 'call-lost', 'throws', 'throws-after'] as const) {
    const running = await up();
    running.outside.manners.push(manner, manner);
    await send(running);
    is(running.outside.offers.length, 1, manner);
    is(stateOf(running), 'pending');
    running.clock.advance(FIRST_PAUSE_MS);
    await turns();
    is(running.outside.offers.length, 2, manner);
    running.clock.advance(FIRST_PAUSE_MS);
    await turns();
    is(running.outside.offers.length, 2, `${manner}: the second pause is longer`);
    running.clock.advance(FIRST_PAUSE_MS);
    await turns();
    is(new Set(running.outside.offers.map(({ number }) => number)).size, 1);
    equal([running.outside.offers.length, running.outside.node.left.length], [3, 1], manner);
    running.clock.advance(10 * LONGEST_PAUSE_MS);
    await turns();
    is(running.outside.offers.length, 3, `${manner}: answered, so not asked again`);
    await flushed(running.journal);
    running.outside.end(running.outside.offers[0] as Attempt, paid);
    is(stateOf(running), 'complete');
  }
});

test('the pauses between offers double up to the longest, and nobody waits once the part ended or the engine closed', async () => {
  const running = await up();
  const { outside, clock } = running;
  outside.manners.push(...Array.from({ length: 40 }, () => 'answer-lost' as const));
  await send(running);
  const pauses: number[] = [];
  for (let tries = 0; tries < 12; tries++) {
    const due = clock.nextDueMs() as number;
    pauses.push((due - clock.nowMs()) / 1_000);
    clock.runNext();
    await turns();
  }
  equal(pauses, [1, 2, 4, 8, 16, 32, 60, 60, 60, 60, 60, 60]);
  is(outside.offers.length, 13);
  running.engine.close().catch(() => undefined);
  is(clock.nextDueMs(), undefined, 'closed');
  const other = await up();
  other.outside.manners.push('answer-lost');
  await send(other);
  other.outside.end(other.outside.offers[0] as Attempt, paid);
  is(other.clock.nextDueMs(), undefined, 'ended');
});

test('a result that comes before the answer ends the part, and nothing is offered any more', async () => {
  const running = await up();
  running.outside.manners.push('answer-lost');
  await send(running);
  running.outside.end(running.outside.offers[0] as Attempt, paid);
  is(stateOf(running), 'complete');
  running.clock.advance(10 * LONGEST_PAUSE_MS);
  await turns();
  is(running.outside.offers.length, 1);
});

test('an attempt that was answered and that the switch forgot is never offered again: it stays pending and says why (G1)', async () => {
  const first = await up();
  await send(first);
  first.outside.node.forget();
  const second = await restarted(first);
  equal(
    second.outside.started.map(({ answered }) => answered),
    [true],
  );
  is(stateOf(second), 'pending: the node once took it and does not know it any more');
  is(second.outside.node.left.length, 1);
  const third = await restarted(second);
  is(third.outside.node.left.length, 1);
  equal(
    events(third).filter((type) => type === 'PART_IN_DOUBT').length,
    1,
    'the same doubt is not logged at every start',
  );
});

test('"never seen" is believed only where it is exact', async () => {
  for (const worth of ['while-kept', 'none'] as const) {
    const first = await up();
    first.engine
      .node('A')
      .send(REQUEST)
      .catch(() => {}); // its process dies
    first.outside.node.worth = worth;
    const second = await restarted(first, 'written');
    is(second.outside.node.left.length, 0, worth);
    is(stateOf(second), 'pending: the node does not know it, but may have forgotten it');
  }
});

test('a part in doubt still ends when its result comes', async () => {
  const first = await up();
  await send(first);
  const [attempt] = first.outside.offers as [Attempt];
  first.outside.node.forget();
  const second = await restarted(first);
  second.outside.results.next({ attempt: attempt.number, outcome: paid, cause: 0 });
  is(stateOf(second), 'complete');
});

test('a status that cannot be had is asked for again', async () => {
  const first = await up();
  await send(first);
  first.outside.endUntold(first.outside.offers[0] as Attempt, failed);
  first.journal.crash('lost');
  const journal = await openMemoryJournal({ flush: 'manual', storage: first.journal.storage });
  const outside = new OutsideSwitch(first.outside.node);
  outside.statusThrows = 2;
  const clock = new VirtualClock();
  const second = { engine: await Engine.open({ journal, network: outside, clock }), outside, journal, clock };
  is(stateOf(second), 'pending');
  clock.advance(FIRST_PAUSE_MS);
  await turns();
  is(stateOf(second), 'pending');
  clock.advance(2 * FIRST_PAUSE_MS);
  await turns();
  is(stateOf(second), 'failed');
});

test('a result told twice is applied once, and the switch hears "settled" only when the end is durable', async () => {
  const running = await up();
  await send(running);
  const [attempt] = running.outside.offers as [Attempt];
  running.outside.end(attempt, paid);
  const { position } = running.journal;
  await turns();
  equal(running.outside.node.settled, []);
  running.outside.tell(attempt);
  is(running.journal.position, position);
  await flushed(running.journal);
  is(new Set(running.outside.node.settled).size, 1);
  is(running.outside.node.settled[0], attempt.number);
});

test('a result that was not settled before a crash comes again, and is settled then', async () => {
  const first = await up();
  await send(first);
  const [attempt] = first.outside.offers as [Attempt];
  first.outside.end(attempt, paid);
  const second = await restarted(first, 'lost');
  is(stateOf(second), 'complete');
  await flushed(second.journal);
  equal(second.outside.node.settled, [attempt.number]);
});

test('a preimage that comes after a failure wins, whichever process hears it (G2)', async () => {
  const first = await up();
  await send(first);
  const [attempt] = first.outside.offers as [Attempt];
  first.outside.end(attempt, failed);
  is(stateOf(first), 'failed');
  await flushed(first.journal);
  const second = await restarted(first);
  second.outside.results.next({ attempt: attempt.number, outcome: paid, cause: 0 });
  is(stateOf(second), 'complete');
  second.outside.results.next({ attempt: attempt.number, outcome: failed, cause: 0 });
  is(stateOf(second), 'complete');
});

test('a preimage that does not open the hash is not believed', async () => {
  const running = await up();
  await send(running);
  running.outside.end(running.outside.offers[0] as Attempt, {
    type: 'fulfilled',
    preimage: 'aa'.repeat(32) as Preimage,
  });
  is(stateOf(running), 'pending: the node told a preimage that does not open the payment_hash');
});

test('an offer the node refuses fails the part in its words', async () => {
  const running = await up();
  running.outside.manners.push('refused');
  await send(running);
  const failure = running.engine.node('A').parts(HASH)[0]?.failure;
  equal([failure?.code, failure?.failcode, failure?.erringIndex], [204, 0x1007, 0]);
  is(failure?.message, 'failed: WIRE_TEMPORARY_CHANNEL_FAILURE (First peer not ready)');
});

test('an error the node read itself names who erred', async () => {
  const running = await up();
  await send(running);
  running.outside.end(running.outside.offers[0] as Attempt, { type: 'decoded', erringIndex: 1, failcode: 0x400f });
  const failure = running.engine.node('A').parts(HASH)[0]?.failure;
  equal([failure?.code, failure?.erringIndex, failure?.rawMessage], [203, 1, undefined]);
});

test('bytes nobody can read fail the part, and stop nothing (G13)', async () => {
  const unreadable: HtlcOutcome[] = [
    { type: 'failed', reason: 'no hex' },
    { type: 'failed', reason: '' },
    { type: 'malformed', failcode: 0xc005, sha256OfOnion: 'no hex' },
    { type: 'malformed', failcode: 0xc005 },
    { type: 'local', failcode: 0, detail: '', failureMessage: 'no hex' },
    { type: 'decoded', erringIndex: 99, failcode: 0xffff, failureMessage: 'no hex' },
  ];
  for (const outcome of unreadable) {
    const running = await up();
    await send(running);
    running.outside.end(running.outside.offers[0] as Attempt, outcome);
    is(stateOf(running), 'failed', outcome.type);
    await flushed(running.journal);
  }
});

test('results out of order end each its own part', async () => {
  const running = await up();
  const other = '43'.repeat(32) as Preimage;
  const hashes = [HASH, createHash('sha256').update(Buffer.from(other, 'hex')).digest('hex') as PaymentHash];
  for (const paymentHash of hashes) await send(running, { ...REQUEST, paymentHash });
  const [one, two] = running.outside.offers as [Attempt, Attempt];
  running.outside.end(two, { type: 'fulfilled', preimage: other });
  equal(
    hashes.map((hash) => stateOf(running, hash)),
    ['pending', 'complete'],
  );
  running.outside.end(one, failed);
  equal(
    hashes.map((hash) => stateOf(running, hash)),
    ['failed', 'complete'],
  );
});

test('a result of an attempt nobody made is passed over', async () => {
  const running = await up();
  await send(running);
  for (const attempt of [0, 99, running.journal.position])
    running.outside.results.next({ attempt, outcome: paid, cause: 0 });
  is(stateOf(running), 'pending');
});

test('a first hop that is not there is refused before anything is recorded', async () => {
  const running = await up();
  running.outside.channels = [];
  const answer = running.engine.node('A').send(REQUEST);
  await flushed(running.journal);
  is((await answer).type, 'first-hop-refused');
  is(running.journal.position, 0);
});

test('channels that are announced, change and close while it runs are in the graph at once', async () => {
  const { engine, outside } = await up();
  const { graph } = engine.node('A');
  const [node1, node2] = [NODE_A, `03${'d'.repeat(64)}` as never];
  const channel = {
    shortChannelId: '9x9x9' as never,
    node1,
    node2,
    capacityMsat: 1_000n,
    policies: [undefined, undefined],
  } as const;
  outside.graphChanges.next({ type: 'channel-opened', channel });
  outside.graphChanges.next({ type: 'channel-opened', channel });
  is(graph.channelsOf(node2).length, 1);
  outside.graphChanges.next({ type: 'channel-closed', shortChannelId: channel.shortChannelId });
  is(graph.channel(channel.shortChannelId), undefined);
});

test.run();
