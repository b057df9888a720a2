/** The list of payments: pages that neither miss nor repeat a row, and never cost more than they may. */

import { equal, is, ok } from 'uvu/assert';
import { type SendpayOrder, type SendpayRow, sendpayKeys } from '../../machines/payment-rows.ts';
import { given } from '../../src/domain/given.ts';
import { padIndex } from '../../src/domain/row-key.ts';
import { type ListPage, type ListQuery, listPayments, MAX_ROWS_LOOKED_AT } from '../../src/inspect/payment-list.ts';
import { openMemoryJournal } from '../../src/journal/memory.ts';
import type { Journal } from '../../src/journal/port.ts';
import { suite } from '../support/suite.ts';

const test = suite('the list of payments');

const NODE = `02${'a'.repeat(64)}` as never;
const STATUSES = ['complete', 'failed', 'pending'] as const;

function rowOf(index: number): SendpayRow {
  return {
    paymentHash: index.toString(16).padStart(64, '0') as never,
    groupid: 1n,
    partid: 0n,
    createdIndex: index,
    createdAtMs: index,
    status: STATUSES[index % 3] as SendpayRow['status'],
    amountMsat: BigInt(index),
    sentMsat: BigInt(index) + 1n,
    label: index % 100 === 0 ? `Rare ${index}` : `common ${index}`,
  };
}

async function journalWith(count: number): Promise<Journal> {
  const journal = await openMemoryJournal();
  for (let index = 1; index <= count; index++) {
    const row = rowOf(index);
    journal.putRow({ key: sendpayKeys.created(NODE, index), value: row });
    const entry = (order: SendpayOrder, at: number): void => {
      const key = sendpayKeys.indexPrefix(NODE, order, row.status, 'sole') + padIndex(at);
      journal.putRow({ key, value: index });
    };
    entry('created', index);
    if (row.status !== 'pending') entry('updated', count - index);
  }
  journal.append({ stream: 'chain', event: { type: 'BLOCKS_MINED' }, version: 1, timeMs: 0, cause: 0 });
  await journal.durable(journal.position);
  return journal;
}

const QUERY: ListQuery = { node: NODE, sort: 'created', order: 'newest', limit: 50 };

/** All pages of a query, put together. */
async function all(journal: Journal, query: Partial<ListQuery>): Promise<{ found: number[]; pages: ListPage[] }> {
  const pages: ListPage[] = [];
  let cursor: string | undefined;
  do {
    const page = await listPayments(journal, { ...QUERY, ...query, ...given({ cursor }) }, {});
    pages.push(page);
    cursor = page.next;
    if (pages.length > 10_000) throw new Error('pages do not end');
  } while (cursor !== undefined);
  return { found: pages.flatMap(({ payments }) => payments.map(({ createdAtMs }) => createdAtMs)), pages };
}

const expected = (count: number, keep: (row: SendpayRow) => boolean = () => true): number[] =>
  Array.from({ length: count }, (_, i) => i + 1).filter((index) => keep(rowOf(index)));

test('pages in either order give every row once', async () => {
  const journal = await journalWith(230);
  equal((await all(journal, { order: 'oldest' })).found, expected(230));
  equal((await all(journal, { order: 'newest' })).found, expected(230).reverse());
});

test('a status and a search give the rows that have them, whatever the sorting', async () => {
  const journal = await journalWith(600);
  equal(
    (await all(journal, { status: 'failed', order: 'oldest' })).found,
    expected(600, (row) => row.status === 'failed'),
  );
  equal((await all(journal, { search: 'rARE', order: 'oldest' })).found, [100, 200, 300, 400, 500, 600]);
  const ended = (await all(journal, { sort: 'updated', status: 'complete' })).found;
  equal(
    ended.toSorted((a, b) => a - b),
    expected(600, (row) => row.status === 'complete'),
  );
  equal((await all(journal, { search: rowOf(7).paymentHash })).found, [7]);
});

test('a search looks at a bounded number of rows per page and goes on where it stopped', async () => {
  const journal = await journalWith(MAX_ROWS_LOOKED_AT + 500);
  const { found, pages } = await all(journal, { search: 'common 7', order: 'newest', limit: 200 });
  ok(pages.every(({ lookedAt }) => lookedAt <= MAX_ROWS_LOOKED_AT));
  equal(found, expected(MAX_ROWS_LOOKED_AT + 500, (row) => row.label?.includes('common 7') === true).reverse());
  const nothing = await listPayments(journal, { ...QUERY, search: 'no such thing' }, {});
  equal([nothing.payments.length, nothing.lookedAt, nothing.next !== undefined], [0, MAX_ROWS_LOOKED_AT, true]);
});

test('a cursor of somewhere else is not followed', async () => {
  const journal = await journalWith(10);
  const page = await listPayments(journal, { ...QUERY, cursor: 'meta/network' }, {});
  is(page.payments.length, 10);
});

test.run();
