/** `listnodes`: the nodes that have a public channel, as this node sees them (lightning-listnodes(7)). */
import { answer } from '../command.ts';
import { nodeId } from '../param-types.ts';
import { optional } from '../params.ts';
import { command } from '../served-node.ts';

export const listnodes = command({
  name: 'listnodes',
  params: { id: optional(nodeId) },
  run({ id }, { node: { operated, aliasOf } }) {
    const { graph } = operated;
    const indexes = id === undefined ? Array.from({ length: graph.nodeCount }, (_, i) => i) : [graph.nodeIndex(id)];
    const nodes = indexes
      .filter((index): index is number => index !== undefined && graph.hasChannels(index))
      .map((index) => {
        const nodeid = graph.nodeId(index);
        return { nodeid, alias: aliasOf(nodeid) };
      });
    return answer({ nodes });
  },
});
