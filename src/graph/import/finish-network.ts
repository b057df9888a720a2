/**
 * The last step of every importer: one form, checked, complete.
 *
 * An importer hands over a draft in the file's own orientation; here the lesser node id comes first (BOLT 7), missing
 * balances are drawn, and what cannot be is refused with its place in the file.
 * Invariant: the result satisfies what `NetworkDescription` promises. Does not read files.
 */

import { createHash } from 'node:crypto';
import type { Msat } from '../../domain/amount.ts';
import { given } from '../../domain/given.ts';
import { directionOf, type NodeId } from '../../domain/ids.ts';
import { MAX_EXACT_MSAT } from '../channel-graph.ts';
import { MAX_NODES } from '../dijkstra.ts';
import type { ChannelDescription, NetworkDescription, NodeDescription, Pair } from '../network-description.ts';
import { wrongFile } from './text-file.ts';

/** Twenty times the public network; more would not fit the memory of one process with everything else. */
export const MAX_CHANNELS = 1_000_000;
/** Chain and height of files that do not say: a simulated network is nobody's money. */
export const DEFAULT_CHAIN = 'regtest';
export const DEFAULT_BLOCKHEIGHT = 800_000;

/** What an importer found. `where` is "line N" or "path $.…", for errors. */
export interface Draft {
  readonly settings?: Partial<Pick<NetworkDescription, 'chain' | 'blockheight' | 'finalCltv'>>;
  readonly nodes: readonly { readonly where: string; readonly node: NodeDescription }[];
  readonly channels: readonly ChannelDraft[];
}

/** A channel as its file lists it: pairs are in the order of `ends`, which may be either. */
export interface ChannelDraft extends Omit<ChannelDescription, 'node1' | 'node2' | 'balancesMsat'> {
  readonly where: string;
  readonly ends: Pair<NodeId>;
  readonly balancesMsat?: Pair<Msat> | undefined;
}

export function finishNetwork(file: string, draft: Draft, seed: string): NetworkDescription {
  const { chain = DEFAULT_CHAIN, blockheight = DEFAULT_BLOCKHEIGHT, finalCltv } = draft.settings ?? {};
  return {
    chain,
    blockheight,
    ...given({ finalCltv }),
    nodes: checkNodes(file, draft.nodes),
    channels: finishChannels(file, draft, seed),
  };
}

function checkNodes(file: string, entries: Draft['nodes']): NodeDescription[] {
  if (entries.length > MAX_NODES) throw wrongFile(file, undefined, `has more than ${MAX_NODES} nodes`);
  const seen = new Set<string>();
  for (const { where, node } of entries) {
    for (const name of node.alias === undefined ? [node.id] : [node.id, node.alias]) {
      if (seen.has(name)) throw wrongFile(file, where, `node ${name} is listed twice`);
      seen.add(name);
    }
  }
  return entries.map(({ node }) => node);
}

function finishChannels(file: string, draft: Draft, seed: string): ChannelDescription[] {
  if (draft.channels.length > MAX_CHANNELS) throw wrongFile(file, undefined, `has more than ${MAX_CHANNELS} channels`);
  const nodes = new Set(draft.nodes.map(({ node }) => node.id));
  const seen = new Set<string>();
  return draft.channels.map((channel) => {
    const problem = seen.has(channel.shortChannelId) ? 'is listed twice' : problemOf(channel, nodes);
    if (problem) throw wrongFile(file, channel.where, `channel ${channel.shortChannelId} ${problem}`);
    seen.add(channel.shortChannelId);
    return finishChannel(channel, seed);
  });
}

/** Why a channel cannot be, or undefined. */
function problemOf(channel: ChannelDraft, nodes: ReadonlySet<NodeId>): string | undefined {
  const { ends, capacityMsat, balancesMsat, reserveMsat } = channel;
  const stranger = ends.find((end) => !nodes.has(end));
  if (stranger) return `ends at node ${stranger}, which is not listed`;
  if (ends[0] === ends[1]) return 'has the same node at both ends';
  if (capacityMsat === 0n) return 'has no capacity';
  if (capacityMsat > MAX_EXACT_MSAT) return `has a capacity above ${MAX_EXACT_MSAT} msat`;
  if (balancesMsat && balancesMsat[0] + balancesMsat[1] !== capacityMsat) {
    return `has balances ${balancesMsat[0]} + ${balancesMsat[1]} msat, which is not its capacity of ${capacityMsat} msat`;
  }
  if (reserveMsat && reserveMsat[0] + reserveMsat[1] > capacityMsat) return 'has reserves above its capacity';
  return undefined;
}

function finishChannel(draft: ChannelDraft, seed: string): ChannelDescription {
  const { where: _, ends, opener, reserveMsat, policies, balancesMsat: given, ...rest } = draft;
  const isSwapped = directionOf(ends[0], ends[1]) === 1;
  const orient = <T>(pair: Pair<T>): Pair<T> => (isSwapped ? [pair[1], pair[0]] : pair);
  const [node1, node2] = orient(ends);
  return {
    ...rest,
    node1,
    node2,
    balancesMsat: given ? orient(given) : drawBalances(draft, seed),
    ...(reserveMsat ? { reserveMsat: orient(reserveMsat) } : {}),
    ...(opener === undefined ? {} : { opener: (isSwapped ? 1 - opener : opener) as 0 | 1 }),
    policies: orient(policies),
  };
}

/** A split of the capacity, evenly distributed, in whole satoshi; the same for a seed and channel id in any file. */
function drawBalances({ shortChannelId, capacityMsat }: ChannelDraft, seed: string): Pair<Msat> {
  const digest = createHash('sha256').update(`sendpay/balance/${seed}/${shortChannelId}`).digest();
  const share = digest.readUIntBE(0, 6);
  const drawn = (capacityMsat * BigInt(share)) >> 48n;
  const first = drawn - (drawn % 1000n);
  return [first, capacityMsat - first];
}

/** Nodes with their aliases, if any; one that several nodes took names none of them. */
export function withUniqueAliases(
  nodes: readonly { where: string; id: NodeId; alias?: string | undefined }[],
): Draft['nodes'] {
  const count = new Map<string, number>();
  for (const { alias } of nodes) if (alias) count.set(alias, (count.get(alias) ?? 0) + 1);
  return nodes.map(({ where, id, alias }) => ({
    where,
    node: alias && count.get(alias) === 1 ? { id, alias } : { id },
  }));
}
