/**
 * What the journal needs of a database: ordered text keys, synchronous reads, atomic batches.
 *
 * Invariant: a write is all or nothing and, once it has ended, survives a crash; reads see only ended writes.
 * Implementations: `level-storage.ts`, `memory-storage.ts`. Neither knows what a key or a value means.
 */
import type { KeyRange } from './keys.ts';

/** A key and its new value; `undefined` deletes it. */
export type StorageWrite = readonly [key: string, value: string | undefined];
export type StorageEntry = readonly [key: string, value: string];

export interface ScanOptions {
  readonly reverse?: boolean;
  readonly limit?: number;
}

/** All there is, as it was when the view was made, whatever is written meanwhile; until it is closed. */
export interface StorageView {
  /** Values in the order of the keys. */
  getMany(keys: readonly string[]): Promise<(string | undefined)[]>;
  scan(range: KeyRange, options?: ScanOptions): AsyncIterable<readonly StorageEntry[]>;
  close(): Promise<void>;
}

export interface Storage {
  /** How many bytes written last a damaged write-ahead log can have lost (see `log-end.ts`). */
  readonly unsettledBytes: number;
  get(key: string): string | undefined;
  /** Entries in key order (code point order), in chunks, as they were when the scan began. */
  scan(range: KeyRange, options?: ScanOptions): AsyncIterable<readonly StorageEntry[]>;
  /** What it costs to keep does not grow with what there is; it keeps what is replaced from being forgotten, so close it. */
  view(): StorageView;
  /** Writes all of it atomically and durably. A storage that can do so at once returns nothing. */
  write(writes: readonly StorageWrite[]): Promise<void> | undefined;
  diskBytes(): Promise<number>;
  close(): Promise<void>;
}
