/** All machines speak one dialect: whoever reads a chart, a guard or an action is told what it means. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { equal, ok } from 'uvu/assert';
import { MODELS } from '../../src/cli/testing/models/index.ts';
import { declaredTransitions, stateNodes } from '../../src/testing/declared.ts';
import { suite } from '../support/suite.ts';

const test = suite('the dialect of the machines');
const folder = join(import.meta.dirname, '../../machines');

test('every state and every transition has a description for charts', () => {
  for (const { file, model } of MODELS) {
    const states = stateNodes(model.machine).filter(({ description }) => !description);
    const transitions = declaredTransitions(model.machine).filter(({ description }) => !description);
    equal([...states.map(({ id }) => id), ...transitions.map(({ id }) => id)], [], file);
  }
});

test('every guard and action says in a comment what it means', () => {
  for (const { file } of MODELS) {
    const entries = entriesOf(readFileSync(join(folder, `${file}.ts`), 'utf8'));
    ok(entries.length > 0, file);
    equal(
      entries.filter(({ above }) => !/^ {4}\/\*\* .+ \*\/$/.test(above)).map(({ line }) => line),
      [],
      file,
    );
  }
});

/** The first lines of what stands in `guards` and `actions`, each with the line above it. */
function entriesOf(source: string): { readonly line: string; readonly above: string }[] {
  const blocks = [...source.matchAll(/^ {2}(?:guards|actions): \{\n(.*?)^ {2}\},?$/gms)];
  return blocks.flatMap(([, block]) => {
    const lines = (block as string).split('\n');
    return lines.flatMap((line, at) => (/^ {4}[\w.]/.test(line) ? [{ line, above: lines[at - 1] ?? '' }] : []));
  });
}

test.run();
