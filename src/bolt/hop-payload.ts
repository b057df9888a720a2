/**
 * What each hop is told inside the onion (BOLT 4 "Payload Format"): a length prefix and a TLV stream.
 *
 * Invariant: `decodeHopPayload(encodeHopPayload(p), role)` equals p; an unblinded payload always has amount and CLTV, a
 * forwarding one its channel, a final one none. What breaks a rule is a `TlvError` with the type and offset that
 * `invalid_onion_payload` reports, the offset counted from the length prefix's first byte. Does not compare amounts with
 * the HTLC's, does not open blinded data.
 */
import { encodeBigSize, readLength } from './bigsize.ts';
import { ByteReader, concat } from './bytes.ts';
import { BoltError, type BoltErrorCode, TlvError } from './error.ts';
import { decodeTlvStream, encodeTlvStream, type TlvField, type TlvRecord, type TlvValues } from './tlv.ts';
import { anyBytes, decodeTruncated, encodeTruncated, fixedBytes, tu32, tu64, u64 } from './tlv-fields.ts';

const PAYMENT_SECRET_LENGTH = 32;

/** Proof to the payee that the sender has its invoice, and how much all parts together bring. */
export interface PaymentData {
  readonly paymentSecret: Uint8Array;
  readonly totalMsat: bigint;
}

const paymentData: TlvField<PaymentData> = {
  type: 8n,
  decode: (value) => {
    const reader = new ByteReader(value);
    const paymentSecret = reader.take(PAYMENT_SECRET_LENGTH, 'payment_secret');
    return { paymentSecret, totalMsat: decodeTruncated(reader.rest(), 8) };
  },
  encode: ({ paymentSecret, totalMsat }) => {
    if (paymentSecret.length !== PAYMENT_SECRET_LENGTH) {
      throw new BoltError('BOLT_BAD_LENGTH', 'payment_secret', 'payment_secret: must be 32 bytes');
    }
    return concat(paymentSecret, encodeTruncated(totalMsat, 8));
  },
};

/** The types of a hop payload. 5482373484 is keysend's preimage, outside the BOLTs but sent and read by all. */
const TABLE = {
  amtToForwardMsat: tu64(2n),
  outgoingCltv: tu32(4n),
  shortChannelId: u64(6n),
  paymentData,
  encryptedRecipientData: anyBytes(10n),
  currentPathKey: fixedBytes(12n, 33),
  paymentMetadata: anyBytes(16n),
  totalAmountMsat: tu64(18n),
  keysendPreimage: fixedBytes(5482373484n, 32),
} as const;
type Fields = TlvValues<typeof TABLE>;
type FieldName = keyof Fields;

interface CommonFields
  extends Omit<Fields, 'amtToForwardMsat' | 'outgoingCltv' | 'shortChannelId' | 'encryptedRecipientData'> {
  /** Unknown odd records, kept in order. */
  readonly extra?: readonly TlvRecord[];
}

/** Pass it on through `shortChannelId` (the 64-bit number of BOLT 7). */
export interface ForwardPayload extends CommonFields {
  readonly type: 'forward';
  readonly amtToForwardMsat: bigint;
  readonly outgoingCltv: number;
  readonly shortChannelId: bigint;
}

/** It is for you. */
export interface FinalPayload extends CommonFields {
  readonly type: 'final';
  readonly amtToForwardMsat: bigint;
  readonly outgoingCltv: number;
}

/** A hop of a blinded path; what to do is inside `encryptedRecipientData`. */
export interface BlindedPayload extends CommonFields {
  readonly type: 'blinded';
  readonly encryptedRecipientData: Uint8Array;
  readonly amtToForwardMsat?: bigint;
  readonly outgoingCltv?: number;
}

export type HopPayload = ForwardPayload | FinalPayload | BlindedPayload;
/** Which hop it is; the onion's HMAC tells (`peelOnion`). */
export type HopRole = 'forward' | 'final';

interface Rule {
  readonly needed: readonly FieldName[];
  readonly forbidden: readonly FieldName[];
}
const RULES: Readonly<Record<HopPayload['type'], Rule>> = {
  forward: { needed: ['amtToForwardMsat', 'outgoingCltv', 'shortChannelId'], forbidden: [] },
  final: { needed: ['amtToForwardMsat', 'outgoingCltv'], forbidden: ['shortChannelId'] },
  blinded: { needed: ['encryptedRecipientData'], forbidden: ['shortChannelId', 'paymentData'] },
};

/** With its length prefix, ready for `constructOnion`. Throws `BoltError` for values that do not fit their field. */
export function encodeHopPayload(payload: HopPayload): Uint8Array {
  const { type: _type, extra, ...values } = payload;
  return withLengthPrefix(encodeTlvStream(TABLE, values, extra));
}

/** Any bytes as a payload, for those who write the TLVs themselves (`createonion`). */
export function withLengthPrefix(stream: Uint8Array): Uint8Array {
  return concat(encodeBigSize(stream.length), stream);
}

/** Does the payload begin with the length of the rest, as `constructOnion` needs? */
export function hasLengthPrefix(payload: Uint8Array): boolean {
  try {
    const reader = new ByteReader(payload);
    return readLength(reader) === reader.left;
  } catch (error) {
    if (error instanceof BoltError) return false;
    throw error;
  }
}

/** Decodes a peeled payload, length prefix included. Throws `TlvError`; a wrong length prefix is type 0 at offset 0. */
export function decodeHopPayload(payload: Uint8Array, role: HopRole): HopPayload {
  if (!hasLengthPrefix(payload)) {
    throw new TlvError('BOLT_BAD_LENGTH', 'length', 'the payload does not have the length it says', {
      type: 0n,
      offset: 0,
    });
  }
  const reader = new ByteReader(payload);
  readLength(reader);
  const { values, offsets, extra } = decodeTlvStream(TABLE, payload, reader.offset);
  const type = values.encryptedRecipientData === undefined ? role : 'blinded';
  check(RULES[type], offsets, payload.length);
  // The rule just checked is what makes this one of the union's members.
  return { type, ...values, ...(extra.length > 0 && { extra }) } as HopPayload;
}

/** A missing record is noticed at the end of the payload, so that is its offset. */
function check(rule: Rule, offsets: Partial<Record<FieldName, number>>, end: number): void {
  for (const name of rule.needed) {
    if (offsets[name] === undefined) throw ruleBroken('BOLT_PAYLOAD_MISSING_FIELD', name, 'is missing', end);
  }
  for (const name of rule.forbidden) {
    const offset = offsets[name];
    if (offset !== undefined) throw ruleBroken('BOLT_PAYLOAD_FORBIDDEN_FIELD', name, 'does not belong here', offset);
  }
}

function ruleBroken(code: BoltErrorCode, name: FieldName, problem: string, offset: number): TlvError {
  const { type } = TABLE[name];
  return new TlvError(code, name, `${name} (type ${type}) ${problem}`, { type, offset });
}
