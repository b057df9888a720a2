/**
 * The symmetric half of BOLT 4: SHA256, HMAC-SHA256 and the ChaCha20 stream, from node:crypto.
 *
 * Invariant: every key is derived from one shared secret and used for one purpose; the stream's nonce is therefore always
 * zero (BOLT 4 "Pseudo Random Byte Stream").
 */
import { type Cipher, createCipheriv, createHash, createHmac } from 'node:crypto';
import { plain } from './bytes.ts';

/** What a derived key is for; the HMAC key is this word in ASCII (BOLT 4 "Key Generation"). */
export type KeyType = 'rho' | 'mu' | 'um' | 'ammag' | 'pad';

export const HMAC_LENGTH = 32;

/** OpenSSL's ChaCha20 takes counter and nonce together, 16 bytes. */
const ZERO_COUNTER_AND_NONCE = new Uint8Array(16);

export function sha256(...parts: readonly Uint8Array[]): Uint8Array {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return plain(hash.digest());
}

export function hmacSha256(key: Uint8Array | string, ...parts: readonly Uint8Array[]): Uint8Array {
  const hmac = createHmac('sha256', key);
  for (const part of parts) hmac.update(part);
  return plain(hmac.digest());
}

export function deriveKey(type: KeyType, secret: Uint8Array): Uint8Array {
  return hmacSha256(type, secret);
}

/** A cipher whose `update(data)` is data XOR the next bytes of the key's stream. */
export function chacha20(key: Uint8Array): Cipher {
  return createCipheriv('chacha20', key, ZERO_COUNTER_AND_NONCE);
}

/** The first `length` bytes of the key's stream. */
export function keystream(key: Uint8Array, length: number): Uint8Array {
  return plain(chacha20(key).update(new Uint8Array(length)));
}
