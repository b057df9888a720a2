/**
 * SipHash-2-4 of one 64-bit word, as the fuzz of v0.6 to v0.10 applies it to short channel ids.
 *
 * Source: Aumasson and Bernstein, "SipHash: a fast short-input PRF" (2012). A 64-bit word is kept as two 32-bit halves,
 * because bigint arithmetic would make it some twenty times slower and a search hashes every channel it looks at.
 * Does not hash messages of other lengths: nothing here needs them.
 */

/** The seed's length in bytes: SipHash's key. */
export const SIPHASH_KEY_LENGTH = 16;

/** A keyed hash of 64-bit words to fractions from 0 up to, not including, 1: the hash's upper 53 bits over 2^53. */
export type WordHash = (high: number, low: number) => number;

/** Low and high halves of v0, v1, v2, v3, in this order. */
type State = Int32Array;

/** "somepseudorandomlygeneratedbytes" in little-endian words, low half first. */
const INITIAL = [0x70736575, 0x736f6d65, 0x6e646f6d, 0x646f7261, 0x6e657261, 0x6c796765, 0x79746573, 0x74656462];
/** The last block of an 8-byte message: only its length, in the top byte. */
const LENGTH_BLOCK_HIGH = 8 << 24;

/** @throws RangeError unless the key has SIPHASH_KEY_LENGTH bytes. */
export function siphash24(key: Uint8Array): WordHash {
  if (key.length !== SIPHASH_KEY_LENGTH) throw new RangeError(`the key must have ${SIPHASH_KEY_LENGTH} bytes`);
  const words = new DataView(key.buffer, key.byteOffset, key.length);
  const keyWords = [0, 4, 8, 12].map((offset) => words.getInt32(offset, true));
  const keyed = Int32Array.from(INITIAL, (word, i) => word ^ keyWords[i % 4]!);
  const state = new Int32Array(8);
  return (high, low) => {
    state.set(keyed);
    compress(state, high, low);
    compress(state, LENGTH_BLOCK_HIGH, 0);
    state[4]! ^= 0xff;
    for (let round = 0; round < 4; round++) sipRound(state);
    return fraction(state);
  };
}

function compress(v: State, high: number, low: number): void {
  v[6]! ^= low;
  v[7]! ^= high;
  sipRound(v);
  sipRound(v);
  v[0]! ^= low;
  v[1]! ^= high;
}

function fraction(v: State): number {
  const low = (v[0]! ^ v[2]! ^ v[4]! ^ v[6]!) >>> 0;
  const high = (v[1]! ^ v[3]! ^ v[5]! ^ v[7]!) >>> 0;
  return (high * 2 ** 21 + (low >>> 11)) / 2 ** 53;
}

function sipRound(v: State): void {
  add(v, 0, 2);
  rotateAndXor(v, 2, 13, 0);
  swapHalves(v, 0);
  add(v, 4, 6);
  rotateAndXor(v, 6, 16, 4);
  add(v, 0, 6);
  rotateAndXor(v, 6, 21, 0);
  add(v, 4, 2);
  rotateAndXor(v, 2, 17, 4);
  swapHalves(v, 4);
}

/** v[to] += v[from], modulo 2^64. */
function add(v: State, to: number, from: number): void {
  const low = (v[to]! >>> 0) + (v[from]! >>> 0);
  v[to] = low;
  v[to + 1] = v[to + 1]! + v[from + 1]! + (low > 0xffffffff ? 1 : 0);
}

/** v[word] = rotateLeft(v[word], bits) ^ v[mask], for bits below 32. */
function rotateAndXor(v: State, word: number, bits: number, mask: number): void {
  const low = v[word]!;
  const high = v[word + 1]!;
  v[word] = ((low << bits) | (high >>> (32 - bits))) ^ v[mask]!;
  v[word + 1] = ((high << bits) | (low >>> (32 - bits))) ^ v[mask + 1]!;
}

/** Rotates by 32 bits. */
function swapHalves(v: State, word: number): void {
  const low = v[word]!;
  v[word] = v[word + 1]!;
  v[word + 1] = low;
}
