/**
 * Bytes and big-endian numbers, the only order the BOLTs use (BOLT 1).
 *
 * Invariant: what leaves this room is a plain `Uint8Array`, never a Node `Buffer` (they compare and print differently).
 * `ByteReader` never reads past its end: it throws `BOLT_TRUNCATED` naming the field.
 */
import { BoltError } from './error.ts';

export function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
}

const HEX = /^(?:[0-9a-fA-F]{2})*$/;

/** Throws `BOLT_BAD_LENGTH` for odd lengths and other characters, where `Buffer.from` would cut the rest off in silence. */
export function fromHex(text: string): Uint8Array {
  if (!HEX.test(text)) throw new BoltError('BOLT_BAD_LENGTH', 'hex', 'not a hex string');
  return plain(Buffer.from(text, 'hex'));
}

/** The same bytes without the `Buffer` prototype. */
export function plain(buffer: Uint8Array): Uint8Array {
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
}

export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  let length = 0;
  for (const part of parts) length += part.length;
  const joined = new Uint8Array(length);
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}

export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}

/** Big-endian number of exactly `width` bytes; throws `BOLT_OUT_OF_RANGE` when it does not fit. */
export function uint(value: bigint | number, width: 1 | 2 | 4 | 8, field: string): Uint8Array {
  if (!fits(value, width)) {
    throw new BoltError('BOLT_OUT_OF_RANGE', field, `${field}: ${value} does not fit in ${width} bytes`);
  }
  WIDE.setBigUint64(0, BigInt(value));
  return WIDE_BYTES.slice(8 - width);
}

/** The number of at most eight big-endian bytes. */
export function uintValue(bytes: Uint8Array): bigint {
  WIDE_BYTES.fill(0);
  WIDE_BYTES.set(bytes, 8 - bytes.length);
  return WIDE.getBigUint64(0);
}

/** Scratch space: a buffer of its own for each number costs more than the number. Nothing keeps it past a call. */
const WIDE = new DataView(new ArrayBuffer(8));
const WIDE_BYTES = new Uint8Array(WIDE.buffer);

function fits(value: bigint | number, width: number): boolean {
  return (typeof value === 'bigint' || Number.isSafeInteger(value)) && value >= 0 && value < 2 ** (8 * width);
}

/** Reads fields one after the other. */
export class ByteReader {
  readonly bytes: Uint8Array;
  offset: number;
  constructor(bytes: Uint8Array, offset = 0) {
    this.bytes = bytes;
    this.offset = offset;
  }

  get left(): number {
    return this.bytes.length - this.offset;
  }

  /** A copy of the next `length` bytes. */
  take(length: number, field: string): Uint8Array {
    if (length > this.left) throw new BoltError('BOLT_TRUNCATED', field, `${field}: truncated`);
    // Not `slice`: on a Buffer that would be a view.
    const copy = new Uint8Array(this.bytes.subarray(this.offset, this.offset + length));
    this.offset += length;
    return copy;
  }

  rest(): Uint8Array {
    return this.take(this.left, 'rest');
  }

  u8(field: string): number {
    return this.uint(1, field);
  }

  u16(field: string): number {
    return this.uint(2, field);
  }

  u32(field: string): number {
    return this.uint(4, field);
  }

  u64(field: string): bigint {
    return (BigInt(this.u32(field)) << 32n) | BigInt(this.u32(field));
  }

  private uint(width: number, field: string): number {
    if (width > this.left) throw new BoltError('BOLT_TRUNCATED', field, `${field}: truncated`);
    let value = 0;
    for (let i = 0; i < width; i++) value = value * 256 + (this.bytes[this.offset + i] as number);
    this.offset += width;
    return value;
  }

  /** Throws `BOLT_TRAILING_BYTES` unless everything was read. */
  end(field: string): void {
    if (this.left > 0) {
      throw new BoltError('BOLT_TRAILING_BYTES', field, `${field}: ${this.left} bytes too many`);
    }
  }
}
