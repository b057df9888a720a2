import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ok } from 'uvu/assert';
import { assign, createMachine } from 'xstate';
import {
  type Chart,
  chartOf,
  type Json,
  toDot,
  toJson,
  toMermaid,
  toScxml,
  toSvg,
  toText,
} from '../../src/chart/index.ts';
import { suite } from '../support/suite.ts';
import { everyFeatureMachine } from './every-feature-machine.ts';
import { elementsOf, readXml, wordsOf } from './xml-reader.ts';

const test = suite('every format shows the whole machine');

/** Each format as the text a reader sees: its own escapes taken back. */
const READERS: Readonly<Record<string, (chart: Chart) => Promise<string> | string>> = {
  json: (chart) => leaves(JSON.parse(toJson(chart))).join(' '),
  text: (chart) => toText(chart),
  mermaid: (chart) =>
    toMermaid(chart)
      .replace(/<br\/>/g, ' ')
      .replace(/#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code))),
  dot: (chart) =>
    toDot(chart)
      .replace(/\\(["\\ln])/g, (_, found: string) => (found === 'l' || found === 'n' ? ' ' : found))
      .replaceAll('&amp;', '&'),
  scxml: (chart) => wordsOf(readXml(toScxml(chart))),
  svg: async (chart) =>
    elementsOf(readXml(await toSvg(chart)))
      .flatMap(({ name, children }) => (name === 'text' ? children : []))
      .join(' '),
};

/** What the machine's author wrote, by the property of the model that holds it. */
const AUTHORED = new Set([
  'key',
  'description',
  'tags',
  'type',
  'pattern',
  'actor',
  'name',
  'keys',
  'to',
  'src',
  'ref',
]);
const AUTHORED_DATA = new Set([
  'meta',
  'params',
  'payload',
  'output',
  'input',
  'label',
  'sendId',
  'systemId',
  'ms',
  'to',
]);

function leaves(value: Json): string[] {
  if (value === null || typeof value !== 'object') return [String(value)];
  return Object.entries(value).flatMap(([key, item]) => [...(Array.isArray(value) ? [] : [key]), ...leaves(item)]);
}

function authored(value: Json): string[] {
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, item]) => {
    if (AUTHORED_DATA.has(key)) return leaves(item);
    if (!AUTHORED.has(key)) return authored(item);
    return [item].flat().every((one) => typeof one === 'string') ? [item].flat().map(String) : authored(item);
  });
}

/** White space is where formats may wrap; it says nothing. SCXML's list of states in a guard is JSON. */
const bare = (text: string): string => text.replace(/\s+/gu, '');

const words = [...new Set(authored(chartOf(everyFeatureMachine) as unknown as Json))].filter((word) => word !== '');

test('the test machine holds every kind of thing a chart can hold', () => {
  const json = toJson(chartOf(everyFeatureMachine));
  const kinds = new Set([...json.matchAll(/"kind": "(\w+)"/g)].map((match) => match[1]));
  for (const kind of [
    ...['atomic', 'compound', 'parallel', 'final', 'history'],
    ...['named', 'inline', 'not', 'and', 'or', 'stateIn'],
    ...['assign', 'raise', 'emit', 'sendTo', 'spawnChild', 'stopChild', 'cancel', 'log', 'enqueueActions'],
    ...['event', 'wildcard', 'always', 'after', 'onDone', 'actorDone', 'actorError', 'actorSnapshot'],
    ...['ms', 'known', 'computed'],
  ])
    ok(kinds.has(kind), kind);
  ok(words.length > 100, `${words.length} words`);
});

test('every string and event name in the source of the test machine is in its chart', () => {
  const source = readFileSync(join(import.meta.dirname, 'every-feature-machine.ts'), 'utf8');
  const config = source.slice(source.indexOf('}).createMachine({'));
  const strings = [...config.matchAll(/'([^'\n]+)'/g)].map((match) => match[1]?.replace(/^[.#]/, '') ?? '');
  const keys = [...config.matchAll(/\b[A-Z]{2,}_[A-Z_]+\b/g)].map((match) => match[0]);
  const shown = leaves(JSON.parse(toJson(chartOf(everyFeatureMachine)))).join('\n');
  ok(strings.length > 60 && keys.length > 20, `${strings.length} strings, ${keys.length} event names`);
  for (const word of [...strings, ...keys]) ok(shown.includes(word), word);
});

for (const [format, read] of Object.entries(READERS))
  test(`${format} holds every name, description, tag, guard, action, delay, invocation and meta`, async () => {
    const shown = bare(await read(chartOf(everyFeatureMachine)));
    const missing = words.filter((word) => !shown.includes(bare(word)));
    ok(missing.length === 0, `missing in ${format}: ${missing.join(' · ')}`);
  });

const SIGNS: Readonly<Record<string, readonly (string | RegExp)[]>> = {
  text: [
    '● atomicStart',
    '◎ finalState',
    'H shallowMemory',
    'H* deepMemory',
    '‖ parallelParent',
    '(re-enters)',
    '(refused)',
  ],
  mermaid: [
    /\[\*\] --> s_every_atomicStart$/m,
    /s_every_finalState --> \[\*\]/,
    /^ *--$/m,
    'H shallowMemory',
    'H#42; deepMemory',
    '(re-enters)',
    'otherwise',
  ],
  dot: [/"initial every" -> "every\.atomicStart"/, 'peripheries=2', 'rounded,dashed', 'H shallowMemory', '(re-enters)'],
  scxml: [
    '<transition target="every.atomicStart"/>',
    '<final id="every.finalState">',
    '<parallel id="every.parallelParent">',
    '<history id="every.compoundParent.shallowMemory" type="shallow">',
    '<history id="every.parallelParent.deepMemory" type="deep"/>',
    'target="every.parallelParent.regionOne.oneB every.parallelParent.regionTwo.twoB"',
  ],
  svg: [
    'class="dot"',
    'class="inner"',
    'class="cluster region"',
    '>H<',
    '>H*<',
    '>(re-enters)<',
    'class="line dashed"',
  ],
};
const WRITERS: Readonly<Record<string, (chart: Chart) => Promise<string> | string>> = {
  text: toText,
  mermaid: toMermaid,
  dot: toDot,
  scxml: toScxml,
  svg: toSvg,
};

for (const [format, signs] of Object.entries(SIGNS))
  test(`${format} tells initial, final, parallel and history states and re-entry apart`, async () => {
    const written = (await WRITERS[format]?.(chartOf(everyFeatureMachine))) ?? '';
    for (const sign of signs)
      ok(typeof sign === 'string' ? written.includes(sign) : sign.test(written), `${format}: ${sign}`);
  });

test('a machine without states, and one whose root is parallel, can be written in every format', async () => {
  const machines = [
    createMachine({ id: 'bare', on: { ONLY: { actions: assign({}) } } }),
    createMachine({ id: 'both', type: 'parallel', states: { one: {}, two: { on: { GO: '#both' } } } }),
  ];
  for (const machine of machines)
    for (const write of [...Object.values(WRITERS), toJson])
      ok((await write(chartOf(machine))).includes(machine.id), machine.id);
});

test.run();
