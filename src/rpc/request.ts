/**
 * The JSON-RPC envelope of one request, checked in Core Lightning's order and with its words (lightningd/jsonrpc.c).
 *
 * Invariant: `id` is the sender's own text and goes back unchanged. A missing "jsonrpc" is tolerated, because clients up
 * to pyln 0.8 never send it; a wrong one is not.
 */
import { type Refusal, RpcErrorCode } from '../domain/errors.ts';
import { filterRefusal } from './filter.ts';
import { JsonError, memberOf, membersBeforeFault, parseTokens, type Token, textOf, unescaped } from './json-token.ts';

export interface RpcRequest {
  /** Text of the id as sent, quotes included. */
  readonly id: string;
  readonly method: string;
  readonly params: Token;
  readonly filter: Token | undefined;
}

export type ParsedRequest =
  | { readonly type: 'request'; readonly request: RpcRequest }
  | { readonly type: 'refused'; readonly id: string; readonly refusal: Refusal }
  /** Not JSON: nothing that follows on this connection can be trusted. */
  | { readonly type: 'broken'; readonly reason: string; readonly input: Uint8Array };

/** The primitives of JSON. Parameters may be other words too (`0x10`); an id is echoed, and the answer must be JSON. */
const JSON_WORD = /^(?:true|false|null|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?)$/;

/** Core Lightning reads these inside strings, so do we; but an id is echoed, and a line break in it would end the reply early. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\0-\x1f]/;

const isId = ({ kind, raw }: Token): boolean => kind === 'string' || (kind === 'primitive' && JSON_WORD.test(raw));

/** Reads one frame of the stream. Never throws. */
export function parseRequest(
  { text, garbled = false }: { readonly text: string; readonly garbled?: boolean },
  maxDepth: number,
): ParsedRequest {
  let token: Token;
  try {
    token = parseTokens(text, maxDepth);
  } catch (error) {
    if (error instanceof JsonError) return { type: 'broken', reason: error.message, input: Buffer.from(text) };
    throw error;
  }
  if (token.kind !== 'object') return refused('null', 'Expected {} for json command');
  const id = memberOf(token, 'id');
  if (id === undefined) return refused('null', 'No id');
  if (!isId(id)) return refused('null', 'Expected string/primitive for id');
  if (CONTROL.test(id.raw)) return refused('null', 'Control characters in id must be escaped');
  const version = memberOf(token, 'jsonrpc');
  if (version !== undefined && version.raw !== '"2.0"')
    return refused('null', 'jsonrpc: "2.0" must be specified in the request');
  const method = memberOf(token, 'method');
  const params = memberOf(token, 'params');
  if (method === undefined) return refused(id.raw, 'No method');
  if (params === undefined) return refused(id.raw, 'No params');
  if (method.kind !== 'string') return refused(id.raw, 'Expected string for method');
  if (garbled) return refusedAsGarbled(id, method, params);
  const filter = memberOf(token, 'filter');
  const refusal = filter && filterRefusal(filter);
  if (refusal !== undefined) return { type: 'refused', id: id.raw, refusal };
  return { type: 'request', request: { id: id.raw, method: unescaped(textOf(method)), params, filter } };
}

const REPLACEMENT = '\ufffd';

/** Two texts that are not UTF-8 would be one once they were read, so what holds one is refused: the parameter, else what else it is. */
function refusedAsGarbled(id: Token, method: Token, params: Token): ParsedRequest {
  const isGarbled = ({ raw }: Token): boolean => raw.includes(REPLACEMENT);
  const members = params.kind === 'object' ? params.members : [];
  const named = members.find(({ name, value }) => name.includes(REPLACEMENT) || isGarbled(value))?.name;
  const where = named ?? (isGarbled(id) ? 'id' : isGarbled(method) ? 'method' : 'params');
  const refusal = { code: RpcErrorCode.INVALID_PARAMS, message: `${where}: should be well-formed UTF-8` };
  return { type: 'refused', id: isGarbled(id) ? 'null' : id.raw, refusal };
}

function refused(id: string, message: string): ParsedRequest {
  return { type: 'refused', id, refusal: { code: RpcErrorCode.INVALID_REQUEST, message } };
}

/** The id of a request that is not JSON, if it came before what is not; else `null`. */
export function idOfBroken(text: string, maxDepth: number): string {
  const id = membersBeforeFault(text, maxDepth).find(({ name }) => name === 'id')?.value;
  return id !== undefined && isId(id) && !CONTROL.test(id.raw) && !id.raw.includes(REPLACEMENT) ? id.raw : 'null';
}
