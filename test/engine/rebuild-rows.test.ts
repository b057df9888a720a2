/** A program with other rows opens an old database: its rows are built again from the log, once, whatever is in the way. */
import { equal, is, ok } from 'uvu/assert';
import { type AnyKind, type Change, type Kind, ownsRow } from '../../machines/kind.ts';
import { KINDS } from '../../machines/kinds.ts';
import { type PaymentEvent, partOf, type paymentMachine } from '../../machines/payment.ts';
import { paymentKind } from '../../machines/payment-kind.ts';
import type { PaymentId } from '../../src/domain/payment-id.ts';
import { projector } from '../../src/engine/import-engine.ts';
import { type RebuildProgress, rebuildRows } from '../../src/engine/rebuild-rows.ts';
import { verifyEngine } from '../../src/engine/verify-engine.ts';
import { type MemoryJournal, openMemoryJournal } from '../../src/journal/memory.ts';
import { MemoryStorage } from '../../src/journal/memory-storage.ts';
import { exportLog, importLog } from '../../src/journal/ndjson.ts';
import type { Journal } from '../../src/journal/port.ts';
import { invoice, type Opened, open, request, route } from '../support/networks.ts';
import { suite } from '../support/suite.ts';

const test = suite('rows of another version');

const BY_STATUS = /^sendpay\/[^/]+\/s\//;

/** The next version of payments: parts are listed by their destination too, and no longer by status. */
const laterPayments: Kind<typeof paymentMachine, PaymentId> = {
  ...paymentKind,
  rowsVersion: paymentKind.rowsVersion + 1,
  rowSpaces: [...paymentKind.rowSpaces, 'sent-to/'],
  rows: (change) => [...paymentKind.rows(change).filter(({ key }) => !BY_STATUS.test(key)), ...sentTo(change)],
};
const LATER: readonly AnyKind[] = KINDS.map((kind) => (kind.name === 'payment' ? laterPayments : kind));

function sentTo({ stream, after, record }: Change<typeof paymentMachine>) {
  const event = record.event as unknown as PaymentEvent;
  if (event.type !== 'PART_SENT') return [];
  const { paymentHash } = paymentKind.idOf(stream);
  const part = partOf(after.context, event);
  return [{ key: `sent-to/${part?.destination}/${paymentHash}/${part?.createdIndex}`, value: paymentHash }];
}

async function rowsOf(journal: Journal, prefix = ''): Promise<Record<string, unknown>> {
  const rows: Record<string, unknown> = {};
  for await (const { key, value } of journal.rows({ prefix })) if (!key.startsWith('meta/')) rows[key] = value;
  return rows;
}

/** A database of this program: payments that completed, failed, were deleted, are pending, and their invoices. */
async function oldDatabase(): Promise<MemoryStorage> {
  const net = await open();
  await pay(net);
  await pay(net, 200_000n);
  net.engine.network.simulation.hold(net.id('C'), { mode: 'fail', failureMessage: '2002' });
  const failed = await pay(net, 300_000n);
  await pay(net, 400_000n);
  await net.node('A').deleteParts(failed, 'failed');
  net.engine.network.simulation.hold(net.id('C'));
  await pay(net, 500_000n, false);
  await net.engine.close();
  return net.journal.storage;
}

/** So that one database can be opened, and ruined, many times. */
async function copyOf(storage: MemoryStorage): Promise<MemoryStorage> {
  const copy = new MemoryStorage();
  for await (const chunk of storage.scan({ gte: '', lte: '\u{10ffff}' })) copy.write(chunk);
  return copy;
}

async function pay(net: Opened, amountMsat = 100_000n, wait = true) {
  const made = invoice(net, 'D', amountMsat);
  await net.node('A').send(request(made, route(net, 'A', 'D', amountMsat)));
  if (wait) await net.node('A').wait({ paymentHash: made.paymentHash });
  return made.paymentHash;
}

/** What the rows of a log are, told by an import of it. */
async function impliedRows(journal: Journal, kinds: readonly AnyKind[]): Promise<Record<string, unknown>> {
  const fresh = await openMemoryJournal();
  await importLog(fresh, exportLog(journal), { project: projector(fresh, kinds) });
  return rowsOf(fresh);
}

/** What is in flight goes on as soon as an engine is there; this leaves everything as it is. */
async function rebuilt(storage: MemoryStorage, kinds: readonly AnyKind[]): Promise<MemoryJournal> {
  const journal = await openMemoryJournal({ storage });
  await rebuildRows({ journal, kinds });
  return journal;
}

test('a new listing lists old payments, and keys it does not write are gone', async () => {
  const storage = await oldDatabase();
  const before = await openMemoryJournal({ storage });
  const others = (rows: Record<string, unknown>) =>
    Object.entries(rows).filter(([key]) => !ownsRow(laterPayments, key));
  const old = await rowsOf(before);
  const told: RebuildProgress[] = [];
  const net = await open({ journal: { storage }, kinds: LATER, onRebuild: (progress) => told.push(progress) });
  const now = await rowsOf(net.journal);
  is(Object.keys(await rowsOf(net.journal, `sent-to/${net.id('D')}/`)).length, 5);
  equal(
    Object.keys(now).filter((key) => BY_STATUS.test(key)),
    [],
  );
  ok(Object.keys(old).some((key) => BY_STATUS.test(key)));
  equal(others(now), others(old));
  equal(now, await impliedRows(net.journal, LATER));
  equal(told.at(-1), { kinds: ['payment'], done: before.position, of: before.position });

  await pay(net, 600_000n, false);
  await net.journal.durable(net.journal.position);
  is(Object.keys(await rowsOf(net.journal, `sent-to/${net.id('D')}/`)).length, 6);
  equal(await verified(net.journal, LATER), { findings: [], rowsToRebuild: [] });
  await net.engine.close();
});

test('it happens once, and a database of this program has nothing to build', async () => {
  const storage = await oldDatabase();
  const told: RebuildProgress[] = [];
  const onProgress = (progress: RebuildProgress) => told.push(progress);
  for (const kinds of [KINDS, LATER, LATER]) {
    const journal = await openMemoryJournal({ storage });
    await rebuildRows({ journal, kinds, onProgress });
    await journal.close();
    is(told.length, kinds === KINDS ? 0 : 2);
  }
});

test('a database that says nothing of its rows has those of the first release', async () => {
  const storage = await oldDatabase();
  const journal = await openMemoryJournal({ storage });
  journal.putRow({ key: 'meta/rows', value: undefined });
  await journal.staged();
  const told: RebuildProgress[] = [];
  const first = KINDS.map((kind) => ({ ...kind, rowsVersion: 1 }));
  await rebuildRows({ journal, kinds: first, onProgress: (progress) => told.push(progress) });
  equal(told, []);
  await rebuildRows({ journal, kinds: LATER, onProgress: (progress) => told.push(progress) });
  is(told.length, 2);
});

test('an imported log has the rows of the program that imported it', async () => {
  const from = await openMemoryJournal({ storage: await oldDatabase() });
  const into = await openMemoryJournal();
  await importLog(into, exportLog(from), { project: projector(into, LATER) });
  const told: RebuildProgress[] = [];
  await rebuildRows({ journal: into, kinds: LATER, onProgress: (progress) => told.push(progress) });
  equal(told, []);
});

test('going back to the old rows gives the old rows', async () => {
  const storage = await oldDatabase();
  const old = await rowsOf(await openMemoryJournal({ storage }));
  const later = await rebuilt(storage, LATER);
  await later.close();
  equal(await rowsOf(await rebuilt(storage, KINDS)), old);
});

test('a crash at any moment of it leaves rows nobody trusts, and the next opening builds the same', async () => {
  const old = await oldDatabase();
  const wanted = await rowsOf(await rebuilt(await copyOf(old), LATER));
  for (const staged of ['lost', 'written'] as const)
    for (let batches = 0, ended = false; !ended; batches++) {
      const storage = await copyOf(old);
      const journal = await openMemoryJournal({ storage, flush: 'manual' });
      const rebuilding = rebuildRows({ journal, kinds: LATER }).then(
        () => true,
        () => false,
      );
      for (let flushed = 0; flushed < batches; flushed++) {
        await turn();
        journal.flush();
      }
      await turn();
      journal.crash(staged);
      ended = await rebuilding;
      const next = await openMemoryJournal({ storage });
      if (!ended && batches > 0) {
        const judged = await verified(next, KINDS);
        equal(judged.findings, [], `${staged} after ${batches} batches`);
        if (batches === 2) equal(judged.rowsToRebuild, ['payment']);
      }
      await rebuildRows({ journal: next, kinds: LATER });
      equal(await rowsOf(next), wanted, `${staged} after ${batches} batches`);
      equal(await verified(next, LATER), { findings: [], rowsToRebuild: [] });
      await next.close();
    }
});

/** Lets everything that is not waiting for the journal come to rest. */
async function turn(): Promise<void> {
  for (let i = 0; i < 5; i++) await new Promise((resolve) => setImmediate(resolve));
}

async function verified(journal: Journal, kinds: readonly AnyKind[]) {
  const { findings, rowsToRebuild } = await verifyEngine({ journal, kinds });
  return { findings, rowsToRebuild };
}

test('verify does not call the rows of another version damaged, and the others are judged', async () => {
  const journal = await openMemoryJournal({ storage: await oldDatabase() });
  equal(await verified(journal, LATER), { findings: [], rowsToRebuild: ['payment'] });
  const [key] = Object.keys(await rowsOf(journal, 'invoice/'));
  journal.putRow({ key: key as string, value: undefined });
  await journal.staged();
  is((await verified(journal, LATER)).findings.length, 1);
});

test('what is staged at once is bounded, however many rows there are', async () => {
  const storage = await oldDatabase();
  const journal = await openMemoryJournal({ storage });
  const { nodes } = await manyRows(journal, 12_000);
  let most = 0;
  let staged = 0;
  const put = journal.putRow.bind(journal);
  journal.putRow = (row) => {
    most = Math.max(most, ++staged);
    put(row);
  };
  const wait = journal.staged.bind(journal);
  journal.staged = async () => {
    await wait();
    staged = 0;
  };
  await rebuildRows({ journal, kinds: LATER });
  ok(most <= 5_010, `${most} rows were staged at once`);
  equal(await rowsOf(journal, `sendpay/${nodes}/`), {});
});

/** Rows of payments that no record implies: the rebuild drops them. */
async function manyRows(journal: Journal, count: number): Promise<{ nodes: string }> {
  const nodes = `02${'0'.repeat(64)}`;
  for (let index = 0; index < count; index++) journal.putRow({ key: `sendpay/${nodes}/c/${index}`, value: index });
  await journal.staged();
  return { nodes };
}

test('every row belongs to exactly one kind', async () => {
  const journal = await openMemoryJournal({ storage: await oldDatabase() });
  const keys = Object.keys(await rowsOf(journal));
  ok(keys.length > 20);
  const kindsOf = (key: string) => KINDS.filter((kind) => ownsRow(kind, key)).map(({ name }) => name);
  equal(
    keys.filter((key) => kindsOf(key).length !== 1),
    [],
  );
  equal([...new Set(keys.flatMap(kindsOf))].sort(), ['channel', 'invoice', 'payment']);
});

test.run();
