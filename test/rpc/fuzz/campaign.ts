/**
 * A fuzz campaign against a real daemon process: first every parameter at every edge (`edges.ts`), then sessions of generated and
 * mutated requests, several at the same time on its unix sockets.
 *
 * Invariant: what is sent is a function of the seed and of what the daemon said about itself at the start. At the end the
 * daemon must be up and answering, its heap must hold what it held, its log be clean to `verify` while it runs and after it stopped.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { journalDir, readSettings } from '../../../src/cli/data-dir.ts';
import { verifyEngine } from '../../../src/engine/verify-engine.ts';
import { openLevelJournal } from '../../../src/journal/level.ts';
import { call } from '../../../src/rpc/client.ts';
import { DaemonProcess } from '../../crash/daemon-process.ts';
import { Draw } from '../../crash/draw.ts';
import { sweep } from './edges.ts';
import { FUZZED, type FuzzRequest, generateRequest, mutate } from './requests.ts';
import { runSession, type Session } from './session.ts';
import { lookAround, type World } from './world.ts';

export interface FuzzOptions {
  /** An empty folder for the daemon. */
  readonly dir: string;
  readonly seed: string;
  /** Requests to send, those at edges and mutated ones included. */
  readonly cases: number;
  /** Of the requests at edges every so many are sent: 1 is all of them. */
  readonly edgesEvery?: number;
  /** Whether the heap is looked at only once nothing is in flight; parts that wait for others need more than a minute. */
  readonly settles?: boolean;
  readonly onProgress?: (line: string) => void;
}

export interface FuzzReport {
  readonly cases: number;
  readonly sessions: number;
  /** Of the cases, those at edges. */
  readonly edges: number;
  readonly faults: readonly string[];
  /**
   * What the daemon's heap holds after forced garbage collection (`heap-probe.mjs`), in MiB: before the first request, once caches
   * are filled and code is compiled (half of the cases), and after the last.
   */
  readonly heapMiB: { readonly start: number; readonly warm: number; readonly end: number };
}

/** Nodes of the example network. */
const PAYER = 'fjord';
const PAYEE = 'iceberg';
const SESSIONS_AT_ONCE = 4;
/** Requests of one connection. */
const SESSION_CASES = { least: 1, most: 200 };
const MUTATED_ONE_IN = 4;
const VANISHING_ONE_IN = 12;
/** More is not told: they are mostly the same one. */
const MAX_FAULTS = 20;
const MIB = 1024 * 1024;
/** Between warm and end: what is in flight at the moment and how far caches are filled differ, a leak per request is more. */
const MAX_GROWTH_MIB = 8;
/** By half of a long run the runtime keeps as many idle actors as it ever will (`MAX_IDLE_ACTORS`), and all code is compiled. */
const WARM_SHARE = 1 / 2;
const TOLD_SHARE = 1 / 10;
const PROBE = join(import.meta.dirname, 'heap-probe.mjs');
const HEAP_FILE = 'heap-bytes';
/** How often the probe's file is looked at. */
const PROBE_POLL_MS = 20;
/** Bytes recorded from real clients, to be mutated. Relative to the repository's root. */
const RECORDED = '../shared/conformance/clients';

export async function runFuzz(options: FuzzOptions): Promise<FuzzReport> {
  const daemon = await DaemonProcess.start({
    dir: options.dir,
    nodes: [PAYER, PAYEE],
    preload: PROBE,
    env: { SENDPAY_HEAP_FILE: join(options.dir, HEAP_FILE) },
  });
  const campaign = new Campaign(options, daemon);
  try {
    await campaign.run(await lookAround(daemon.socket(PAYER), daemon.socket(PAYEE)));
    return await campaign.end();
  } finally {
    await daemon.kill();
  }
}

class Campaign {
  readonly #options: FuzzOptions;
  readonly #daemon: DaemonProcess;
  readonly #faults: string[] = [];
  readonly #recorded = recordedRequests();
  #cases = 0;
  #edges = 0;
  #sessions = 0;
  #startMiB = 0;
  #warmMiB = 0;
  #probes = 0;

  constructor(options: FuzzOptions, daemon: DaemonProcess) {
    this.#options = options;
    this.#daemon = daemon;
  }

  async run(world: World): Promise<void> {
    const { cases, seed, edgesEvery = 1 } = this.#options;
    this.#startMiB = await this.#heapMiB();
    await this.#atOnce(cases, edgeSessions(world, new Draw(`${seed} edges`), edgesEvery));
    this.#edges = this.#cases;
    const drawn = this.#drawnSessions(world);
    await this.#until(Math.max(this.#edges, cases * WARM_SHARE), drawn);
    this.#warmMiB = await this.#heapMiB();
    await this.#until(cases, drawn);
  }

  /** Runs sessions until so many cases are done, and tells how it goes. */
  async #until(until: number, sessions: Iterator<Session>): Promise<void> {
    while (this.#cases < until && this.#faults.length < MAX_FAULTS) {
      await this.#atOnce(Math.min(until, this.#cases + this.#options.cases * TOLD_SHARE), sessions);
      await this.#tell();
    }
  }

  /** On long runs: what the heap holds meanwhile. */
  async #tell(): Promise<void> {
    const { onProgress } = this.#options;
    if (onProgress === undefined) return;
    onProgress(
      `${this.#cases} cases: the heap holds ${await this.#heapMiB(false)} MiB after gc, parts in flight included`,
    );
  }

  /** Runs sessions, several at the same time, until so many cases are done or there are no more. */
  async #atOnce(until: number, sessions: Iterator<Session>): Promise<void> {
    await Promise.all(Array.from({ length: SESSIONS_AT_ONCE }, () => this.#worker(until, sessions)));
  }

  async #worker(until: number, sessions: Iterator<Session>): Promise<void> {
    while (this.#cases < until && this.#faults.length < MAX_FAULTS) {
      const number = this.#sessions;
      const next = sessions.next();
      if (next.done === true) return;
      this.#sessions++;
      const session = next.value;
      this.#cases += session.count;
      const draw = new Draw(`${this.#options.seed} pieces ${number}`);
      const path = this.#daemon.socket(draw.oneIn(5) ? PAYEE : PAYER);
      const faults = await runSession(path, session, draw).catch((error) => [
        `the connection failed: ${error.message}`,
      ]);
      this.#faults.push(...faults.map((fault) => `session ${number}: ${fault}`));
      this.#look();
    }
  }

  *#drawnSessions(world: World): Generator<Session, undefined> {
    for (let number = 0; ; number++) yield this.#session(new Draw(`${this.#options.seed} ${number}`), world);
  }

  #session(draw: Draw, world: World): Session {
    const count = draw.between(SESSION_CASES.least, SESSION_CASES.most);
    const vanishes = draw.oneIn(VANISHING_ONE_IN);
    const requests = Array.from({ length: count }, (_, index) => generateRequest(draw, world, index));
    if (!draw.oneIn(MUTATED_ONE_IN)) {
      const text = requests.map((request) => request.text + draw.of(['', '\n', ' '])).join('');
      return { bytes: Buffer.from(text), expected: requests.map((request) => request.expected), vanishes, count };
    }
    const mutated = requests.map(({ text }) => {
      const base = this.#recorded.length > 0 && draw.oneIn(2) ? draw.of(this.#recorded) : text;
      return draw.oneIn(3) ? mutate(base, draw) : Buffer.from(base);
    });
    return { bytes: Buffer.concat(mutated), expected: undefined, vanishes, count };
  }

  #look(): void {
    if (this.#sessions % 500 !== 0) return;
    const resident = residentMiB(this.#daemon.pid);
    this.#options.onProgress?.(`${this.#cases} cases, ${this.#sessions} sessions, ${resident} MiB resident`);
  }

  /** What the daemon's heap holds once nothing more can be collected; 0 if the daemon is gone. */
  async #heapMiB(settles = this.#options.settles): Promise<number> {
    if (settles === true) await call(this.#daemon.socket(PAYER), 'dev-settle');
    const file = join(this.#options.dir, HEAP_FILE);
    this.#probes++;
    process.kill(this.#daemon.pid, 'SIGUSR2');
    while (residentMiB(this.#daemon.pid) > 0) {
      const lines = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
      if (lines.length >= this.#probes) return Math.round((Number(lines.at(-1)) / MIB) * 10) / 10;
      await new Promise((resolve) => setTimeout(resolve, PROBE_POLL_MS));
    }
    return 0;
  }

  /** The daemon is well, stops when asked, and leaves a sound log. */
  async end(): Promise<FuzzReport> {
    const faults = this.#faults;
    const info = await call(this.#daemon.socket(PAYER), 'getinfo').catch((error: Error) => error);
    if (!('result' in info)) faults.push(`the daemon does not answer; it said: ${this.#daemon.said}`);
    const [start, warm, end] = [this.#startMiB, this.#warmMiB, await this.#heapMiB()];
    if (end > warm + MAX_GROWTH_MIB) faults.push(`the heap grew from ${warm} to ${end} MiB`);
    if (faults.length === 0) faults.push(...(await this.#verify()));
    const counts = { cases: this.#cases, edges: this.#edges, sessions: this.#sessions };
    return { ...counts, faults, heapMiB: { start, warm, end } };
  }

  async #verify(): Promise<string[]> {
    const live = await call(this.#daemon.socket(PAYER), 'dev-verify');
    if (!('result' in live)) return [`dev-verify answered ${JSON.stringify(live)}`];
    const status = await this.#daemon.stop();
    if (status !== 0) return [`the daemon ended with ${status} when it was asked to stop`];
    const { findings } = live.result as unknown as { findings: { what: string }[] };
    return [...findings, ...(await verifyStopped(this.#options.dir))].map(({ what }) => `verify: ${what}`);
  }
}

/** The sweep over every command, in sessions. */
function* edgeSessions(world: World, draw: Draw, every: number): Generator<Session, undefined> {
  let requests: FuzzRequest[] = [];
  let number = 0;
  for (const request of sweep(FUZZED, world, draw)) {
    if (number++ % every === 0) requests.push(request);
    if (requests.length < SESSION_CASES.most) continue;
    yield edgeSession(requests);
    requests = [];
  }
  if (requests.length > 0) yield edgeSession(requests);
  return undefined;
}

function edgeSession(requests: readonly FuzzRequest[]): Session {
  const bytes = Buffer.from(requests.map(({ text }) => text).join('\n'));
  return { bytes, expected: requests.map(({ expected }) => expected), vanishes: false, count: requests.length };
}

async function verifyStopped(dir: string): Promise<readonly { what: string }[]> {
  const journal = await openLevelJournal({ dir: journalDir(dir), create: false });
  try {
    const operatedSince = new Map((readSettings(dir)?.nodes ?? []).map(({ id, since }) => [id, since]));
    return (await verifyEngine({ journal, operatedSince })).findings;
  } finally {
    await journal.close();
  }
}

/** Requests real clients sent, `stop` left out. */
function recordedRequests(): readonly string[] {
  if (!existsSync(RECORDED)) return [];
  return readdirSync(RECORDED).flatMap((file) =>
    readFileSync(join(RECORDED, file), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { dir?: string; data?: string })
      .filter(({ dir, data }) => dir === 'client' && data !== undefined && !data.includes('"stop"'))
      .map(({ data }) => data as string),
  );
}

/** VmRSS of a process (proc(5)); 0 where there is no /proc, or no such process any more. */
function residentMiB(pid: number): number {
  const status = `/proc/${pid}/status`;
  if (!existsSync(status)) return 0;
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(status, 'utf8'))?.[1] ?? '0';
  return Math.round((Number(kilobytes) * 1024) / MIB);
}
