/**
 * The package, as someone gets it who installs it: packed, installed into an empty folder, imported, type-checked and run.
 */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { publint } from 'publint';
import { equal, is, match, not, ok } from 'uvu/assert';
import { suite } from '../support/suite.ts';
import { makeProject, type Project, type Ran, root, run } from './project.ts';

const test = suite('the package');
let project: Project;
test.before(() => {
  try {
    project = makeProject();
  } catch (error) {
    // uvu says that a hook threw, not what.
    process.stdout.write(`${(error as Error).message}\n`);
    throw error;
  }
});
test.after(() => project?.remove());

/** 1.1 MB packed; unpacked 4.5 MB in 1,600 files, of which the source and its maps are 2.7 MB. */
test('it holds the build and the source its maps point at: no tests, no scripts, no page source', () => {
  const strange = project.files.filter(
    (path) => !/^(dist|machines|src|docs)\//.test(path) && !/^(package\.json|LICENSE|[A-Z]+\.md)$/.test(path),
  );
  equal(strange, []);
  ok(project.files.includes('dist/src/index.js') && project.files.includes('dist/src/index.d.ts'));
  equal(
    project.files.filter((path) => /(^|\/)(test|scripts|page)\//.test(path)),
    [],
  );
});

test('every map points at a file that is there, and no source is there that no map points at', () => {
  const maps = project.files.filter((path) => path.endsWith('.map'));
  const sources = maps.flatMap((map) =>
    (JSON.parse(readFileSync(join(project.installed, map), 'utf8')) as { sources: string[] }).sources.map((source) =>
      join(dirname(map), source),
    ),
  );
  ok(maps.some((path) => path.endsWith('.js.map')) && maps.some((path) => path.endsWith('.d.ts.map')));
  equal(
    sources.filter((source) => !project.files.includes(source)),
    [],
  );
  const typescript = project.files.filter((path) => /(?<!\.d)\.[cm]?tsx?$/.test(path));
  equal(
    typescript.filter((path) => !sources.includes(path)),
    [],
  );
});

test('what the README links to is in it', () => {
  const readme = readFileSync(join(project.installed, 'README.md'), 'utf8');
  const links = [...readme.matchAll(/\]\(([^)#:]+)(#[^)]*)?\)/g)].map(([, path]) => path as string);
  ok(links.length > 3);
  equal(
    links.filter((path) => !existsSync(join(project.installed, path))),
    [],
  );
});

test('publint finds nothing', async () => {
  const { messages } = await publint({ pack: { tarball: Uint8Array.from(readFileSync(project.tarball)).buffer } });
  equal(messages, []);
});

test('its types are found wherever an ES module can be imported', () => {
  const { code, out } = run(
    join(root, 'node_modules', '.bin', 'attw'),
    [project.tarball, '--profile', 'esm-only'],
    root,
  );
  equal(code, 0, out);
  for (const entry of ['sendpay', 'sendpay/chart', 'sendpay/testing']) match(out, `"${entry}"`);
});

interface InstalledPackage {
  readonly engines?: { readonly node?: string };
}

function installedPackages(): Map<string, InstalledPackage> {
  const lock = JSON.parse(readFileSync(join(project.folder, 'node_modules', '.package-lock.json'), 'utf8')) as {
    packages: Record<string, InstalledPackage>;
  };
  return new Map(Object.entries(lock.packages).map(([path, found]) => [path.replace(/^.*node_modules\//, ''), found]));
}

test('installing it brings neither elliptic, for which there is an advisory without a fix, nor our tools', () => {
  const names = [...installedPackages().keys()];
  ok(names.includes('xstate') && names.includes('tiny-secp256k1'));
  const unwanted =
    /^(elliptic|bn\.js|secp256k1|tsx|esbuild|typescript|uvu|fast-check|preact|cli-progress|@biomejs|@types)/;
  equal(
    names.filter((name) => unwanted.test(name)),
    [],
  );
});

test('the oldest Node it names is one its dependencies run on', () => {
  const packages = installedPackages();
  const oldest = /^>=(\d+)\.(\d+)$/.exec(packages.get('sendpay')?.engines?.node ?? '');
  const [major, minor] = [Number(oldest?.[1]), Number(oldest?.[2])];
  const runs = (alternative: string): boolean => {
    const [, operator, from, sub] = /^(>=|\^)? *(\d+)(?:\.(\d+))?/.exec(alternative.trim()) ?? [];
    const isNewEnough = major > Number(from) || (major === Number(from) && minor >= Number(sub ?? 0));
    return operator === '>=' ? isNewEnough : isNewEnough && major === Number(from);
  };
  equal(
    [...packages].filter(([, { engines }]) => engines?.node !== undefined && !engines.node.split('||').some(runs)),
    [],
  );
});

const ENTRIES = ['sendpay', 'sendpay/chart', 'sendpay/testing'];

test('every entry is imported from plain JavaScript, in silence', () => {
  const imports = ENTRIES.map((entry, index) => `import * as entry${index} from '${entry}';`).join('\n');
  const uses = 'if (!entry0.createNodes || !entry1.toSvg || !entry2.generatePlan) throw new Error();';
  project.write('entries.mjs', `${imports}\n${uses}\n`);
  equal(project.node('entries.mjs'), { code: 0, out: '', err: '' });
});

/** Preloaded: notes the native modules a process loads, and prints them when `printed()` is called. */
const WATCH = `
const { dlopen } = process;
const loaded = [];
process.dlopen = (module, file, ...rest) => {
  loaded.push(file.replaceAll('\\\\', '/').replace(/^.*\\/node_modules\\//, '').replace(/\\/.*$/, ''));
  return dlopen.call(process, module, file, ...rest);
};
globalThis.printed = (what) => console.log(what, JSON.stringify(loaded));
`;
const JOURNALS = `
const { createNodes, openLevelJournal, openMemoryJournal } = await import('sendpay');
for (const entry of ['sendpay/chart', 'sendpay/testing']) await import(entry);
await (await openMemoryJournal()).close();
const nodes = await createNodes({ nodes: ['alice'] });
await nodes.close();
printed('memory');
await (await openLevelJournal({ dir: 'level-journal' })).close();
printed('level');
`;

test('a journal in memory loads no native code; one on LevelDB does', () => {
  const { code, out, err } = project.node(
    '--import',
    project.write('watch.mjs', WATCH),
    project.write('journals.mjs', JOURNALS),
  );
  equal({ code, err }, { code: 0, err: '' });
  equal(out, 'memory []\nlevel ["classic-level"]\n');
});

const readme = readFileSync(join(root, 'README.md'), 'utf8');
const example = /```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';

function pays({ code, out, err }: Ran): void {
  equal({ code, err }, { code: 0, err: '' });
  match(out, /^pending\n[\s\S]*complete/);
}

test("the README's example runs word for word in JavaScript, and leaves a database the command verifies", () => {
  rmSync(join(project.folder, 'data'), { recursive: true, force: true });
  project.write('example.mjs', example);
  pays(project.node('example.mjs'));
  const verified = project.sendpay('verify', 'data');
  equal(verified.code, 0, verified.out + verified.err);
});

const STRICT = {
  target: 'es2022',
  lib: ['es2023'],
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  skipLibCheck: false,
  types: ['node'],
};
const CONSUMER = `
import { type CreateNodesOptions, createNodes, type PaymentActor, type PaymentOutcome, paymentMachine, type SendpayNodes } from 'sendpay';
import { type Chart, chartOf, toText } from 'sendpay/chart';
import { defineModel, generatePlan, type Plan } from 'sendpay/testing';
import { type ActorRefFrom, toPromise } from 'xstate';

export const end = (live: PaymentActor): Promise<PaymentOutcome> => toPromise(live);
export const ref = (live: PaymentActor): ActorRefFrom<typeof paymentMachine> => live;
export const open = (options: CreateNodesOptions): Promise<SendpayNodes> => createNodes(options);
export const chart: Chart = chartOf(paymentMachine);
export const text: string = toText(chart);
export const plan = (): Plan => generatePlan(defineModel({ machine: paymentMachine, events: [] }), { criterion: 'states' });
// @ts-expect-error: the types are there, and refuse what is not a node's name
open({ nodes: [1] });
`;
const RESOLUTIONS = {
  nodenext: { module: 'nodenext', outDir: 'compiled' },
  bundler: { module: 'esnext', moduleResolution: 'bundler', noEmit: true },
};

for (const [name, options] of Object.entries(RESOLUTIONS))
  test(`strict TypeScript takes it, the README's example too, with moduleResolution ${name}`, () => {
    for (const types of ['@types/node', 'undici-types'])
      if (!existsSync(join(project.folder, 'node_modules', types))) project.lend(types);
    project.write('example.ts', example);
    project.write('consumer.ts', CONSUMER);
    project.write(
      `tsconfig.${name}.json`,
      JSON.stringify({ compilerOptions: { ...STRICT, ...options }, files: ['example.ts', 'consumer.ts'] }),
    );
    const wrong = project.typeCheck(`tsconfig.${name}.json`).split('\n');
    // What xstate's and Graphviz's own types get wrong under these options is not ours.
    equal(
      wrong.filter((line) => /^\S/.test(line) && !/^node_modules\/(xstate|@viz-js)\//.test(line)),
      [],
    );
  });

test("the README's example, compiled, runs", () => {
  rmSync(join(project.folder, 'data'), { recursive: true, force: true });
  pays(project.node('compiled/example.js'));
});

test('the command runs on Node alone', () => {
  const version = (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }).version;
  equal(project.sendpay('--version'), { code: 0, out: `${version}\n`, err: '' });
  const drawn = project.sendpay('chart', 'payment', '--format', 'svg');
  equal([drawn.code, drawn.err], [0, '']);
  match(drawn.out, '<svg');
});

const DOOR = `
import { createMachine } from 'xstate';
export const door = createMachine({
  id: 'door' as string, initial: 'shut', states: { shut: { on: { OPEN: 'open' } }, open: { on: { CLOSE: 'shut' } } },
});
`;

test('a machine in TypeScript is loaded by the tsx of the project; without one it is said what is missing', () => {
  const door = project.write('door.ts', DOOR);
  project.write('commonjs/package.json', '{}');
  const commands = [
    ['chart', door],
    ['testgen', project.write('commonjs/door.ts', DOOR), '--format', 'json'],
    ['testgen', 'x', '--model', door, '--format', 'json'],
  ];
  const needsLoader = !(process.features as { readonly typescript?: unknown }).typescript;
  for (const words of commands) {
    const { code, err } = project.sendpay(...words);
    if (needsLoader) is(code, 2);
    if (needsLoader) match(err, 'is TypeScript, and nothing here can load it: npm install --save-dev tsx');
    not.match(err, '    at ');
  }
  project.lend('tsx');
  for (const words of commands) {
    const { code, out, err } = project.sendpay(...words);
    equal(code, 0, err);
    match(out, 'shut');
  }
});

const CURVE = `
const { createNodes } = await import('sendpay');
await (await createNodes({ nodes: ['alice'] })).close();
printed('curve');
`;

test('a project that installs the native curve pays with it; an old one that something else brought is left alone', () => {
  const words = ['--import', project.write('watch.mjs', WATCH), project.write('curve.mjs', CURVE)];
  project.write('node_modules/secp256k1/bindings.js', 'exports.sign = () => {};');
  equal(project.node(...words), { code: 0, out: 'curve []\n', err: '' });
  rmSync(join(project.folder, 'node_modules', 'secp256k1'), { recursive: true });
  project.lend('secp256k1');
  equal(project.node(...words), { code: 0, out: 'curve ["secp256k1"]\n', err: '' });
});

test.run();
