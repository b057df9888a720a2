/**
 * Words of a command line as JSON-RPC parameters, by lightning-cli's rules.
 *
 * By name if the first word contains `=` (or `-k` was given), by position otherwise (`-o`). A word is sent as JSON if it is
 * a number without leading zero, true, false, null, or is enclosed in {}, [] or "" (spaces around brackets
 * do not matter: a route cut out of an answer has them); anything else is sent as a string.
 * Invariant: a word that looks like JSON but is none is sent as a string, so the node, not the shell, says what is wrong.
 */
import { parseTokens } from '../rpc/json-token.ts';
import { type JsonValue, jsonOf } from '../rpc/json-value.ts';
import { CannotAsk } from './exit-codes.ts';

export type ParamStyle = 'guess' | 'keyword' | 'ordered';

/** A number with leading zeros may be an id (a payment_hash): it keeps its zeros by being sent as a string. */
const LITERAL = /^(?:0|[1-9][0-9]*|true|false|null|".*"|\s*\{.*\}\s*|\s*\[.*\]\s*)$/s;

/** Deeper than any parameter a command takes. */
const MAX_DEPTH = 64;

/** Throws CannotAsk for a word without `=` where names are needed. */
export function paramsOf(words: readonly string[], style: ParamStyle = 'guess'): JsonValue {
  const byName = style === 'keyword' || (style === 'guess' && words[0]?.includes('=') === true);
  return byName ? Object.fromEntries(words.map(memberOf)) : words.map(wordValue);
}

/** One word as the value that is sent. */
export function wordValue(word: string): JsonValue {
  if (!LITERAL.test(word)) return word;
  try {
    return jsonOf(parseTokens(word, MAX_DEPTH));
  } catch {
    return word;
  }
}

function memberOf(word: string): [string, JsonValue] {
  const at = word.indexOf('=');
  if (at < 1) throw new CannotAsk(`expected key=value, got "${word}"`);
  return [word.slice(0, at), wordValue(word.slice(at + 1))];
}
