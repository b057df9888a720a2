/**
 * JSON whose repeated parts are written once: `{"$same":"parts 3"}` stands for the part of that name.
 *
 * Invariants: `expander(parts)` undoes `sharing(values)`; a part refers to parts before it only, so there is no circle; equal
 * values give equal names. A part is named after the key it was first met under, which tells a reader what it is and keeps
 * the other names when one is added. Values come from `toJson`, which leaves no object of its own with `$same` alone.
 */
import { isArray, type Json, type JsonObject } from '../plain.ts';

/** Shorter than this, a reference says less than what it stands for and saves nothing. */
const MIN_LENGTH = 48;

export interface Sharing {
  /** The value with its repeated parts replaced; `key` names it if it is one itself. */
  write(value: Json, key: string): Json;
  /** What the references written so far stand for. */
  readonly parts: JsonObject;
}

/** `values`: everything that will be written; what they hold more than once is shared. */
export function sharing(values: readonly Json[]): Sharing {
  const counts = countParts(values);
  const names = new Map<string, string>();
  const numbers = new Map<string, number>();
  const parts: Record<string, Json> = {};
  const inside = (value: Json, key: string): Json => {
    if (typeof value !== 'object' || value === null) return value;
    if (isArray(value)) return value.map((item) => write(item, key));
    return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, write(field, name)]));
  };
  const write = (value: Json, key: string): Json => {
    const text = JSON.stringify(value);
    if ((counts.get(text) ?? 0) < 2) return inside(value, key);
    let name = names.get(text);
    if (name === undefined) {
      const part = inside(value, key);
      const number = (numbers.get(key) ?? 0) + 1;
      name = `${key} ${number}`;
      numbers.set(key, number);
      names.set(text, name);
      parts[name] = part;
    }
    return { $same: name };
  };
  return { write, parts };
}

/** How often each part worth sharing is met, not counting those inside a part met before. */
function countParts(values: readonly Json[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const count = (value: Json): void => {
    const text = JSON.stringify(value);
    if (text.length < MIN_LENGTH) return;
    const before = counts.get(text) ?? 0;
    counts.set(text, before + 1);
    if (before === 0 && typeof value === 'object' && value !== null)
      for (const part of Object.values(value)) count(part);
  };
  for (const value of values) count(value);
  return counts;
}

/** Puts the parts back in their places; throws at a reference to nothing. */
export function expander(parts: JsonObject): (value: Json) => Json {
  const known = new Map<string, Json>();
  const expand = (value: Json): Json => {
    if (typeof value !== 'object' || value === null) return value;
    if (isArray(value)) return value.map(expand);
    const fields = Object.entries(value);
    if (fields.length !== 1 || fields[0]?.[0] !== '$same')
      return Object.fromEntries(fields.map(([name, field]) => [name, expand(field)]));
    const part = known.get(String(fields[0][1]));
    if (part === undefined) throw new TypeError(`no part is named ${JSON.stringify(fields[0][1])}`);
    return part;
  };
  for (const [name, part] of Object.entries(parts)) known.set(name, expand(part));
  return expand;
}
