/**
 * Rows = fold of the log, both ways: every row the log implies is stored as it should be, and no other is.
 *
 * Invariant: memory does not grow with history: what the log implies is collected in a scratch database on disk, and both
 * are read side by side in key order. Judges the log up to the last record it was given: rows that later records changed
 * while it looked are left out, so it may run on a database in use.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeJson } from '../journal/codec.ts';
import { KeySpace, keyIn, prefixRange } from '../journal/keys.ts';
import { LevelStorage } from '../journal/level-storage.ts';
import type { Journal, Position, RowWrite } from '../journal/port.ts';
import type { Storage, StorageWrite } from '../journal/storage.ts';
import type { Finding } from '../journal/verify.ts';

/** Rows collected before they are handed to the scratch database. */
const BATCH_ROWS = 20_000;

/** Rows that are not a projection of the log: what the database says about itself. */
const META_PREFIX = 'meta/';

interface ImpliedRow {
  readonly text: string;
  /** Of the record that wrote it last. */
  readonly position: Position;
}

/** A row that differs, by key; what is said of it is decided once later records are known. */
export interface RowFault {
  readonly key: string;
  readonly finding: Finding;
}

export class ImpliedRows {
  readonly #dir: string;
  readonly #scratch: Storage;
  #batch = new Map<string, string | undefined>();
  /** Writes are not waited for one by one: LevelDB takes rows ten times faster than records can be folded. */
  #written: Promise<void> = Promise.resolve();

  private constructor(dir: string, scratch: Storage) {
    this.#dir = dir;
    this.#scratch = scratch;
  }

  static async open(): Promise<ImpliedRows> {
    const dir = await mkdtemp(join(tmpdir(), 'sendpay-verify-'));
    return new ImpliedRows(dir, await LevelStorage.open(dir));
  }

  put(rows: readonly RowWrite[], position: Position): void {
    for (const { key, value } of rows)
      this.#batch.set(key, value === undefined ? undefined : `${position} ${encodeJson(value)}`);
    if (this.#batch.size >= BATCH_ROWS) this.#hand();
  }

  /**
   * Rows of the journal that differ from these. `mayLack`: a row the journal need not have.
   */
  async *compare(journal: Journal, mayLack: (key: string, position: Position) => boolean): AsyncGenerator<RowFault> {
    this.#hand();
    await this.#written;
    const implied = this.#implied();
    let next = await implied.next();
    for await (const { key, value } of journal.rows({ prefix: '' })) {
      if (key.startsWith(META_PREFIX)) continue;
      for (; !next.done && isBefore(next.value[0], key); next = await implied.next())
        yield* missing(next.value, mayLack);
      if (next.done || next.value[0] !== key)
        yield { key, finding: { what: `row ${key}: nothing in the log implies it` } };
      else {
        yield* differing(key, next.value[1], encodeJson(value));
        next = await implied.next();
      }
    }
    for (; !next.done; next = await implied.next()) yield* missing(next.value, mayLack);
  }

  async close(): Promise<void> {
    await this.#written.catch(() => undefined);
    await this.#scratch.close();
    await rm(this.#dir, { recursive: true, force: true });
  }

  #hand(): void {
    const writes = [...this.#batch].map(([key, text]): StorageWrite => [keyIn(KeySpace.row, key), text]);
    this.#batch = new Map();
    if (writes.length > 0) this.#written = this.#written.then(() => this.#scratch.write(writes));
  }

  async *#implied(): AsyncGenerator<[string, ImpliedRow], void> {
    for await (const chunk of this.#scratch.scan(prefixRange(KeySpace.row)))
      for (const [key, stored] of chunk) {
        const space = stored.indexOf(' ');
        yield [key.slice(1), { position: Number(stored.slice(0, space)), text: stored.slice(space + 1) }];
      }
  }
}

function* missing(
  [key, { position }]: [string, ImpliedRow],
  mayLack: (key: string, position: Position) => boolean,
): Generator<RowFault> {
  if (!mayLack(key, position)) yield { key, finding: { what: `row ${key} is missing`, position } };
}

function* differing(key: string, { text, position }: ImpliedRow, stored: string): Generator<RowFault> {
  if (canonical(text) !== canonical(stored))
    yield { key, finding: { what: `row ${key} is ${stored}, the log says ${text}`, position } };
}

/** The order of keys in the database: by code point, where JavaScript's `<` goes by UTF-16. */
function isBefore(one: string, other: string): boolean {
  return Buffer.compare(Buffer.from(one), Buffer.from(other)) < 0;
}

/** JSON text that does not depend on the order of members. */
export function canonical(text: string): string {
  return JSON.stringify(sorted(JSON.parse(text)));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const members = value as Record<string, unknown>;
  return Object.fromEntries(
    Object.keys(members)
      .sort()
      .map((key) => [key, sorted(members[key])]),
  );
}

/** Equal as stored. */
export function sameData(one: unknown, other: unknown): boolean {
  return canonical(encodeJson(one)) === canonical(encodeJson(other));
}
