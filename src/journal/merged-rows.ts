/**
 * Index entries that stand under several prefixes, read as one list.
 *
 * An index entry is a row whose key ends in a padded number (`src/domain/row-key.ts`) and whose value is tiny. Invariant: entries
 * come in the order of that number, and of each prefix no more are read than asked for: what a page costs is what it holds.
 */
import { indexIn, padIndex, withoutIndex } from '../domain/row-key.ts';
import { JournalDamaged } from './errors.ts';
import type { RowView } from './port.ts';

export interface IndexEntry<T> {
  /** The number its key ends in. */
  readonly index: number;
  /** Which of the prefixes it stands under. */
  readonly prefix: string;
  readonly value: T;
}

export interface IndexPage {
  /** First index to give; with `reverse` the greatest. */
  readonly start?: number;
  /** Most entries to give. */
  readonly limit?: number;
  readonly reverse?: boolean;
}

export async function* mergedRows<T>(
  view: RowView,
  prefixes: readonly string[],
  page: IndexPage = {},
): AsyncGenerator<IndexEntry<T>, void> {
  const sources = prefixes.map((prefix) => entries<T>(view, prefix, page));
  const before = page.reverse === true ? isGreater : isLess;
  try {
    const heads = await Promise.all(sources.map((source) => source.next()));
    for (let left = page.limit ?? Number.POSITIVE_INFINITY; left > 0; left--) {
      let first = -1;
      for (const [at, head] of heads.entries()) {
        if (head.done) continue;
        const best = first < 0 ? undefined : heads[first]?.value;
        if (best === undefined || before(head.value.index, best.index)) first = at;
      }
      const entry = heads[first]?.value;
      if (entry === undefined) return;
      yield entry;
      heads[first] = await sources[first]!.next();
    }
  } finally {
    await Promise.all(sources.map((source) => source.return()));
  }
}

const isLess = (one: number, other: number): boolean => one < other;
const isGreater = (one: number, other: number): boolean => one > other;

async function* entries<T>(
  view: RowView,
  prefix: string,
  { start, limit, reverse = false }: IndexPage,
): AsyncGenerator<IndexEntry<T>, void> {
  const from = start === undefined ? {} : { from: prefix + padIndex(start) };
  const most = limit === undefined ? {} : { limit };
  for await (const { key, value } of view.rows<T>({ prefix, reverse, ...from, ...most }))
    yield { index: indexIn(key), prefix, value };
}

/** The prefixes of index entries that begin with a prefix: one look for each, whatever stands under it. */
export async function prefixesUnder(view: RowView, prefix: string): Promise<string[]> {
  const found: string[] = [];
  for (let from = prefix; ; from = `${found.at(-1)}${AFTER_ANY_INDEX}`) {
    const before = found.length;
    for await (const { key } of view.rows({ prefix, from, limit: 1 })) found.push(withoutIndex(key));
    if (found.length === before) return found;
  }
}

/** Sorts after every digit. */
const AFTER_ANY_INDEX = ':';

/** Rows fetched together: few enough for one turn, many enough for reading not to wait for each. */
const FETCHED_AT_ONCE = 64;

/** Each entry with the rows `keysOf` names for it, some fetched at a time; in order. Throws SENDPAY_JOURNAL_DAMAGED if one is missing. */
export async function* fetched<E, Row>(
  view: RowView,
  entries: AsyncIterable<E>,
  keysOf: (entry: E) => readonly string[],
): AsyncGenerator<{ readonly entry: E; readonly rows: readonly Row[] }, void> {
  let batch: E[] = [];
  for await (const entry of entries) {
    batch.push(entry);
    if (batch.length < FETCHED_AT_ONCE) continue;
    yield* fetchedBatch<E, Row>(view, batch, keysOf);
    batch = [];
  }
  yield* fetchedBatch<E, Row>(view, batch, keysOf);
}

async function* fetchedBatch<E, Row>(
  view: RowView,
  batch: readonly E[],
  keysOf: (entry: E) => readonly string[],
): AsyncGenerator<{ readonly entry: E; readonly rows: readonly Row[] }, void> {
  const keys = batch.map(keysOf);
  const all = keys.flat();
  const rows = await view.many<Row>(all);
  const missing = rows.indexOf(undefined);
  if (missing >= 0) throw new JournalDamaged(`row ${all[missing]} is missing, which an index names`, undefined);
  let at = 0;
  for (const [index, { length }] of keys.entries()) {
    yield { entry: batch[index] as E, rows: rows.slice(at, at + length) as Row[] };
    at += length;
  }
}
