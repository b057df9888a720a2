/**
 * Bundles the inspector's page into `src/inspect/page.generated.ts`, so that running sendpay needs no bundler.
 *
 * Usage: node --import tsx scripts/build-inspector.ts [--check]. With `--check` nothing is written and a stale bundle is an
 * error: exit status 1. Invariant: the same sources give the same bytes (esbuild without source maps or paths). Also checks the
 * page's types, which need the browser's.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BuildOptions, buildSync, transformSync } from 'esbuild';
import { chartCss } from '../src/chart/index.ts';

const root = join(import.meta.dirname, '..');
const page = join(root, 'src', 'inspect', 'page');
const OUTPUT = join(root, 'src', 'inspect', 'page.generated.ts');

/** Browsers of the last years; no syntax is lowered for older ones. */
const TARGET = 'es2022';

/** What a page that only draws has no use for: a value imported beside a type brings all of it. */
const ENGINE = /^machines\/|node_modules\/xstate\//;

const OPTIONS: BuildOptions = {
  bundle: true,
  minify: true,
  write: false,
  metafile: true,
  target: TARGET,
  jsx: 'automatic',
  jsxImportSource: 'preact',
  legalComments: 'none',
  charset: 'utf8',
  absWorkingDir: root,
};

function bundle(entry: string, format: 'esm' | 'iife'): string {
  const { outputFiles, metafile } = buildSync({ ...OPTIONS, entryPoints: [join(page, entry)], format });
  const engine = Object.keys(metafile?.inputs ?? {}).filter((file) => ENGINE.test(file));
  if (engine.length > 0) throw new Error(`${entry}: the bundle would carry the engine: ${engine.join(', ')}`);
  const text = outputFiles?.[0]?.text ?? '';
  if (text.includes('</script')) throw new Error(`${entry}: the bundle would end its script element`);
  return text;
}

function styles(): string {
  const own = readFileSync(join(page, 'style.css'), 'utf8');
  return transformSync(`${chartCss('auto')}\n${own}`, { loader: 'css', minify: true, target: TARGET }).code;
}

function generated(): string {
  const parts: Record<string, string> = {
    INSPECTOR_JS: bundle('main.tsx', 'esm'),
    PAYMENT_PAGE_JS: bundle('payment-file.tsx', 'iife'),
    INSPECTOR_CSS: styles(),
  };
  const constants = Object.entries(parts).map(([name, text]) => `export const ${name} = ${JSON.stringify(text)};\n`);
  return `/** Made by scripts/build-inspector.ts from src/inspect/page; not to be edited. */\n${constants.join('')}`;
}

execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '--noEmit', '-p', page], {
  stdio: 'inherit',
});
const text = generated();
if (!process.argv.includes('--check')) writeFileSync(OUTPUT, text);
else if (text !== readFileSync(OUTPUT, 'utf8')) {
  process.stderr.write(
    'src/inspect/page.generated.ts is stale: run scripts/build-inspector.ts and commit the result.\n',
  );
  process.exitCode = 1;
}
