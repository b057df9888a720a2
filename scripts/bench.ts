/**
 * `npm run bench`: every figure of DESIGN section 6 beside its ceiling, measured in the same run.
 *
 * Asserts nothing: it says what was measured and whether the target was met. A busy machine lowers figure and ceiling alike;
 * the ratio is what to look at.
 * Usage: npm run bench -- [--quick] [--json] [SECTION...]
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { Command } from 'commander';
import { tableOf } from '../src/cli/table.ts';
import type { Row, SectionResult } from './bench/row.ts';

interface SectionProcess {
  readonly name: string;
  /** Words for node, before the script. */
  readonly node?: readonly string[];
}

const folder = join(import.meta.dirname, 'bench');
const SECTIONS: readonly SectionProcess[] = [
  { name: 'payments' },
  { name: 'engineOnly', node: ['--import', join(folder, 'onions-off', 'register.mjs')] },
  { name: 'getroute' },
  { name: 'opening' },
  { name: 'listings' },
  { name: 'memory', node: ['--expose-gc'] },
];

const program = new Command('bench')
  .argument('[sections...]', `of ${SECTIONS.map(({ name }) => name).join(', ')}; default: all`)
  .option('--quick', 'smaller numbers, rougher figures')
  .option('--json', 'rows as JSON')
  .parse();
const { quick = false, json = false } = program.opts<{ quick?: boolean; json?: boolean }>();

const rows: Row[] = [];
const skipped: string[] = [];
for (const section of SECTIONS) {
  if (program.args.length > 0 && !program.args.includes(section.name)) continue;
  process.stderr.write(`measuring ${section.name} …\n`);
  const result = await runSection(section);
  if ('rows' in result) rows.push(...result.rows);
  else skipped.push(`${section.name}: ${result.skipped}`);
}
process.stdout.write(json ? `${JSON.stringify({ rows, skipped }, undefined, 2)}\n` : report());

function runSection({ name, node = [] }: SectionProcess): Promise<SectionResult> {
  const words = ['--import', 'tsx', ...node, join(folder, 'run-section.ts'), name, ...(quick ? ['--quick'] : [])];
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk) => chunks.push(chunk));
  return new Promise((resolve, reject) => {
    child.on('close', (code) =>
      code === 0
        ? resolve(JSON.parse(Buffer.concat(chunks).toString('utf8')) as SectionResult)
        : reject(new Error(`${name} ended with ${code}`)),
    );
  });
}

function report(): string {
  const table = tableOf(
    ['what', 'figure', 'ceiling', 'ratio', 'target', 'met'],
    rows.map(({ what, unit, figure, ceiling, target }) => [
      what,
      `${short(figure)} ${unit}`,
      ceiling === undefined ? '' : `${short(ceiling.value)} ${unit}`,
      ceiling === undefined ? '' : (figure / ceiling.value).toFixed(2),
      target.text,
      target.met ? 'yes' : 'NO',
    ]),
  );
  const notes = rows.flatMap(({ what, ceiling, note }) => [
    ...(ceiling === undefined ? [] : [`${what}: ceiling = ${ceiling.of}`]),
    ...(note === undefined ? [] : [`${what}: ${note}`]),
  ]);
  return `${table}\n${[...notes, ...skipped.map((why) => `skipped: ${why}`)].map((line) => `- ${line}\n`).join('')}`;
}

/** Three digits that matter. */
function short(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3);
}
