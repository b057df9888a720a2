/**
 * What a channel holds: balances by side, HTLCs in flight, policies by direction; and the sums over it.
 *
 * Invariant: `channelMoney` gives two equal numbers after every change made through `settle` and the channel's machine.
 * Does not decide: what may be added is `htlc-offer.ts`, what happens when is `machines/channel.ts`.
 */
import type { Msat } from './amount.ts';
import { openerHeadroomMsat } from './commitment-fee.ts';
import type { ChannelHtlc, HtlcResolution } from './htlc.ts';
import type { Direction, NodeId } from './ids.ts';
import type { ChannelPolicy } from './route.ts';

/** What a channel is when it opens. Pairs are by side: 0 the lesser node id, 1 the greater. */
export interface ChannelTerms {
  readonly nodes: readonly [NodeId, NodeId];
  readonly capacityMsat: Msat;
  readonly balanceMsat: readonly [Msat, Msat];
  /** What each side must keep. */
  readonly reserveMsat: readonly [Msat, Msat];
  /** Smallest HTLC each side may offer. */
  readonly minimumMsat: readonly [Msat, Msat];
  readonly dustLimitMsat: Msat;
  /** HTLCs each side may have offered at once (BOLT 2, at most 483). */
  readonly maxAcceptedHtlcs: number;
  /** Value each side may have offered at once. */
  readonly maxInFlightMsat: Msat;
  /** 0 where commitment fees are not modelled. */
  readonly feeratePerKw: number;
  readonly opener: Direction;
  readonly isPublic: boolean;
  /** By direction; null where that side never announced one. */
  readonly policies: readonly [ChannelPolicy | null, ChannelPolicy | null];
}

/** A policy that was replaced and is still accepted (Core Lightning's `enforcedelay`). */
export interface FormerPolicy {
  readonly policy: ChannelPolicy;
  readonly untilMs: number;
}

/** Why an offer was not taken: a BOLT 4 code and Core Lightning's text. */
export interface HtlcRefusal {
  readonly failcode: number;
  readonly detail: string;
}

export interface ChannelContext extends ChannelTerms {
  readonly formerPolicies: readonly [FormerPolicy | null, FormerPolicy | null];
  /** No new HTLCs; the channel closes once the last one is gone. */
  readonly shuttingDown: boolean;
  /** Closed, or being resolved on chain. */
  readonly gone: boolean;
  /** Why the last refused offer was refused. */
  readonly lastRefusal: HtlcRefusal | null;
  /** In the order they were added. */
  readonly htlcs: readonly ChannelHtlc[];
  readonly nextHtlcId: number;
}

/** Adds up what a channel holds. `total` must equal `capacity` after every event (G10). */
export function channelMoney(context: ChannelContext): { total: Msat; capacity: Msat } {
  let total = context.balanceMsat[0] + context.balanceMsat[1];
  for (const htlc of context.htlcs) total += htlc.amountMsat;
  return { total, capacity: context.capacityMsat };
}

export function findHtlc(context: ChannelContext, id: number): ChannelHtlc | undefined {
  return context.htlcs.find((htlc) => htlc.id === id);
}

/** HTLC outputs a commitment transaction has now: those of at least the dust limit. */
export function untrimmedHtlcs(context: ChannelContext): number {
  let count = 0;
  for (const htlc of context.htlcs) if (htlc.amountMsat >= context.dustLimitMsat) count++;
  return count;
}

/** What `side` may still offer in one HTLC of unknown size, before limits on count and value. May be negative. */
export function affordableMsat(context: ChannelContext, side: Direction): Msat {
  const free = context.balanceMsat[side] - context.reserveMsat[side];
  if (context.feeratePerKw === 0 || side !== context.opener) return free;
  return free - openerHeadroomMsat(context.feeratePerKw, untrimmedHtlcs(context) + 1);
}

/** Value `side` has offered and not got an answer for. */
export function inFlightMsat(context: ChannelContext, side: Direction): Msat {
  let sum = 0n;
  for (const htlc of context.htlcs) if (htlc.from === side) sum += htlc.amountMsat;
  return sum;
}

/** The HTLC leaves the channel: a fulfilled one's money goes to the receiving side, any other's back. */
export function settle(context: ChannelContext, htlc: ChannelHtlc, outcome: HtlcResolution): Partial<ChannelContext> {
  const [side0, side1] = context.balanceMsat;
  const winner = outcome.type === 'fulfilled' ? 1 - htlc.from : htlc.from;
  return {
    htlcs: context.htlcs.filter((other) => other !== htlc),
    balanceMsat: winner === 0 ? [side0 + htlc.amountMsat, side1] : [side0, side1 + htlc.amountMsat],
  };
}

/** Ends the HTLCs whose kept result is among those asked for. */
export function endKept(
  context: ChannelContext,
  isMeant: (kept: HtlcResolution) => boolean,
): { ended: { htlc: ChannelHtlc; outcome: HtlcResolution }[]; left: ChannelContext } {
  let left = context;
  const ended = context.htlcs.flatMap((htlc) =>
    htlc.kept !== undefined && isMeant(htlc.kept) ? [{ htlc, outcome: htlc.kept }] : [],
  );
  for (const { htlc, outcome } of ended) left = { ...left, ...settle(left, htlc, outcome) };
  return { ended, left };
}

const NO_NODES = ['', ''] as unknown as readonly [NodeId, NodeId];
/** A channel nothing is known of yet. */
export const NO_CHANNEL: ChannelContext = {
  nodes: NO_NODES,
  capacityMsat: 0n,
  balanceMsat: [0n, 0n],
  reserveMsat: [0n, 0n],
  minimumMsat: [0n, 0n],
  dustLimitMsat: 0n,
  maxAcceptedHtlcs: 0,
  maxInFlightMsat: 0n,
  feeratePerKw: 0,
  opener: 0,
  isPublic: true,
  policies: [null, null],
  formerPolicies: [null, null],
  shuttingDown: false,
  gone: false,
  lastRefusal: null,
  htlcs: [],
  nextHtlcId: 0,
};
