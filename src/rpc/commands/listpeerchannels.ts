/** `listpeerchannels`: our own channels with their balances and the HTLCs in them (lightning-listpeerchannels(7)). */
import type { LocalChannel } from '../../switch/port.ts';
import { answer } from '../command.ts';
import type { JsonValue } from '../json-value.ts';
import { nodeId } from '../param-types.ts';
import { optional } from '../params.ts';
import { command } from '../served-node.ts';

export const listpeerchannels = command({
  name: 'listpeerchannels',
  params: { id: optional(nodeId) },
  run({ id }, { node: { operated } }) {
    return answer({ channels: operated.localChannels(id).map(channelFields) });
  },
});

function channelFields(channel: LocalChannel): JsonValue {
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

function updateFields(policy: LocalChannel['ourPolicy']): JsonValue {
  return {
    htlc_minimum_msat: policy.htlcMinimumMsat,
    htlc_maximum_msat: policy.htlcMaximumMsat,
    cltv_expiry_delta: policy.cltvDelta,
    fee_base_msat: policy.feeBaseMsat,
    fee_proportional_millionths: policy.feePpm,
  };
}
