/**
 * The bolt11 text of a simulated node's invoice.
 *
 * Invariant: signed with the key the node's onion layer is made for, so that the payee a payer reads out of it can be paid.
 */
import type { Msat } from '../domain/amount.ts';
import type { NodeId, PaymentHash } from '../domain/ids.ts';
import type { Chain } from '../graph/network-description.ts';
import type { NodeKeys } from './node-keys.ts';

export interface InvoiceFields {
  readonly node: NodeId;
  readonly paymentHash: PaymentHash;
  readonly secret: string;
  readonly amountMsat: Msat | null;
  readonly description: string;
  readonly expirySeconds: number;
  readonly createdMs: number;
  /** min_final_cltv_expiry; default the network's. */
  readonly cltv?: number;
}

export function invoiceText(_chain: Chain, _finalCltv: number, _keys: NodeKeys, _fields: InvoiceFields): string {
  return '';
}
