/**
 * The room's public functions: Lightning wire formats. Imports nothing else of this project.
 */
export { encodeBigSize, readBigSize } from './bigsize.ts';
export { featureBits, hasFeature, type TaggedField } from './bolt11/fields.ts';
export * from './bolt11/invoice.ts';

export { ByteReader, concat, fromHex, toHex } from './bytes.ts';
export * from './channel-update.ts';
export { curve } from './curve.ts';
export { BoltError, type BoltErrorCode, TlvError } from './error.ts';
export * from './error-onion.ts';
export { decodeFailure, encodeFailure, type FailureMessage } from './failure-message.ts';
export * from './hop-payload.ts';
export { opens, paymentHashOf } from './payment-hash.ts';
export * from './sphinx.ts';
export { sha256 } from './symmetric.ts';
export { decodeTlvStream, encodeTlvStream, type TlvField } from './tlv.ts';
