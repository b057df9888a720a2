#!/usr/bin/env node
/**
 * The `sendpay` executable: runs the built program if there is one, else the TypeScript source through tsx.
 *
 * Plain JavaScript, because it is what decides how TypeScript is run. Works in a fresh clone after `npm ci`
 * (`npx sendpay …`) and installed as a dependency, from any working directory. After a build, build again to see changes.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const built = join(import.meta.dirname, '..', '..', 'dist', 'src', 'cli', 'main.js');
const source = join(import.meta.dirname, 'main.ts');
const isBuilt = existsSync(built);
if (!isBuilt) {
  const { register } = await import('tsx/esm/api');
  register();
}
const { main } = await import(pathToFileURL(isBuilt ? built : source).href);
process.exitCode = await main(process.argv.slice(2));
