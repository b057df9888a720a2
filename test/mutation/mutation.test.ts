/** The mutation tester itself: what it changes, that a changed place can be chosen at run time, and that its list of exceptions is current. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { equal, is, ok } from 'uvu/assert';
import { Campaign } from '../../scripts/mutation/campaign.ts';
import { copyWith } from '../../scripts/mutation/copy.ts';
import { instrumented } from '../../scripts/mutation/instrument.ts';
import { mutantsOf, readEquivalents, reasons, stale } from '../../scripts/mutation/mutants.ts';
import { changesOf } from '../../scripts/mutation/operators.ts';
import { parsed } from '../../scripts/mutation/parse.ts';
import { projectFiles, ROOT } from '../../scripts/mutation/project.ts';
import { suite } from '../support/suite.ts';

const test = suite('the mutation tester');

const changesIn = (text: string) => parsed(new Map([['a.ts', text]]), (tree) => changesOf(tree)).get('a.ts') ?? [];
const told = (text: string): string[] =>
  changesIn(text).map(
    ({ operator, start, end, instead }) => `${operator}: ${text.slice(start, end)} -> ${instead || '(gone)'}`,
  );

test('every operator makes its change, and types, imports and messages are left alone', () => {
  const texts: Readonly<Record<string, readonly string[]>> = {
    "import x from 'y'; type T = 'a' | 1;": [],
    'f = (a: 1, b = 2n) => {};': ['forget: f = (a: 1, b = 2n) => {}; -> (gone)', 'constant: 2n -> 2n + 1n'],
    'const a = b < c;': ['boundary: b < c -> b <= c', 'negate: b < c -> b >= c'],
    'if (!a) b();': ['condition: !a -> false', 'condition: !a -> true', 'forget: b(); -> (gone)'],
    'const a = b ?? c;': ['logical: b ?? c -> b', 'logical: b ?? c -> c'],
    'const a = Math.max(b, c);': ['bound: Math.max(b, c) -> b', 'bound: Math.max(b, c) -> c'],
    "const a = b + c, d = 'e' + f;": ['arithmetic: b + c -> b - c'],
    'const a = [b, ...c].sort();': ['list: [b, ...c].sort() -> [b, ...c]', 'list: [b, ...c] -> []', 'list: c -> []'],
    'const a = b.some(c), d = c.toString();': ['quantifier: b.some(c) -> b.every(c)'],
    "switch (a) { case 'b': break; }": ["case: 'b' -> Symbol()"],
    'const a = { b: true, ...c };': ['field: b: true -> (gone)', 'constant: true -> false', 'field: c -> {}'],
  };
  for (const [text, changes] of Object.entries(texts)) equal(told(text), changes, text);
});

test('one text holds the program and all its mutants', async () => {
  const text = [
    'export const price = (amount, base) => { let fee = Math.max(base, amount / 10); if (amount > 50) fee = fee + 1; return { fee }; };',
    'export const all = [1, 2].map((one) => price(one, 3).fee);',
  ].join('\n');
  const changes = changesIn(text).map((change, index) => ({ id: index + 1, change }));
  const chosen = globalThis as { mutant?: number };
  const asker = 'data:text/javascript,export const $mutant = (id) => globalThis.mutant === id;';
  const source = instrumented(text, changes, asker);
  is(source.split('\n').length, 2, 'lines stay where they are');
  const { price } = (await import(`data:text/javascript,${encodeURIComponent(source)}`)) as {
    price(amount: number, base: number): { fee?: number };
  };
  const usual = [price(20, 1), price(20, 3), price(100, 3), price(50, 1), price(51, 1)];
  equal(usual, [{ fee: 2 }, { fee: 3 }, { fee: 11 }, { fee: 5 }, { fee: 6.1 }]);
  const inside = changes.filter(({ change }) => change.start < text.indexOf('\n'));
  const same = inside.filter(({ id }) => {
    chosen.mutant = id;
    const now = [price(20, 1), price(20, 3), price(100, 3), price(50, 1), price(51, 1)];
    chosen.mutant = 0;
    return JSON.stringify(now) === JSON.stringify(usual);
  });
  ok(inside.length > 10);
  equal(
    same.map(({ change }) => change.instead),
    [],
  );
});

test('a campaign tells which changes a test file notices, and leaves the source alone', async () => {
  const source = 'src/network/deadlines.ts';
  const before = readFileSync(join(ROOT, source), 'utf8');
  const mutants = mutantsOf([source]);
  const copy = copyWith(mutants, projectFiles());
  const died = new Map<string, string>();
  let reached = 0;
  try {
    await new Campaign({
      copy,
      mutants,
      tests: ['test/network/limits.test.ts'],
      jobs: 1,
      slowestMs: 1_000,
      deadlineMs: Number.POSITIVE_INFINITY,
      log() {},
      before: () => ({ reached: [], loading: [], unreached: [] }),
      died: ({ from, to, lineNumber }, { by }) => died.set(`${from} -> ${to} (${lineNumber})`, by),
      passed: (_file, passed) => {
        reached = passed.reached.length;
      },
      passedAlone() {},
      hasPassedAlone: () => false,
    }).run();
  } finally {
    copy.remove();
  }
  const noticedBy = [...died].find(([change]) => change.startsWith('this.cancel(stream); -> '))?.[1] ?? '';
  ok(noticedBy.startsWith('test/network/limits.test.ts: a stream has one timer'), noticedBy);
  const left = 'atMs - this.#clock.nowMs()';
  is(
    [...died.keys()].some((change) => change.startsWith(`Math.max(0, ${left}) -> ${left}`)),
    false,
    'clocks bound it too',
  );
  equal([reached > 0, died.size + reached], [true, mutants.length]);
  is(readFileSync(join(ROOT, source), 'utf8'), before);
});

test('every mutant listed as equivalent has a reason, and is still one', () => {
  const listed = readEquivalents();
  const mutants = mutantsOf([...new Set(listed.map(({ file }) => file))]);
  equal(stale(listed, mutants), []);
  for (const { line, reason } of listed) ok(reason.length > 20, line);
  is(mutants.filter((mutant) => reasons(listed)(mutant) !== undefined).length >= listed.length, true);
  const [first] = mutants;
  if (first !== undefined)
    is(stale([{ ...first, operator: first.change.operator, line: 'gone', reason: '' }], mutants).length, 1);
});

test.run();
