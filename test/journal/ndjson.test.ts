import { equal, is, match } from 'uvu/assert';
import { openMemoryJournal } from '../../src/journal/memory.ts';
import { exportLog, importLog, streamsWith } from '../../src/journal/ndjson.ts';
import { suite } from '../support/suite.ts';
import { collect, fill, told } from './support.ts';

const test = suite('the log as text');

async function exported(): Promise<string[]> {
  const journal = await openMemoryJournal();
  await fill(journal, 2_500, 3);
  journal.append(told('payment/02aa/00ff', { amountMsat: 2n ** 64n, label: 'two\nlines' }, { cause: 7, version: 3 }));
  await journal.durable(journal.position);
  return await collect(exportLog(journal));
}

test('an imported export is the same log', async () => {
  const lines = await exported();
  const copy = await openMemoryJournal();
  is(await importLog(copy, ['', ...lines, '']), 2_501);
  is(copy.durablePosition, 2_501);
  equal(await collect(exportLog(copy)), lines);
});

test('an export can be cut by position and by stream', async () => {
  const journal = await openMemoryJournal();
  await fill(journal, 6, 3);
  const of = async (options: Parameters<typeof exportLog>[1]): Promise<number[]> =>
    (await collect(exportLog(journal, options))).map((line) => JSON.parse(line).position);
  equal(await of({ from: 3, to: 4 }), [3, 4]);
  equal(await of({ streams: streamsWith('1') }), [2, 5]);
  equal(await of({ streams: streamsWith('to') }), []);
});

test('an import refuses a journal that is not empty', async () => {
  const journal = await openMemoryJournal();
  await fill(journal, 1);
  await isRefused(importLog(journal, []), /not empty/);
});

test('an import names the line where it stops being a whole log', async () => {
  const lines = await exported();
  const at = (index: number, line: string): string[] => lines.map((old, other) => (other === index ? line : old));
  const third = JSON.parse(lines[2] as string);
  const cases: [lines: string[], message: RegExp][] = [
    [lines.filter((_, index) => index !== 2), /^line 3: position 4 where 3 should follow/],
    [at(2, JSON.stringify({ ...third, sequence: 2 })), /^line 3: record 2 of toy\/2 where 1 should follow/],
    [at(2, '{"position":3'), /^line 3: not JSON/],
    [at(2, 'null'), /^line 3: not a record/],
    [at(2, JSON.stringify({ ...third, event: {} })), /^line 3: not a record/],
    [at(2, JSON.stringify({ ...third, timeMs: null })), /^line 3: not a record/],
  ];
  for (const [bad, message] of cases) await isRefused(importLog(await openMemoryJournal(), bad), message);
});

async function isRefused(importing: Promise<unknown>, message: RegExp): Promise<void> {
  const error = await importing.then(
    () => undefined,
    (reason: { code?: string; message: string }) => reason,
  );
  is(error?.code, 'SENDPAY_IMPORT');
  match(error?.message ?? '', message);
}

test.run();
