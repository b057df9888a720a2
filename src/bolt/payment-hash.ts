/** What a preimage opens: SHA256, both as hex (BOLT 4 and 11). */
import { createHash } from 'node:crypto';

export function paymentHashOf(preimage: string): string {
  return createHash('sha256').update(Buffer.from(preimage, 'hex')).digest('hex');
}

export const opens = (preimage: string, paymentHash: string): boolean => paymentHashOf(preimage) === paymentHash;
