/**
 * The epoch file: a note outside the database of which log it is, how far it was durable, and what it was up to there.
 *
 * Invariant: what it says was durable in the log it names, so a log that does not hold it is an older copy or has another history.
 * It is written after each batch and before anybody is told of it, so it is exact whenever a process dies; it is fsynced when it is
 * opened and closed and about once a second, so that after a power cut it may be behind by that much, never ahead.
 * Unlike `HIGHWATER` it is not copied with the directory: that is its point.
 */
import { closeSync, constants, fdatasync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { resolve, sep } from 'node:path';
import { SendpayError } from '../domain/errors.ts';
import { errnoOf, namedFileError } from '../domain/file-errors.ts';
import type { ChainEnd, Journal } from './port.ts';
import { closeToOthers, PRIVATE_FILE_MODE } from './private-files.ts';
import { seal, unseal } from './seal.ts';

/** What is noted. */
export interface Noted extends ChainEnd {
  /** Of which journal. */
  readonly journal: string;
}

const FORMAT = 'sendpay-epoch-1';
/** Digits that hold any safe integer, so that a note overwrites the whole of the one before. */
const DIGITS = 16;
/** How far the note may be behind after a power cut. */
const SYNC_EVERY_MS = 1_000;

/** The note at `path` for a database kept in `dir`. Throws as `EpochNote`, and SENDPAY_EPOCH_FILE for one inside the directory. */
export function openEpochNote(path: string, dir: string | undefined): EpochNote {
  if (dir !== undefined && `${resolve(path)}${sep}`.startsWith(`${resolve(dir)}${sep}`))
    throw new SendpayError(
      'SENDPAY_EPOCH_FILE',
      `${path} lies in ${dir}: a copy of the directory would bring its own note`,
    );
  return new EpochNote(path);
}

export class EpochNote {
  readonly path: string;
  /** What was noted when it was opened; undefined if there was no file. */
  readonly noted: Noted | undefined;
  #file: number | undefined;
  #syncing: NodeJS.Timeout | undefined;

  /** Reads the note. Throws SENDPAY_EPOCH_FILE if it is none, SENDPAY_FILE_* and SENDPAY_DISK_* if it cannot be read. */
  constructor(path: string) {
    this.path = path;
    this.noted = readNote(path);
  }

  /** From now on the note is of this journal. Throws SENDPAY_FILE_*, SENDPAY_DISK_*. */
  begin(noted: Noted): void {
    this.#named(() => {
      this.#file = openSync(this.path, constants.O_RDWR | constants.O_CREAT, PRIVATE_FILE_MODE);
    });
    closeToOthers(this.path);
    this.raise(noted);
    this.#named(() => fsyncSync(this.#file as number));
  }

  /** Notes how far it is. `failed` is told if that turns out not to reach the disk. Throws as `begin` does. */
  raise({ journal, position, checksum }: Noted, failed: (error: Error) => void = () => {}): void {
    const file = this.#file;
    if (file === undefined) return;
    const text = `${FORMAT} ${journal} ${String(position).padStart(DIGITS, '0')} ${checksum}`;
    this.#named(() => writeSync(file, `${seal(FORMAT, text)}\n`, 0, 'latin1'));
    this.#syncing ??= setTimeout(() => {
      this.#syncing = undefined;
      fdatasync(file, (error) => error && this.#file === file && failed(namedFileError(this.path, error) as Error));
    }, SYNC_EVERY_MS).unref();
  }

  /** Idempotent. */
  close(): void {
    clearTimeout(this.#syncing);
    const file = this.#file;
    this.#file = undefined;
    if (file === undefined) return;
    this.#named(() => fsyncSync(file));
    closeSync(file);
  }

  #named(work: () => void): void {
    try {
      work();
    } catch (error) {
      throw namedFileError(this.path, error);
    }
  }
}

function readNote(path: string): Noted | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'latin1');
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined;
    throw namedFileError(path, error);
  }
  try {
    const [format, journal, position, checksum] = unseal(FORMAT, text.trimEnd()).split(' ') as [
      string,
      string,
      string,
      string,
    ];
    if (format === FORMAT) return { journal, position: Number(position), checksum };
  } catch {
    // Said below: nothing in it can be used.
  }
  throw new SendpayError(
    'SENDPAY_EPOCH_FILE',
    `${path} is no epoch file${text === '' ? ': it is empty' : ''}; it is left as it is`,
  );
}

/** Why a journal is not the one that was noted, in words; undefined if it holds what was noted. */
export function rollbackOf(journal: Pick<Journal, 'id' | 'end' | 'checksumAt'>, noted: Noted): string | undefined {
  const { position } = journal.end;
  const where = `the log is at position ${position}, the epoch file notes position ${noted.position}`;
  if (noted.journal !== journal.id) return `${where} of another journal (${noted.journal}, this is ${journal.id})`;
  if (noted.position > position) return `${where}: this is an older copy, and what came after it is missing`;
  return journal.checksumAt(noted.position) === noted.checksum
    ? undefined
    : `${where}, where something else stands: this copy went on by itself`;
}
