/** Reads every golden log with the program it lies beside and prints, as JSON, what it led to there and does not lead to here. */

import { verifyEngine } from '../../src/engine/verify-engine.ts';
import { canonical } from '../../src/engine/verify-rows.ts';
import { encodeJson } from '../../src/journal/codec.ts';
import { comparableEnd, type End, goldenLogs, goldenReleases, reachedEnd, restored } from './golden.ts';

const faults: string[] = [];
for (const log of goldenReleases().flatMap(goldenLogs)) {
  const journal = await restored(log);
  const [now, then] = [await reachedEnd(journal), log.end].map((end) => flat(comparableEnd(end, log)));
  for (const name of new Set([...Object.keys(now ?? {}), ...Object.keys(then ?? {})]))
    if (now?.[name] !== then?.[name]) faults.push(`${log.name}: ${name}`);
  for (const { what } of (await verifyEngine({ journal })).findings) faults.push(`${log.name}: ${what}`);
}
process.stdout.write(JSON.stringify(faults));

/** Each state and row as text that does not depend on the order of members. */
function flat({ states, rows }: End): Record<string, string> {
  const all = [...Object.entries(states), ...Object.entries(rows)];
  return Object.fromEntries(all.map(([name, value]) => [name, canonical(encodeJson(value))]));
}
