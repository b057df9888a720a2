/**
 * Measures the journal: durable records per second at several numbers of writers, against LevelDB itself given the same
 * keys and values in chained batches, and what a record, a stream read, a scan and an opening cost.
 *
 * Each writer appends one record, waits until it is durable, and appends the next: what a payment does.
 * Usage: node --import tsx scripts/bench/journal.ts
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Level } from 'level';
import { decodeJson, encodeJson } from '../../src/journal/codec.ts';
import { KeySpace, prefixRange } from '../../src/journal/keys.ts';
import { openLevelJournal } from '../../src/journal/level.ts';
import { LevelStorage } from '../../src/journal/level-storage.ts';
import type { Append, Journal } from '../../src/journal/port.ts';

export interface JournalBench {
  /** Durable records per second, by the number of writers; and of a bare chained batch of as many of the same values. */
  readonly writes: readonly {
    readonly writers: number;
    readonly journalPerSecond: number;
    readonly levelPerSecond: number;
  }[];
  readonly recordBytes: number;
  readonly diskBytesPerRecord: number;
  /** Microseconds. */
  readonly encodeMicros: number;
  readonly decodeMicros: number;
  readonly appendMicros: number;
  readonly streamOfFourMicros: number;
  readonly scanMicrosPerRecord: number;
  /** Milliseconds: first after writing (the tail is checked), and again. */
  readonly openMillis: number;
  readonly reopenMillis: number;
}

const RECORDS_PER_STREAM = 4;
const STREAM_READS = 5_000;
const CODEC_RUNS = 100_000;
const WRITER_COUNTS = [1, 100, 1_000];

/** Records written per number of writers: enough for a second or so each. */
const recordsFor = (writers: number): number => (writers === 1 ? 2_000 : 60_000);

const hex = (n: number, digits: number): string => ((n * 2_654_435_761) % 2 ** 32).toString(16).padStart(digits, '7c');

/** An event of 15 fields, as a payment machine logs when a part leaves. */
function sample(index: number): Append {
  const hash = hex(Math.floor(index / RECORDS_PER_STREAM), 64);
  const event = {
    type: 'PART_SENT',
    paymentHash: hash,
    partid: 1n,
    groupid: 1n,
    amountMsat: 100_000n + BigInt(index),
    sentMsat: 100_020n,
    destination: hex(index % 997, 66),
    firstScid: `${index % 700_000}x1x0`,
    direction: index % 2,
    delay: 28,
    sessionKey: hex(index, 64),
    label: null,
    createdIndex: index,
    deadlineMs: 1_700_000_060_000,
    resumed: false,
  };
  return { stream: `payment/${hex(1, 66)}/${hash}`, event, version: 1, timeMs: 1_700_000_000_000 + index, cause: 0 };
}

async function appendBy(journal: Journal, writers: number, count: number): Promise<number> {
  let next = 0;
  const writer = async (): Promise<void> => {
    while (next < count) await journal.durable(journal.append(sample(next++)).position);
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: writers }, writer));
  return (count / (performance.now() - start)) * 1_000;
}

/** The records of `dir`, written again to a bare LevelDB in batches of `size`. */
async function rewrite(dir: string, target: string, size: number): Promise<number> {
  const source = await LevelStorage.open(dir);
  const entries: (readonly [string, string])[] = [];
  for await (const chunk of source.scan(prefixRange(KeySpace.record))) entries.push(...chunk);
  await source.close();
  const db = new Level<string, string>(target);
  await db.open();
  const start = performance.now();
  for (let from = 0; from < entries.length; from += size) {
    const batch = db.batch();
    for (const [key, value] of entries.slice(from, from + size)) batch.put(key, value);
    await batch.write({ sync: true });
  }
  const perSecond = (entries.length / (performance.now() - start)) * 1_000;
  await db.close();
  return perSecond;
}

function micros(runs: number, body: (index: number) => unknown): number {
  for (let index = 0; index < runs / 10; index++) body(index);
  const start = performance.now();
  for (let index = 0; index < runs; index++) body(index);
  return ((performance.now() - start) / runs) * 1_000;
}

async function millis(body: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await body();
  return performance.now() - start;
}

export async function benchJournal(): Promise<JournalBench> {
  const root = mkdtempSync(join(tmpdir(), 'sendpay-bench-'));
  try {
    return await measure(root);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

async function measure(root: string): Promise<JournalBench> {
  const writes: JournalBench['writes'][number][] = [];
  let dir = '';
  for (const writers of WRITER_COUNTS) {
    dir = join(root, `journal-${writers}`);
    const journal = await openLevelJournal({ dir });
    const journalPerSecond = await appendBy(journal, writers, recordsFor(writers));
    await journal.close();
    writes.push({ writers, journalPerSecond, levelPerSecond: await rewrite(dir, `${dir}-bare`, writers) });
  }
  // The journal with 1,000 writers is the one measured further; `rewrite` has had LevelDB move its log into files.
  let journal: Journal | undefined;
  const open = async (): Promise<void> => {
    journal = await openLevelJournal({ dir });
  };
  const openMillis = await millis(open);
  await journal?.close();
  const reopenMillis = await millis(open);
  if (journal === undefined) throw new Error('not opened');
  const reads = await measureReads(journal);
  await journal.close();
  return { writes, openMillis, reopenMillis, ...reads, ...measureCodec() };
}

async function measureReads(
  journal: Journal,
): Promise<
  Pick<
    JournalBench,
    'recordBytes' | 'diskBytesPerRecord' | 'appendMicros' | 'streamOfFourMicros' | 'scanMicrosPerRecord'
  >
> {
  const records = journal.position;
  const { recordBytes, diskBytes } = await journal.sizes();
  const streamOfFourMicros = micros(STREAM_READS, (index) =>
    journal.readStreamFromStart(sample((index * 7_919) % records).stream),
  );
  const scan = await millis(async () => {
    for await (const _record of journal.read(1));
  });
  const appendMicros = micros(STREAM_READS, (index) => journal.append(sample(records + index)));
  return {
    recordBytes: recordBytes / records,
    diskBytesPerRecord: diskBytes / records,
    appendMicros,
    streamOfFourMicros,
    scanMicrosPerRecord: (scan / records) * 1_000,
  };
}

function measureCodec(): Pick<JournalBench, 'encodeMicros' | 'decodeMicros'> {
  const { event } = sample(1);
  const text = encodeJson(event);
  return {
    encodeMicros: micros(CODEC_RUNS, () => encodeJson(event)),
    decodeMicros: micros(CODEC_RUNS, () => decodeJson(text)),
  };
}

if (process.argv[1] === import.meta.filename) {
  const { writes, ...rest } = await benchJournal();
  console.table(writes);
  console.table(rest);
}
