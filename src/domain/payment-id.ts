/** A payment_hash at one node: what payments, invoices and pays are named by. */
import type { NodeId, PaymentHash } from './ids.ts';

export interface PaymentId {
  readonly node: NodeId;
  readonly paymentHash: PaymentHash;
}
