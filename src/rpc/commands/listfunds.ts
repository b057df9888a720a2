/** `listfunds`: what we have in channels; a simulated network has no coins on chain (lightning-listfunds(7)). */
import { answer } from '../command.ts';
import { boolean } from '../param-types.ts';
import { withDefault } from '../params.ts';
import { command } from '../served-node.ts';

export const listfunds = command({
  name: 'listfunds',
  params: { spent: withDefault(boolean, false) },
  run(_values, { node: { operated } }) {
    const channels = operated.localChannels().map((channel) => ({
      peer_id: channel.peer,
      connected: channel.connected,
      state: channel.state,
      short_channel_id: channel.shortChannelId,
      our_amount_msat: channel.toUsMsat,
      amount_msat: channel.capacityMsat,
    }));
    return answer({ outputs: [], channels });
  },
});
