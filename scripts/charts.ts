/**
 * Writes the charts of the project's machines into ARCHITECTURE.md, between its markers.
 *
 * Usage: npm run charts [-- --check]. With `--check` nothing is written and a stale document is an error: exit status 1.
 * The machines are the exports of `machines/*.ts` whose names end in `Machine`, by file name and then by export name.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type AnyStateMachine, StateMachine } from 'xstate';
import { embedCharts, markdownCharts } from '../src/chart/index.ts';

const root = join(import.meta.dirname, '..');
const DOCUMENT = join(root, 'ARCHITECTURE.md');

async function machinesOf(folder: string): Promise<readonly AnyStateMachine[]> {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.ts'))
    .sort();
  const machines: AnyStateMachine[] = [];
  for (const file of files) {
    const exported = (await import(pathToFileURL(join(folder, file)).href)) as Readonly<Record<string, unknown>>;
    for (const name of Object.keys(exported).sort()) {
      const value = exported[name];
      if (name.endsWith('Machine') && value instanceof StateMachine) machines.push(value);
    }
  }
  return machines;
}

const document = readFileSync(DOCUMENT, 'utf8');
const current = embedCharts(document, markdownCharts(await machinesOf(join(root, 'machines'))));
if (!process.argv.includes('--check')) writeFileSync(DOCUMENT, current);
else if (current !== document) {
  process.stderr.write('The charts in ARCHITECTURE.md are stale: run `npm run charts` and commit the result.\n');
  process.exitCode = 1;
}
