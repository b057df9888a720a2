/**
 * A storage in memory: what a disk would hold.
 *
 * Invariant: as the port says, a write is all or nothing; it ends at once, so the journal above decides when. It outlives
 * the journals opened on it, as a disk outlives processes, so a crash is: forget the journal, open another on the same
 * storage. Faults are asked for by the test, never random. What a view saw is kept beside it from the moment a write changes it.
 */
import type { KeyRange } from './keys.ts';
import { SortedKeys } from './sorted-keys.ts';
import type { ScanOptions, Storage, StorageEntry, StorageView, StorageWrite } from './storage.ts';

/** Entries given per step of a scan. */
const CHUNK = 256;

/** What was there before writes changed it. */
type Before = Map<string, string | undefined>;

export class MemoryStorage implements Storage {
  /** Nothing is ever half lost here. */
  readonly unsettledBytes: number = 0;
  readonly #values = new Map<string, string>();
  /** Every key of `#values`, and those of `#dead`. */
  readonly #keys = new SortedKeys();
  /** Keys that lost their value: views may still have one for them. */
  readonly #dead = new Set<string>();
  readonly #views = new Set<Before>();
  #writeError: Error | undefined;

  /** Every write from now on fails with `error`; undefined heals it. */
  failWrites(error: Error | undefined): void {
    this.#writeError = error;
  }

  /** Puts `value` under `key` behind the journal's back, or removes it: damage, for tests. */
  corrupt(key: string, value: string | undefined): void {
    this.#set(key, value);
  }

  get(key: string): string | undefined {
    return this.#values.get(key);
  }

  async *scan(range: KeyRange, options: ScanOptions = {}): AsyncGenerator<readonly StorageEntry[], void> {
    const view = this.view();
    try {
      yield* view.scan(range, options);
    } finally {
      await view.close();
    }
  }

  view(): StorageView {
    const before: Before = new Map();
    this.#views.add(before);
    return {
      getMany: async (keys) => keys.map((key) => this.#seen(before, key)),
      scan: (range, options) => this.#scan(before, range, options),
      close: async () => {
        this.#views.delete(before);
      },
    };
  }

  write(writes: readonly StorageWrite[]): undefined {
    if (this.#writeError !== undefined) throw this.#writeError;
    for (const [key, value] of writes) {
      for (const before of this.#views) if (!before.has(key)) before.set(key, this.#values.get(key));
      this.#set(key, value);
    }
  }

  async diskBytes(): Promise<number> {
    return 0;
  }

  async close(): Promise<void> {}

  #set(key: string, value: string | undefined): void {
    const had = this.#values.has(key);
    if (value !== undefined) this.#values.set(key, value);
    else if (this.#values.delete(key)) this.#dead.add(key);
    if (value !== undefined && !had && !this.#dead.delete(key)) this.#keys.add(key);
  }

  #seen(before: Before, key: string): string | undefined {
    return before.has(key) ? before.get(key) : this.#values.get(key);
  }

  async *#scan(
    before: Before,
    { gte, lte }: KeyRange,
    { reverse = false, limit = Number.POSITIVE_INFINITY }: ScanOptions = {},
  ): AsyncGenerator<StorageEntry[], void> {
    this.#bury();
    const to = reverse ? gte : lte;
    let seek = { from: reverse ? lte : gte, inclusive: true };
    for (let left = limit; left > 0; ) {
      const keys = this.#keys.next({ ...seek, to, reverse, limit: CHUNK });
      const last = keys.at(-1);
      if (last === undefined) return;
      const entries = keys.flatMap((key): StorageEntry[] => {
        const value = this.#seen(before, key);
        return value === undefined ? [] : [[key, value]];
      });
      const wanted = entries.slice(0, left);
      left -= wanted.length;
      if (wanted.length > 0) yield wanted;
      seek = { from: last, inclusive: false };
    }
  }

  /** Drops keys without a value, once they are most. Views, but for the one that asks, may still have one. */
  #bury(): void {
    if (this.#views.size > 1 || this.#dead.size <= this.#values.size) return;
    this.#keys.prune((key) => this.#values.has(key));
    this.#dead.clear();
  }
}
