/** The kind of payment actors: one stream a payment_hash, `payment/<node>/<hash>`. */

import type { PaymentId } from '../src/domain/payment-id.ts';
import { type Kind, namedByPayment } from './kind.ts';
import { paymentMachine } from './payment.ts';
import { paymentRows } from './payment-rows.ts';

const naming = namedByPayment('payment');

export const paymentKind: Kind<typeof paymentMachine, PaymentId> = {
  ...naming,
  machine: paymentMachine,
  version: 1,
  snapshotEvery: 0,
  isFinished: (snapshot) => !snapshot.hasTag('inFlight') && !snapshot.hasTag('pending'),
  rowsVersion: 2,
  rowSpaces: ['sendpay/', 'counter/*/sendpays/'],
  rows: (change) => paymentRows(naming.idOf(change.stream), change),
};
