/**
 * A note beside the database of how far it was durable: the file `HIGHWATER`.
 *
 * Invariant: the number in it was reached by the log at some time, so a log that now ends before it has lost its tail. It
 * is written after each batch without a barrier: after a power cut it may be behind, never ahead, so it raises no false
 * alarm. Without it a truncated or deleted write-ahead file looks like a shorter log that was always so.
 * To open a database restored from an older copy of only its LevelDB files, remove the note: that accepts the loss.
 */
import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Position } from './port.ts';
import { seal, unseal } from './seal.ts';

export const HIGH_WATER_FILE = 'HIGHWATER';

/** Digits that hold any safe integer, so that a shorter number overwrites the whole of a longer one. */
const DIGITS = 16;

/** The position in the note; 0 if there is none or it cannot be read, since then nothing is known. */
export function readHighWater(dir: string): Position {
  try {
    return Number(unseal(HIGH_WATER_FILE, readFileSync(join(dir, HIGH_WATER_FILE), 'latin1')));
  } catch {
    return 0;
  }
}

export class HighWater {
  #file: number | undefined;

  /** Creates the note, or takes over the one that is there. */
  constructor(dir: string, position: Position) {
    this.#file = openSync(join(dir, HIGH_WATER_FILE), 'w');
    this.raise(position);
    fsyncSync(this.#file);
  }

  /** Notes that the log is durable up to `position`. Costs a write to the page cache, some 4 µs a batch. */
  raise(position: Position): void {
    if (this.#file !== undefined)
      writeSync(this.#file, seal(HIGH_WATER_FILE, String(position).padStart(DIGITS, '0')), 0, 'latin1');
  }

  /** Idempotent. */
  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }
}
