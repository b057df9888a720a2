/**
 * The journal in memory, with somebody looking over its shoulder.
 *
 * Invariant: behaves as `MemoryJournal` with manual flushing; tells of every record in the turn it is appended, long before
 * it is durable, so that a checker knows the state the process believes in.
 */
import { openLogEnd } from '../../../src/journal/log-end.ts';
import { MemoryJournal } from '../../../src/journal/memory.ts';
import type { Append, JournalRecord, Snapshot } from '../../../src/journal/port.ts';
import type { SimulatedDisk } from './simulated-disk.ts';

export interface JournalWatch {
  readonly appended: (record: JournalRecord) => void;
  readonly snapshotStored: () => void;
}

export class WatchedJournal extends MemoryJournal {
  #watch: JournalWatch | undefined;

  /** Throws SENDPAY_JOURNAL_DAMAGED if the disk is. */
  static async open(disk: SimulatedDisk, watch: JournalWatch): Promise<WatchedJournal> {
    const journal = new WatchedJournal(disk, await openLogEnd(disk), { schedule: () => undefined });
    journal.#watch = watch;
    return journal;
  }

  override append(entry: Append): JournalRecord {
    const record = super.append(entry);
    this.#watch?.appended(record);
    return record;
  }

  override putSnapshot(stream: string, snapshot: Snapshot): void {
    super.putSnapshot(stream, snapshot);
    this.#watch?.snapshotStored();
  }
}
