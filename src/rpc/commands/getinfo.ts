/** `getinfo`: who this node is and how far it is (lightning-getinfo(7)). */
import { answer } from '../command.ts';
import { command } from '../served-node.ts';

/** Core Lightning gives a node without a colour of its own the first bytes of its id. */
const COLOR_DIGITS = 6;

export const getinfo = command({
  name: 'getinfo',
  params: {},
  run(_values, { node: { operated, forwards, chain, version, folder } }) {
    const channels = operated.localChannels();
    const active = channels.filter((channel) => channel.state === 'CHANNELD_NORMAL');
    return answer({
      id: operated.id,
      alias: operated.alias,
      color: operated.id.slice(2, 2 + COLOR_DIGITS),
      num_peers: new Set(channels.map((channel) => channel.peer)).size,
      num_pending_channels: 0,
      num_active_channels: active.length,
      num_inactive_channels: channels.length - active.length,
      address: [],
      binding: [],
      version,
      blockheight: operated.blockheight(),
      network: chain,
      fees_collected_msat: forwards?.feesCollectedMsat(operated.id) ?? 0n,
      'lightning-dir': folder,
    });
  },
});
