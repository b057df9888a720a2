import { instance } from '@viz-js/viz';
import fc from 'fast-check';
import { equal, ok } from 'uvu/assert';
import { createMachine } from 'xstate';
import { chartOf, toDot, toMermaid, toScxml, toSvg, toText } from '../../src/chart/index.ts';
import { escapeMermaid } from '../../src/chart/mermaid.ts';
import { ncName } from '../../src/chart/scxml.ts';
import { widthOf, wrap } from '../../src/chart/text-metrics.ts';
import { suite } from '../support/suite.ts';
import { HOSTILE } from './every-feature-machine.ts';
import { elementsOf, readXml, wordsOf } from './xml-reader.ts';

const test = suite('text of a machine stays text');

const SEED = Number(process.env.SENDPAY_TEST_SEED ?? 20_240_229);
const check = <T>(arbitrary: fc.Arbitrary<T>, holds: (value: T) => void, numRuns = 300): void =>
  fc.assert(
    fc.property(arbitrary, (value) => holds(value)),
    { seed: SEED, numRuns },
  );

/** Characters that mean something to one of the formats, more often than chance would give them. */
const nasty = fc
  .array(
    fc.oneof(
      fc.constantFrom(...'<>&"\'`#;:{}[]()|\\%-*_~\n\r\t$!/@^=+ '),
      fc.constantFrom(
        'direction LR',
        '-->',
        '%%',
        'end note',
        '</svg>',
        ']]>',
        '\u001b[31m',
        '\u0000',
        '\ud800',
        '\u202e',
      ),
      fc.string({ unit: 'grapheme', maxLength: 4 }),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));

const machineWith = (text: string) =>
  createMachine({
    id: 'host',
    initial: 'one',
    states: {
      one: {
        description: text,
        tags: [text],
        meta: { [text]: text },
        on: { GO: { target: 'two', description: text } },
      },
      two: { type: 'final', output: text },
    },
  });

test('SCXML and SVG stay well-formed and keep their structure with any text', async () => {
  const plainElements = elementsOf(readXml(toScxml(chartOf(machineWith('plain'))))).length;
  check(nasty, (text) => {
    equal(elementsOf(readXml(toScxml(chartOf(machineWith(text))))).length, plainElements);
  });
  for (const text of fc.sample(nasty, { seed: SEED, numRuns: 30 })) {
    const names = elementsOf(readXml(await toSvg(chartOf(machineWith(text))))).map(({ name }) => name);
    ok(
      names.every((name) => ['svg', 'style', 'g', 'rect', 'circle', 'path', 'text', 'title'].includes(name)),
      text,
    );
  }
});

test('SCXML gives back the text it was given, but for characters XML cannot hold', () => {
  check(fc.string({ unit: 'grapheme' }), (text) => {
    const read = wordsOf(readXml(toScxml(chartOf(machineWith(text)))));
    ok(read.includes(text.replace(/[\ufffe\uffff]/g, '\ufffd')), JSON.stringify(text));
  });
});

test('SCXML ids are NCNames and different ids stay different', () => {
  check(fc.uniqueArray(nasty, { minLength: 2, maxLength: 2 }), ([one = '', two = '']) => {
    ok(/^[A-Za-z_][\w.-]*$/.test(ncName(one)), ncName(one));
    ok(ncName(one) !== ncName(two), `${one} ${two}`);
  });
});

test('SCXML targets, initial states and ids refer to states that exist, each once', () => {
  const scxml = readXml(toScxml(chartOf(machineWith(HOSTILE))));
  const states = elementsOf(scxml).filter(({ name }) => ['state', 'parallel', 'final', 'history'].includes(name));
  const ids = states.map(({ attributes }) => attributes.id);
  equal(new Set(ids).size, ids.length);
  for (const { attributes } of elementsOf(scxml))
    for (const target of (attributes.target ?? '').split(' ').filter((part) => part !== ''))
      ok(ids.includes(target), target);
});

test('no text ends a Mermaid line or label, starts a comment, a direction or markup, and all of it can be read back', () => {
  check(nasty, (text) => {
    const escaped = escapeMermaid(text);
    ok(!/[\n\r"'`<>{}:|\\%&]|;(?<!#\d+;)|--|direction\s+(TB|BT|LR|RL)/i.test(escaped.replaceAll("'", '')), escaped);
    const back = escaped.replace(/#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));
    equal(back, text.replace(/\s+/gu, ' '));
  });
});

test('Mermaid text has the same lines whatever the texts are', () => {
  const shape = (text: string): string =>
    toMermaid(chartOf(machineWith(text)))
      .split('\n')
      .map((line) => line.replace(/ : .*/, ' : …'))
      .join('\n');
  check(nasty, (text) => equal(shape(text), shape('plain')), 100);
});

test('DOT with any text is drawn by Graphviz without an error, and as many boxes as with plain text', async () => {
  const viz = await instance();
  const shownBy = (text: string): { ok: boolean; shown: string } => {
    const result = viz.render(toDot(chartOf(machineWith(text))), { format: 'json' });
    return { ok: result.status === 'success', shown: result.output ?? JSON.stringify(result.errors) };
  };
  const nodes = (json: string): number => (JSON.parse(json) as { objects: unknown[] }).objects.length;
  const expected = nodes(shownBy('plain').shown);
  check(
    nasty,
    (text) => {
      const { ok: drawn, shown } = shownBy(text);
      ok(drawn, `${JSON.stringify(text)} ${shown}`);
      equal(nodes(shown), expected);
    },
    60,
  );
  ok(shownBy(HOSTILE).ok);
});

test('text for a terminal cannot move its cursor, colour it or turn its direction', () => {
  check(nasty, (text) => {
    const lines = toText(chartOf(machineWith(text)));
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what a terminal acts on
    ok(!/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/.test(lines));
    equal(lines.split('\n').length, toText(chartOf(machineWith('plain'))).split('\n').length);
  });
});

test('wrapping loses nothing but the blanks it breaks at, and every line fits', () => {
  const style = { size: 11 };
  check(
    fc.tuple(fc.oneof(nasty, fc.string({ maxLength: 200 })), fc.integer({ min: 30, max: 400 })),
    ([text, width]) => {
      const lines = wrap(text, width, style);
      equal(lines.join('').replace(/\s/gu, ''), text.replace(/\s/gu, ''));
      for (const line of lines) ok(widthOf(line, style) <= width, line);
    },
  );
});

test.run();
