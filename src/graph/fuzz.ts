/**
 * Fuzz: scaling each channel's fee a little, at random but reproducibly, so that payers spread over similar routes.
 *
 * As v0.6 to v0.10: scale = 1 + 2 * fuzz * h - fuzz, with h = siphash24(seed, scid) / 2^64. One seed gives every channel
 * the same scale each time it is looked at. Only the search sees scaled fees; a route's amounts are exact.
 * The seed comes from the caller: nothing here is random.
 */
import { shortChannelIdToU64 } from '../domain/ids.ts';
import type { ChannelGraph } from './channel-graph.ts';
import type { RouteQuery } from './route-query.ts';
import { siphash24 } from './siphash24.ts';

/** The factor for the fee of a half. */
export type FeeScale = (half: number) => number;

export function feeScaleOf(graph: ChannelGraph, fuzz: RouteQuery['fuzz']): FeeScale | undefined {
  if (!fuzz || fuzz.percent === 0) return undefined;
  const share = fuzz.percent / 100;
  const hash = siphash24(fuzz.seed);
  return (half) => {
    const scid = shortChannelIdToU64(graph.slotOfHalf(half).shortChannelId);
    return 1 + 2 * share * hash(Number(scid >> 32n), Number(scid & 0xffffffffn)) - share;
  };
}
