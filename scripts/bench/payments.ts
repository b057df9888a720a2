/**
 * Durable three-hop payments on one process: a thousand at a time, and one alone. Ceilings: the bare onion work of the same
 * payments, and LevelDB given the same bytes in batches of the same size.
 *
 * `sendpay` to settled: invoices and routes are made before, as a payer has them. Run a second time with the onions off
 * (`onions-off/`), the same measurement is that of the engine alone.
 */
import { join } from 'node:path';
import type { Journal, JournalRecord } from '../../src/journal/port.ts';
import { BareFold, batchSizes, levelSeconds, onionSeconds } from './ceilings.ts';
import { makeLanes, openLanes, type Prepared, pay, payAll, prepare, withFolder } from './lanes.ts';
import { quantile, type Row, type Section, type SectionOptions } from './row.ts';

const IN_FLIGHT = 1_000;
const LANES = 4;
const WARM_UP = 500;

/** Figure and ceilings are measured in turns, so that a machine that gets busy slows both. */
const ROUNDS = 5;
const ONIONS_PER_ROUND = 200;

interface Measured {
  readonly payments: number;
  /** For all of them. */
  readonly seconds: number;
  readonly aloneMs: readonly number[];
  /** Of the records written for them, invoices included. */
  readonly recordBytes: number;
  /** Of the whole database at the end, by the payments in it: rows and write-ahead log included, compressed. */
  readonly diskBytesEach: number;
  /** Per payment. */
  readonly onionSeconds: number;
  readonly foldSeconds: number;
  /** Machines XState steps, and why. */
  readonly byXState: readonly string[];
  readonly levelSeconds: number;
  /** An fsynced batch as one payment alone writes it. */
  readonly levelAloneMs: number;
}

async function measure({ quick }: SectionOptions): Promise<Measured> {
  const perRound = quick ? 400 : 2_000;
  const alone = quick ? 100 : 500;
  const payments = perRound * ROUNDS;
  const all = payments + alone + WARM_UP;
  return withFolder(async (dir) => {
    const lanes = await makeLanes(dir, LANES);
    const engine = await openLanes(lanes);
    const { journal } = engine;
    const fold = new BareFold();
    await payAll(await prepare(engine, lanes, WARM_UP, 'warm up'), IN_FLIGHT);
    await fold.seconds(await recordsFrom(journal, 1));
    const before = (await journal.sizes()).recordBytes;
    const batches = batchSizes(journal);
    const sums = { payments: 0, onions: 0, folding: 0 };
    for (let round = 0; round < ROUNDS; round++) {
      const from = journal.position + 1;
      const prepared = await prepare(engine, lanes, perRound, `round ${round}`);
      sums.payments += await payAll(prepared, IN_FLIGHT);
      sums.onions += await onionSeconds(ONIONS_PER_ROUND);
      sums.folding += await fold.seconds(await recordsFrom(journal, from));
    }
    batches.stop();
    const recordBytes = (await journal.sizes()).recordBytes - before;
    const from = journal.position;
    const aloneMs = await aloneTimes(await prepare(engine, lanes, alone, 'alone'));
    const recordsAlone = Math.round((journal.position - from) / alone);
    const diskBytesEach = (await journal.sizes()).diskBytes / all;
    await engine.close();
    const journalDir = join(dir, 'journal');
    return {
      payments,
      seconds: sums.payments,
      aloneMs,
      recordBytes,
      diskBytesEach,
      onionSeconds: sums.onions / ROUNDS,
      foldSeconds: sums.folding / payments,
      byXState: fold.byXState,
      levelSeconds: (await levelSeconds(journalDir, dir, batches.mean())) / all,
      levelAloneMs: ((await levelSeconds(journalDir, dir, recordsAlone)) / all) * 1000,
    };
  });
}

async function recordsFrom(journal: Journal, from: number): Promise<JournalRecord[]> {
  const records: JournalRecord[] = [];
  for await (const record of journal.read(from)) records.push(record);
  return records;
}

async function aloneTimes(prepared: readonly Prepared[]): Promise<number[]> {
  const times: number[] = [];
  for (const one of prepared) {
    const started = performance.now();
    await pay(one);
    times.push(performance.now() - started);
  }
  return times;
}

/** DESIGN section 6: at least this share of what the curve library allows. */
const ONION_SHARE = 0.6;
const ALONE_MS = 3;
const BYTES_PER_PAYMENT = 2_048;

export const payments: Section = async (options) => {
  const measured = await measure(options);
  const onion = measured.onionSeconds;
  const perSecond = measured.payments / measured.seconds;
  const aloneMs = quantile(measured.aloneMs, 0.5);
  const bytes = measured.recordBytes / measured.payments;
  const rows: Row[] = [
    {
      what: `durable three-hop payments, onions and all, ${IN_FLIGHT} in flight`,
      unit: 'payments/s',
      figure: perSecond,
      ceiling: { value: 1 / onion, of: 'bare onions: construct and 3 peels' },
      target: { text: `≥ ${ONION_SHARE * 100} % of the ceiling`, met: perSecond >= ONION_SHARE / onion },
      note: `LevelDB alone takes these bytes at ${Math.round(1 / measured.levelSeconds)} payments/s`,
    },
    {
      what: 'one payment alone, fsync included, p50',
      unit: 'ms',
      figure: aloneMs,
      ceiling: { value: onion * 1000 + measured.levelAloneMs, of: 'bare onion and one fsynced LevelDB batch' },
      target: { text: `≤ ${ALONE_MS} ms`, met: aloneMs <= ALONE_MS },
    },
    {
      what: 'journal per completed payment, invoice and all actors included',
      unit: 'bytes',
      figure: bytes,
      target: { text: '≤ 2 KB', met: bytes <= BYTES_PER_PAYMENT },
      note: `records as written; the database takes ${Math.round(measured.diskBytesEach)} bytes a payment, rows included`,
    },
  ];
  return { rows };
};

const ENGINE_ONLY_PER_SECOND = 5_000;

/** To be run with the onions off. */
export const engineOnly: Section = async (options) => {
  const measured = await measure(options);
  const perSecond = measured.payments / measured.seconds;
  const row: Row = {
    what: `the same, engine only`,
    unit: 'payments/s',
    figure: perSecond,
    ceiling: {
      value: 1 / (measured.foldSeconds + measured.levelSeconds),
      of: 'folding the same events, then LevelDB with the same bytes',
    },
    target: { text: `≥ ${ENGINE_ONLY_PER_SECOND}`, met: perSecond >= ENGINE_ONLY_PER_SECOND },
    note: `Sphinx replaced by a stand-in that hands payloads over unencrypted; stepped by XState itself: ${measured.byXState.join(', ') || 'nothing'}`,
  };
  return { rows: [row] };
};
