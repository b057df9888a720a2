import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { equal } from 'uvu/assert';
import { suite } from '../support/suite.ts';

const test = suite("the project's own machines");
const root = join(import.meta.dirname, '../..');

test('their committed tests are current, cover everything the models reach, and notice every mutant', () => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', 'scripts/generate-tests.ts', '--check', '--mutate'],
    { cwd: root, encoding: 'utf8' },
  );
  equal(stderr, '', stdout);
  equal(status, 0);
});

test.run();
