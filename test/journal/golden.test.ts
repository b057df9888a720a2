/**
 * Old logs fold to what they folded to. `golden/` holds exports made by released schemas; they are never edited.
 *
 * `toy-v1` is of a machine of this test's own, so that the mechanism is tested before there is a second schema.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { equal, is } from 'uvu/assert';
import { openMemoryJournal } from '../../src/journal/memory.ts';
import { exportLog, importLog } from '../../src/journal/ndjson.ts';
import type { Journal, JournalRecord } from '../../src/journal/port.ts';
import { createUpcast } from '../../src/journal/upcast.ts';
import { verifyLog } from '../../src/journal/verify.ts';
import { recordLines } from '../golden/record-lines.ts';
import { suite } from '../support/suite.ts';
import { collect } from './support.ts';

const test = suite('golden logs');

const lines = readFileSync(join(import.meta.dirname, 'golden', 'toy-v1.ndjson'), 'utf8')
  .trimEnd()
  .split('\n');

/** Version 2 of the toy's schema: amounts have their unit, and being broken has a reason. */
const upcast = createUpcast([
  {
    kind: 'toy',
    type: 'PAID_INTO',
    fromVersion: 1,
    upcast: ({ amount, ...rest }) => ({ ...rest, amountMsat: BigInt(amount as string) }),
  },
  { kind: 'toy', type: 'BROKEN', fromVersion: 1, upcast: (event) => ({ ...event, reason: 'unknown' }) },
]);

interface Toy {
  readonly label: string;
  readonly heldMsat: bigint;
  readonly broken?: string;
}

function fold(records: readonly JournalRecord[]): Toy {
  let toy: Toy = { label: '', heldMsat: 0n };
  for (const { event } of records) {
    if (event.type === 'MADE') toy = { ...toy, label: event.label as string };
    if (event.type === 'PAID_INTO') toy = { ...toy, heldMsat: toy.heldMsat + (event.amountMsat as bigint) };
    if (event.type === 'BROKEN') toy = { ...toy, broken: event.reason as string };
  }
  return toy;
}

async function restore(): Promise<Journal> {
  const journal = await openMemoryJournal({ upcast });
  await importLog(journal, lines, {
    unchecked: true,
    project: ({ stream }) => journal.putRow({ key: stream, value: fold(journal.readStreamFromStart(stream)) }),
  });
  return journal;
}

test('a log of schema version 1 folds with the machine of version 2', async () => {
  const journal = await restore();
  equal(fold(journal.readStreamFromStart('toy/1')), { label: 'blue', heldMsat: 2000n });
  equal(fold(journal.readStreamFromStart('toy/2')), { label: 'red', heldMsat: 7n, broken: 'unknown' });
});

test('rows are derived again from the records, and the log verifies', async () => {
  const journal = await restore();
  equal(journal.row('toy/2'), { label: 'red', heldMsat: 7n, broken: 'unknown' });
  is((await verifyLog(journal)).ok, true);
});

test('it exports again to the same text, line by line', async () => {
  equal(recordLines(await collect(exportLog(await restore()))), lines);
});

test.run();
