/**
 * The journal in memory, for tests and simulations.
 *
 * Invariant: the same code as the one on LevelDB but for the storage, so what a simulation finds holds there. With
 * `flush: 'manual'` nothing becomes durable by itself: the simulation's clock decides, and one seed gives one run.
 * Crashing: `crash()` this journal and open another with `storage: journal.storage`.
 */
import { given } from '../domain/given.ts';
import { type CoreOptions, JournalCore } from './core.ts';
import type { StagedAtCrash } from './group-commit.ts';
import { type LogEnd, openLogEnd } from './log-end.ts';
import { MemoryStorage } from './memory-storage.ts';
import type { Position } from './port.ts';
import type { Upcast } from './upcast.ts';

export interface MemoryJournalOptions {
  readonly upcast?: Upcast;
  /** What a journal before this one left. Default: empty. */
  readonly storage?: MemoryStorage;
  /** `auto` (default): after each turn of the event loop. `manual`: only when `flush` is called. */
  readonly flush?: 'auto' | 'manual';
}

export class MemoryJournal extends JournalCore {
  readonly storage: MemoryStorage;

  constructor(storage: MemoryStorage, end: LogEnd, options: CoreOptions) {
    super(storage, end, options);
    this.storage = storage;
  }

  /** Makes what is staged durable, tells who waits, and gives the new durable position. */
  flush(): Position {
    this.flushNow();
    return this.durablePosition;
  }

  /** Ends this journal as a crash would. Staged records are lost as a whole batch, or written without telling anyone. */
  crash(staged: StagedAtCrash = 'lost'): void {
    this.abandon(staged);
  }
}

/** Throws SENDPAY_JOURNAL_DAMAGED if `storage` is. */
export async function openMemoryJournal(options: MemoryJournalOptions = {}): Promise<MemoryJournal> {
  const { storage = new MemoryStorage(), upcast, flush = 'auto' } = options;
  const core: CoreOptions = {
    ...given({ upcast }),
    ...(flush === 'manual' ? { schedule: () => undefined } : {}),
  };
  return new MemoryJournal(storage, await openLogEnd(storage), core);
}
