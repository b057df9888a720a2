/** Names of the nodes of a network, by id. */
import type { Engine } from '../engine/engine.ts';
import type { AnnouncedNode } from '../switch/graph-feed.ts';
import type { Aliases } from './names.ts';

export function aliasesIn({ nodes }: { readonly nodes: readonly AnnouncedNode[] }): Aliases {
  return Object.fromEntries(nodes.flatMap(({ id, alias }) => (alias === undefined ? [] : [[id, alias]])));
}

export function aliasesOf({ network }: Engine): Aliases {
  return aliasesIn(network.graph.now());
}
