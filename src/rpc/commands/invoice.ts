/**
 * `invoice`: asks for a payment (lightning-invoice(7)).
 *
 * Invariant: an answered invoice is durable, so it can be paid after a crash. `fallbacks` are accepted and left out of the
 * invoice, as a simulated network has no chain to fall back on; so are route hints.
 */

import type { Refusal } from '../../domain/errors.ts';
import { given } from '../../domain/given.ts';
import type { PaymentHash } from '../../domain/ids.ts';
import { MAX_EXPIRY_SECONDS } from '../../switch/capabilities.ts';
import { answer, refuse } from '../command.ts';
import { blocks, boolean, label, positiveAmountOrAny, preimage, text, u64 } from '../param-types.ts';
import { optional, type ParamValues, required, withDefault } from '../params.ts';
import { seconds } from '../payment-json.ts';
import { commandNeeding } from '../served-node.ts';
import { anything } from './anything.ts';
import { invalid } from './listing.ts';

/** A week, as Core Lightning has it since v0.7.1. */
const DEFAULT_EXPIRY_SECONDS = 604_800n;
/** Longest label and description Core Lightning takes: the latter must fit one field of BOLT 11. */
const MAX_LABEL_BYTES = 128;
const MAX_DESCRIPTION_BYTES = 639;

const PARAMS = {
  amount_msat: required(positiveAmountOrAny, { formerName: 'msatoshi' }),
  label: required(label),
  description: required(text),
  expiry: withDefault(u64, DEFAULT_EXPIRY_SECONDS),
  fallbacks: optional(anything),
  preimage: optional(preimage),
  exposeprivatechannels: optional(anything),
  cltv: optional(blocks),
  deschashonly: withDefault(boolean, false),
};

function validate({ label: name, description, deschashonly }: ParamValues<typeof PARAMS>): Refusal | undefined {
  if (Buffer.byteLength(name) > MAX_LABEL_BYTES) return invalid(`Label '${name}' over ${MAX_LABEL_BYTES} bytes`);
  const length = Buffer.byteLength(description);
  if (deschashonly)
    return invalid('deschashonly: invoices that carry only a hash of the description are not supported');
  if (length > MAX_DESCRIPTION_BYTES)
    return invalid(
      `Descriptions greater than ${MAX_DESCRIPTION_BYTES} bytes not accepted (description length ${length})`,
    );
  return undefined;
}

export type CreatedInvoice = {
  readonly payment_hash: PaymentHash;
  readonly expires_at: number;
  readonly bolt11: string;
  readonly payment_secret: string;
  readonly created_index: number;
};

export const invoice = commandNeeding('invoices', {
  name: 'invoice',
  params: PARAMS,
  validate,
  async run({ amount_msat, label: name, description, expiry, preimage: secret, cltv }, { node }) {
    const { operated, invoices } = node;
    const expirySeconds = expiry < MAX_EXPIRY_SECONDS ? Number(expiry) : MAX_EXPIRY_SECONDS;
    const made = invoices.create(operated.id, {
      amountMsat: amount_msat === 'any' ? null : amount_msat,
      label: name,
      description,
      expirySeconds,
      ...given({ preimage: secret, cltv }),
    });
    if ('code' in made) return refuse(made);
    await operated.durably(made);
    return answer<CreatedInvoice>({
      payment_hash: made.paymentHash,
      expires_at: seconds(made.expiresMs),
      bolt11: made.bolt11,
      payment_secret: made.paymentSecret,
      created_index: made.createdIndex,
    });
  },
});
