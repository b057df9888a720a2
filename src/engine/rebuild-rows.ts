/**
 * Rows made by an older (or newer) program are built again from the log, once, when a database is opened.
 *
 * Invariants: memory is that of folding a log and of one batch; a crash in the middle leaves rows marked as nobody's, and the
 * next opening starts again; the mark becomes the program's in a batch of its own after the last row is durable. Working rows
 * are folded from the log's start, never read from the half-written database.
 * Nothing else may write meanwhile: the engine awaits it before it takes anything up. A damaged log cannot be projected:
 * then opening fails with the damage, rather than with listings that lack what lies behind it.
 */
import { type AnyKind, ownsRow } from '../../machines/kind.ts';
import { KINDS } from '../../machines/kinds.ts';
import type { Journal, RowWrite } from '../journal/port.ts';
import { LogFold } from '../runtime/log-fold.ts';
import { markBeingBuilt, markCurrent, type StaleRows, staleRows } from './row-versions.ts';

export interface RebuildProgress {
  /** Names of the kinds whose rows are built. */
  readonly kinds: readonly string[];
  /** Records folded. */
  readonly done: number;
  readonly of: number;
}

export interface RebuildOptions {
  readonly journal: Journal;
  /** Default: every kind there is. */
  readonly kinds?: readonly AnyKind[];
  /** Told when it begins, after each batch and at the end; not at all where there is nothing to do. */
  readonly onProgress?: (progress: RebuildProgress) => void;
}

/** Rows staged between two waits for the disk: large enough for fsync not to count, small enough to bound what is staged. */
const BATCH_ROWS = 5_000;

/** Brings the rows of a database to the program's versions. Throws SENDPAY_JOURNAL_DAMAGED. */
export async function rebuildRows({ journal, kinds = KINDS, onProgress }: RebuildOptions): Promise<void> {
  const stale = staleRows(journal, kinds);
  if (stale.length > 0) {
    markBeingBuilt(journal, stale);
    await journal.staged();
    await drop(journal, stale);
    const staleKinds = stale.map(({ kind }) => kind);
    await build(journal, staleKinds, onProgress);
  }
  markCurrent(journal, kinds);
  if (stale.length > 0) await journal.staged();
}

async function drop(journal: Journal, stale: readonly StaleRows[]): Promise<void> {
  const batch = new Batch(journal);
  for (const prefix of new Set(stale.flatMap(({ rowSpaces }) => rowSpaces.map(scanned))))
    for await (const { key } of journal.rows({ prefix }))
      if (stale.some((rows) => ownsRow(rows, key))) await batch.put([{ key, value: undefined }]);
  await journal.staged();
}

/** What of a row space is the same for all its keys. */
const scanned = (space: string): string => space.split('*', 1)[0] as string;

async function build(
  journal: Journal,
  kinds: readonly AnyKind[],
  onProgress: RebuildOptions['onProgress'],
): Promise<void> {
  const fold = new LogFold(journal, kinds);
  const batch = new Batch(journal);
  const of = journal.durablePosition;
  const names = kinds.map(({ name }) => name);
  const tell = (done: number): void => onProgress?.({ kinds: names, done, of });
  tell(0);
  for await (const record of journal.read(1, of)) {
    const folded = fold.step(record);
    if (folded !== undefined && (await batch.put(folded.rows))) tell(record.position);
  }
  await journal.staged();
  tell(of);
}

/** Rows staged until it is time to wait for the disk. */
class Batch {
  readonly #journal: Journal;
  #rows = 0;

  constructor(journal: Journal) {
    this.#journal = journal;
  }

  /** Whether the batch was full, and is durable now. */
  async put(rows: readonly RowWrite[]): Promise<boolean> {
    for (const row of rows) this.#journal.putRow(row);
    this.#rows += rows.length;
    if (this.#rows < BATCH_ROWS) return false;
    this.#rows = 0;
    await this.#journal.staged();
    return true;
  }
}
