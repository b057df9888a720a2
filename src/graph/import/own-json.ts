/**
 * Our own network file: JSON for people to write.
 *
 * ```json
 * {
 *   "chain": "regtest", "blockheight": 800000, "finalCltv": 9,
 *   "defaults": { "feeBaseMsat": 1000, "feePpm": 10, "cltvDelta": 34 },
 *   "nodes": ["alice", { "name": "bob", "privateKey": "…64 hex digits…" }, { "name": "carol", "id": "02…" }],
 *   "channels": [
 *     { "id": "103x1x0", "nodes": ["alice", "bob"], "capacity": "1000000sat", "balances": ["600000sat", "400000sat"] },
 *     { "id": "104x1x0", "nodes": ["bob", "carol"], "capacity": 500000000, "public": false,
 *       "policies": [{ "feeBaseMsat": 0 }, null] }
 *   ]
 * }
 * ```
 *
 * Amounts are msat as a number or in digits, or text with "sat" or "msat" after it. A node is a name, or an object with a
 * name, an id, or both; a private key is optional, and a node with a name only gets one made from it (`node-key.ts`).
 * Everything in a channel that comes in twos is in the order of its "nodes". Optional there: balances, reserve,
 * maxAcceptedHtlcs, maxInFlight, dustLimit, feeratePerKw, opener (one of its nodes), public (true), and policies: what each
 * end asks to forward, `null` if it never said; missing values are those of "defaults", and then Core Lightning's.
 * Invariant: unknown keys are refused, so a misspelt one cannot pass unnoticed.
 */

import type { Msat } from '../../domain/amount.ts';
import { MAX_BLOCKHEIGHT } from '../../domain/block-limits.ts';
import { CHAINS, type Chain } from '../../domain/chain.ts';
import { given } from '../../domain/given.ts';
import type { NodeId } from '../../domain/ids.ts';
import type { ChannelPolicy } from '../../domain/route.ts';
import type { NodeDescription } from '../network-description.ts';
import type { ChannelDraft, Draft } from './finish-network.ts';
import { type JsonValue, MAX_U16, MAX_U32 } from './json-value.ts';
import { nodeIdOfPrivateKey, privateKeyOfName } from './node-key.ts';

const ROOT_KEYS = ['chain', 'blockheight', 'finalCltv', 'defaults', 'nodes', 'channels'];
const NODE_KEYS = ['name', 'id', 'privateKey'];
const POLICY_KEYS = ['feeBaseMsat', 'feePpm', 'cltvDelta', 'htlcMinimumMsat', 'htlcMaximumMsat', 'enabled'];
const CHANNEL_KEYS = [
  ...['id', 'nodes', 'capacity', 'balances', 'reserve', 'maxAcceptedHtlcs', 'maxInFlight', 'dustLimit'],
  ...['feeratePerKw', 'opener', 'public', 'policies'],
];
/** BOLT 2's limit of max_accepted_htlcs: all HTLCs must fit one commitment transaction. */
const MAX_ACCEPTED_HTLCS = 483;
const PRIVATE_KEY = /^[0-9a-f]{64}$/i;

type PolicyDefaults = Omit<ChannelPolicy, 'htlcMaximumMsat'> & { readonly htlcMaximumMsat: Msat | undefined };

/** What Core Lightning asks unless told otherwise (lightningd-config(5)). */
const CORE_LIGHTNING_DEFAULTS: PolicyDefaults = {
  feeBaseMsat: 1000n,
  feePpm: 10,
  cltvDelta: 34,
  htlcMinimumMsat: 0n,
  htlcMaximumMsat: undefined,
  enabled: true,
};

export function importOwnJson(root: JsonValue): Draft {
  root.allowOnly(ROOT_KEYS);
  const defaults = root.optional('defaults', (value) => readPolicy(value, CORE_LIGHTNING_DEFAULTS));
  const nodes = root
    .get('nodes')
    .items()
    .map((value) => ({ where: `path ${value.path}`, node: readNode(value) }));
  const ids = new Map<string, NodeId>();
  for (const { node } of nodes) {
    ids.set(node.id, node.id);
    if (node.alias !== undefined) ids.set(node.alias, node.id);
  }
  const context = { ids, defaults: defaults ?? CORE_LIGHTNING_DEFAULTS };
  return { settings: readSettings(root), nodes, channels: root.get('channels').items().map(channelReader(context)) };
}

function readSettings(root: JsonValue): NonNullable<Draft['settings']> {
  const chain = root.optional('chain', readChain);
  const blockheight = root.optional('blockheight', (value) => value.integer(MAX_BLOCKHEIGHT));
  const finalCltv = root.optional('finalCltv', (value) => value.integer(MAX_U16));
  return {
    ...given({ chain, blockheight, finalCltv }),
  };
}

function readChain(value: JsonValue): Chain {
  const chain = CHAINS.find((name) => name === value.text());
  if (!chain) throw value.wrong(`expected one of ${CHAINS.join(', ')}`);
  return chain;
}

function readNode(value: JsonValue): NodeDescription {
  if (value.isText) return named(value, value.text(), undefined, undefined);
  value.allowOnly(NODE_KEYS);
  const id = value.optional('id', (member) => member.nodeId());
  const name = value.optional('name', (member) => member.text());
  return named(value, name, id, value.optional('privateKey', readPrivateKey));
}

function named(
  value: JsonValue,
  name: string | undefined,
  id: NodeId | undefined,
  givenKey: string | undefined,
): NodeDescription {
  if (name === '') throw value.wrong('a name must not be empty');
  // A name's own key only where neither id nor key says who the node is.
  const privateKey = givenKey ?? (id === undefined && name !== undefined ? privateKeyOfName(name) : undefined);
  const keyId = privateKey === undefined ? undefined : nodeIdOfPrivateKey(privateKey);
  if (privateKey !== undefined && keyId === undefined) throw value.wrong('its private key is not one of secp256k1');
  if (id && keyId && id !== keyId) throw value.wrong(`its private key belongs to node ${keyId}, not ${id}`);
  const known = id ?? keyId;
  if (known === undefined) throw value.wrong('a node needs a name, an id or a private key');
  return {
    id: known,
    ...given({ alias: name, privateKey }),
  };
}

function readPrivateKey(value: JsonValue): string {
  const text = value.text();
  if (!PRIVATE_KEY.test(text)) throw value.wrong('expected 64 hex digits');
  return text.toLowerCase();
}

interface ChannelContext {
  /** Node ids by id and by name. */
  readonly ids: ReadonlyMap<string, NodeId>;
  readonly defaults: PolicyDefaults;
}

const channelReader =
  ({ ids, defaults }: ChannelContext) =>
  (value: JsonValue): ChannelDraft => {
    value.allowOnly(CHANNEL_KEYS);
    const resolve = (member: JsonValue): NodeId => resolveNode(member, ids);
    const msat = (member: JsonValue): Msat => member.msat();
    const capacityMsat = value.get('capacity').msat();
    const ends = value.get('nodes').pair(resolve);
    const full = (member: JsonValue): ChannelPolicy | undefined =>
      member.isPresent ? withinCapacity(member, readPolicy(member, defaults), capacityMsat) : undefined;
    const fallback = withinCapacity(value, defaults, capacityMsat);
    const reserveMsat = value.optional('reserve', (member) => member.pair(msat));
    const maxAcceptedHtlcs = value.optional('maxAcceptedHtlcs', (member) => member.integer(MAX_ACCEPTED_HTLCS));
    const maxHtlcValueInFlightMsat = value.optional('maxInFlight', msat);
    const dustLimitMsat = value.optional('dustLimit', msat);
    const feeratePerKw = value.optional('feeratePerKw', (member) => member.integer(MAX_U32));
    const opener = value.optional('opener', (member) => readOpener(member, resolve(member), ends));
    return {
      where: `path ${value.path}`,
      shortChannelId: value.get('id').shortChannelId(),
      ends,
      capacityMsat,
      balancesMsat: value.optional('balances', (member) => member.pair(msat)),
      isPublic: value.optional('public', (member) => member.bool()) ?? true,
      policies: value.optional('policies', (member) => member.pair(full)) ?? [fallback, fallback],
      ...given({ reserveMsat, maxAcceptedHtlcs, maxHtlcValueInFlightMsat, dustLimitMsat, feeratePerKw, opener }),
    };
  };

function resolveNode(value: JsonValue, ids: ReadonlyMap<string, NodeId>): NodeId {
  const id = ids.get(value.text()) ?? ids.get(value.text().toLowerCase());
  if (!id) throw value.wrong(`no node ${value.text()} is listed`);
  return id;
}

function readOpener(value: JsonValue, id: NodeId, ends: readonly [NodeId, NodeId]): 0 | 1 {
  if (id === ends[0]) return 0;
  if (id === ends[1]) return 1;
  throw value.wrong('the opener must be one of the two nodes');
}

function readPolicy(value: JsonValue, defaults: PolicyDefaults): PolicyDefaults {
  value.allowOnly(POLICY_KEYS);
  return {
    feeBaseMsat: value.optional('feeBaseMsat', readFeeBase) ?? defaults.feeBaseMsat,
    feePpm: value.optional('feePpm', (member) => member.integer(MAX_U32)) ?? defaults.feePpm,
    cltvDelta: value.optional('cltvDelta', (member) => member.integer(MAX_U16)) ?? defaults.cltvDelta,
    htlcMinimumMsat: value.optional('htlcMinimumMsat', (member) => member.msat()) ?? defaults.htlcMinimumMsat,
    htlcMaximumMsat: value.optional('htlcMaximumMsat', (member) => member.msat()) ?? defaults.htlcMaximumMsat,
    enabled: value.optional('enabled', (member) => member.bool()) ?? defaults.enabled,
  };
}

/** BOLT 7 gives the base fee 32 bits. */
function readFeeBase(value: JsonValue): Msat {
  return BigInt(value.integer(MAX_U32));
}

function withinCapacity(value: JsonValue, policy: PolicyDefaults, capacityMsat: Msat): ChannelPolicy {
  const htlcMaximumMsat = policy.htlcMaximumMsat ?? capacityMsat;
  if (htlcMaximumMsat > capacityMsat)
    throw value.wrong(`htlcMaximumMsat is above the capacity of ${capacityMsat} msat`);
  if (policy.htlcMinimumMsat > htlcMaximumMsat) throw value.wrong('htlcMinimumMsat is above htlcMaximumMsat');
  return { ...policy, htlcMaximumMsat };
}
