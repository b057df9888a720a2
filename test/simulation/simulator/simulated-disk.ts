/**
 * A disk that fails when told to.
 *
 * Invariant: what it says is on it (`lastPosition`) is what a process that starts now would find, whatever the journal above
 * believes: the checkers ask the disk, not the journal. A failing write is all or nothing, like LevelDB's, unless it is torn.
 */
import { describeKey, positionOf } from '../../../src/journal/keys.ts';
import { MemoryStorage } from '../../../src/journal/memory-storage.ts';
import type { Position } from '../../../src/journal/port.ts';
import type { StorageWrite } from '../../../src/journal/storage.ts';

export type WriteFault =
  /** Nothing reaches the disk. */
  | { readonly type: 'fails' }
  /** Everything reaches the disk, and the error comes all the same. */
  | { readonly type: 'fails-late' }
  /** Only the first `keep` entries reach the disk (negative: all but so many): what an atomic batch must never do. */
  | { readonly type: 'torn'; readonly keep: number };

export class SimulatedDisk extends MemoryStorage {
  #lastPosition: Position = 0;
  #writes = 0;
  #fault: WriteFault | undefined;

  /** Position of the last record on it. */
  get lastPosition(): Position {
    return this.#lastPosition;
  }

  /** Writes asked for so far. */
  get writeCount(): number {
    return this.#writes;
  }

  /** What happens to the next write; undefined: nothing. */
  failNext(fault: WriteFault | undefined): void {
    this.#fault = fault;
  }

  override write(writes: readonly StorageWrite[]): undefined {
    this.#writes++;
    const fault = this.#fault;
    this.#fault = undefined;
    const reaching = fault === undefined ? writes : reachingDisk(fault, writes);
    super.write(reaching);
    for (const [key] of reaching) {
      const position = positionOf(key);
      if (key.startsWith('r') && position > this.#lastPosition) this.#lastPosition = position;
    }
    if (fault) throw new Error(`simulated disk: a write of ${writes.length} entries ${fault.type}`);
  }

  /** Makes a key unreadable while `work` runs: the key in words, for messages. */
  async damaging(key: string, work: () => Promise<void>): Promise<string> {
    const before = this.get(key);
    this.corrupt(key, `${before?.slice(0, -1) ?? ''}~`);
    try {
      await work();
    } finally {
      this.corrupt(key, before);
    }
    return describeKey(key);
  }
}

function reachingDisk(fault: WriteFault, writes: readonly StorageWrite[]): readonly StorageWrite[] {
  switch (fault.type) {
    case 'fails':
      return [];
    case 'fails-late':
      return writes;
    case 'torn':
      return writes.slice(0, fault.keep);
  }
}
