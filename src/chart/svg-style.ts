/**
 * How the picture looks: one style sheet for light and dark, and for what an overlay says.
 *
 * Invariant: every state of things differs by more than colour: active by a thick border and `▶`, taken by a thick line
 * and a count, failed by a dash-dot line and `✗`, never taken by a dotted line. All selectors begin with `.statechart`,
 * so that the sheet can stand in a page that holds other things.
 */
import { FONT_FAMILY } from './text-metrics.ts';

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

/** Text on its ground has a contrast of at least 4.5 in both (WCAG 2.1, 1.4.3); lines at least 3. */
const LIGHT: Palette = {
  ground: '#ffffff',
  ink: '#1f2328',
  muted: '#57606a',
  line: '#6e7781',
  state: '#ffffff',
  stateBorder: '#424a53',
  cluster: '#8c959f14',
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
  cluster: '#6e768120',
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

interface Look {
  readonly fill?: keyof Palette;
  readonly stroke?: keyof Palette;
  /** What does not depend on the theme. */
  readonly rest?: string;
}

const RULES: readonly (readonly [selectors: string, look: Look])[] = [
  [' text', { fill: 'ink', rest: `font-family:${FONT_FAMILY}` }],
  [' .ground', { fill: 'ground' }],
  [' .box', { fill: 'state', stroke: 'stateBorder', rest: 'stroke-width:1.5' }],
  [' .inner', { stroke: 'stateBorder', rest: 'fill:none;stroke-width:1.5' }],
  [' .cluster', { fill: 'cluster', stroke: 'stateBorder', rest: 'stroke-width:1.5' }],
  [' .header', { fill: 'header' }],
  [' .region', { rest: 'stroke-dasharray:7 5' }],
  [' .dot', { fill: 'ink', rest: 'stroke:none' }],
  [' .border', { fill: 'ground', stroke: 'line', rest: 'stroke-width:1.5' }],
  [' .label', { fill: 'label', stroke: 'labelBorder', rest: 'stroke-width:1' }],
  [' .line', { stroke: 'line', rest: 'fill:none;stroke-width:1.5' }],
  [' .head', { fill: 'line', rest: 'stroke:none' }],
  [' .dashed', { rest: 'stroke-dasharray:5 4' }],
  [' .name', { rest: 'font-size:14px;font-weight:bold' }],
  [' .trigger', { rest: 'font-size:12px;font-weight:bold' }],
  [
    ' .guard,.statechart .actions,.statechart .detail,.statechart .description,.statechart .tags',
    { rest: 'font-size:11px' },
  ],
  [' .description,.statechart .tags', { fill: 'muted' }],
  [' .badge', { rest: 'font-size:12px;font-weight:bold' }],
  [' .head-text>text', { stroke: 'header', rest: 'paint-order:stroke;stroke-width:4px;stroke-linejoin:round' }],
  [' .mark', { fill: 'active', rest: 'display:none' }],
  [' [data-active="true"]>.mark,.statechart [data-active="true"]>.head-text>.mark', { rest: 'display:inline' }],
  [' [data-active="true"]>.box', { fill: 'activeGround', stroke: 'active', rest: 'stroke-width:4' }],
  [' [data-active="true"]>.cluster', { stroke: 'active', rest: 'stroke-width:4' }],
  [' [data-status="visited"]>.line', { stroke: 'visited', rest: 'stroke-width:3' }],
  [' [data-status="visited"]>.head', { fill: 'visited' }],
  [' [data-status="visited"]>.label', { fill: 'visitedGround', stroke: 'visited', rest: 'stroke-width:2.5' }],
  [' [data-status="visited"]>.badge', { fill: 'visited' }],
  [' [data-status="failed"]>.line', { stroke: 'failed', rest: 'stroke-width:3;stroke-dasharray:10 4 2 4' }],
  [' [data-status="failed"]>.head', { fill: 'failed' }],
  [
    ' [data-status="failed"]>.label',
    { fill: 'failedGround', stroke: 'failed', rest: 'stroke-width:2.5;stroke-dasharray:10 4 2 4' },
  ],
  [' [data-status="failed"]>.badge', { fill: 'failed' }],
  [
    ' [data-status="never"]>.line,.statechart [data-status="never"]>.label',
    { rest: 'stroke-width:1;stroke-dasharray:2 4' },
  ],
  [' [data-status="never"]>.label', { fill: 'ground' }],
  [' [data-status="never"]>text', { fill: 'muted' }],
];

/**
 * The style sheet. Pages whose policy forbids inline styles serve it as a file and draw with `css: false`.
 * Colours are literals, not variables: most programs that draw an SVG and are no browsers know none and draw black on black.
 */
export function chartCss(theme: Theme = 'auto'): string {
  const own = RULES.map(([selectors, look]) => {
    const rest = look.rest === undefined ? [] : [look.rest];
    return `.statechart${selectors}{${[...coloursOf(look, PALETTES[theme === 'auto' ? 'light' : theme]), ...rest].join(';')}}`;
  });
  return (theme === 'auto' ? [...own, `@media (prefers-color-scheme:dark){${darkRules()}}`] : own).join('\n');
}

/** What is another in the dark: nothing but colours. */
function darkRules(): string {
  return RULES.map(([selectors, look]) => ({ selectors, colours: coloursOf(look, DARK) }))
    .filter(({ colours }) => colours.length > 0)
    .map(({ selectors, colours }) => `.statechart${selectors}{${colours.join(';')}}`)
    .join('\n');
}

function coloursOf(look: Look, palette: Palette): readonly string[] {
  return (['fill', 'stroke'] as const).flatMap((property) => {
    const name = look[property];
    return name === undefined ? [] : [`${property}:${palette[name]}`];
  });
}
