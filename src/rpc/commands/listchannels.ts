/**
 * `listchannels`: the public channels as this node sees them, one entry per direction (lightning-listchannels(7)).
 *
 * Invariant: by channel or by node it costs the channels there are of it. The whole list is read as it is sent: a channel that is
 * announced or closed meanwhile may be in it or not.
 */
import type { Direction, NodeId, ShortChannelId } from '../../domain/ids.ts';
import type { GraphChannel } from '../../graph/channel-graph.ts';
import type { CommandAnswer } from '../command.ts';
import { listAnswer } from '../list-answer.ts';
import { nodeId, shortChannelId } from '../param-types.ts';
import { optional, type ParamValues } from '../params.ts';
import { command, type ServedNode } from '../served-node.ts';
import { invalid } from './listing.ts';

/** Bits of channel_update's flags (BOLT 7): direction, disabled; and that htlc_maximum_msat is there. */
const DISABLED_FLAG = 2;
const MESSAGE_FLAGS = 1;

/** One direction of a public channel. */
export type GraphChannelHalf = {
  readonly source: NodeId;
  readonly destination: NodeId;
  readonly short_channel_id: ShortChannelId;
  readonly direction: Direction;
  readonly public: true;
  /** The channel's capacity. */
  readonly amount_msat: bigint;
  readonly message_flags: number;
  readonly channel_flags: number;
  readonly active: boolean;
  /** When the policy was made, in seconds. */
  readonly last_update: number;
  readonly base_fee_millisatoshi: bigint;
  readonly fee_per_millionth: number;
  readonly delay: number;
  readonly htlc_minimum_msat: bigint;
  readonly htlc_maximum_msat: bigint;
  /** Feature bits of the channel's announcement: none. */
  readonly features: '';
};
export type GraphChannels = { readonly channels: readonly GraphChannelHalf[] };

const PARAMS = {
  short_channel_id: optional(shortChannelId),
  source: optional(nodeId),
  destination: optional(nodeId),
};
type Wanted = ParamValues<typeof PARAMS>;
type Operated = ServedNode['operated'];

export const listchannels = command({
  name: 'listchannels',
  params: PARAMS,
  validate: (values) =>
    Object.values(values).filter((value) => value !== undefined).length > 1
      ? invalid('Can only specify one of `short_channel_id`, `source` or `destination`')
      : undefined,
  run: (wanted, { node: { operated } }): CommandAnswer<GraphChannels> =>
    listAnswer('channels', halves(operated, wanted)),
});

function* halves(
  operated: Operated,
  { short_channel_id, source, destination }: Wanted,
): Generator<GraphChannelHalf, void> {
  const { graph } = operated;
  const node = source ?? destination;
  const one = short_channel_id === undefined ? undefined : graph.channel(short_channel_id);
  const chosen =
    short_channel_id !== undefined ? [one] : node !== undefined ? graph.channelsOf(node) : graph.channels();
  for (const channel of chosen)
    for (const direction of [0, 1] as const) {
      const half = channel && halfOf(channel, direction, operated.lastUpdate(channel.shortChannelId, direction));
      if (half === undefined) continue;
      if (source !== undefined && half.source !== source) continue;
      if (destination !== undefined && half.destination !== destination) continue;
      yield half;
    }
}

function halfOf(channel: GraphChannel, direction: Direction, lastUpdate: number): GraphChannelHalf | undefined {
  const policy = channel.policies[direction];
  if (policy === undefined) return undefined;
  const [source, destination] = direction === 0 ? [channel.node1, channel.node2] : [channel.node2, channel.node1];
  return {
    source,
    destination,
    short_channel_id: channel.shortChannelId,
    direction,
    public: true,
    amount_msat: channel.capacityMsat,
    message_flags: MESSAGE_FLAGS,
    channel_flags: direction + (policy.enabled ? 0 : DISABLED_FLAG),
    active: policy.enabled,
    last_update: lastUpdate,
    base_fee_millisatoshi: policy.feeBaseMsat,
    fee_per_millionth: policy.feePpm,
    delay: policy.cltvDelta,
    htlc_minimum_msat: policy.htlcMinimumMsat,
    htlc_maximum_msat: policy.htlcMaximumMsat,
    features: '',
  };
}
