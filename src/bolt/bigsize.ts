/**
 * BigSize, the variable-length unsigned integer of BOLT 1 (appendix A): 1, 3, 5 or 9 bytes, big-endian.
 *
 * Invariant: one value has exactly one encoding, the shortest; `readBigSize` refuses the others with `BOLT_NOT_MINIMAL`.
 */
import type { ByteReader } from './bytes.ts';
import { concat, uint } from './bytes.ts';
import { BoltError } from './error.ts';

interface Form {
  /** First byte of the form; below the first form's marker the byte is the value itself. */
  readonly marker: number;
  readonly width: 2 | 4 | 8;
  /** Least value that may use the form. */
  readonly least: bigint;
}

const FORMS: readonly Form[] = [
  { marker: 0xff, width: 8, least: 0x1_0000_0000n },
  { marker: 0xfe, width: 4, least: 0x1_0000n },
  { marker: 0xfd, width: 2, least: 0xfdn },
];

/** Throws `BOLT_OUT_OF_RANGE` below zero or above 2^64 − 1. */
export function encodeBigSize(value: bigint | number): Uint8Array {
  if (value >= 0 && value < 0xfd) return Uint8Array.of(Number(value));
  const big = BigInt(value);
  const form = FORMS.find((candidate) => big >= candidate.least);
  if (form === undefined) return uint(big, 1, 'bigsize');
  return concat(Uint8Array.of(form.marker), uint(big, form.width, 'bigsize'));
}

/** Reads one BigSize. Throws `BOLT_TRUNCATED` or `BOLT_NOT_MINIMAL`. */
export function readBigSize(reader: ByteReader, field = 'bigsize'): bigint {
  const first = reader.u8(field);
  if (first < 0xfd) return BigInt(first);
  const form = FORMS.find((candidate) => candidate.marker === first) as Form;
  const value = readWide(reader, form.width, field);
  if (value < form.least) throw new BoltError('BOLT_NOT_MINIMAL', field, `${field}: not minimally encoded`);
  return value;
}

function readWide(reader: ByteReader, width: number, field: string): bigint {
  if (width === 8) return reader.u64(field);
  return BigInt(width === 4 ? reader.u32(field) : reader.u16(field));
}

/** Reads a BigSize that counts bytes, as a number; what exceeds a safe integer cannot be there and is `BOLT_TRUNCATED`. */
export function readLength(reader: ByteReader, field = 'length'): number {
  const length = readBigSize(reader, field);
  if (length > BigInt(reader.left)) throw new BoltError('BOLT_TRUNCATED', field, `${field}: truncated`);
  return Number(length);
}
