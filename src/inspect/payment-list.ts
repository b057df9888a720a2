/**
 * The list of payments, page by page: filtered, sorted and searched over the rows the journal keeps.
 *
 * Invariant: a page costs what it shows plus, for a search, at most MAX_ROWS_LOOKED_AT rows, whatever
 * the history; the cursor says where to go on, so a search of a long history goes on when asked. Pages follow indexes, not
 * counts: rows added meanwhile never shift a page. Only what is durable is listed, and secrets are never searched.
 */

import type { SendpayRow } from '../../machines/payment-rows.ts';
import { given } from '../domain/given.ts';
import type { NodeId } from '../domain/ids.ts';
import type { PaymentStatus } from '../domain/payment-part.ts';
import type { Journal } from '../journal/port.ts';
import { placedParts } from '../payments/listing.ts';
import { type Aliases, nodeName } from './names.ts';

/** Rows of one page. */
export const MAX_PAGE = 200;
/** Rows one request looks at: some 100 ms. */
export const MAX_ROWS_LOOKED_AT = 20_000;
/** A longer search text is cut: no label is worth it. */
const MAX_SEARCH_CHARS = 200;

export interface ListQuery {
  readonly node: NodeId;
  readonly status?: PaymentStatus;
  /** Part of a payment_hash, label, description or destination (id or name); any case. */
  readonly search?: string;
  /** `created`: when it was sent; `updated`: when it ended. */
  readonly sort: 'created' | 'updated';
  readonly order: 'newest' | 'oldest';
  /** Where an earlier page said the next one begins. */
  readonly cursor?: string;
  readonly limit: number;
}

export interface ListedPayment {
  readonly paymentHash: string;
  readonly groupid: bigint;
  readonly partid: bigint;
  readonly status: PaymentStatus;
  readonly amountMsat: string;
  readonly feeMsat: string;
  readonly destination: string;
  readonly label: string;
  readonly createdAtMs: number;
  readonly completedAtMs?: number;
}

export interface ListPage {
  readonly payments: readonly ListedPayment[];
  /** Where the next page begins; absent at the end. */
  readonly next?: string;
  /** Rows looked at for this page. */
  readonly lookedAt: number;
}

export async function listPayments(journal: Journal, query: ListQuery, aliases: Aliases): Promise<ListPage> {
  const { node, sort: order, status, search = '' } = query;
  const limit = Math.min(MAX_PAGE, Math.max(1, query.limit));
  const start = /^[0-9]{1,15}$/.test(query.cursor ?? '') ? Number(query.cursor) : undefined;
  const matches = matcher(search, aliases);
  const page = { order, reverse: query.order === 'newest', ...given({ status, start }) };
  const view = journal.view();
  try {
    const payments: ListedPayment[] = [];
    let lookedAt = 0;
    for await (const { index, item } of placedParts(view, node, page)) {
      if (payments.length >= limit || lookedAt >= MAX_ROWS_LOOKED_AT)
        return { payments, next: String(index), lookedAt };
      lookedAt++;
      if (matches(item)) payments.push(listed(item, aliases));
    }
    return { payments, lookedAt };
  } finally {
    await view.release();
  }
}

function matcher(search: string, aliases: Aliases): (row: SendpayRow) => boolean {
  const text = search.slice(0, MAX_SEARCH_CHARS).trim().toLowerCase();
  return (row) => text === '' || contains(row, text, aliases);
}

function contains(
  { paymentHash, label, description, destination }: SendpayRow,
  text: string,
  aliases: Aliases,
): boolean {
  const named = destination === undefined ? undefined : nodeName(aliases, destination);
  return [paymentHash, label, description, destination, named].some((field) => field?.toLowerCase().includes(text));
}

function listed(row: SendpayRow, aliases: Aliases): ListedPayment {
  const { paymentHash, groupid, partid, status, amountMsat, sentMsat, destination, createdAtMs, completedAtMs } = row;
  return {
    paymentHash,
    groupid,
    partid,
    status,
    amountMsat: String(amountMsat),
    feeMsat: String(amountMsat > 0n && sentMsat > amountMsat ? sentMsat - amountMsat : 0n),
    destination: destination === undefined ? '' : nodeName(aliases, destination),
    label: row.label ?? row.description ?? '',
    createdAtMs,
    ...given({ completedAtMs }),
  };
}
