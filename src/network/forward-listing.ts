/**
 * Forwards of operated nodes, read from their rows (`machines/forward-rows.ts`).
 *
 * Invariant: only what is durable is listed, from the rows of one moment. A page costs what it holds, whatever the history and the
 * filters; by incoming channel alone it also costs a look at each channel such forwards went out by. `changes` fires after each batch.
 */
import { Observable } from 'rxjs';
import {
  type ForwardFees,
  type ForwardIndex,
  type ForwardRow,
  filedUnder,
  forwardKeys,
} from '../../machines/forward-rows.ts';
import type { Msat } from '../domain/amount.ts';
import { given } from '../domain/given.ts';
import type { NodeId } from '../domain/ids.ts';
import { padIndex } from '../domain/row-key.ts';
import { fetched, type IndexEntry, type IndexPage, mergedRows, prefixesUnder } from '../journal/merged-rows.ts';
import type { Journal, RowView } from '../journal/port.ts';
import type { ForwardPage, Forwards } from '../switch/capabilities.ts';

type Status = ForwardRow['status'];

const STATUSES: readonly Status[] = ['offered', 'settled', 'failed', 'local_failed'];
/** A forward has an updated index once it has ended; one that was refused at once never has. */
const NEVER_UPDATED: readonly Status[] = ['offered', 'local_failed'];
const UPDATED: readonly Status[] = ['settled', 'failed'];

export class ForwardListing implements Forwards {
  readonly changes: Observable<void>;
  readonly #journal: Journal;

  constructor(journal: Journal) {
    this.#journal = journal;
    this.changes = new Observable((subscriber) => journal.onDurable(() => subscriber.next()));
  }

  async *list(node: NodeId, page: ForwardPage): AsyncGenerator<ForwardRow, void> {
    let left = page.limit ?? Number.POSITIVE_INFINITY;
    if (left === 0) return;
    const view = this.#journal.view();
    try {
      for await (const row of pageOf(view, node, page)) {
        yield row;
        if (--left === 0) return;
      }
    } finally {
      await view.release();
    }
  }

  lastIndex(node: NodeId, index: ForwardIndex): number {
    return this.#journal.row<number>(forwardKeys.counter(node, index)) ?? 0;
  }

  at(node: NodeId, index: ForwardIndex, value: number): ForwardRow | undefined {
    if (index === 'created') return this.#created(node, value);
    for (const status of UPDATED) {
      const key = forwardKeys.indexPrefix(node, 'updated', filedUnder.status(status)) + padIndex(value);
      const created = this.#journal.row<number>(key);
      if (created !== undefined) return this.#created(node, created);
    }
    return undefined;
  }

  feesCollectedMsat(node: NodeId): Msat {
    return this.#journal.row<ForwardFees>(forwardKeys.fees(node))?.feesMsat ?? 0n;
  }

  #created(node: NodeId, index: number): ForwardRow | undefined {
    return this.#journal.row<ForwardRow>(forwardKeys.created(node, index));
  }
}

type Filters = Pick<ForwardPage, 'status' | 'inChannel' | 'outChannel'>;

async function* pageOf(view: RowView, node: NodeId, page: ForwardPage): AsyncGenerator<ForwardRow, void> {
  const { index, start, limit, ...filters } = page;
  const part = { start, ...given({ limit }) };
  if (index === 'created') {
    yield* rowsBy(view, node, 'created', STATUSES, filters, part);
    return;
  }
  if (start === 0) yield* rowsBy(view, node, 'created', NEVER_UPDATED, filters, given({ limit }));
  yield* rowsBy(view, node, 'updated', UPDATED, filters, part);
}

async function* rowsBy(
  view: RowView,
  node: NodeId,
  index: ForwardIndex,
  statuses: readonly Status[],
  filters: Filters,
  page: IndexPage,
): AsyncGenerator<ForwardRow, void> {
  const wanted = statuses.filter((status) => (filters.status ?? status) === status);
  if (wanted.length === 0) return;
  const places = await prefixesOf(view, node, index, wanted, filters);
  const entries = mergedRows<number>(view, places, page);
  const keysOf = ({ value }: IndexEntry<number>): string[] => [forwardKeys.created(node, value)];
  for await (const { rows } of fetched<IndexEntry<number>, ForwardRow>(view, entries, keysOf)) yield* rows;
}

/** Under which prefixes the entries of such forwards stand. */
async function prefixesOf(
  view: RowView,
  node: NodeId,
  index: ForwardIndex,
  statuses: readonly Status[],
  { inChannel, outChannel }: Filters,
): Promise<string[]> {
  const under = (filed: (status: Status) => string): string[] =>
    statuses.map((status) => forwardKeys.indexPrefix(node, index, filed(status)));
  if (inChannel !== undefined && outChannel !== undefined)
    return under((status) => filedUnder.channels(inChannel, outChannel, status));
  if (outChannel !== undefined) return under((status) => filedUnder.outChannel(outChannel, status));
  if (inChannel === undefined) return under(filedUnder.status);
  const all = await prefixesUnder(view, forwardKeys.indexPrefix(node, index, filedUnder.inChannel(inChannel)));
  return all.filter((prefix) => statuses.some((status) => prefix.endsWith(`/${status}/`)));
}
