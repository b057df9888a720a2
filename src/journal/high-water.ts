/**
 * A note beside the database of how far it was durable: the file `HIGHWATER`.
 *
 * Invariant: the number in it was reached by the log at some time, so a log that now ends before it has lost its tail. It
 * is written after each batch without a barrier: after a power cut it may be behind, never ahead, so it raises no false
 * alarm. Without it a truncated or deleted write-ahead file looks like a shorter log that was always so.
 * To open a database restored from an older copy of only its LevelDB files, remove the note: that accepts the loss.
 */
import { closeSync, constants, fsyncSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { errnoOf, namedFileError } from '../domain/file-errors.ts';
import type { Position } from './port.ts';
import { PRIVATE_FILE_MODE } from './private-files.ts';
import { CHECKSUM_LENGTH, seal, unseal } from './seal.ts';

export const HIGH_WATER_FILE = 'HIGHWATER';

/** Digits that hold any safe integer, so that a shorter number overwrites the whole of a longer one. */
const DIGITS = 16;

/**
 * The position in the note; 0 if there is none or what it says is nonsense, since then nothing is known.
 * Throws SENDPAY_FILE_*, SENDPAY_DISK_* where it cannot be looked at.
 */
export function readHighWater(dir: string): Position {
  const file = join(dir, HIGH_WATER_FILE);
  let text: string;
  try {
    text = readFileSync(file, 'latin1');
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return 0;
    throw namedFileError(file, error);
  }
  try {
    return Number(unseal(HIGH_WATER_FILE, text));
  } catch {
    return 0;
  }
}

export class HighWater {
  readonly #path: string;
  #file: number | undefined;

  /** Creates the note, or takes over the one that is there: what it says stays until it is raised. Throws SENDPAY_FILE_*, SENDPAY_DISK_*. */
  constructor(dir: string, position: Position) {
    const file = join(dir, HIGH_WATER_FILE);
    this.#path = file;
    try {
      this.#file = openSync(file, constants.O_RDWR | constants.O_CREAT, PRIVATE_FILE_MODE);
      this.raise(position);
      ftruncateSync(this.#file, CHECKSUM_LENGTH + DIGITS);
      fsyncSync(this.#file);
    } catch (error) {
      this.close();
      throw namedFileError(file, error);
    }
  }

  /** Notes that the log is durable up to `position`. Costs a write to the page cache, some 4 µs a batch. Throws as opening does. */
  raise(position: Position): void {
    if (this.#file === undefined) return;
    try {
      writeSync(this.#file, seal(HIGH_WATER_FILE, String(position).padStart(DIGITS, '0')), 0, 'latin1');
    } catch (error) {
      throw namedFileError(this.#path, error);
    }
  }

  /** Idempotent. */
  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }
}
