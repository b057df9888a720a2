/** `chart` and `testgen` on modules of other people, which print, keep running, do not load, or belong to projects of another kind. */
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { equal, is, match, not, ok } from 'uvu/assert';
import { whyNotLoaded } from '../../src/cli/load-error.ts';
import { suite } from '../support/suite.ts';
import { inFolder, type Ran, sendpay } from './support.ts';

const test = suite('modules of other people');
const root = join(import.meta.dirname, '..', '..');

/** Runs the command on each file, two at a time, in a CommonJS project that has an xstate. */
function inProject(files: Readonly<Record<string, string>>, body: (path: (name: string) => string) => Promise<void>) {
  return inFolder(async (dir) => {
    const path = (name: string): string => join(dir, name);
    for (const [name, text] of Object.entries({ 'package.json': '{"name":"other"}', ...files })) {
      mkdirSync(dirname(path(name)), { recursive: true });
      writeFileSync(path(name), text);
    }
    mkdirSync(path('node_modules'));
    symlinkSync(join(root, 'node_modules', 'xstate'), path('node_modules/xstate'));
    await body(path);
  });
}

const MACHINE = `createMachine({ id: 'door', initial: 'shut', states: { shut: { on: { OPEN: 'open' } }, open: { type: 'final' } } })`;
/** Everything a module may do beside exporting a machine. */
const NOISY = `
const { createMachine, and, not } = require('xstate');
console.log('logged'); process.stdout.write('written'); require('node:fs').writeSync(1, 'synced');
setInterval(() => console.log('ticked'), 1); setTimeout(() => { throw new Error('late\\nand long'); }, 1);
require('node:net').createServer().listen(0);
Promise.reject(new Error('floating'));
const door = ${MACHINE.replace("OPEN: 'open'", "OPEN: { guard: and(['isReady', not('isLast')]), target: 'open' }")};
module.exports = { door, alias: door };
`;

test('a module that prints and never ends gives the drawing alone, and the command ends', () =>
  inProject({ 'noisy.cjs': NOISY }, async (path) => {
    const { code, out, err } = await sendpay(['chart', path('noisy.cjs'), '--format', 'json']);
    equal(code, 0, err);
    const chart = JSON.parse(out);
    equal([chart.id, chart.root.states[0].transitions[0].guard.kind], ['door', 'and']);
    for (const words of ['logged', 'written', 'synced']) match(err, words);
    not.match(err, '    at ');
  }));

const TYPED = `
import { createMachine } from 'xstate';
import { NAME } from '@words/name';
enum Kind { Final = 'final' }
const door = ${MACHINE.replace("'door'", 'NAME').replace("'final'", 'Kind.Final')};
export { door }; export default door;
`;
const PATHS = JSON.stringify({ compilerOptions: { paths: { '@words/*': ['./words/*'] } } });

test('TypeScript is loaded in a CommonJS project, with the paths of its tsconfig, whatever the extension', () =>
  inProject(
    {
      'a/door.ts': TYPED,
      // tsx does not take `paths` in what it requires.
      'a/door.cts': TYPED.replace('@words/', '../words/'),
      'a/door.mts': TYPED,
      'tsconfig.json': PATHS,
      'words/name.ts': `export const NAME: string = 'named';`,
    },
    async (path) => {
      const drawn = await Promise.all(
        ['ts', 'cts', 'mts'].map((extension) => sendpay(['chart', path(`a/door.${extension}`)])),
      );
      for (const { code, out, err } of drawn) {
        equal([code, err], [0, '']);
        match(out, /^named\n[\s\S]*OPEN → open/);
      }
    },
  ));

test('a machine of two states has its transition covered, also when it has two names', () =>
  inProject(
    { 'door.ts': `import { createMachine } from 'xstate'; export const door = ${MACHINE}; export default door;` },
    async (path) => {
      const { code, out, err } = await sendpay(['testgen', path('door.ts'), '--format', 'gherkin']);
      equal(code, 0, err);
      match(out, 'When OPEN');
      match(err, '1 of 1 covered by 1 paths');
    },
  ));

const oneLine = ({ code, out, err }: Ran, words: string | RegExp): void => {
  equal([code, out], [2, ''], err);
  match(err, words);
  ok(/^sendpay: [^\n]*\n$/.test(err), err);
};

test('what is wrong with a module is said in one line', () =>
  inProject(
    {
      'missing.mjs': `import 'no-such-package';`,
      'syntax.ts': 'const a = 1;\nconst = 2;',
      'ends.mjs': 'process.exit(0);',
      'waits.mjs': 'await new Promise(() => {});',
      'old.cjs': 'exports.light = { __xstatenode: true, initialState: {} };',
      'several.cjs': `const { createMachine } = require('xstate'); exports.one = createMachine({}); exports.two = createMachine({});`,
    },
    async (path) => {
      const wrong: readonly (readonly [string, string | RegExp])[] = [
        ['missing.mjs', 'no-such-package'],
        ['syntax.ts', 'syntax.ts:2'],
        ['ends.mjs', 'process.exit is called'],
        ['waits.mjs', 'a top-level await in it does not settle'],
        ['old.cjs', '"light" is a machine of XState v4'],
        ['several.cjs', 'which one? --export one, --export two'],
        ['none.ts', 'neither a machine of sendpay nor a file'],
      ];
      const said = await Promise.all(wrong.map(([file]) => sendpay(['chart', path(file)])));
      for (const [index, [, words]] of wrong.entries()) oneLine(said[index] as Ran, words);
    },
  ));

test('nothing to cover is told and is no success', () =>
  inProject({ 'empty.cjs': `exports.empty = require('xstate').createMachine({ id: 'empty' });` }, async (path) => {
    const { code, err } = await sendpay(['testgen', path('empty.cjs'), '--format', 'json']);
    is(code, 1, err);
    match(err, '0 of 0 covered');
    match(err, 'nothing to cover: the machine declares no transition');
  }));

test('an error of loading is one line, with its place if it is known, whatever was thrown', () => {
  const located = new Error('wrong\nmore');
  located.stack = `Error: wrong\n    at x (/elsewhere/node_modules/y.js:1:1)\n    at file:///elsewhere/m.mjs:12:3`;
  equal(whyNotLoaded(located), 'Error: wrong (/elsewhere/m.mjs:12)');
  const notFound = Object.assign(new Error(`Cannot find module 'x'\nRequire stack:\n- /m.cjs`), {
    code: 'MODULE_NOT_FOUND',
  });
  equal(whyNotLoaded(notFound), "Cannot find module 'x'");
  const transformed = new Error('Transform failed with 1 error:\n/elsewhere/m.ts:3:6: ERROR: Expected identifier');
  equal(whyNotLoaded(transformed), 'Expected identifier (/elsewhere/m.ts:3)');
  equal(
    whyNotLoaded({ name: 'Error', message: 'Invalid definition:\nno such state\nmore' }),
    'Error: Invalid definition: no such state',
  );
  for (const thrown of [null, undefined, 'text', 7, Object.create(null), { message: 3 }])
    ok(/^throws [^\n]+$/.test(whyNotLoaded(thrown)), whyNotLoaded(thrown));
});

test.run();
