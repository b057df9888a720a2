/** Numbers inside row keys: padded, so that keys sort as the numbers do. */

/** Digits of the largest safe integer. */
const INDEX_DIGITS = 16;

export const padIndex = (index: number): string => String(index).padStart(INDEX_DIGITS, '0');

/** The number a key ends in. */
export const indexIn = (key: string): number => Number(key.slice(-INDEX_DIGITS));

/** What of a key comes before the number it ends in. */
export const withoutIndex = (key: string): string => key.slice(0, -INDEX_DIGITS);
