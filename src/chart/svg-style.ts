/**
 * How the picture looks: one table, written as a style sheet for light and dark and as attributes of each element.
 *
 * Browsers obey the sheet. Programs that draw an SVG and are no browsers know parts of CSS or none, and would draw black on
 * black: they find the light colours (or those asked for) in the attributes, which every rule of the sheet outweighs.
 * Invariant: sheet and attributes say the same; what one state of things sets, the plain rule of the class sets too, so that a
 * page that changes `data-status` leaves nothing behind. Every state of things differs by more than colour: active by a thick border and `▶`, taken by a thick line
 * and a count, failed by a dash-dot line and `✗`, never taken by a dotted line. All selectors begin with `.statechart`,
 * so that the sheet can stand in a page that holds other things.
 */
import { FONT_FAMILY } from './text-metrics.ts';
import type { XmlElement } from './xml.ts';

/** `auto` follows the reader's `prefers-color-scheme`. */
export type Theme = 'auto' | 'light' | 'dark';

interface Palette {
  readonly ground: string;
  readonly ink: string;
  readonly muted: string;
  readonly line: string;
  readonly state: string;
  readonly stateBorder: string;
  readonly cluster: string;
  readonly header: string;
  readonly label: string;
  readonly labelBorder: string;
  readonly active: string;
  readonly activeGround: string;
  readonly visited: string;
  readonly visitedGround: string;
  readonly failed: string;
  readonly failedGround: string;
}

/**
 * Text on its ground has a contrast of at least 4.5 in both (WCAG 2.1, 1.4.3); lines at least 3. Six digits, no alpha: with
 * eight, programs older than CSS Color 4 draw black.
 */
const LIGHT: Palette = {
  ground: '#ffffff',
  ink: '#1f2328',
  muted: '#57606a',
  line: '#6e7781',
  state: '#ffffff',
  stateBorder: '#424a53',
  cluster: '#f3f4f6',
  header: '#dde1e6',
  label: '#f6f8fa',
  labelBorder: '#8c959f',
  active: '#0550ae',
  activeGround: '#ddf4ff',
  visited: '#116329',
  visitedGround: '#dafbe1',
  failed: '#a40e26',
  failedGround: '#ffebe9',
};
const DARK: Palette = {
  ground: '#0d1117',
  ink: '#f0f3f6',
  muted: '#adb6c1',
  line: '#9198a1',
  state: '#161b22',
  stateBorder: '#d1d7e0',
  cluster: '#14181e',
  header: '#30363d',
  label: '#1c2128',
  labelBorder: '#7d8590',
  active: '#79c0ff',
  activeGround: '#0c2d6b',
  visited: '#7ee787',
  visitedGround: '#0f3321',
  failed: '#ffa198',
  failedGround: '#4b1113',
};

/** Of each theme; `auto` has both. */
export const PALETTES: Readonly<Record<Exclude<Theme, 'auto'>, Palette>> = { light: LIGHT, dark: DARK };

/** Properties by their names in CSS, which are those of SVG's attributes. A `fill` or `stroke` that depends on the theme names its colour. */
interface Look {
  readonly fill?: keyof Palette;
  readonly stroke?: keyof Palette;
  /** What does not depend on the theme. */
  readonly rest?: Readonly<Record<string, string>>;
}

/** What the element directly around says. */
type Around = 'active' | 'visited' | 'failed' | 'never';

/** Later rules win. */
interface Rule extends Look {
  /** Classes, or `text` for every text; `statechart` is the picture itself. */
  readonly of: readonly string[];
  readonly around?: Around;
}

const SMALL = ['guard', 'actions', 'detail', 'description', 'tags'];
const BOLD = { 'font-size': '12px', 'font-weight': 'bold' };
const BORDER = { 'stroke-width': '1.5' };
const DASH_DOT = '10 4 2 4';

const RULES: readonly Rule[] = [
  { of: ['statechart'], rest: { 'font-family': FONT_FAMILY } },
  { of: ['text'], fill: 'ink' },
  { of: ['ground'], fill: 'ground', rest: { stroke: 'none' } },
  { of: ['box'], fill: 'state', stroke: 'stateBorder', rest: BORDER },
  { of: ['inner'], stroke: 'stateBorder', rest: { fill: 'none', ...BORDER } },
  { of: ['cluster'], fill: 'cluster', stroke: 'stateBorder', rest: BORDER },
  { of: ['header', 'backing'], fill: 'header', rest: { stroke: 'none' } },
  { of: ['region'], rest: { 'stroke-dasharray': '7 5' } },
  { of: ['dot'], fill: 'ink', rest: { stroke: 'none' } },
  { of: ['border'], fill: 'ground', stroke: 'line', rest: BORDER },
  { of: ['label'], fill: 'label', stroke: 'labelBorder', rest: { 'stroke-width': '1', 'stroke-dasharray': 'none' } },
  { of: ['line'], stroke: 'line', rest: { fill: 'none', 'stroke-dasharray': 'none', ...BORDER } },
  { of: ['head'], fill: 'line', rest: { stroke: 'none' } },
  { of: ['dashed'], rest: { 'stroke-dasharray': '5 4' } },
  { of: ['name'], rest: { ...BOLD, 'font-size': '14px' } },
  { of: ['trigger', 'badge'], rest: BOLD },
  { of: SMALL, rest: { 'font-size': '11px' } },
  { of: ['description', 'tags'], fill: 'muted' },
  { of: ['mark'], fill: 'active', rest: { display: 'none' } },
  { of: ['mark'], around: 'active', rest: { display: 'inline' } },
  { of: ['box'], around: 'active', fill: 'activeGround', stroke: 'active', rest: { 'stroke-width': '4' } },
  { of: ['cluster'], around: 'active', stroke: 'active', rest: { 'stroke-width': '4' } },
  { of: ['line'], around: 'visited', stroke: 'visited', rest: { 'stroke-width': '3' } },
  { of: ['head', 'badge'], around: 'visited', fill: 'visited' },
  { of: ['label'], around: 'visited', fill: 'visitedGround', stroke: 'visited', rest: { 'stroke-width': '2.5' } },
  { of: ['line'], around: 'failed', stroke: 'failed', rest: { 'stroke-width': '3', 'stroke-dasharray': DASH_DOT } },
  { of: ['head', 'badge'], around: 'failed', fill: 'failed' },
  {
    of: ['label'],
    around: 'failed',
    fill: 'failedGround',
    stroke: 'failed',
    rest: { 'stroke-width': '2.5', 'stroke-dasharray': DASH_DOT },
  },
  { of: ['line', 'label'], around: 'never', rest: { 'stroke-width': '1', 'stroke-dasharray': '2 4' } },
  { of: ['label'], around: 'never', fill: 'ground' },
  { of: ['text'], around: 'never', fill: 'muted' },
];

/** The style sheet. Pages whose policy forbids inline styles serve it as a file and draw with `css: false`. */
export function chartCss(theme: Theme = 'auto'): string {
  const own = RULES.map((rule) => cssRule(rule, propertiesOf(rule, PALETTES[basis(theme)])));
  return (theme === 'auto' ? [...own, `@media (prefers-color-scheme:dark){${darkRules()}}`] : own).join('\n');
}

/** The element and all within it, with the look of each among its attributes. */
export function withLooks(root: XmlElement, theme: Theme): XmlElement {
  const palette = PALETTES[basis(theme)];
  const dressed = (node: XmlElement, around: Around | undefined): XmlElement => {
    const inside = aroundChildrenOf(node);
    return {
      ...node,
      attributes: { ...node.attributes, ...lookOf(node, around, palette) },
      children: node.children.map((child) => (typeof child === 'string' ? child : dressed(child, inside))),
    };
  };
  return dressed(root, undefined);
}

const basis = (theme: Theme): Exclude<Theme, 'auto'> => (theme === 'auto' ? 'light' : theme);

function lookOf(node: XmlElement, around: Around | undefined, palette: Palette): Readonly<Record<string, string>> {
  const names = [node.name, ...String(node.attributes.class ?? '').split(' ')];
  const applies = (rule: Rule): boolean =>
    (rule.around === undefined || rule.around === around) && rule.of.some((name) => names.includes(name));
  return Object.assign({}, ...RULES.filter(applies).map((rule) => propertiesOf(rule, palette)));
}

function aroundChildrenOf({ attributes }: XmlElement): Around | undefined {
  if (attributes['data-active'] === 'true') return 'active';
  const status = attributes['data-status'];
  return status === 'visited' || status === 'failed' || status === 'never' ? status : undefined;
}

/** What is another in the dark: nothing but colours. */
function darkRules(): string {
  return RULES.map((rule) => ({ rule, colours: coloursOf(rule, DARK) }))
    .filter(({ colours }) => Object.keys(colours).length > 0)
    .map(({ rule, colours }) => cssRule(rule, colours))
    .join('\n');
}

const AROUND: Readonly<Record<Around, string>> = {
  active: '[data-active="true"]',
  visited: '[data-status="visited"]',
  failed: '[data-status="failed"]',
  never: '[data-status="never"]',
};

function cssRule({ of, around }: Rule, properties: Readonly<Record<string, string>>): string {
  const selectors = of.map((name) => {
    if (name === 'statechart') return '.statechart';
    const own = name === 'text' ? name : `.${name}`;
    return `.statechart ${around === undefined ? '' : `${AROUND[around]}>`}${own}`;
  });
  const written = Object.entries(properties).map(([property, value]) => `${property}:${value}`);
  return `${selectors.join(',')}{${written.join(';')}}`;
}

function propertiesOf(look: Look, palette: Palette): Readonly<Record<string, string>> {
  return { ...coloursOf(look, palette), ...look.rest };
}

function coloursOf({ fill, stroke }: Look, palette: Palette): Readonly<Record<string, string>> {
  return {
    ...(fill === undefined ? {} : { fill: palette[fill] }),
    ...(stroke === undefined ? {} : { stroke: palette[stroke] }),
  };
}
