/**
 * What the commands of one socket act on: an operated node and what belongs to it.
 *
 * Invariant: a command reaches the engine only through this, so what a command can do is what is listed here; what the node
 * lacks has no commands (`commandNeeding`).
 */
import type { Chain } from '../domain/chain.ts';
import type { NodeId } from '../domain/ids.ts';
import type { OperatedNode } from '../payments/operated-node.ts';
import type { InvoiceTerms } from '../payments/payable-invoice.ts';
import type { Capabilities, Capability } from '../switch/capabilities.ts';
import { type Command, defineCommand, type TypedCommand } from './command.ts';
import type { JsonValue } from './json-value.ts';
import type { ParamTable } from './params.ts';

export interface ServedNode extends Capabilities {
  readonly operated: OperatedNode;
  readonly chain: Chain;
  /** Folder the node's socket is in. */
  readonly folder: string;
  readonly version: string;
  /** What a node calls itself, as gossip would tell. */
  aliasOf(id: NodeId): string | undefined;
  /** Ends the process in order, after the answer was sent. */
  stop(): void;
}

/** A node that can do something beside sending. */
export type Capable<C extends Capability> = ServedNode & Required<Pick<Capabilities, C>>;

/** What the node itself contributes to judging an invoice. */
export function invoiceTerms({ chain, operated }: ServedNode): InvoiceTerms {
  return { chain, nowMs: operated.nowMs(), isUnderway: (paymentHash) => operated.isUnderway(paymentHash) };
}

/** A command every node has. */
export function command<
  const Name extends string,
  Table extends ParamTable,
  Result extends JsonValue,
  More extends boolean = false,
>(definition: Command<ServedNode, Name, Table, Result, More>): TypedCommand<ServedNode, Name, Table, Result, More> {
  return defineCommand(definition);
}

/** A command of nodes with a capability; the others do not have it. */
export function commandNeeding<
  C extends Capability,
  const Name extends string,
  Table extends ParamTable,
  Result extends JsonValue,
>(
  needs: C,
  definition: Command<Capable<C>, Name, Table, Result>,
): TypedCommand<ServedNode, Name, Table, Result> & { readonly needs: C } {
  return { ...(defineCommand(definition) as TypedCommand<ServedNode, Name, Table, Result>), needs };
}
