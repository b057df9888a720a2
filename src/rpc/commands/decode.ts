/**
 * `decode` and `decodepay`: what an invoice of any chain says, expired or not (lightning-decode(7)).
 *
 * Invariant: one that nobody should pay is never shown as valid: `decode` shows it with the reason, `decodepay` refuses it.
 * Only BOLT 11 is known; an offer or BOLT 12 invoice is refused as a string that is none.
 */

import {
  type Bolt11Invoice,
  BoltError,
  DEFAULT_EXPIRY,
  DEFAULT_MIN_FINAL_CLTV_EXPIRY,
  decodeInvoice,
  toHex,
} from '../../bolt/index.ts';
import { type Refusal, RpcErrorCode } from '../../domain/errors.ts';
import { given } from '../../domain/given.ts';
import { type ShortChannelId, shortChannelIdFromU64 } from '../../domain/ids.ts';
import { invoiceFault } from '../../payments/payable-invoice.ts';
import { answer, refuse } from '../command.ts';
import { textOf } from '../json-token.ts';
import { badToken, type ParamParser, text } from '../param-types.ts';
import { optional, required } from '../params.ts';
import { amountFields } from '../payment-json.ts';
import { command } from '../served-node.ts';

const hexIf = (bytes: Uint8Array | undefined): string | undefined => (bytes === undefined ? undefined : toHex(bytes));

/** What a BOLT 11 invoice says. Bytes are hex, times seconds. */
export type InvoiceContent = {
  readonly currency: string;
  readonly created_at: number;
  /** Seconds after `created_at`. */
  readonly expiry: number;
  readonly payee: string;
  /** Absent: any amount. */
  readonly amount_msat?: bigint;
  readonly msatoshi?: bigint;
  readonly description?: string | undefined;
  readonly description_hash?: string | undefined;
  readonly min_final_cltv_expiry: number;
  readonly payment_secret?: string | undefined;
  readonly features?: string | undefined;
  readonly routes?: readonly (readonly RouteHint[])[] | undefined;
  readonly payment_metadata?: string | undefined;
  readonly payment_hash: string;
  readonly signature: string;
};
/** A hop to the payee over a channel that is not public. */
export type RouteHint = {
  readonly pubkey: string;
  readonly short_channel_id: ShortChannelId;
  readonly fee_base_msat: bigint;
  readonly fee_proportional_millionths: number;
  readonly cltv_expiry_delta: number;
};
export type Decoded = InvoiceContent & {
  readonly type: 'bolt11 invoice';
  readonly valid: boolean;
  /** Why it is not valid. */
  readonly warning_not_payable?: string | undefined;
};

const decodable: ParamParser<Bolt11Invoice, string> = (name, token) => {
  try {
    return { value: decodeInvoice(textOf(token)) };
  } catch (error) {
    if (!(error instanceof BoltError)) throw error;
    return badToken(name, token, error.message);
  }
};

export const decode = command({
  name: 'decode',
  params: { string: required(decodable) },
  run({ string: invoice }) {
    const fault = invoiceFault(invoice);
    const judged = { valid: fault === undefined, warning_not_payable: fault };
    return answer<Decoded>({ type: 'bolt11 invoice', ...invoiceSays(invoice), ...judged });
  },
});

export const decodepay = command({
  name: 'decodepay',
  params: { bolt11: required(text), description: optional(text) },
  run({ bolt11, description }) {
    try {
      const invoice = decodeInvoice(bolt11, given({ description }));
      const fault = invoiceFault(invoice);
      return fault === undefined ? answer(invoiceSays(invoice)) : refuse(invalidBolt11(fault));
    } catch (error) {
      if (!(error instanceof BoltError)) throw error;
      return refuse(invalidBolt11(error.message));
    }
  },
});

const invalidBolt11 = (why: string): Refusal => ({ code: RpcErrorCode.LIGHTNINGD, message: `Invalid bolt11: ${why}` });

function invoiceSays(invoice: Bolt11Invoice): InvoiceContent {
  return {
    currency: invoice.currency,
    created_at: invoice.timestamp,
    expiry: invoice.expiry ?? DEFAULT_EXPIRY,
    payee: toHex(invoice.payee),
    ...amountFields('amount_msat', 'msatoshi', invoice.amountMsat),
    description: invoice.description,
    description_hash: hexIf(invoice.descriptionHash),
    min_final_cltv_expiry: invoice.minFinalCltvExpiry ?? DEFAULT_MIN_FINAL_CLTV_EXPIRY,
    payment_secret: hexIf(invoice.paymentSecret),
    features: hexIf(invoice.features),
    routes: invoice.routes?.map((route) =>
      route.map((hop) => ({
        pubkey: toHex(hop.pubkey),
        short_channel_id: shortChannelIdFromU64(hop.shortChannelId),
        fee_base_msat: hop.feeBaseMsat,
        fee_proportional_millionths: hop.feeProportionalMillionths,
        cltv_expiry_delta: hop.cltvExpiryDelta,
      })),
    ),
    payment_metadata: hexIf(invoice.metadata),
    payment_hash: toHex(invoice.paymentHash),
    signature: toHex(invoice.signature),
  };
}
