/**
 * The journal port: one ordered log per process, with the rows, heads and snapshots that go with it.
 *
 * Invariant: positions are dense from 1; a record once durable never changes; everything staged between two turns of the
 * event loop lands in one atomic, fsynced batch. The single writer owns the next position in memory.
 * Implementations: `memory.ts`, `level.ts`; both pass `src/journal/conformance.ts`.
 * Does not know what an event means: that is the machines'.
 */

import type { JournalRecord, LoggedEvent, Position, RowWrite } from '../domain/log-record.ts';

export type { JournalRecord, LoggedEvent, Position, RowWrite };

export interface Append {
  readonly stream: string;
  readonly event: LoggedEvent;
  readonly version: number;
  readonly timeMs: number;
  readonly cause: Position;
  /** Position the writer believes the log is at; another one throws SENDPAY_JOURNAL_CONFLICT. A fenced, remote journal needs it. */
  readonly expected?: Position;
}

export interface Snapshot {
  /** Position and sequence of the last record folded into `state`. */
  readonly position: Position;
  readonly sequence: number;
  /** Version of the machine that wrote it; a reader with another version ignores it and replays. */
  readonly version: number;
  readonly state: unknown;
}

export interface StreamHead {
  readonly sequence: number;
  readonly position: Position;
}

/** What a stream holds from its last usable snapshot on. */
export interface StreamTail {
  readonly snapshot: Snapshot | undefined;
  /** Records after the snapshot, in order. */
  readonly records: readonly JournalRecord[];
}

export interface RowRange {
  readonly prefix: string;
  /** First key to give, inclusive (must begin with prefix); with `reverse`, the greatest. */
  readonly from?: string;
  /** Last key to give, inclusive; with `reverse`, the least. */
  readonly to?: string;
  readonly limit?: number;
  readonly reverse?: boolean;
}

/**
 * Durable rows as they are at one moment, whatever is written meanwhile: what pages that are put together from several ranges, or
 * read for a long time, are read from. Release it: it keeps what is replaced from being forgotten.
 */
export interface RowView {
  /** In key order. */
  rows<T = unknown>(range: RowRange): AsyncIterable<{ key: string; value: T }>;
  /** The rows under these keys, in their order. */
  many<T = unknown>(keys: readonly string[]): Promise<(T | undefined)[]>;
  release(): Promise<void>;
}

export interface ReadOptions {
  /** Events as they were written, not upcast to the current schema: what an export must hold. */
  readonly asWritten?: boolean;
}

/** A place in the log, and what the log is up to there: the checksum is chained over every record before it. */
export interface ChainEnd {
  /** 0 before the first record. */
  readonly position: Position;
  readonly checksum: string;
}

/** A record with the checksum of the log up to it. */
export interface ChainedRecord {
  readonly record: JournalRecord;
  readonly checksum: string;
}

export interface Journal {
  /** Which log this is: drawn when it was made, shared by copies of its files and by nothing else. */
  readonly id: string;

  /**
   * Fail-stop from above: drops what is staged and not yet handed to the storage, so that half a cascade never becomes
   * durable; from then on append and durable() fail with SENDPAY_JOURNAL_FAILED and onFailure listeners are told.
   */
  fail(error: Error): void;

  /** Position of the last appended record, durable or not. */
  readonly position: Position;
  /** Position of the last durable record. */
  readonly durablePosition: Position;
  /** Where the log ends, and as of the last durable record. */
  readonly end: ChainEnd;
  readonly durableEnd: ChainEnd;
  /** The checksum of the log up to a durable position; undefined if the log does not reach so far. Synchronous. */
  checksumAt(position: Position): string | undefined;

  /** Appends to the buffer and gives the record its position. Throws SENDPAY_JOURNAL_FAILED after a write error. */
  append(entry: Append): JournalRecord;
  /** Stages projection rows for the batch the records of this turn go into. Last write of a key wins. */
  putRow(row: RowWrite): void;
  /** Stages a snapshot of a stream. */
  putSnapshot(stream: string, snapshot: Snapshot): void;
  /** Marks a stream as unfinished (recovery reads it) or finished. Staged like a row. */
  setUnfinished(stream: string, unfinished: boolean): void;

  /**
   * Resolves once `position` is durable; rejects with SENDPAY_JOURNAL_FAILED if a write failed, SENDPAY_JOURNAL_CLOSED if closed
   * before. A position nothing was appended for yet may be waited for too: whoever may lose interest gives a signal, and
   * when it fires the wait rejects with its reason and leaves nothing behind.
   */
  durable(position: Position, signal?: AbortSignal): Promise<void>;
  /** Positions ahead of the log that somebody waits for now. */
  readonly waitedFor: number;
  /** Resolves once everything staged so far is durable, rows without a record too; rejects as `durable` does. */
  staged(): Promise<void>;
  /** Called after each batch with the new durable position and the records it made durable, in order. Returns an unsubscribe. */
  onDurable(listener: (durablePosition: Position, records: readonly JournalRecord[]) => void): () => void;
  /** Called once if a write fails: the journal is dead from then on (fail-stop). */
  onFailure(listener: (error: Error) => void): () => void;

  /** Head of a stream as of the last append, undefined if it has no record. Synchronous: actors are activated in a turn. */
  head(stream: string): StreamHead | undefined;
  /** Snapshot (if its version is `snapshotVersion`) and the records after it, durable or not. Throws SENDPAY_JOURNAL_DAMAGED naming the position. */
  readStream(stream: string, snapshotVersion: number): StreamTail;
  /** Every record of a stream from its first. */
  readStreamFromStart(stream: string): readonly JournalRecord[];
  /** The record at a position, durable or not; undefined if the log does not reach so far. Synchronous. */
  record(position: Position): JournalRecord | undefined;
  /** Durable records from `from` (inclusive) to `to` (inclusive, default the durable position when called), checked. */
  read(from: Position, to?: Position, options?: ReadOptions): AsyncIterable<JournalRecord>;
  /** As `read`, with the checksums. */
  readChained(from: Position, to?: Position, options?: ReadOptions): AsyncIterable<ChainedRecord>;
  /** Streams marked unfinished. */
  unfinishedStreams(): Promise<string[]>;
  /** Every stream with a record, for verify. */
  streams(): AsyncIterable<{ stream: string; head: StreamHead }>;

  /** Durable rows, in key order. */
  rows<T = unknown>(range: RowRange): AsyncIterable<{ key: string; value: T }>;
  /** The durable rows of this moment. */
  view(): RowView;
  /** One row as last staged (durable or not). Synchronous. */
  row<T = unknown>(key: string): T | undefined;
  /** Snapshots stored, for verify. */
  snapshots(): AsyncIterable<{ stream: string; snapshot: Snapshot }>;

  /** Bytes of records written since the journal was created, and what the database takes on disk (0 in memory). */
  sizes(): Promise<{ recordBytes: number; diskBytes: number }>;
  /** Flushes what is staged, waits for it, releases the lock. Idempotent. */
  close(): Promise<void>;
}
