/**
 * Would a test notice? Makes careless changes to the source, one at a time, in a copy, and runs the tests that reach them.
 *
 * Usage: npm run mutation -- [--file PATTERN]… [--sample N] [--seed S] [--operator NAME]… [--jobs N] [--minutes M] [--tests PATTERN]
 *        [--slow] [--again] [--survivors] [--open]
 *   --file      source files whose path contains it (default: the rooms named in ROOMS)
 *   --sample    only so many, drawn by --seed
 *   --minutes   stop then; the next call goes on where this one ended
 *   --again     forget what earlier calls found; without it only edited files are tried again
 *   --slow      also the test files named in SLOW, and tests that take longer than SLOWEST_MS
 *   --survivors print what earlier calls found, and run nothing
 *   --open      list also what not every test file was asked about
 * Invariant: the source is not touched. Ends with 1 if a mutant survived that is not listed in `mutation/equivalent.json` with a
 * reason, or a listed one is none any more.
 */
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { Campaign } from './mutation/campaign.ts';
import { copyWith } from './mutation/copy.ts';
import { digest, type Fate, Memory } from './mutation/memory.ts';
import { byFile, type Mutant, mutantsOf, readEquivalents, reasons, stale } from './mutation/mutants.ts';
import { distances, projectFiles } from './mutation/project.ts';

/** Where a mistake costs money or loses the truth. */
const ROOMS = ['src/domain/', 'src/journal/', 'src/payments/', 'src/network/'];
/** Campaigns and processes: they take minutes, and what they reach is reached by others. */
const SLOW = [
  'simulation/',
  'rpc/fuzz',
  'package/',
  'browser',
  'crash/',
  'planted-bugs',
  'architecture/',
  'processes',
  'testing/own-machines',
  'generated/',
];

/** Tests that take longer are left out without --slow: a mutant is tried on every test that reaches it. */
const SLOWEST_MS = 300;

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
    again: { type: 'boolean', default: false },
    survivors: { type: 'boolean', default: false },
    open: { type: 'boolean', default: false },
  },
});

const files = projectFiles();
const isSource = (file: string): boolean =>
  /^(src|machines)\/.*\.ts$/.test(file) && !/generated|conformance|\.d\.ts$/.test(file);
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
const memory = new Memory(values.again, values.slow ? 'whole' : `${SLOWEST_MS} ms`);
const tests = testsOf(chosen);

if (!values.survivors) await run();
report();

async function run(): Promise<void> {
  const open = tried.filter((mutant) => !memory.isDead(mutant));
  if (open.length === 0) return;
  const byId = new Map(open.map((mutant) => [mutant.id, mutant]));
  const named = (ids: readonly number[]): Mutant[] => ids.map((id) => byId.get(id)).filter((one) => one !== undefined);
  const known = (file: string, how: 'reached' | 'loading' | 'unreached'): number[] =>
    open.filter((mutant) => memory.hasPassed(file, how, mutant)).map(({ id }) => id);
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
      before: (file) => ({
        reached: known(file, 'reached'),
        loading: known(file, 'loading'),
        unreached: known(file, 'unreached'),
      }),
      died: (mutant, death) => memory.died(mutant, death),
      passed(file, { reached, loading, unreached }) {
        memory.passed(file, 'reached', named(reached));
        memory.passed(file, 'loading', named(loading));
        memory.passed(file, 'unreached', named(unreached));
      },
      passedAlone: (mutant, of) => {
        for (const file of of) memory.passed(file, 'alone', [mutant]);
      },
      hasPassedAlone: (mutant, file) => memory.hasPassed(file, 'alone', mutant),
    }).run();
  } finally {
    copy.remove();
  }
}

/** Test files that can reach one of these: those of their rooms first, then the nearest. */
function testsOf(sources: readonly string[]): readonly string[] {
  const near = distances(files, new Set(sources));
  const rooms = new Set(sources.map((file) => roomOf(file.replace(/^src\//, ''))));
  for (const file of near.keys()) if (rooms.has(roomOf(file.replace(/^test\//, '')))) near.set(file, 0);
  return [...near.keys()]
    .filter((file) => values.slow || !SLOW.some((part) => file.includes(part)))
    .filter((file) => values.tests === undefined || values.tests.some((part) => file.includes(part)))
    .sort((one, other) => (near.get(one) ?? 0) - (near.get(other) ?? 0) || (one < other ? -1 : 1));
}

function roomOf(path: string): string {
  return path.split('/')[0] as string;
}

/** `--sample` of them, the same for the same seed; in their order. */
function sampled(all: readonly Mutant[]): readonly Mutant[] {
  if (values.sample === undefined) return all;
  const lot = (mutant: Mutant): string => digest(`${values.seed} ${mutant.key}`);
  const lots = new Map(all.map((mutant) => [mutant, lot(mutant)]));
  const inOrder = [...all].sort((one, other) => ((lots.get(one) ?? '') < (lots.get(other) ?? '') ? -1 : 1));
  const drawn = new Set(inOrder.slice(0, Number(values.sample)));
  return all.filter((mutant) => drawn.has(mutant));
}

function report(): void {
  const fates = new Map(tried.map((mutant) => [mutant, memory.fateOf(mutant, tests)]));
  const countsOf = (own: readonly Mutant[]): number[] => {
    const count = (...fate: Fate[]): number => own.filter((one) => fate.includes(fates.get(one) as Fate)).length;
    const equivalent = own.filter((one) => !fates.has(one)).length;
    return [
      own.length,
      count('killed'),
      count('timeout'),
      count('survived'),
      count('not reached'),
      equivalent,
      count('not tried'),
    ];
  };
  const table = new Table({
    head: ['file', 'mutants', 'killed', 'timeout', 'survived', 'not reached', 'equivalent', 'not tried'],
    style: { head: [], border: [] },
  });
  for (const [file, own] of byFile(candidates)) table.push([file, ...countsOf(own)]);
  table.push(['all', ...countsOf(candidates)]);
  process.stdout.write(`${table.toString()}\n`);
  const alive = tried.filter((mutant) => ['survived', 'not reached'].includes(fates.get(mutant) as Fate));
  const shown = values.open ? tried.filter((mutant) => !memory.isDead(mutant)) : alive;
  for (const { file, lineNumber, change, from, to } of shown)
    process.stdout.write(`${file}:${lineNumber} ${change.operator}: ${from} -> ${to === '' ? '(gone)' : to}\n`);
  for (const { file, line } of gone)
    process.stdout.write(`listed as equivalent, but no mutant any more: ${file}: ${line}\n`);
  process.exitCode = alive.length + gone.length > 0 ? 1 : 0;
}
