/**
 * The tagged fields of an invoice (BOLT 11 "Tagged Fields"), one row per tag.
 *
 * Invariant: `readFields(writeFields(f))` equals f. A field of unknown tag, of a length its tag does not have, or repeated
 * where one is allowed goes to `unknown` unread, as the specification asks of readers. The rows stand in the order in
 * which Core Lightning writes them. Does not check signatures or feature bits (invoice.ts).
 */
import { curve } from '../curve.ts';
import { BoltError } from '../error.ts';
import { type Fallback, readFallback, writeFallback } from './fallback.ts';
import { type RouteHintHop, readRouteHint, writeRouteHint } from './route-hint.ts';
import { bitfieldToWords, bytesToWords, numberToWords, wordsToBitfield, wordsToBytes, wordsToNumber } from './words.ts';

/** Letters of the five-bit words (BIP 173), which are also the fields' names. */
export const BECH32_LETTERS = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
/** The length of a field is written in two words. */
export const MAX_FIELD_WORDS = 1023;
/** Core Lightning reads numbers of at most 64 bits. */
const MAX_NUMBER_WORDS = 12;
const MAX_U32 = 0xffff_ffffn;

/** One field as it stands in the invoice. */
export interface TaggedField {
  /** One of `BECH32_LETTERS`. */
  readonly tag: string;
  readonly words: Uint8Array;
}

export interface InvoiceFields {
  /** `s`, 32 bytes. */
  readonly paymentSecret?: Uint8Array;
  /** `p`, 32 bytes. */
  readonly paymentHash: Uint8Array;
  /** `d`. */
  readonly description?: string;
  /** `h`, the SHA256 of a description told elsewhere. */
  readonly descriptionHash?: Uint8Array;
  /** `m`, to be sent back in the payment's onion. */
  readonly metadata?: Uint8Array;
  /** `n`, 33 bytes; without it the payee is whoever signed. */
  readonly statedPayee?: Uint8Array;
  /** `x`, seconds; `DEFAULT_EXPIRY` when absent. */
  readonly expiry?: number;
  /** `c`, blocks; `DEFAULT_MIN_FINAL_CLTV_EXPIRY` when absent. */
  readonly minFinalCltvExpiry?: number;
  /** `f`, most preferred first. */
  readonly fallbacks?: readonly Fallback[];
  /** `r`, one list per route. Public keys are not checked to be points. */
  readonly routes?: readonly (readonly RouteHintHop[])[];
  /** `9`, big-endian without leading zero bytes; see `hasFeature`. */
  readonly features?: Uint8Array;
  /** Fields that were skipped, in order. */
  readonly unknown?: readonly TaggedField[];
}

type FieldName = Exclude<keyof InvoiceFields, 'unknown'>;

interface Row {
  readonly tag: string;
  readonly name: FieldName;
  readonly repeats?: true;
  /** Undefined: skip it. Throws `BoltError` for what must not be skipped. */
  read(words: Uint8Array): unknown;
  write(value: unknown): Uint8Array;
}

const HASH_WORDS = 52;
const POINT_WORDS = 53;

/** Bytes of one length; another length may be some future variant, so it is skipped. */
const bytesField = (tag: string, name: FieldName, length: number): Row => ({
  tag,
  name,
  read: (words) => (words.length === length ? wordsToBytes(words, 'drop') : undefined),
  write: (value) => bytesToWords(value as Uint8Array),
});

const numberField = (tag: string, name: FieldName, max: bigint): Row => ({
  tag,
  name,
  read: (words) => {
    if (words.length > MAX_NUMBER_WORDS) throw badField(tag, `length ${words.length} chars is excessive`);
    const value = wordsToNumber(words);
    if (value > max) throw badField(tag, `${value} is too large`);
    return Number(value);
  },
  write: (value) => {
    const number = value as number;
    if (!Number.isSafeInteger(number) || number < 0 || BigInt(number) > max)
      throw badField(tag, `${value} is not valid`);
    return numberToWords(BigInt(number));
  },
});

const DESCRIPTION: Row = {
  tag: 'd',
  name: 'description',
  read: (words) => {
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(wordsToBytes(words, 'drop'));
    } catch {
      throw badField('d', 'invalid utf8');
    }
  },
  write: (value) => bytesToWords(new TextEncoder().encode(value as string)),
};

const STATED_PAYEE: Row = {
  ...bytesField('n', 'statedPayee', POINT_WORDS),
  read: (words) => {
    if (words.length !== POINT_WORDS) return undefined;
    const point = wordsToBytes(words, 'drop');
    if (!curve.isPoint(point)) throw badField('n', 'invalid pubkey');
    return point;
  },
};

const ROWS: readonly Row[] = [
  bytesField('s', 'paymentSecret', HASH_WORDS),
  bytesField('p', 'paymentHash', HASH_WORDS),
  DESCRIPTION,
  bytesField('h', 'descriptionHash', HASH_WORDS),
  {
    tag: 'm',
    name: 'metadata',
    read: (words) => wordsToBytes(words, 'drop'),
    write: (value) => bytesToWords(value as Uint8Array),
  },
  STATED_PAYEE,
  numberField('x', 'expiry', BigInt(Number.MAX_SAFE_INTEGER)),
  numberField('c', 'minFinalCltvExpiry', MAX_U32),
  {
    tag: 'f',
    name: 'fallbacks',
    repeats: true,
    read: readFallback,
    write: (value) => writeFallback(value as Fallback),
  },
  {
    tag: 'r',
    name: 'routes',
    repeats: true,
    read: readRouteHint,
    write: (value) => writeRouteHint(value as readonly RouteHintHop[]),
  },
  { tag: '9', name: 'features', read: wordsToBitfield, write: (value) => bitfieldToWords(value as Uint8Array) },
];
const ROW_BY_TAG: ReadonlyMap<string, Row> = new Map(ROWS.map((row) => [row.tag, row]));

/** Throws `BOLT_INVOICE_FIELD` naming the tag. */
export function readFields(tagged: readonly TaggedField[]): InvoiceFields {
  const values: Partial<Record<FieldName, unknown>> = {};
  const unknown: TaggedField[] = [];
  for (const field of tagged) {
    if (!readField(field, values)) unknown.push(field);
  }
  if (values.paymentHash === undefined) throw new BoltError('BOLT_INVOICE_FIELD', 'p', "No valid 'p' field found");
  return { ...values, ...(unknown.length > 0 && { unknown }) } as InvoiceFields;
}

/** False when the field is to be skipped. */
function readField({ tag, words }: TaggedField, values: Partial<Record<FieldName, unknown>>): boolean {
  const row = ROW_BY_TAG.get(tag);
  if (row === undefined || (values[row.name] !== undefined && !row.repeats)) return false;
  const value = row.read(words);
  if (value === undefined) return false;
  if (!row.repeats) values[row.name] = value;
  else if (values[row.name] === undefined) values[row.name] = [value];
  else (values[row.name] as unknown[]).push(value);
  return true;
}

/** In Core Lightning's order, skipped fields last. Throws `BOLT_INVOICE_FIELD` for a value its field cannot hold. */
export function writeFields(fields: InvoiceFields): TaggedField[] {
  const written = ROWS.flatMap((row) => {
    const value = row.name === 'features' ? nonZero(fields.features) : fields[row.name];
    if (value === undefined) return [];
    return (row.repeats ? (value as readonly unknown[]) : [value]).map((each) => writeField(row, each));
  });
  return [...written, ...(fields.unknown ?? [])];
}

/** A feature field without a set bit must be left out (BOLT 11). */
function nonZero(features: Uint8Array | undefined): Uint8Array | undefined {
  return featureBits(features).length > 0 ? features : undefined;
}

function writeField(row: Row, value: unknown): TaggedField {
  const words = row.write(value);
  if (words.length > MAX_FIELD_WORDS) throw badField(row.tag, `${words.length} chars are too many`);
  // What this reader would skip, or read as something else, no writer may produce.
  if (row.read(words) === undefined) throw badField(row.tag, 'wrong length');
  return { tag: row.tag, words };
}

/** Is the bit set? */
export function hasFeature(features: Uint8Array | undefined, bit: number): boolean {
  const byte = features?.[features.length - 1 - Math.floor(bit / 8)];
  return byte !== undefined && (byte & (1 << (bit % 8))) !== 0;
}

/** The bits that are set, lowest first. */
export function featureBits(features: Uint8Array | undefined): number[] {
  const count = (features?.length ?? 0) * 8;
  return Array.from({ length: count }, (_, bit) => bit).filter((bit) => hasFeature(features, bit));
}

function badField(tag: string, problem: string): BoltError {
  return new BoltError('BOLT_INVOICE_FIELD', tag, `${tag}: ${problem}`);
}
