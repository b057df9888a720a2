/**
 * The onion of BOLT 4 ("Packet Structure", "Packet Construction", "Onion Decryption"): construct at the sender, peel at each hop.
 *
 * Packet: version (1) · ephemeral point (33) · hop payloads (1300, or any size agreed on) · HMAC (32).
 * Each hop's frame inside the hop payloads: payload with its BigSize length prefix · HMAC (32) of the next packet, zero at the last hop.
 *
 * Invariant: for one session key the packet is determined, and its size never tells how many hops are left. Peeling never
 * throws on bytes from outside: a packet that cannot be ours is a `bad` value with the BADONION code to answer. Does not
 * look into payloads beyond their length (hop-payload.ts), and does not remember packets: detecting replays is the caller's.
 */
import { timingSafeEqual } from 'node:crypto';
import { readLength } from './bigsize.ts';
import { ByteReader, plain } from './bytes.ts';
import { curve } from './curve.ts';
import { BoltError } from './error.ts';
import { chacha20, deriveKey, HMAC_LENGTH, hmacSha256, keystream, sha256 } from './symmetric.ts';

/** Hop payloads of an HTLC's onion; onion messages may be larger (BOLT 4). */
export const ONION_PAYLOADS_SIZE = 1300;
/** Bytes of a packet beside its hop payloads. */
export const ONION_OVERHEAD = 1 + 33 + HMAC_LENGTH;

const VERSION = 0;
const POINT_START = 1;
const PAYLOADS_START = 34;
/** Length 0 once marked the old fixed-size payload, 1 is reserved (BOLT 4 "Payload Format"). */
const LEAST_PAYLOAD_LENGTH = 2;

/** BADONION codes (BOLT 4 "Failure Messages"); they travel with the SHA256 of the packet. */
export const BAD_ONION = { VERSION: 0xc004, HMAC: 0xc005, KEY: 0xc006 } as const;
export type BadOnionCode = (typeof BAD_ONION)[keyof typeof BAD_ONION];

export interface OnionHop {
  readonly pubkey: Uint8Array;
  /** With its length prefix, as `encodeHopPayload` gives it. */
  readonly payload: Uint8Array;
}

export interface OnionPlan {
  readonly hops: readonly OnionHop[];
  /** 32 random bytes, never used for two packets. */
  readonly sessionKey: Uint8Array;
  /** What the HMACs also commit to; the payment hash for an HTLC. */
  readonly associatedData: Uint8Array;
  readonly size?: number;
}

export interface Onion {
  readonly packet: Uint8Array;
  /** One per hop, in route order; needed to read an error onion. */
  readonly sharedSecrets: Uint8Array[];
}

export type PeeledOnion =
  | {
      readonly type: 'forward';
      readonly payload: Uint8Array;
      readonly next: Uint8Array;
      readonly sharedSecret: Uint8Array;
    }
  | { readonly type: 'final'; readonly payload: Uint8Array; readonly sharedSecret: Uint8Array }
  | { readonly type: 'bad'; readonly code: BadOnionCode; readonly sha256OfOnion: Uint8Array };

/** The secret shared with each node, in route order. Throws `BOLT_BAD_KEY`. */
export function sharedSecretsOf(sessionKey: Uint8Array, pubkeys: readonly Uint8Array[]): Uint8Array[] {
  return sharedSecretsFrom(sessionKey, curve.publicKey(sessionKey), pubkeys);
}

/** `point` is the session key's: making it costs a tenth of a three-hop onion, and the caller needs it too. */
function sharedSecretsFrom(sessionKey: Uint8Array, point: Uint8Array, pubkeys: readonly Uint8Array[]): Uint8Array[] {
  let ephemeral = { key: sessionKey, point };
  return pubkeys.map((pubkey, i) => {
    const secret = curve.sharedSecret(pubkey, ephemeral.key);
    // The last hop hands nothing on.
    if (i < pubkeys.length - 1) ephemeral = blind(ephemeral, secret);
    return secret;
  });
}

function blind(ephemeral: { key: Uint8Array; point: Uint8Array }, secret: Uint8Array): typeof ephemeral {
  const key = curve.multiplyPrivate(ephemeral.key, sha256(ephemeral.point, secret));
  return { key, point: curve.publicKey(key) };
}

/** Throws `BOLT_ONION_NO_HOPS`, `BOLT_ONION_TOO_LARGE` when the payloads do not fit in `size`, `BOLT_BAD_KEY`. */
export function constructOnion(plan: OnionPlan): Onion {
  const { hops, sessionKey, associatedData, size = ONION_PAYLOADS_SIZE } = plan;
  if (hops.length === 0) throw new BoltError('BOLT_ONION_NO_HOPS', 'hops', 'At least one hop must be specified.');
  const frames = hops.map((hop) => hop.payload.length + HMAC_LENGTH);
  if (frames.reduce((sum, frame) => sum + frame, 0) > size) {
    throw new BoltError('BOLT_ONION_TOO_LARGE', 'hops', 'Payloads exceed maximum onion packet size.');
  }
  const point = curve.publicKey(sessionKey);
  const pubkeys = hops.map((hop) => hop.pubkey);
  const sharedSecrets = sharedSecretsFrom(sessionKey, point, pubkeys);
  const last = hops.length - 1;
  // One stream per hop serves both the filler and the wrapping; the last hop's makes no filler.
  const streams = sharedSecrets.map((secret, i) =>
    keystream(deriveKey('rho', secret), i === last ? size : size + (frames[i] as number)),
  );
  const filler = makeFiller(streams, frames, size);
  // Starting from random bytes, not zeros: zeros would tell the last hop how long the route was.
  const payloads = keystream(deriveKey('pad', sessionKey), size);
  let hmac: Uint8Array = new Uint8Array(HMAC_LENGTH);
  for (let i = last; i >= 0; i--) {
    const { payload } = hops[i] as OnionHop;
    payloads.copyWithin(frames[i] as number, 0);
    payloads.set(payload);
    payloads.set(hmac, payload.length);
    xorInto(payloads, streams[i] as Uint8Array, 0, size);
    if (i === last) payloads.set(filler, size - filler.length);
    hmac = hmacSha256(deriveKey('mu', sharedSecrets[i] as Uint8Array), payloads, associatedData);
  }
  const packet = newPacket(ONION_OVERHEAD + size, point);
  packet.set(payloads, PAYLOADS_START);
  packet.set(hmac, PAYLOADS_START + size);
  return { packet, sharedSecrets };
}

/** What the hops before the last will have shifted in and encrypted at the end of the payloads when the last one sees them. */
function makeFiller(streams: readonly Uint8Array[], frames: readonly number[], size: number): Uint8Array {
  const before = frames.slice(0, -1);
  const filler = new Uint8Array(before.reduce((sum, frame) => sum + frame, 0));
  let length = 0;
  before.forEach((frame, i) => {
    xorInto(filler, streams[i] as Uint8Array, size - length, length + frame);
    length += frame;
  });
  return filler;
}

/**
 * Opens one layer. `payload` keeps its length prefix. A payload whose length is impossible was signed by the sender, so it
 * is not a bad onion: it comes out as an empty `final` payload, which `decodeHopPayload` refuses, so the hop answers
 * invalid_onion_payload as Core Lightning does.
 */
export function peelOnion(sealed: {
  readonly packet: Uint8Array;
  readonly privateKey: Uint8Array;
  readonly associatedData: Uint8Array;
}): PeeledOnion {
  const { packet, privateKey, associatedData } = sealed;
  const bad = (code: BadOnionCode): PeeledOnion => ({ type: 'bad', code, sha256OfOnion: sha256(packet) });
  if (packet[0] !== VERSION) return bad(BAD_ONION.VERSION);
  const point = plain(packet.subarray(POINT_START, PAYLOADS_START));
  if (!curve.isPoint(point)) return bad(BAD_ONION.KEY);
  const hmacStart = packet.length - HMAC_LENGTH;
  if (hmacStart < PAYLOADS_START) return bad(BAD_ONION.HMAC);
  const sharedSecret = curve.sharedSecret(point, privateKey);
  const sealedPayloads = packet.subarray(PAYLOADS_START, hmacStart);
  const hmac = hmacSha256(deriveKey('mu', sharedSecret), sealedPayloads, associatedData);
  if (!timingSafeEqual(hmac, packet.subarray(hmacStart))) return bad(BAD_ONION.HMAC);

  const cipher = chacha20(deriveKey('rho', sharedSecret));
  const payloads = plain(cipher.update(sealedPayloads));
  const frame = frameLength(payloads);
  if (frame === undefined) return { type: 'final', payload: new Uint8Array(0), sharedSecret };
  const payload = payloads.slice(0, frame - HMAC_LENGTH);
  const nextHmac = payloads.subarray(frame - HMAC_LENGTH, frame);
  if (nextHmac.every((byte) => byte === 0)) return { type: 'final', payload, sharedSecret };

  const next = newPacket(packet.length, curve.multiplyPoint(point, sha256(point, sharedSecret)));
  next.set(payloads.subarray(frame), PAYLOADS_START);
  // The zeros shifted in at the end, encrypted with the stream's continuation.
  next.set(cipher.update(new Uint8Array(frame)), hmacStart - frame);
  next.set(nextHmac, hmacStart);
  return { type: 'forward', payload, next, sharedSecret };
}

/** Bytes of the first frame, payload and HMAC; undefined when its length prefix is unreadable, reserved or too large. */
function frameLength(payloads: Uint8Array): number | undefined {
  const reader = new ByteReader(payloads);
  try {
    const length = readLength(reader);
    if (length < LEAST_PAYLOAD_LENGTH || reader.left < length + HMAC_LENGTH) return undefined;
    return reader.offset + length + HMAC_LENGTH;
  } catch (error) {
    if (error instanceof BoltError) return undefined;
    throw error;
  }
}

/** A packet as long as `packet`, with everything but hop payloads and HMAC in place. */
function newPacket(length: number, point: Uint8Array): Uint8Array {
  const packet = new Uint8Array(length);
  packet[0] = VERSION;
  packet.set(point, POINT_START);
  return packet;
}

function xorInto(target: Uint8Array, stream: Uint8Array, streamStart: number, length: number): void {
  for (let i = 0; i < length; i++) target[i] = (target[i] as number) ^ (stream[streamStart + i] as number);
}
