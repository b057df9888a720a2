/**
 * Every point at which the process can die or a write can fail or tear, in every scenario: `npm run crash-points [-- NAME…]
 * [--reach N]`. Two faults in a row everywhere, unless `--reach` says how far apart at most. Ends with 1 if an end differs.
 */

import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { given } from '../src/domain/given.ts';
import { type CrashPointReport, exhaust } from '../test/simulation/simulator/crash-points/exhaust.ts';
import { SCENARIOS } from '../test/simulation/simulator/crash-points/scenarios.ts';

/** The snapshot scenario makes dozens of payments in every run: faults in a row are tried this close together only. */
const DEAR: Readonly<Record<string, number>> = { snapshot: 2 };
/** Different ends of one scenario that are shown. */
const MAX_SHOWN = 3;

const { values, positionals } = parseArgs({ options: { reach: { type: 'string' } }, allowPositionals: true });
const chosen = SCENARIOS.filter(
  ({ name }) => positionals.length === 0 || positionals.some((part) => name.includes(part)),
);
const started = performance.now();
const reports: CrashPointReport[] = [];
for (const scenario of chosen) {
  const reach = values.reach === undefined ? DEAR[scenario.name] : Number(values.reach);
  reports.push(await exhaust(scenario, given({ reach })));
}
const table = new Table({
  head: ['scenario', 'points', 'runs', 'same end', 'damage refused', 'different'],
  colAligns: ['left', 'right', 'right', 'right', 'right', 'right'],
  style: { head: [], border: [] },
});
for (const { scenario, points, runs, same, refused, different } of reports)
  table.push([scenario, points, runs, same, refused, different.length]);
console.log(table.toString());
const runs = reports.reduce((sum, report) => sum + report.runs, 0);
console.log(`${runs} runs in ${((performance.now() - started) / 1000).toFixed(1)} s`);
for (const { scenario, different } of reports)
  for (const { faults, how } of different.slice(0, MAX_SHOWN))
    console.log(`\n${scenario}, ${faults.map(({ at, kind }) => `${kind} ${at}`).join(', then ')}:\n${how}`);
process.exitCode = reports.some(({ different }) => different.length > 0) || reports.length === 0 ? 1 : 0;
