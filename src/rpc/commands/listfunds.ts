/** `listfunds`: what we have in channels; a simulated network has no coins on chain (lightning-listfunds(7)). */
import type { NodeId, ShortChannelId } from '../../domain/ids.ts';
import type { LocalChannel } from '../../switch/port.ts';
import { answer } from '../command.ts';
import { boolean } from '../param-types.ts';
import { withDefault } from '../params.ts';
import { command } from '../served-node.ts';

export type FundedChannel = {
  readonly peer_id: NodeId;
  readonly connected: boolean;
  readonly state: LocalChannel['state'];
  readonly short_channel_id: ShortChannelId;
  readonly our_amount_msat: bigint;
  /** The channel's capacity. */
  readonly amount_msat: bigint;
};
export type Funds = { readonly outputs: readonly never[]; readonly channels: readonly FundedChannel[] };

export const listfunds = command({
  name: 'listfunds',
  params: { spent: withDefault(boolean, false) },
  run(_values, { node: { operated } }) {
    const channels = operated.localChannels().map(
      (channel): FundedChannel => ({
        peer_id: channel.peer,
        connected: channel.connected,
        state: channel.state,
        short_channel_id: channel.shortChannelId,
        our_amount_msat: channel.toUsMsat,
        amount_msat: channel.capacityMsat,
      }),
    );
    return answer<Funds>({ outputs: [], channels });
  },
});
