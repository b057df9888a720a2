/** `listnodes`: the nodes that have a public channel, as this node sees them (lightning-listnodes(7)). */
import type { NodeId } from '../../domain/ids.ts';
import { answer } from '../command.ts';
import { nodeId } from '../param-types.ts';
import { optional } from '../params.ts';
import { command } from '../served-node.ts';

export type GraphNode = { readonly nodeid: NodeId; readonly alias?: string | undefined };
export type GraphNodes = { readonly nodes: readonly GraphNode[] };

export const listnodes = command({
  name: 'listnodes',
  params: { id: optional(nodeId) },
  run({ id }, { node: { operated, aliasOf } }) {
    const { graph } = operated;
    const indexes = id === undefined ? Array.from({ length: graph.nodeCount }, (_, i) => i) : [graph.nodeIndex(id)];
    const nodes = indexes
      .filter((index): index is number => index !== undefined && graph.hasChannels(index))
      .map((index): GraphNode => {
        const nodeid = graph.nodeId(index);
        return { nodeid, alias: aliasOf(nodeid) };
      });
    return answer<GraphNodes>({ nodes });
  },
});
