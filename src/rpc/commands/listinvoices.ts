/**
 * `listinvoices`: the invoices of this node (lightning-listinvoices(7)).
 *
 * Invariant: what every parameter says holds of what is listed, also where a label or a payment_hash names the one invoice there
 * can be. Costs what it lists.
 */

import type { InvoiceRow } from '../../../machines/invoice-rows.ts';
import type { Refusal } from '../../domain/errors.ts';
import { given } from '../../domain/given.ts';
import type { PaymentHash } from '../../domain/ids.ts';
import type { CommandAnswer, CommandContext } from '../command.ts';
import { listAnswer, mapped } from '../list-answer.ts';
import { hex32, invstring, label, paymentHash } from '../param-types.ts';
import { optional, type ParamValues } from '../params.ts';
import { type Capable, commandNeeding } from '../served-node.ts';
import { type Invoice, invoiceFields } from './invoice-json.ts';
import { checkPaging, hashOfInvstring, invalid, PAGING } from './listing.ts';

const PARAMS = {
  label: optional(label),
  invstring: optional(invstring),
  payment_hash: optional(paymentHash),
  offer_id: optional(hex32),
  ...PAGING,
};
export type Invoices = { readonly invoices: readonly Invoice[] };

type Values = ParamValues<typeof PARAMS>;

function validate(values: Values): Refusal | undefined {
  const given = [values.label, values.invstring, values.payment_hash, values.offer_id];
  if (given.filter((value) => value !== undefined).length > 1)
    return invalid('Can only specify one of {label}, {invstring}, {payment_hash} or {offer_id}');
  const paging = checkPaging(values);
  if (paging !== undefined) return paging;
  if (values.invstring === undefined) return undefined;
  const hash = hashOfInvstring(values.invstring);
  return typeof hash === 'string' ? undefined : hash;
}

type Context = CommandContext<Capable<'invoices'>>;

async function* select(values: Values, { node }: Context): AsyncGenerator<InvoiceRow, void> {
  const { invoices, operated } = node;
  const { label, offer_id, index, start, limit } = values;
  const hash = values.invstring === undefined ? values.payment_hash : hashOfInvstring(values.invstring);
  // Nothing here was ever offered (BOLT 12), so no invoice belongs to an offer.
  if (offer_id !== undefined) return;
  if (label === undefined && hash === undefined) {
    yield* invoices.list(operated.id, { start, ...given({ index, limit }) });
    return;
  }
  const named =
    label === undefined ? invoices.get(operated.id, hash as PaymentHash) : invoices.byLabel(operated.id, label);
  if (named === undefined || limit === 0 || placeOf(named, index) < start) return;
  yield await operated.durably(named);
}

const placeOf = ({ createdIndex, updatedIndex }: InvoiceRow, index: Values['index']): number =>
  index === 'updated' ? (updatedIndex ?? 0) : createdIndex;

export const listinvoices = commandNeeding('invoices', {
  name: 'listinvoices',
  params: PARAMS,
  validate,
  run: (values, context: Context): CommandAnswer<Invoices> =>
    listAnswer('invoices', mapped(select(values, context), invoiceFields)),
});
