/**
 * The onion of a part: its payloads, its packet, and the secrets that read its failure.
 *
 * Invariant: everything is a function of the logged part (route, session key, height), so a packet is never stored, and a restart
 * builds the same bytes again. Rules: reference 6.1 (CLTV base), BOLT 4 (payloads, error onions).
 */
import {
  BoltError,
  constructOnion,
  curve,
  encodeHopPayload,
  fromHex,
  ONION_PAYLOADS_SIZE,
  sharedSecretsOf,
} from '../bolt/index.ts';
import { MAX_MSAT } from '../domain/amount.ts';
import { given } from '../domain/given.ts';
import { MAX_U32, type NodeId, type PaymentHash, shortChannelIdToU64 } from '../domain/ids.ts';
import type { Part, PartSend } from '../domain/payment-part.ts';

export type RouteSend = Extract<PartSend, { kind: 'route' }>;
/** What leaves as an HTLC. */
export type HtlcSend = Exclude<PartSend, { kind: 'self' }>;
export type PlannedPart = Pick<Part, 'height' | 'send' | 'totalMsat'>;
export type OnionKey = (id: NodeId) => NodeId;

/** Bytes of the HMAC behind each hop's payload in an onion (BOLT 4). */
const HMAC_BYTES = 32;

const bytesIf = (text: string | undefined): Uint8Array | undefined => (text === undefined ? undefined : fromHex(text));

/** `base` of every CLTV on the route: one block of slack, as lightningd has it. */
export const cltvBase = (height: number): number => height + 1;

/**
 * Whether the HTLC and its onion can be made: cltv_expiry and amount fit the wire, payloads fit the onion, and every hop's key is
 * a point. Whatever a command or a pay let pass ends here, before it is recorded.
 */
export function isSendable(part: PlannedPart, onionKey: OnionKey): boolean {
  const { send, height } = part;
  if (send.kind === 'self') return true;
  if (!fitsWire(cltvBase(height) + firstDelayOf(send), MAX_U32)) return false;
  if (send.kind === 'onion') return true;
  if (send.amountsMsat.some((amount) => !fitsWire(amount, MAX_MSAT))) return false;
  try {
    const size = payloadsOf(part, send).reduce((sum, payload) => sum + payload.length + HMAC_BYTES, 0);
    return size <= ONION_PAYLOADS_SIZE && send.ids.every((id) => curve.isPoint(fromHex(onionKey(id))));
  } catch (error) {
    if (error instanceof BoltError) return false;
    throw error;
  }
}

const firstDelayOf = (send: HtlcSend): number => (send.kind === 'onion' ? send.delay : (send.delays[0] as number));

function fitsWire(value: number | bigint, most: number | bigint): boolean {
  return (typeof value === 'bigint' || Number.isInteger(value)) && value >= 0 && value <= most;
}

/** The packet a part leaves with. */
export function packetOf(part: PlannedPart, paymentHash: PaymentHash, onionKey: OnionKey): Uint8Array {
  const { send } = part;
  if (send.kind === 'onion') return fromHex(send.onion);
  if (send.kind === 'self') throw new TypeError('a self-payment has no packet');
  const payloads = payloadsOf(part, send);
  const hops = send.ids.map((id, i) => ({ pubkey: fromHex(onionKey(id)), payload: payloads[i] as Uint8Array }));
  return constructOnion({ hops, sessionKey: fromHex(send.sessionKey), associatedData: fromHex(paymentHash) }).packet;
}

/** The secrets shared with the hops; undefined where only the caller of `sendonion` has them. */
export function secretsOf(send: PartSend, onionKey: OnionKey): readonly Uint8Array[] | undefined {
  if (send.kind === 'route')
    return sharedSecretsOf(
      fromHex(send.sessionKey),
      send.ids.map((id) => fromHex(onionKey(id))),
    );
  return send.kind === 'onion' ? send.sharedSecrets?.map(fromHex) : undefined;
}

function payloadsOf({ totalMsat, height }: PlannedPart, send: RouteSend): Uint8Array[] {
  const base = cltvBase(height);
  const last = send.ids.length - 1;
  return send.ids.map((_, i) =>
    i === last
      ? finalPayload(send, totalMsat, base)
      : encodeHopPayload({
          type: 'forward',
          amtToForwardMsat: send.amountsMsat[i + 1] as bigint,
          outgoingCltv: base + (send.delays[i + 1] as number),
          shortChannelId: shortChannelIdToU64(send.channels[i + 1] as RouteSend['channels'][number]),
        }),
  );
}

function finalPayload(send: RouteSend, totalMsat: bigint, base: number): Uint8Array {
  const { paymentSecret, paymentMetadata, keysendPreimage } = send;
  const secret = bytesIf(paymentSecret);
  return encodeHopPayload({
    type: 'final',
    amtToForwardMsat: send.amountsMsat.at(-1) as bigint,
    outgoingCltv: base + (send.delays.at(-1) as number),
    ...given({
      paymentData: secret && { paymentSecret: secret, totalMsat },
      paymentMetadata: bytesIf(paymentMetadata),
      keysendPreimage: bytesIf(keysendPreimage),
    }),
  });
}
