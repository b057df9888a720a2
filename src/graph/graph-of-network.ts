/**
 * The channel graph everybody could know of a network: its public channels with their policies.
 *
 * Invariant: every node of the description is in the graph, with or without public channels. Balances stay out: on a real
 * network nobody hears of them. Unannounced channels reach a search only through their owner (`RouteQuery.local`).
 */
import { ChannelGraph } from './channel-graph.ts';
import type { NetworkDescription } from './network-description.ts';

export function graphOf(network: NetworkDescription): ChannelGraph {
  const graph = new ChannelGraph();
  for (const node of network.nodes) graph.addNode(node.id);
  for (const channel of network.channels) if (channel.isPublic) graph.addChannel(channel);
  return graph;
}
