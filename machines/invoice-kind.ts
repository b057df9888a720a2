/** The kind of invoice actors: one stream an invoice, `invoice/<node>/<hash>`. */
import type { PaymentId } from '../src/domain/payment-id.ts';
import { invoiceMachine } from './invoice.ts';
import { invoiceRows } from './invoice-rows.ts';
import { type Kind, namedByPayment } from './kind.ts';

const naming = namedByPayment('invoice');

export const invoiceKind: Kind<typeof invoiceMachine, PaymentId> = {
  ...naming,
  machine: invoiceMachine,
  version: 1,
  snapshotEvery: 0,
  isFinished: (snapshot) => snapshot.value !== 'collecting',
  rowsVersion: 2,
  rowSpaces: ['invoice/', 'counter/*/invoices/'],
  rows: (change) => invoiceRows(naming.idOf(change.stream), change),
};
