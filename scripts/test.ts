/**
 * The test command: type check, lint, then every `test/**\/*.test.ts` in a process of its own, two at a time.
 *
 * Invariant: it passes only if every file declared at least one test and every declared test ended. uvu 0.5.6 by itself
 * passes a file that forgot `test.run()` and one whose `before` hook throws (see `test/support/suite.ts`).
 * Usage: npm test [-- FILTER...]; a filter is a part of a path. Ends with `N passed, N failed, N skipped`.
 */

import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, relative } from 'node:path';
import { given } from '../src/domain/given.ts';

/** A file that runs longer than this is stuck and is killed. */
const FILE_TIMEOUT_MS = 240_000;

interface Tally {
  name: string;
  declared: number;
  passed: number;
  failed: number;
  skipped: { title: string; reason: string }[];
}
interface FileResult {
  file: string;
  ok: boolean;
  seconds: number;
  output: string;
  tallies: Tally[];
  problem?: string;
}

const root = join(import.meta.dirname, '..');
const filters = process.argv.slice(2);
const files = readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.test.ts'))
  .map((name) => join('test', name))
  .filter((name) => filters.length === 0 || filters.some((filter) => name.includes(filter)))
  .sort();

async function run(
  command: string,
  args: string[],
  timeoutMs: number,
): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk) => chunks.push(chunk));
    child.stderr.on('data', (chunk) => chunks.push(chunk));
    const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ code, output: Buffer.concat(chunks).toString('utf8') });
    });
  });
}

async function runFile(file: string): Promise<FileResult> {
  const started = Date.now();
  const { code, output } = await run(process.execPath, ['--import', 'tsx', file], FILE_TIMEOUT_MS);
  const tallies = [...output.matchAll(/^#suite (.*)$/gm)].map((match) => JSON.parse(match[1] as string) as Tally);
  const problem = problemOf(code, tallies);
  return {
    file: relative(root, join(root, file)),
    ok: problem === undefined,
    seconds: (Date.now() - started) / 1000,
    output: output.replace(/^#suite .*\n?/gm, ''),
    tallies,
    ...given({ problem }),
  };
}

function problemOf(code: number | null, tallies: Tally[]): string | undefined {
  if (code === null) return `killed after ${FILE_TIMEOUT_MS} ms`;
  if (tallies.length === 0) return 'declares no suite';
  for (const { name, declared, passed, failed, skipped } of tallies) {
    if (declared === 0) return `suite "${name}" declares no test`;
    if (passed + failed + skipped.length !== declared)
      return `suite "${name}": ${declared} tests declared, ${passed + failed + skipped.length} ended (a hook threw, or test.run() is missing)`;
    if (failed > 0) return `suite "${name}": ${failed} failed`;
  }
  return code === 0 ? undefined : `exit status ${code}`;
}

async function runAll(): Promise<FileResult[]> {
  const queue = [...files];
  const results: FileResult[] = [];
  const worker = async (): Promise<void> => {
    for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
      const result = await runFile(file);
      results.push(result);
      report(result);
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, Math.min(2, availableParallelism())) }, worker));
  return results;
}

function report(result: FileResult): void {
  const passed = result.tallies.reduce((sum, tally) => sum + tally.passed, 0);
  process.stdout.write(
    `${result.ok ? 'ok  ' : 'FAIL'} ${result.file}  ${passed} passed  ${result.seconds.toFixed(1)} s\n`,
  );
  for (const { title, reason } of result.tallies.flatMap((tally) => tally.skipped))
    process.stdout.write(`     skipped: ${title} (${reason})\n`);
  if (!result.ok) process.stdout.write(`${result.output}\n     ${result.problem}\n`);
}

async function gate(name: string, args: string[]): Promise<boolean> {
  const { code, output } = await run('npm', ['run', '--silent', ...args], FILE_TIMEOUT_MS);
  process.stdout.write(`${code === 0 ? 'ok  ' : 'FAIL'} ${name}\n${code === 0 ? '' : output}`);
  return code === 0;
}

const gates =
  filters.length > 0 ? [true] : [await gate('types (tsc)', ['check']), await gate('lint (biome, knip)', ['lint'])];
const results = await runAll();
const sum = (pick: (tally: Tally) => number): number =>
  results.flatMap((result) => result.tallies).reduce((total, tally) => total + pick(tally), 0);
const failed = sum((tally) => tally.failed);
const broken = results.filter((result) => !result.ok && result.tallies.every((tally) => tally.failed === 0)).length;
const failures = failed + broken + gates.filter((ok) => !ok).length;
if (results.length === 0) process.stdout.write('no test file matches\n');
process.stdout.write(`${sum((t) => t.passed)} passed, ${failures} failed, ${sum((t) => t.skipped.length)} skipped\n`);
process.exit(failures > 0 || results.length === 0 ? 1 : 0);
