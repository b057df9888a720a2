/**
 * Would a test notice? Makes careless changes to the source, one at a time, in a copy, and runs the tests that reach them.
 *
 * Usage: npm run mutation -- [--file PATTERN]… [--sample N] [--seed S] [--operator NAME]… [--jobs N] [--minutes M] [--tests PATTERN]
 *        [--slow] [--again] [--survivors]
 *   --file      source files whose path contains it (default: the rooms named in ROOMS)
 *   --sample    only so many, drawn by --seed
 *   --minutes   stop then; what is left is tried by the next call, which goes on where this one ended
 *   --again     forget what earlier calls found
 *   --slow      also the test files named in SLOW, and tests that take longer than SLOWEST_MS
 *   --retry     also what survived an earlier call: after new tests, or with --slow
 *   --survivors print what earlier calls found, and run nothing
 * Invariant: the source is not touched. Ends with 1 if a mutant survived that is not listed in `mutation/equivalent.json` with a
 * reason, or a listed one is none any more.
 */
import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { Campaign, type Outcome } from './mutation/campaign.ts';
import { copyWith } from './mutation/copy.ts';
import { byFile, type Mutant, mutantsOf, readEquivalents, reasons, stale } from './mutation/mutants.ts';
import { distances, projectFiles, ROOT } from './mutation/project.ts';

/** Where a mistake costs money or loses the truth. */
const ROOMS = ['src/domain/', 'src/journal/', 'src/payments/', 'src/network/'];
/** Campaigns and processes: they take minutes, and what they reach is reached by others. */
const SLOW = [
  'simulation/',
  'fuzz',
  'package/',
  'browser',
  'crash/',
  'planted-bugs',
  'architecture/',
  'processes',
  'testing/own-machines',
  'generated/',
];

const SLOWEST_MS = 700;

const { values } = parseArgs({
  options: {
    file: { type: 'string', multiple: true, default: ROOMS },
    tests: { type: 'string', multiple: true },
    operator: { type: 'string', multiple: true },
    sample: { type: 'string' },
    seed: { type: 'string', default: '1' },
    jobs: { type: 'string', default: '1' },
    minutes: { type: 'string', default: '600' },
    slow: { type: 'boolean', default: false },
    retry: { type: 'boolean', default: false },
    again: { type: 'boolean', default: false },
    survivors: { type: 'boolean', default: false },
  },
});

const digests = new Map<string, string>();
const files = projectFiles();
const isSource = (file: string): boolean => /^(src|machines)\/.*\.ts$/.test(file) && !/generated|\.d\.ts$/.test(file);
const chosen = files.filter((file) => isSource(file) && values.file.some((part) => file.includes(part)));
const listed = readEquivalents();
const every = mutantsOf(chosen);
const gone = stale(
  listed.filter(({ file }) => chosen.includes(file)),
  every,
);
const reasonOf = reasons(listed);
const candidates = sampled(
  every.filter(({ change }) => values.operator === undefined || values.operator.includes(change.operator)),
);
const tried = candidates.filter((mutant) => reasonOf(mutant) === undefined);
const memory = join(tmpdir(), `sendpay-mutation-${digest(ROOT).slice(0, 8)}.ndjson`);
if (values.again) rmSync(memory, { force: true });
const known = remembered();
const open = tried.filter((mutant) => {
  const before = known.get(nameOf(mutant));
  return before === undefined || (values.retry && isAlive(before));
});

if (!values.survivors && open.length > 0) await run();
report();

async function run(): Promise<void> {
  const near = distances(files, new Set(open.map(({ file }) => file)));
  const tests = [...near.keys()]
    .filter((file) => values.slow || !SLOW.some((part) => file.includes(part)))
    .filter((file) => values.tests === undefined || values.tests.some((part) => file.includes(part)))
    .sort((one, other) => (near.get(one) ?? 0) - (near.get(other) ?? 0) || (one < other ? -1 : 1));
  const log = (text: string): void => void process.stderr.write(`${text}\n`);
  log(`${open.length} mutants of ${chosen.length} files, ${tests.length} test files`);
  const copy = copyWith(open, files);
  try {
    await new Campaign({
      copy,
      mutants: open,
      tests,
      jobs: Number(values.jobs),
      slowestMs: values.slow ? Number.POSITIVE_INFINITY : SLOWEST_MS,
      deadlineMs: Date.now() + Number(values.minutes) * 60_000,
      log,
      settled(mutant, outcome) {
        known.set(nameOf(mutant), outcome);
        appendFileSync(memory, `${JSON.stringify([nameOf(mutant), outcome])}\n`);
      },
    }).run();
  } finally {
    copy.remove();
  }
}

/** What earlier calls found, of files that are as they were; survivors only if the tests are, too. */
function remembered(): Map<string, Outcome> {
  if (!existsSync(memory)) return new Map();
  const lines = readFileSync(memory, 'utf8').split('\n').filter(Boolean);
  return new Map(lines.map((line) => JSON.parse(line) as [string, Outcome]));
}

function nameOf(mutant: Mutant): string {
  return digest(`${mutant.key}\n${textDigest(mutant.file)}`).slice(0, 24);
}

function textDigest(file: string): string {
  const before = digests.get(file) ?? digest(readFileSync(join(ROOT, file), 'utf8'));
  digests.set(file, before);
  return before;
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** `--sample` of them, the same for the same seed; in their order. */
function sampled(all: readonly Mutant[]): readonly Mutant[] {
  if (values.sample === undefined) return all;
  const drawn = [...all].sort((one, other) => (lot(one) < lot(other) ? -1 : 1)).slice(0, Number(values.sample));
  return all.filter((mutant) => drawn.includes(mutant));
}

function lot(mutant: Mutant): string {
  return digest(`${values.seed} ${mutant.key}`);
}

function isAlive(outcome: Outcome | undefined): boolean {
  return outcome?.verdict === 'survived' || outcome?.verdict === 'not reached';
}

function report(): void {
  const table = new Table({
    head: ['file', 'mutants', 'killed', 'timeout', 'survived', 'not reached', 'equivalent', 'not tried'],
    style: { head: [], border: [] },
  });
  const rows = [...byFile(candidates)].map(([file, own]) => [file, ...countsOf(own)] as const);
  for (const row of rows) table.push([...row]);
  table.push(['all', ...countsOf(candidates)]);
  process.stdout.write(`${table.toString()}\n`);
  const alive = tried.filter((mutant) => isAlive(known.get(nameOf(mutant))));
  for (const { file, lineNumber, change, from, to } of alive)
    process.stdout.write(`${file}:${lineNumber} ${change.operator}: ${from} -> ${to === '' ? '(gone)' : to}\n`);
  for (const { file, line } of gone)
    process.stdout.write(`listed as equivalent, but is no mutant any more: ${file}: ${line}\n`);
  process.exitCode = alive.length + gone.length > 0 ? 1 : 0;
}

function countsOf(own: readonly Mutant[]): number[] {
  const equivalent = own.filter((mutant) => reasonOf(mutant) !== undefined).length;
  const ended = own
    .filter((mutant) => reasonOf(mutant) === undefined)
    .map((mutant) => known.get(nameOf(mutant))?.verdict);
  const count = (verdict: Outcome['verdict'] | undefined): number => ended.filter((one) => one === verdict).length;
  return [
    own.length,
    count('killed'),
    count('timeout'),
    count('survived'),
    count('not reached'),
    equivalent,
    count(undefined),
  ];
}
