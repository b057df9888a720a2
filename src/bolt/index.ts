/**
 * The room's public functions: Lightning wire formats. Imports nothing else of this project.
 */
export { encodeBigSize, readBigSize } from './bigsize.ts';
export type { Fallback } from './bolt11/fallback.ts';
export { featureBits, hasFeature, type InvoiceFields, type TaggedField } from './bolt11/fields.ts';
export * from './bolt11/invoice.ts';
export type { Currency } from './bolt11/prefix.ts';
export type { RouteHintHop } from './bolt11/route-hint.ts';
export { ByteReader, concat, equalBytes, fromHex, toHex } from './bytes.ts';
export * from './channel-update.ts';
export { type Curve, curve, type RecoverableSignature, type RecoveryId } from './curve.ts';
export { BoltError, type BoltErrorCode, TlvError } from './error.ts';
export * from './error-onion.ts';
export { decodeFailure, encodeFailure, type FailureMessage } from './failure-message.ts';
export * from './hop-payload.ts';
export { opens, paymentHashOf } from './payment-hash.ts';
export * from './sphinx.ts';
export { sha256 } from './symmetric.ts';
export { decodeTlvStream, encodeTlvStream, type TlvField, type TlvRecord, type TlvTable } from './tlv.ts';
