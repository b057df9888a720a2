/**
 * A copy of the project in which the chosen source files hold all their mutants, and tests keep their suites.
 *
 * Invariant: the project itself is not touched, and line numbers stay.
 */
import {
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { instrumented } from './instrument.ts';
import { byFile, type Mutant } from './mutants.ts';
import { ROOT } from './project.ts';

const HERE = import.meta.dirname;

export interface Copy {
  readonly folder: string;
  readonly switchUrl: string;
  remove(): void;
}

export function copyWith(mutants: readonly Mutant[], files: readonly string[]): Copy {
  const folder = mkdtempSync(join(tmpdir(), 'sendpay-mutants-'));
  const switchFile = join(folder, 'mutant-switch.mjs');
  const switchUrl = pathToFileURL(switchFile).href;
  for (const file of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    cpSync(join(ROOT, file), join(folder, file), { verbatimSymlinks: true });
  }
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  copyFileSync(join(HERE, 'switch.mjs'), switchFile);
  copyFileSync(join(HERE, 'suite.ts'), join(folder, 'test', 'support', 'suite.ts'));
  for (const [file, own] of byFile(mutants))
    writeFileSync(join(folder, file), instrumented(readFileSync(join(ROOT, file), 'utf8'), own, switchUrl));
  return { folder, switchUrl, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
