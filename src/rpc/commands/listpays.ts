/**
 * `listpays`: payments, the parts of one attempt (payment_hash and groupid) taken together (lightning-listpays(7)).
 *
 * Invariant: a pure function of the rows `listsendpays` gives for the same selection; the status filter looks at the
 * whole attempt, not at its parts. With `start` or `limit` an attempt may show only the parts on that page, as in Core
 * Lightning.
 */

import type { SendpayRow } from '../../../machines/payment-rows.ts';
import type { Msat } from '../../domain/amount.ts';
import type { PaymentStatus } from '../../domain/payment-part.ts';
import { answer } from '../command.ts';
import type { JsonValue } from '../json-value.ts';
import { amountFields, invstringFields, seconds } from '../payment-json.ts';
import { command } from '../served-node.ts';
import { checkSelection, SELECTION, selectRows } from './listsendpays.ts';

type Attempt = readonly [SendpayRow, ...SendpayRow[]];

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
    return answer({ pays: wanted.map(payFields) });
  },
});

function statusOf(rows: Attempt): PaymentStatus {
  if (rows.some((row) => row.status === 'complete')) return 'complete';
  return rows.some((row) => row.status === 'pending') ? 'pending' : 'failed';
}

function payFields(rows: Attempt): JsonValue {
  const complete = rows.filter((row) => row.status === 'complete');
  const counted = rows.filter((row) => row.status !== 'failed');
  const found = <K extends keyof SendpayRow>(key: K): SendpayRow[K] | undefined =>
    rows.find((row) => row[key] !== undefined)?.[key];
  const updated = rows.flatMap((row) => row.updatedIndex ?? []);
  const completedAtMs = Math.min(...complete.flatMap((row) => row.completedAtMs ?? []));
  return {
    ...invstringFields(found('invstring')),
    description: found('description'),
    destination: found('destination'),
    payment_hash: rows[0].paymentHash,
    status: statusOf(rows),
    created_at: seconds(Math.min(...rows.map((row) => row.createdAtMs))),
    completed_at: complete.length === 0 ? undefined : seconds(completedAtMs),
    label: found('label'),
    preimage: found('preimage'),
    ...amountFields('amount_msat', 'msatoshi', deliveredMsat(counted)),
    ...amountFields('amount_sent_msat', 'msatoshi_sent', sum(counted.map((row) => row.sentMsat))),
    number_of_parts: complete.length > 1 ? complete.length : undefined,
    created_index: Math.min(...rows.map((row) => row.createdIndex)),
    updated_index: updated.length === 0 ? undefined : Math.max(...updated),
  };
}

/** Not known if nothing is on its way or arrived, or if a part did not say what it delivers. */
function deliveredMsat(counted: readonly SendpayRow[]): Msat | undefined {
  if (counted.length === 0 || counted.some((row) => row.amountMsat === 0n)) return undefined;
  return sum(counted.map((row) => row.amountMsat));
}

function sum(amounts: readonly Msat[]): Msat {
  return amounts.reduce((total, amount) => total + amount, 0n);
}
