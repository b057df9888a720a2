/** The kind of pay actors: one stream a payment_hash, `pay/<node>/<hash>`. Its rows list pays by the time they were started. */

import type { NodeId } from '../src/domain/ids.ts';
import { isRunning } from '../src/domain/pay-plan.ts';
import type { PaymentId } from '../src/domain/payment-id.ts';
import { padIndex } from '../src/domain/row-key.ts';
import { type Kind, namedByPayment } from './kind.ts';
import { type PayEvent, payMachine } from './pay.ts';

/** A pay's stream is read through a snapshot at most this many records old. */
const SNAPSHOT_EVERY = 64;

const naming = namedByPayment('pay');

/** What `paystatus` lists. */
export const payRowsPrefix = (node: NodeId): string => `pay/${node}/`;

export const payKind: Kind<typeof payMachine, PaymentId> = {
  ...naming,
  machine: payMachine,
  version: 1,
  snapshotEvery: SNAPSHOT_EVERY,
  isFinished: ({ context }) => !isRunning(context),
  rowsVersion: 1,
  rowSpaces: ['pay/'],
  rows: ({ stream, record }) => {
    const event = record.event as unknown as PayEvent;
    if (event.type !== 'PAY_STARTED') return [];
    const { node, paymentHash } = naming.idOf(stream);
    return [{ key: `${payRowsPrefix(node)}${padIndex(event.atMs)}/${paymentHash}`, value: paymentHash }];
  },
};
