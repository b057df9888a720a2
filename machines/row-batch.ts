/**
 * The rows one record changes, as they are made: numbers are counted on from what this record changed already.
 *
 * Invariant: a row asked for is the one this batch wrote last, else the one before the record. Only working rows are asked for.
 */
import type { RowWrite } from '../src/domain/log-record.ts';
import type { WorkingRows } from './kind.ts';

export class RowBatch {
  readonly rows: RowWrite[] = [];
  readonly #before: WorkingRows;

  constructor(before: WorkingRows) {
    this.#before = before;
  }

  put(key: string, value: unknown): void {
    this.rows.push({ key, value });
  }

  remove(key: string): void {
    this.put(key, undefined);
  }

  last<T>(key: string): T | undefined {
    const written = this.rows.findLast((row) => row.key === key);
    return (written === undefined ? this.#before(key) : written.value) as T | undefined;
  }

  /** The next number of a counter, which is raised. */
  next(counter: string): number {
    const next = (this.last<number>(counter) ?? 0) + 1;
    this.put(counter, next);
    return next;
  }
}
