/**
 * CSV of plain numbers: a header line, then rows, separated by commas.
 *
 * Invariant: every row has as many values as the header; every reader method returns a value of its type or throws
 * SENDPAY_NETWORK_FILE with file and line. Does not know quotes: numbers need none.
 */
import { basename } from 'node:path';
import type { Msat } from '../../domain/amount.ts';
import type { SendpayError } from '../../domain/errors.ts';
import { wrongFile } from './text-file.ts';

const DIGITS = /^\d{1,16}$/;

export class CsvRow {
  readonly #file: string;
  readonly #line: number;
  readonly #columns: ReadonlyMap<string, number>;
  readonly #values: readonly string[];

  constructor(file: string, line: number, columns: ReadonlyMap<string, number>, values: readonly string[]) {
    this.#file = file;
    this.#line = line;
    this.#columns = columns;
    this.#values = values;
  }

  /** For errors about the whole folder. */
  get where(): string {
    return `${basename(this.#file)} line ${this.#line}`;
  }

  wrong(reason: string): SendpayError {
    return wrongFile(this.#file, `line ${this.#line}`, reason);
  }

  text(column: string): string {
    return this.#values[this.#columns.get(column)!]!;
  }

  /** A whole number from 0 to `max`. */
  integer(column: string, max: number): number {
    const number = DIGITS.test(this.text(column)) ? Number(this.text(column)) : Number.NaN;
    if (number <= max) return number;
    throw this.wrong(`${column}: expected a whole number from 0 to ${max}, not "${this.text(column)}"`);
  }

  msat(column: string): Msat {
    return BigInt(this.integer(column, Number.MAX_SAFE_INTEGER));
  }
}

/** The rows below the header, which must have these columns and may have others. Empty lines do not count. */
export function parseCsv(file: string, text: string, columns: readonly string[]): CsvRow[] {
  const [header = '', ...lines] = text.split(/\r?\n/);
  const names = header.split(',');
  const index = new Map(names.map((name, i) => [name, i]));
  const missing = columns.find((column) => !index.has(column));
  if (missing !== undefined) throw wrongFile(file, 'line 1', `has no column ${missing}`);
  return lines.flatMap((line, i) => {
    if (line === '') return [];
    const values = line.split(',');
    const row = new CsvRow(file, i + 2, index, values);
    if (values.length !== names.length) throw row.wrong(`has ${values.length} values, not ${names.length}`);
    return [row];
  });
}
