/**
 * Names of things on the network: node ids, short channel ids, payment hashes.
 *
 * Invariant: a branded value has the form its parser checked, in lower case; two equal things have equal strings.
 * Does not check that a node id is a point on the curve (that is `src/bolt/curve.ts`).
 */

/** Compressed public key of a node, 66 lower-case hex digits (BOLT 7). */
export type NodeId = string & { readonly __brand: 'NodeId' };
/** `BLOCKxTXxOUT` (BOLT 7). */
export type ShortChannelId = string & { readonly __brand: 'ShortChannelId' };
/** 64 lower-case hex digits. */
export type PaymentHash = string & { readonly __brand: 'PaymentHash' };
/** 64 lower-case hex digits whose SHA256 is the payment hash. */
export type Preimage = string & { readonly __brand: 'Preimage' };
/**
 * The place of no transaction (channels start at block 1). In the first hop of a route it stands for any channel with the peer
 * that carries the amount (lightning-sendpay(7)).
 */
export const ANY_CHANNEL = '0x0x0' as ShortChannelId;

/** Direction through a channel: 0 from the lesser node id to the greater (BOLT 7), 1 back. */
export type Direction = 0 | 1;
/** One direction of a channel, `<scid>/<direction>`, as `exclude` and listpenalties write it. */
export type ChannelDirection = `${ShortChannelId}/${Direction}`;

const NODE_ID = /^0[23][0-9a-f]{64}$/;
const HEX32 = /^[0-9a-f]{64}$/;
const SCID = /^(\d{1,8})x(\d{1,8})x(\d{1,5})$/;

/** Largest block height and transaction index a short channel id can carry (24 bits each). */
export const MAX_U24 = 0xffffff;
/** Largest output index a short channel id can carry (16 bits). */
export const MAX_U16 = 0xffff;
/** Largest number of four bytes: fees in channel_update, a cltv_expiry on the wire. */
export const MAX_U32 = 0xffffffff;

export function parseNodeId(text: string): NodeId | undefined {
  const lower = text.toLowerCase();
  return NODE_ID.test(lower) ? (lower as NodeId) : undefined;
}

export function parsePaymentHash(text: string): PaymentHash | undefined {
  const lower = text.toLowerCase();
  return HEX32.test(lower) ? (lower as PaymentHash) : undefined;
}

export function parsePreimage(text: string): Preimage | undefined {
  const lower = text.toLowerCase();
  return HEX32.test(lower) ? (lower as Preimage) : undefined;
}

export function parseShortChannelId(text: string): ShortChannelId | undefined {
  const match = SCID.exec(text);
  if (!match) return undefined;
  const [block, tx, out] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (block > MAX_U24 || tx > MAX_U24 || out > MAX_U16) return undefined;
  return `${block}x${tx}x${out}` as ShortChannelId;
}

/** The 64-bit number of a short channel id, as it goes on the wire. */
export function shortChannelIdToU64(scid: ShortChannelId): bigint {
  const [block, tx, out] = scid.split('x').map(Number) as [number, number, number];
  return (BigInt(block) << 40n) | (BigInt(tx) << 16n) | BigInt(out);
}

export function shortChannelIdFromU64(value: bigint): ShortChannelId {
  return `${value >> 40n}x${(value >> 16n) & 0xffffffn}x${value & 0xffffn}` as ShortChannelId;
}

/** Direction of travel from `from` to `to` (BOLT 7: node_id_1 is the lesser of the two in lexicographic order). */
export function directionOf(from: NodeId, to: NodeId): Direction {
  return from < to ? 0 : 1;
}

export function channelDirection(channel: ShortChannelId, direction: Direction): ChannelDirection {
  return `${channel}/${direction}`;
}

/** The parts of what `channelDirection` joined. */
export function directedChannel(joined: ChannelDirection): { channel: ShortChannelId; direction: Direction } {
  const [channel, direction] = joined.split('/') as [ShortChannelId, string];
  return { channel, direction: direction === '1' ? 1 : 0 };
}
