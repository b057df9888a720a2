/** Names of the nodes of a network, by id. */
import type { Engine } from '../engine/engine.ts';
import type { NetworkDescription } from '../graph/network-description.ts';
import type { Aliases } from './names.ts';

export function aliasesIn({ nodes }: Pick<NetworkDescription, 'nodes'>): Aliases {
  return Object.fromEntries(nodes.flatMap(({ id, alias }) => (alias === undefined ? [] : [[id, alias]])));
}

export function aliasesOf({ network }: Engine): Aliases {
  return aliasesIn(network.topology.description);
}
