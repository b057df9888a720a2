/** Dependencies point one way, files stand in no circle, and machines are pure. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { equal, ok } from 'uvu/assert';
import { suite } from '../support/suite.ts';
import { circlesOf } from './circles.ts';

const test = suite('the rooms and their arrows');
const root = join(import.meta.dirname, '..', '..');

/** What each room imports of ours, besides itself: no more than it may, and no arrow that nobody uses. */
const IMPORTS: Readonly<Record<string, readonly string[]>> = {
  domain: [],
  bolt: [],
  machines: ['domain'],
  journal: ['domain'],
  graph: ['bolt', 'domain'],
  switch: ['domain', 'machines'],
  runtime: ['domain', 'journal', 'machines'],
  payments: ['bolt', 'domain', 'graph', 'journal', 'machines', 'runtime', 'switch'],
  network: ['bolt', 'domain', 'graph', 'journal', 'machines', 'runtime', 'switch'],
  engine: ['bolt', 'domain', 'graph', 'journal', 'machines', 'network', 'payments', 'runtime', 'switch'],
  rpc: ['bolt', 'domain', 'engine', 'graph', 'machines', 'payments', 'switch'],
  chart: [],
  testing: ['chart'],
  inspect: ['chart', 'domain', 'engine', 'graph', 'journal', 'machines', 'payments', 'runtime', 'switch'],
  api: ['domain', 'engine', 'graph', 'journal', 'machines', 'network', 'payments', 'rpc', 'switch'],
  cli: [
    'bolt',
    'chart',
    'domain',
    'engine',
    'graph',
    'inspect',
    'journal',
    'machines',
    'network',
    'payments',
    'rpc',
    'runtime',
    'testing',
  ],
  'index.ts': ['api', 'domain', 'graph', 'journal', 'machines', 'payments', 'rpc', 'runtime', 'switch'],
};

interface Import {
  readonly file: string;
  readonly target: string;
}

function importsIn(folder: string): Import[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
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
const arrows = imports.flatMap((found) => {
  const path = ours(found);
  return path === undefined || path.endsWith('.json') ? [] : [{ from: found.file, to: path }];
});

test('every import between rooms follows an arrow', () => {
  const wrong = arrows.filter(({ from, to }) => {
    const [room, other] = [roomOf(from), roomOf(to)];
    return room !== other && !IMPORTS[room]?.includes(other);
  });
  equal(wrong, []);
  ok(arrows.length > 50, 'the check found the sources');
  ok(
    arrows.some(({ from }) => from.endsWith('.tsx')),
    'the check reads the page too',
  );
});

test('no arrow is granted that nobody uses', () => {
  const used = new Set(arrows.map(({ from, to }) => `${roomOf(from)} → ${roomOf(to)}`));
  const granted = Object.entries(IMPORTS).flatMap(([from, rooms]) => rooms.map((to) => `${from} → ${to}`));
  equal(
    granted.filter((arrow) => !used.has(arrow)),
    [],
  );
});

test('ARCHITECTURE.md has the same table', () => {
  const text = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8');
  const section = text.slice(text.indexOf('## Rooms and arrows')).split('\n## ')[0] ?? '';
  const rows = [...section.matchAll(/^\| `([^`]+)` \|.*\| ([\w., ]+) \|$/gm)].map(
    ([, room, imports]) => [roomOf(room as string), imports === 'nothing' ? [] : imports?.split(', ')] as const,
  );
  equal(Object.fromEntries(rows), IMPORTS);
});

test('payments and the simulated network do not know each other', () => {
  for (const [room, other] of [
    ['payments', 'network'],
    ['network', 'payments'],
  ])
    equal(
      arrows.filter(({ from, to }) => roomOf(from) === room && roomOf(to) === other),
      [],
    );
});

test('no circle of files, types included', () => {
  equal(circlesOf(arrows), []);
});

test('a circle would be seen', () => {
  const [ab, bc, ca] = ['ab', 'bc', 'ca'].map(([from, to]) => ({ from: from as string, to: to as string }));
  equal(circlesOf([ab!, bc!]), []);
  equal(circlesOf([ab!, bc!, ca!]), [['a', 'b', 'c']]);
});

test('machines import xstate and the domain only', () => {
  const packages = imports.filter(({ file, target }) => file.startsWith('machines/') && !target.startsWith('.'));
  equal([...new Set(packages.map(({ target }) => target))], ['xstate']);
});

test('machines and the domain use no clock, randomness, I/O, invoke, after or input', () => {
  const forbidden =
    /Date\.now|new Date|Math\.random|process\.|setTimeout|setInterval|\binvoke:|\bafter: \{|fromPromise|fromCallback|\binput:|console\./;
  for (const folder of ['machines', 'src/domain'])
    for (const name of readdirSync(join(root, folder)).filter((file) => file.endsWith('.ts'))) {
      const code = readFileSync(join(root, folder, name), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
      equal(forbidden.exec(code)?.[0], undefined, `${folder}/${name}`);
    }
});

test.run();
