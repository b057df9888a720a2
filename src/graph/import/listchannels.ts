/**
 * Core Lightning's `listchannels` answer (lightning-listchannels(7)), with `listnodes` for names if there is one.
 *
 * Each record is one direction; both of a channel must agree on everything that is not a policy. Amounts are numbers
 * (since v23.05) or "Nmsat"; before v0.12 the capacity was in `satoshis`.
 * Invariant: limits are kept as announced, senseless ones too (real nodes announce minima above maxima): the search sorts
 * them out. Balances and private keys are in nobody's gossip and are not here either.
 */
import type { Msat } from '../../domain/amount.ts';
import { type Direction, directionOf, type NodeId, type ShortChannelId } from '../../domain/ids.ts';
import type { ChannelPolicy } from '../../domain/route.ts';
import { type ChannelDraft, type Draft, withUniqueAliases } from './finish-network.ts';
import { type JsonValue, MAX_U16, MAX_U32 } from './json-value.ts';

interface Collected {
  readonly where: string;
  readonly ends: readonly [NodeId, NodeId];
  readonly capacityMsat: Msat;
  readonly isPublic: boolean;
  readonly policies: [ChannelPolicy | undefined, ChannelPolicy | undefined];
}

/** @param nodesRoot a `listnodes` answer; absent or without "nodes": nodes have no names. */
export function importListchannels(root: JsonValue, nodesRoot?: JsonValue): Draft {
  const collected = new Map<ShortChannelId, Collected>();
  for (const record of root.get('channels').items()) collect(record, collected);
  return {
    nodes: withUniqueAliases(nodesOf(collected, nodesRoot?.optional('nodes', (value) => value.items()) ?? [])),
    channels: [...collected].map(([shortChannelId, channel]): ChannelDraft => ({ shortChannelId, ...channel })),
  };
}

function collect(record: JsonValue, collected: Map<ShortChannelId, Collected>): void {
  const source = record.get('source').nodeId();
  const destination = record.get('destination').nodeId();
  const direction = directionOf(source, destination);
  const shortChannelId = record.get('short_channel_id').shortChannelId();
  const capacityMsat = readCapacity(record);
  const known = collected.get(shortChannelId);
  if (known) checkSame(record, known, { source, destination, direction, capacityMsat });
  const channel = known ?? {
    where: `path ${record.path}`,
    ends: direction === 0 ? ([source, destination] as const) : ([destination, source] as const),
    capacityMsat,
    isPublic: record.optional('public', (value) => value.bool()) ?? true,
    policies: [undefined, undefined],
  };
  channel.policies[direction] = readPolicy(record, capacityMsat);
  collected.set(shortChannelId, channel);
}

function readCapacity(record: JsonValue): Msat {
  const satoshis = record.optional('satoshis', (value) => value.integer(Number.MAX_SAFE_INTEGER));
  return satoshis === undefined ? record.get('amount_msat').msat() : BigInt(satoshis) * 1000n;
}

function checkSame(
  record: JsonValue,
  known: Collected,
  found: { source: NodeId; destination: NodeId; direction: Direction; capacityMsat: Msat },
): void {
  if (known.policies[found.direction]) throw record.wrong('this direction of the channel is listed twice');
  const [near, far] = found.direction === 0 ? known.ends : known.ends.toReversed();
  if (near !== found.source || far !== found.destination) throw record.wrong('the other direction has other nodes');
  if (known.capacityMsat !== found.capacityMsat) throw record.wrong('the other direction has another capacity');
}

function readPolicy(record: JsonValue, capacityMsat: Msat): ChannelPolicy {
  return {
    feeBaseMsat: BigInt(record.get('base_fee_millisatoshi').integer(MAX_U32)),
    feePpm: record.get('fee_per_millionth').integer(MAX_U32),
    cltvDelta: record.get('delay').integer(MAX_U16),
    htlcMinimumMsat: record.optional('htlc_minimum_msat', (value) => value.msat()) ?? 0n,
    htlcMaximumMsat: record.optional('htlc_maximum_msat', (value) => value.msat()) ?? capacityMsat,
    enabled: record.get('active').bool(),
  };
}

/** Nodes of `listnodes` first, then those only channels know. */
function nodesOf(
  collected: ReadonlyMap<ShortChannelId, Collected>,
  listed: readonly JsonValue[],
): { where: string; id: NodeId; alias?: string | undefined }[] {
  const nodes = listed.map((value) => ({
    where: `path ${value.path}`,
    id: value.get('nodeid').nodeId(),
    alias: value.optional('alias', (member) => member.text()),
  }));
  const seen = new Set<NodeId>(nodes.map(({ id }) => id));
  const others = [...collected.values()].flatMap(({ where, ends }) =>
    ends.map((id) => ({ where, id, alias: undefined })),
  );
  for (const node of others) {
    if (seen.has(node.id)) continue;
    seen.add(node.id);
    nodes.push(node);
  }
  return nodes;
}
