/**
 * Plain data with bigint: one canonical text per value, JSON there and back, and TypeScript source.
 *
 * Invariant: `canonical(a) === canonical(b)` exactly if a and b are the same data; key order and `undefined` properties
 * do not matter. Whatever is not plain (Map, Date, function, class instance) is refused, because two different ones could
 * otherwise look equal and hide a state.
 */
import { TestingError } from './error.ts';

const BIGINT_KEY = '$bigint';

/** Deterministic text of a value: JSON with sorted keys, bigint as `12n`. */
export function canonical(value: unknown): string {
  return leafOf(value) ?? branchOf(value as object, canonical, ',', JSON.stringify);
}

/** The value as JSON text; bigint becomes `{"$bigint":"12"}`. Keys sorted, so equal data gives equal bytes. */
export function toJson(value: unknown, indent = 2): string {
  return JSON.stringify(encode(value), undefined, indent);
}

/** Reverse of `toJson`. */
export function fromJson(text: string): unknown {
  return decode(JSON.parse(text));
}

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

function encode(value: unknown): unknown {
  if (typeof value === 'bigint') return { [BIGINT_KEY]: String(value) };
  if (leafOf(value) !== undefined) return value;
  if (Array.isArray(value)) return value.map(encode);
  return Object.fromEntries(entries(value as object).map(([name, field]) => [name, encode(field)]));
}

function decode(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(decode);
  const fields = Object.entries(value);
  if (fields.length === 1 && fields[0]?.[0] === BIGINT_KEY) return BigInt(String(fields[0][1]));
  return Object.fromEntries(fields.map(([name, field]) => [name, decode(field)]));
}
