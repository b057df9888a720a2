/**
 * A fuzz campaign against a real daemon process: sessions of generated and mutated requests on its unix sockets, several at
 * the same time.
 *
 * Invariant: what is sent is a function of the seed and of what the daemon said about itself at the start. At the end the
 * daemon must be up and answering, its memory bounded, its log clean to `verify` while it runs and after it stopped.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { journalDir, readSettings } from '../../../src/cli/data-dir.ts';
import { verifyEngine } from '../../../src/engine/verify-engine.ts';
import { openLevelJournal } from '../../../src/journal/level.ts';
import { call } from '../../../src/rpc/client.ts';
import { DaemonProcess } from '../../crash/daemon-process.ts';
import { Draw } from '../../crash/draw.ts';
import { generateRequest, mutate } from './requests.ts';
import { runSession, type Session } from './session.ts';
import { lookAround, type World } from './world.ts';

export interface FuzzOptions {
  /** An empty folder for the daemon. */
  readonly dir: string;
  readonly seed: string;
  /** Requests to send, mutated ones included. */
  readonly cases: number;
  readonly onProgress?: (line: string) => void;
}

export interface FuzzReport {
  readonly cases: number;
  readonly sessions: number;
  readonly faults: readonly string[];
  /** Resident memory of the daemon, in MiB: when a fifth was done, and at the end. */
  readonly rssMiB: { readonly early: number; readonly end: number };
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
/** What the daemon may hold more at the end than after a fifth: caches that fill, not a leak per request. */
const MAX_GROWTH_MIB = 400;
/** Bytes recorded from real clients, to be mutated. Relative to the repository's root. */
const RECORDED = '../shared/conformance/clients';

export async function runFuzz(options: FuzzOptions): Promise<FuzzReport> {
  const daemon = await DaemonProcess.start({ dir: options.dir, nodes: [PAYER, PAYEE] });
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
  #sessions = 0;
  #earlyMiB = 0;

  constructor(options: FuzzOptions, daemon: DaemonProcess) {
    this.#options = options;
    this.#daemon = daemon;
  }

  async run(world: World): Promise<void> {
    await Promise.all(Array.from({ length: SESSIONS_AT_ONCE }, () => this.#worker(world)));
  }

  async #worker(world: World): Promise<void> {
    while (this.#cases < this.#options.cases && this.#faults.length < MAX_FAULTS) {
      const number = this.#sessions++;
      const draw = new Draw(`${this.#options.seed} ${number}`);
      const session = this.#session(draw, world);
      const path = this.#daemon.socket(draw.oneIn(5) ? PAYEE : PAYER);
      const faults = await runSession(path, session, draw).catch((error) => [
        `the connection failed: ${error.message}`,
      ]);
      this.#faults.push(...faults.map((fault) => `session ${number}: ${fault}`));
      this.#look();
    }
  }

  #session(draw: Draw, world: World): Session {
    const count = draw.between(SESSION_CASES.least, SESSION_CASES.most);
    this.#cases += count;
    const vanishes = draw.oneIn(VANISHING_ONE_IN);
    const requests = Array.from({ length: count }, (_, index) => generateRequest(draw, world, index));
    if (!draw.oneIn(MUTATED_ONE_IN)) {
      const text = requests.map((request) => request.text + draw.of(['', '\n', ' '])).join('');
      return { bytes: Buffer.from(text), expected: requests.map((request) => request.expected), vanishes };
    }
    const mutated = requests.map(({ text }) => {
      const base = this.#recorded.length > 0 && draw.oneIn(2) ? draw.of(this.#recorded) : text;
      return draw.oneIn(3) ? mutate(base, draw) : Buffer.from(base);
    });
    return { bytes: Buffer.concat(mutated), expected: undefined, vanishes };
  }

  #look(): void {
    const { cases, onProgress } = this.#options;
    if (this.#earlyMiB === 0 && this.#cases > cases / 5) this.#earlyMiB = residentMiB(this.#daemon.pid);
    if (this.#sessions % 500 !== 0) return;
    onProgress?.(`${this.#cases} cases, ${this.#sessions} sessions, ${residentMiB(this.#daemon.pid)} MiB`);
  }

  /** The daemon is well, stops when asked, and leaves a sound log. */
  async end(): Promise<FuzzReport> {
    const faults = this.#faults;
    const info = await call(this.#daemon.socket(PAYER), 'getinfo').catch((error: Error) => error);
    if (!('result' in info)) faults.push(`the daemon does not answer; it said: ${this.#daemon.said}`);
    const end = residentMiB(this.#daemon.pid);
    if (end > this.#earlyMiB + MAX_GROWTH_MIB) faults.push(`memory grew from ${this.#earlyMiB} to ${end} MiB`);
    if (faults.length === 0) faults.push(...(await this.#verify()));
    return { cases: this.#cases, sessions: this.#sessions, faults, rssMiB: { early: this.#earlyMiB, end } };
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
