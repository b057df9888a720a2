/**
 * The value forms TLV streams are made of: truncated integers, fixed-length bytes, plain bytes (BOLT 1 "Fundamental Types").
 *
 * Invariant: a truncated integer has no leading zero byte (zero is empty), so each value has one encoding. Amounts and
 * other 64-bit numbers are bigint, the rest number.
 */
import { ByteReader, uint, uintValue } from './bytes.ts';
import { BoltError } from './error.ts';
import type { TlvField } from './tlv.ts';

/** Bytes a truncated integer may have at most: tu64, tu32, tu16. */
type Width = 8 | 4 | 2;

/** Throws `BOLT_OUT_OF_RANGE` when it does not fit in `width` bytes. */
export function encodeTruncated(value: bigint | number, width: Width): Uint8Array {
  const full = uint(value, width, `tu${width * 8}`);
  const first = full.findIndex((byte) => byte !== 0);
  return first === -1 ? new Uint8Array(0) : full.slice(first);
}

/** Throws `BOLT_BAD_LENGTH` or `BOLT_NOT_MINIMAL`. */
export function decodeTruncated(bytes: Uint8Array, width: Width): bigint {
  const name = `tu${width * 8}`;
  if (bytes.length > width) throw new BoltError('BOLT_BAD_LENGTH', name, `${name}: longer than ${width} bytes`);
  if (bytes[0] === 0) throw new BoltError('BOLT_NOT_MINIMAL', name, `${name}: not minimally encoded`);
  return uintValue(bytes);
}

export const tu64 = (type: bigint): TlvField<bigint> => ({
  type,
  decode: (value) => decodeTruncated(value, 8),
  encode: (value) => encodeTruncated(value, 8),
});

export const tu32 = (type: bigint): TlvField<number> => ({
  type,
  decode: (value) => Number(decodeTruncated(value, 4)),
  encode: (value) => encodeTruncated(value, 4),
});

/** Exactly eight bytes, such as a short channel id. */
export const u64 = (type: bigint): TlvField<bigint> => ({
  type,
  decode: (value) => new ByteReader(ofLength(value, 8)).u64('u64'),
  encode: (value) => uint(value, 8, 'u64'),
});

export const fixedBytes = (type: bigint, length: number): TlvField<Uint8Array> => ({
  type,
  decode: (value) => ofLength(value, length),
  encode: (value) => ofLength(value, length),
});

export const anyBytes = (type: bigint): TlvField<Uint8Array> => ({
  type,
  decode: (value) => value,
  encode: (value) => value,
});

function ofLength(value: Uint8Array, length: number): Uint8Array {
  if (value.length !== length) {
    throw new BoltError('BOLT_BAD_LENGTH', 'value', `${value.length} bytes where ${length} are needed`);
  }
  return value;
}
