/** `getinfo`: who this node is and how far it is (lightning-getinfo(7)). */
import type { Chain } from '../../domain/chain.ts';
import type { NodeId } from '../../domain/ids.ts';
import { answer } from '../command.ts';
import { command } from '../served-node.ts';

/** Core Lightning gives a node without a colour of its own the first bytes of its id. */
const COLOR_DIGITS = 6;

export type NodeInfo = {
  readonly id: NodeId;
  readonly alias: string;
  readonly color: string;
  readonly num_peers: number;
  readonly num_pending_channels: number;
  readonly num_active_channels: number;
  readonly num_inactive_channels: number;
  readonly address: readonly never[];
  readonly binding: readonly never[];
  /** Core Lightning's whose answers these are, and ours. */
  readonly version: string;
  readonly blockheight: number;
  readonly network: Chain;
  readonly fees_collected_msat: bigint;
  readonly 'lightning-dir': string;
};

export const getinfo = command({
  name: 'getinfo',
  params: {},
  run(_values, { node: { operated, forwards, chain, version, folder } }) {
    const channels = operated.localChannels();
    const active = channels.filter((channel) => channel.state === 'CHANNELD_NORMAL');
    return answer<NodeInfo>({
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
