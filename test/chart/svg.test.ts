import { equal, ok } from 'uvu/assert';
import { createMachine } from 'xstate';
import {
  chartCss,
  chartOf,
  type SvgOptions,
  statesOf,
  toSvg,
  traceOverlay,
  transitionsOf,
} from '../../src/chart/index.ts';
import { PALETTES } from '../../src/chart/svg-style.ts';
import { widthOf } from '../../src/chart/text-metrics.ts';
import { suite } from '../support/suite.ts';
import { everyFeatureMachine } from './every-feature-machine.ts';
import { elementsOf, readXml, type XmlRead } from './xml-reader.ts';

const test = suite('the SVG picture');
const chart = chartOf(everyFeatureMachine);
const overlay = traceOverlay(everyFeatureMachine, [{ type: 'GO_INSIDE' }, { type: 'GO_NAMED' }], {
  isFailure: ({ type }) => type === 'GO_NAMED',
});

interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
const rectOf = ({ attributes }: XmlRead): Rect => ({
  x: Number(attributes.x),
  y: Number(attributes.y),
  width: Number(attributes.width),
  height: Number(attributes.height),
});
const contains = (outer: Rect, inner: Rect): boolean =>
  inner.x >= outer.x - 0.02 &&
  inner.y >= outer.y - 0.02 &&
  inner.x + inner.width <= outer.x + outer.width + 0.02 &&
  inner.y + inner.height <= outer.y + outer.height + 0.02;
const overlap = (a: Rect, b: Rect): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
const withClass = (root: XmlRead, name: string): readonly XmlRead[] =>
  elementsOf(root).filter(({ attributes }) => attributes.class?.split(' ').includes(name));
const FONT_OF: Readonly<Record<string, { size: number; bold?: boolean }>> = {
  name: { size: 14, bold: true },
  trigger: { size: 12, bold: true },
  badge: { size: 12, bold: true },
};
const SMALL = { size: 11 };

function textRect({ attributes, children }: XmlRead): Rect {
  const style = FONT_OF[attributes.class?.split(' ').at(-1) ?? ''] ?? SMALL;
  const width = widthOf(children.join(''), style);
  const shift = { middle: width / 2, end: width }[attributes['text-anchor'] ?? ''] ?? 0;
  return { x: Number(attributes.x) - shift, y: Number(attributes.y) - style.size * 0.8, width, height: style.size };
}

/** Ways to lay the picture out. */
const LAYOUTS: readonly SvgOptions[] = [{ direction: 'TB' }, { direction: 'LR' }, { maxWidth: 900 }];

test('states and transition labels do not overlap unless one is inside the other', async () => {
  for (const options of LAYOUTS) {
    const root = readXml(await toSvg(chart, { overlay, ...options }));
    const boxes = ['box', 'label', 'cluster'].flatMap((name) =>
      withClass(root, name).filter(({ name: tag }) => tag === 'rect'),
    );
    const rects = boxes.map(rectOf);
    ok(rects.length > 30, `${rects.length} boxes`);
    for (const [index, a] of rects.entries())
      for (const b of rects.slice(index + 1))
        ok(!overlap(a, b) || contains(a, b) || contains(b, a), `${JSON.stringify(options)}: ${JSON.stringify([a, b])}`);
  }
});

test('no text overlaps another, and each fits the box or frame around it', async () => {
  for (const options of LAYOUTS) textsFit(readXml(await toSvg(chart, { overlay, ...options })));
});

function textsFit(root: XmlRead): void {
  const texts = elementsOf(root).filter(({ name, children }) => name === 'text' && children.length > 0);
  const rects = texts.map(textRect);
  const boxes = ['box', 'label', 'header', 'ground'].flatMap((name) => withClass(root, name)).map(rectOf);
  for (const [index, a] of rects.entries()) {
    const say = `${texts[index]?.children.join('')} ${JSON.stringify(a)}`;
    ok(
      boxes.some((box) => contains(box, a)),
      say,
    );
    for (const box of boxes) ok(!overlap(box, a) || contains(box, a), `${say} leaves ${JSON.stringify(box)}`);
    for (const [other, b] of rects.entries())
      if (other > index) ok(!overlap(a, b), `${say} overlaps ${texts[other]?.children.join('')}`);
  }
}

test('everything is inside the picture', async () => {
  const root = readXml(await toSvg(chart));
  const [x = 0, y = 0, width = 0, height = 0] = (root.attributes.viewBox ?? '').split(' ').map(Number);
  for (const rect of elementsOf(root)
    .filter(({ name }) => name === 'rect')
    .map(rectOf))
    ok(contains({ x, y, width, height }, rect), JSON.stringify(rect));
  const frame = rectOf(withClass(root, 'cluster')[0] as XmlRead);
  for (const { attributes } of elementsOf(root).filter(({ name }) => name === 'path'))
    for (const [px = 0, py = 0] of [...(attributes.d ?? '').matchAll(/(-?[\d.]+),(-?[\d.]+)/g)].map((m) => [
      Number(m[1]),
      Number(m[2]),
    ]))
      ok(contains(frame, { x: px, y: py, width: 0, height: 0 }), `${px},${py}`);
});

test('every state and every transition is an element a page can find by its id', async () => {
  const elements = elementsOf(readXml(await toSvg(chart)));
  const idsIn = (name: string): Set<string | undefined> => new Set(elements.map(({ attributes }) => attributes[name]));
  for (const { id } of statesOf(chart)) ok(idsIn('data-state').has(id), id);
  for (const { id } of transitionsOf(chart)) ok(idsIn('data-transition').has(id), id);
});

const PLACE = ['class', 'x', 'y', 'width', 'height', 'rx', 'd', 'cx', 'cy', 'r'];

test('an overlay moves nothing: only marks, badges and the legend differ', async () => {
  const placesOf = async (options: Parameters<typeof toSvg>[1]): Promise<string[]> =>
    elementsOf(readXml(await toSvg(chart, options)))
      .filter(({ name, attributes }) => ['rect', 'path', 'circle'].includes(name) && attributes.class !== 'ground')
      .map(({ name, attributes }) => `${name} ${PLACE.map((key) => attributes[key]).join(' ')}`);
  equal(await placesOf({ overlay }), await placesOf({}));
});

test('active, taken, failed and never taken are told by attributes and by signs, not by colour alone', async () => {
  const elements = elementsOf(readXml(await toSvg(chart, { overlay })));
  const of = (key: string, id: string): XmlRead[] => elements.filter(({ attributes }) => attributes[key] === id);
  const badge = (id: string): string | undefined =>
    of('data-transition', id)
      .flatMap((group) => withClass(group, 'badge'))
      .at(-1)
      ?.children.join('');
  ok(of('data-state', 'every.compoundParent.childTwo').every(({ attributes }) => attributes['data-active'] === 'true'));
  ok(of('data-state', 'every.finalState').every(({ attributes }) => attributes['data-active'] === 'false'));
  equal(badge('every.atomicStart|GO_INSIDE|0'), '×1');
  equal(badge('every.atomicStart|GO_NAMED|0'), '✗ ×1');
  equal(of('data-transition', 'every.atomicStart|GO_MANY|0')[0]?.attributes['data-status'], 'never');
  const css = chartCss();
  for (const sign of [
    /active="true"\]>\.box\{[^}]*stroke-width:4/,
    /failed"\]>\.line\{[^}]*dasharray/,
    /never"\]>\.line[^}]*dasharray/,
  ])
    ok(sign.test(css), String(sign));
});

const LEAVES = Array.from({ length: 6 }, (_, index) => `leaf${index}`);
const fan = chartOf(
  createMachine({
    id: 'fan',
    initial: 'hub',
    states: {
      hub: {
        on: {
          ...Object.fromEntries(LEAVES.map((leaf) => [`GO_TO_A_PLACE_FAR_AWAY_${leaf}`, leaf])),
          ALSO: { target: 'leaf0', description: 'a second way to the same place' },
        },
      },
      ...Object.fromEntries(LEAVES.map((leaf) => [leaf, {}])),
    },
  }),
);

test('a picture is made as narrow as the page it is for, and nothing is left out', async () => {
  const drawn = async (options: SvgOptions): Promise<XmlRead> => readXml(await toSvg(fan, options));
  const narrow = await drawn({ maxWidth: 900 });
  const widths = [await drawn({}), narrow, await drawn({ maxWidth: 100 })].map((root) => rectOf(root).width);
  const [wide = 0, fitted = 0, tight = 0] = widths;
  ok(wide > 1_500 && fitted <= 900 && tight <= fitted && tight > 100, widths.join(' → '));
  const found = new Set(elementsOf(narrow).map(({ attributes }) => attributes['data-transition']));
  for (const { id } of transitionsOf(fan)) ok(found.has(id), id);
});

test('transitions that share a line keep marks of their own; the line shows the one that says most', async () => {
  const [first, second] = ['fan.hub|GO_TO_A_PLACE_FAR_AWAY_leaf0|0', 'fan.hub|ALSO|0'] as const;
  const drawn = elementsOf(readXml(await toSvg(fan, { maxWidth: 900, overlay: { visited: { [second]: 2 } } })));
  const statusOf = (id: string): string | undefined =>
    drawn.find(({ attributes }) => attributes['data-transition'] === id)?.attributes['data-status'];
  equal([statusOf(first), statusOf(second)], ['never', 'visited']);
  const shared = drawn.filter(({ attributes }) => 'data-status' in attributes && !('data-transition' in attributes));
  equal(
    shared.map(({ attributes }) => attributes['data-status']),
    ['visited'],
  );
});

type Properties = Readonly<Record<string, string>>;
const LOOKS = [
  'fill',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'font-family',
  'font-size',
  'font-weight',
  'display',
];

/** What the light half of the style sheet says of an element in a parent; later rules win. */
function bySheet(css: string, element: XmlRead, parent: XmlRead | undefined): Properties {
  const named = (selector: string): boolean =>
    selector === element.name || (element.attributes.class ?? '').split(' ').includes(selector.slice(1));
  const matches = (selector: string): boolean => {
    const [, key, value, own = ''] = /^\.statechart (?:\[([\w-]+)="(\w+)"\]>)?(\S+)$/.exec(selector) ?? [];
    if (selector === '.statechart') return element.name === 'svg';
    return named(own) && (key === undefined || parent?.attributes[key] === value);
  };
  const rules = [...css.slice(0, css.indexOf('@media')).matchAll(/([^{}]+)\{([^}]*)\}/g)];
  const said = rules.filter(([, selectors = '']) => selectors.trim().split(',').some(matches));
  return Object.fromEntries(said.flatMap(([, , body = '']) => body.split(';').map((one) => one.split(':'))));
}

test('a program that knows no style sheets draws what the sheet says in the light: the same is in the attributes', async () => {
  const css = chartCss();
  const root = readXml(await toSvg(chart, { overlay }));
  const compare = (element: XmlRead, parent: XmlRead | undefined): number => {
    const written = Object.fromEntries(Object.entries(element.attributes).filter(([key]) => LOOKS.includes(key)));
    equal(written, bySheet(css, element, parent), `${element.name} ${element.attributes.class}`);
    const children = element.children.filter((child) => typeof child !== 'string');
    return Object.keys(written).length + children.reduce((sum, child) => sum + compare(child, element), 0);
  };
  ok(compare(root, undefined) > 500);
  for (const { name, attributes } of elementsOf(root)) {
    const colours = [attributes.fill, attributes.stroke].filter((colour) => colour !== undefined && colour !== 'none');
    for (const colour of colours) ok(Object.values(PALETTES.light).includes(colour as string), colour);
    if (['rect', 'path', 'circle', 'text'].includes(name)) ok(attributes.fill !== undefined, attributes.class);
  }
});

test('colours are six digits: neither variables nor an alpha, which some programs draw as black', () => {
  for (const [, value = ''] of chartCss().matchAll(/(?:fill|stroke):([^;}]*)/g))
    ok(/^(#[0-9a-f]{6}|none)$/.test(value), value);
});

test('what a state or a status sets, the plain rule of the class sets too, so that a page can take it back', () => {
  const css = chartCss('light');
  const propertiesOf = (selector: string): string[] =>
    [...css.matchAll(/([^{}]+)\{([^}]*)\}/g)]
      .filter(([, selectors = '']) => selectors.trim().split(',').includes(selector))
      .flatMap(([, , body = '']) => body.split(';').map((one) => one.split(':')[0] as string));
  const conditional = [...new Set([...css.matchAll(/\.statechart \[[^\]]*\]>[.\w]+/g)].map(([selector]) => selector))];
  ok(conditional.length > 10);
  for (const selector of conditional) {
    const own = selector.slice(selector.indexOf('>') + 1);
    const plain = [
      ...propertiesOf(`.statechart ${own}`),
      ...(own === '.badge' ? propertiesOf('.statechart text') : []),
    ];
    for (const property of propertiesOf(selector)) ok(plain.includes(property), `${selector} ${property}`);
  }
});

test('light and dark follow the reader or what is asked for', () => {
  ok(chartCss('auto').includes('prefers-color-scheme:dark'));
  ok(!chartCss('light').includes('prefers-color-scheme'));
  ok(!chartCss('dark').includes('prefers-color-scheme'));
  ok(chartCss('light') !== chartCss('dark'));
});

test('every rule of the style sheet is confined to charts', () => {
  for (const [, selectors = ''] of chartCss('light').matchAll(/([^{}]+)\{[^}]*\}/g))
    for (const selector of selectors.split(',')) ok(selector.trim().startsWith('.statechart'), selector);
});

test('text and lines have enough contrast in both colour schemes', () => {
  const luminance = (colour: string): number => {
    const [r = 0, g = 0, b = 0] = [1, 3, 5]
      .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
      .map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (a: string, b: string): number => {
    const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
    return (high + 0.05) / (low + 0.05);
  };
  for (const theme of ['light', 'dark'] as const) {
    const colours = PALETTES[theme];
    for (const ground of [
      'ground',
      'state',
      'header',
      'label',
      'visitedGround',
      'failedGround',
      'activeGround',
    ] as const)
      for (const ink of ['ink', 'muted'] as const)
        ok(contrast(colours[ink], colours[ground]) >= 4.5, `${theme}: ${ink} on ${ground}`);
    for (const line of ['line', 'visited', 'failed', 'active', 'labelBorder', 'stateBorder'] as const)
      ok(contrast(colours[line], colours.ground) >= 3, `${theme}: ${line}`);
  }
});

test('nothing is loaded and nothing runs: no script, link, image, handler or inline style', async () => {
  const root = readXml(await toSvg(chart, { css: false }));
  for (const { name, attributes } of elementsOf(root)) {
    ok(['svg', 'g', 'rect', 'circle', 'path', 'text', 'title'].includes(name), name);
    for (const key of Object.keys(attributes)) ok(!/^on|href|style|src/.test(key), key);
  }
});

test.run();
