/**
 * Keys for nodes that a network file only names.
 *
 * Invariant: the same name has the same key everywhere and always, so a network needs no keys in its file and its node ids
 * do not change. These keys are for simulated networks only: anyone can compute them.
 */
import { createHash } from 'node:crypto';
import { toHex } from '../../bolt/bytes.ts';
import { curve } from '../../bolt/curve.ts';
import type { NodeId } from '../../domain/ids.ts';

/** SHA256 of "sendpay/node/" and the name; 64 hex digits. (That it is no valid key has a chance of 2^-128.) */
export function privateKeyOfName(name: string): string {
  return createHash('sha256').update(`sendpay/node/${name}`).digest('hex');
}

/** The node id of a private key of 64 hex digits, or undefined if it is none. */
export function nodeIdOfPrivateKey(privateKey: string): NodeId | undefined {
  const key = Buffer.from(privateKey, 'hex');
  if (!curve.isPrivate(key)) return undefined;
  return toHex(curve.publicKey(key)) as NodeId;
}
