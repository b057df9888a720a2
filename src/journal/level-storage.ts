/**
 * A storage on LevelDB.
 *
 * Invariant: a write is one LevelDB batch with `sync: true`: atomic, and on the disk (as far as the disk honours fsync)
 * before the promise resolves. What LevelDB itself reports as corruption becomes SENDPAY_JOURNAL_DAMAGED, what the disk or the
 * system refuses its own name (`storageError`); what it skips silently is for the layers above to notice. Its files are the owner's
 * alone, at the latest some megabytes after they were made. LevelDB is native code and is loaded when the first database is opened, not
 * before: a program that keeps its journal in memory needs no addon for its machine.
 */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Level } from 'level';
import { SendpayError } from '../domain/errors.ts';
import { storageError } from './errors.ts';
import { describeKey, type KeyRange, rangeFrom } from './keys.ts';
import { closeFilesToOthers } from './private-files.ts';
import type { ScanOptions, Storage, StorageEntry, StorageView, StorageWrite } from './storage.ts';

/**
 * Bytes LevelDB collects in memory, and in its write-ahead file, before it writes a sorted file. Larger means fewer stalls
 * (the worst at 4 MB: 0.3 s; none over 40 ms from 8 MB on with keys in order) but a longer check when opening.
 */
const WRITE_BUFFER_BYTES = 8 * 1024 * 1024;

/** Two buffers (one being filled, one being written out) and the batches that overflow them. */
const UNSETTLED_BYTES = 3 * WRITE_BUFFER_BYTES;

/** Blocks kept in memory: point reads of actors being activated hit what was written lately. */
const CACHE_BYTES = 32 * 1024 * 1024;

/** Entries fetched per step of a scan, and the bytes that end a step early (measured: 1.4 times faster than the default). */
const CHUNK_ENTRIES = 1_000;
const CHUNK_BYTES = 1024 * 1024;

/**
 * Keys deleted from one place (a key up to its last slash) after which LevelDB is told to forget them. Until it does, whoever reads
 * there steps over each: 0.1 µs, so at most some 2 ms; and what was deleted in a long history would be stepped over for long.
 */
const DELETED_BEFORE_CLEARING = 16_384;
/** Places counted; more are counted anew. */
const COUNTED_PLACES = 4_096;

/** Left out of the types, as other databases behind them lack it. */
type Compactable = Level<string, string> & { compactRange(start: string, end: string): Promise<void> };
type Snapshot = ReturnType<Level<string, string>['snapshot']>;

/** Bytes written after which new files are looked for: LevelDB begins one about every half write buffer. */
const LOOK_FOR_FILES_BYTES = WRITE_BUFFER_BYTES / 2;

export class LevelStorage implements Storage {
  readonly unsettledBytes = UNSETTLED_BYTES;
  readonly #db: Level<string, string>;
  readonly #dir: string;
  readonly #deleted = new Map<string, number>();
  #isClearing = false;
  #bytesSinceLook = 0;

  private constructor(db: Level<string, string>, dir: string) {
    this.#db = db;
    this.#dir = dir;
  }

  /** Opens or creates. Throws SENDPAY_JOURNAL_LOCKED, SENDPAY_JOURNAL_DAMAGED, SENDPAY_DISK_*, SENDPAY_FILE_*. */
  static async open(dir: string): Promise<LevelStorage> {
    const level = await import('level');
    const db = new level.Level<string, string>(dir, {
      keyEncoding: 'utf8',
      valueEncoding: 'utf8',
      writeBufferSize: WRITE_BUFFER_BYTES,
      cacheSize: CACHE_BYTES,
    });
    try {
      await db.open();
    } catch (error) {
      throw openError(dir, error);
    }
    await closeFilesToOthers(dir);
    return new LevelStorage(db, dir);
  }

  get(key: string): string | undefined {
    try {
      return this.#db.getSync(key);
    } catch (cause) {
      throw storageError(describeKey(key), cause);
    }
  }

  scan(range: KeyRange, options: ScanOptions = {}): AsyncGenerator<StorageEntry[], void> {
    return this.#scan(range, options);
  }

  view(): StorageView {
    const snapshot = this.#db.snapshot();
    return {
      getMany: async (keys) => {
        try {
          return await this.#db.getMany([...keys], { snapshot });
        } catch (cause) {
          throw storageError(`reading ${describeKey(keys[0] ?? '')} and others`, cause);
        }
      },
      scan: (range, options = {}) => this.#scan(range, { ...options, snapshot }),
      close: () => snapshot.close(),
    };
  }

  async *#scan(
    range: KeyRange,
    options: ScanOptions & { readonly snapshot?: Snapshot },
  ): AsyncGenerator<StorageEntry[], void> {
    const iterator = this.#db.iterator({ ...range, ...options, highWaterMarkBytes: CHUNK_BYTES });
    try {
      for (;;) {
        const chunk = await iterator.nextv(CHUNK_ENTRIES);
        if (chunk.length === 0) return;
        yield chunk;
      }
    } catch (cause) {
      throw storageError(`reading on from ${describeKey(range.gte)}`, cause);
    } finally {
      await iterator.close();
    }
  }

  /** Has LevelDB forget what was deleted, in its own thread, one place at a time: only speed depends on it. */
  #countDeleted(key: string): void {
    const place = key.slice(0, key.lastIndexOf('/') + 1);
    const deleted = (this.#deleted.get(place) ?? 0) + 1;
    if (this.#deleted.size >= COUNTED_PLACES) this.#deleted.clear();
    this.#deleted.set(place, deleted);
    if (deleted < DELETED_BEFORE_CLEARING || this.#isClearing) return;
    this.#deleted.delete(place);
    this.#isClearing = true;
    const ended = (): void => {
      this.#isClearing = false;
    };
    const { gte, lte } = rangeFrom(place);
    (this.#db as Compactable).compactRange(gte, lte).then(ended, ended);
  }

  async write(writes: readonly StorageWrite[]): Promise<void> {
    // A chained batch is 2 to 3 times faster than an array of operations.
    const batch = this.#db.batch();
    for (const [key, value] of writes) {
      if (value === undefined) batch.del(key);
      else batch.put(key, value);
      this.#bytesSinceLook += key.length + (value?.length ?? 0);
    }
    try {
      await batch.write({ sync: true });
    } catch (cause) {
      throw storageError(`writing to ${this.#dir}`, cause);
    }
    for (const [key, value] of writes) if (value === undefined) this.#countDeleted(key);
    this.#lookForFiles();
  }

  /** Only now and then: it costs a look at every file. */
  #lookForFiles(): void {
    if (this.#bytesSinceLook < LOOK_FOR_FILES_BYTES) return;
    this.#bytesSinceLook = 0;
    void closeFilesToOthers(this.#dir);
  }

  async diskBytes(): Promise<number> {
    let total = 0;
    // LevelDB deletes files while we look.
    for (const name of await readdir(this.#dir))
      total += (await stat(join(this.#dir, name)).catch(() => undefined))?.size ?? 0;
    return total;
  }

  async close(): Promise<void> {
    await this.#db.close();
    await closeFilesToOthers(this.#dir);
  }
}

function openError(dir: string, error: unknown): unknown {
  const cause = ((error as { cause?: unknown }).cause ?? error) as { code?: string };
  const named = storageError(`LevelDB cannot open ${dir}`, cause);
  return cause.code === 'LEVEL_LOCKED' && named === cause
    ? new SendpayError('SENDPAY_JOURNAL_LOCKED', `another process has ${dir} open`, { cause: error })
    : named;
}
