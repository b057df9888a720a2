/**
 * The rows invoices are listed and found by, and the counters that number them.
 *
 * Invariant: a pure function of the invoice's states and the record. An invoice has one row under its created_index, and index
 * entries for what it is found by; a deleted invoice has none, its numbers stay used.
 *
 * | key                                 | value                                                                |
 * |-------------------------------------|----------------------------------------------------------------------|
 * | `invoice/<node>/c/<created>`        | the row                                                              |
 * | `invoice/<node>/u/<updated>`        | created index                                                        |
 * | `invoice/<node>/o/<created>`        | created index, while it was never updated                            |
 * | `invoice/<node>/e/<expires ms>/<created>` | payment_hash, while it is unpaid: who looks lets it expire     |
 * | `invoice/<node>/l/<label>`          | payment_hash                                                         |
 * | `invoice/<node>/p/<pay index>`      | payment_hash                                                         |
 * | `invoice/<node>/n/<counter>`        | last number given                                                    |
 * | `counter/<node>/invoices/deleted`   | how many were deleted                                                |
 */

import type { Msat } from '../src/domain/amount.ts';
import type { NodeId, PaymentHash, Preimage } from '../src/domain/ids.ts';
import type { RowWrite } from '../src/domain/log-record.ts';
import type { PaymentId } from '../src/domain/payment-id.ts';
import { padIndex } from '../src/domain/row-key.ts';
import type { InvoiceContext, invoiceMachine } from './invoice.ts';
import type { Change, StateOf, WorkingRows } from './kind.ts';

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
  updatedPrefix: (node: NodeId): string => `invoice/${node}/u/`,
  neverUpdatedPrefix: (node: NodeId): string => `invoice/${node}/o/`,
  expiryPrefix: (node: NodeId): string => `invoice/${node}/e/`,
  expiry: (node: NodeId, expiresMs: number, index: number): string =>
    `invoice/${node}/e/${padIndex(expiresMs)}/${padIndex(index)}`,
  label: (node: NodeId, label: string): string => `invoice/${node}/l/${label}`,
  payPrefix: (node: NodeId): string => `invoice/${node}/p/`,
  pay: (node: NodeId, index: number): string => `invoice/${node}/p/${padIndex(index)}`,
  /** How many were deleted is a working row: nothing else remembers them. */
  counter: (node: NodeId, counter: InvoiceCounter): string =>
    counter === 'deleted' ? `counter/${node}/invoices/deleted` : `invoice/${node}/n/${counter}`,
};

export type InvoiceSnapshot = StateOf<typeof invoiceMachine>;

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
  id: PaymentId,
  { before, after, last }: Change<typeof invoiceMachine>,
): readonly RowWrite[] {
  const { node, paymentHash } = id;
  const status = statusOf(after);
  if (status === statusOf(before)) return [];
  if (status === undefined) return gone(id, before, last);
  const { context } = after;
  const numbers = (['created', 'updated', 'pay'] as const).flatMap((counter) => {
    const value = context[`${counter}Index`];
    const isNew = value !== null && value !== before.context[`${counter}Index`];
    return isNew ? [{ key: invoiceKeys.counter(node, counter), value }] : [];
  });
  return [
    { key: invoiceKeys.created(node, context.createdIndex), value: invoiceRow(paymentHash, context, status) },
    ...entryChanges(entriesOf(node, paymentHash, before), entriesOf(node, paymentHash, after)),
    ...numbers,
  ];
}

type Entries = ReadonlyMap<string, number | PaymentHash>;

/** Where an invoice is found. */
function entriesOf(node: NodeId, paymentHash: PaymentHash, snapshot: InvoiceSnapshot): Entries {
  const status = statusOf(snapshot);
  const entries = new Map<string, number | PaymentHash>();
  if (status === undefined) return entries;
  const { label, createdIndex, updatedIndex, payIndex, expiresMs } = snapshot.context;
  entries.set(invoiceKeys.label(node, label), paymentHash);
  if (payIndex !== null) entries.set(invoiceKeys.pay(node, payIndex), paymentHash);
  if (status === 'unpaid') entries.set(invoiceKeys.expiry(node, expiresMs, createdIndex), paymentHash);
  const order =
    updatedIndex === null
      ? invoiceKeys.neverUpdatedPrefix(node) + padIndex(createdIndex)
      : invoiceKeys.updatedPrefix(node) + padIndex(updatedIndex);
  entries.set(order, createdIndex);
  return entries;
}

function entryChanges(before: Entries, after: Entries): readonly RowWrite[] {
  const gone = [...before.keys()].filter((key) => !after.has(key));
  const made = [...after].filter(([key]) => !before.has(key));
  return [...gone.map((key) => ({ key, value: undefined })), ...made.map(([key, value]) => ({ key, value }))];
}

function gone(id: PaymentId, before: InvoiceSnapshot, last: WorkingRows): readonly RowWrite[] {
  const { node, paymentHash } = id;
  const deleted = invoiceKeys.counter(node, 'deleted');
  return [
    { key: deleted, value: ((last(deleted) as number | undefined) ?? 0) + 1 },
    { key: invoiceKeys.created(node, before.context.createdIndex), value: undefined },
    ...entryChanges(entriesOf(node, paymentHash, before), new Map()),
  ];
}
