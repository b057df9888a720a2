/**
 * What a TypeScript caller gave a command, as the tokens a socket's client would have sent.
 *
 * Invariant: a value JSON has no word for (NaN, a function, something that holds itself) is refused by the name of its parameter,
 * as a socket refuses a wrong one; everything else is left for the command to judge.
 */
import { type Refusal, RpcErrorCode } from '../domain/errors.ts';
import { type ArrayToken, type ObjectToken, parseTokens, type Token } from '../rpc/json-token.ts';
import { type JsonValue, writeJson } from '../rpc/json-value.ts';

/** Deepest nesting of a parameter. */
const MAX_PARAM_DEPTH = 64;

export function tokensOf(params: unknown): { readonly tokens: Token } | { readonly refusal: Refusal } {
  if (typeof params !== 'object' || params === null) return refused('Expected array or object for params');
  const texts: string[] = [];
  for (const [name, value] of Object.entries(params)) {
    if (value === undefined && !Array.isArray(params)) continue;
    const written = textOf(value);
    if ('why' in written) return refused(`${name}: ${written.why}`);
    texts.push(Array.isArray(params) ? written.text : `${JSON.stringify(name)}:${written.text}`);
  }
  const text = Array.isArray(params) ? `[${texts.join(',')}]` : `{${texts.join(',')}}`;
  return { tokens: parseTokens(text, MAX_PARAM_DEPTH + 1) as ArrayToken | ObjectToken };
}

function textOf(value: unknown): { readonly text: string } | { readonly why: string } {
  try {
    const text = writeJson((value ?? null) as JsonValue);
    parseTokens(text, MAX_PARAM_DEPTH);
    return { text };
  } catch (error) {
    // Something that holds itself ends in a RangeError of the stack.
    return { why: error instanceof RangeError ? 'holds itself, or is too deep' : (error as Error).message };
  }
}

function refused(message: string): { readonly refusal: Refusal } {
  return { refusal: { code: RpcErrorCode.INVALID_PARAMS, message } };
}
