/**
 * A small network drawn from a seed: a ring, so that everybody can be reached, and some chords, so that there is a choice.
 *
 * Invariant: a pure function of the dice. Some channels are small, some take few HTLCs, some are lopsided: routes must fail
 * and payments must be retried, or nothing is tested.
 */
import { createHash } from 'node:crypto';
import { curve } from '../../../src/bolt/index.ts';
import type { NodeId, ShortChannelId } from '../../../src/domain/ids.ts';
import type { ChannelPolicy } from '../../../src/domain/route.ts';
import type {
  ChannelDescription,
  NetworkDescription,
  NodeDescription,
} from '../../../src/graph/network-description.ts';
import type { Dice } from './dice.ts';

const NODES = { least: 4, most: 8 };
const CHORDS = { least: 1, most: 5 };
/** Capacities in satoshi: one that carries a handful of payments, and one that carries all of them. */
const CAPACITIES_SAT = [20_000, 200_000, 2_000_000] as const;
/** Most HTLCs a side may offer: few, so that slots run out. */
const HTLC_SLOTS = [3, 30] as const;
/** Keys of past runs: a node's public key costs a point multiplication, and its name is all that goes into it. */
const known = new Map<string, NodeDescription>();

export function randomNetwork(dice: Dice): NetworkDescription {
  const nodes = Array.from({ length: dice.between(NODES.least, NODES.most) }, (_, index) => nodeNamed(`n${index}`));
  const ring = nodes.map((node, index): Edge => [node, nodes[(index + 1) % nodes.length] as NodeDescription]);
  const chords = Array.from({ length: dice.between(CHORDS.least, CHORDS.most) }, () => chord(dice, nodes));
  const channels = [...ring, ...chords].map((edge, index) => channelOf(dice, edge, index));
  return { chain: 'regtest', blockheight: 100, finalCltv: 9, nodes, channels };
}

type Edge = readonly [NodeDescription, NodeDescription];

function nodeNamed(alias: string): NodeDescription {
  const found = known.get(alias);
  if (found) return found;
  const privateKey = createHash('sha256').update(`simulation/${alias}`).digest();
  const id = Buffer.from(curve.publicKey(privateKey)).toString('hex') as NodeId;
  const made = { id, alias, privateKey: privateKey.toString('hex') };
  known.set(alias, made);
  return made;
}

function chord(dice: Dice, nodes: readonly NodeDescription[]): Edge {
  const from = dice.below(nodes.length);
  const to = (from + dice.between(1, nodes.length - 1)) % nodes.length;
  return [nodes[from] as NodeDescription, nodes[to] as NodeDescription];
}

function channelOf(dice: Dice, [one, other]: Edge, index: number): ChannelDescription {
  const [node1, node2] = one.id < other.id ? [one.id, other.id] : [other.id, one.id];
  const capacityMsat = BigInt(dice.pick(CAPACITIES_SAT)) * 1000n;
  const share = BigInt(dice.between(10, 90));
  const first = (capacityMsat * share) / 100n;
  return {
    shortChannelId: `${101 + index}x1x0` as ShortChannelId,
    node1,
    node2,
    capacityMsat,
    balancesMsat: [first, capacityMsat - first],
    maxAcceptedHtlcs: dice.pick(HTLC_SLOTS),
    isPublic: !dice.chance(10),
    policies: [policy(dice, capacityMsat), policy(dice, capacityMsat)],
  };
}

function policy(dice: Dice, htlcMaximumMsat: bigint): ChannelPolicy {
  return {
    feeBaseMsat: BigInt(dice.pick([0, 1, 1000])),
    feePpm: dice.pick([0, 10, 2500]),
    cltvDelta: dice.pick([6, 14, 40]),
    htlcMinimumMsat: dice.chance(20) ? 50_000n : 1n,
    htlcMaximumMsat,
    enabled: true,
  };
}
