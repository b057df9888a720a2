/** What is stored changes behind the journal's back, one value at a time: which reader notices, and what it says. */
import { equal, is, match, ok, throws } from 'uvu/assert';
import { KeySpace, keyIn, LOG_HEAD_KEY, recordKey } from '../../src/journal/keys.ts';
import { type MemoryJournal, openMemoryJournal } from '../../src/journal/memory.ts';
import { MemoryStorage } from '../../src/journal/memory-storage.ts';
import { CHECKSUM_LENGTH, GENESIS, seal } from '../../src/journal/seal.ts';
import { verifyLog } from '../../src/journal/verify.ts';
import { suite } from '../support/suite.ts';
import { collect, fill, positions } from './support.ts';

const test = suite('damaged values');

/** A storage that may have lost anything written lately, as a damaged write-ahead file may. */
class UnsettledStorage extends MemoryStorage {
  override readonly unsettledBytes = 1_000_000;
}

/** Ten records over two streams, a snapshot, a mark and a row. */
async function filled(): Promise<MemoryJournal> {
  const journal = await openMemoryJournal({ upcast: (record) => record });
  await fill(journal, 4, 2);
  journal.putSnapshot('toy/1', { position: 4, sequence: 2, version: 1, state: { feesMsat: [1n] } });
  journal.putRow({ key: 'row', value: 1 });
  journal.setUnfinished('toy/0', true);
  await fill(journal, 6, 2);
  return journal;
}

function alter(journal: MemoryJournal, key: string): void {
  const value = journal.storage.get(key);
  ok(value, key);
  journal.storage.corrupt(key, `${(value as string).slice(0, -1)}~`);
}

async function errorOf(run: () => unknown): Promise<{ code?: string; message: string; position?: number }> {
  try {
    await run();
  } catch (error) {
    return error as { code?: string; message: string; position?: number };
  }
  throw new Error('went unnoticed');
}

const reopened = (journal: MemoryJournal): Promise<MemoryJournal> => openMemoryJournal({ storage: journal.storage });

test('an undamaged journal verifies, and the report counts what is there', async () => {
  const journal = await filled();
  equal(await verifyLog(journal), { records: 10, streams: 2, snapshots: 1, rows: 1, ok: true, findings: [] });
});

const MESSAGES: Record<string, RegExp> = {
  altered: /record 5: checksum mismatch/,
  missing: /position 5: the record is missing/,
  'one of another position': /record 5: checksum mismatch/,
};
for (const [what, damage] of Object.entries({
  altered: (journal: MemoryJournal) => alter(journal, recordKey(5)),
  missing: (journal: MemoryJournal) => journal.storage.corrupt(recordKey(5), undefined),
  'one of another position': (journal: MemoryJournal) =>
    journal.storage.corrupt(recordKey(5), journal.storage.get(recordKey(3))),
})) {
  test(`a record that is ${what} is named by every reader that meets it`, async () => {
    const journal = await filled();
    damage(journal);
    for (const read of [
      () => collect(journal.read(1)),
      () => collect(journal.read(6)),
      () => journal.readStreamFromStart('toy/0'),
    ]) {
      const error = await errorOf(read);
      is(error.code, 'SENDPAY_JOURNAL_DAMAGED');
      is(error.position, 5);
      match(error.message, MESSAGES[what] as RegExp);
    }
    const { ok: fine, findings } = await verifyLog(journal);
    is(fine, false);
    is(findings[0]?.position, 5);
  });

  test(`a record that is ${what} leaves other streams, and the log before it, readable`, async () => {
    const journal = await filled();
    damage(journal);
    equal(positions(journal.readStreamFromStart('toy/1')), [2, 4, 6, 8, 10]);
    equal(positions(await collect(journal.read(1, 4))), [1, 2, 3, 4]);
    equal(positions(await collect(journal.read(7))), [7, 8, 9, 10]);
  });
}

test('a record that is intact but not one is named', async () => {
  const journal = await filled();
  const key = recordKey(5);
  const link = (journal.storage.get(key) as string).slice(CHECKSUM_LENGTH, 2 * CHECKSUM_LENGTH);
  for (const text of ['', '{}', '["toy/0",3,3,1,0,0]', '["toy/0",3,5,1,0,0,{"type":"A"}]', '["toy/0",3,3,1,0,0,{}]']) {
    journal.storage.corrupt(key, seal(key, link + text));
    is(
      (await errorOf(() => journal.readStreamFromStart('toy/0'))).message,
      'journal damaged: position 5: not a record',
    );
  }
});

test('a value cut to less than its checksum is damaged', async () => {
  const journal = await filled();
  for (const length of [0, 3]) {
    const key = keyIn(KeySpace.row, 'row');
    journal.storage.corrupt(key, (journal.storage.get(key) as string).slice(0, length));
    match((await errorOf(() => journal.row('row'))).message, /row row: checksum mismatch/);
  }
});

test('opening finds a hole among the records written since it was opened last, each time', async () => {
  const journal = await openMemoryJournal({ storage: new UnsettledStorage() });
  await fill(journal, 4, 2);
  const again = await reopened(journal);
  await fill(again, 6, 2);
  journal.storage.corrupt(recordKey(7), undefined);
  for (let attempt = 0; attempt < 2; attempt++)
    match((await errorOf(() => reopened(journal))).message, /position 7: the record is missing/);
});

test('opening does not read again what an earlier opening has checked', async () => {
  const journal = await openMemoryJournal({ storage: new UnsettledStorage() });
  await fill(journal, 10, 2);
  const again = await reopened(journal);
  journal.storage.corrupt(recordKey(7), undefined);
  is((await reopened(again)).position, 10);
  is((await errorOf(() => collect(again.read(1)))).position, 7);
});

test('a record replaced by another that was once valid there breaks the chain', async () => {
  const journal = await filled();
  const other = await openMemoryJournal();
  await fill(other, 5, 1);
  journal.storage.corrupt(recordKey(5), other.storage.get(recordKey(5)));
  match((await errorOf(() => collect(journal.read(1)))).message, /position 5: does not follow/);
});

test('a last record that is gone is named by who reads to the end, not taken for the end', async () => {
  const journal = await filled();
  journal.storage.corrupt(recordKey(10), undefined);
  const error = await errorOf(() => collect(journal.read(1)));
  equal([error.code, error.position], ['SENDPAY_JOURNAL_DAMAGED', 10]);
  is((await collect(journal.read(1, 9))).length, 9);
});

test('a log without its last record, or with one too many, does not open', async () => {
  const short = await filled();
  short.storage.corrupt(recordKey(10), undefined);
  match((await errorOf(() => reopened(short))).message, /position 10: the record is missing/);
  const long = await filled();
  long.storage.corrupt(recordKey(11), long.storage.get(recordKey(10)));
  match((await errorOf(() => reopened(long))).message, /position 11: a record lies beyond/);
});

test('a log whose end is altered, missing or of another format does not open', async () => {
  const altered = await filled();
  alter(altered, LOG_HEAD_KEY);
  match((await errorOf(() => reopened(altered))).message, /log head: checksum mismatch/);
  const missing = await filled();
  missing.storage.corrupt(LOG_HEAD_KEY, undefined);
  match((await errorOf(() => reopened(missing))).message, /head record is missing/);
  const foreign = await filled();
  foreign.storage.corrupt(LOG_HEAD_KEY, seal(LOG_HEAD_KEY, JSON.stringify([2, 0, GENESIS, 0])));
  match((await errorOf(() => reopened(foreign))).message, /format 2/);
});

test('an altered head, snapshot or row is noticed by its reader and by verifying', async () => {
  const cases: [key: string, read: (journal: MemoryJournal) => unknown][] = [
    [keyIn(KeySpace.head, 'toy/0'), (journal) => journal.head('toy/0')],
    [keyIn(KeySpace.snapshot, 'toy/1'), (journal) => journal.readStream('toy/1', 1)],
    [keyIn(KeySpace.row, 'row'), (journal) => journal.row('row')],
    [keyIn(KeySpace.row, 'row'), (journal) => collect(journal.rows({ prefix: '' }))],
  ];
  for (const [key, read] of cases) {
    const journal = await filled();
    alter(journal, key);
    const again = await reopened(journal);
    is((await errorOf(() => read(again))).code, 'SENDPAY_JOURNAL_DAMAGED', key);
    is((await verifyLog(again)).ok, false, key);
  }
});

test('a lost head is found by verifying, and a head of an older record by reading', async () => {
  const journal = await filled();
  const key = keyIn(KeySpace.head, 'toy/0');
  journal.storage.corrupt(key, undefined);
  const lost = await reopened(journal);
  equal((await verifyLog(lost)).findings, [
    { what: 'the stream has records but no head', position: 9, stream: 'toy/0' },
  ]);
  lost.storage.corrupt(key, seal(key, '4,9'));
  throws(() => lost.readStreamFromStart('toy/0'), /position 9: record 4 of toy\/0 should be here/);
  lost.storage.corrupt(key, seal(key, '5,10'));
  throws(() => lost.readStreamFromStart('toy/0'), /position 10: record 5 of toy\/0 should be here/);
  const stream = 'toy/0';
  for (const [head, findings] of Object.entries({
    '4,7': [{ what: 'the head is at 7', position: 9, stream }],
    '5,10': [{ what: 'the head puts record 5 at 10', position: 9, stream }],
    '6,10': [{ what: 'the head counts 6 records, the log has fewer', stream }],
  })) {
    lost.storage.corrupt(key, seal(key, head));
    equal((await verifyLog(await reopened(lost))).findings, findings, head);
  }
});

test('a snapshot that claims another place than its record is found by reading and by verifying', async () => {
  const journal = await filled();
  journal.putSnapshot('toy/1', { position: 5, sequence: 2, version: 1, state: {} });
  await fill(journal, 1, 2);
  throws(() => journal.readStream('toy/1', 1), /toy\/1: its records lead to 4/);
  match((await verifyLog(journal)).findings[0]?.what ?? '', /the snapshot puts record 2 at 5/);
  journal.putSnapshot('toy/1', { position: 4, sequence: 1, version: 1, state: {} });
  throws(() => journal.readStream('toy/1', 1), /toy\/1: its records lead to 4 \(number 2\), not to its snapshot/);
  journal.putSnapshot('toy/1', { position: 11, sequence: 7, version: 1, state: {} });
  await fill(journal, 1, 2);
  equal((await verifyLog(journal)).findings, [
    { what: 'the snapshot is of record 7, the log has fewer', stream: 'toy/1' },
  ]);
});

test('a mark of a stream that has no record is found by verifying', async () => {
  const journal = await filled();
  journal.setUnfinished('toy/9', true);
  await fill(journal, 1, 2);
  equal((await verifyLog(journal)).findings, [{ what: 'marked unfinished, but has no record', stream: 'toy/9' }]);
});

test('visitors ride along on the pass: each sees every record in order and may find things', async () => {
  const journal = await filled();
  const seen: number[] = [];
  const { findings } = await verifyLog(journal, [
    {
      record: ({ position }) => {
        seen.push(position);
        return position === 3 ? [{ what: 'three', position }] : undefined;
      },
      end: () => [{ what: 'the end' }],
    },
  ]);
  equal(seen, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  equal(findings, [{ what: 'three', position: 3 }, { what: 'the end' }]);
});

test.run();
