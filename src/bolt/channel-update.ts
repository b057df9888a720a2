/**
 * channel_update (BOLT 7): what one side of a channel asks for carrying HTLCs, signed by its node.
 *
 * Invariant: decoding keeps every byte that is signed (later versions may append fields: `excess`), so encoding gives the
 * same bytes and the signature stays checkable. Does not know whether the channel exists or which of its two nodes is
 * meant: `channelFlags` bit 0 says it to whoever knows the channel.
 */
import { ByteReader, concat, uint } from './bytes.ts';
import { curve } from './curve.ts';
import { BoltError } from './error.ts';
import { sha256 } from './symmetric.ts';

/** Message type 258, as the first two bytes. */
export const CHANNEL_UPDATE_TYPE: Uint8Array = Uint8Array.of(0x01, 0x02);

/** Genesis block hashes in wire order (BOLT 0), hex. */
export const CHAIN_HASH = {
  mainnet: '6fe28c0ab6f1b372c1a6a246ae63f74f931e8365e15a089c68d6190000000000',
  regtest: '06226e46111a0b59caaf126043eb5bbf28c34f3a5e332a1fc7b2b73cf188910f',
} as const;

/** `message_flags` bit 0: the update has an htlc_maximum_msat; compulsory since 2022. */
export const MESSAGE_FLAG_HTLC_MAXIMUM = 1;
/** `channel_flags` bit 0: sent by the greater of the two node ids. */
export const CHANNEL_FLAG_DIRECTION = 1;
/** `channel_flags` bit 1: do not use the channel now. */
export const CHANNEL_FLAG_DISABLED = 2;

const SIGNATURE_LENGTH = 64;
const CHAIN_HASH_LENGTH = 32;

export interface UnsignedChannelUpdate {
  /** 32 bytes. */
  readonly chainHash: Uint8Array;
  readonly shortChannelId: bigint;
  /** Seconds. */
  readonly timestamp: number;
  readonly messageFlags: number;
  readonly channelFlags: number;
  readonly cltvExpiryDelta: number;
  readonly htlcMinimumMsat: bigint;
  readonly feeBaseMsat: bigint;
  readonly feeProportionalMillionths: number;
  /** Present exactly if `messageFlags` says so. */
  readonly htlcMaximumMsat?: bigint;
  /** Bytes of fields this version does not know; signed with the rest. */
  readonly excess?: Uint8Array;
}

export interface ChannelUpdate extends UnsignedChannelUpdate {
  /** r and s, 64 bytes. */
  readonly signature: Uint8Array;
}

export function hasChannelUpdateType(bytes: Uint8Array): boolean {
  return bytes[0] === CHANNEL_UPDATE_TYPE[0] && bytes[1] === CHANNEL_UPDATE_TYPE[1];
}

/** With its message type. Throws `BOLT_OUT_OF_RANGE` or `BOLT_BAD_LENGTH`. */
export function encodeChannelUpdate(update: ChannelUpdate): Uint8Array {
  if (update.signature.length !== SIGNATURE_LENGTH) {
    throw new BoltError('BOLT_BAD_LENGTH', 'signature', 'signature: must be 64 bytes');
  }
  return concat(CHANNEL_UPDATE_TYPE, update.signature, signedPart(update));
}

/** With or without the message type before it. Throws `BOLT_TRUNCATED`. */
export function decodeChannelUpdate(bytes: Uint8Array): ChannelUpdate {
  const reader = new ByteReader(bytes, hasChannelUpdateType(bytes) ? CHANNEL_UPDATE_TYPE.length : 0);
  const signature = reader.take(SIGNATURE_LENGTH, 'signature');
  const fixed = readFixed(reader);
  const hasMaximum = (fixed.messageFlags & MESSAGE_FLAG_HTLC_MAXIMUM) !== 0;
  const maximum = hasMaximum ? { htlcMaximumMsat: reader.u64('htlc_maximum_msat') } : {};
  const excess = reader.left > 0 ? { excess: reader.rest() } : {};
  return { signature, ...fixed, ...maximum, ...excess };
}

function readFixed(reader: ByteReader): UnsignedChannelUpdate {
  return {
    chainHash: reader.take(CHAIN_HASH_LENGTH, 'chain_hash'),
    shortChannelId: reader.u64('short_channel_id'),
    timestamp: reader.u32('timestamp'),
    messageFlags: reader.u8('message_flags'),
    channelFlags: reader.u8('channel_flags'),
    cltvExpiryDelta: reader.u16('cltv_expiry_delta'),
    htlcMinimumMsat: reader.u64('htlc_minimum_msat'),
    feeBaseMsat: BigInt(reader.u32('fee_base_msat')),
    feeProportionalMillionths: reader.u32('fee_proportional_millionths'),
  };
}

/** Throws `BOLT_BAD_KEY` for an impossible private key. */
export function signChannelUpdate(update: UnsignedChannelUpdate, privateKey: Uint8Array): ChannelUpdate {
  return { ...update, signature: curve.signRecoverable(signedHash(update), privateKey).signature };
}

/** Did `nodeId` (33 bytes) sign it? False for malformed signatures and points. */
export function checkChannelUpdate(update: ChannelUpdate, nodeId: Uint8Array): boolean {
  return curve.verify(signedHash(update), update.signature, nodeId);
}

/** Double SHA256 of what follows the signature (BOLT 7). */
function signedHash(update: UnsignedChannelUpdate): Uint8Array {
  return sha256(sha256(signedPart(update)));
}

function signedPart(update: UnsignedChannelUpdate): Uint8Array {
  if (update.chainHash.length !== CHAIN_HASH_LENGTH) {
    throw new BoltError('BOLT_BAD_LENGTH', 'chain_hash', 'chain_hash: must be 32 bytes');
  }
  const hasMaximum = (update.messageFlags & MESSAGE_FLAG_HTLC_MAXIMUM) !== 0;
  if (hasMaximum !== (update.htlcMaximumMsat !== undefined)) {
    throw new BoltError('BOLT_OUT_OF_RANGE', 'htlc_maximum_msat', 'htlc_maximum_msat and message_flags disagree');
  }
  return concat(
    update.chainHash,
    uint(update.shortChannelId, 8, 'short_channel_id'),
    uint(update.timestamp, 4, 'timestamp'),
    uint(update.messageFlags, 1, 'message_flags'),
    uint(update.channelFlags, 1, 'channel_flags'),
    uint(update.cltvExpiryDelta, 2, 'cltv_expiry_delta'),
    uint(update.htlcMinimumMsat, 8, 'htlc_minimum_msat'),
    uint(update.feeBaseMsat, 4, 'fee_base_msat'),
    uint(update.feeProportionalMillionths, 4, 'fee_proportional_millionths'),
    update.htlcMaximumMsat === undefined ? new Uint8Array(0) : uint(update.htlcMaximumMsat, 8, 'htlc_maximum_msat'),
    update.excess ?? new Uint8Array(0),
  );
}
