/**
 * Errors on their way back (BOLT 4 "Returning Errors").
 *
 * Packet: HMAC (32) · u16 failure length · failure message · u16 pad length · zeros, XORed once by the erring node and once
 * by every node before it.
 *
 * Invariant: length is kept by every layer, so it does not tell how far the error came; only the sender, who knows all
 * shared secrets, can tell who wrote it. Reading never throws on bytes from outside. Does not decode the failure message
 * (failure-message.ts).
 */
import { timingSafeEqual } from 'node:crypto';
import { concat, plain, uint } from './bytes.ts';
import { BoltError } from './error.ts';
import { chacha20, deriveKey, HMAC_LENGTH, hmacSha256 } from './symmetric.ts';

/** Failure and padding together, at least; longer failures are sent without padding. */
export const FAILURE_AND_PAD_LENGTH = 256;
/** HMAC and two length fields beside them. */
const OVERHEAD = HMAC_LENGTH + 2 + 2;
/** No node may send a shorter one, so a shorter one is noise. */
export const LEAST_ERROR_ONION_LENGTH = OVERHEAD + FAILURE_AND_PAD_LENGTH;
/**
 * Layers always removed, with dummy secrets after the real ones: how long the sender takes must not tell the first hop how
 * long the route was. 27 is the most hops the smallest payloads leave room for (BOLT 4).
 */
const LAYERS_ALWAYS_REMOVED = 27;
const DUMMY_SECRET = new Uint8Array(32).fill(7);
const MAX_FAILURE_LENGTH = 0xffff;

export interface DecodedErrorOnion {
  /** 0 is the first hop. */
  readonly erringIndex: number;
  readonly failureMessage: Uint8Array;
}

/** At the erring node: the packet to send back, this node's layer included. Throws `BOLT_OUT_OF_RANGE` above 65,535 bytes. */
export function buildErrorOnion(sharedSecret: Uint8Array, failureMessage: Uint8Array): Uint8Array {
  if (failureMessage.length > MAX_FAILURE_LENGTH) {
    throw new BoltError('BOLT_OUT_OF_RANGE', 'failure message', 'the failure message is longer than 65535 bytes');
  }
  const pad = Math.max(0, FAILURE_AND_PAD_LENGTH - failureMessage.length);
  const body = concat(
    uint(failureMessage.length, 2, 'failure_len'),
    failureMessage,
    uint(pad, 2, 'pad_len'),
    new Uint8Array(pad),
  );
  return wrapErrorOnion(sharedSecret, concat(hmacSha256(deriveKey('um', sharedSecret), body), body));
}

/** At every node the error passes: adds a layer; the same step removes it. */
export function wrapErrorOnion(sharedSecret: Uint8Array, packet: Uint8Array): Uint8Array {
  return plain(chacha20(deriveKey('ammag', sharedSecret)).update(packet));
}

/** At the sender: who erred and what they said, or undefined when no node of the route wrote this. */
export function decodeErrorOnion(
  sharedSecrets: readonly Uint8Array[],
  packet: Uint8Array,
): DecodedErrorOnion | undefined {
  if (packet.length < LEAST_ERROR_ONION_LENGTH) return undefined;
  let found: { index: number; body: Uint8Array } | undefined;
  let layered = packet;
  const layers = Math.max(LAYERS_ALWAYS_REMOVED, sharedSecrets.length);
  for (let i = 0; i < layers; i++) {
    const secret = sharedSecrets[i] ?? DUMMY_SECRET;
    layered = wrapErrorOnion(secret, layered);
    const body = layered.subarray(HMAC_LENGTH);
    const authentic = timingSafeEqual(hmacSha256(deriveKey('um', secret), body), layered.subarray(0, HMAC_LENGTH));
    // A first hop that knows the dummy secret must not be able to pass for a node beyond the route.
    if (authentic && i < sharedSecrets.length) found = { index: i, body };
  }
  return found && readBody(found.index, found.body);
}

function readBody(erringIndex: number, body: Uint8Array): DecodedErrorOnion | undefined {
  const length = ((body[0] as number) << 8) | (body[1] as number);
  if (length > body.length - 2) return undefined;
  return { erringIndex, failureMessage: body.slice(2, 2 + length) };
}
