/**
 * What the listings share: the parameters `index`, `start`, `limit`, and an invoice that stands for its payment_hash.
 */

import { BoltError, decodeInvoice, toHex } from '../../bolt/index.ts';
import { type Refusal, RpcErrorCode } from '../../domain/errors.ts';
import type { PaymentHash } from '../../domain/ids.ts';
import { countU64, oneOf, u32 } from '../param-types.ts';
import { optional, withDefault } from '../params.ts';

export const indexName = oneOf(['created', 'updated'], 'unknown index');

/** By which index a listing goes, from where, and how far (lightning-listsendpays(7)). */
export const PAGING = {
  index: optional(indexName),
  start: withDefault(countU64, 0),
  limit: optional(u32),
};

export interface Paging {
  readonly index: 'created' | 'updated' | undefined;
  readonly start: number;
  readonly limit: number | undefined;
}

export const invalid = (message: string): Refusal => ({ code: RpcErrorCode.INVALID_PARAMS, message });

export function checkPaging({ index, start, limit }: Paging): Refusal | undefined {
  if (start !== 0 && index === undefined) return invalid('Can only specify {start} with {index}');
  if (limit !== undefined && index === undefined) return invalid('Can only specify {limit} with {index}');
  return undefined;
}

/** The payment_hash of an invoice, or why there is none. */
export function hashOfInvstring(invstring: string): PaymentHash | Refusal {
  try {
    return toHex(decodeInvoice(invstring).paymentHash) as PaymentHash;
  } catch (error) {
    if (!(error instanceof BoltError)) throw error;
    // A string that is no invoice at all is last tried as BOLT 12 by Core Lightning, whose words it then gets.
    const reason = error.code === 'BOLT_INVOICE_BECH32' ? 'invalid bech32 string' : error.message;
    return invalid(`Invalid invstring: ${reason}`);
  }
}
