/**
 * Offering an HTLC: what the offer says, and the reasons a channel has to refuse it.
 *
 * Invariant: one row per reason, in the order a Core Lightning node checks them (channeld, add_htlc); the first that holds is
 * told. Logged offers are judged by them again when a log is folded: a new reason needs a new event version. Its maximum of 2^32-1 msat is left out: it ended with option_support_large_channel.
 */
import type { Msat } from './amount.ts';
import { CLTV_EXPIRY_LIMIT } from './block-limits.ts';
import { affordableMsat, type ChannelContext, inFlightMsat, untrimmedHtlcs } from './channel-state.ts';
import { commitmentFeeSat, openerCostMsat } from './commitment-fee.ts';
import { FailureCode } from './failures.ts';
import type { HtlcOrigin } from './htlc.ts';
import type { Direction, PaymentHash } from './ids.ts';

export type HtlcOffered = {
  readonly type: 'HTLC_OFFERED';
  readonly from: Direction;
  readonly amountMsat: Msat;
  readonly expiry: number;
  readonly hash: PaymentHash;
  /** Sides whose node lists the HTLC. Absent: neither. */
  readonly listed?: readonly Direction[];
} & HtlcOrigin;

/** Who asked for the HTLC. */
export function originOf(offer: HtlcOffered): HtlcOrigin {
  if ('part' in offer) return { part: offer.part };
  const { prev, feeMsat, atMs } = offer;
  return atMs === undefined ? { prev, feeMsat } : { prev, feeMsat, atMs };
}

function offeredCount(context: ChannelContext, side: Direction): number {
  let count = 0;
  for (const htlc of context.htlcs) if (htlc.from === side) count++;
  return count;
}

function openerCannotPay(context: ChannelContext, offer: HtlcOffered): boolean {
  if (context.feeratePerKw === 0 || offer.from === context.opener) return false;
  const outputs = untrimmedHtlcs(context) + (offer.amountMsat >= context.dustLimitMsat ? 1 : 0);
  const left = context.balanceMsat[context.opener] - context.reserveMsat[context.opener];
  return left < openerCostMsat(context.feeratePerKw, outputs);
}

interface OfferRefusal {
  /** Names the guard in the channel's chart. */
  readonly guard: string;
  /** What the guard says, as the chart shows it. */
  readonly meaning: string;
  readonly check: (context: ChannelContext, offer: HtlcOffered) => boolean;
  readonly failcode: number;
  readonly detail: (context: ChannelContext, offer: HtlcOffered) => string;
}

/** The reasons, in order. */
export const OFFER_REFUSALS = [
  {
    guard: 'isShuttingDown',
    meaning: 'refused: the channel takes no new HTLCs',
    check: (context: ChannelContext) => context.shuttingDown,
    failcode: FailureCode.UNKNOWN_NEXT_PEER,
    detail: () => 'Channel is shutting down',
  },
  {
    guard: 'isExpiryInvalid',
    meaning: 'refused: the expiry is a time, not a height',
    check: (_: ChannelContext, offer: HtlcOffered) => offer.expiry >= CLTV_EXPIRY_LIMIT,
    failcode: FailureCode.INCORRECT_CLTV_EXPIRY,
    detail: (_: ChannelContext, offer: HtlcOffered) => `Invalid cltv_expiry ${offer.expiry}`,
  },
  {
    guard: 'isTooSmall',
    meaning: 'refused: less than the peer takes in one HTLC',
    check: (context: ChannelContext, offer: HtlcOffered) =>
      offer.amountMsat === 0n || offer.amountMsat < context.minimumMsat[offer.from],
    failcode: FailureCode.AMOUNT_BELOW_MINIMUM,
    detail: (context: ChannelContext, offer: HtlcOffered) =>
      `HTLC too small (${context.minimumMsat[offer.from]}msat minimum)`,
  },
  {
    guard: 'isOneTooMany',
    meaning: 'refused: as many HTLCs are in flight as the peer takes',
    check: (context: ChannelContext, offer: HtlcOffered) =>
      offeredCount(context, offer.from) >= context.maxAcceptedHtlcs,
    failcode: FailureCode.TEMPORARY_CHANNEL_FAILURE,
    detail: () => 'Too many HTLCs',
  },
  {
    guard: 'isTooMuchInFlight',
    meaning: 'refused: more would be in flight than the peer takes',
    check: (context: ChannelContext, offer: HtlcOffered) =>
      context.maxInFlightMsat < context.capacityMsat &&
      inFlightMsat(context, offer.from) + offer.amountMsat > context.maxInFlightMsat,
    failcode: FailureCode.REQUIRED_NODE_FEATURE_MISSING,
    detail: () => 'Mini mode: maximum value exceeded',
  },
  {
    guard: 'isBeyondCapacity',
    meaning: 'refused: the side that offers cannot afford it',
    check: (context: ChannelContext, offer: HtlcOffered) =>
      offer.amountMsat > affordableMsat(context, offer.from) || openerCannotPay(context, offer),
    failcode: FailureCode.TEMPORARY_CHANNEL_FAILURE,
    detail: (context: ChannelContext) =>
      `Capacity exceeded - HTLC fee: ${commitmentFeeSat(context.feeratePerKw, untrimmedHtlcs(context) + 1)}sat`,
  },
] as const satisfies readonly OfferRefusal[];
