/**
 * `decode` and `decodepay`: what an invoice says, without judging whether it can be paid (lightning-decode(7)).
 *
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
import { RpcErrorCode } from '../../domain/errors.ts';
import { given } from '../../domain/given.ts';
import { shortChannelIdFromU64 } from '../../domain/ids.ts';
import { answer, refuse } from '../command.ts';
import { textOf } from '../json-token.ts';
import type { JsonValue } from '../json-value.ts';
import { badToken, type ParamParser, text } from '../param-types.ts';
import { optional, required } from '../params.ts';
import { amountFields } from '../payment-json.ts';
import { command } from '../served-node.ts';

const hexIf = (bytes: Uint8Array | undefined): string | undefined => (bytes === undefined ? undefined : toHex(bytes));

const decodable: ParamParser<Bolt11Invoice> = (name, token) => {
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
  run: ({ string: invoice }) => answer({ type: 'bolt11 invoice', ...invoiceSays(invoice), valid: true }),
});

export const decodepay = command({
  name: 'decodepay',
  params: { bolt11: required(text), description: optional(text) },
  run({ bolt11, description }) {
    try {
      return answer(invoiceSays(decodeInvoice(bolt11, given({ description }))));
    } catch (error) {
      if (!(error instanceof BoltError)) throw error;
      return refuse({ code: RpcErrorCode.LIGHTNINGD, message: `Invalid bolt11: ${error.message}` });
    }
  },
});

function invoiceSays(invoice: Bolt11Invoice): { readonly [key: string]: JsonValue | undefined } {
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
