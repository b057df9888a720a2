/**
 * The journal on LevelDB: one directory, one process.
 *
 * Invariant: whoever has it open is alone (LevelDB's lock), and damage is noticed, at the latest where it would matter:
 *
 * | damage                                             | noticed                                                       |
 * | -------------------------------------------------- | ------------------------------------------------------------- |
 * | write-ahead file cut short, deleted, tail zeroed   | opening: the log ends before the position in `HIGHWATER`      |
 * | hole in the write-ahead file (a flipped byte)      | opening: the tail is not dense or not chained                 |
 * | CURRENT or a MANIFEST missing or unreadable        | opening: before LevelDB could create an empty database        |
 * | a sorted file lost or damaged                      | reading a record, head, row or snapshot in it; `read`; verify |
 * | a row, mark or head gone without a trace           | verify: the log says what must be there                       |
 *
 * A log whose `HIGHWATER` is gone too may be shorter than it was, but is then still a consistent prefix.
 * What keeps it from looking (a full disk, a permission, another program) has a name of its own and is never called damage.
 * Does not repair: an operator restores a copy, or exports what `read` gives up to the named position.
 */
import { readdirSync } from 'node:fs';
import { SendpayError } from '../domain/errors.ts';
import { errnoOf, namedFileError } from '../domain/file-errors.ts';
import { JournalCore } from './core.ts';
import { JournalDamaged } from './errors.ts';
import { HIGH_WATER_FILE, HighWater, readHighWater } from './high-water.ts';
import { LevelStorage } from './level-storage.ts';
import { type LogEnd, openLogEnd } from './log-end.ts';
import type { Journal, Position } from './port.ts';
import { makePrivateFolder } from './private-files.ts';
import { createUpcast, releasedSteps, type Upcast } from './upcast.ts';

export interface LevelJournalOptions {
  /** Directory of the database; created, with its parents, unless `create` is false. */
  readonly dir: string;
  /** Default true. false throws SENDPAY_JOURNAL_MISSING if there is no database. */
  readonly create?: boolean;
  /** Default: every released step. */
  readonly upcast?: Upcast;
}

/** Files that exist only once a database does. (A crash while creating one can leave a MANIFEST.) */
const DATABASE_FILE = /^[0-9]+\.(log|ldb|sst)$/;

/**
 * Opens the journal in `dir`, checks its end and takes its lock.
 * Throws SENDPAY_JOURNAL_LOCKED, SENDPAY_JOURNAL_MISSING, SENDPAY_JOURNAL_DAMAGED, SENDPAY_DISK_*, SENDPAY_FILE_*.
 */
export async function openLevelJournal(options: LevelJournalOptions): Promise<Journal> {
  const { dir, create = true, upcast = createUpcast(releasedSteps) } = options;
  checkFiles(dir, create);
  makePrivateFolder(dir);
  const storage = await LevelStorage.open(dir);
  try {
    const end = await openLogEnd(storage, readHighWater(dir));
    return new LevelJournal(storage, end, upcast, new HighWater(dir, end.position));
  } catch (error) {
    await storage.close();
    throw error;
  }
}

class LevelJournal extends JournalCore {
  readonly #note: HighWater;

  constructor(storage: LevelStorage, end: LogEnd, upcast: Upcast, note: HighWater) {
    super(storage, end, { upcast });
    this.#note = note;
    this.onDurable((position) => this.#raise(position));
  }

  /** Without the note a lost tail would go unnoticed: then rather nothing more. */
  #raise(position: Position): void {
    try {
      this.#note.raise(position);
    } catch (error) {
      this.fail(error as Error);
    }
  }

  override async close(): Promise<void> {
    await super.close();
    this.#note.close();
  }
}

/** LevelDB takes a directory without CURRENT for a new database, and deletes the files it finds there. */
function checkFiles(dir: string, create: boolean): void {
  const files = filesIn(dir);
  if (files.includes('CURRENT')) return;
  if (files.some((name) => name === HIGH_WATER_FILE || DATABASE_FILE.test(name)))
    throw new JournalDamaged(`${dir} holds a database, but its file CURRENT is missing`);
  if (!create) throw new SendpayError('SENDPAY_JOURNAL_MISSING', `there is no journal in ${dir}`);
}

/** None if there is no such folder. */
function filesIn(dir: string): readonly string[] {
  try {
    return readdirSync(dir);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return [];
    throw namedFileError(dir, error);
  }
}
