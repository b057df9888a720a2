/** The planted bugs still fit the source, and each is explained. Finding them takes minutes: `npm run planted-bugs`. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { equal, ok } from 'uvu/assert';
import { suite } from '../support/suite.ts';

const hasGit = spawnSync('git', ['--version']).status === 0;
const test = suite('planted bugs', { skip: hasGit ? undefined : 'git is not installed' });
const folder = import.meta.dirname;
const root = join(folder, '..', '..');
const patches = readdirSync(folder).filter((file) => file.endsWith('.patch'));

test('every patch applies to the source as it is', () => {
  ok(patches.length >= 10);
  const stale = patches.filter(
    (patch) => spawnSync('git', ['apply', '--check', '-C1', join(folder, patch)], { cwd: root }).status !== 0,
  );
  equal(stale, []);
});

test('a patch that names the test that finds it names one there is', () => {
  const named = patches.flatMap(
    (patch) => /^Found by: (.+)$/m.exec(readFileSync(join(folder, patch), 'utf8'))?.[1] ?? [],
  );
  ok(named.length > 0);
  equal(
    named.filter((file) => !existsSync(join(root, file))),
    [],
  );
});

test('the README explains every patch, and no other', () => {
  const readme = readFileSync(join(folder, 'README.md'), 'utf8');
  const explained = [...readme.matchAll(/^\| `([a-z-]+)` /gm)].map((match) => `${match[1]}.patch`);
  equal(explained.sort(), [...patches].sort());
});

test.run();
