/**
 * Makes any value of a machine's author printable: functions become `ƒ name`, bigint `123n`, what JSON lacks becomes text.
 *
 * Invariant: total and deterministic; never calls a function it finds, never follows a cycle or a getter that throws.
 * Is not a codec: the value cannot be read back.
 */
import type { Json } from './model.ts';

/** Deeper than any metadata a person would read on a chart; bounds hostile or accidental nesting. */
const MAX_DEPTH = 12;

/** Names a function gets from the property that holds it; they say nothing on a chart. */
const ACCIDENTAL_NAMES = new Set([
  '',
  'actions',
  'entry',
  'exit',
  'guard',
  'input',
  'output',
  'params',
  'src',
  'delay',
]);

/** The name of a function, or '' when it has none worth showing. */
export function functionName(value: unknown): string {
  const name = typeof value === 'function' ? value.name : '';
  return ACCIDENTAL_NAMES.has(name) ? '' : name;
}

export function plain(value: unknown): Json {
  return plainWithin(value, []);
}

/** As {@link plain}, but absent stays absent. */
export function plainIfPresent(value: unknown): Json | undefined {
  return value === undefined ? undefined : plain(value);
}

function plainWithin(value: unknown, above: readonly object[]): Json {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      return Number.isFinite(value) ? value : String(value);
    case 'bigint':
      return `${value}n`;
    case 'undefined':
      return null;
    case 'symbol':
      return String(value);
    case 'function':
      return `ƒ ${functionName(value)}`.trim();
    case 'object':
      return value === null ? null : plainObject(value, above);
  }
}

function plainObject(value: object, above: readonly object[]): Json {
  if (above.includes(value)) return '[cycle]';
  if (above.length >= MAX_DEPTH) return '[deeper]';
  const path = [...above, value];
  if (Array.isArray(value)) return value.map((item) => plainWithin(item, path));
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
  if (value instanceof Map) return [...value].map((entry) => plainWithin(entry, path));
  if (value instanceof Set) return [...value].map((item) => plainWithin(item, path));
  return Object.fromEntries(
    Object.entries(Object.getOwnPropertyDescriptors(value))
      .filter(([, property]) => property.enumerable)
      .map(([key, property]) => [key, 'value' in property ? plainWithin(property.value, path) : 'ƒ get']),
  );
}
