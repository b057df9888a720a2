/**
 * What the commands of one socket act on: an operated node and what belongs to it.
 *
 * Invariant: a command reaches the engine only through this, so what a command can do is what is listed here.
 */

import type { NodeId } from '../domain/ids.ts';
import type { Engine } from '../engine/engine.ts';
import type { Chain } from '../graph/network-description.ts';
import type { InvoiceActors } from '../network/invoice-actors.ts';
import type { SimulatedNetwork } from '../network/simulated-network.ts';
import type { OperatedNode } from '../payments/operated-node.ts';
import { type AnyCommand, type Command, defineCommand } from './command.ts';
import type { ParamTable } from './params.ts';

export interface ServedNode {
  readonly operated: OperatedNode;
  readonly network: SimulatedNetwork;
  readonly invoices: InvoiceActors;
  readonly chain: Chain;
  /** Folder the node's socket is in. */
  readonly folder: string;
  readonly version: string;
  /** What a node calls itself, as gossip would tell. */
  aliasOf(id: NodeId): string | undefined;
  /** Ends the process in order, after the answer was sent. */
  stop(): void;
}

export interface ServedNodeOptions {
  readonly folder: string;
  readonly version: string;
  readonly stop: () => void;
}

/** A node of `engine`, by name or id, as its commands see it. */
export function servedNode(engine: Engine, nameOrId: string, options: ServedNodeOptions): ServedNode {
  const { network } = engine;
  const { description } = network.topology;
  const aliases = new Map(description.nodes.map(({ id, alias }) => [id, alias]));
  return {
    operated: engine.node(nameOrId),
    network,
    invoices: network.invoices,
    chain: description.chain,
    aliasOf: (id) => aliases.get(id),
    ...options,
  };
}

/** A command of a served node. */
export function command<T extends ParamTable>(definition: Command<ServedNode, T>): AnyCommand<ServedNode> {
  return defineCommand(definition);
}
