/**
 * Signed channel_update messages of the simulated channels, as failure messages carry them.
 *
 * Invariant: one direction's update stays byte for byte the same until its policy changes, with a timestamp that grows.
 */
import {
  CHAIN_HASH,
  CHANNEL_FLAG_DISABLED,
  encodeChannelUpdate,
  fromHex,
  MESSAGE_FLAG_HTLC_MAXIMUM,
  signChannelUpdate,
} from '../bolt/index.ts';
import type { Chain } from '../domain/chain.ts';
import type { Clock } from '../domain/clock.ts';
import { type Direction, type ShortChannelId, shortChannelIdToU64 } from '../domain/ids.ts';
import type { ChannelPolicy } from '../domain/route.ts';
import type { ChannelActors } from './channel-actors.ts';
import type { NodeKeys } from './node-keys.ts';

/** Genesis block hashes in wire order (BOLT 0). */
const CHAIN_HASHES: Readonly<Record<Chain, string>> = {
  bitcoin: CHAIN_HASH.mainnet,
  testnet: '43497fd7f826957108f4a30fd9cec3aeba79972084e90ead01ea330900000000',
  signet: 'f61eee3b63a380a477a063af32b2bbc97c9ff9f01f2c4225e973988108000000',
  regtest: CHAIN_HASH.regtest,
};

interface Signed {
  readonly policy: ChannelPolicy;
  readonly timestamp: number;
  readonly bytes: Uint8Array;
}

export class ChannelUpdates {
  readonly #channels: ChannelActors;
  readonly #keys: NodeKeys;
  readonly #clock: Clock;
  readonly #chainHash: Uint8Array;
  readonly #signed = new Map<string, Signed>();

  constructor(parts: { channels: ChannelActors; keys: NodeKeys; clock: Clock; chain: Chain }) {
    this.#channels = parts.channels;
    this.#keys = parts.keys;
    this.#clock = parts.clock;
    this.#chainHash = fromHex(CHAIN_HASHES[parts.chain]);
  }

  /** The current update of a direction, with its message type; undefined if that side announced none. */
  bytes(channel: ShortChannelId, direction: Direction): Uint8Array | undefined {
    return this.#current(channel, direction)?.bytes;
  }

  /** When the current update was made, in seconds; 0 if there is none. */
  timestamp(channel: ShortChannelId, direction: Direction): number {
    return this.#current(channel, direction)?.timestamp ?? 0;
  }

  #current(channel: ShortChannelId, direction: Direction): Signed | undefined {
    const { policies, nodes } = this.#channels.context(channel);
    const policy = policies[direction];
    if (policy === null) return undefined;
    const key = `${channel}/${direction}`;
    const known = this.#signed.get(key);
    if (known !== undefined && samePolicy(known.policy, policy)) return known;
    const timestamp = Math.max(Math.floor(this.#clock.nowMs() / 1000), (known?.timestamp ?? 0) + 1);
    const signed = { policy, timestamp, bytes: this.#sign(channel, direction, nodes[direction], policy, timestamp) };
    this.#signed.set(key, signed);
    return signed;
  }

  #sign(
    channel: ShortChannelId,
    direction: Direction,
    node: Parameters<NodeKeys['privateKey']>[0],
    policy: ChannelPolicy,
    timestamp: number,
  ): Uint8Array {
    const update = {
      chainHash: this.#chainHash,
      shortChannelId: shortChannelIdToU64(channel),
      timestamp,
      messageFlags: MESSAGE_FLAG_HTLC_MAXIMUM,
      channelFlags: direction | (policy.enabled ? 0 : CHANNEL_FLAG_DISABLED),
      cltvExpiryDelta: policy.cltvDelta,
      htlcMinimumMsat: policy.htlcMinimumMsat,
      feeBaseMsat: policy.feeBaseMsat,
      feeProportionalMillionths: policy.feePpm,
      htlcMaximumMsat: policy.htlcMaximumMsat,
    };
    return encodeChannelUpdate(signChannelUpdate(update, this.#keys.privateKey(node)));
  }
}

function samePolicy(a: ChannelPolicy, b: ChannelPolicy): boolean {
  return (
    a === b ||
    (a.feeBaseMsat === b.feeBaseMsat &&
      a.feePpm === b.feePpm &&
      a.cltvDelta === b.cltvDelta &&
      a.htlcMinimumMsat === b.htlcMinimumMsat &&
      a.htlcMaximumMsat === b.htlcMaximumMsat &&
      a.enabled === b.enabled)
  );
}
