/**
 * Numbers of attempts: a node may know attempts by them, also attempts that a log rolled back does not know any more.
 *
 * Invariant: no two attempts of a journal, its copies and its lost futures have the same number. In the first epoch a number is the
 * position of the record that sent the attempt; a position is used again after a rollback, so each acceptance begins an
 * epoch in which numbers are positions plus a base that no epoch had.
 */
import type { Position } from './log-record.ts';

export interface Epoch {
  /** First position of the epoch. */
  readonly from: Position;
  readonly base: number;
}

/**
 * Numbers per millisecond between the bases of two acceptances, far more than records are written; the largest base, 2^53, is
 * reached in the year 2248.
 */
const NUMBERS_PER_MS = 1_024;

/** The base of an epoch that begins at a time. Later than any before it, whatever the clock says. */
export function nextBase(epochs: readonly Epoch[], atMs: number): number {
  return Math.max(atMs * NUMBERS_PER_MS, (epochs.at(-1)?.base ?? 0) + NUMBERS_PER_MS);
}

export function numberAt(epochs: readonly Epoch[], position: Position): number {
  return position + (epochs.findLast(({ from }) => from <= position)?.base ?? 0);
}

/** The position that has a number; undefined for one of a future that was lost. */
export function positionOfNumber(epochs: readonly Epoch[], number: number): Position | undefined {
  const at = epochs.findLastIndex(({ from, base }) => from + base <= number);
  const position = number - (epochs[at]?.base ?? 0);
  const next = epochs[at + 1];
  return next !== undefined && position >= next.from ? undefined : position;
}
