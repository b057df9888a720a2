/** `listfunds`: what we have in channels; a simulated network has no coins on chain (lightning-listfunds(7)). */
import type { NodeId, ShortChannelId } from '../../domain/ids.ts';
import type { LocalChannel } from '../../switch/port.ts';
import { answer } from '../command.ts';
import { boolean } from '../param-types.ts';
import { withDefault } from '../params.ts';
import { command } from '../served-node.ts';
import { fundingOf } from './funding.ts';

export type FundedChannel = {
  readonly peer_id: NodeId;
  readonly connected: boolean;
  readonly state: LocalChannel['state'];
  readonly channel_id?: string | undefined;
  readonly short_channel_id: ShortChannelId;
  readonly our_amount_msat: bigint;
  /** The channel's capacity. */
  readonly amount_msat: bigint;
  readonly funding_txid?: string | undefined;
  readonly funding_output?: number | undefined;
};
export type Funds = { readonly outputs: readonly never[]; readonly channels: readonly FundedChannel[] };

export const listfunds = command({
  name: 'listfunds',
  params: { spent: withDefault(boolean, false) },
  run(_values, { node: { operated } }) {
    return answer<Funds>({ outputs: [], channels: operated.localChannels().map(channelFields) });
  },
});

function channelFields(channel: LocalChannel): FundedChannel {
  const funding = fundingOf(channel);
  return {
    peer_id: channel.peer,
    connected: channel.connected,
    state: channel.state,
    channel_id: funding?.channelId,
    short_channel_id: channel.shortChannelId,
    our_amount_msat: channel.toUsMsat,
    amount_msat: channel.capacityMsat,
    funding_txid: funding?.txid,
    funding_output: funding?.output,
  };
}
