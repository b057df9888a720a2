/**
 * An invoice as `listinvoices`, `waitinvoice`, `waitanyinvoice` and `delinvoice` show it (lightning-listinvoices(7)).
 */

import type { InvoiceRow } from '../../../machines/invoice-rows.ts';
import type { JsonValue } from '../json-value.ts';
import { amountFields, invstringFields, seconds } from '../payment-json.ts';

export function invoiceFields(row: InvoiceRow): { readonly [key: string]: JsonValue | undefined } {
  return {
    label: row.label,
    ...(row.bolt11 === '' ? {} : invstringFields(row.bolt11)),
    payment_hash: row.paymentHash,
    ...amountFields('amount_msat', 'msatoshi', row.amountMsat ?? undefined),
    status: row.status,
    pay_index: row.payIndex ?? undefined,
    ...amountFields('amount_received_msat', 'msatoshi_received', row.receivedMsat ?? undefined),
    paid_at: row.paidMs === null ? undefined : seconds(row.paidMs),
    payment_preimage: row.preimage ?? undefined,
    description: row.description,
    expires_at: seconds(row.expiresMs),
    created_index: row.createdIndex,
    updated_index: row.updatedIndex ?? undefined,
  };
}
