/**
 * A stand-in for the Sphinx onion with its functions and none of its cryptography: payloads are handed over as they are.
 *
 * For the engine-only measurement. Invariant: each peel gives the payload the sender made for that hop, so every check of
 * the forwarding nodes runs as always.
 */
import type { Onion, OnionPlan, PeeledOnion } from '../../../src/bolt/sphinx.ts';

export const ONION_PAYLOADS_SIZE = 1300;
export const ONION_OVERHEAD = 66;
export const BAD_ONION = { VERSION: 0xc004, HMAC: 0xc005, KEY: 0xc006 } as const;

const NO_SECRET = new Uint8Array(32);
/** What a packet still holds, by the packet itself. */
const layers = new WeakMap<Uint8Array, readonly Uint8Array[]>();

export function constructOnion({ hops }: OnionPlan): Onion {
  return { packet: packetOf(hops.map(({ payload }) => payload)), sharedSecrets: hops.map(() => NO_SECRET) };
}

export function sharedSecretsOf(_sessionKey: Uint8Array, pubkeys: readonly Uint8Array[]): Uint8Array[] {
  return pubkeys.map(() => NO_SECRET);
}

export function peelOnion({ packet }: { readonly packet: Uint8Array }): PeeledOnion {
  const [payload, ...rest] = layers.get(packet) ?? [];
  if (payload === undefined) throw new Error('not a packet of this stand-in');
  return rest.length === 0
    ? { type: 'final', payload, sharedSecret: NO_SECRET }
    : { type: 'forward', payload, next: packetOf(rest), sharedSecret: NO_SECRET };
}

function packetOf(payloads: readonly Uint8Array[]): Uint8Array {
  const packet = new Uint8Array(1);
  layers.set(packet, payloads);
  return packet;
}
