/**
 * Listing what a node sent, from its rows: parts (`listsendpays`), and pays, the parts of one payment_hash and groupid taken together
 * (`listpays`).
 *
 * Invariants: a selection is the conjunction of what it names; a page costs what it holds, whatever the history; it is read from the
 * rows of one moment, so nothing is listed twice and nothing that was there is missed, however long the reader takes. A pay is
 * whole wherever it is listed: it stands where its own created or updated index puts it, and `limit` counts pays.
 */
import {
  type IndexedOf,
  type IndexedParts,
  indexedPay,
  rowOf,
  type SendpayOrder,
  type SendpayRow,
  sendpayKeys,
} from '../../machines/payment-rows.ts';
import { given } from '../domain/given.ts';
import type { NodeId, PaymentHash } from '../domain/ids.ts';
import type { Part, PaymentStatus } from '../domain/payment-part.ts';
import { fetched, type IndexEntry, type IndexPage, mergedRows } from '../journal/merged-rows.ts';
import type { Journal, RowView } from '../journal/port.ts';

export interface RowQuery {
  readonly paymentHash?: PaymentHash;
  readonly index?: SendpayOrder;
  readonly status?: PaymentStatus;
  /** First index to give. What was never updated counts as updated at 0 (reference 3.1). */
  readonly start?: number;
  readonly limit?: number;
}

/** The parts of a pay, in creation order. */
export type PayRows = readonly [SendpayRow, ...SendpayRow[]];

const STATUSES: readonly PaymentStatus[] = ['pending', 'complete', 'failed'];

/** What is listed: parts or pays. */
interface Listed<T> {
  /** All there are among the rows of one payment_hash. */
  among(rows: readonly SendpayRow[]): readonly T[];
  /** How one is found. */
  found(item: T): Pick<SendpayRow, 'status' | 'createdIndex' | 'updatedIndex'>;
  placed(view: RowView, node: NodeId, page: SendpayPage): AsyncGenerator<Placed<T>, void>;
}

const PARTS: Listed<SendpayRow> = {
  among: (rows) => rows,
  found: (row) => row,
  placed: placedParts,
};

const PAYS: Listed<PayRows> = {
  among: paysAmong,
  found: indexedPay,
  placed: (view, node, page) => placedByEntry(view, node, page, ['sole', 'pay'], (rows) => rows as PayRows),
};

export interface ListingParts {
  readonly node: NodeId;
  readonly journal: Journal;
  /** The parts of a payment_hash that have rows, durable or not, in creation order. */
  readonly partsOf: (paymentHash: PaymentHash) => readonly Part[];
}

export class Listing {
  readonly #parts: ListingParts;

  constructor(parts: ListingParts) {
    this.#parts = parts;
  }

  rows(query: RowQuery): AsyncGenerator<SendpayRow, void> {
    return this.#list(PARTS, query);
  }

  pays(query: RowQuery): AsyncGenerator<PayRows, void> {
    return this.#list(PAYS, query);
  }

  #list<T>(listed: Listed<T>, query: RowQuery): AsyncGenerator<T, void> {
    if (query.paymentHash !== undefined) return this.#ofHash(listed, query.paymentHash, query);
    return this.#viewing(query.limit, (view) =>
      query.index === 'updated' ? this.#byUpdate(listed, view, query) : this.#byCreation(listed, view, query),
    );
  }

  async *#ofHash<T>(listed: Listed<T>, paymentHash: PaymentHash, query: RowQuery): AsyncGenerator<T, void> {
    const { journal, partsOf } = this.#parts;
    const rows = partsOf(paymentHash).map((part) => rowOf(paymentHash, part));
    await journal.durable(journal.position);
    const { index = 'created', status, start = 0, limit } = query;
    const place = (item: T): number => {
      const { createdIndex, updatedIndex = 0 } = listed.found(item);
      return index === 'created' ? createdIndex : updatedIndex;
    };
    const wanted = listed
      .among(rows)
      .filter((item) => place(item) >= start && (status === undefined || listed.found(item).status === status))
      .sort((one, other) => place(one) - place(other));
    yield* wanted.slice(0, limit);
  }

  async *#viewing<T>(
    limit: number | undefined,
    read: (view: RowView) => AsyncGenerator<T, void>,
  ): AsyncGenerator<T, void> {
    let left = limit ?? Number.POSITIVE_INFINITY;
    if (left === 0) return;
    const view = this.#parts.journal.view();
    try {
      for await (const item of read(view)) {
        yield item;
        if (--left === 0) return;
      }
    } finally {
      await view.release();
    }
  }

  #byCreation<T>(listed: Listed<T>, view: RowView, { status, start, limit }: RowQuery): AsyncGenerator<T, void> {
    return itemsOf(this.#items(listed, view, { order: 'created', ...given({ status, start, limit }) }));
  }

  async *#byUpdate<T>(listed: Listed<T>, view: RowView, query: RowQuery): AsyncGenerator<T, void> {
    const { status, start = 0, limit } = query;
    // Only what is pending may never have been updated; how many of these pays are, is not known before they are looked at.
    if (start === 0 && (status === undefined || status === 'pending'))
      for await (const { item } of this.#items(listed, view, { order: 'created', status: 'pending' }))
        if (listed.found(item).updatedIndex === undefined) yield item;
    yield* itemsOf(this.#items(listed, view, { order: 'updated', start, ...given({ status, limit }) }));
  }

  #items<T>(listed: Listed<T>, view: RowView, page: SendpayPage): AsyncGenerator<Placed<T>, void> {
    return listed.placed(view, this.#parts.node, page);
  }
}

export interface SendpayPage extends IndexPage {
  readonly order: SendpayOrder;
  readonly status?: PaymentStatus;
}

/** Something listed and the index it stands at. */
export interface Placed<T> {
  readonly index: number;
  readonly item: T;
}

/** Parts by one of their indexes, from either end; those that were never updated have no updated index. */
export function placedParts(view: RowView, node: NodeId, page: SendpayPage): AsyncGenerator<Placed<SendpayRow>, void> {
  return page.order === 'created' && page.status === undefined
    ? everyPart(view, node, page)
    : placedByEntry(view, node, page, ['sole', 'part'], ([row]) => row as SendpayRow);
}

async function* placedByEntry<T>(
  view: RowView,
  node: NodeId,
  { order, status, ...page }: SendpayPage,
  of: readonly IndexedOf[],
  itemOf: (rows: readonly SendpayRow[]) => T,
): AsyncGenerator<Placed<T>, void> {
  const prefixes = (status === undefined ? STATUSES : [status]).flatMap((each) =>
    of.map((what) => sendpayKeys.indexPrefix(node, order, each, what)),
  );
  const entries = mergedRows<IndexedParts>(view, prefixes, page);
  const keysOf = ({ value }: IndexEntry<IndexedParts>): string[] =>
    [value].flat().map((created) => sendpayKeys.created(node, created));
  for await (const { entry, rows } of fetched<IndexEntry<IndexedParts>, SendpayRow>(view, entries, keysOf))
    yield { index: entry.index, item: itemOf(rows) };
}

/** The rows themselves stand in creation order. */
async function* everyPart(view: RowView, node: NodeId, page: IndexPage): AsyncGenerator<Placed<SendpayRow>, void> {
  const { start, ...rest } = page;
  const from = start === undefined ? {} : { from: sendpayKeys.created(node, start) };
  for await (const { value } of view.rows<SendpayRow>({ prefix: sendpayKeys.createdPrefix(node), ...from, ...rest }))
    yield { index: value.createdIndex, item: value };
}

async function* itemsOf<T>(placed: AsyncIterable<Placed<T>>): AsyncGenerator<T, void> {
  for await (const { item } of placed) yield item;
}

function paysAmong(rows: readonly SendpayRow[]): PayRows[] {
  const pays = new Map<bigint, [SendpayRow, ...SendpayRow[]]>();
  for (const row of rows) {
    const pay = pays.get(row.groupid);
    if (pay === undefined) pays.set(row.groupid, [row]);
    else pay.push(row);
  }
  return [...pays.values()];
}
