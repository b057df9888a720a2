/**
 * `listpays`: payments, the parts of one attempt (payment_hash and groupid) taken together (lightning-listpays(7)).
 *
 * Invariant: a pay is always shown whole, with the same sums and the same status whichever page or filter it is found by; Core
 * Lightning takes together what of it stands on the page. `index`, `start` and `limit` mean the pay's own `created_index` and
 * `updated_index`, and count pays, so that pages put together hold each pay once.
 */

import { indexedPay, type SendpayRow } from '../../../machines/payment-rows.ts';
import type { Msat } from '../../domain/amount.ts';
import type { NodeId, PaymentHash, Preimage } from '../../domain/ids.ts';
import type { PaymentStatus } from '../../domain/payment-part.ts';
import type { PayRows } from '../../payments/listing.ts';
import type { CommandAnswer } from '../command.ts';
import { listAnswer, mapped } from '../list-answer.ts';
import { amountFields, invstringFields, seconds } from '../payment-json.ts';
import { command } from '../served-node.ts';
import { checkSelection, queryOf, SELECTION } from './listsendpays.ts';

type AnyPay = {
  readonly bolt11?: string;
  readonly bolt12?: string;
  readonly description?: string | undefined;
  readonly destination?: NodeId | undefined;
  readonly payment_hash: PaymentHash;
  readonly created_at: number;
  readonly label?: string | undefined;
  /** What the parts that have not failed deliver; absent if nobody said. */
  readonly amount_msat?: bigint;
  readonly msatoshi?: bigint;
  readonly amount_sent_msat: bigint;
  readonly msatoshi_sent: bigint;
  /** Parts that are complete, if more than one. */
  readonly number_of_parts?: number | undefined;
  readonly created_index: number;
  readonly updated_index?: number | undefined;
};
export type CompletePay = AnyPay & {
  readonly status: 'complete';
  readonly completed_at: number;
  readonly preimage: Preimage;
};
/** The parts of one attempt (payment_hash and groupid) taken together. */
export type Pay = (AnyPay & { readonly status: 'pending' | 'failed' }) | CompletePay;
export type Pays = { readonly pays: readonly Pay[] };

export const listpays = command({
  name: 'listpays',
  params: SELECTION,
  validate: checkSelection,
  run: (values, { node: { operated } }): CommandAnswer<Pays> =>
    listAnswer('pays', mapped(operated.pays(queryOf(values)), payFields)),
});

function payFields(rows: PayRows): Pay {
  const complete = rows.filter(isComplete);
  const counted = rows.filter((row) => row.status !== 'failed');
  const { createdIndex, updatedIndex, status } = indexedPay(rows);
  return {
    ...invstringFields(firstOf(rows, 'invstring')),
    description: firstOf(rows, 'description'),
    destination: firstOf(rows, 'destination'),
    payment_hash: rows[0].paymentHash,
    ...statusFields(rows, status),
    ...amountFields('amount_msat', 'msatoshi', deliveredMsat(counted)),
    ...amountFields('amount_sent_msat', 'msatoshi_sent', sum(counted.map((row) => row.sentMsat))),
    number_of_parts: complete.length > 1 ? complete.length : undefined,
    created_index: createdIndex,
    updated_index: updatedIndex,
  };
}

/** The attempt's status, and what goes with it. */
function statusFields(rows: PayRows, status: PaymentStatus) {
  const created_at = seconds(least(rows.map((row) => row.createdAtMs)));
  const label = firstOf(rows, 'label');
  if (status !== 'complete') return { status, created_at, label };
  const completed_at = seconds(least(rows.flatMap((row) => (isComplete(row) ? (row.completedAtMs ?? []) : []))));
  // The part that makes the attempt complete has it.
  return { status, created_at, completed_at, label, preimage: firstOf(rows, 'preimage') as Preimage };
}

const isComplete = (row: SendpayRow): boolean => row.status === 'complete';

/** A pay may have more parts than a call takes arguments. */
const least = (times: readonly number[]): number =>
  times.reduce((before, ms) => Math.min(before, ms), Number.POSITIVE_INFINITY);

function firstOf<K extends keyof SendpayRow>(rows: PayRows, key: K): SendpayRow[K] | undefined {
  return rows.find((row) => row[key] !== undefined)?.[key];
}

/** Not known if nothing is on its way or arrived, or if a part did not say what it delivers. */
function deliveredMsat(counted: readonly SendpayRow[]): Msat | undefined {
  if (counted.length === 0 || counted.some((row) => row.amountMsat === 0n)) return undefined;
  return sum(counted.map((row) => row.amountMsat));
}

function sum(amounts: readonly Msat[]): Msat {
  return amounts.reduce((total, amount) => total + amount, 0n);
}
