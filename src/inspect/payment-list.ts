/**
 * The list of payments, page by page: filtered, sorted and searched over the rows the journal keeps.
 *
 * Invariant: a page costs what it shows plus, for a search or a filter no index serves, at most MAX_ROWS_LOOKED_AT rows, whatever
 * the history; the cursor says where to go on, so a search of a long history goes on when asked. Pages follow keys, not
 * counts: rows added meanwhile never shift a page. Only what is durable is listed, and secrets are never searched.
 */

import { type SendpayRow, sendpayKeys } from '../../machines/payment-rows.ts';
import { given } from '../domain/given.ts';
import type { NodeId } from '../domain/ids.ts';
import type { PaymentStatus } from '../domain/payment-part.ts';
import type { Journal } from '../journal/port.ts';
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
  /** A key an earlier page gave. */
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
  const { prefix, resolve } = indexOf(journal, query);
  const reverse = query.order === 'newest';
  const limit = Math.min(MAX_PAGE, Math.max(1, query.limit));
  const cursor = query.cursor?.startsWith(prefix) ? { from: query.cursor } : {};
  const matches = matcher(query, aliases);
  const payments: ListedPayment[] = [];
  let lookedAt = 0;
  for await (const { key, value } of journal.rows({ prefix, reverse, ...cursor })) {
    if (payments.length >= limit || lookedAt >= MAX_ROWS_LOOKED_AT) return { payments, next: key, lookedAt };
    lookedAt++;
    const row = resolve(value);
    if (row !== undefined && matches(row)) payments.push(listed(row, aliases));
  }
  return { payments, lookedAt };
}

interface Index {
  readonly prefix: string;
  /** The row an index entry stands for. */
  readonly resolve: (value: unknown) => SendpayRow | undefined;
}

function indexOf(journal: Journal, { node, status, sort }: ListQuery): Index {
  const byIndex = (value: unknown): SendpayRow | undefined => journal.row(sendpayKeys.created(node, value as number));
  if (sort === 'updated') return { prefix: sendpayKeys.updatedPrefix(node), resolve: byIndex };
  if (status !== undefined) return { prefix: sendpayKeys.statusPrefix(node, status), resolve: byIndex };
  return { prefix: sendpayKeys.createdPrefix(node), resolve: (value) => value as SendpayRow };
}

function matcher({ status, search }: ListQuery, aliases: Aliases): (row: SendpayRow) => boolean {
  const text = search?.slice(0, MAX_SEARCH_CHARS).trim().toLowerCase() ?? '';
  return (row) => (status === undefined || row.status === status) && (text === '' || contains(row, text, aliases));
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
