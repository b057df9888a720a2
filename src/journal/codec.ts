/**
 * JSON with amounts: how events, rows and snapshots become text and come back.
 *
 * Invariant: `decodeJson(encodeJson(value))` equals `value`, except that object members that are `undefined` are dropped.
 * A bigint may stand only under a key that ends in `Msat` (or in an array under one), written as a decimal string, or under one
 * of `COUNTER_KEYS`, written as a number while a number holds it and as a decimal string beyond; the key is what revives it. Everything JSON would change silently (NaN to null, a Date to a string, a Map to {})
 * throws instead, because a changed event makes the fold of the log differ from the state that wrote it.
 * Does not check what an event means.
 *
 * A writer of our own is faster here than `JSON.stringify` with a replacer (1.4 against 2.1 µs for an event of 15
 * fields, Node 20), and reviving in place than a reviver (1.5 against 4.5 µs).
 */
import { SendpayError } from '../domain/errors.ts';

/** Keys with this ending hold amounts, and nothing else does. */
export const AMOUNT_SUFFIX = 'Msat';

/** Keys of numbers of 64 bits that other payers may draw at random: the names of parts. `part` is a pair of them. */
const COUNTER_KEYS: ReadonlySet<string> = new Set(['groupid', 'partid', 'part']);

/** What a member's key says of numbers under it. */
type Meaning = 'plain' | 'amount' | 'counter';

/** Deeper than any event or context; a cycle ends here with an error instead of a full stack. */
const MAX_DEPTH = 64;

/** Member names whose quoted form is remembered. Event schemas have a few hundred; contexts keyed by channel have more. */
const MAX_REMEMBERED_KEYS = 4_096;

/** A quote, a backslash, a control character or a surrogate: leave those to `JSON.stringify`. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must be escaped
const NEEDS_ESCAPE = /["\\\u0000-\u001f\ud800-\udfff]/;

/** The largest number JSON carries without loss. */
const MAX_NUMBER = BigInt(Number.MAX_SAFE_INTEGER);

const DECIMAL = /^-?(0|[1-9][0-9]*)$/;

interface MemberName {
  readonly quoted: string;
  readonly meaning: Meaning;
}
const memberNames = new Map<string, MemberName>();

/** Compact JSON. Throws SENDPAY_CODEC if `value` holds anything that would not come back the same. */
export function encodeJson(value: unknown): string {
  return write(value, '', 'plain', 0);
}

/** What `encodeJson` wrote. Throws SENDPAY_CODEC if `text` is not JSON or an amount is not a decimal string. */
export function decodeJson(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new SendpayError('SENDPAY_CODEC', 'not JSON', { cause });
  }
  if (typeof value === 'object' && value !== null) reviveMembers(value);
  return value;
}

/** A JSON string literal. */
export function quote(text: string): string {
  return NEEDS_ESCAPE.test(text) ? JSON.stringify(text) : `"${text}"`;
}

function write(value: unknown, key: string, meaning: Meaning, depth: number): string {
  switch (typeof value) {
    case 'string':
      if (meaning !== 'plain') throw refused(key, 'a string would come back as a bigint');
      return quote(value);
    case 'number':
      if (meaning !== 'plain') throw refused(key, 'must be a bigint, not a number');
      if (!Number.isFinite(value)) throw refused(key, `${value} is not a JSON number`);
      return String(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'bigint':
      if (meaning === 'plain')
        throw refused(key, `a bigint needs a key that ends in ${AMOUNT_SUFFIX}, or groupid, partid, part`);
      return meaning === 'counter' && value >= 0n && value <= MAX_NUMBER ? String(value) : `"${value}"`;
    case 'object':
      if (value === null) return 'null';
      if (depth === MAX_DEPTH) throw refused(key, `nested deeper than ${MAX_DEPTH}, or a cycle`);
      return Array.isArray(value)
        ? writeArray(value, key, meaning, depth + 1)
        : writeObject(value as Record<string, unknown>, key, depth + 1);
    default:
      throw refused(key, `a ${typeof value} is not JSON`);
  }
}

function writeArray(items: readonly unknown[], key: string, meaning: Meaning, depth: number): string {
  let text = '[';
  for (let index = 0; index < items.length; index++) {
    if (index > 0) text += ',';
    text += write(items[index], key, meaning, depth);
  }
  return `${text}]`;
}

function writeObject(members: Record<string, unknown>, key: string, depth: number): string {
  const prototype: unknown = Object.getPrototypeOf(members);
  if (prototype !== Object.prototype && prototype !== null) throw refused(key, 'not a plain object');
  let text = '';
  for (const name of Object.keys(members)) {
    const value = members[name];
    if (value === undefined) continue;
    const { quoted, meaning } = memberName(name);
    text += `${text === '' ? '{' : ','}${quoted}:${write(value, name, meaning, depth)}`;
  }
  return text === '' ? '{}' : `${text}}`;
}

function memberName(name: string): MemberName {
  const known = memberNames.get(name);
  if (known !== undefined) return known;
  const fresh = { quoted: quote(name), meaning: meaningOf(name) };
  if (memberNames.size < MAX_REMEMBERED_KEYS) memberNames.set(name, fresh);
  return fresh;
}

function meaningOf(name: string): Meaning {
  if (name.endsWith(AMOUNT_SUFFIX)) return 'amount';
  return COUNTER_KEYS.has(name) ? 'counter' : 'plain';
}

function reviveMembers(container: object): void {
  if (Array.isArray(container)) {
    for (const item of container) if (typeof item === 'object' && item !== null) reviveMembers(item);
    return;
  }
  const members = container as Record<string, unknown>;
  for (const name of Object.keys(members)) {
    const value = members[name];
    switch (typeof value) {
      case 'string':
        if (meaningOf(name) !== 'plain') members[name] = reviveText(value, name);
        break;
      case 'number':
        if (COUNTER_KEYS.has(name)) members[name] = reviveNumber(value, name);
        break;
      case 'object':
        if (value === null) break;
        if (Array.isArray(value) && meaningOf(name) !== 'plain') reviveItems(value, name);
        else reviveMembers(value);
    }
  }
}

/** Items of an array under a key with a meaning. */
function reviveItems(items: unknown[], name: string): void {
  for (let index = 0; index < items.length; index++) {
    const item = items[index];
    if (typeof item === 'string') items[index] = reviveText(item, name);
    else if (typeof item === 'number') items[index] = reviveNumber(item, name);
    else if (Array.isArray(item)) reviveItems(item, name);
    else if (typeof item === 'object' && item !== null) reviveMembers(item);
  }
}

function reviveText(text: string, name: string): bigint {
  if (!DECIMAL.test(text)) throw refused(name, `${quote(text)} is not a decimal number`);
  return BigInt(text);
}

function reviveNumber(value: number, name: string): bigint {
  if (!COUNTER_KEYS.has(name) || !Number.isSafeInteger(value)) throw refused(name, `${value} is not what was written`);
  return BigInt(value);
}

function refused(key: string, why: string): SendpayError {
  return new SendpayError('SENDPAY_CODEC', key === '' ? why : `${key}: ${why}`);
}
