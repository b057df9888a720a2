/**
 * A process that has loaded one test file of the copy and runs its tests, with whichever mutant it is told.
 *
 * Invariant: a mutant is called killed only if the test that failed passes again without it: a test that cannot be run twice,
 * or that an earlier mutant has spoiled, makes the answer `unsure`, and somebody asks again in a process of its own.
 * Does not decide what to run: that is `campaign.ts`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { keptSuites } from './suite.ts';

/** What the parent asks. */
export type Order =
  | { readonly type: 'measure' }
  | { readonly type: 'try'; readonly id: number; readonly tests: readonly TestToRun[] }
  | { readonly type: 'all' };

/** With what it took, and how often it reached the mutant, without it. */
export interface TestToRun {
  readonly index: number;
  readonly ms: number;
  readonly times: number;
}

export interface MeasuredTest {
  readonly title: string;
  readonly ms: number;
  /** Mutants, and how often. */
  readonly reached: readonly (readonly [id: number, times: number])[];
  /** Fails as it is, or when it is run a second time. */
  readonly unusable?: string;
}

export type Verdict = 'killed' | 'timeout' | 'survived' | 'unsure';

export type Answer =
  | { readonly type: 'loaded'; readonly problem?: string }
  | { readonly type: 'measured'; readonly loading: readonly number[]; readonly tests: readonly MeasuredTest[] }
  | { readonly type: 'verdict'; readonly verdict: Verdict; readonly by?: string; readonly spent?: boolean };

interface Switch {
  choose(id: number, times?: number): void;
  takeReached(): readonly (readonly [number, number])[];
}
interface Kept {
  readonly title: string;
  readonly body: () => unknown;
}

/** A test gets this many times what it took without a mutant, and never less than the floor. */
const PATIENCE = 6;
const PATIENCE_FLOOR_MS = 3_000;
/** A mutant that is reached this many times as often as without it runs in a loop. */
const RUNAWAY = 50;
const RUNAWAY_FLOOR = 10_000;
/** Tests that take longer are not run twice to see whether they can be. */
const TWICE_BELOW_MS = 3_000;
/** Abandoned worlds of killed mutants fill a process; then another takes over. */
const MAX_RSS = 900 * 2 ** 20;

const [file = '', switchUrl = '', reachedFile = ''] = process.argv.slice(2);
const { choose, takeReached } = (await import(switchUrl)) as Switch;
// From here on, for the processes that tests start: this one tells by itself.
process.env.SENDPAY_MUTANTS_REACHED = reachedFile;
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
// A counterexample is enough; the smallest one is nobody's concern here, and takes long to find.
fc.configureGlobal({ endOnFailure: true });
/** What went wrong outside any promise a test awaits. */
let stray: unknown;
process.on('uncaughtException', (error) => {
  stray ??= error ?? new Error('nothing was thrown');
});
process.on('unhandledRejection', (error) => {
  stray ??= error ?? new Error('nothing was thrown');
});
process.exit = ((code?: number) => {
  throw new Error(`process.exit(${code})`);
}) as typeof process.exit;

const problem = await attempted(async () => {
  await import(pathToFileURL(file).href);
  for (const { before, ready } of keptSuites()) {
    if (!ready) throw new Error('a suite is not run');
    for (const hook of before) await hook();
  }
});
const tests: readonly Kept[] = keptSuites().flatMap((suite) => suite.tests);
process.on('message', (order: Order) => void answer(order));
send({ type: 'loaded', ...(problem === undefined ? {} : { problem }) });

async function answer(order: Order): Promise<void> {
  if (order.type === 'measure') send(await measured());
  else if (order.type === 'all') send(await tryAll());
  else send(await tryOne(order.id, order.tests));
}

function send(answer: Answer): void {
  process.send?.(answer);
}

async function measured(): Promise<Answer> {
  const loading = reachedNow().map(([id]) => id);
  const list: MeasuredTest[] = [];
  for (const test of tests) {
    const began = performance.now();
    const failed = (await outcome(test, Number.POSITIVE_INFINITY)).failed;
    const ms = performance.now() - began;
    const reached = reachedNow();
    const again = failed ?? (ms < TWICE_BELOW_MS ? (await outcome(test, Number.POSITIVE_INFINITY)).failed : undefined);
    list.push({ title: test.title, ms, reached, ...(again === undefined ? {} : { unusable: again }) });
  }
  reachedNow();
  return { type: 'measured', loading, tests: list };
}

/** Here and in the processes that tests started. */
function reachedNow(): readonly (readonly [number, number])[] {
  const times = new Map(takeReached());
  for (const line of readFileSync(reachedFile, 'utf8').split('\n').filter(Boolean)) {
    const [id = 0, count = 0] = line.split(' ').map(Number);
    times.set(id, (times.get(id) ?? 0) + count);
  }
  writeFileSync(reachedFile, '');
  return [...times];
}

async function tryOne(id: number, toRun: readonly TestToRun[]): Promise<Answer> {
  for (const { index, ms, times } of toRun) {
    const test = tests[index] as Kept;
    const patience = Math.max(PATIENCE_FLOOR_MS, PATIENCE * ms);
    choose(id, RUNAWAY_FLOOR + RUNAWAY * times);
    const { failed, late } = await outcome(test, patience);
    choose(0);
    if (failed === undefined) continue;
    if (late) return { type: 'verdict', verdict: 'timeout', by: test.title, spent: true };
    const spent = stray !== undefined || process.memoryUsage.rss() > MAX_RSS;
    const confirmed = (await outcome(test, patience)).failed === undefined;
    if (!confirmed) return { type: 'verdict', verdict: 'unsure', spent: true };
    return { type: 'verdict', verdict: 'killed', by: test.title, spent };
  }
  return { type: 'verdict', verdict: 'survived', spent: process.memoryUsage.rss() > MAX_RSS };
}

/** The whole file, with the mutant there from the beginning. */
async function tryAll(): Promise<Answer> {
  if (problem !== undefined) return { type: 'verdict', verdict: 'killed', by: 'loading the file' };
  for (const test of tests) {
    const { failed, late } = await outcome(test, 10 * PATIENCE_FLOOR_MS);
    if (failed !== undefined) return { type: 'verdict', verdict: late ? 'timeout' : 'killed', by: test.title };
  }
  return { type: 'verdict', verdict: 'survived' };
}

async function outcome(test: Kept, limitMs: number): Promise<{ failed?: string; late?: boolean }> {
  let timer: NodeJS.Timeout | undefined;
  stray = undefined;
  const expiry = new Promise<'late'>((resolve) => {
    if (Number.isFinite(limitMs)) timer = setTimeout(() => resolve('late'), limitMs);
  });
  const ended = await Promise.race([attempted(test.body), expiry]);
  clearTimeout(timer);
  if (ended === 'late') return { failed: 'did not end', late: true };
  const failed = ended ?? (stray === undefined ? undefined : told(stray));
  return failed === undefined ? {} : { failed };
}

async function attempted(body: () => unknown): Promise<string | undefined> {
  try {
    await body();
    return undefined;
  } catch (error) {
    return `threw ${told(error)}`;
  }
}

function told(error: unknown): string {
  return String(error instanceof Error ? error.message : error).slice(0, 300);
}
