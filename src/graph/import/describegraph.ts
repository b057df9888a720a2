/**
 * LND's `describegraph` answer (`lncli describegraph`).
 *
 * Capacities are satoshi and most numbers are text; `channel_id` is the short channel id as one 64-bit number;
 * `node1_policy` is what node 1 asks to forward to node 2. An absent `max_htlc_msat`, or "0", means none was announced.
 * Invariant: limits are kept as announced. Channels without an id yet (`channel_id` "0") are not on the chain and are left out.
 */
import type { Msat } from '../../domain/amount.ts';
import { type ShortChannelId, shortChannelIdFromU64 } from '../../domain/ids.ts';
import type { ChannelPolicy } from '../../domain/route.ts';
import { type ChannelDraft, type Draft, withUniqueAliases } from './finish-network.ts';
import { type JsonValue, MAX_U16, MAX_U32 } from './json-value.ts';

const U64 = /^\d{1,20}$/;
const MAX_U64 = 2n ** 64n - 1n;

export function importDescribegraph(root: JsonValue): Draft {
  const nodes = root
    .get('nodes')
    .items()
    .map((value) => ({
      where: `path ${value.path}`,
      id: value.get('pub_key').nodeId(),
      alias: value.optional('alias', (member) => member.text()),
    }));
  const edges = root.get('edges').items();
  return { nodes: withUniqueAliases(nodes), channels: edges.flatMap((edge) => readEdge(edge) ?? []) };
}

function readEdge(edge: JsonValue): ChannelDraft | undefined {
  const shortChannelId = readChannelId(edge.get('channel_id'));
  if (shortChannelId === undefined) return undefined;
  const capacityMsat = BigInt(edge.get('capacity').integer(Number.MAX_SAFE_INTEGER)) * 1000n;
  const policy = (value: JsonValue): ChannelPolicy => readPolicy(value, capacityMsat);
  return {
    where: `path ${edge.path}`,
    shortChannelId,
    ends: [edge.get('node1_pub').nodeId(), edge.get('node2_pub').nodeId()],
    capacityMsat,
    isPublic: true,
    policies: [edge.optional('node1_policy', policy), edge.optional('node2_policy', policy)],
  };
}

function readChannelId(value: JsonValue): ShortChannelId | undefined {
  const text = value.text();
  if (!U64.test(text) || BigInt(text) > MAX_U64) throw value.wrong('expected a channel id of 64 bits, in digits');
  return text === '0' ? undefined : shortChannelIdFromU64(BigInt(text));
}

function readPolicy(value: JsonValue, capacityMsat: Msat): ChannelPolicy {
  const maximum = value.optional('max_htlc_msat', (member) => member.msat()) ?? 0n;
  return {
    feeBaseMsat: BigInt(value.get('fee_base_msat').integer(MAX_U32)),
    feePpm: value.get('fee_rate_milli_msat').integer(MAX_U32),
    cltvDelta: value.get('time_lock_delta').integer(MAX_U16),
    htlcMinimumMsat: value.optional('min_htlc', (member) => member.msat()) ?? 0n,
    htlcMaximumMsat: maximum === 0n ? capacityMsat : maximum,
    enabled: !(value.optional('disabled', (member) => member.bool()) ?? false),
  };
}
