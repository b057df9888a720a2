/** Dependencies point one way, and machines are pure. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { equal, ok } from 'uvu/assert';
import { suite } from '../support/suite.ts';

const test = suite('the rooms and their arrows');
const root = join(import.meta.dirname, '..', '..');

const ENGINE = ['domain', 'bolt', 'machines', 'journal', 'graph', 'switch', 'actors'];
const EVERYTHING = [...ENGINE, 'rpc', 'api', 'chart', 'testing', 'inspect', 'cli', 'index.ts'];

/** What each room may import of ours, besides itself. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  domain: [],
  bolt: [],
  machines: ['domain'],
  journal: ['domain', 'machines'],
  graph: ['domain', 'bolt'],
  switch: ENGINE,
  actors: ENGINE,
  rpc: ENGINE,
  chart: [],
  testing: EVERYTHING,
  inspect: EVERYTHING,
  api: [...ENGINE, 'rpc'],
  cli: EVERYTHING,
  'index.ts': EVERYTHING,
};

interface Import {
  readonly file: string;
  readonly target: string;
}

function importsIn(folder: string): Import[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name))
    .flatMap((file) =>
      [...readFileSync(join(root, file), 'utf8').matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => ({
        file,
        target: match[1] as string,
      })),
    );
}

/** `src/rpc/server.ts` → `rpc`, `machines/pay.ts` → `machines`. */
function roomOf(path: string): string {
  const [first, second] = path.split('/') as [string, string];
  return first === 'src' ? second : first;
}

const ours = ({ file, target }: Import): string | undefined =>
  target.startsWith('.') ? relative(root, join(root, dirname(file), target)) : undefined;

const imports = [...importsIn('src'), ...importsIn('machines')];

test('every import between rooms follows an arrow', () => {
  const wrong = imports.flatMap((found) => {
    const path = ours(found);
    if (path === undefined || path.endsWith('.json')) return [];
    const [from, to] = [roomOf(found.file), roomOf(path)];
    return from === to || MAY_IMPORT[from]?.includes(to) ? [] : [`${found.file} imports ${path}`];
  });
  equal(wrong, []);
  ok(imports.length > 50, 'the check found the sources');
});

test('the generic part of the test generator knows nothing of ours', () => {
  const wrong = imports.filter(
    ({ file }) => file.startsWith('src/testing/') && !/^src\/testing\/(models|drivers|oracle|simulation)\//.test(file),
  );
  equal(
    wrong
      .filter((found) => ours(found) !== undefined && roomOf(ours(found) as string) !== 'testing')
      .map(({ file, target }) => `${file} imports ${target}`),
    [],
  );
});

test('machines import xstate and the domain only', () => {
  const packages = imports.filter(({ file, target }) => file.startsWith('machines/') && !target.startsWith('.'));
  equal([...new Set(packages.map(({ target }) => target))], ['xstate']);
});

test('machines and the domain use no clock, randomness, I/O, invoke, after or input', () => {
  const forbidden =
    /Date\.now|new Date|Math\.random|process\.|setTimeout|setInterval|\binvoke:|\bafter:|fromPromise|fromCallback|\binput:|console\./;
  for (const folder of ['machines', 'src/domain'])
    for (const name of readdirSync(join(root, folder)).filter((file) => file.endsWith('.ts'))) {
      const code = readFileSync(join(root, folder, name), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
      equal(forbidden.exec(code)?.[0], undefined, `${folder}/${name}`);
    }
});

test.run();
