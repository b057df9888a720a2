/**
 * The one error this room throws.
 *
 * Invariant: bytes or text from outside make a decoder return a value or throw a `BoltError`, never anything else. `code`
 * is stable; `field` names what was being read (`short_channel_id`, `amount`, `r`), so a caller can say it without parsing
 * the message. Does not decide what to answer a peer: that is the caller's business.
 */
export type BoltErrorCode =
  | 'BOLT_TRUNCATED'
  | 'BOLT_TRAILING_BYTES'
  | 'BOLT_NOT_MINIMAL'
  | 'BOLT_OUT_OF_RANGE'
  | 'BOLT_BAD_LENGTH'
  | 'BOLT_BAD_KEY'
  | 'BOLT_TLV_ORDER'
  | 'BOLT_TLV_UNKNOWN_EVEN'
  | 'BOLT_PAYLOAD_MISSING_FIELD'
  | 'BOLT_PAYLOAD_FORBIDDEN_FIELD'
  | 'BOLT_ONION_NO_HOPS'
  | 'BOLT_ONION_TOO_LARGE'
  | 'BOLT_INVOICE_BECH32'
  | 'BOLT_INVOICE_PREFIX'
  | 'BOLT_INVOICE_AMOUNT'
  | 'BOLT_INVOICE_FIELD'
  | 'BOLT_INVOICE_FEATURE'
  | 'BOLT_INVOICE_SIGNATURE';

export class BoltError extends Error {
  readonly code: BoltErrorCode;
  readonly field: string;
  constructor(code: BoltErrorCode, field: string, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'BoltError';
    this.code = code;
    this.field = field;
  }
}

/**
 * A `BoltError` about one record of a TLV stream. `type` and `offset` are what `invalid_onion_payload` reports (BOLT 4):
 * the record's type and where in the stream it starts, counted from the first byte given to the decoder.
 */
export class TlvError extends BoltError {
  readonly type: bigint;
  readonly offset: number;
  constructor(code: BoltErrorCode, field: string, message: string, at: { type: bigint; offset: number }) {
    super(code, field, message);
    this.name = 'TlvError';
    this.type = at.type;
    this.offset = at.offset;
  }
}
