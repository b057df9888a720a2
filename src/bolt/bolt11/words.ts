/**
 * Five-bit words, the unit of a BOLT 11 invoice, and their conversions to bytes and numbers.
 *
 * Invariant: bits keep their order, first word highest; converting bytes to words and back gives the same bytes. Conversion
 * to bytes is by the reader's rule (spare bits at the end dropped) or the signer's (filled up with zero bits).
 */
import { fromHex } from '../bytes.ts';

const WORD_BITS = 5;
const BYTE_BITS = 8;

/** What becomes of bits at the end that do not fill a byte: `drop` when reading a field, `fill` when hashing for the signature. */
export type SpareBits = 'drop' | 'fill';

export function wordsToBytes(words: Uint8Array, spare: SpareBits): Uint8Array {
  return regroup(words, WORD_BITS, BYTE_BITS, spare);
}

/** The last word is filled with zero bits. */
export function bytesToWords(bytes: Uint8Array): Uint8Array {
  return regroup(bytes, BYTE_BITS, WORD_BITS, 'fill');
}

function regroup(units: Uint8Array, from: number, to: number, spare: SpareBits): Uint8Array {
  const bits = units.length * from;
  const regrouped = new Uint8Array(spare === 'fill' ? Math.ceil(bits / to) : Math.floor(bits / to));
  let pending = 0;
  let pendingBits = 0;
  let written = 0;
  for (const unit of units) {
    // Bits shifted out at the top were written already.
    pending = (pending << from) | unit;
    pendingBits += from;
    while (pendingBits >= to) {
      pendingBits -= to;
      regrouped[written++] = (pending >> pendingBits) & ((1 << to) - 1);
    }
  }
  if (written < regrouped.length) regrouped[written] = (pending << (to - pendingBits)) & ((1 << to) - 1);
  return regrouped;
}

export function wordsToNumber(words: Uint8Array): bigint {
  return words.reduce((value, word) => (value << 5n) | BigInt(word), 0n);
}

/** The fewest words that hold `value`, at least one; or exactly `count`, the value's lowest bits. */
export function numberToWords(value: bigint, count = 0): Uint8Array {
  const words: number[] = [];
  for (let rest = value; count > 0 ? words.length < count : rest > 0n || words.length === 0; rest >>= 5n) {
    words.unshift(Number(rest & 31n));
  }
  return Uint8Array.from(words);
}

/** A bit field read as one big-endian number: its bytes without leading zero bytes. */
export function wordsToBitfield(words: Uint8Array): Uint8Array {
  const hex = wordsToNumber(words).toString(16);
  return hex === '0' ? new Uint8Array(0) : fromHex(hex.length % 2 === 0 ? hex : `0${hex}`);
}

/** The fewest words that hold the bit field; none for an empty one. */
export function bitfieldToWords(bytes: Uint8Array): Uint8Array {
  const value = bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  return value === 0n ? new Uint8Array(0) : numberToWords(value);
}
