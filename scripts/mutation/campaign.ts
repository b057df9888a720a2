/**
 * Tries mutants: each test file is loaded once, measured, and then asked about every mutant its tests reach that is still alive.
 *
 * A mutant that only runs while a file is loaded or set up (a table, a constant) is tried in processes of its own.
 * Invariant: a mutant is killed by a test that passes without it, or by a file that passes without it. No test can hang the
 * campaign: a process that says nothing is killed, and its mutant has timed out.
 */
import type { Copy } from './copy.ts';
import type { Mutant } from './mutants.ts';
import type { Answer, MeasuredTest, TestToRun, Verdict } from './worker.ts';
import { WorkerProcess } from './worker-process.ts';

/** A file that takes longer to be loaded and measured is left out. */
const MEASURE_LIMIT_MS = 90_000;
/** A mutant's tests say something in this time beyond six times what they usually take, or it has timed out. */
const SILENCE_MS = 8_000;
const PATIENCE = 6;
/** What the tests of one file may take together for one mutant, in slowest tests. */
const TESTS_OF_A_FILE = 1;
/** Test files tried, nearest first, on a mutant that needs a process for each. */
const FILES_OF_ITS_OWN = 3;

export interface Death {
  readonly verdict: 'killed' | 'timeout';
  /** The test that noticed. */
  readonly by: string;
}

/** What a test file did about mutants it did not kill, by their numbers. */
export interface Passed {
  /** Its tests reach them. */
  readonly reached: readonly number[];
  /** It reaches them only while it is loaded, or could not be sure. */
  readonly loading: readonly number[];
  readonly unreached: readonly number[];
}

export interface CampaignOptions {
  readonly copy: Copy;
  readonly mutants: readonly Mutant[];
  /** Nearest first. */
  readonly tests: readonly string[];
  readonly jobs: number;
  /** Tests that take longer are left out. */
  readonly slowestMs: number;
  readonly deadlineMs: number;
  readonly log: (text: string) => void;
  /** What an earlier campaign found of a file, so that it need not be asked again. */
  readonly before: (file: string) => Passed;
  readonly died: (mutant: Mutant, death: Death) => void;
  readonly passed: (file: string, passed: Passed) => void;
  /** Of a mutant that was tried in processes of its own: the files that did not notice. */
  readonly passedAlone: (mutant: Mutant, files: readonly string[]) => void;
  readonly hasPassedAlone: (mutant: Mutant, file: string) => boolean;
}

type Measured = Extract<Answer, { type: 'measured' }>;

export class Campaign {
  readonly #options: CampaignOptions;
  readonly #alive: Map<number, Mutant>;
  /** The test files that reach a mutant only while they are loaded, or could not be sure of it. */
  readonly #loaders = new Map<number, string[]>();

  constructor(options: CampaignOptions) {
    this.#options = options;
    this.#alive = new Map(options.mutants.map((mutant) => [mutant.id, mutant]));
  }

  async run(): Promise<void> {
    const { tests, jobs, log } = this.#options;
    for (const file of tests) await this.#tryFile(file);
    const alone = [...this.#alive.keys()].filter((id) => this.#loaders.has(id)).length;
    log(`${this.#alive.size} alive after all test files, ${alone} of them to be tried in processes of their own`);
    await inParallel([...this.#alive.keys()], jobs, (id, lane) => this.#tryAlone(id, lane));
  }

  get #isOver(): boolean {
    return Date.now() > this.#options.deadlineMs || this.#alive.size === 0;
  }

  #end(id: number, death: Death): void {
    const mutant = this.#alive.get(id);
    if (this.#alive.delete(id) && mutant !== undefined) this.#options.died(mutant, death);
  }

  async #tryFile(file: string): Promise<void> {
    if (this.#isOver) return;
    const { copy, before, log } = this.#options;
    const known = before(file);
    for (const id of known.loading) if (this.#alive.has(id)) listIn(this.#loaders, id, file);
    const asked = new Set([...known.reached, ...known.loading, ...known.unreached]);
    const open = [...this.#alive.keys()].filter((id) => !asked.has(id));
    if (open.length === 0) return;
    const began = Date.now();
    const worker = new WorkerProcess(copy, file, 0);
    const measured = await this.#measure(worker, file);
    if (measured === undefined) {
      worker.kill();
      this.#options.passed(file, { reached: [], loading: [], unreached: open });
    } else await this.#tryMeasured(open, measured, worker, file);
    const killed = open.filter((id) => !this.#alive.has(id)).length;
    const red = measured?.tests.filter((test) => test.unusable !== undefined).length ?? 0;
    const seconds = ((Date.now() - began) / 1000).toFixed(1);
    log(`${file}: ${killed} of ${open.length} killed${red > 0 ? `, ${red} tests not usable` : ''}, ${seconds} s`);
  }

  async #tryMeasured(open: readonly number[], measured: Measured, worker: WorkerProcess, file: string): Promise<void> {
    const reachedBy = testsByMutant(measured.tests, this.#options.slowestMs);
    const reached = open.filter((id) => reachedBy.has(id));
    const unsure = await this.#tryReached(reached, reachedBy, worker, file);
    if (this.#isOver) return;
    const alive = open.filter((id) => this.#alive.has(id));
    const loading = alive.filter((id) => unsure.has(id) || (!reachedBy.has(id) && measured.loading.includes(id)));
    for (const id of loading) listIn(this.#loaders, id, file);
    const others = alive.filter((id) => !loading.includes(id));
    this.#options.passed(file, {
      loading,
      reached: others.filter((id) => reachedBy.has(id)),
      unreached: others.filter((id) => !reachedBy.has(id)),
    });
  }

  /** Each lane has a process of its own, the first the one that measured. Gives those of which the file could not be sure. */
  async #tryReached(
    ids: readonly number[],
    reachedBy: ReadonlyMap<number, readonly TestToRun[]>,
    first: WorkerProcess,
    file: string,
  ): Promise<ReadonlySet<number>> {
    const unsure = new Set<number>();
    const workers = new Map<number, WorkerProcess>([[0, first]]);
    await inParallel(ids, this.#options.jobs, async (id, lane) => {
      if (this.#isOver) return;
      const worker = workers.get(lane) ?? (await this.#loaded(file, lane));
      if (worker === undefined) return void unsure.add(id);
      workers.set(lane, worker);
      const tests = reachedBy.get(id) ?? [];
      const limitMs = SILENCE_MS + tests.reduce((sum, { ms }) => sum + PATIENCE * ms, 0);
      const answer = await worker.ask({ type: 'try', id, tests }, limitMs);
      if (answer?.type === 'verdict' && answer.verdict === 'unsure') unsure.add(id);
      else this.#judge(id, file, answer);
      if (answer?.type === 'verdict' && answer.spent !== true) return;
      worker.kill();
      workers.delete(lane);
    });
    for (const worker of workers.values()) worker.kill();
    return unsure;
  }

  async #loaded(file: string, lane: number): Promise<WorkerProcess | undefined> {
    const worker = new WorkerProcess(this.#options.copy, file, lane);
    const loaded = await worker.next(MEASURE_LIMIT_MS);
    if (loaded?.type === 'loaded' && loaded.problem === undefined) return worker;
    worker.kill();
    return undefined;
  }

  async #measure(worker: WorkerProcess, file: string): Promise<Measured | undefined> {
    const loaded = await worker.next(MEASURE_LIMIT_MS);
    const problem = loaded?.type === 'loaded' ? loaded.problem : 'it did not load';
    const measured = problem === undefined ? await worker.ask({ type: 'measure' }, MEASURE_LIMIT_MS) : undefined;
    if (measured?.type === 'measured') return measured;
    this.#options.log(`${file}: left out, ${problem ?? 'it takes too long'}`);
    return undefined;
  }

  #judge(id: number, file: string, answer: Answer | undefined): void {
    const verdict: Verdict = answer?.type === 'verdict' ? answer.verdict : 'timeout';
    const by = answer?.type === 'verdict' ? answer.by : 'nothing was said';
    if (verdict === 'killed' || verdict === 'timeout') this.#end(id, { verdict, by: `${file}: ${by ?? ''}` });
  }

  /** In a process per test file, the mutant there from the beginning. */
  async #tryAlone(id: number, lane: number): Promise<void> {
    const mutant = this.#alive.get(id) as Mutant;
    const files = (this.#loaders.get(id) ?? []).slice(0, FILES_OF_ITS_OWN);
    for (const file of files.filter((one) => !this.#options.hasPassedAlone(mutant, one))) {
      if (this.#isOver) return;
      this.#judge(id, file, await this.#wholeFile(file, id, lane));
      if (!this.#alive.has(id)) return;
      this.#options.passedAlone(mutant, [file]);
    }
  }

  async #wholeFile(file: string, id: number, lane: number): Promise<Answer | undefined> {
    const worker = new WorkerProcess(this.#options.copy, file, lane, id);
    try {
      if ((await worker.next(SILENCE_MS)) === undefined) return undefined;
      return await worker.ask({ type: 'all' }, MEASURE_LIMIT_MS);
    } finally {
      worker.kill();
    }
  }
}

async function inParallel<T>(
  items: readonly T[],
  jobs: number,
  work: (item: T, lane: number) => Promise<void>,
): Promise<void> {
  const left = [...items];
  const lanes = Array.from({ length: jobs }, async (_, lane) => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item, lane);
  });
  await Promise.all(lanes);
}

/** The tests that reach each mutant, quickest first; those that cannot be used, or take too long, left out. */
function testsByMutant(tests: readonly MeasuredTest[], slowestMs: number): ReadonlyMap<number, readonly TestToRun[]> {
  const byMutant = new Map<number, TestToRun[]>();
  for (const [index, { ms, reached, unusable }] of tests.entries())
    if (unusable === undefined && ms <= slowestMs)
      for (const [id, times] of reached) listIn(byMutant, id, { index, ms, times });
  for (const [id, list] of byMutant) byMutant.set(id, affordable(list, slowestMs));
  return byMutant;
}

/** Quickest first, until what one file may cost for one mutant is used up. */
function affordable(tests: readonly TestToRun[], slowestMs: number): TestToRun[] {
  let spentMs = 0;
  const quickestFirst = [...tests].sort((one, other) => one.ms - other.ms);
  return quickestFirst.filter(({ ms }) => {
    spentMs += ms;
    return spentMs <= TESTS_OF_A_FILE * slowestMs;
  });
}

function listIn<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
