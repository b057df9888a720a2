/**
 * A JSON answer as something to read: a list of like objects as a table, an object as its members, the rest as it is.
 *
 * Invariant: nothing is left out but what is too wide for the terminal, which ends in `…`; `--json` shows it whole.
 */
import Table from 'cli-table3';
import type { JsonValue } from '../rpc/json-value.ts';

type JsonObject = { readonly [key: string]: JsonValue | undefined };

/** Characters of a cell that are always shown: the head of a hash, an id or a short channel id. */
const MIN_CELL = 16;
/** What cli-table3 puts around a cell: a border and two spaces. */
const CELL_FRAME = 3;
const INDENT = 2;

const PLAIN = { style: { head: [], border: [], compact: true } };

/** Text with a line end. */
export function readable(value: JsonValue, columns: number): string {
  return `${render(value, columns)}\n`;
}

/** Rows of one shape under a heading each; for everything else the command prints. */
export function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const table = new Table({ ...PLAIN, head: [...head] });
  table.push(...rows.map((row) => [...row]));
  return `${table.toString()}\n`;
}

function render(value: JsonValue, columns: number): string {
  if (isList(value)) return renderList(value, columns);
  return isObject(value) ? renderObject(value, columns) : scalar(value);
}

function renderObject(value: JsonObject, columns: number): string {
  const members = Object.entries(value).filter((entry): entry is [string, JsonValue] => entry[1] !== undefined);
  if (members.length === 0) return '(nothing)';
  const width = Math.max(...members.map(([key]) => key.length));
  return members.map(([key, member]) => renderMember(key, member, width, columns)).join('\n');
}

function renderMember(key: string, member: JsonValue, width: number, columns: number): string {
  if (isScalar(member)) return `${key.padEnd(width)}  ${scalar(member)}`;
  const nested = render(member, columns - INDENT).replace(/^/gm, ' '.repeat(INDENT));
  return `${key}\n${nested}`;
}

function renderList(items: readonly JsonValue[], columns: number): string {
  if (items.length === 0) return '(none)';
  if (!items.every(isFlat)) return items.map((item) => render(item, columns)).join('\n\n');
  const keys = [...new Set(items.flatMap((item) => Object.keys(item)))];
  const cells = items.map((item) => keys.map((key) => scalar(item[key] ?? '')));
  const width = widthOf(keys, cells, columns);
  return tableOf(
    keys.map((key) => clip(key, width)),
    cells.map((row) => row.map((cell) => clip(cell, width))),
  ).trimEnd();
}

/** The widest a cell may be so that the table fits, if that leaves enough to tell cells apart. */
function widthOf(keys: readonly string[], cells: readonly (readonly string[])[], columns: number): number {
  const widths = keys.map((key, i) => Math.max(key.length, ...cells.map((row) => row[i]?.length ?? 0)));
  const total = (limit: number): number => widths.reduce((sum, width) => sum + Math.min(width, limit) + CELL_FRAME, 1);
  let limit = Math.max(MIN_CELL, ...widths);
  while (limit > MIN_CELL && total(limit) > columns) limit--;
  return limit;
}

function clip(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, width - 1)}…`;
}

function scalar(value: JsonValue): string {
  return typeof value === 'string' ? value : String(value);
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isScalar(value: JsonValue): boolean {
  return typeof value !== 'object' || value === null;
}

/** An object of scalars only: a row. */
function isFlat(value: JsonValue): value is JsonObject {
  return isObject(value) && Object.values(value).every((member) => member === undefined || isScalar(member));
}
