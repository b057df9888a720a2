/**
 * A storage in memory: what a disk would hold.
 *
 * Invariant: as the port says, a write is all or nothing; it ends at once, so the journal above decides when. It outlives
 * the journals opened on it, as a disk outlives processes, so a crash is: forget the journal, open another on the same
 * storage. Faults are asked for by the test, never random.
 */
import type { KeyRange } from './keys.ts';
import type { ScanOptions, Storage, StorageEntry, StorageWrite } from './storage.ts';

/** Entries given per step of a scan. */
const CHUNK = 256;

/** Code units from here on do not order as code points do (surrogates against U+E000 and up). */
const ORDERS_OTHERWISE = /[\ud800-\uffff]/;

export class MemoryStorage implements Storage {
  /** Nothing is ever half lost here. */
  readonly unsettledBytes: number = 0;
  readonly #values = new Map<string, string>();
  /** Every key of `#values` and perhaps some deleted ones; sorted unless `#unsorted`. */
  #keys: string[] = [];
  #unsorted = false;
  #plainKeys = true;
  #writeError: Error | undefined;

  /** Every write from now on fails with `error`; undefined heals it. */
  failWrites(error: Error | undefined): void {
    this.#writeError = error;
  }

  /** Puts `value` under `key` behind the journal's back, or removes it: damage, for tests. */
  corrupt(key: string, value: string | undefined): void {
    if (value === undefined) this.#values.delete(key);
    else this.#put(key, value);
  }

  get(key: string): string | undefined {
    return this.#values.get(key);
  }

  async *scan(range: KeyRange, options: ScanOptions = {}): AsyncGenerator<StorageEntry[], void> {
    const { reverse = false, limit = Number.POSITIVE_INFINITY } = options;
    const found = this.#entries(range);
    if (reverse) found.reverse();
    const count = Math.min(found.length, limit);
    for (let index = 0; index < count; index += CHUNK) yield found.slice(index, Math.min(index + CHUNK, count));
  }

  write(writes: readonly StorageWrite[]): undefined {
    if (this.#writeError !== undefined) throw this.#writeError;
    for (const [key, value] of writes) {
      if (value === undefined) this.#values.delete(key);
      else this.#put(key, value);
    }
  }

  async diskBytes(): Promise<number> {
    return 0;
  }

  async close(): Promise<void> {}

  #put(key: string, value: string): void {
    if (!this.#values.has(key)) {
      this.#keys.push(key);
      this.#unsorted = true;
      this.#plainKeys &&= !ORDERS_OTHERWISE.test(key);
    }
    this.#values.set(key, value);
  }

  /** Entries of a range as they are now, in order. */
  #entries({ gte, lte }: KeyRange): StorageEntry[] {
    const keys = this.#sortedKeys();
    const found: StorageEntry[] = [];
    for (let index = this.#firstFrom(gte); index < keys.length; index++) {
      const key = keys[index] as string;
      if (this.#compare(key, lte) > 0) break;
      const value = this.#values.get(key);
      if (value !== undefined) found.push([key, value]);
    }
    return found;
  }

  #sortedKeys(): readonly string[] {
    if (this.#keys.length > 2 * this.#values.size) {
      this.#keys = [...this.#values.keys()];
      this.#unsorted = true;
    }
    if (this.#unsorted) {
      // A key deleted and put again is in the list twice.
      this.#keys = [...new Set(this.#keys)].sort(this.#compare);
      this.#unsorted = false;
    }
    return this.#keys;
  }

  #firstFrom(key: string): number {
    let low = 0;
    let high = this.#keys.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#compare(this.#keys[middle] as string, key) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  readonly #compare = (a: string, b: string): number => {
    if (a === b) return 0;
    // Range ends hold a high code point; against plain keys either order puts it last.
    if (this.#plainKeys) return a < b ? -1 : 1;
    return Buffer.compare(Buffer.from(a), Buffer.from(b));
  };
}
