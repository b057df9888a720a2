/**
 * One simulated run: a plan carried out on a world, checked after every step, then brought to rest.
 *
 * Invariant: a pure function of (seed, steps kept); it ends at the first step after which something is wrong. Whatever throws
 * is a finding, unless the process had stopped for a write that failed.
 */
import { recordKey } from '../../../src/journal/keys.ts';
import { act, type Stage } from './actions.ts';
import { checkDeadlines } from './checkers/deadlines.ts';
import { FeedChecker } from './checkers/feed.ts';
import { FoldChecker } from './checkers/fold.ts';
import { ListingChecker } from './checkers/listing.ts';
import { PenaltyChecker } from './checkers/penalties.ts';
import { Clients } from './clients.ts';
import type { SiteCounts } from './fault-sites.ts';
import { Followers } from './followers.ts';
import { calmDown } from './liveness.ts';
import { DEFAULT_STEPS, planOf, type Step } from './plan.ts';
import { WatchedJournal } from './watched-journal.ts';
import { settle, World } from './world.ts';

export interface RunOptions {
  readonly seed: string;
  /** Length of the plan. Default `DEFAULT_STEPS`. */
  readonly steps?: number;
  /** Numbers of the steps to carry out; absent: all. */
  readonly only?: readonly number[];
}

export interface RunReport {
  readonly seed: string;
  /** What is wrong; empty for a clean run. */
  readonly faults: readonly string[];
  /** Number of the step after which it was seen; undefined: while coming to rest. */
  readonly failedAt: number | undefined;
  /** SHA256 over every durable record and every answer, hex: repeats with the seed. */
  readonly digest: string;
  readonly payments: number;
  /** Parts that left. */
  readonly parts: number;
  readonly records: number;
  readonly answers: number;
  readonly sites: SiteCounts;
}

export async function runSimulation({ seed, steps = DEFAULT_STEPS, only }: RunOptions): Promise<RunReport> {
  const plan = planOf(seed, steps).map((step, number) => ({ step, number }));
  const kept = only ? plan.filter(({ number }) => only.includes(number)) : plan;
  const run = new Run(seed);
  return run.listeningToStrays(async () => {
    await run.begin();
    const failed = await run.carryOut(kept);
    if (failed === undefined && run.isClean) await run.end();
    return run.report(failed);
  });
}

class Run implements Stage {
  readonly world: World;
  readonly clients: Clients;
  readonly #feed: FeedChecker;
  #fold: FoldChecker | undefined;
  readonly #listing: ListingChecker;
  readonly #followers: Followers;

  constructor(seed: string) {
    this.world = new World(seed);
    this.clients = new Clients(this.world);
    this.#feed = new FeedChecker(this.world);
    this.#listing = new ListingChecker(this.world);
    this.#followers = new Followers(this.world);
  }

  get isClean(): boolean {
    return this.world.faults.length === 0;
  }

  async begin(): Promise<void> {
    const { world, clients } = this;
    await world.start();
    this.#fold = new FoldChecker(world);
    const history = { appended: clients.appended.bind(clients), durable: () => undefined };
    world.listeners = [history, this.#fold, this.#listing, new PenaltyChecker(world), this.#followers];
    this.#feed.follow();
    this.#followers.follow();
  }

  /** Number of the step that failed. */
  async carryOut(steps: readonly { readonly step: Step; readonly number: number }[]): Promise<number | undefined> {
    for (const { step, number } of steps) {
      await this.#carryOut(step);
      if (!this.isClean) return number;
    }
    return undefined;
  }

  async end(): Promise<void> {
    const { world } = this;
    try {
      world.disk.failNext(undefined);
      await calmDown(world, this.clients, () => this.#check());
      await this.#checkStored();
      this.#followers.checkCaughtUp();
      this.clients.checkHistories();
    } catch (error) {
      world.fault(`thrown: ${(error as Error).stack}`);
    }
  }

  async restart(batch: 'lost' | 'written'): Promise<void> {
    const { world } = this;
    const { engine } = world;
    if (!world.hasStopped) {
      if (engine.network.simulation.htlcsInFlight > 0) world.hit('crash/htlc-in-flight');
      if (engine.runtime.inFlight('pay').length > 0) world.hit('crash/pay-running');
      if (engine.runtime.inFlight('invoice').length > 0) world.hit('crash/parts-collecting');
    }
    this.#followers.serverDied();
    world.die(batch);
    await settle();
    this.clients.serverDied(world.disk.lastPosition);
    await world.start();
    this.#feed.follow();
    this.#followers.follow();
  }

  async damageIsFound(): Promise<void> {
    const { disk } = this.world;
    if (disk.lastPosition === 0) return;
    const what = await disk.damaging(recordKey(disk.lastPosition), async () => {
      const opened = await WatchedJournal.open(disk, {
        appended: () => undefined,
        snapshotStored: () => undefined,
      }).then(
        () => 'opened',
        (error: { code?: string }) => error.code,
      );
      if (opened !== 'SENDPAY_JOURNAL_DAMAGED')
        this.world.fault(`an unreadable ${disk.lastPosition} was not noticed: ${opened} (G12)`);
    });
    this.world.note(`damaged ${what}`);
  }

  report(failedAt: number | undefined): RunReport {
    const { world, clients } = this;
    const { seed, faults, digest, sites } = world;
    const parts = [...world.durable.payments.values()].reduce(
      (sum, { rows, tombstones }) => sum + rows.length + tombstones.length,
      0,
    );
    return {
      seed,
      faults,
      failedAt,
      digest,
      payments: clients.payments.length,
      parts,
      records: world.durable.position,
      answers: clients.answerCount,
      sites: sites.counts,
    };
  }

  /** Errors nobody caught while `work` runs are findings, not the end of the campaign. */
  async listeningToStrays<T>(work: () => Promise<T>): Promise<T> {
    const stray = (error: unknown): void => this.world.fault(`nobody caught: ${(error as Error).stack ?? error}`);
    process.on('uncaughtException', stray);
    process.on('unhandledRejection', stray);
    try {
      return await work();
    } finally {
      process.off('uncaughtException', stray);
      process.off('unhandledRejection', stray);
    }
  }

  async #carryOut({ action, flush }: Step): Promise<void> {
    const { world } = this;
    try {
      await act(this, action);
      if (flush) world.journal.flush();
      await settle();
      if (world.hasStopped) {
        await this.restart('lost');
        await settle();
      }
      await this.#check();
      if (action.type === 'crash') await this.#checkRecovered();
    } catch (error) {
      world.fault(`thrown: ${(error as Error).stack}`);
    }
  }

  async #checkRecovered(): Promise<void> {
    this.world.journal.flush();
    await settle();
    await this.#check();
    await this.#checkStored();
  }

  async #check(): Promise<void> {
    this.#fold?.check();
    this.#listing.check();
    this.#feed.check();
    checkDeadlines(this.world);
  }

  async #checkStored(): Promise<void> {
    await this.#fold?.checkStored();
    await this.#listing.checkAll();
  }
}
