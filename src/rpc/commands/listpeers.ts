/** `listpeers`: the nodes we have channels with, and whether they are connected (lightning-listpeers(7)). */
import type { NodeId } from '../../domain/ids.ts';
import { answer } from '../command.ts';
import { nodeId } from '../param-types.ts';
import { optional } from '../params.ts';
import { command } from '../served-node.ts';
import { anything } from './anything.ts';

export type Peer = {
  readonly id: NodeId;
  readonly connected: boolean;
  readonly num_channels: number;
  /** Of a peer that is connected: no address, and no feature bits are told. */
  readonly netaddr?: readonly never[];
  readonly features?: '';
};
export type Peers = { readonly peers: readonly Peer[] };

export const listpeers = command({
  name: 'listpeers',
  params: { id: optional(nodeId), level: optional(anything) },
  run({ id }, { node: { operated } }) {
    const peers = new Map<NodeId, Peer>();
    for (const { peer, connected } of operated.localChannels()) {
      if (id !== undefined && peer !== id) continue;
      const before = peers.get(peer);
      const said = connected ? ({ netaddr: [], features: '' } as const) : {};
      peers.set(peer, { id: peer, connected, num_channels: (before?.num_channels ?? 0) + 1, ...said });
    }
    return answer<Peers>({ peers: [...peers.values()] });
  },
});
