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

const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
const variables = (palette: Palette): string =>
  Object.entries(palette)
    .map(([name, colour]) => `--${kebab(name)}:${colour}`)
    .join(';');

const RULES = [
  [' text', `font-family:${FONT_FAMILY};fill:var(--ink)`],
  [' .ground', 'fill:var(--ground)'],
  [' .box', 'fill:var(--state);stroke:var(--state-border);stroke-width:1.5'],
  [' .inner', 'fill:none;stroke:var(--state-border);stroke-width:1.5'],
  [' .cluster', 'fill:var(--cluster);stroke:var(--state-border);stroke-width:1.5'],
  [' .header', 'fill:var(--header)'],
  [' .region', 'stroke-dasharray:7 5'],
  [' .dot', 'fill:var(--ink);stroke:none'],
  [' .border', 'fill:var(--ground);stroke:var(--line);stroke-width:1.5'],
  [' .label', 'fill:var(--label);stroke:var(--label-border);stroke-width:1'],
  [' .line', 'fill:none;stroke:var(--line);stroke-width:1.5'],
  [' .head', 'fill:var(--line);stroke:none'],
  [' .dashed', 'stroke-dasharray:5 4'],
  [' .name', 'font-size:14px;font-weight:bold'],
  [' .trigger', 'font-size:12px;font-weight:bold'],
  [' .guard,.statechart .actions,.statechart .detail,.statechart .description,.statechart .tags', 'font-size:11px'],
  [' .description,.statechart .tags', 'fill:var(--muted)'],
  [' .badge', 'font-size:12px;font-weight:bold'],
  [' .head-text>text', 'paint-order:stroke;stroke:var(--header);stroke-width:4px;stroke-linejoin:round'],
  [' .mark', 'fill:var(--active);display:none'],
  [' [data-active="true"]>.mark,.statechart [data-active="true"]>.head-text>.mark', 'display:inline'],
  [' [data-active="true"]>.box', 'fill:var(--active-ground);stroke:var(--active);stroke-width:4'],
  [' [data-active="true"]>.cluster', 'stroke:var(--active);stroke-width:4'],
  [' [data-status="visited"]>.line', 'stroke:var(--visited);stroke-width:3'],
  [' [data-status="visited"]>.head', 'fill:var(--visited)'],
  [' [data-status="visited"]>.label', 'fill:var(--visited-ground);stroke:var(--visited);stroke-width:2.5'],
  [' [data-status="visited"]>.badge', 'fill:var(--visited)'],
  [' [data-status="failed"]>.line', 'stroke:var(--failed);stroke-width:3;stroke-dasharray:10 4 2 4'],
  [' [data-status="failed"]>.head', 'fill:var(--failed)'],
  [
    ' [data-status="failed"]>.label',
    'fill:var(--failed-ground);stroke:var(--failed);stroke-width:2.5;stroke-dasharray:10 4 2 4',
  ],
  [' [data-status="failed"]>.badge', 'fill:var(--failed)'],
  [' [data-status="never"]>.line,.statechart [data-status="never"]>.label', 'stroke-width:1;stroke-dasharray:2 4'],
  [' [data-status="never"]>.label', 'fill:var(--ground)'],
  [' [data-status="never"]>text', 'fill:var(--muted)'],
] as const;

/** The style sheet. Pages whose policy forbids inline styles serve it as a file and draw with `css: false`. */
export function chartCss(theme: Theme = 'auto'): string {
  const own = RULES.map(([selector, declarations]) => `.statechart${selector}{${declarations}}`).join('\n');
  const palette = `.statechart{${variables(theme === 'dark' ? DARK : LIGHT)}}`;
  const dark = theme === 'auto' ? `\n@media (prefers-color-scheme:dark){.statechart{${variables(DARK)}}}` : '';
  return `${palette}${dark}\n${own}`;
}
