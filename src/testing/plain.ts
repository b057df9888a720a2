/**
 * Plain data with bigint: one canonical text per value, JSON there and back, and TypeScript source.
 *
 * Invariants: `canonical(a) === canonical(b)` exactly if a and b are the same data; key order and `undefined` properties
 * do not matter. `fromJson(toJson(a))` is the same data as a, whatever stands under whatever key. Whatever is not plain
 * (Map, Date, function, class instance) is refused, because two different ones could otherwise look equal and hide a state.
 */
import { TestingError } from './error.ts';

/** What JSON itself can say. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

/** Deterministic text of a value: JSON with sorted keys, bigint as `12n`. */
export function canonical(value: unknown): string {
  return leafOf(value) ?? branchOf(value as object, canonical, ',', JSON.stringify);
}

/**
 * The value as JSON. What JSON lacks stands in an object with one key that begins with `$`: `{"$bigint":"12"}`,
 * `{"$number":"-0"}`, `{"$undefined":true}` (in arrays); data of that shape gets one more `$`. Keys are sorted, so equal
 * data gives equal bytes.
 */
export function toJson(value: unknown): Json {
  if (typeof value === 'bigint') return { $bigint: String(value) };
  if (typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0)))
    return { $number: leafOf(value) as string };
  if (value === undefined) return { $undefined: true };
  if (leafOf(value) !== undefined) return value as Json;
  if (Array.isArray(value)) return value.map(toJson);
  const fields = entries(value as object);
  const mark = fields.length === 1 && fields[0]?.[0].startsWith('$') ? '$' : '';
  return Object.fromEntries(fields.map(([name, field]) => [`${mark}${name}`, toJson(field)]));
}

/** Reverse of `toJson`. */
export function fromJson(json: Json): unknown {
  if (typeof json !== 'object' || json === null) return json;
  if (isArray(json)) return json.map(fromJson);
  const fields = Object.entries(json);
  const [name, field] = fields[0] ?? ['', null];
  if (fields.length > 1 || !name.startsWith('$'))
    return Object.fromEntries(fields.map(([key, item]) => [key, fromJson(item)]));
  const mark = Object.hasOwn(MARKS, name) ? MARKS[name] : undefined;
  if (mark !== undefined) return mark(field);
  return Object.fromEntries([[name.startsWith('$$') ? name.slice(1) : name, fromJson(field)]]);
}

const MARKS: Readonly<Record<string, (field: Json) => unknown>> = {
  $bigint: (field) => BigInt(String(field)),
  $number: Number,
  $undefined: () => undefined,
};

/** `Array.isArray` does not narrow a readonly array away. */
export const isArray = (json: Json): json is readonly Json[] => Array.isArray(json);

/** A TypeScript expression that evaluates to the value. */
export function toSource(value: unknown): string {
  if (typeof value === 'string') return quote(value);
  return leafOf(value) ?? branchOf(value as object, toSource, ', ', propertyName);
}

/** A single-quoted TypeScript string. */
export function quote(text: string): string {
  return `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

/** Text of a value without parts; undefined for an object or array. Called for every value of every snapshot met. */
function leafOf(value: unknown): string | undefined {
  switch (typeof value) {
    case 'bigint':
      return `${value}n`;
    case 'string':
      return JSON.stringify(value);
    case 'number':
      return Object.is(value, -0) ? '-0' : String(value);
    case 'boolean':
    case 'undefined':
      return String(value);
    case 'object':
      if (value === null) return 'null';
      if (isPlain(value)) return undefined;
  }
  throw new TestingError('TESTING_NOT_PLAIN', `${String(value)} is not plain data (objects, arrays, bigint)`);
}

function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return Array.isArray(value) || prototype === Object.prototype || prototype === null;
}

function branchOf(
  value: object,
  text: (value: unknown) => string,
  comma: string,
  key: (name: string) => string,
): string {
  if (Array.isArray(value)) return `[${value.map(text).join(comma)}]`;
  const space = comma === ',' ? '' : ' ';
  const fields = entries(value).map(([name, field]) => `${key(name)}:${space}${text(field)}`);
  return fields.length === 0 ? '{}' : `{${space}${fields.join(comma)}${space}}`;
}

function entries(value: object): [string, unknown][] {
  const fields = value as Record<string, unknown>;
  const present: [string, unknown][] = [];
  for (const name of Object.keys(fields).sort()) if (fields[name] !== undefined) present.push([name, fields[name]]);
  return present;
}

function propertyName(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : quote(name);
}
