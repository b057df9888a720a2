/**
 * The bolt11 text of a simulated node's invoice.
 *
 * Invariant: signed with the key the node's onion layer is made for, so that the payee a payer reads out of it can be paid.
 */
import { encodeInvoice, fromHex } from '../bolt/index.ts';
import type { Msat } from '../domain/amount.ts';
import { type Chain, INVOICE_PREFIXES } from '../domain/chain.ts';
import type { NodeId, PaymentHash } from '../domain/ids.ts';
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

/** BOLT 9 bits 8 (var_onion_optin) and 14 (payment_secret), which a payer must know, and 17 (basic_mpp). */
const FEATURES = Uint8Array.of(0x02, 0x41, 0x00);

export function invoiceText(chain: Chain, finalCltv: number, keys: NodeKeys, fields: InvoiceFields): string {
  const { amountMsat, description, expirySeconds, cltv = finalCltv } = fields;
  const invoice = {
    currency: INVOICE_PREFIXES[chain],
    ...(amountMsat === null ? {} : { amountMsat }),
    timestamp: Math.floor(fields.createdMs / 1000),
    paymentHash: fromHex(fields.paymentHash),
    paymentSecret: fromHex(fields.secret),
    description,
    expiry: expirySeconds,
    minFinalCltvExpiry: cltv,
    features: FEATURES,
  };
  return encodeInvoice(invoice, keys.privateKey(fields.node));
}
