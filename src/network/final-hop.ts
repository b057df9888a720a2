/**
 * What a destination checks of an HTLC before it looks for the invoice, in Core Lightning's order (handle_localpay).
 *
 * Invariant: pure; the first check that fails is the answer.
 * The invoice's own checks (secret, amounts, parts) are `machines/invoice.ts`.
 */
import type { Msat } from '../domain/amount.ts';
import { FailureCode } from '../domain/failures.ts';

export interface FinalHtlc {
  readonly amountMsat: Msat;
  readonly expiry: number;
  /** amt_to_forward and outgoing_cltv_value of the onion. */
  readonly onionAmountMsat: Msat;
  readonly onionExpiry: number;
  readonly hasMetadata: boolean;
  readonly height: number;
  /** Blocks the destination wants left (cltv-final). */
  readonly finalCltv: number;
}

interface FinalCheck {
  readonly name: string;
  readonly passes: (htlc: FinalHtlc) => boolean;
  readonly failcode: number;
}

/** The checks, in order. */
export const FINAL_CHECKS: readonly FinalCheck[] = [
  {
    name: 'amount is what the onion says',
    passes: ({ amountMsat, onionAmountMsat }) => amountMsat >= onionAmountMsat,
    failcode: FailureCode.FINAL_INCORRECT_HTLC_AMOUNT,
  },
  {
    name: 'expiry is what the onion says',
    passes: ({ expiry, onionExpiry }) => expiry >= onionExpiry,
    failcode: FailureCode.FINAL_INCORRECT_CLTV_EXPIRY,
  },
  {
    name: 'enough blocks are left',
    passes: ({ expiry, height, finalCltv }) => height + finalCltv <= expiry,
    failcode: FailureCode.INCORRECT_OR_UNKNOWN_PAYMENT_DETAILS,
  },
  {
    name: 'no payment_metadata, as our invoices have none',
    passes: ({ hasMetadata }) => !hasMetadata,
    failcode: FailureCode.INVALID_ONION_PAYLOAD,
  },
];

/** The code to fail with; undefined if the invoice may decide. */
export function finalRefusal(htlc: FinalHtlc): number | undefined {
  return FINAL_CHECKS.find((check) => !check.passes(htlc))?.failcode;
}
