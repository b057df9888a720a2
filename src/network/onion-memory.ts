/**
 * What nodes remember of the onions in flight: each HTLC's opened layer, and the packet for the next hop.
 *
 * Invariant: kept only while the HTLC is in flight, a packet only until the next node has opened it, and nothing in the log.
 * What is missing, as after a restart, is made again: the sender's packet from its payment's log, the layers by peeling it along the path.
 */
import { BoltError, decodeHopPayload, fromHex, type HopPayload, peelOnion, TlvError } from '../bolt/index.ts';
import type { ChannelHtlc, HtlcRef } from '../domain/htlc.ts';
import type { AttemptName } from '../switch/port.ts';
import { attemptOf, type ChannelActors, offererOf, receiverOf } from './channel-actors.ts';
import type { NodeKeys } from './node-keys.ts';

/** What the receiving node found in the onion of an HTLC. */
export type OpenedOnion =
  | { readonly type: 'opened'; readonly payload: HopPayload; readonly sharedSecret: Uint8Array }
  | {
      readonly type: 'bad-payload';
      readonly record: { type: bigint; offset: number };
      readonly sharedSecret: Uint8Array;
    }
  | { readonly type: 'bad-onion'; readonly code: number; readonly sha256OfOnion: Uint8Array };

/** An onion that cannot be had any more reads as this: a packet with an unknown version. */
const LOST_ONION = Uint8Array.of(0xff);

export const refKey = ([channel, id]: HtlcRef): string => `${channel}/${id}`;

export class OnionMemory {
  readonly #channels: ChannelActors;
  readonly #keys: NodeKeys;
  /** Packets forwarding nodes took out of their layers, by the HTLC they received. A sender's is the attempt's own. */
  readonly #next = new Map<string, Uint8Array>();
  /** Layers whose HTLC has not been passed on yet. */
  readonly #opened = new Map<string, OpenedOnion>();
  /** Shared secrets as text of 32 characters: a tenth of what a Uint8Array takes, and there is one per HTLC. */
  readonly #secrets = new Map<string, string>();
  readonly #packetOf: (attempt: AttemptName) => Uint8Array | undefined;

  /** `packetOf` gives the packet of an attempt in flight. */
  constructor(channels: ChannelActors, keys: NodeKeys, packetOf: (attempt: AttemptName) => Uint8Array | undefined) {
    this.#channels = channels;
    this.#keys = keys;
    this.#packetOf = packetOf;
  }

  /** The HTLC is gone. */
  forget(ref: HtlcRef): void {
    const key = refKey(ref);
    this.#opened.delete(key);
    this.#next.delete(key);
    this.#secrets.delete(key);
  }

  /** The node has acted on the HTLC: of its layer only the secret is needed from now on. */
  passedOn(ref: HtlcRef): void {
    this.#opened.delete(refKey(ref));
  }

  /** The layer of an HTLC's receiver. */
  open(ref: HtlcRef, htlc: ChannelHtlc): OpenedOnion {
    const known = this.#opened.get(refKey(ref));
    return known ?? this.#open(ref, htlc);
  }

  /** The secret the receiver of an HTLC shares with the sender; undefined if it could not read the onion. */
  sharedSecret(ref: HtlcRef): Uint8Array | undefined {
    const known = this.#secrets.get(refKey(ref));
    if (known !== undefined) return Buffer.from(known, 'latin1');
    const htlc = this.#channels.htlc(ref);
    const opened = htlc && this.open(ref, htlc);
    return opened === undefined || opened.type === 'bad-onion' ? undefined : opened.sharedSecret;
  }

  #open(ref: HtlcRef, htlc: ChannelHtlc): OpenedOnion {
    const key = refKey(ref);
    const privateKey = this.#keys.privateKey(receiverOf(this.#channels.context(ref[0]), htlc));
    const { opened, next } = openLayer(this.#packet(ref, htlc), privateKey, fromHex(htlc.hash));
    this.#opened.set(key, opened);
    if (next !== undefined) this.#next.set(key, next);
    if (opened.type !== 'bad-onion') this.#secrets.set(key, Buffer.from(opened.sharedSecret).toString('latin1'));
    return opened;
  }

  /** Takes the packet that came with an HTLC: the sender's own, or what the node before took out of its layer. */
  #packet([channel]: HtlcRef, htlc: ChannelHtlc): Uint8Array {
    if ('part' in htlc.origin) {
      const sender = offererOf(this.#channels.context(channel), htlc);
      return this.#packetOf(attemptOf(sender, htlc.hash, htlc.origin.part)) ?? LOST_ONION;
    }
    const { prev } = htlc.origin;
    const key = refKey(prev);
    const before = this.#next.has(key) ? undefined : this.#channels.htlc(prev);
    if (before) this.#open(prev, before);
    const next = this.#next.get(key);
    this.#next.delete(key);
    return next ?? LOST_ONION;
  }
}

function openLayer(
  packet: Uint8Array,
  privateKey: Uint8Array,
  associatedData: Uint8Array,
): { opened: OpenedOnion; next?: Uint8Array } {
  const peeled = peelOnion({ packet, privateKey, associatedData });
  if (peeled.type === 'bad')
    return { opened: { type: 'bad-onion', code: peeled.code, sha256OfOnion: peeled.sha256OfOnion } };
  const { sharedSecret } = peeled;
  try {
    const payload = decodeHopPayload(peeled.payload, peeled.type);
    const opened: OpenedOnion = { type: 'opened', payload, sharedSecret };
    return peeled.type === 'forward' ? { opened, next: peeled.next } : { opened };
  } catch (error) {
    if (!(error instanceof BoltError)) throw error;
    const record = error instanceof TlvError ? { type: error.type, offset: error.offset } : { type: 0n, offset: 0 };
    return { opened: { type: 'bad-payload', record, sharedSecret } };
  }
}
