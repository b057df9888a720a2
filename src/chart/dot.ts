/**
 * The chart as Graphviz DOT text, for those who lay it out themselves: `dot -Tsvg chart.dot`.
 *
 * The same diagram as the SVG (`diagram.ts`), with plain text labels that Graphviz measures itself. Initial dots, history
 * circles, double final borders and dashed regions are Graphviz shapes and styles; rows inside a state are lines of its
 * label.
 * Invariant: nothing of the model is left out; author's text only stands inside quoted strings, in which quotes,
 * backslashes and line breaks are escaped.
 */
import { type DiagramCluster, type DiagramLine, type DiagramNode, diagramOf, isCluster } from './diagram.ts';
import type { Direction } from './layout.ts';
import type { Chart, ChartState, ChartTransition, StateId } from './model.ts';
import { activeStates, arrowStatus, markOf, type Overlay, type TransitionStatus } from './overlay.ts';
import { type TextStyle, wrap } from './text-metrics.ts';
import { signature, stateLines, transitionWords } from './words.ts';

export interface DotOptions {
  readonly overlay?: Overlay;
  /** Default top to bottom. */
  readonly direction?: Direction;
}

interface Context {
  readonly overlay: Overlay | undefined;
  readonly active: ReadonlySet<StateId>;
  readonly title: string;
  readonly root: ChartState;
}

type Attributes = Readonly<Record<string, string | number | undefined>>;

/**
 * A quoted DOT string. A backslash is an escape to Graphviz (`\n`, `\N`), hence doubled; `&` would begin an HTML entity,
 * which Graphviz also resolves in quoted labels; control characters other than line breaks and halves
 * of surrogate pairs cannot be shown.
 */
export function quoteDot(text: string): string {
  const safe = text
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replaceAll('&', '&amp;')
    .replace(/\r?\n/g, '\\n')
    .replace(/[\p{Cc}\p{Cs}]/gu, '\ufffd');
  return `"${safe}"`;
}

const FONT: TextStyle = { size: 11 };
/** Longer lines are wrapped, in user units. */
const TEXT_WIDTH = 260;
/** Inches left and right of a label, above and below: a Graphviz without the font guesses widths up to a sixth too small. */
const LABEL_MARGIN = '"0.6,0.08"';

/** Lines aligned left, which is what `\l` says to Graphviz. */
const leftLines = (lines: readonly string[]): string =>
  lines
    .flatMap((line) => wrap(line, TEXT_WIDTH, FONT))
    .map((line) => `${quoteDot(line).slice(1, -1)}\\l`)
    .join('');

function attributes(values: Attributes): string {
  const written = Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}=${value}`);
  return `[${written.join(', ')}]`;
}

/** Ends with a newline. */
export function toDot(chart: Chart, { overlay, direction = 'TB' }: DotOptions = {}): string {
  const diagram = diagramOf(chart);
  const title = chart.version === undefined ? chart.id : `${chart.id} ${chart.version}`;
  const context: Context = { overlay, active: activeStates(chart, overlay?.active), title, root: chart.root };
  const lines = [
    `digraph ${quoteDot(chart.id)} {`,
    `  graph ${attributes({ compound: 'true', rankdir: direction, fontname: '"Helvetica"', fontsize: FONT.size, labeljust: 'l' })};`,
    `  node ${attributes({ shape: 'box', style: '"rounded"', fontname: '"Helvetica"', fontsize: FONT.size, margin: LABEL_MARGIN })};`,
    `  edge ${attributes({ arrowsize: 0.8 })};`,
    ...clusterLines(diagram.root, context).map((line) => `  ${line}`),
    ...diagram.lines.map((line) => `  ${edgeLine(line, context)}`),
    '}',
  ];
  return `${lines.join('\n')}\n`;
}

function clusterLines(cluster: DiagramCluster, context: Context): string[] {
  const { state, nodes, clusters, isRegion } = cluster;
  const inner = [
    ...nodes.map((node) => nodeLine(node, context)),
    ...clusters.flatMap((child) => clusterLines(child, context)),
  ];
  if (!isCluster(state)) return inner;
  return [
    `subgraph ${quoteDot(clusterName(state.id))} {`,
    `  label="${leftLines(stateText(state, context))}";`,
    `  style="rounded${isRegion ? ',dashed' : ''}${context.active.has(state.id) ? ',bold' : ''}";`,
    ...inner.map((line) => `  ${line}`),
    '}',
  ];
}

const clusterName = (id: StateId): string => `cluster ${id}`;

const HISTORY = { shallow: 'H', deep: 'H*' } as const;

function stateText(state: ChartState, context: Context): string[] {
  const name = state === context.root ? context.title : state.key;
  const history = state.history === undefined ? '' : `${HISTORY[state.history.depth]} `;
  return [
    `${context.active.has(state.id) ? '▶ ' : ''}${history}${name}`,
    ...stateLines(state).map(({ kind, text }) => (kind === 'tags' ? `tags / ${text}` : text)),
    ...state.transitions.filter(({ targets }) => targets.length === 0).flatMap((row) => transitionText(row, context)),
  ];
}

function transitionText(transition: ChartTransition, { overlay }: Context): string[] {
  const words = transitionWords(transition);
  const { status, badge } = markOf(transition, overlay);
  const mark = status === 'never' ? '┄ ' : badge === '' ? '' : `${badge} `;
  return [
    `${mark}${signature(words)}`,
    ...(words.description === undefined ? [] : [`— ${words.description}`]),
    ...(words.meta === undefined ? [] : [`— meta / ${words.meta}`]),
  ];
}

const STYLE_OF: Readonly<Record<TransitionStatus, string | undefined>> = {
  plain: undefined,
  never: '"dotted"',
  visited: '"bold"',
  failed: '"dashed,bold"',
};

function nodeLine(node: DiagramNode, context: Context): string {
  return `${quoteDot(node.id)} ${attributes(nodeAttributes(node, context))};`;
}

function nodeAttributes(node: DiagramNode, context: Context): Attributes {
  switch (node.kind) {
    case 'initial':
      return { shape: 'circle', style: '"filled"', fillcolor: '"black"', label: '""', width: 0.15 };
    case 'border':
      return { shape: 'square', label: '""', width: 0.14, tooltip: quoteDot(`any state inside ${node.of}`) };
    case 'state':
      return stateAttributes(node.state, context);
    case 'transition':
      return {
        shape: 'plaintext',
        label: `"${leftLines(node.transitions.flatMap((transition) => transitionText(transition, context)))}"`,
      };
  }
}

function stateAttributes(state: ChartState, context: Context): Attributes {
  return {
    label: `"${leftLines(stateText(state, context))}"`,
    shape: state.kind === 'history' ? 'oval' : undefined,
    peripheries: state.kind === 'final' ? 2 : undefined,
    penwidth: context.active.has(state.id) ? 3 : undefined,
  };
}

function edgeLine({ role, from, to, fromCluster, toCluster, transitions }: DiagramLine, { overlay }: Context): string {
  const style = transitions === undefined ? undefined : STYLE_OF[arrowStatus(transitions, overlay)];
  const values = {
    arrowhead: role === 'source' ? 'none' : undefined,
    style: role === 'history' ? '"dashed"' : style,
    ltail: fromCluster === undefined ? undefined : quoteDot(clusterName(fromCluster)),
    lhead: toCluster === undefined ? undefined : quoteDot(clusterName(toCluster)),
  };
  return `${quoteDot(from)} -> ${quoteDot(to)} ${attributes(values)};`;
}
