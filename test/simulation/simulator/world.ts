/**
 * A network, a disk that survives, and one process after another that runs on it.
 *
 * Invariants: everything a process sees (time, randomness, what its disk does) comes from the seed, so one seed gives one log,
 * byte for byte (`digest`). Two ledgers follow it: `believed` every record as it is appended, `durable` what the disk holds;
 * what a crash took away is taken from the first, and nothing is ever taken from the second (a lost acknowledgement).
 * Does not judge the engine's state: the checkers do. Does not act: `actions.ts` does.
 */

import { createHash } from 'node:crypto';
import { openSimulatedEngine, type SimulatedEngine } from '../../../src/engine/simulated-engine.ts';
import type { NetworkDescription } from '../../../src/graph/network-description.ts';
import { encodeJson } from '../../../src/journal/codec.ts';
import type { JournalRecord } from '../../../src/journal/port.ts';
import { seededRandom } from '../../../src/runtime/random.ts';
import { Dice } from './dice.ts';
import { type FaultSite, SiteCounter } from './fault-sites.ts';
import { JitteredClock } from './jittered-clock.ts';
import { Ledger } from './ledger.ts';
import { randomNetwork } from './random-network.ts';
import { SimulatedDisk } from './simulated-disk.ts';
import { WatchedJournal } from './watched-journal.ts';

const STARTED_MS = 1_700_000_000_000;
/** How long an HTLC takes from node to node; 0 is the whole way in one cascade. */
const LATENCIES_MS = [0, 10, 10, 50] as const;
/** Short, so that incomplete sets of parts time out within a run. */
const MPP_TIMEOUT_MS = 4_000;

/** Who hears of records. */
export interface WorldListener {
  /** The process believes this from now on. */
  appended(record: JournalRecord): void;
  /** The disk holds these from now on, in order. */
  durable(records: readonly JournalRecord[]): void;
}

export class World {
  readonly seed: string;
  readonly network: NetworkDescription;
  /** Ids of the nodes the process operates. */
  readonly operated: readonly string[];
  readonly disk = new SimulatedDisk();
  readonly sites = new SiteCounter();
  readonly faults: string[] = [];
  readonly durable = new Ledger();
  believed = new Ledger();
  listeners: readonly WorldListener[] = [];
  readonly #latencyMs: number;
  readonly #hash = createHash('sha256');
  readonly #believedOnly: JournalRecord[] = [];
  #incarnation = 0;
  #clock: JitteredClock;
  #journal: WatchedJournal | undefined;
  #engine: SimulatedEngine | undefined;
  #failed = false;

  constructor(seed: string) {
    const dice = new Dice(`${seed}/network`);
    this.seed = seed;
    this.network = randomNetwork(dice);
    this.operated = this.network.nodes.slice(0, dice.between(2, 3)).map(({ id }) => id);
    this.#latencyMs = dice.pick(LATENCIES_MS);
    this.#clock = this.#newClock(STARTED_MS);
  }

  get engine(): SimulatedEngine {
    return this.#engine as SimulatedEngine;
  }

  get journal(): WatchedJournal {
    return this.#journal as WatchedJournal;
  }

  get clock(): JitteredClock {
    return this.#clock;
  }

  /** A write failed: the process has stopped answering and must be started again. */
  get hasStopped(): boolean {
    return this.#failed;
  }

  fault(what: string): void {
    this.faults.push(what);
  }

  hit(site: FaultSite): void {
    this.sites.hit(site);
  }

  /** Adds to the digest what the outside saw. */
  note(text: string): void {
    this.#hash.update(`${text}\n`);
  }

  /** Hash of every durable record and every answer so far. */
  get digest(): string {
    return this.#hash.copy().digest('hex');
  }

  /** Starts a process on what the disk holds. Throws SENDPAY_JOURNAL_DAMAGED. */
  async start(): Promise<void> {
    this.disk.failNext(undefined);
    this.#incarnation++;
    this.#failed = false;
    const journal = await WatchedJournal.open(this.disk, {
      appended: (record) => this.#appended(record),
      snapshotStored: () => this.hit('snapshot/stored'),
    });
    this.#journal = journal;
    await this.#readBack(journal);
    journal.onDurable((_position, records) => this.#becameDurable(records));
    journal.onFailure(() => {
      this.#failed = true;
    });
    this.#clock = this.#newClock(this.#clock.nowMs());
    this.#engine = await openSimulatedEngine({
      journal,
      network: this.network,
      operate: this.operated,
      clock: this.#clock,
      random: seededRandom(`${this.seed}/process ${this.#incarnation}`),
      settings: { latencyMs: this.#latencyMs, mppTimeoutMs: MPP_TIMEOUT_MS },
    });
    if (this.#engine.quarantined.length > 0) this.fault('a stream could not be read after a crash');
  }

  /** The process dies. The next one begins with `start`. */
  die(batch: 'lost' | 'written'): void {
    this.disk.failNext(undefined);
    this.journal.crash(batch);
  }

  #newClock(startMs: number): JitteredClock {
    return new JitteredClock(startMs, this.#latencyMs, new Dice(`${this.seed}/latency ${this.#incarnation}`));
  }

  #appended(record: JournalRecord): void {
    this.#believedOnly.push(record);
    for (const fault of this.believed.apply(record)) this.fault(fault);
    for (const listener of this.listeners) listener.appended(record);
  }

  #becameDurable(records: readonly JournalRecord[]): void {
    for (const record of records) {
      this.note(encodeJson(record));
      const appended = this.#believedOnly.shift();
      if (appended?.position !== record.position)
        this.fault(`record ${record.position} became durable, ${appended?.position} was next (G7)`);
      for (const fault of this.durable.apply(record)) this.fault(fault);
    }
    if (this.durable.position > this.disk.lastPosition)
      this.fault(`${this.durable.position} is called durable, the disk ends at ${this.disk.lastPosition} (G4)`);
    for (const listener of this.listeners) listener.durable(records);
  }

  /** What a new process finds: all that was durable, and of the last batch all or nothing. */
  async #readBack(journal: WatchedJournal): Promise<void> {
    const staged = this.#believedOnly.splice(0);
    const before = this.durable.position;
    this.believed = new Ledger();
    const found: JournalRecord[] = [];
    for await (const record of journal.read(1)) {
      if (record.position > before) found.push(record);
      this.believed.apply(record);
    }
    if (this.believed.position < before)
      this.fault(`the log ends at ${this.believed.position}, ${before} was durable (G2, G4)`);
    if (found.length > 0 && encodeJson(found) !== encodeJson(staged))
      this.fault(`${found.length} of ${staged.length} staged records survived: a batch was torn`);
    this.#believedOnly.push(...found);
    if (found.length > 0) this.#becameDurable(found);
  }
}

/** Lets every promise that can settle do so. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
