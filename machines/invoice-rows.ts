/**
 * The rows invoices are listed and found by, and the counters that number them.
 *
 * Invariant: a pure function of the invoice's states and the record. An invoice has one row under its created_index and
 * index rows under its label and pay_index that name its payment_hash; a deleted invoice has none, its numbers stay used.
 */

import type { SnapshotFrom } from 'xstate';
import type { Msat } from '../src/domain/amount.ts';
import type { NodeId, PaymentHash, Preimage } from '../src/domain/ids.ts';
import type { RowWrite } from '../src/domain/log-record.ts';
import type { PaymentId } from '../src/domain/payment-id.ts';
import { padIndex } from '../src/domain/row-key.ts';
import type { InvoiceContext, invoiceMachine } from './invoice.ts';
import type { Change, WorkingRows } from './kind.ts';

export type InvoiceStatus = 'unpaid' | 'paid' | 'expired';

/** An invoice as listings show it. Times in milliseconds. */
export interface InvoiceRow {
  readonly paymentHash: PaymentHash;
  readonly label: string;
  readonly description: string;
  readonly bolt11: string;
  readonly paymentSecret: string;
  /** null takes any amount. */
  readonly amountMsat: Msat | null;
  readonly status: InvoiceStatus;
  readonly createdMs: number;
  readonly expiresMs: number;
  readonly createdIndex: number;
  readonly updatedIndex: number | null;
  readonly payIndex: number | null;
  readonly receivedMsat: Msat | null;
  readonly paidMs: number | null;
  /** Only once it is paid. */
  readonly preimage: Preimage | null;
}

export type InvoiceCounter = 'created' | 'updated' | 'deleted' | 'pay';

/** Where the rows are. All begin with `invoice/<node>/`. */
export const invoiceKeys = {
  createdPrefix: (node: NodeId): string => `invoice/${node}/c/`,
  created: (node: NodeId, index: number): string => `invoice/${node}/c/${padIndex(index)}`,
  label: (node: NodeId, label: string): string => `invoice/${node}/l/${label}`,
  payPrefix: (node: NodeId): string => `invoice/${node}/p/`,
  pay: (node: NodeId, index: number): string => `invoice/${node}/p/${padIndex(index)}`,
  /** How many were deleted is a working row: nothing else remembers them. */
  counter: (node: NodeId, counter: InvoiceCounter): string =>
    counter === 'deleted' ? `counter/${node}/invoices/deleted` : `invoice/${node}/n/${counter}`,
};

export type InvoiceSnapshot = SnapshotFrom<typeof invoiceMachine>;

/** What listings call the state: parts held do not show. Undefined for an invoice that is not there. */
export function statusOf(snapshot: InvoiceSnapshot): InvoiceStatus | undefined {
  switch (snapshot.value) {
    case 'unpaid':
    case 'collecting':
      return 'unpaid';
    case 'paid':
      return 'paid';
    case 'expired':
      return 'expired';
    default:
      return undefined;
  }
}

export function invoiceRow(paymentHash: PaymentHash, context: InvoiceContext, status: InvoiceStatus): InvoiceRow {
  return {
    paymentHash,
    label: context.label,
    description: context.description,
    bolt11: context.bolt11,
    paymentSecret: context.secret,
    amountMsat: context.amountMsat,
    status,
    createdMs: context.createdMs,
    expiresMs: context.expiresMs,
    createdIndex: context.createdIndex,
    updatedIndex: context.updatedIndex,
    payIndex: context.payIndex,
    receivedMsat: context.receivedMsat,
    paidMs: context.paidMs,
    preimage: status === 'paid' ? context.preimage : null,
  };
}

export function invoiceRows(
  { node, paymentHash }: PaymentId,
  { before, after, last }: Change<typeof invoiceMachine>,
): readonly RowWrite[] {
  const status = statusOf(after);
  if (status === statusOf(before)) return [];
  if (status === undefined) return gone(node, before.context, last);
  const { context } = after;
  const rows: RowWrite[] = [
    { key: invoiceKeys.created(node, context.createdIndex), value: invoiceRow(paymentHash, context, status) },
  ];
  if (statusOf(before) === undefined) {
    rows.push({ key: invoiceKeys.label(node, context.label), value: paymentHash });
    rows.push({ key: invoiceKeys.counter(node, 'created'), value: context.createdIndex });
  }
  if (context.updatedIndex !== null)
    rows.push({ key: invoiceKeys.counter(node, 'updated'), value: context.updatedIndex });
  if (context.payIndex !== null) {
    rows.push({ key: invoiceKeys.pay(node, context.payIndex), value: paymentHash });
    rows.push({ key: invoiceKeys.counter(node, 'pay'), value: context.payIndex });
  }
  return rows;
}

function gone(node: NodeId, context: InvoiceContext, last: WorkingRows): readonly RowWrite[] {
  const deleted = invoiceKeys.counter(node, 'deleted');
  const rows: RowWrite[] = [
    { key: deleted, value: ((last(deleted) as number | undefined) ?? 0) + 1 },
    { key: invoiceKeys.created(node, context.createdIndex), value: undefined },
    { key: invoiceKeys.label(node, context.label), value: undefined },
  ];
  if (context.payIndex !== null) rows.push({ key: invoiceKeys.pay(node, context.payIndex), value: undefined });
  return rows;
}
