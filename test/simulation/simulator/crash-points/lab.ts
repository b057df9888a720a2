/**
 * One process after another on one disk, driven step by step, that dies where it is told to.
 *
 * A point is a moment at which something is about to become durable: the process can die before the write or after it, and
 * the write can fail, fail although all of it arrived, or be torn. Between two points nothing leaves the process, so dying
 * anywhere there is dying at the next point.
 * Invariant: a function of (scenario, faults). Clients do what clients do: what they were not told they ask again.
 */

import { openSimulatedEngine, type SimulatedEngine } from '../../../../src/engine/simulated-engine.ts';
import { VirtualClock } from '../../../../src/runtime/clock.ts';
import { seededRandom } from '../../../../src/runtime/random.ts';
import { SimulatedDisk } from '../simulated-disk.ts';
import { WatchedJournal } from '../watched-journal.ts';
import { settle } from '../world.ts';
import { type Outcome, outcomeOf } from './outcome.ts';
import type { Scenario, Stage } from './scenario.ts';

/** What happens at a point, with how the write ends. */
export const FAULTS = {
  'dies before': 'the process dies before the write',
  'dies after': 'the process dies after the write, before anyone is told',
  'write fails': 'the write fails, nothing arrived',
  'write fails late': 'the write fails, though all of it arrived',
  'torn at first': 'only the first entry arrives',
  'torn at last': 'all but the last entry arrive',
} as const;
export type FaultKind = keyof typeof FAULTS;

export interface Fault {
  /** Number of the point, from 1, counted over all processes. */
  readonly at: number;
  readonly kind: FaultKind;
}

export interface LabReport {
  /** Points there were. */
  readonly points: number;
  /** `damaged`: the torn log was refused when it was opened, as it must be. */
  readonly outcome: Outcome | 'damaged';
}

const STARTED_MS = 1_700_000_000_000;
/** Timers of one step: more is a loop. */
const MAX_TIMERS = 10_000;
const NO_WATCH = { appended: () => undefined, snapshotStored: () => undefined };

export async function runScenario(scenario: Scenario, faults: readonly Fault[]): Promise<LabReport> {
  const lab = new Lab(scenario, faults);
  try {
    return { outcome: await lab.run(), points: lab.points };
  } catch (error) {
    if ((error as { code?: string }).code !== 'SENDPAY_JOURNAL_DAMAGED') throw error;
    return { outcome: 'damaged', points: lab.points };
  }
}

class Lab implements Stage {
  points = 0;
  readonly #scenario: Scenario;
  readonly #faults: ReadonlyMap<number, FaultKind>;
  readonly #disk = new SimulatedDisk();
  #processes = 0;
  #clock = new VirtualClock(STARTED_MS);
  #journal: WatchedJournal | undefined;
  #engine: SimulatedEngine | undefined;

  constructor(scenario: Scenario, faults: readonly Fault[]) {
    this.#scenario = scenario;
    this.#faults = new Map(faults.map(({ at, kind }) => [at, kind]));
  }

  get engine(): SimulatedEngine {
    return this.#engine as SimulatedEngine;
  }

  async run(): Promise<Outcome> {
    await this.#start();
    for (const step of this.#scenario.steps) {
      if (step === 'restart') await this.#restart();
      else while (!(await this.#carryOut(step)));
    }
    return outcomeOf(this.engine, this.#scenario);
  }

  /** false: the process died on the way, and another one runs. */
  async #carryOut(step: (stage: Stage) => void): Promise<boolean> {
    step(this);
    if (!(await this.#point())) return false;
    for (let timers = 0; this.#clock.runNext(); timers++) {
      if (timers >= MAX_TIMERS) throw new Error(`${this.#scenario.name}: no rest after ${MAX_TIMERS} timers`);
      if (!(await this.#point())) return false;
    }
    return true;
  }

  /** false: the process died here, and another one runs. */
  async #point(): Promise<boolean> {
    const journal = this.#journal as WatchedJournal;
    if (journal.position === journal.durablePosition) {
      journal.flush();
      await settle();
      return true;
    }
    const kind = this.#faults.get(++this.points);
    if (kind === undefined) {
      journal.flush();
      await settle();
      return true;
    }
    HAPPENS[kind](journal, this.#disk);
    await settle();
    await this.#restart();
    return false;
  }

  async #restart(): Promise<void> {
    this.#journal?.crash('lost');
    await settle();
    await this.#start();
    // What recovery itself stages is a point like any other.
    await this.#point();
  }

  async #start(): Promise<void> {
    const { network, latencyMs } = this.#scenario;
    this.#disk.failNext(undefined);
    this.#journal = await WatchedJournal.open(this.#disk, NO_WATCH);
    this.#clock = new VirtualClock(this.#clock.nowMs());
    this.#engine = await openSimulatedEngine({
      journal: this.#journal,
      network,
      operate: network.nodes.map(({ id }) => id),
      clock: this.#clock,
      random: seededRandom(`${this.#scenario.name} ${++this.#processes}`),
      settings: { latencyMs },
    });
  }
}

const HAPPENS: Readonly<Record<FaultKind, (journal: WatchedJournal, disk: SimulatedDisk) => void>> = {
  'dies before': (journal) => journal.crash('lost'),
  'dies after': (journal) => journal.crash('written'),
  'write fails': (journal, disk) => flushing(journal, disk, { type: 'fails' }),
  'write fails late': (journal, disk) => flushing(journal, disk, { type: 'fails-late' }),
  'torn at first': (journal, disk) => flushing(journal, disk, { type: 'torn', keep: 1 }),
  'torn at last': (journal, disk) => flushing(journal, disk, { type: 'torn', keep: -1 }),
};

function flushing(journal: WatchedJournal, disk: SimulatedDisk, fault: Parameters<SimulatedDisk['failNext']>[0]): void {
  disk.failNext(fault);
  journal.flush();
}
