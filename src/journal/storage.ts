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

export interface Storage {
  /** How many bytes written last a damaged write-ahead log can have lost (see `log-end.ts`). */
  readonly unsettledBytes: number;
  get(key: string): string | undefined;
  /** Entries in key order (code point order), in chunks, as they were when the scan began. */
  scan(range: KeyRange, options?: ScanOptions): AsyncIterable<readonly StorageEntry[]>;
  /** Writes all of it atomically and durably. A storage that can do so at once returns nothing. */
  write(writes: readonly StorageWrite[]): Promise<void> | undefined;
  diskBytes(): Promise<number>;
  close(): Promise<void>;
}
