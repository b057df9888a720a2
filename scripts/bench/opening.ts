/**
 * Opening a database with a long history: a million finished payments, a hundred pending. Ceiling: LevelDB opening the same
 * directory.
 *
 * The finished payments are those of a real one, renamed: their own records and rows. Records of channels and invoices are
 * left out, as recovery reads none of them; the pending ones are real, held by their payee.
 */

import { join } from 'node:path';
import { paymentKind } from '../../machines/payment-kind.ts';
import { projector } from '../../src/engine/import-engine.ts';
import { LevelStorage } from '../../src/journal/level-storage.ts';
import type { Journal, JournalRecord } from '../../src/journal/port.ts';
import { type Lanes, makeLanes, openLanes, pay, prepare, withFolder } from './lanes.ts';
import { type Section, secondsOf } from './row.ts';

const PENDING = 100;
const TARGET_SECONDS = 1;
/** Opened this often: the first time LevelDB turns its write-ahead log into sorted files. */
const OPENINGS = 3;
const BATCH = 5_000;

export const opening: Section = async ({ quick }) => {
  const finished = quick ? 50_000 : 1_000_000;
  return withFolder(async (dir) => {
    const lanes = await makeLanes(dir, 1);
    await build(lanes, finished);
    const seconds: number[] = [];
    const bare: number[] = [];
    for (let i = 0; i < OPENINGS; i++) {
      bare.push(await bareOpening(join(dir, 'journal')));
      seconds.push(await openOnce(lanes));
    }
    const figure = Math.max(...seconds);
    const row = {
      what: `opening a database with ${finished.toLocaleString('en')} finished payments and ${PENDING} pending`,
      unit: 's',
      figure,
      ceiling: { value: Math.max(...bare), of: 'LevelDB opening the same directory' },
      target: { text: `≤ ${TARGET_SECONDS} s`, met: figure <= TARGET_SECONDS },
      note: `the slowest of ${OPENINGS}; pending payments taken up, network file and program already loaded`,
    };
    return { rows: [row] };
  });
};

/** A real payment, its renamed copies, and the pending ones. */
async function build(lanes: Lanes, finished: number): Promise<void> {
  const engine = await openLanes(lanes);
  const [first] = await prepare(engine, lanes, 1, 'template');
  if (first === undefined) throw new Error('nothing prepared');
  await pay(first);
  const hash = first.request.paymentHash;
  const template = engine.journal.readStreamFromStart(
    paymentKind.streamOf({ node: first.payer.id, paymentHash: hash }),
  );
  const project = projector(engine.journal);
  for (let i = 0; i < finished; i++) {
    appendRenamed(engine.journal, template, hash, i, project);
    if (i % BATCH === 0) await engine.journal.durable(engine.journal.position);
  }
  const [{ payee }] = [first];
  engine.network.simulation.hold(payee);
  for (const { payer, request } of await prepare(engine, lanes, PENDING, 'pending')) void payer.send(request);
  await engine.close();
}

function appendRenamed(
  journal: Journal,
  template: readonly JournalRecord[],
  hash: string,
  index: number,
  project: (record: JournalRecord) => void,
): void {
  const renamed = index.toString(16).padStart(hash.length, '0');
  for (const { stream, event, version, timeMs } of template) {
    const numbered = {
      ...event,
      ...('createdIndex' in event ? { createdIndex: index + 2 } : {}),
      ...('updatedIndex' in event ? { updatedIndex: index + 2 } : {}),
    };
    project(journal.append({ stream: stream.replace(hash, renamed), event: numbered, version, timeMs, cause: 0 }));
  }
}

async function openOnce(lanes: Lanes): Promise<number> {
  let pending = 0;
  let engine: Awaited<ReturnType<typeof openLanes>> | undefined;
  const seconds = await secondsOf(async () => {
    engine = await openLanes(lanes);
    pending = engine.runtime.inFlight('payment').length;
  });
  await engine?.close();
  if (pending !== PENDING) throw new Error(`${pending} payments are pending, not ${PENDING}`);
  return seconds;
}

async function bareOpening(dir: string): Promise<number> {
  let storage: LevelStorage | undefined;
  const seconds = await secondsOf(async () => {
    storage = await LevelStorage.open(dir);
  });
  await storage?.close();
  return seconds;
}
