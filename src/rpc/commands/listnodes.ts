/** `listnodes`: the nodes that have a public channel, as this node sees them (lightning-listnodes(7)). */
import type { NodeId } from '../../domain/ids.ts';
import type { CommandAnswer } from '../command.ts';
import { listAnswer } from '../list-answer.ts';
import { nodeId } from '../param-types.ts';
import { optional } from '../params.ts';
import { command, type ServedNode } from '../served-node.ts';

export type GraphNode = { readonly nodeid: NodeId; readonly alias?: string | undefined };
export type GraphNodes = { readonly nodes: readonly GraphNode[] };

export const listnodes = command({
  name: 'listnodes',
  params: { id: optional(nodeId) },
  run: ({ id }, { node }): CommandAnswer<GraphNodes> => listAnswer('nodes', nodes(node, id)),
});

function* nodes({ operated: { graph }, aliasOf }: ServedNode, id: NodeId | undefined): Generator<GraphNode, void> {
  const one = id === undefined ? undefined : graph.nodeIndex(id);
  const [from, to] = id === undefined ? [0, graph.nodeCount] : one === undefined ? [0, 0] : [one, one + 1];
  for (let index = from; index < to; index++) {
    if (!graph.hasChannels(index)) continue;
    const nodeid = graph.nodeId(index);
    yield { nodeid, alias: aliasOf(nodeid) };
  }
}
