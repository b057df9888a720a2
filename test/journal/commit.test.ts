/** Group commit, crashes and failed writes, on storages in memory where each moment can be chosen. */
import fc from 'fast-check';
import { equal, instance, is, match, ok, throws } from 'uvu/assert';
import { JournalCore } from '../../src/journal/core.ts';
import { openLogEnd } from '../../src/journal/log-end.ts';
import { type MemoryJournal, openMemoryJournal } from '../../src/journal/memory.ts';
import { MemoryStorage } from '../../src/journal/memory-storage.ts';
import type { Storage, StorageWrite } from '../../src/journal/storage.ts';
import { verifyLog } from '../../src/journal/verify.ts';
import { suite } from '../support/suite.ts';
import { collect, counting, fill, positions, told } from './support.ts';

const test = suite('group commit');
const seed = Number(process.env.SENDPAY_TEST_SEED ?? 1);
const nextTurn = (): Promise<void> => new Promise(setImmediate);

/** Holds each write until the test lets it end. */
class HeldStorage implements Storage {
  readonly unsettledBytes = 0;
  readonly disk = new MemoryStorage();
  readonly held: { keys: string[]; end: (error?: Error) => void }[] = [];
  readonly get = (key: string): string | undefined => this.disk.get(key);
  readonly scan: Storage['scan'] = (range, options) => this.disk.scan(range, options);
  readonly view: Storage['view'] = () => this.disk.view();
  readonly diskBytes = (): Promise<number> => this.disk.diskBytes();
  readonly close = (): Promise<void> => this.disk.close();

  write(writes: readonly StorageWrite[]): Promise<void> {
    return new Promise((resolve, reject) => {
      const end = (error?: Error): void => {
        if (error === undefined) {
          this.disk.write(writes);
          resolve();
        } else reject(error);
      };
      this.held.push({ keys: writes.map(([key]) => key), end });
    });
  }
}

async function openHeld(): Promise<{ journal: JournalCore; storage: HeldStorage }> {
  const storage = new HeldStorage();
  const end = await openLogEnd(storage.disk);
  return { journal: new JournalCore(storage, end, {}), storage };
}

async function codeOf(promise: Promise<unknown>): Promise<string | undefined> {
  return await promise.then(
    () => undefined,
    (error: { code?: string }) => error.code,
  );
}

test('one batch is in flight at a time, and all that comes meanwhile goes into the next', async () => {
  const { journal, storage } = await openHeld();
  journal.append(told('a'));
  await nextTurn();
  for (let turn = 0; turn < 3; turn++) {
    journal.append(told('a'));
    journal.append(told('b'));
    await nextTurn();
  }
  is(storage.held.length, 1);
  storage.held[0]?.end();
  await journal.durable(1);
  is(journal.durablePosition, 1);
  await nextTurn();
  is(storage.held.length, 2);
  storage.held[1]?.end();
  await journal.durable(7);
  equal(positions(await collect(journal.read(1))), counting(7));
});

test('a batch holds the records and everything that changes with them', async () => {
  const { journal, storage } = await openHeld();
  journal.append(told('a'));
  journal.append(told('a'));
  journal.putRow({ key: 'k', value: 1 });
  journal.putSnapshot('a', { position: 2, sequence: 2, version: 1, state: {} });
  journal.setUnfinished('a', true);
  await nextTurn();
  equal(
    storage.held.map(({ keys }) => keys),
    [['r00000000000001', 'r00000000000002', 'ha', 'wk', 'sa', 'ua', 'mhead']],
  );
});

test('what is in flight is seen by actors but not by readers of the log', async () => {
  const { journal, storage } = await openHeld();
  journal.append(told('a'));
  journal.putRow({ key: 'k', value: 'in flight' });
  await nextTurn();
  journal.append(told('a'));
  equal(positions(journal.readStreamFromStart('a')), [1, 2]);
  is(journal.row('k'), 'in flight');
  equal(journal.head('a'), { sequence: 2, position: 2 });
  equal(await collect(journal.read(1)), []);
  equal(await collect(journal.rows({ prefix: '' })), []);
  is(storage.held.length, 1);
});

test('rows staged without a record are written too', async () => {
  const { journal, storage } = await openHeld();
  journal.putRow({ key: 'k', value: 1 });
  await nextTurn();
  storage.held[0]?.end();
  await nextTurn();
  equal(await collect(journal.rows({ prefix: '' })), [{ key: 'k', value: 1 }]);
});

test('closing waits for the batch in flight and writes what was staged behind it', async () => {
  const { journal, storage } = await openHeld();
  journal.append(told('a'));
  await nextTurn();
  journal.append(told('a'));
  const closed = journal.close();
  is(storage.held.length, 1);
  storage.held[0]?.end();
  await nextTurn();
  is(storage.held.length, 2);
  storage.held[1]?.end();
  await closed;
  is(journal.durablePosition, 2);
});

test('after a failed write nothing is durable, accepted or written any more', async () => {
  const { journal, storage } = await openHeld();
  const failures: Error[] = [];
  journal.onFailure((error) => failures.push(error));
  journal.append(told('a'));
  await nextTurn();
  journal.append(told('a'));
  const codes = Promise.all([1, 2, 3].map((position) => codeOf(journal.durable(position))));
  storage.held[0]?.end(new Error('no space left'));
  equal(await codes, Array(3).fill('SENDPAY_JOURNAL_FAILED'));
  is(failures.length, 1);
  match(failures[0]?.message ?? '', 'no space left');
  throws(() => journal.append(told('a')), /no space left/);
  throws(() => journal.putRow({ key: 'k', value: 1 }), /no space left/);
  is(await codeOf(journal.durable(1)), 'SENDPAY_JOURNAL_FAILED');
  await nextTurn();
  await journal.close();
  is(storage.held.length, 1);
});

test('what was staged when the journal was given up is never written, also if its turn was still to come', async () => {
  const { journal, storage } = await openHeld();
  journal.append(told('a'));
  const code = codeOf(journal.durable(1));
  journal.fail(new Error('broken off'));
  await nextTurn();
  equal([storage.held.length, await code], [0, 'SENDPAY_JOURNAL_FAILED']);
});

test('a batch that reaches the disk after the journal was given up is not told to anyone', async () => {
  const { journal, storage } = await openHeld();
  let batches = 0;
  journal.onDurable(() => batches++);
  journal.append(told('a'));
  await nextTurn();
  const code = codeOf(journal.durable(1));
  journal.fail(new Error('broken off'));
  storage.held[0]?.end();
  is(await code, 'SENDPAY_JOURNAL_FAILED');
  await nextTurn();
  is(batches, 0);
  is(journal.durablePosition, 0);
});

test('a write that throws at once fails the journal as well', async () => {
  const journal = await openMemoryJournal();
  await fill(journal, 2);
  journal.storage.failWrites(new Error('read-only'));
  journal.append(told('a'));
  is(await codeOf(journal.durable(3)), 'SENDPAY_JOURNAL_FAILED');
  journal.storage.failWrites(undefined);
  await journal.close();
  const again = await openMemoryJournal({ storage: journal.storage });
  is(again.position, 2);
});

test('a listener that throws keeps neither the others nor the journal from going on', async () => {
  const journal = await openMemoryJournal();
  let heard = 0;
  const unsubscribe = journal.onDurable(() => {
    unsubscribe();
    throw new Error('listener');
  });
  journal.onDurable(() => heard++);
  const uncaught = new Promise<unknown>((resolve) => process.once('uncaughtException', resolve));
  await fill(journal, 1);
  const error = await uncaught;
  instance(error, Error);
  is((error as Error).message, 'listener');
  await fill(journal, 1);
  is(heard, 2);
});

type Step = { turn: { stream: string; records: number } } | { flush: true } | { crash: 'lost' | 'written' };
const steps = fc.array(
  fc.oneof(
    {
      arbitrary: fc.record({
        turn: fc.record({ stream: fc.constantFrom('a', 'b', 'c'), records: fc.integer({ min: 1, max: 5 }) }),
      }),
      weight: 4,
    },
    { arbitrary: fc.constant({ flush: true } as const), weight: 2 },
    { arbitrary: fc.record({ crash: fc.constantFrom('lost', 'written') }), weight: 1 },
  ),
  { maxLength: 40 },
);

test('whatever crashes when, the log is a prefix that ends between turns, with its heads and rows', async () => {
  await fc.assert(
    fc.asyncProperty(steps as fc.Arbitrary<Step[]>, async (run) => {
      let journal: MemoryJournal = await openMemoryJournal({ flush: 'manual' });
      let durable = 0;
      for (const step of run) {
        if ('turn' in step) {
          for (let index = 0; index < step.turn.records; index++) journal.append(told(step.turn.stream));
          journal.putRow({ key: 'end', value: journal.position });
        } else if ('flush' in step) durable = journal.flush();
        else {
          if (step.crash === 'written') durable = journal.position;
          journal.crash(step.crash);
          journal = await openMemoryJournal({ flush: 'manual', storage: journal.storage });
          is(journal.position, durable);
          is(journal.row('end') ?? 0, durable);
          equal((await verifyLog(journal)).findings, []);
        }
      }
      is(journal.durablePosition, durable);
      equal(positions(await collect(journal.read(1))), counting(durable));
    }),
    { seed, numRuns: 200 },
  );
});

test('a crashed journal accepts nothing and settles who waited', async () => {
  const journal = await openMemoryJournal({ flush: 'manual' });
  journal.append(told('a'));
  const code = codeOf(journal.durable(1));
  journal.crash();
  is(await code, 'SENDPAY_JOURNAL_CLOSED');
  throws(() => journal.append(told('a')), /closed/);
  ok(journal.storage);
});

test.run();
