/**
 * Group commit: what was staged while a batch was on its way to the disk goes into the next one, as a whole.
 *
 * Invariant: one batch is in flight at a time, in order, and it is taken between two turns of the event loop, so a cascade
 * is never split and the durable log is always a prefix of what was appended. The batch size follows the load by itself:
 * alone, a record waits for one fsync; under load, thousands share one.
 * Fail-stop: after a failed write nothing is ever written again, since whether it reached the disk is unknown.
 */
import { Batch } from './batch.ts';
import { journalClosed, journalFailed } from './errors.ts';
import type { LogEnd } from './log-end.ts';
import type { Position } from './port.ts';
import { PositionWaits } from './position-waits.ts';
import type { Storage } from './storage.ts';

/** Runs `flush` once the turn that staged something has ended. */
export type FlushScheduler = (flush: () => void) => void;

/** What becomes of staged records at a crash: the batch did not reach the disk, or it did and nobody was told. */
export type StagedAtCrash = 'lost' | 'written';

const DURABLE = Promise.resolve();

export class GroupCommit {
  /** What the next write will hold. */
  collecting: Batch;
  inFlight: Batch | undefined;
  failure: Error | undefined;
  #durableEnd: LogEnd;
  #scheduled = false;
  #closed = false;
  /** Of positions nothing was staged for yet. */
  readonly #ahead = new PositionWaits();
  readonly #storage: Storage;
  readonly #schedule: FlushScheduler;
  readonly #onWritten: (batch: Batch) => void;
  readonly #onFailure: (error: Error) => void;

  constructor(
    storage: Storage,
    end: LogEnd,
    hooks: {
      readonly schedule: FlushScheduler;
      /** Called before anyone waiting for the batch is told. Must not throw. */
      readonly onWritten: (batch: Batch) => void;
      readonly onFailure: (error: Error) => void;
    },
  ) {
    this.#storage = storage;
    this.#durableEnd = end;
    this.collecting = new Batch(end);
    this.#schedule = hooks.schedule;
    this.#onWritten = hooks.onWritten;
    this.#onFailure = hooks.onFailure;
  }

  get durableEnd(): LogEnd {
    return this.#durableEnd;
  }

  /** The batch to add to. Throws once the journal is closed or has failed. */
  stage(): Batch {
    if (this.failure !== undefined) throw this.failure;
    if (this.#closed) throw journalClosed();
    if (!this.#scheduled && this.inFlight === undefined) this.#scheduleFlush();
    return this.collecting;
  }

  /** Starts writing what is staged, unless a batch is in flight: its end starts the next one. */
  flush(): void {
    if (this.inFlight !== undefined || this.failure !== undefined || this.collecting.isEmpty) return;
    const batch = this.collecting;
    this.inFlight = batch;
    this.collecting = new Batch(batch.end);
    let writing: Promise<void> | undefined;
    try {
      writing = this.#storage.write(batch.writes());
    } catch (error) {
      this.fail(error);
      return;
    }
    if (writing === undefined) this.#written(batch);
    else
      writing.then(
        () => this.#written(batch),
        (error: unknown) => this.fail(error),
      );
  }

  /** Positions somebody waits for that nothing was staged for yet. */
  get waitedFor(): number {
    return this.#ahead.size;
  }

  /** Resolves once `position` is durable, now or in a later batch; rejects with the signal's reason when that fires first. */
  durable(position: Position, signal?: AbortSignal): Promise<void> {
    if (position <= this.#durableEnd.position) return DURABLE;
    if (this.failure !== undefined) return Promise.reject(this.failure);
    if (this.inFlight !== undefined && position <= this.inFlight.end.position) return this.inFlight.done;
    if (position <= this.collecting.end.position) return this.collecting.done;
    return this.#closed ? Promise.reject(journalClosed()) : this.#ahead.until(position, signal);
  }

  /** Resolves once all that was staged until now is durable. */
  staged(): Promise<void> {
    if (this.failure !== undefined) return Promise.reject(this.failure);
    if (!this.collecting.isEmpty) return this.collecting.done;
    return this.inFlight?.done ?? DURABLE;
  }

  /** Writes what is staged and refuses everything after. Does not throw after a failure: whoever waited was told. */
  async close(): Promise<void> {
    this.#closed = true;
    this.flush();
    while (this.inFlight !== undefined && this.failure === undefined) {
      await this.inFlight.done.catch(() => undefined);
      this.flush();
    }
    this.#endWaits(journalClosed());
  }

  /** Ends as a crash does: what is staged is lost, or reaches the disk without anyone being told. */
  abandon(staged: StagedAtCrash): void {
    if (staged === 'written' && this.failure === undefined && !this.collecting.isEmpty)
      this.#storage.write(this.collecting.writes());
    this.#closed = true;
    this.failure ??= journalClosed();
    this.inFlight?.reject(this.failure);
    this.#endWaits(this.failure);
  }

  #scheduleFlush(): void {
    this.#scheduled = true;
    this.#schedule(() => {
      this.#scheduled = false;
      this.flush();
    });
  }

  #written(batch: Batch): void {
    if (this.failure !== undefined) return;
    this.inFlight = undefined;
    const before = this.#durableEnd.position;
    this.#durableEnd = batch.end;
    if (!this.collecting.isEmpty) this.#scheduleFlush();
    this.#onWritten(batch);
    batch.resolve();
    this.#ahead.reached(before, batch.end.position);
  }

  #endWaits(error: Error): void {
    this.collecting.reject(error);
    this.#ahead.fail(error);
  }

  /** Drops what is staged and refuses everything after; a batch in flight may still reach the disk. */
  fail(error: unknown): void {
    if (this.failure !== undefined) return;
    this.failure = journalFailed(error);
    this.inFlight?.reject(this.failure);
    this.#endWaits(this.failure);
    this.#onFailure(this.failure);
  }
}
