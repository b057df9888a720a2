/**
 * `listpays`: payments, the parts of one attempt (payment_hash and groupid) taken together (lightning-listpays(7)).
 *
 * Invariant: a pure function of the rows `listsendpays` gives for the same selection; the status filter looks at the
 * whole attempt, not at its parts. With `start` or `limit` an attempt may show only the parts on that page, as in Core
 * Lightning.
 */

import type { SendpayRow } from '../../../machines/payment-rows.ts';
import type { Msat } from '../../domain/amount.ts';
import type { NodeId, PaymentHash, Preimage } from '../../domain/ids.ts';
import type { PaymentStatus } from '../../domain/payment-part.ts';
import { answer } from '../command.ts';
import { amountFields, invstringFields, seconds } from '../payment-json.ts';
import { command } from '../served-node.ts';
import { checkSelection, SELECTION, selectRows } from './listsendpays.ts';

type Attempt = readonly [SendpayRow, ...SendpayRow[]];

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
  async run(values, context) {
    const { status, ...selection } = values;
    const attempts = new Map<string, [SendpayRow, ...SendpayRow[]]>();
    for await (const row of selectRows({ ...selection, status: undefined }, context)) {
      const key = `${row.paymentHash}/${row.groupid}`;
      const attempt = attempts.get(key);
      if (attempt === undefined) attempts.set(key, [row]);
      else attempt.push(row);
    }
    const wanted = [...attempts.values()].filter((rows) => status === undefined || statusOf(rows) === status);
    return answer<Pays>({ pays: wanted.map(payFields) });
  },
});

function statusOf(rows: Attempt): PaymentStatus {
  if (rows.some(isComplete)) return 'complete';
  return rows.some((row) => row.status === 'pending') ? 'pending' : 'failed';
}

function payFields(rows: Attempt): Pay {
  const complete = rows.filter(isComplete);
  const counted = rows.filter((row) => row.status !== 'failed');
  const updated = rows.flatMap((row) => row.updatedIndex ?? []);
  return {
    ...invstringFields(firstOf(rows, 'invstring')),
    description: firstOf(rows, 'description'),
    destination: firstOf(rows, 'destination'),
    payment_hash: rows[0].paymentHash,
    ...statusFields(rows),
    ...amountFields('amount_msat', 'msatoshi', deliveredMsat(counted)),
    ...amountFields('amount_sent_msat', 'msatoshi_sent', sum(counted.map((row) => row.sentMsat))),
    number_of_parts: complete.length > 1 ? complete.length : undefined,
    created_index: Math.min(...rows.map((row) => row.createdIndex)),
    updated_index: updated.length === 0 ? undefined : Math.max(...updated),
  };
}

/** The attempt's status, and what goes with it. */
function statusFields(rows: Attempt) {
  const created_at = seconds(Math.min(...rows.map((row) => row.createdAtMs)));
  const label = firstOf(rows, 'label');
  const status = statusOf(rows);
  if (status !== 'complete') return { status, created_at, label };
  const completed_at = seconds(Math.min(...rows.flatMap((row) => (isComplete(row) ? (row.completedAtMs ?? []) : []))));
  // The part that makes the attempt complete has it.
  return { status, created_at, completed_at, label, preimage: firstOf(rows, 'preimage') as Preimage };
}

const isComplete = (row: SendpayRow): boolean => row.status === 'complete';

function firstOf<K extends keyof SendpayRow>(rows: Attempt, key: K): SendpayRow[K] | undefined {
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
