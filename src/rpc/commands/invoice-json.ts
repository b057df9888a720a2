/**
 * An invoice as `listinvoices`, `waitinvoice`, `waitanyinvoice` and `delinvoice` show it (lightning-listinvoices(7)).
 */

import type { InvoiceRow } from '../../../machines/invoice-rows.ts';
import type { Msat } from '../../domain/amount.ts';
import type { PaymentHash, Preimage } from '../../domain/ids.ts';
import { amountFields, invstringFields, seconds } from '../payment-json.ts';

type AnyInvoice = {
  readonly label: string;
  readonly bolt11?: string;
  readonly bolt12?: string;
  readonly payment_hash: PaymentHash;
  /** Absent: any amount may be paid. */
  readonly amount_msat?: bigint;
  /** `amount_msat` as it was called before v22.11. */
  readonly msatoshi?: bigint;
  readonly description: string;
  readonly expires_at: number;
  readonly created_index: number;
  readonly updated_index?: number | undefined;
};

export type OpenInvoice = AnyInvoice & { readonly status: 'unpaid' | 'expired' };
export type PaidInvoice = AnyInvoice & {
  readonly status: 'paid';
  readonly pay_index: number;
  readonly amount_received_msat: bigint;
  /** `amount_received_msat` as it was called before v22.11. */
  readonly msatoshi_received: bigint;
  readonly paid_at: number;
  readonly payment_preimage: Preimage;
};
/** An invoice, as listings have it. */
export type Invoice = OpenInvoice | PaidInvoice;

export function invoiceFields(row: InvoiceRow): Invoice {
  return row.status === 'paid' ? paidInvoiceFields(row) : { ...whatIsAsked(row), status: row.status, ...terms(row) };
}

/** `row` is one of an invoice that was paid: so it has all that says how. */
export function paidInvoiceFields(row: InvoiceRow): PaidInvoice {
  return {
    ...whatIsAsked(row),
    status: 'paid',
    pay_index: row.payIndex as number,
    ...amountFields('amount_received_msat', 'msatoshi_received', row.receivedMsat as Msat),
    paid_at: seconds(row.paidMs as number),
    payment_preimage: row.preimage as Preimage,
    ...terms(row),
  };
}

function whatIsAsked(row: InvoiceRow) {
  return {
    label: row.label,
    ...(row.bolt11 === '' ? {} : invstringFields(row.bolt11)),
    payment_hash: row.paymentHash,
    ...amountFields('amount_msat', 'msatoshi', row.amountMsat ?? undefined),
  };
}

function terms(row: InvoiceRow) {
  return {
    description: row.description,
    expires_at: seconds(row.expiresMs),
    created_index: row.createdIndex,
    updated_index: row.updatedIndex ?? undefined,
  };
}
