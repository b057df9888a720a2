/** What a fold depends on is in the log (G5): a program with other constants reads every golden log as it was. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { equal, is } from 'uvu/assert';
import { suite } from '../support/suite.ts';
import { goldenReleases } from './golden.ts';

const test = suite('golden logs under other constants');
const root = join(import.meta.dirname, '..', '..');

/** Where a constant is, what it says, and what it says in the other program. */
const CHANGES: readonly (readonly [file: string, text: string, changed: string])[] = [
  ['src/domain/pay-plan.ts', 'MAX_PAY_ATTEMPTS = 200', 'MAX_PAY_ATTEMPTS = 1'],
  ['src/domain/pay-plan.ts', 'MAX_PAY_PARTS = 32', 'MAX_PAY_PARTS = 1'],
  ['src/domain/pay-plan.ts', 'MIN_SPLIT_MSAT: Msat = 10_000n', 'MIN_SPLIT_MSAT: Msat = 10_000_000_000n'],
  ['machines/invoice.ts', 'const MPP_TIMEOUT_MS = 70_000', 'const MPP_TIMEOUT_MS = 60_000'],
  ['machines/channel-kind.ts', 'SNAPSHOT_EVERY = 200', 'SNAPSHOT_EVERY = 3'],
  ['machines/chain-kind.ts', 'SNAPSHOT_EVERY = 100', 'SNAPSHOT_EVERY = 1'],
  ['machines/pay-kind.ts', 'SNAPSHOT_EVERY = 64', 'SNAPSHOT_EVERY = 2'],
];

/** A program of the same sources, to be changed. */
const other = mkdtempSync(join(tmpdir(), 'sendpay-constants-'));
test.before(() => {
  for (const folder of ['machines', 'src', 'test/golden', 'test/support', 'test/switch'])
    cpSync(join(root, folder), join(other, folder), { recursive: true });
  for (const file of ['package.json', 'tsconfig.json']) cpSync(join(root, file), join(other, file));
  symlinkSync(join(root, 'node_modules'), join(other, 'node_modules'));
});
test.after(() => rmSync(other, { recursive: true }));

function faults(): string[] {
  const script = join(other, 'test', 'golden', 'read-golden.ts');
  const out = execFileSync(process.execPath, ['--import', 'tsx', script], { cwd: other, encoding: 'utf8' });
  return JSON.parse(out);
}

/** What the program reads otherwise with these changes in it. */
function faultsWith(changes: typeof CHANGES): string[] {
  const before = new Map(changes.map(([file]) => [file, readFileSync(join(other, file), 'utf8')]));
  try {
    for (const [file, text, changed] of changes) {
      const path = join(other, file);
      const source = readFileSync(path, 'utf8');
      is(source.split(text).length, 2, `${file} says "${text}" once`);
      writeFileSync(path, source.replace(text, changed));
    }
    return faults();
  } finally {
    for (const [file, source] of before) writeFileSync(join(other, file), source);
  }
}

test('a program with other limits, timeouts and snapshots reads every log as it was', () => {
  equal(faultsWith(CHANGES), []);
});

test('a change that a fold sees is seen', () => {
  const change = ['machines/chain.ts', 'context.blocksMined + ', 'context.blocksMined + 2 * '] as const;
  equal(
    faultsWith([change]).sort(),
    goldenReleases().map((release) => `${release}/network: chain`),
  );
});

test.run();
