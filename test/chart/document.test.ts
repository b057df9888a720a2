import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { equal, ok, throws } from 'uvu/assert';
import { createMachine } from 'xstate';
import { CHARTS_BEGIN, CHARTS_END, embedCharts, markdownCharts } from '../../src/chart/index.ts';
import { suite } from '../support/suite.ts';

const test = suite('charts in a document');

const machine = createMachine({
  id: 'door',
  description: 'A *door*',
  initial: 'open',
  states: { open: { on: { CLOSE: 'closed' } }, closed: {} },
});
const document = `before\n${CHARTS_BEGIN}\nold\n${CHARTS_END}\nafter\n`;

test('charts replace what is between the markers and nothing else', () => {
  const written = embedCharts(document, markdownCharts([machine]));
  ok(written.startsWith(`before\n${CHARTS_BEGIN}\n\n### door\n\nA \\*door\\*.\n\n\`\`\`mermaid\nstateDiagram-v2\n`));
  ok(written.endsWith(`\`\`\`\n\n${CHARTS_END}\nafter\n`));
  ok(!written.includes('old'));
});

test('embedding the same charts again changes nothing', () => {
  const once = embedCharts(document, markdownCharts([machine]));
  equal(embedCharts(once, markdownCharts([machine])), once);
});

test('a chart can be a picture beside the document', () => {
  const written = markdownCharts([machine], { picture: ({ id }) => `charts/of ${id}.svg` });
  equal(written, '### door\n\nA \\*door\\*.\n\n![State chart of door](charts/of%20door.svg)');
});

test('a document without its markers, or with one of them twice, is refused', () => {
  for (const broken of ['', CHARTS_BEGIN, CHARTS_END, `${CHARTS_END}${CHARTS_BEGIN}`, `${document}${document}`])
    throws(() => embedCharts(broken, 'charts'), /each once/);
});

test('docs/charts.md and its pictures are those of the machines', () => {
  const root = join(import.meta.dirname, '../..');
  const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'scripts/charts.ts', '--check'], {
    cwd: root,
    encoding: 'utf8',
  });
  equal(status, 0, stderr);
});

test.run();
