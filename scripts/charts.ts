/**
 * Draws the project's machines: a picture of each in docs/charts, shown by docs/charts.md between its markers.
 *
 * Usage: npm run charts [-- --check]. With `--check` nothing is written and a stale file is an error: exit status 1.
 * The machines are the exports of `machines/*.ts` whose names end in `Machine`, by file name and then by export name.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type AnyStateMachine, StateMachine } from 'xstate';
import { chartOf, embedCharts, markdownCharts, toSvg } from '../src/chart/index.ts';

const root = join(import.meta.dirname, '..');
const DOCUMENT = 'docs/charts.md';
const FOLDER = 'docs/charts';
/** What code hosts give a picture in a document. Wider ones are shrunk, and their text with them. */
const PAGE_WIDTH = 900;

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

/** Every file as it must be, by its path. */
async function filesOf(machines: readonly AnyStateMachine[]): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  for (const machine of machines)
    files.set(`${FOLDER}/${machine.id}.svg`, await toSvg(chartOf(machine), { maxWidth: PAGE_WIDTH }));
  const charts = markdownCharts(machines, { picture: ({ id }) => `charts/${id}.svg` });
  return files.set(DOCUMENT, embedCharts(readFileSync(join(root, DOCUMENT), 'utf8'), charts));
}

const files = await filesOf(await machinesOf(join(root, 'machines')));
const drawn = existsSync(join(root, FOLDER)) ? readdirSync(join(root, FOLDER)) : [];
const strays = drawn.map((name) => `${FOLDER}/${name}`).filter((path) => !files.has(path));
const isStale = ([path, text]: readonly [string, string]): boolean =>
  !existsSync(join(root, path)) || readFileSync(join(root, path), 'utf8') !== text;
const stale = [...files].filter(isStale);

if (!process.argv.includes('--check')) {
  mkdirSync(join(root, FOLDER), { recursive: true });
  for (const [path, text] of stale) writeFileSync(join(root, path), text);
  for (const path of strays) rmSync(join(root, path));
} else if (stale.length + strays.length > 0) {
  const names = [...stale.map(([path]) => path), ...strays].join(', ');
  process.stderr.write(`Not as the machines are: ${names}. Run \`npm run charts\` and commit the result.\n`);
  process.exitCode = 1;
}
