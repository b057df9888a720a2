/**
 * Every released log is read by this version: it folds to what it folded to, with the rows it had, and its payments go on.
 *
 * A test here fails after a change of a machine, of rows or of what is logged? Then that change needs a version: a step in
 * `src/journal/upcast.ts` for events, `version` for states, `rowsVersion` for rows. Golden files of a release that is out
 * are never made again.
 */
import { equal, is, ok } from 'uvu/assert';
import { KINDS } from '../../machines/kinds.ts';
import { Engine } from '../../src/engine/engine.ts';
import { verifyEngine } from '../../src/engine/verify-engine.ts';
import { openLevelJournal } from '../../src/journal/level.ts';
import { exportLog } from '../../src/journal/ndjson.ts';
import type { Journal, JournalRecord } from '../../src/journal/port.ts';
import { VirtualClock } from '../../src/runtime/clock.ts';
import { collect, temporaryDir } from '../journal/support.ts';
import { suite } from '../support/suite.ts';
import { OutsideSwitch } from '../switch/outside-switch.ts';
import {
  comparableEnd,
  goldenLogs,
  goldenReleases,
  kindOf,
  reachedEnd,
  recordsOf,
  restored,
  unpackDatabase,
} from './golden.ts';
import { toldOutsideStory } from './outside-story.ts';
import { recordLines } from './record-lines.ts';
import { shapeOf } from './shape.ts';
import { call, inMemory, openStoryEngine, toldStory } from './stage.ts';
import { MPP_TIMEOUT_MS, STORY_NETWORK, tellStory } from './story.ts';

const test = suite('golden logs of every release');

const releases = goldenReleases();
const logs = releases.flatMap(goldenLogs);

/** Members that events of a version got after its first release; a fold reads their absence as what the release did. */
const ADDED: readonly string[] = [
  'channel HTLC_OFFERED v1.listed[]: number',
  'invoice HTLC_ARRIVED v1.mppTimeoutMs: number',
  'pay PAY_STARTED v1.request.limits.maxAttempts: number',
  'pay PAY_STARTED v1.request.limits.maxParts: number',
  'pay PAY_STARTED v1.request.limits.minSplitMsat: bigint',
  'pay PAY_STARTED v1.request.limits.patience.firstPauseMs: number',
  'pay PAY_STARTED v1.request.limits.patience.maxPauses: number',
];

/** Events that machines got since the newest release: no log of a release can hold them yet. */
const UNRELEASED: readonly string[] = [
  'penalty CLOCK_SET_BACK',
  'pay PAUSE_ENDED',
  'history LOG_IMPORTED',
  'history ROLLBACK_NOTICED',
  'history HISTORY_ACCEPTED',
];

/** Goes on when the log ended. */
const clockAfter = (journal: Journal) => new VirtualClock(journal.record(journal.position)?.timeMs);
const findingsOf = async (journal: Journal) => (await verifyEngine({ journal })).findings;

for (const log of logs) {
  test(`${log.name}: leads to the states and the rows it led to, and verifies`, async () => {
    const journal = await restored(log);
    const end = await reachedEnd(journal);
    equal(Object.keys(end.states), Object.keys(log.end.states));
    equal(comparableEnd(end, log), comparableEnd(log.end, log));
    ok(Object.keys(comparableEnd(end, log).states).length > 0);
    equal(await findingsOf(journal), []);
  });

  test(`${log.name}: exports again to the same text`, async () => {
    const lines: string[] = [];
    for await (const line of exportLog(await restored(log))) lines.push(line);
    equal(recordLines(lines), recordLines(log.lines));
  });

  test(`${log.name}: an engine comes up on it, lists what was there, and leaves a clean database`, async () => {
    const journal = await restored(log);
    const clock = clockAfter(journal);
    const engine = log.name.endsWith('outside')
      ? await Engine.open({ journal, clock, network: new OutsideSwitch() })
      : await openStoryEngine({ journal, clock });
    equal(engine.quarantined, []);
    for (const { id } of engine.network.nodes) {
      const listed = Object.keys(log.end.rows).filter((key) => key.startsWith(`sendpay/${id}/c/`)).length;
      is((await collect(engine.node(id).rows({}))).length, listed);
    }
    await journal.staged();
    equal((await verifyEngine({ journal, live: engine.runtime })).findings, []);
    await engine.close();
  });
}

for (const release of releases)
  test(`${release}: its LevelDB directory opens, verifies, and a payment that was pending goes on`, async () => {
    const { dir, remove } = temporaryDir();
    try {
      unpackDatabase(release, dir);
      const journal = await openLevelJournal({ dir });
      equal(await findingsOf(journal), []);
      const clock = clockAfter(journal);
      const engine = await openStoryEngine({ journal, clock });
      const pending = async (): Promise<{ payment_hash: string; partid?: number }[]> =>
        (await call(engine, 'A', 'listsendpays', { status: 'pending' })).result.payments;
      const held = await pending();
      ok(held.length > 1);
      for (const node of ['B', 'E']) await call(engine, 'A', 'dev-release', { node });
      clock.advance(MPP_TIMEOUT_MS);
      const ends = await Promise.all(
        held.map(({ payment_hash, partid = 0 }) => call(engine, 'A', 'waitsendpay', { payment_hash, partid })),
      );
      equal(
        ends.map(({ result, error }) => result?.status ?? error.message),
        ['failed: WIRE_MPP_TIMEOUT (reply from remote)', ...held.slice(1).map(() => 'complete')],
      );
      equal(await pending(), []);
      equal((await verifyEngine({ journal, live: engine.runtime })).findings, []);
      await engine.close();
    } finally {
      remove();
    }
  });

test('the newest logs hold every released event of every machine', () => {
  const written = new Set(
    goldenLogs(releases.at(-1) as string)
      .flatMap(recordsOf)
      .map(({ stream, event }) => `${kindOf(stream).name} ${event.type}`),
  );
  equal(
    KINDS.flatMap(({ name, machine }) => (machine.events as string[]).map((type) => `${name} ${type}`)).filter(
      (event) => !written.has(event),
    ),
    UNRELEASED,
  );
});

test('an event of a released version is written as it was released', async () => {
  const released = shapesOf(logs.flatMap(recordsOf));
  const told = [await toldStory(inMemory(), tellStory), await toldOutsideStory()];
  const records: JournalRecord[] = [];
  for (const journal of told)
    for await (const record of journal.read(1, undefined, { asWritten: true })) records.push(record);
  const strange = [...shapesOf(records)].flatMap(([event, shape]) => {
    const known = released.get(event);
    return known === undefined ? [] : [...shape].filter((member) => !known.has(member)).map((at) => `${event}${at}`);
  });
  equal(
    strange.filter((member) => !ADDED.includes(member)),
    [],
  );
  const gone = [...released].flatMap(([event, shape]) => {
    const now = shapesOf(records).get(event);
    return now === undefined ? [] : [...shape].filter((member) => !now.has(member)).map((at) => `${event}${at}`);
  });
  equal(gone, []);
});

/** By kind, type and version. */
function shapesOf(records: readonly JournalRecord[]): Map<string, Set<string>> {
  const shapes = new Map<string, Set<string>>();
  for (const { stream, version, event } of records) {
    const name = `${kindOf(stream).name} ${event.type} v${version}`;
    const shape = shapes.get(name) ?? new Set();
    for (const member of shapeOf(event)) shape.add(member);
    shapes.set(name, shape);
  }
  return shapes;
}

test('the logs are of the network of the story', () => {
  const ids = new Set(STORY_NETWORK.nodes.map(({ id }) => id as string));
  for (const { stream } of logs.filter(({ name }) => name.endsWith('network')).flatMap(recordsOf))
    for (const id of stream.match(/0[23][0-9a-f]{64}/g) ?? []) ok(ids.has(id));
});

test.run();
