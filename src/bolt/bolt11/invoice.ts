/**
 * BOLT 11 invoices: text ↔ values, signed and checked.
 *
 * Invariant: an invoice that decodes has a valid signature by `payee`, a payment hash, words or their hash, and no feature
 * that must be understood and is not. `tagged` keeps every field as it was, in order, so `signInvoice` can write the same text again.
 * Refusals are `BoltError` with Core Lightning's messages. Does not know the time: expiry is for the caller to judge.
 */
import { bech32 } from '@scure/base';
import { concat, equalBytes } from '../bytes.ts';
import { curve, type RecoveryId } from '../curve.ts';
import { BoltError } from '../error.ts';
import { sha256 } from '../symmetric.ts';
import {
  BECH32_LETTERS,
  featureBits,
  hasFeature,
  type InvoiceFields,
  readFields,
  type TaggedField,
  writeFields,
} from './fields.ts';
import { formatPrefix, type Prefix, parsePrefix, type WantedChain } from './prefix.ts';
import { bytesToWords, numberToWords, wordsToBytes, wordsToNumber } from './words.ts';

/** Seconds an invoice is valid when it does not say. */
export const DEFAULT_EXPIRY = 3600;
/** Blocks the last HTLC must leave when the invoice does not say. */
export const DEFAULT_MIN_FINAL_CLTV_EXPIRY = 18;
/** Features an invoice may demand of us, by their even bits (BOLT 9): onions with TLV payloads, secrets, parts, metadata. */
export const KNOWN_INVOICE_FEATURES: ReadonlySet<number> = new Set([8, 14, 16, 48]);

const PAYMENT_SECRET_FEATURE = 14;
const TIMESTAMP_WORDS = 7;
const MAX_TIMESTAMP = 2n ** 35n - 1n;
/** 64 bytes and the recovery id. */
const SIGNATURE_WORDS = 104;
const URI_SCHEME = /^lightning:/i;

/** What stands before the fields. */
export interface InvoiceHead extends Prefix {
  /** Seconds since 1970. */
  readonly timestamp: number;
}

export interface UnsignedInvoice extends InvoiceHead, InvoiceFields {}

export interface Bolt11Invoice extends UnsignedInvoice {
  /** Who signed, 33 bytes: the `n` field, or recovered from the signature. */
  readonly payee: Uint8Array;
  /** Seconds since 1970; the default expiry counted when the invoice has none. */
  readonly expiresAt: number;
  readonly signature: Uint8Array;
  readonly recoveryId: RecoveryId;
  /** Every field as it stood, in order. */
  readonly tagged: readonly TaggedField[];
}

export interface DecodeOptions {
  /** Refuse the `lightning:` scheme, which people paste along. */
  readonly strict?: boolean;
  /** Refuse invoices of other chains. */
  readonly chain?: WantedChain;
  /** What it is said to be for: checked against the `h` field. */
  readonly description?: string;
  /** Even bits that are understood; `KNOWN_INVOICE_FEATURES` otherwise. */
  readonly features?: ReadonlySet<number>;
}

/** The form in which invoices are compared and stored: no `lightning:`, lower case if it was all upper case. */
export function canonicalInvoice(text: string): string {
  const bare = text.replace(URI_SCHEME, '');
  return bare === bare.toUpperCase() ? bare.toLowerCase() : bare;
}

/** Throws `BoltError`: `BOLT_INVOICE_` BECH32, PREFIX, AMOUNT, FIELD (naming the tag), FEATURE or SIGNATURE. */
export function decodeInvoice(text: string, options: DecodeOptions = {}): Bolt11Invoice {
  const { prefix, words } = decodeBech32(options.strict ? text : text.replace(URI_SCHEME, ''));
  const head = parsePrefix(prefix, options.chain);
  if (words.length < TIMESTAMP_WORDS) throw badField('timestamp', "Can't get 35-bit timestamp");
  const timestamp = Number(wordsToNumber(words.subarray(0, TIMESTAMP_WORDS)));
  const { tagged, end } = splitFields(words);
  const fields = readFields(tagged);
  checkFields(fields, options);
  const hash = signedHash(prefix, words.subarray(0, end));
  const signed = checkSignature(words.subarray(end), hash, fields.statedPayee);
  return { ...head, timestamp, ...fields, ...signed, expiresAt: timestamp + (fields.expiry ?? DEFAULT_EXPIRY), tagged };
}

/** Writes the fields in Core Lightning's order. Throws `BoltError` for values that do not fit, `BOLT_BAD_KEY`. */
export function encodeInvoice(invoice: UnsignedInvoice, privateKey: Uint8Array): string {
  const { statedPayee } = invoice;
  if (statedPayee !== undefined && !equalBytes(statedPayee, curve.publicKey(privateKey))) {
    throw badField('n', 'n: not the key that signs');
  }
  return signInvoice(invoice, writeFields(invoice), privateKey);
}

/** Signs fields as they are given, in that order. */
export function signInvoice(head: InvoiceHead, tagged: readonly TaggedField[], privateKey: Uint8Array): string {
  const prefix = formatPrefix(head);
  const words = concat(timestampWords(head.timestamp), ...tagged.flatMap(fieldWords));
  const { signature, recoveryId } = curve.signRecoverable(signedHash(prefix, words), privateKey);
  const signatureWords = bytesToWords(concat(signature, Uint8Array.of(recoveryId)));
  return bech32.encode(prefix, concat(words, signatureWords), false);
}

function decodeBech32(text: string): { prefix: string; words: Uint8Array } {
  // The library wants the separator in the type; whether it is there is for it to find out.
  try {
    const { prefix, words } = bech32.decode(text as `${string}1${string}`, false);
    return { prefix, words: Uint8Array.from(words) };
  } catch (cause) {
    throw new BoltError('BOLT_INVOICE_BECH32', 'bech32', 'Bad bech32 string', { cause });
  }
}

/** `end` is where the signature begins. */
function splitFields(words: Uint8Array): { tagged: TaggedField[]; end: number } {
  const tagged: TaggedField[] = [];
  let offset = TIMESTAMP_WORDS;
  while (words.length - offset > SIGNATURE_WORDS) {
    const tag = BECH32_LETTERS[words[offset] as number] as string;
    const length = Number(wordsToNumber(words.subarray(offset + 1, offset + 3)));
    const start = offset + 3;
    if (start + length > words.length) throw badField(tag, `${tag}: truncated`);
    tagged.push({ tag, words: words.slice(start, start + length) });
    offset = start + length;
  }
  return { tagged, end: offset };
}

function checkFields(fields: InvoiceFields, options: DecodeOptions): void {
  const known = options.features ?? KNOWN_INVOICE_FEATURES;
  const demanded = featureBits(fields.features).find((bit) => bit % 2 === 0 && !known.has(bit));
  if (demanded !== undefined) {
    throw new BoltError('BOLT_INVOICE_FEATURE', '9', `9: unknown feature bit ${demanded}`);
  }
  if (hasFeature(fields.features, PAYMENT_SECRET_FEATURE) && fields.paymentSecret === undefined) {
    throw badField('s', 'Missing required payment secret (s field)');
  }
  const { description } = options;
  const hash = fields.descriptionHash;
  if (hash !== undefined && description !== undefined && !equalBytes(sha256(utf8.encode(description)), hash)) {
    throw badField('h', 'h: does not match description');
  }
  if (fields.description === undefined && hash === undefined) {
    throw badField('d', "must have either 'd' or 'h' field");
  }
}

const utf8 = new TextEncoder();

function checkSignature(
  words: Uint8Array,
  hash: Uint8Array,
  statedPayee: Uint8Array | undefined,
): Pick<Bolt11Invoice, 'payee' | 'signature' | 'recoveryId'> {
  if (words.length !== SIGNATURE_WORDS) throw badSignature('signature truncated');
  const bytes = wordsToBytes(words, 'drop');
  const signature = bytes.slice(0, 64);
  const recoveryId = bytes[64] as number;
  if (!isRecoveryId(recoveryId)) throw badSignature('signature invalid');
  if (statedPayee !== undefined) {
    if (!curve.verify(hash, signature, statedPayee)) throw badSignature('invalid signature');
    return { payee: statedPayee, signature, recoveryId };
  }
  const payee = curve.recover(hash, signature, recoveryId);
  if (payee === undefined) throw badSignature('signature recovery failed');
  return { payee, signature, recoveryId };
}

function isRecoveryId(value: number): value is RecoveryId {
  return value <= 3;
}

function signedHash(prefix: string, words: Uint8Array): Uint8Array {
  return sha256(new TextEncoder().encode(prefix), wordsToBytes(words, 'fill'));
}

function timestampWords(timestamp: number): Uint8Array {
  if (!Number.isSafeInteger(timestamp) || timestamp < 0 || BigInt(timestamp) > MAX_TIMESTAMP) {
    throw badField('timestamp', `timestamp: ${timestamp} is not valid`);
  }
  return numberToWords(BigInt(timestamp), TIMESTAMP_WORDS);
}

function fieldWords({ tag, words }: TaggedField): Uint8Array[] {
  const type = BECH32_LETTERS.indexOf(tag);
  return [Uint8Array.of(type), numberToWords(BigInt(words.length), 2), words];
}

function badField(field: string, message: string): BoltError {
  return new BoltError('BOLT_INVOICE_FIELD', field, message);
}

function badSignature(message: string): BoltError {
  return new BoltError('BOLT_INVOICE_SIGNATURE', 'signature', message);
}
