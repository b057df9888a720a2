/**
 * Opening a database with a long history: a million finished payments, a hundred pending. Ceiling: LevelDB opening the same
 * directory.
 */

import { join } from 'node:path';
import { LevelStorage } from '../../src/journal/level-storage.ts';
import { PENDING, writeHistory } from './history.ts';
import { makeLanes, openLanes, withFolder } from './lanes.ts';
import { type Section, secondsOf } from './row.ts';

const TARGET_SECONDS = 1;
/** Opened this often: the first time LevelDB turns its write-ahead log into sorted files. */
const OPENINGS = 3;

export const opening: Section = async ({ quick }) => {
  const finished = quick ? 50_000 : 1_000_000;
  return withFolder(async (dir) => {
    const lanes = await makeLanes(dir, 1);
    await writeHistory(lanes, finished);
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

async function openOnce(lanes: Parameters<typeof openLanes>[0]): Promise<number> {
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
