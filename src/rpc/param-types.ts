/**
 * The types a parameter may have: how its text becomes a value, and Core Lightning's words when it does not
 * (common/json_param.c of v24.11).
 *
 * Invariant: a parser looks at the token's text as sent, so numbers may come as strings and a hash of digits as a number,
 * and no digit is lost. Parsers never throw: a refusal is a value.
 */
import { curve } from '../bolt/curve.ts';
import { MAX_MSAT, type Msat } from '../domain/amount.ts';
import { MAX_CLTV_BLOCKS } from '../domain/block-limits.ts';
import { type Refusal, RpcErrorCode } from '../domain/errors.ts';
import {
  type Direction,
  type NodeId,
  type PaymentHash,
  type Preimage,
  parseNodeId,
  parsePaymentHash,
  parsePreimage,
  parseShortChannelId,
  type ShortChannelId,
} from '../domain/ids.ts';
import type { PaymentStatus } from '../domain/payment-part.ts';
import { type Token, textOf, unescaped } from './json-token.ts';
import { MAX_ECHO_CHARS } from './limits.ts';

export type Parsed<T> = { readonly value: T } | { readonly refusal: Refusal };
/**
 * Reads the parameter called `name`. `T` is what it becomes, `Input` what a TypeScript caller may give. A socket's client may
 * give more (numbers as text, for one): such forms are for clients without types.
 */
export interface ParamParser<T, Input = T> {
  (name: string, token: Token): Parsed<T>;
  /** For the compiler only: no parser has it. */
  readonly input?: Input;
}

/** An amount as a caller gives it: a number or text without unit is msat. */
export type AmountInput = bigint | number | string;
/** An unsigned 64 bit integer as a caller gives it. */
export type U64Input = bigint | number;

export function refuseParams(message: string): { readonly refusal: Refusal } {
  return { refusal: { code: RpcErrorCode.INVALID_PARAMS, message } };
}

/** "X: should be …: invalid token '…'", with the token as it was sent. */
export function badToken(name: string, token: Token, should: string): { readonly refusal: Refusal } {
  // Not between the halves of a surrogate pair: what is answered is well-formed too.
  const start = token.raw.slice(0, MAX_ECHO_CHARS).replace(/[\ud800-\udbff]$/, '');
  const raw = token.raw.length > MAX_ECHO_CHARS ? `${start}…` : token.raw;
  return refuseParams(`${name}: ${should}: invalid token '${raw}'`);
}

/** A parser from a function of the text that answers undefined for what it does not accept. */
function ofText<T, Input = T>(should: string, parse: (text: string) => T | undefined): ParamParser<T, Input> {
  return (name, token) => {
    const value = token.kind === 'object' || token.kind === 'array' ? undefined : parse(textOf(token));
    return value === undefined ? badToken(name, token, should) : { value };
  };
}

export const MAX_U64 = 2n ** 64n - 1n;
const U32_MAX = 2n ** 32n - 1n;

/** An unsigned integer as strtoull(…, 0) reads it: decimal, 0x hexadecimal, or octal with a leading zero. */
export function parseUnsigned(text: string, max: bigint): bigint | undefined {
  let value: bigint | undefined;
  if (/^0x[0-9a-f]+$/i.test(text)) value = BigInt(text);
  else if (/^0[0-7]+$/.test(text)) value = BigInt(`0o${text.slice(1)}`);
  else if (/^(?:0|[1-9][0-9]*)$/.test(text)) value = BigInt(text);
  return value !== undefined && value <= max ? value : undefined;
}

/** Digits of an amount longer than this cannot be a u64 and are not even converted. */
const MAX_AMOUNT_CHARS = 40;
const UNITS: readonly { readonly unit: string; readonly zeros: number; readonly decimals: number }[] = [
  { unit: 'msat', zeros: 0, decimals: 0 },
  { unit: 'sat', zeros: 3, decimals: 0 },
  { unit: 'btc', zeros: 11, decimals: 11 },
];

/** N, Nmsat, Nsat, Nbtc or N.Dbtc with 1 to 11 decimals (parse_amount_msat). Text after the unit is ignored, as there. */
export function parseAmountMsat(text: string): Msat | undefined {
  const match = /^([0-9]+)(?:\.([0-9]+))?(.*)$/s.exec(text.slice(0, MAX_AMOUNT_CHARS));
  if (match === null) return undefined;
  const [, whole = '', decimals, suffix = ''] = match;
  if (suffix === '' && decimals === undefined) return inRange(BigInt(whole));
  const row = UNITS.find(({ unit }) => suffix.startsWith(unit));
  if (row === undefined || (decimals !== undefined && decimals.length > row.decimals)) return undefined;
  return inRange(BigInt(whole + (decimals ?? '').padEnd(row.zeros, '0')));
}

function inRange(msat: bigint): Msat | undefined {
  return msat <= MAX_MSAT ? msat : undefined;
}

const HEX = /^(?:[0-9a-fA-F]{2})*$/;
const HEX32 = /^[0-9a-fA-F]{64}$/;
const SCID_DIR = /^(.*)\/([01])$/s;

const MAX_COUNT = BigInt(Number.MAX_SAFE_INTEGER);

/** A groupid, a partid: any 64 bits. */
export const u64: ParamParser<bigint, U64Input> = ofText('should be an unsigned 64 bit integer', (text) =>
  parseUnsigned(text, MAX_U64),
);
export const parseU32 = (text: string): number | undefined => {
  const value = parseUnsigned(text, U32_MAX);
  return value === undefined ? undefined : Number(value);
};
export const u32: ParamParser<number> = ofText('should be an unsigned 32 bit integer', parseU32);
export const integer: ParamParser<number> = ofText('should be an integer', parseU32);
/** What is said of a delay that no HTLC can have. */
export const TOO_MANY_BLOCKS = `should be at most ${MAX_CLTV_BLOCKS} blocks`;
/** A number of blocks to be added to a height: an integer, and a refusal of its own for what would make a cltv_expiry no height. */
export const blocks: ParamParser<number> = (name, token) => {
  const parsed = integer(name, token);
  return 'value' in parsed && parsed.value > MAX_CLTV_BLOCKS ? badToken(name, token, TOO_MANY_BLOCKS) : parsed;
};
/** An index or a time, a u64 for Core Lightning. One beyond 2^53 means the same as 2^53 - 1: nothing ever gets there. */
export const countU64: ParamParser<number> = ofText('should be an unsigned 64 bit integer', (text) => {
  const value = parseUnsigned(text, MAX_U64);
  return value === undefined ? undefined : Number(value > MAX_COUNT ? MAX_COUNT : value);
});
export const amountMsat: ParamParser<Msat, AmountInput> = ofText('should be a millisatoshi amount', parseAmountMsat);
export const positiveAmountOrAny: ParamParser<Msat | 'any', AmountInput> = ofText(
  "should be positive msat or 'any'",
  (text) => (text === 'any' ? 'any' : parseAmountMsat(text) || undefined),
);
/** Core Lightning keeps such numbers in millionths, as 64 bits. */
const MAX_DECIMAL = Number(MAX_U64) / 1e6;
/** A decimal number: a percentage, a factor. */
export const nonNegative: ParamParser<number> = ofText('should be a non-negative floating-point number', (text) =>
  /^[0-9]+(?:\.[0-9]*)?$|^\.[0-9]+$/.test(text) && Number(text) < MAX_DECIMAL ? Number(text) : undefined,
);
export const paymentHash: ParamParser<PaymentHash, string> = ofText('should be a 32 byte hex value', parsePaymentHash);
export const hex32: ParamParser<string> = ofText('should be a 32 byte hex value', (text) =>
  HEX32.test(text) ? text.toLowerCase() : undefined,
);
export const preimage: ParamParser<Preimage, string> = ofText('should be 64 hex digits', parsePreimage);
export const hex: ParamParser<string> = ofText('should be a hex value', (text) =>
  HEX.test(text) ? text.toLowerCase() : undefined,
);
/** Bytes as sendonion takes them: what is no hex counts as no bytes, and the onion's own checks refuse it. */
export const hexOrNothing: ParamParser<string> = (name, token) => {
  const parsed = hex(name, token);
  return 'refusal' in parsed ? { value: '' } : parsed;
};
export const shortChannelId: ParamParser<ShortChannelId, string> = ofText(
  'should be a short_channel_id of form NxNxN',
  parseShortChannelId,
);
/** Any text, as it was sent. */
export const text: ParamParser<string> = (_name, token) => ({
  value: token.kind === 'string' ? unescaped(textOf(token)) : token.raw,
});
/** An invoice in its canonical form: without `lightning:`, in lower case. Not decoded. */
export const invstring: ParamParser<string> = (_name, token) => ({ value: canonicalInvstring(textOf(token)) });

export function canonicalInvstring(given: string): string {
  return given.replace(/^lightning:/i, '').toLowerCase();
}

export const boolean: ParamParser<boolean> = (name, token) =>
  token.kind === 'primitive' && (token.raw === 'true' || token.raw === 'false')
    ? { value: token.raw === 'true' }
    : badToken(name, token, "should be 'true' or 'false'");

/** A string whose escapes are resolved; `\u` is refused, as Core Lightning does. */
export const escapedString: ParamParser<string> = (name, token) =>
  token.kind === 'string' && !/(?:^|[^\\])(?:\\\\)*\\u/.test(token.raw)
    ? { value: unescaped(textOf(token)) }
    : badToken(name, token, 'should be a string (without \\u)');

/** An invoice's label: a string or a bare number. */
export const label: ParamParser<string, string | number> = (name, token) => {
  if (token.kind === 'string') return { value: unescaped(textOf(token)) };
  return token.kind === 'primitive' && /^[0-9]+$/.test(token.raw)
    ? { value: token.raw }
    : badToken(name, token, 'should be a string or number');
};

const STATUSES: ReadonlySet<string> = new Set<PaymentStatus>(['pending', 'complete', 'failed']);
export const paymentStatus: ParamParser<PaymentStatus> = ofText('should be an invoice status', (text) =>
  STATUSES.has(text) ? (text as PaymentStatus) : undefined,
);
export const finishedStatus: ParamParser<Exclude<PaymentStatus, 'pending'>> = (name, token) => {
  const parsed = paymentStatus(name, token);
  if ('refusal' in parsed) return parsed;
  return parsed.value === 'pending' ? badToken(name, token, 'Cannot delete pending status') : { value: parsed.value };
};

/** A parameter of Core Lightning's that has its place here, and is refused rather than passed over in silence. */
export const notSupported: ParamParser<never> = (name) => refuseParams(`${name}: not supported`);

/** One of a few words. */
export function oneOf<const W extends string>(words: readonly W[], should: string): ParamParser<W> {
  return ofText(should, (text) => words.find((word) => word === text));
}

/** A point on the curve, 66 hex digits. */
export function parsePoint(text: string): NodeId | undefined {
  const id = parseNodeId(text);
  return id !== undefined && curve.isPoint(Buffer.from(id, 'hex')) ? id : undefined;
}
export const nodeId: ParamParser<NodeId, string> = ofText('should be a node id', parsePoint);

export function parseChannelDirection(text: string): { channel: ShortChannelId; direction: Direction } | undefined {
  const match = SCID_DIR.exec(text);
  const channel = match === null ? undefined : parseShortChannelId(match[1] as string);
  return channel === undefined ? undefined : { channel, direction: match?.[2] === '1' ? 1 : 0 };
}
