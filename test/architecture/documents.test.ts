/** The documents name files that exist. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { equal, ok } from 'uvu/assert';
import { suite } from '../support/suite.ts';

const test = suite('the documents');
const root = join(import.meta.dirname, '..', '..');

/** All but the change log, whose past is not in the tree any more. */
const documents = [
  ...readdirSync(root).filter((name) => name.endsWith('.md') && name !== 'CHANGELOG.md'),
  ...readdirSync(join(root, 'docs')).flatMap((name) => (name.endsWith('.md') ? [join('docs', name)] : [])),
  'test/planted-bugs/README.md',
];

/** `src/rpc/server.ts`, `machines/`, `test/generated/*.json`: what lies in the tree, up to the first wildcard. */
const NAMED = /`((?:src|machines|test|scripts|docs)\/[^`\s*<]*)/g;
const LINKED = /\]\((?!https?:|#)([^)#]+)/g;

test('every path they name is there', () => {
  const named = documents.flatMap((document) =>
    [...readFileSync(join(root, document), 'utf8').matchAll(NAMED)].map((match) => `${document}: ${match[1]}`),
  );
  ok(named.length > 30, `${named.length} paths`);
  equal(
    named.filter((line) => !existsSync(join(root, line.split(': ')[1] as string))),
    [],
  );
});

test('every link leads somewhere', () => {
  const broken = documents.flatMap((document) =>
    [...readFileSync(join(root, document), 'utf8').matchAll(LINKED)]
      .map((match) => match[1] as string)
      .filter((target) => !existsSync(join(root, dirname(document), decodeURI(target))))
      .map((target) => `${document}: ${target}`),
  );
  equal(broken, []);
});

test.run();
