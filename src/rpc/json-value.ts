/**
 * JSON values as commands answer them and clients read them: like JSON.parse and JSON.stringify, except that integers
 * keep all their digits.
 *
 * Invariant: an integer beyond ±(2^53 - 1) is a `bigint` on both sides; a bigint is written as a JSON integer, never in
 * quotes. A member whose value is undefined is left out.
 */
import { SendpayError } from '../domain/errors.ts';
import { isNull, JsonError, type Token, textOf, unescaped } from './json-token.ts';

export type JsonValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue | undefined };

/** Writes `value` without spaces or line breaks. Throws SENDPAY_RPC_ANSWER for a number JSON has no word for. */
export function writeJson(value: JsonValue): string {
  if (value === null) return 'null';
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value);
    case 'number':
      if (!Number.isFinite(value)) throw new SendpayError('SENDPAY_RPC_ANSWER', `JSON cannot carry ${value}`);
      return String(value);
    case 'bigint':
    case 'boolean':
      return String(value);
    case 'function':
    case 'symbol':
      throw new SendpayError('SENDPAY_RPC_ANSWER', `JSON cannot carry a ${typeof value}`);
    default:
      return isList(value) ? `[${value.map(writeJson).join(',')}]` : writeObject(value);
  }
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function writeObject(value: { readonly [key: string]: JsonValue | undefined }): string {
  const parts: string[] = [];
  for (const key in value) {
    const member = value[key];
    if (member !== undefined) parts.push(`${JSON.stringify(key)}:${writeJson(member)}`);
  }
  return `{${parts.join(',')}}`;
}

const INTEGER = /^-?(?:0|[1-9][0-9]*)$/;

/** The value a token stands for. Throws `JsonError` for a word that is no number. */
export function jsonOf(token: Token): JsonValue {
  switch (token.kind) {
    case 'object':
      return Object.fromEntries(token.members.map(({ name, value }) => [unescaped(name), jsonOf(value)]));
    case 'array':
      return token.items.map(jsonOf);
    case 'string':
      return unescaped(textOf(token));
    case 'primitive':
      return primitiveOf(token);
  }
}

function primitiveOf(token: Token): JsonValue {
  if (isNull(token)) return null;
  if (token.raw === 'true' || token.raw === 'false') return token.raw === 'true';
  const number = Number(token.raw);
  if (INTEGER.test(token.raw)) return Number.isSafeInteger(number) ? number : BigInt(token.raw);
  if (!Number.isFinite(number)) throw new JsonError(`not a number: ${token.raw}`, 0);
  return number;
}
