/** The runtime: what is logged, what is kept in memory, what stops it. */

import { equal, is, throws } from 'uvu/assert';
import { emit, setup } from 'xstate';
import { type Kind, namedBy } from '../../machines/kind.ts';
import { openMemoryJournal } from '../../src/journal/memory.ts';
import { actor } from '../../src/runtime/actor.ts';
import { VirtualClock } from '../../src/runtime/clock.ts';
import { MAX_CASCADE_EVENTS, MAX_IDLE_ACTORS, Runtime } from '../../src/runtime/runtime.ts';
import { suite } from '../support/suite.ts';

const test = suite('the runtime');

const counter = setup({
  types: {
    context: {} as { count: number },
    events: {} as { type: 'ADDED' } | { type: 'ASKED' } | { type: 'LOOPED' },
    emitted: {} as { type: 'ANSWER' } | { type: 'AGAIN' },
  },
}).createMachine({
  id: 'counter',
  context: { count: 0 },
  initial: 'idle',
  states: {
    idle: { on: { ADDED: 'busy', ASKED: { actions: emit({ type: 'ANSWER' }) } } },
    busy: { on: { ADDED: 'idle', LOOPED: { target: 'busy', reenter: true, actions: emit({ type: 'AGAIN' }) } } },
  },
});

async function running() {
  const journal = await openMemoryJournal({ flush: 'manual' });
  const performed: string[] = [];
  const kind: Kind<typeof counter, string> = {
    ...namedBy<string>('counter'),
    machine: counter,
    version: 1,
    snapshotEvery: 2,
    isFinished: (snapshot) => snapshot.value === 'idle',
    rowsVersion: 1,
    rowSpaces: [],
    rows: () => [],
  };
  const acting = actor(kind, {
    ANSWER: ({ type }) => void performed.push(type),
    AGAIN: ({ type }, { stream, record }) => {
      performed.push(type);
      runtime.deliver({ stream, event: { type: 'LOOPED' }, cause: record.position });
    },
  });
  const runtime: Runtime = new Runtime({ journal, clock: new VirtualClock(), actors: [acting] });
  const send = (stream: string, type: string) => runtime.deliver({ stream, event: { type }, cause: 0 });
  return { journal, runtime, kind, acting, performed, send };
}

test('an event the machine ignores is not logged', async () => {
  const { journal, send } = await running();
  send('counter/a', 'LOOPED');
  is(journal.position, 0);
});

test('a transition that only emits is logged and carried out', async () => {
  const { journal, performed, send } = await running();
  send('counter/a', 'ASKED');
  equal([journal.position, performed], [1, ['ANSWER']]);
});

test('who watches is told of each event with what it led from and to, until it stops watching; actors are told apart by their kind', async () => {
  const { runtime, send } = await running();
  const seen: unknown[] = [];
  const stop = runtime.watch(({ kind, record, before, after }) =>
    seen.push([kind.name, record.stream, record.event.type, before.value, after.value]),
  );
  send('counter/a', 'ADDED');
  send('counter/b', 'ADDED');
  send('counter/b', 'ADDED');
  stop();
  send('counter/c', 'ADDED');
  equal(seen, [
    ['counter', 'counter/a', 'ADDED', 'idle', 'busy'],
    ['counter', 'counter/b', 'ADDED', 'idle', 'busy'],
    ['counter', 'counter/b', 'ADDED', 'busy', 'idle'],
  ]);
  equal([runtime.inFlight('counter'), runtime.inFlight('other')], [['counter/a', 'counter/c'], []]);
  equal(
    [...runtime.actors()].map(({ stream, kind, snapshot, unfinished }) => [
      stream,
      kind.name,
      snapshot.value,
      unfinished,
    ]),
    [
      ['counter/a', 'counter', 'busy', true],
      ['counter/c', 'counter', 'busy', true],
      ['counter/b', 'counter', 'idle', false],
    ],
  );
  equal(runtime.aliveCount, { inFlight: 2, idle: 1 });
});

test('an unfinished actor is recovered, a finished one is not', async () => {
  const { journal, acting, send } = await running();
  send('counter/busy', 'ADDED');
  send('counter/idle', 'ADDED');
  send('counter/idle', 'ADDED');
  journal.flush();
  const again = new Runtime({ journal, clock: new VirtualClock(), actors: [acting] });
  equal((await again.recover()).recovered, ['counter/busy']);
});

test('a snapshot and the records after it give the same state as all records', async () => {
  const { journal, runtime, kind, acting, send } = await running();
  for (let i = 0; i < 5; i++) send('counter/a', 'ADDED');
  journal.flush();
  const again = new Runtime({ journal, clock: new VirtualClock(), actors: [acting] });
  equal(again.snapshot(kind, 'a').value, runtime.snapshot(kind, 'a').value);
});

test('memory holds what is in flight and a bounded number of finished actors', async () => {
  const { journal, runtime, send } = await running();
  for (let i = 0; i < MAX_IDLE_ACTORS + 500; i++) {
    send(`counter/${i}`, 'ADDED');
    send(`counter/${i}`, 'ADDED');
    if (i % 1_000 === 0) journal.flush();
  }
  send('counter/busy', 'ADDED');
  equal(runtime.aliveCount, { inFlight: 1, idle: MAX_IDLE_ACTORS });
  equal(runtime.inFlight('counter'), ['counter/busy']);
  const [, oldest, next] = [...runtime.actors()].map(({ stream }) => stream) as [string, string, string];
  send(oldest, 'ASKED');
  send('counter/late', 'ASKED');
  const kept = new Set([...runtime.actors()].map(({ stream }) => stream));
  equal(
    [oldest, next, 'counter/late'].map((stream) => kept.has(stream)),
    [true, false, true],
    'what was used again stays',
  );
  is(runtime.aliveCount.idle, MAX_IDLE_ACTORS);
});

test('a snapshot stands at the record that made it due, and the next one is counted from there', async () => {
  const { journal, send } = await running();
  const stored: [number, number][] = [];
  const put = journal.putSnapshot.bind(journal);
  journal.putSnapshot = (stream, snapshot) => {
    stored.push([snapshot.sequence, snapshot.position]);
    put(stream, snapshot);
  };
  send('counter/other', 'ASKED');
  for (let i = 0; i < 5; i++) send('counter/a', 'ASKED');
  equal(stored, [
    [2, 3],
    [4, 5],
  ]);
});

test('the first failure stops the runtime for good, whoever was working', async () => {
  const { journal, runtime, send } = await running();
  send('counter/a', 'ADDED');
  runtime.guard(() => {
    throw new Error('the first');
  });
  runtime.guard(() => {
    throw new Error('the second');
  });
  throws(() => send('counter/a', 'ADDED'), /the runtime stopped: the first/);
  is(journal.durablePosition, 0, 'nothing staged before it became durable');
});

test('a stream exists once it has a record', async () => {
  const { runtime, kind, send } = await running();
  runtime.snapshot(kind, 'a');
  send('counter/b', 'ADDED');
  equal([runtime.exists('counter/a'), runtime.exists('counter/b')], [false, true]);
});

test('machines that cause each other for ever stop the runtime, and nothing of it becomes durable', async () => {
  const { journal, send } = await running();
  send('counter/a', 'ADDED');
  journal.flush();
  throws(() => send('counter/a', 'LOOPED'), new RegExp(`more than ${MAX_CASCADE_EVENTS} events`));
  is(journal.durablePosition, 1);
  throws(() => send('counter/b', 'ADDED'), /stopped/);
});

test('a damaged stream is quarantined, reported and left alone, while others come up', async () => {
  const { journal, kind, acting, send } = await running();
  send('counter/bad', 'ADDED');
  send('counter/good', 'ADDED');
  journal.flush();
  const broken = Object.assign(Object.create(journal) as typeof journal, {
    readStream: (stream: string, version: number) => {
      if (stream === 'counter/bad') throw new Error('position 1: checksum does not match');
      return journal.readStream(stream, version);
    },
    unfinishedStreams: () => journal.unfinishedStreams(),
  });
  const again = new Runtime({ journal: broken, clock: new VirtualClock(), actors: [acting] });
  const { recovered, quarantined } = await again.recover();
  equal([recovered, quarantined.map(({ stream }) => stream)], [['counter/good'], ['counter/bad']]);
  throws(() => again.snapshot(kind, 'bad'), /quarantined/);
  equal([again.isQuarantined('counter/bad'), again.isQuarantined('counter/good')], [true, false]);
});

test('an effect nobody performs does not compile, and stops the runtime', async () => {
  const { kind } = await running();
  // @ts-expect-error: AGAIN has no row
  const half = actor(kind, { ANSWER: () => {} });
  const runtime = new Runtime({ journal: await openMemoryJournal(), clock: new VirtualClock(), actors: [half] });
  runtime.deliver({ stream: 'counter/a', event: { type: 'ADDED' }, cause: 0 });
  throws(
    () => runtime.deliver({ stream: 'counter/a', event: { type: 'LOOPED' }, cause: 0 }),
    /nobody performs AGAIN of counter actors/,
  );
});

test.run();
