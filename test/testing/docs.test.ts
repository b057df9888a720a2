import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { equal, is, match } from 'uvu/assert';
import { suite } from '../support/suite.ts';

const test = suite('the testing chapter');
const root = join(import.meta.dirname, '../..');

/** Inside the tree, so that modules are found as by any other file; outside `test`, so that no runner picks it up. */
function scratch(): string {
  const folder = join(root, 'test-output');
  mkdirSync(folder, { recursive: true });
  return mkdtempSync(join(folder, 'docs-'));
}

const chapter = readFileSync(join(root, 'docs/testing.md'), 'utf8');
const example = /```ts\n([\s\S]*?)```/.exec(chapter)?.[1] ?? '';

test('its example is under 30 lines', () => {
  const lines = example.trim().split('\n').length;
  is(lines > 10 && lines < 30, true, `${lines} lines`);
});

test('its example generates tests, covers every pair, leaves no survivor, and the tests pass', () => {
  const folder = scratch();
  const run = (file: string): { status: number | null; output: string } => {
    const result = spawnSync(process.execPath, ['--import', 'tsx', file], { cwd: folder, encoding: 'utf8' });
    return { status: result.status, output: result.stdout + result.stderr };
  };
  const here = (text: string): string =>
    text.replace('sendpay/testing', relative(folder, join(root, 'src/testing/index.ts')));
  try {
    writeFileSync(join(folder, 'door.ts'), here(example));
    const generated = run('door.ts');
    equal(generated.status, 0, generated.output);
    match(generated.output, /missing: \[\]/);
    match(generated.output, /\[\] \[\]\s*$/);
    writeFileSync(join(folder, 'door.test.ts'), here(readFileSync(join(folder, 'door.test.ts'), 'utf8')));
    const tested = run('door.test.ts');
    equal(tested.status, 0, tested.output);
    match(tested.output, /Passed:\s+[1-9]/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test.run();
