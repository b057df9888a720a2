/**
 * The invoices of a node, page by page, from their rows (`listinvoices`).
 *
 * Invariant: a page costs what it holds, whatever the history, and is read from the rows of one moment. Only what is durable is
 * listed. Does not let invoices expire: it tells whose time has passed.
 */
import { type InvoiceRow, invoiceKeys } from '../../machines/invoice-rows.ts';
import { given } from '../domain/given.ts';
import type { NodeId, PaymentHash } from '../domain/ids.ts';
import { fetched, type IndexEntry, mergedRows } from '../journal/merged-rows.ts';
import type { Journal, RowView } from '../journal/port.ts';
import type { InvoicePage } from '../switch/capabilities.ts';

export async function* listInvoices(
  journal: Journal,
  node: NodeId,
  { index = 'created', start = 0, limit }: InvoicePage,
): AsyncGenerator<InvoiceRow, void> {
  let left = limit ?? Number.POSITIVE_INFINITY;
  if (left === 0) return;
  const view = journal.view();
  try {
    const page = { start, ...given({ limit }) };
    for await (const row of index === 'created' ? byCreation(view, node, page) : byUpdate(view, node, page)) {
      yield row;
      if (--left === 0) return;
    }
  } finally {
    await view.release();
  }
}

/** Unpaid invoices that were to be paid until then, the oldest first. */
export async function* unpaidUntil(journal: Journal, node: NodeId, ms: number): AsyncGenerator<PaymentHash, void> {
  const range = { prefix: invoiceKeys.expiryPrefix(node), to: invoiceKeys.expiry(node, ms + 1, 0) };
  for await (const { value } of journal.rows<PaymentHash>(range)) yield value;
}

interface Page {
  readonly start: number;
  readonly limit?: number;
}

async function* byCreation(view: RowView, node: NodeId, { start, ...page }: Page): AsyncGenerator<InvoiceRow, void> {
  const range = { prefix: invoiceKeys.createdPrefix(node), from: invoiceKeys.created(node, start), ...page };
  for await (const { value } of view.rows<InvoiceRow>(range)) yield value;
}

async function* byUpdate(view: RowView, node: NodeId, page: Page): AsyncGenerator<InvoiceRow, void> {
  if (page.start === 0) yield* byEntries(view, node, invoiceKeys.neverUpdatedPrefix(node), page);
  yield* byEntries(view, node, invoiceKeys.updatedPrefix(node), page);
}

async function* byEntries(view: RowView, node: NodeId, prefix: string, page: Page): AsyncGenerator<InvoiceRow, void> {
  const keysOf = ({ value }: IndexEntry<number>): string[] => [invoiceKeys.created(node, value)];
  const entries = mergedRows<number>(view, [prefix], page);
  for await (const { rows } of fetched<IndexEntry<number>, InvoiceRow>(view, entries, keysOf)) yield* rows;
}
