/**
 * Damage to LevelDB's files: either it is detected, or what is left is the log up to some position, never one with a hole.
 */
import { cpSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { equal, instance, is, match, ok } from 'uvu/assert';
import { JournalDamaged } from '../../src/journal/errors.ts';
import { HIGH_WATER_FILE } from '../../src/journal/high-water.ts';
import { openLevelJournal } from '../../src/journal/level.ts';
import { verifyLog } from '../../src/journal/verify.ts';
import { suite } from '../support/suite.ts';
import { collect, counting, fill, positions, temporaryDir } from './support.ts';

const test = suite('damaged files');
const RECORDS = 600;
const STREAMS = 40;
const ROWS = 7;
const WHOLE = { positions: counting(RECORDS), rows: ROWS, verified: true };

const good = temporaryDir();
const bad = temporaryDir();
test.before(async () => {
  const journal = await openLevelJournal({ dir: good.dir });
  for (let batch = 0; batch < RECORDS / 10; batch++) {
    journal.putRow({ key: `row/${batch % ROWS}`, value: { batch } });
    await fill(journal, 10, STREAMS);
  }
  await journal.close();
});
test.after(() => {
  good.remove();
  bad.remove();
});

/** A fresh copy of the database. `without`: files left out. */
function copy(without: readonly string[] = []): void {
  rmSync(bad.dir, { recursive: true, force: true });
  cpSync(good.dir, bad.dir, { recursive: true, filter: (path) => !without.some((name) => path.endsWith(name)) });
}

const fileIn = (dir: string, ending: RegExp): string => {
  const name = readdirSync(dir).find((candidate) => ending.test(candidate) && statSync(join(dir, candidate)).size > 0);
  ok(name, `no file ${ending} in ${readdirSync(dir)}`);
  return join(dir, name as string);
};

function flip(path: string, offset: number): void {
  const bytes = readFileSync(path);
  bytes[offset] = (bytes[offset] as number) ^ 0xff;
  writeFileSync(path, bytes);
}

type Outcome = { damaged: string } | { positions: number[]; rows: number; verified: boolean };

/** Opens, reads and verifies what is there. */
async function readAll(): Promise<Outcome> {
  try {
    const journal = await openLevelJournal({ dir: bad.dir });
    try {
      const found = positions(await collect(journal.read(1)));
      const { ok: verified, rows } = await verifyLog(journal);
      return { positions: found, rows, verified };
    } finally {
      await journal.close();
    }
  } catch (error) {
    instance(error, JournalDamaged);
    return { damaged: (error as Error).message };
  }
}

/** `count` offsets spread over a file. */
const spread = (size: number, count: number): number[] =>
  Array.from({ length: count }, (_, index) => Math.floor(((index + 0.5) * size) / count));

const isDetected = (outcome: Outcome): boolean => 'damaged' in outcome || !outcome.verified;

function isDetectedOrWhole(outcome: Outcome, what: string): void {
  if (!isDetected(outcome)) equal(outcome, WHOLE, what);
}

test('an undamaged copy reads and verifies', async () => {
  copy();
  equal(await readAll(), WHOLE);
});

test('a byte flipped in the write-ahead file is found when opening, and found again', async () => {
  const size = statSync(fileIn(good.dir, /\.log$/)).size;
  for (const offset of spread(size, 24)) {
    copy();
    flip(fileIn(bad.dir, /\.log$/), offset);
    const first = await readAll();
    ok('damaged' in first, `flip at ${offset} of ${size} went unnoticed`);
    match((first as { damaged: string }).damaged, /position \d+/);
    equal(await readAll(), first, 'opening again must not take the damaged part for good');
  }
});

test('a hole in the write-ahead file is found by its density alone, unless it reaches to the end', async () => {
  const size = statSync(fileIn(good.dir, /\.log$/)).size;
  let holes = 0;
  for (const offset of spread(size, 24)) {
    copy([HIGH_WATER_FILE]);
    flip(fileIn(bad.dir, /\.log$/), offset);
    const outcome = await readAll();
    if ('damaged' in outcome) holes++;
    else equal(outcome, { ...outcome, positions: counting(outcome.positions.length), verified: true });
  }
  ok(holes > 10, `only ${holes} of 24`);
});

test('a write-ahead file cut short is found when opening', async () => {
  const size = statSync(fileIn(good.dir, /\.log$/)).size;
  for (const length of [0, ...spread(size, 12), size - 1]) {
    copy();
    truncateSync(fileIn(bad.dir, /\.log$/), length);
    const outcome = await readAll();
    ok('damaged' in outcome, `cut to ${length} of ${size} went unnoticed`);
    match((outcome as { damaged: string }).damaged, /was durable up to 600/);
  }
});

test('without the note of how far it was durable, a log cut short is a prefix of itself', async () => {
  const size = statSync(fileIn(good.dir, /\.log$/)).size;
  for (const length of spread(size, 24)) {
    copy([HIGH_WATER_FILE]);
    truncateSync(fileIn(bad.dir, /\.log$/), length);
    const outcome = await readAll();
    ok('positions' in outcome && outcome.verified, `cut to ${length}: ${JSON.stringify(outcome)}`);
    const { positions: left } = outcome as { positions: number[] };
    equal(left, counting(left.length), `cut to ${length}`);
    is(left.length % 10, 0, 'a batch was split');
  }
});

test('a deleted write-ahead file, CURRENT or MANIFEST is found when opening', async () => {
  for (const ending of [/\.log$/, /^CURRENT$/, /^MANIFEST/]) {
    copy();
    rmSync(fileIn(bad.dir, ending));
    ok('damaged' in (await readAll()), `${ending} deleted`);
    ok('damaged' in (await readAll()), `${ending} deleted, opened again`);
  }
});

test('a byte flipped in CURRENT or a MANIFEST is found, or changes nothing', async () => {
  for (const ending of [/^CURRENT$/, /^MANIFEST/])
    for (const offset of spread(statSync(fileIn(good.dir, ending)).size, 12)) {
      copy();
      flip(fileIn(bad.dir, ending), offset);
      isDetectedOrWhole(await readAll(), `${ending} flipped at ${offset}`);
    }
});

test('a byte flipped in a sorted file is found by reading or by verifying', async () => {
  // Opening moves the log into a sorted file.
  await (await openLevelJournal({ dir: good.dir })).close();
  const size = statSync(fileIn(good.dir, /\.ldb$/)).size;
  let found = 0;
  for (const offset of spread(size, 60)) {
    copy();
    flip(fileIn(bad.dir, /\.ldb$/), offset);
    const outcome = await readAll();
    isDetectedOrWhole(outcome, `flip at ${offset} of ${size}`);
    if (isDetected(outcome)) found++;
  }

  // The others hit values that were overwritten since, which nobody reads.
  ok(found > 30, `only ${found} of 60 flips were noticed`);
});

test('the note itself may be lost or damaged without harm', async () => {
  copy();
  flip(join(bad.dir, HIGH_WATER_FILE), 10);
  equal(await readAll(), WHOLE);
});

test.run();
