/**
 * The network file as the simulated network looks things up in it: channels by id, channels of a node, terms to open with.
 *
 * Invariant: never changes; what has changed since is in the channels' own streams.
 * Says what is assumed where a file is silent: 1 % reserve as Core Lightning asks, 483 HTLCs as BOLT 2 allows, no
 * commitment fee.
 */
import type { ChannelTerms } from '../../machines/channel.ts';
import { SendpayError } from '../domain/errors.ts';
import type { Direction, NodeId, ShortChannelId } from '../domain/ids.ts';
import type { ChannelDescription, NetworkDescription } from '../graph/network-description.ts';
import type { AnnouncedChannel, AnnouncedNode } from '../switch/graph-feed.ts';

/** Share of the capacity each side must keep (Core Lightning's channel_reserve). */
const RESERVE_DIVISOR = 100n;
/** Most HTLCs a side may offer (BOLT 2, max_accepted_htlcs). */
const MAX_ACCEPTED_HTLCS = 483;
/** Core Lightning's dust limit. */
const DUST_LIMIT_MSAT = 546_000n;

const NO_CHANNELS: readonly ChannelDescription[] = [];

export class Topology {
  readonly description: NetworkDescription;
  readonly #channels = new Map<ShortChannelId, ChannelDescription>();
  readonly #byNode = new Map<NodeId, ChannelDescription[]>();

  constructor(description: NetworkDescription) {
    this.description = description;
    for (const node of description.nodes) this.#byNode.set(node.id, []);
    for (const channel of description.channels) {
      this.#channels.set(channel.shortChannelId, channel);
      this.#byNode.get(channel.node1)?.push(channel);
      this.#byNode.get(channel.node2)?.push(channel);
    }
  }

  has(node: NodeId): boolean {
    return this.#byNode.has(node);
  }

  find(channel: ShortChannelId): ChannelDescription | undefined {
    return this.#channels.get(channel);
  }

  /** Throws SENDPAY_UNKNOWN_CHANNEL. */
  channel(channel: ShortChannelId): ChannelDescription {
    const found = this.#channels.get(channel);
    if (!found) throw new SendpayError('SENDPAY_UNKNOWN_CHANNEL', `the network has no channel ${channel}`);
    return found;
  }

  channelsOf(node: NodeId): readonly ChannelDescription[] {
    return this.#byNode.get(node) ?? NO_CHANNELS;
  }

  /** What gossip would tell of the network file: every node, and the public channels. */
  announced(): { nodes: readonly AnnouncedNode[]; channels: readonly AnnouncedChannel[] } {
    const { nodes, channels } = this.description;
    return { nodes, channels: channels.filter(({ isPublic }) => isPublic) };
  }

  /** What a channel opens with. */
  terms(shortChannelId: ShortChannelId): ChannelTerms {
    const channel = this.channel(shortChannelId);
    const { node1, node2, capacityMsat, balancesMsat, isPublic } = channel;
    const [policy0, policy1] = channel.policies;
    const reserveMsat = capacityMsat / RESERVE_DIVISOR;
    return {
      nodes: [node1, node2],
      capacityMsat,
      balanceMsat: balancesMsat,
      reserveMsat: channel.reserveMsat ?? [reserveMsat, reserveMsat],
      minimumMsat: [policy0?.htlcMinimumMsat ?? 0n, policy1?.htlcMinimumMsat ?? 0n],
      dustLimitMsat: channel.dustLimitMsat ?? DUST_LIMIT_MSAT,
      maxAcceptedHtlcs: channel.maxAcceptedHtlcs ?? MAX_ACCEPTED_HTLCS,
      maxInFlightMsat: channel.maxHtlcValueInFlightMsat ?? capacityMsat,
      feeratePerKw: channel.feeratePerKw ?? 0,
      opener: channel.opener ?? 0,
      isPublic,
      policies: [policy0 ?? null, policy1 ?? null],
    };
  }
}

/** Which side of its channel a node is. */
export function sideOf(nodes: readonly [NodeId, NodeId], node: NodeId): Direction {
  return nodes[0] === node ? 0 : 1;
}
