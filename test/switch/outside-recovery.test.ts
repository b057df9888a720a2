/** What a restart asks a switch of another process about, and what it does with answers that come late, twice or not at all. */
import { equal, is } from 'uvu/assert';
import { Engine } from '../../src/engine/engine.ts';
import { openMemoryJournal } from '../../src/journal/memory.ts';
import { VirtualClock } from '../../src/runtime/clock.ts';
import type { Attempt } from '../../src/switch/port.ts';
import { NODE_A } from '../support/parts.ts';
import { suite } from '../support/suite.ts';
import { onionRequest } from './outside-requests.ts';
import { failed, flushed, HASH, paid, REQUEST, restarted, send, stateOf, turns, up } from './outside-running.ts';
import { OutsideSwitch } from './outside-switch.ts';

const test = suite('a restart over a switch of another process');

test('after a restart the switch is asked about what is pending and nothing else, each by the place it was sent at', async () => {
  const first = await up();
  const part = (groupid: bigint, partid: bigint) =>
    onionRequest({ paymentHash: HASH, groupid, partid, totalMsat: 2_000n });
  for (const partid of [1n, 2n]) await send(first, part(1n, partid));
  for (const attempt of [...first.outside.offers]) first.outside.end(attempt, failed);
  for (const partid of [1n, 2n]) await send(first, part(2n, partid));
  await flushed(first.journal);
  const second = await restarted(first);
  equal(
    second.outside.started.map(({ attempt, answered }) => [attempt.groupid, attempt.partid, attempt.number, answered]),
    first.outside.offers.slice(2).map(({ groupid, partid, number }) => [groupid, partid, number, true]),
  );
  equal(
    second.outside.started.map(({ attempt }) => `${attempt.groupid}/${attempt.partid}`),
    ['2/1', '2/2'],
  );
});

test('a result that comes while its status is asked is the end: nothing is offered after it', async () => {
  const first = await up();
  first.engine
    .node('A')
    .send(REQUEST)
    .catch(() => {}); // its process dies
  first.journal.crash('written');
  const journal = await openMemoryJournal({ flush: 'manual', storage: first.journal.storage });
  const outside = new OutsideSwitch();
  const answers: (() => void)[] = [];
  outside.status = () =>
    new Promise((resolve) => {
      answers.push(() => resolve({ type: 'never-seen', worth: 'exact' }));
    });
  const opening = Engine.open({ journal, network: outside, clock: new VirtualClock() });
  await turns();
  outside.results.next({ attempt: 1, outcome: paid, cause: 0 });
  for (const answer of answers) answer();
  const engine = await opening;
  await flushed(journal);
  is(stateOf({ engine, outside, journal, clock: new VirtualClock() }), 'complete');
  equal([answers.length, outside.offers.length], [1, 0]);
});

test('what the switch says is gone stays pending, with its reason', async () => {
  const first = await up();
  await send(first);
  const node = first.outside.node;
  first.journal.crash('lost');
  const journal = await openMemoryJournal({ flush: 'manual', storage: first.journal.storage });
  const outside = new OutsideSwitch(node);
  outside.status = async () => ({ type: 'gone', why: 'its rows were pruned' }) as never;
  const clock = new VirtualClock(7_000_000);
  const engine = await Engine.open({ journal, network: outside, clock });
  const [doubted] = engine.node('A').parts(HASH);
  is(doubted?.status, 'pending');
  is(doubted?.doubt?.endsWith(': its rows were pruned'), true, doubted?.doubt);
  const last = journal.record(journal.position)?.event as unknown as { type: string; atMs: number };
  equal([last.type, last.atMs], ['PART_IN_DOUBT', 7_000_000]);
});

test('what is told twice, or fails after it failed, is settled again and takes no number', async () => {
  const running = await up();
  for (const outcome of [failed, paid]) {
    await send(running);
    const attempt = running.outside.offers.at(-1) as Attempt;
    for (let times = 0; times < 3; times++) running.outside.end(attempt, outcome);
    await flushed(running.journal);
    is(running.outside.node.settled.filter((number) => number === attempt.number).length, 3);
  }
  equal(
    running.engine
      .node('A')
      .parts(HASH)
      .map(({ status, updatedIndex }) => [status, updatedIndex]),
    [
      ['failed', 1],
      ['complete', 2],
    ],
  );
  is(running.engine.payments.counter(NODE_A, 'updated'), 2);
});

test.run();
