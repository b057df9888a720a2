/**
 * How high a block and how long a delay can be.
 *
 * Invariant: a height and a delay within these limits add up to a cltv_expiry that fits its four bytes, with the block of slack
 * a sender adds. So every delay is held to them where it comes in, and the height where it grows.
 */

/** cltv_expiry values from here on are times, not heights: a fact of the protocol (BOLT 2), so logs fold by it for ever. */
export const CLTV_EXPIRY_LIMIT = 500_000_000;
/** Longest delay that is a number of blocks. */
export const MAX_CLTV_BLOCKS = CLTV_EXPIRY_LIMIT - 1;
/** Highest block whose height is one. */
export const MAX_BLOCKHEIGHT = CLTV_EXPIRY_LIMIT - 1;
