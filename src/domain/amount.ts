/**
 * Amounts of money, in millisatoshi.
 *
 * Invariant: an amount is a `bigint` in every event, context and public answer; in JSON it is a decimal string under a
 * key that ends in `Msat` (see `src/journal/codec.ts`). Only the route search uses floating point, on its own copy.
 * Does not parse `"1btc"` and friends: that is the edge's work (`src/rpc/param-types.ts`).
 */

/** An amount in millisatoshi. Never negative. */
export type Msat = bigint;

/** The largest amount the wire can carry (u64). */
export const MAX_MSAT: Msat = 2n ** 64n - 1n;

/** Fee a channel asks to forward `amountMsat` (BOLT 7): base + floor(amount * ppm / 1e6). */
export function forwardingFeeMsat(amountMsat: Msat, feeBaseMsat: Msat, feePpm: number): Msat {
  return feeBaseMsat + (amountMsat * BigInt(feePpm)) / 1_000_000n;
}
