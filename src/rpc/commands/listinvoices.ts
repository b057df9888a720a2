/** `listinvoices`: the invoices of this node (lightning-listinvoices(7)). Costs what it lists, by created index. */

import type { InvoiceRow } from '../../../machines/invoice-rows.ts';
import type { Refusal } from '../../domain/errors.ts';
import { given } from '../../domain/given.ts';
import { answer, type CommandContext } from '../command.ts';
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

async function* select(
  values: Values,
  { invoices, operated: { id } }: Pick<Capable<'invoices'>, 'invoices' | 'operated'>,
): AsyncGenerator<InvoiceRow | undefined> {
  const hash = values.invstring === undefined ? values.payment_hash : hashOfInvstring(values.invstring);
  // Nothing here was ever offered (BOLT 12), so no invoice belongs to an offer.
  if (values.offer_id !== undefined) return;
  if (values.label !== undefined) yield invoices.byLabel(id, values.label);
  else if (typeof hash === 'string') yield invoices.get(id, hash);
  else if (values.index === 'updated') yield* byUpdate(invoices.list(id), values.start, values.limit);
  else
    yield* invoices.list(id, {
      from: Math.max(1, values.start),
      ...given({ limit: values.limit }),
    });
}

/** Invoices never updated count as updated at 0. There is no row by update, so all are read. */
async function* byUpdate(
  rows: AsyncIterable<InvoiceRow>,
  start: number,
  limit = Number.POSITIVE_INFINITY,
): AsyncGenerator<InvoiceRow> {
  const found: InvoiceRow[] = [];
  for await (const row of rows) if ((row.updatedIndex ?? 0) >= start) found.push(row);
  yield* found.sort((a, b) => (a.updatedIndex ?? 0) - (b.updatedIndex ?? 0)).slice(0, limit);
}

export const listinvoices = commandNeeding('invoices', {
  name: 'listinvoices',
  params: PARAMS,
  validate,
  async run(values, { node }: CommandContext<Capable<'invoices'>>) {
    const invoices: Invoice[] = [];
    for await (const row of select(values, node)) if (row !== undefined) invoices.push(invoiceFields(row));
    return answer<Invoices>({ invoices: await node.operated.durably(invoices) });
  },
});
