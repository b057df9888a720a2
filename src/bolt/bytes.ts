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
export function uint(value: bigint | number, width: number, field: string): Uint8Array {
  const bytes = new Uint8Array(width);
  let rest = BigInt(value);
  for (let i = width - 1; i >= 0; i--) {
    bytes[i] = Number(rest & 0xffn);
    rest >>= 8n;
  }
  // A negative number never reaches 0 by shifting, so this catches it too.
  if (rest !== 0n) throw new BoltError('BOLT_OUT_OF_RANGE', field, `${field}: ${value} does not fit in ${width} bytes`);
  return bytes;
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
    const slice = Uint8Array.prototype.slice.call(this.bytes, this.offset, this.offset + length);
    this.offset += length;
    return plain(slice);
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
