/**
 * What every journal must do, as a list of cases for any test framework.
 *
 * Invariant: a case uses nothing but the port, so an implementation that passes can take another's place. Each case gets a
 * journal of its own from the harness. Faults of a particular storage are tested beside that storage.
 */
import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import type { Append, Journal, JournalRecord, LoggedEvent } from './port.ts';

export interface JournalHarness {
  readonly journal: Journal;
  /** Closes the journal and opens another on what it left. */
  reopen(): Promise<Journal>;
  /** Removes everything. */
  dispose(): Promise<void>;
}

export interface ConformanceCase {
  /** A sentence of the guarantee. */
  readonly title: string;
  /** Throws an AssertionError if the guarantee does not hold. */
  run(): Promise<void>;
}

type Body = (journal: Journal, harness: JournalHarness) => Promise<void>;

/** The cases for the implementation `name`; `make` opens an empty journal. */
export function journalConformance(name: string, make: () => Promise<JournalHarness>): ConformanceCase[] {
  return Object.entries(CASES).map(([title, body]) => ({
    title: `${name}: ${title}`,
    run: async () => {
      const harness = await make();
      try {
        await body(harness.journal, harness);
      } finally {
        await harness.journal.close();
        await harness.dispose();
      }
    },
  }));
}

const entry = (stream: string, event: LoggedEvent = { type: 'TOLD' }, more: Partial<Append> = {}): Append => ({
  stream,
  event,
  version: 1,
  timeMs: 1_700_000_000_000,
  cause: 0,
  ...more,
});

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const collected: T[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}

const positions = (records: readonly JournalRecord[]): number[] => records.map(({ position }) => position);
const keys = async (rows: AsyncIterable<{ key: string }>): Promise<string[]> =>
  (await collect(rows)).map(({ key }) => key);

/** Appends `count` records to `stream` and waits for them. */
async function fill(journal: Journal, stream: string, count: number): Promise<void> {
  for (let index = 1; index <= count; index++) journal.append(entry(stream, { type: 'TOLD', index }));
  await journal.durable(journal.position);
}

const CASES: Record<string, Body> = {
  'positions are dense over the log, sequences over each stream': async (journal) => {
    const records = ['a', 'b', 'a', 'a', 'b'].map((stream) => journal.append(entry(stream)));
    assert.deepEqual(positions(records), [1, 2, 3, 4, 5]);
    assert.deepEqual(
      records.map(({ sequence }) => sequence),
      [1, 1, 2, 3, 2],
    );
    assert.equal(journal.position, 5);
  },

  'a record is in its stream at once, and in the log once it is durable': async (journal) => {
    const record = journal.append(entry('a', { type: 'TOLD', amountMsat: 2n ** 63n }));
    assert.deepEqual(journal.head('a'), { sequence: 1, position: 1 });
    assert.deepEqual(journal.readStreamFromStart('a'), [record]);
    assert.equal(journal.durablePosition, 0);
    assert.deepEqual(await collect(journal.read(1)), []);
    await journal.durable(1);
    assert.equal(journal.durablePosition, 1);
    assert.deepEqual(await collect(journal.read(1)), [record]);
    assert.deepEqual(journal.readStreamFromStart('a'), [record]);
  },

  'a stream without records has no head, no snapshot and no records': async (journal) => {
    await fill(journal, 'other', 2);
    assert.equal(journal.head('a'), undefined);
    assert.deepEqual(journal.readStream('a', 1), { snapshot: undefined, records: [] });
    assert.deepEqual(journal.readStreamFromStart('a'), []);
  },

  'a stream reads whole across what is durable and what is not': async (journal) => {
    await fill(journal, 'a', 3);
    journal.append(entry('b'));
    journal.append(entry('a'));
    assert.deepEqual(positions(journal.readStreamFromStart('a')), [1, 2, 3, 5]);
  },

  'what a turn appends becomes durable in one batch, told once and in order': async (journal) => {
    const batches: number[][] = [];
    journal.onDurable((durable, records) => {
      assert.equal(journal.durablePosition, durable);
      batches.push(positions(records));
    });
    for (let index = 0; index < 5; index++) journal.append(entry('a'));
    await journal.durable(3);
    assert.deepEqual(batches, [[1, 2, 3, 4, 5]]);
    await fill(journal, 'a', 2);
    assert.deepEqual(batches.flat(), [1, 2, 3, 4, 5, 6, 7]);
  },

  'a listener that has unsubscribed is told nothing': async (journal) => {
    let told = 0;
    const unsubscribe = journal.onDurable(() => told++);
    await fill(journal, 'a', 1);
    unsubscribe();
    await fill(journal, 'a', 1);
    assert.equal(told, 1);
  },

  'waiting for a position that is still to come ends when it is durable': async (journal) => {
    const waiting = journal.durable(3);
    await fill(journal, 'a', 2);
    await fill(journal, 'a', 1);
    await waiting;
    assert.equal(journal.durablePosition, 3);
    await journal.durable(0);
  },

  'a wait ahead of the log that is given up leaves nothing behind, and the others end where they should': async (
    journal,
  ) => {
    const gone = new AbortController();
    const given = Array.from({ length: 100 }, () => journal.durable(5, gone.signal));
    const kept = [journal.durable(2), journal.durable(2), journal.durable(3, gone.signal)];
    assert.equal(journal.waitedFor, 3);
    await fill(journal, 'a', 1);
    assert.equal(journal.waitedFor, 3);
    await fill(journal, 'a', 2);
    await Promise.all(kept);
    assert.equal(journal.waitedFor, 1);
    gone.abort('gone');
    const ends = await Promise.allSettled(given);
    assert.ok(ends.every((end) => end.status === 'rejected' && end.reason === 'gone'));
    assert.equal(journal.waitedFor, 0);
    assert.equal(getEventListeners(gone.signal, 'abort').length, 0);
    await assert.rejects(journal.durable(9, gone.signal), (reason) => reason === 'gone');
  },

  'rows without a record are durable once what is staged is': async (journal) => {
    await journal.staged();
    journal.putRow({ key: 'a/1', value: 1 });
    await journal.staged();
    assert.deepEqual(await keys(journal.rows({ prefix: 'a/' })), ['a/1']);
    journal.append(entry('a'));
    journal.putRow({ key: 'a/2', value: 2 });
    const staged = journal.staged();
    journal.putRow({ key: 'a/1', value: undefined });
    await staged;
    assert.equal(journal.durablePosition, 1);
    await journal.staged();
    assert.deepEqual(await keys(journal.rows({ prefix: 'a/' })), ['a/2']);
    await journal.staged();
  },

  'the log reads between any two positions, however many records they span': async (journal) => {
    await fill(journal, 'a', 2_500);
    assert.equal((await collect(journal.read(1))).length, 2_500);
    assert.deepEqual(positions(await collect(journal.read(7, 9))), [7, 8, 9]);
    assert.deepEqual(positions(await collect(journal.read(2_499))), [2_499, 2_500]);
    assert.deepEqual(await collect(journal.read(2_501)), []);
  },

  'reading the log ends where it was durable when reading began': async (journal) => {
    await fill(journal, 'a', 3);
    const reading = collect(journal.read(1));
    await fill(journal, 'a', 3);
    assert.deepEqual(positions(await reading), [1, 2, 3]);
  },

  'the last row written under a key counts, and undefined deletes it': async (journal) => {
    journal.putRow({ key: 'k', value: { nMsat: 1n } });
    journal.putRow({ key: 'k', value: { nMsat: 2n } });
    journal.putRow({ key: 'gone', value: 1 });
    assert.deepEqual(journal.row('k'), { nMsat: 2n });
    await fill(journal, 'a', 1);
    assert.deepEqual(journal.row('k'), { nMsat: 2n });
    journal.putRow({ key: 'gone', value: undefined });
    assert.equal(journal.row('gone'), undefined);
    assert.deepEqual(await keys(journal.rows({ prefix: '' })), ['gone', 'k']);
    await fill(journal, 'a', 1);
    assert.deepEqual(await collect(journal.rows({ prefix: '' })), [{ key: 'k', value: { nMsat: 2n } }]);
    assert.equal(journal.row('gone'), undefined);
  },

  'rows come in code point order, by prefix, from a key, limited, in reverse': async (journal) => {
    for (const key of ['p/3', 'p/1', 'q/1', 'p/\u{1f600}', 'p/\uff5e', 'o', 'p/2']) journal.putRow({ key, value: 0 });
    await fill(journal, 'a', 1);
    const rows = (range: Omit<Parameters<Journal['rows']>[0], 'prefix'>): Promise<string[]> =>
      keys(journal.rows({ prefix: 'p/', ...range }));
    assert.deepEqual(await rows({}), ['p/1', 'p/2', 'p/3', 'p/\uff5e', 'p/\u{1f600}']);
    assert.deepEqual(await rows({ from: 'p/2', limit: 2 }), ['p/2', 'p/3']);
    assert.deepEqual(await rows({ reverse: true, limit: 2 }), ['p/\u{1f600}', 'p/\uff5e']);
    assert.deepEqual(await rows({ reverse: true, from: 'p/2' }), ['p/2', 'p/1']);
    assert.deepEqual(await rows({ to: 'p/2' }), ['p/1', 'p/2']);
    assert.deepEqual(await rows({ reverse: true, from: 'p/3', to: 'p/2' }), ['p/3', 'p/2']);
  },

  'a view shows the durable rows of its moment, one by one and by range, whatever is written after': async (
    journal,
  ) => {
    const range = { prefix: 'v/' };
    const keptAndGone = ['v/kept', 'v/gone', 'v/new'];
    for (const key of ['v/gone', 'v/kept']) journal.putRow({ key, value: { key, nMsat: 1n } });
    await fill(journal, 'a', 1);
    const many = Array.from({ length: 3_000 }, (_, index) => `w/${String(index).padStart(4, '0')}`);
    for (const key of many) journal.putRow({ key, value: 0 });
    await journal.staged();
    const view = journal.view();
    const reading = view.rows({ prefix: 'w/' })[Symbol.asyncIterator]();
    assert.equal((await reading.next()).value.key, many[0]);
    journal.putRow({ key: 'v/gone', value: undefined });
    journal.putRow({ key: 'v/kept', value: 2 });
    journal.putRow({ key: 'v/new', value: 3 });
    for (const key of many) journal.putRow({ key: `${key}+`, value: 1 });
    for (const key of many) journal.putRow({ key, value: undefined });
    await fill(journal, 'a', 1);
    assert.deepEqual(await keys(view.rows(range)), ['v/gone', 'v/kept']);
    assert.deepEqual(await keys(view.rows({ ...range, reverse: true, limit: 1 })), ['v/kept']);
    assert.deepEqual(await view.many(keptAndGone), [
      { key: 'v/kept', nMsat: 1n },
      { key: 'v/gone', nMsat: 1n },
      undefined,
    ]);
    const rest: string[] = [];
    for (let next = await reading.next(); !next.done; next = await reading.next()) rest.push(next.value.key);
    assert.deepEqual(rest, many.slice(1));
    await view.release();
    assert.deepEqual(await keys(journal.rows(range)), ['v/kept', 'v/new']);
    const later = journal.view();
    assert.deepEqual(await later.many(keptAndGone), [2, undefined, 3]);
    await later.release();
  },

  'a stream reads from its snapshot, or from its start if the version is another': async (journal) => {
    await fill(journal, 'a', 3);
    const snapshot = { position: 3, sequence: 3, version: 2, state: { sumMsat: [1n, 2n], deep: { ok: true } } };
    journal.putSnapshot('a', snapshot);
    for (let turn = 0; turn < 2; turn++) {
      assert.deepEqual(journal.readStream('a', 2).snapshot, snapshot);
      assert.deepEqual(
        positions(journal.readStream('a', 2).records),
        positions(journal.readStreamFromStart('a')).slice(3),
      );
      assert.equal(journal.readStream('a', 1).snapshot, undefined);
      assert.equal(journal.readStream('a', 1).records.length, journal.head('a')?.sequence);
      await fill(journal, 'a', 2);
    }
    assert.deepEqual(await collect(journal.snapshots()), [{ stream: 'a', snapshot }]);
  },

  'an amount outside an amount key is refused, and the log goes on as if it had not been tried': async (journal) => {
    journal.append(entry('a'));
    assert.throws(() => journal.append(entry('a', { type: 'TOLD', fee: 1n })), { code: 'SENDPAY_CODEC' });
    assert.throws(() => journal.putRow({ key: 'k', value: { fee: 1n } }), { code: 'SENDPAY_CODEC' });
    assert.equal(journal.position, 1);
    assert.equal(journal.append(entry('a')).sequence, 2);
    await journal.durable(2);
    assert.deepEqual(positions(await collect(journal.read(1))), [1, 2]);
  },

  'a writer that expects another position, or names a cause to come, is refused': async (journal) => {
    journal.append(entry('a', { type: 'TOLD' }, { expected: 0 }));
    assert.throws(() => journal.append(entry('a', { type: 'TOLD' }, { expected: 0 })), {
      code: 'SENDPAY_JOURNAL_CONFLICT',
    });
    assert.throws(() => journal.append(entry('a', { type: 'TOLD' }, { cause: 2 })), { code: 'SENDPAY_JOURNAL_MISUSE' });
    assert.equal(journal.append(entry('a', { type: 'TOLD' }, { cause: 1 })).cause, 1);
  },

  'everything durable is there after reopening, and the log goes on where it ended': async (journal, harness) => {
    await fill(journal, 'a', 3);
    journal.append(entry('b', { type: 'TOLD', label: 'naïve \u{1f600} "\\' }, { cause: 2, version: 4 }));
    journal.putRow({ key: 'k', value: [1, 'x', null] });
    journal.setUnfinished('a', true);
    journal.setUnfinished('b', true);
    journal.setUnfinished('b', false);
    await journal.durable(4);
    const before = await collect(journal.read(1));
    const { recordBytes } = await journal.sizes();
    const again = await harness.reopen();
    try {
      assert.deepEqual(await collect(again.read(1)), before);
      assert.equal(again.durablePosition, 4);
      assert.deepEqual(again.row('k'), [1, 'x', null]);
      assert.deepEqual(await again.unfinishedStreams(), ['a']);
      assert.equal((await again.sizes()).recordBytes, recordBytes);
      assert.deepEqual(await collect(again.streams()), [
        { stream: 'a', head: { sequence: 3, position: 3 } },
        { stream: 'b', head: { sequence: 1, position: 4 } },
      ]);
      assert.equal(again.append(entry('a')).position, 5);
      assert.deepEqual(again.head('a'), { sequence: 4, position: 5 });
    } finally {
      await again.close();
    }
  },

  'closing writes what is staged, then refuses everything': async (journal, harness) => {
    journal.append(entry('a'));
    const told = journal.durable(1);
    const never = assert.rejects(journal.durable(2), { code: 'SENDPAY_JOURNAL_CLOSED' });
    await Promise.all([journal.close(), journal.close()]);
    await told;
    await never;
    assert.throws(() => journal.append(entry('a')), { code: 'SENDPAY_JOURNAL_CLOSED' });
    assert.throws(() => journal.putRow({ key: 'k', value: 1 }), { code: 'SENDPAY_JOURNAL_CLOSED' });
    const again = await harness.reopen();
    assert.equal(again.durablePosition, 1);
    await again.close();
  },

  'a journal given up drops what is staged, tells everyone and refuses everything': async (journal, harness) => {
    await fill(journal, 'a', 1);
    const told: Error[] = [];
    journal.onFailure((error) => told.push(error));
    journal.append(entry('a'));
    const waiting = assert.rejects(journal.durable(2), { code: 'SENDPAY_JOURNAL_FAILED' });
    journal.fail(new Error('a cascade broke off'));
    journal.fail(new Error('again'));
    await waiting;
    assert.equal(told.length, 1);
    assert.match(String(told[0]?.message), /a cascade broke off/);
    assert.throws(() => journal.append(entry('a')), { code: 'SENDPAY_JOURNAL_FAILED' });
    await assert.rejects(journal.durable(2), { code: 'SENDPAY_JOURNAL_FAILED' });
    const again = await harness.reopen();
    assert.deepEqual(positions(await collect(again.read(1))), [1]);
    await again.close();
  },
};
