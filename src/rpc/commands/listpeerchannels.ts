/**
 * `listpeerchannels`: our own channels with their balances and the HTLCs in them (lightning-listpeerchannels(7)).
 *
 * Invariant: at most one of its parameters chooses; a peer or channel that is not there is an empty list.
 */
import type { Direction, NodeId, PaymentHash, ShortChannelId } from '../../domain/ids.ts';
import type { LocalChannel } from '../../switch/port.ts';
import { answer } from '../command.ts';
import { hex32, nodeId, shortChannelId } from '../param-types.ts';
import { optional } from '../params.ts';
import { command } from '../served-node.ts';
import { fundingOf } from './funding.ts';
import { invalid } from './listing.ts';

export type PeerChannel = {
  readonly peer_id: NodeId;
  readonly peer_connected: boolean;
  /** Usable again since the peers are connected. */
  readonly reestablished: boolean;
  readonly state: LocalChannel['state'];
  readonly short_channel_id: ShortChannelId;
  readonly direction: Direction;
  readonly channel_id?: string | undefined;
  readonly funding_txid?: string | undefined;
  readonly funding_outnum?: number | undefined;
  readonly private: boolean;
  readonly opener: 'local' | 'remote';
  readonly features: readonly string[];
  readonly to_us_msat: bigint;
  readonly total_msat: bigint;
  readonly fee_base_msat: bigint;
  readonly fee_proportional_millionths: number;
  readonly minimum_htlc_out_msat: bigint;
  readonly maximum_htlc_out_msat: bigint;
  readonly their_reserve_msat: bigint;
  readonly our_reserve_msat: bigint;
  readonly spendable_msat: bigint;
  readonly receivable_msat: bigint;
  readonly updates: { readonly local: ChannelUpdate; readonly remote: ChannelUpdate };
  readonly htlcs: readonly PeerChannelHtlc[];
};
/** What one side asks for forwarding. */
export type ChannelUpdate = {
  readonly htlc_minimum_msat: bigint;
  readonly htlc_maximum_msat: bigint;
  readonly cltv_expiry_delta: number;
  readonly fee_base_msat: bigint;
  readonly fee_proportional_millionths: number;
};
export type PeerChannelHtlc = {
  readonly direction: 'in' | 'out';
  readonly id: number;
  readonly amount_msat: bigint;
  readonly expiry: number;
  readonly payment_hash: PaymentHash;
  readonly state: 'SENT_ADD_ACK_REVOCATION' | 'RCVD_ADD_ACK_REVOCATION';
};
export type PeerChannels = { readonly channels: readonly PeerChannel[] };

export const listpeerchannels = command({
  name: 'listpeerchannels',
  params: { id: optional(nodeId), short_channel_id: optional(shortChannelId), channel_id: optional(hex32) },
  validate: (values) =>
    Object.values(values).filter((value) => value !== undefined).length > 1
      ? invalid('Must not specify more than one of short_channel_id, channel_id or id')
      : undefined,
  run({ id, short_channel_id, channel_id }, { node: { operated } }) {
    const chosen = operated
      .localChannels(id)
      .filter(({ shortChannelId: known }) => short_channel_id === undefined || known === short_channel_id)
      .filter((channel) => channel_id === undefined || fundingOf(channel)?.channelId === channel_id);
    return answer<PeerChannels>({ channels: chosen.map(channelFields) });
  },
});

function channelFields(channel: LocalChannel): PeerChannel {
  const { ourPolicy, theirPolicy } = channel;
  const funding = fundingOf(channel);
  return {
    peer_id: channel.peer,
    peer_connected: channel.connected,
    reestablished: channel.connected,
    state: channel.state,
    short_channel_id: channel.shortChannelId,
    direction: channel.direction,
    channel_id: funding?.channelId,
    funding_txid: funding?.txid,
    funding_outnum: funding?.output,
    private: !channel.isPublic,
    opener: channel.opener,
    features: channel.features ?? [],
    to_us_msat: channel.toUsMsat,
    total_msat: channel.capacityMsat,
    fee_base_msat: ourPolicy.feeBaseMsat,
    fee_proportional_millionths: ourPolicy.feePpm,
    minimum_htlc_out_msat: ourPolicy.htlcMinimumMsat,
    maximum_htlc_out_msat: ourPolicy.htlcMaximumMsat,
    their_reserve_msat: channel.theirReserveMsat,
    our_reserve_msat: channel.ourReserveMsat,
    spendable_msat: channel.spendableMsat,
    receivable_msat: channel.receivableMsat,
    updates: { local: updateFields(ourPolicy), remote: updateFields(theirPolicy) },
    htlcs: channel.htlcs.map((htlc) => ({
      direction: htlc.direction,
      id: htlc.id,
      amount_msat: htlc.amountMsat,
      expiry: htlc.expiry,
      payment_hash: htlc.paymentHash,
      state: htlc.direction === 'out' ? 'SENT_ADD_ACK_REVOCATION' : 'RCVD_ADD_ACK_REVOCATION',
    })),
  };
}

function updateFields(policy: LocalChannel['ourPolicy']): ChannelUpdate {
  return {
    htlc_minimum_msat: policy.htlcMinimumMsat,
    htlc_maximum_msat: policy.htlcMaximumMsat,
    cltv_expiry_delta: policy.cltvDelta,
    fee_base_msat: policy.feeBaseMsat,
    fee_proportional_millionths: policy.feePpm,
  };
}
