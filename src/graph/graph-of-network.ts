/**
 * The channel graph everybody could know of a network: its public channels with their policies.
 *
 * Invariant: every node of the description is in the graph, with or without public channels. Balances stay out: on a real
 * network nobody hears of them. Unannounced channels reach a search only through their owner (`RouteQuery.local`).
 */
import type { NodeId } from '../domain/ids.ts';
import { ChannelGraph, type GraphChannel } from './channel-graph.ts';
import type { NetworkDescription } from './network-description.ts';

export function graphOf({ nodes, channels }: NetworkDescription): ChannelGraph {
  return graphFrom({ nodes, channels: channels.filter(({ isPublic }) => isPublic) });
}

/** The graph of what was announced. */
export function graphFrom(announced: {
  readonly nodes: readonly { readonly id: NodeId }[];
  readonly channels: readonly GraphChannel[];
}): ChannelGraph {
  const graph = new ChannelGraph();
  for (const node of announced.nodes) graph.addNode(node.id);
  for (const channel of announced.channels) graph.addChannel(channel);
  return graph;
}
