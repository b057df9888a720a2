/**
 * What the demo pays: who pays whom how much, drawn from a seed.
 *
 * Invariant: the same network, seed and number give the same plan. Amounts are spread evenly over their orders of
 * magnitude, as real ones are, up to some that few channels can carry: those fail, and are tried again elsewhere.
 */

import type { Msat } from '../../src/domain/amount.ts';
import type { NodeId } from '../../src/domain/ids.ts';
import type { RandomSource } from '../../src/domain/random.ts';
import type { NetworkDescription } from '../../src/graph/network-description.ts';
import { seededRandom } from '../../src/runtime/random.ts';

export interface PlannedPayment {
  readonly payer: NodeId;
  readonly payee: NodeId;
  readonly amountMsat: Msat;
}

/** A hub has a choice of routes; one with hundreds of channels is no typical payer. */
const PAYER_CHANNELS = { min: 4, max: 60 };
/** Payers are drawn from the richest of those: who pays a lot has funded channels. */
const RICHEST_SHARE = 0.25;

/** 1,000 sat: the tip for a coffee. */
const SMALLEST_MSAT = 1_000_000;
/** Largest amount, as a share of the median channel: with evenly drawn balances, a channel lacks it one time in four. */
const LARGEST_SHARE = 0.25;
/** All payments together, as a share of what the payers have: else the demo measures how empty their channels are. */
const BUDGET_SHARE = 0.3;
/** What a payee's best channel can bring, by the amount asked for. */
const RECEIVING_ROOM = 4;
/** Enough to hit a handful of distinct nodes in any network that has them. */
const MAX_DRAWS = 10_000;

/** `count` nodes to pay from. */
export function choosePayers(network: NetworkDescription, count: number, seed: string): NodeId[] {
  const funds = fundsOf(network);
  const fit = network.nodes
    .map(({ id }) => ({ id, ...(funds.get(id) ?? NO_FUNDS) }))
    .filter(({ channels }) => channels >= PAYER_CHANNELS.min && channels <= PAYER_CHANNELS.max)
    .sort((a, b) => b.msat - a.msat);
  const richest = fit.slice(0, Math.max(count, Math.ceil(fit.length * RICHEST_SHARE)));
  const random = seededRandom(`payers ${seed}`);
  const chosen = new Set<NodeId>();
  for (let draws = 0; chosen.size < Math.min(count, richest.length) && draws < MAX_DRAWS; draws++)
    chosen.add((richest[below(random, richest.length)] as { id: NodeId }).id);
  return [...chosen];
}

export function planPayments(
  network: NetworkDescription,
  payers: readonly NodeId[],
  count: number,
  seed: string,
): PlannedPayment[] {
  const funds = fundsOf(network);
  const payees = receivers(network);
  const random = seededRandom(`payments ${seed}`);
  const budget = payers.reduce((sum, id) => sum + (funds.get(id)?.msat ?? 0), 0) * BUDGET_SHARE;
  const largest = largestMsat(network, budget / count);
  return Array.from({ length: count }, (_, i) => {
    const payer = payers[i % payers.length] as NodeId;
    const amountMsat = amountBetween(random, SMALLEST_MSAT, largest);
    return { payer, payee: drawPayee(random, payees, payer, Number(amountMsat)), amountMsat };
  });
}

interface Receiver {
  readonly id: NodeId;
  /** The most one of its peers could forward to it. */
  readonly msat: number;
}

/** Nodes that can be paid, those that can receive most first. */
function receivers(network: NetworkDescription): Receiver[] {
  const most = new Map<NodeId, number>();
  for (const { node1, node2, balancesMsat } of network.channels)
    for (const [node, theirs] of [
      [node1, balancesMsat[1]],
      [node2, balancesMsat[0]],
    ] as const)
      most.set(node, Math.max(most.get(node) ?? 0, Number(theirs)));
  return [...most].map(([id, msat]) => ({ id, msat })).sort((a, b) => b.msat - a.msat);
}

/** Whoever asks for an amount has a channel that can bring it, with some room for other payments. */
function drawPayee(random: RandomSource, payees: readonly Receiver[], payer: NodeId, amount: number): NodeId {
  const able = payees.filter(({ id, msat }) => id !== payer && msat >= RECEIVING_ROOM * amount);
  const among = able.length > 0 ? able : payees.filter(({ id }) => id !== payer).slice(0, 1);
  return (among[below(random, among.length)] as Receiver).id;
}

interface Funds {
  readonly channels: number;
  /** On the node's side of all its channels. */
  readonly msat: number;
}
const NO_FUNDS: Funds = { channels: 0, msat: 0 };

function fundsOf(network: NetworkDescription): Map<NodeId, Funds> {
  const funds = new Map<NodeId, Funds>();
  for (const { node1, node2, balancesMsat } of network.channels)
    for (const [node, balanceMsat] of [
      [node1, balancesMsat[0]],
      [node2, balancesMsat[1]],
    ] as const) {
      const { channels, msat } = funds.get(node) ?? NO_FUNDS;
      funds.set(node, { channels: channels + 1, msat: msat + Number(balanceMsat) });
    }
  return funds;
}

/** So that a quarter of the median channel is not exceeded, nor the mean the payers can afford. */
function largestMsat(network: NetworkDescription, affordableMeanMsat: number): number {
  const capacities = network.channels.map(({ capacityMsat }) => Number(capacityMsat)).sort((a, b) => a - b);
  let largest = (capacities[capacities.length >> 1] ?? SMALLEST_MSAT) * LARGEST_SHARE;
  while (largest > SMALLEST_MSAT && meanMsat(largest) > affordableMeanMsat) largest /= 2;
  return Math.max(2 * SMALLEST_MSAT, Math.floor(largest));
}

/** Mean of amounts spread evenly over their logarithms. */
function meanMsat(largest: number): number {
  return (largest - SMALLEST_MSAT) / Math.log(largest / SMALLEST_MSAT);
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
