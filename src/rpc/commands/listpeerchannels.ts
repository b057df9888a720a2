/** `listpeerchannels`: our own channels with their balances and the HTLCs in them (lightning-listpeerchannels(7)). */
import type { Direction, NodeId, PaymentHash, ShortChannelId } from '../../domain/ids.ts';
import type { LocalChannel } from '../../switch/port.ts';
import { answer } from '../command.ts';
import { nodeId } from '../param-types.ts';
import { optional } from '../params.ts';
import { command } from '../served-node.ts';

export type PeerChannel = {
  readonly peer_id: NodeId;
  readonly peer_connected: boolean;
  readonly state: LocalChannel['state'];
  readonly short_channel_id: ShortChannelId;
  readonly direction: Direction;
  readonly private: boolean;
  readonly opener: 'local' | 'remote';
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
  params: { id: optional(nodeId) },
  run({ id }, { node: { operated } }) {
    return answer<PeerChannels>({ channels: operated.localChannels(id).map(channelFields) });
  },
});

function channelFields(channel: LocalChannel): PeerChannel {
  const { ourPolicy, theirPolicy } = channel;
  return {
    peer_id: channel.peer,
    peer_connected: channel.connected,
    state: channel.state,
    short_channel_id: channel.shortChannelId,
    direction: channel.direction,
    private: !channel.isPublic,
    opener: channel.opener,
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
