import { equal, is, match, not } from 'uvu/assert';
import { openMemoryJournal } from '../../src/journal/memory.ts';
import { exportLog, importLog, streamsWith } from '../../src/journal/ndjson.ts';
import { recordLines } from '../golden/record-lines.ts';
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

test('an imported export is the same log, with the same chain', async () => {
  const lines = await exported();
  const copy = await openMemoryJournal();
  const { position, end } = await importLog(copy, ['', ...lines, '']);
  is(position, 2_501);
  equal([copy.durablePosition, copy.end.checksum], [2_501, end?.checksum]);
  const again = await collect(exportLog(copy));
  equal(again.slice(0, -1), lines.slice(0, -1));
  not.equal(again.at(-1), lines.at(-1), 'it is another journal');
});

test('an export of nothing is whole too', async () => {
  const empty = await openMemoryJournal();
  const lines = await collect(exportLog(empty));
  is(lines.length, 1);
  is((await importLog(await openMemoryJournal(), lines)).position, 0);
});

test('an export can be cut by position and by stream, and then has no end', async () => {
  const journal = await openMemoryJournal();
  await fill(journal, 6, 3);
  const of = async (options: Parameters<typeof exportLog>[1]): Promise<number[]> =>
    (await collect(exportLog(journal, options))).map((line) => JSON.parse(line).position);
  equal(await of({ from: 3, to: 4 }), [3, 4]);
  equal(await of({ from: 2 }), [2, 3, 4, 5, 6]);
  equal(await of({ streams: streamsWith('1') }), [2, 5]);
  equal(await of({ streams: streamsWith('to') }), []);
});

test('an import refuses a journal that is not empty', async () => {
  const journal = await openMemoryJournal();
  await fill(journal, 1);
  await isRefused(importLog(journal, []), /not empty/);
});

const swapped = (lines: readonly string[], one: number, other: number): string[] =>
  lines.map((_, at) => lines[at === one ? other : at === other ? one : at] as string);

test('an import refuses what is not a whole log as it was exported, and names the line', async () => {
  const lines = await exported();
  const at = (index: number, line: string): string[] => lines.map((old, other) => (other === index ? line : old));
  const third = JSON.parse(lines[2] as string);
  const third2 = (change: object): string[] => at(2, JSON.stringify({ ...third, ...change }));
  const end = JSON.parse(lines.at(-1) as string).end;
  const amount = lines.length - 2;
  const cases: [lines: string[], message: RegExp][] = [
    [lines.slice(0, 700), /does not end: it was cut after position 700/],
    [lines.slice(0, -1), /does not end: it was cut after position 2501/],
    [lines.slice(3), /^line 1: position 4 where 1 should follow/],
    [lines.filter((_, index) => index !== 2), /^line 3: position 4 where 3 should follow/],
    [[...lines.slice(0, 3), ...lines.slice(2)], /^line 4: position 3 where 4 should follow/],
    [swapped(lines, 5, 6), /^line 6: position 7 where 6 should follow/],
    [[...lines, lines[0] as string], /^line 2503: goes on after its end/],
    [[...lines, 'garbage'], /^line 2503: goes on after its end/],
    [[...lines, lines.at(-1) as string], /^line 2503: goes on after its end/],
    [
      at(amount, (lines[amount] as string).replace('18446744073709551616', '18446744073709551617')),
      /^line 2501: .*altered/,
    ],
    [third2({ event: { ...third.event, index: 99 } }), /^line 3: is not what was exported: it was altered/],
    [third2({ timeMs: third.timeMs + 1 }), /^line 3: .*altered/],
    [third2({ stream: 'toy/9', sequence: 1 }), /^line 3: .*altered/],
    [third2({ version: 2 }), /^line 3: .*altered/],
    [third2({ cause: 1 }), /^line 3: .*altered/],
    [third2({ cause: 3 }), /^line 3: is caused by position 3, which comes later/],
    [third2({ checksum: 'AAAAAAAA' }), /^line 3: .*altered/],
    [third2({ checksum: undefined }), /^line 3: has no checksum.*--unchecked/],
    [third2({ checksum: undefined, event: { ...third.event, preimage: '(hidden)' } }), /masked.*--show-secrets/],
    [third2({ event: { ...third.event, preimage: '(hidden)' } }), /^line 3: its secrets are masked.*--show-secrets/],
    [third2({ sequence: 2 }), /^line 3: record 2 of toy\/2 where 1 should follow/],
    [at(2501, JSON.stringify({ end: { ...end, position: 2500 } })), /^line 2502: ends at position 2500, but 2501/],
    [at(2501, JSON.stringify({ end: { ...end, checksum: 'AAAAAAAA' } })), /^line 2502: .*something was altered/],
    [at(2, '{"position":3'), /^line 3: not JSON/],
    [at(2, 'null'), /^line 3: not a record/],
    [third2({ event: {} }), /^line 3: not a record/],
    [third2({ timeMs: null }), /^line 3: not a record/],
    [third2({ checksum: 5 }), /^line 3: not a record/],
    [[], /the file is empty/],
    [['', ' '], /cut after position 0/],
  ];
  for (const [bad, message] of cases) await isRefused(importLog(await openMemoryJournal(), bad), message);
});

test('an export without checksums is taken only by who says so, whole or not', async () => {
  const old = recordLines(await exported());
  await isRefused(importLog(await openMemoryJournal(), old), /^line 1: has no checksum/);
  const copy = await openMemoryJournal();
  equal(await importLog(copy, old, { unchecked: true }), { position: 2_501, end: undefined });
  equal(recordLines(await collect(exportLog(copy))), old);
  await isRefused(importLog(await openMemoryJournal(), [], { unchecked: true }), /empty/);
});

async function isRefused(importing: Promise<unknown>, message: RegExp): Promise<void> {
  const error = await importing.then(
    () => undefined,
    (reason: { code?: string; message: string }) => reason,
  );
  is(error?.code, 'SENDPAY_IMPORT', String(message));
  match(error?.message ?? '', message);
}

test.run();
