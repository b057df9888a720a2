/** The committed bundle is that of the sources. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { equal, ok } from 'uvu/assert';
import { INSPECTOR_JS, PAYMENT_PAGE_JS } from '../../src/inspect/page.generated.ts';
import { suite } from '../support/suite.ts';

const test = suite('the bundled page');
const root = join(import.meta.dirname, '..', '..');

test('it is what the sources give now, and their types are right', () => {
  execFileSync(process.execPath, ['--import', 'tsx', join(root, 'scripts', 'build-inspector.ts'), '--check'], {
    cwd: root,
    stdio: 'pipe',
  });
});

test('it knows no address but those of its markup, and evaluates no text', () => {
  for (const script of [INSPECTOR_JS, PAYMENT_PAGE_JS]) {
    const addresses = [...script.matchAll(/https?:\/\/[\w./-]*/g)].map(([address]) => address);
    equal(
      [...new Set(addresses)].filter((address) => !address.startsWith('http://www.w3.org/')),
      [],
    );
    ok(!/\beval\(|new Function\(/.test(script));
  }
});

test.run();
