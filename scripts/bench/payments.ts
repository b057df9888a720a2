/**
 * Durable three-hop payments on one process: a thousand at a time, and one alone. Ceilings: the bare onion work of the same
 * payments, and LevelDB given the same bytes in batches of the same size.
 *
 * `sendpay` to settled: invoices and routes are made before, as a payer has them. Run a second time with the onions off
 * (`onions-off/`), the same measurement is that of the engine alone.
 */
import { join } from 'node:path';
import { batchSizes, foldSeconds, levelSeconds, onionSeconds } from './ceilings.ts';
import { makeLanes, openLanes, pay, payAll, prepare, withFolder } from './lanes.ts';
import { quantile, type Row, type Section, type SectionOptions } from './row.ts';

const IN_FLIGHT = 1_000;
const LANES = 4;
const WARM_UP = 500;

interface Measured {
  readonly payments: number;
  readonly seconds: number;
  readonly aloneMs: readonly number[];
  /** Of all records written meanwhile, invoices included. */
  readonly recordBytes: number;
  readonly foldSeconds: number;
  readonly levelSeconds: number;
  /** An fsynced batch as one payment alone writes it. */
  readonly levelAloneMs: number;
}

async function measure({ quick }: SectionOptions): Promise<Measured> {
  const payments = quick ? 2_000 : 10_000;
  const alone = quick ? 100 : 500;
  return withFolder(async (dir) => {
    const lanes = await makeLanes(dir, LANES);
    const engine = await openLanes(lanes);
    const { journal } = engine;
    await payAll(await prepare(engine, lanes, WARM_UP, 'warm up'), IN_FLIGHT);
    const before = { position: journal.position, ...(await journal.sizes()) };
    const prepared = await prepare(engine, lanes, payments, 'paid');
    const batches = batchSizes(journal);
    const seconds = await payAll(prepared, IN_FLIGHT);
    batches.stop();
    const recordBytes = (await journal.sizes()).recordBytes - before.recordBytes;
    const records = [];
    for await (const record of journal.read(1)) records.push(record);
    const folding = (await foldSeconds(journal, records)) * (payments / (payments + WARM_UP));
    const aloneMs: number[] = [];
    for (const one of await prepare(engine, lanes, alone, 'alone')) {
      const started = performance.now();
      await pay(one);
      aloneMs.push(performance.now() - started);
    }
    const perPayment = Math.round((journal.position - before.position) / (payments + alone));
    await engine.close();
    const all = payments + alone + WARM_UP;
    const level = (await levelSeconds(join(dir, 'journal'), dir, batches.mean())) * (payments / all);
    const levelAlone = (await levelSeconds(join(dir, 'journal'), dir, perPayment)) / all;
    return {
      payments,
      seconds,
      aloneMs,
      recordBytes,
      foldSeconds: folding,
      levelSeconds: level,
      levelAloneMs: levelAlone * 1000,
    };
  });
}

/** DESIGN section 6: at least this share of what the curve library allows. */
const ONION_SHARE = 0.6;
const ALONE_MS = 3;
const BYTES_PER_PAYMENT = 2_048;

export const payments: Section = async (options) => {
  const measured = await measure(options);
  const onion = await onionSeconds(options.quick ? 500 : 2_000);
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
      note: `LevelDB alone takes these bytes at ${Math.round(measured.payments / measured.levelSeconds)} payments/s`,
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
    },
  ];
  return { rows };
};

const ENGINE_ONLY_PER_SECOND = 5_000;

/** To be run with the onions off. */
export const engineOnly: Section = async (options) => {
  const measured = await measure(options);
  const perSecond = measured.payments / measured.seconds;
  const parts = measured.foldSeconds + measured.levelSeconds;
  const row: Row = {
    what: `the same, engine only`,
    unit: 'payments/s',
    figure: perSecond,
    ceiling: { value: measured.payments / parts, of: 'folding the same events, then LevelDB with the same bytes' },
    target: { text: `≥ ${ENGINE_ONLY_PER_SECOND}`, met: perSecond >= ENGINE_ONLY_PER_SECOND },
    note: 'Sphinx replaced by a stand-in that hands payloads over unencrypted; everything else is the engine as it is',
  };
  return { rows: [row] };
};
