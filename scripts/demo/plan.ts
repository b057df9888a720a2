/**
 * What the demo pays: who pays whom how much, drawn from a seed.
 *
 * Invariant: the same network, seed and number give the same plan. Amounts are spread evenly over their orders of
 * magnitude, as real ones are, up to some that few channels can carry: those fail, and are tried again elsewhere.
 */
import { seededRandom } from '../../src/actors/random.ts';
import type { Msat } from '../../src/domain/amount.ts';
import type { NodeId } from '../../src/domain/ids.ts';
import type { RandomSource } from '../../src/domain/random.ts';
import type { NetworkDescription } from '../../src/graph/network-description.ts';

export interface PlannedPayment {
  readonly payer: NodeId;
  readonly payee: NodeId;
  readonly amountMsat: Msat;
}

/** A hub has a choice of routes; one with hundreds of channels is no typical payer. */
const PAYER_CHANNELS = { min: 4, max: 60 };

/** 1,000 sat: the amount of a coffee's tip. */
const SMALLEST_MSAT = 1_000_000;
/** Largest amount, as a share of the median channel: at 1/2, a channel with evenly drawn balances lacks it half the time. */
const LARGEST_SHARE = 0.5;

/** `count` nodes to pay from. */
export function choosePayers(network: NetworkDescription, count: number, seed: string): NodeId[] {
  const degrees = degreesOf(network);
  const fit = network.nodes.filter(({ id }) => {
    const degree = degrees.get(id) ?? 0;
    return degree >= PAYER_CHANNELS.min && degree <= PAYER_CHANNELS.max;
  });
  const random = seededRandom(`payers ${seed}`);
  const chosen = new Set<NodeId>();
  for (let draws = 0; chosen.size < Math.min(count, fit.length) && draws < MAX_DRAWS; draws++)
    chosen.add((fit[below(random, fit.length)] as { id: NodeId }).id);
  return [...chosen];
}

/** Enough to hit a handful of distinct nodes in any network that has them. */
const MAX_DRAWS = 10_000;

export function planPayments(
  network: NetworkDescription,
  payers: readonly NodeId[],
  count: number,
  seed: string,
): PlannedPayment[] {
  const degrees = degreesOf(network);
  const payees = network.nodes.map(({ id }) => id).filter((id) => (degrees.get(id) ?? 0) > 0);
  const random = seededRandom(`payments ${seed}`);
  const largest = largestMsat(network);
  return Array.from({ length: count }, (_, i) => {
    const payer = payers[i % payers.length] as NodeId;
    const drawn = below(random, payees.length);
    const payee = payees[drawn] === payer ? payees[(drawn + 1) % payees.length] : payees[drawn];
    return { payer, payee: payee as NodeId, amountMsat: amountBetween(random, SMALLEST_MSAT, largest) };
  });
}

function degreesOf(network: NetworkDescription): Map<NodeId, number> {
  const degrees = new Map<NodeId, number>();
  for (const { node1, node2 } of network.channels)
    for (const node of [node1, node2]) degrees.set(node, (degrees.get(node) ?? 0) + 1);
  return degrees;
}

function largestMsat(network: NetworkDescription): number {
  const capacities = network.channels.map(({ capacityMsat }) => Number(capacityMsat)).sort((a, b) => a - b);
  const median = capacities[capacities.length >> 1] ?? SMALLEST_MSAT;
  return Math.max(SMALLEST_MSAT, Math.floor(median * LARGEST_SHARE));
}

function amountBetween(random: RandomSource, smallest: number, largest: number): Msat {
  const exponent = Math.log(smallest) + unit(random) * (Math.log(largest) - Math.log(smallest));
  return BigInt(Math.round(Math.exp(exponent) / 1000)) * 1000n;
}

/** From 0 to 1, 1 excluded. */
function unit(random: RandomSource): number {
  return Buffer.from(random.bytes(4)).readUInt32LE() / 2 ** 32;
}

function below(random: RandomSource, limit: number): number {
  return Math.floor(unit(random) * limit);
}
