/** Numbers inside row keys: padded, so that keys sort as the numbers do. */

/** Digits of the largest safe integer. */
const INDEX_DIGITS = 16;

export const padIndex = (index: number): string => String(index).padStart(INDEX_DIGITS, '0');
