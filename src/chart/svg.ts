/**
 * The chart as one self-contained SVG picture.
 *
 * Invariant: equal input gives equal bytes; no author's text reaches the markup unescaped; no script, link or font is
 * loaded. A page can restyle the picture without drawing it again: states carry `data-state` and `data-active`,
 * transitions `data-transition` and `data-status` (`plain`, `never`, `visited`, `failed`) with a `text.badge`, and
 * every box has the same size and place whatever the overlay.
 * Does not draw an animation or react to anything itself.
 */
import { type Diagram, type DiagramCluster, type DiagramNode, diagramOf, isCluster } from './diagram.ts';
import { fittingLayout, type HeaderOf, INITIAL_DIAMETER } from './fit.ts';
import type { Direction, Layout, Rect } from './layout.ts';
import type { Chart, ChartState, ChartTransition, StateId } from './model.ts';
import { activeStates, arrowStatus, markOf, type Overlay } from './overlay.ts';
import {
  BLOCK_GAP,
  type Block,
  type Box,
  type BoxLine,
  blockHeight,
  HISTORY_RADIUS,
  headerBox,
  LINE_HEIGHT,
  PADDING,
  stateBox,
  styleOf,
  transitionBox,
} from './svg-boxes.ts';
import { lineElements } from './svg-lines.ts';
import { chartCss, type Theme, withLooks } from './svg-style.ts';
import { widthOf } from './text-metrics.ts';
import { element, writeXml, type XmlElement } from './xml.ts';

export interface SvgOptions {
  readonly overlay?: Overlay;
  /** Default `auto`: follows the reader's colour scheme. */
  readonly theme?: Theme;
  /** Default top to bottom. */
  readonly direction?: Direction;
  /** `false` leaves the style sheet out; the page must then bring {@link chartCss} itself. */
  readonly css?: boolean;
  /**
   * The width a page has for the picture: it is drawn higher instead of wider where that helps, with transitions between
   * the same states as one arrow. What cannot be drawn within it is drawn as narrow as it can.
   */
  readonly maxWidth?: number;
}

type ArrowNode = Extract<DiagramNode, { kind: 'transition' }>;

interface Drawing {
  readonly layout: Layout;
  readonly overlay: Overlay | undefined;
  readonly active: ReadonlySet<StateId>;
  readonly header: HeaderOf;
  readonly textWidth: number;
}

/** Room for the line that explains the marks; only with an overlay. */
const LEGEND_HEIGHT = 30;
const LEGEND = '▶ active · ×N taken N times · ✗ failed (dash-dot) · dotted: never taken';
const MARGIN = 8;
const MARK_GAP = 4;
/** Classes of the sign of an active state. */
const MARK = 'mark trigger';

/** An `<svg>` element with `viewBox`, `width` and `height`, ending with a newline. */
export async function toSvg(chart: Chart, options: SvgOptions = {}): Promise<string> {
  const { overlay, theme = 'auto', direction = 'TB', css = true, maxWidth } = options;
  const diagram = diagramOf(chart, { merge: maxWidth !== undefined });
  const title = chart.version === undefined ? chart.id : `${chart.id} ${chart.version}`;
  const header = ({ state }: DiagramCluster): Box => headerBox(state, state === chart.root ? title : state.key);
  const room = maxWidth === undefined ? undefined : maxWidth - 2 * MARGIN;
  const fitting = await fittingLayout(diagram, header, direction, room);
  const drawing = { ...fitting, overlay, active: activeStates(chart, overlay?.active), header };
  const { layout } = fitting;
  const clusters = clustersOf(diagram.root).filter(({ state }) => isCluster(state));
  const nodes = clustersOf(diagram.root).flatMap((cluster) => cluster.nodes);
  const width = Math.ceil(layout.width + 2 * MARGIN);
  const height = Math.ceil(layout.height + 2 * MARGIN + (overlay === undefined ? 0 : LEGEND_HEIGHT));
  const attributes = {
    xmlns: 'http://www.w3.org/2000/svg',
    class: 'statechart',
    role: 'img',
    'aria-label': `State chart ${title}`,
    width,
    height,
    viewBox: `${-MARGIN} ${-MARGIN} ${width} ${height}`,
  };
  const svg = element('svg', attributes, [
    ...(css ? [element('style', {}, [chartCss(theme)])] : []),
    element('rect', { class: 'ground', x: -MARGIN, y: -MARGIN, width, height }),
    ...clusters.map((cluster) => frameElement(cluster, drawing)),
    ...pseudoLineElements(diagram, drawing),
    ...nodes.filter(isLabel).map((node) => nodeElement(node, diagram, drawing)),
    ...clusters.map((cluster) => headElement(cluster, drawing)),
    ...nodes.filter((node) => !isLabel(node)).map((node) => nodeElement(node, diagram, drawing)),
    ...(overlay === undefined ? [] : [textAt(LEGEND, 'detail', MARGIN, layout.height + LEGEND_HEIGHT - MARGIN)]),
  ]);
  return `${writeXml(withLooks(svg, theme))}\n`;
}

const clustersOf = (cluster: DiagramCluster): readonly DiagramCluster[] => [
  cluster,
  ...cluster.clusters.flatMap(clustersOf),
];
/** Lines are drawn with their labels, before heads and states: one that must cross a head passes behind its words. */
const isLabel = ({ kind }: DiagramNode): boolean => kind === 'transition';

function textAt(text: string, role: string, x: number, y: number, anchor?: 'middle' | 'end'): XmlElement {
  return element('text', { class: role, x: round(x), y: round(y), 'text-anchor': anchor }, [text]);
}

/** Two decimals: enough for the eye, and the same on every machine. */
const round = (value: number): number => Math.round(value * 100) / 100;
const rect = (className: string, { x, y, width, height }: Rect, radius: number): XmlElement =>
  element('rect', {
    class: className,
    x: round(x),
    y: round(y),
    width: round(width),
    height: round(height),
    rx: radius,
  });
const grown = ({ x, y, width, height }: Rect, by: number): Rect => ({
  x: x - by,
  y: y - by,
  width: width + 2 * by,
  height: height + 2 * by,
});

function stateGroup(state: ChartState, { active }: Drawing, children: readonly XmlElement[]): XmlElement {
  const attributes = { 'data-state': state.id, 'data-kind': state.kind, 'data-active': String(active.has(state.id)) };
  return element('g', attributes, [element('title', {}, [state.id]), ...children]);
}

function frameElement(cluster: DiagramCluster, drawing: Drawing): XmlElement {
  const { state, isRegion } = cluster;
  const area = drawing.layout.clusters.get(state.id) as Rect;
  return stateGroup(state, drawing, [
    rect(isRegion ? 'cluster region' : 'cluster', area, 10),
    rect('header', grown({ ...area, height: drawing.header(cluster).height }, -3), 7),
  ]);
}

function headElement(cluster: DiagramCluster, drawing: Drawing): XmlElement {
  const { width, height } = drawing.header(cluster);
  const area = drawing.layout.clusters.get(cluster.state.id) as Rect;
  const inside = { ...area, width: Math.min(area.width, width), height };
  const content = blockElements(drawing.header(cluster), inside, drawing, 'start');
  return stateGroup(cluster.state, drawing, [...backings(content), ...content]);
}

/** Ground behind each text of a head: a line that must cross it passes behind the words. A halo would need `paint-order`. */
function backings(content: readonly XmlElement[]): XmlElement[] {
  return content
    .filter(({ attributes }) => attributes.class !== MARK)
    .flatMap(({ name, attributes, children: [text] }) => {
      if (name !== 'text' || typeof text !== 'string') return [];
      const width = widthOf(text, styleOf(attributes.class as BoxLine['role'])) + 2 * MARK_GAP;
      const at = { x: Number(attributes.x) - MARK_GAP, y: Number(attributes.y) - BASELINE };
      return [rect('backing', { ...at, width, height: LINE_HEIGHT }, 2)];
    });
}

function nodeElement(node: DiagramNode, diagram: Diagram, drawing: Drawing): XmlElement {
  const area = drawing.layout.nodes.get(node.id) as Rect;
  const [centreX, centreY] = [round(area.x + area.width / 2), round(area.y + area.height / 2)];
  switch (node.kind) {
    case 'initial':
      return element('circle', { class: 'dot', cx: centreX, cy: centreY, r: INITIAL_DIAMETER / 2 });
    case 'border':
      return element('g', {}, [
        element('title', {}, [`any state inside ${node.of}`]),
        rect('border', grown(area, -1), 2),
      ]);
    case 'state':
      return stateElement(node.state, area, drawing);
    case 'transition':
      return arrowElement(node, area, diagram, drawing);
  }
}

function stateElement(state: ChartState, area: Rect, drawing: Drawing): XmlElement {
  const box = stateBox(state, drawing.textWidth);
  if (state.history !== undefined) return historyElement(state, box, area, drawing);
  const final = state.kind === 'final';
  return stateGroup(state, drawing, [
    rect('box', area, 8),
    ...(final ? [rect('inner', grown(area, -4), 5)] : []),
    ...blockElements(box, area, drawing, 'middle'),
  ]);
}

function historyElement(state: ChartState, box: Box, area: Rect, drawing: Drawing): XmlElement {
  const [x, y] = [area.x + area.width / 2, area.y + HISTORY_RADIUS + PADDING / 2];
  const below = { ...area, y: area.y + 2 * HISTORY_RADIUS - 2 };
  return stateGroup(state, drawing, [
    rect('box', area, 8),
    element('circle', { class: 'inner', cx: round(x), cy: round(y), r: HISTORY_RADIUS }),
    textAt(state.history?.depth === 'deep' ? 'H*' : 'H', 'trigger', x, y + 4, 'middle'),
    ...blockElements(box, below, drawing, 'middle'),
  ]);
}

/** A label with the lines that lead to and from it; if transitions share them, the lines have a group of their own. */
function arrowElement({ id, transitions }: ArrowNode, area: Rect, { lines }: Diagram, drawing: Drawing): XmlElement {
  const drawn = lines.flatMap(({ from, to }, index) =>
    from === id || to === id ? lineElements(drawing.layout.lines[index]!, 'line') : [],
  );
  const blocks = framedBlocks(transitionBox(transitions, drawing.textWidth).blocks, area, drawing);
  if (transitions.length === 1) return transitionGroup(transitions[0], drawing, [...drawn, ...blocks.flat()]);
  return element('g', {}, [
    element('g', { 'data-status': arrowStatus(transitions, drawing.overlay) }, drawn),
    ...transitions.map((transition, index) => transitionGroup(transition, drawing, blocks[index] ?? [])),
  ]);
}

/** Blocks one below the other. */
function framedBlocks(blocks: readonly Block[], area: Rect, drawing: Drawing): XmlElement[][] {
  let y = area.y;
  return blocks.map((block) => {
    const at = { ...area, y, height: blockHeight(block) };
    y += at.height + BLOCK_GAP;
    return framedBlock(block, at, drawing);
  });
}

function transitionGroup(
  transition: ChartTransition,
  { overlay }: Drawing,
  children: readonly XmlElement[],
): XmlElement {
  const { status } = markOf(transition, overlay);
  return element('g', { 'data-transition': transition.id, 'data-status': status }, children);
}

function pseudoLineElements({ lines }: Diagram, { layout }: Drawing): XmlElement[] {
  return lines.flatMap((line, index) =>
    line.transitions === undefined
      ? lineElements(layout.lines[index]!, line.role === 'history' ? 'line dashed' : 'line')
      : [],
  );
}

/** The frame, the lines and the badge of a transition's block; `area` is the frame. */
function framedBlock({ transition, lines }: Block, area: Rect, { overlay }: Drawing): XmlElement[] {
  const badge = transition === undefined ? '' : markOf(transition, overlay).badge;
  const top = area.y + PADDING / 2;
  return [
    rect('label', area, 9),
    ...lines.map(({ role, text }, index) => textAt(text, role, area.x + PADDING, baseline(top, index))),
    textAt(badge, 'badge', area.x + area.width - PADDING, baseline(top, 0), 'end'),
  ];
}

/** Of a line's text, below its top. */
const BASELINE = 12;
const baseline = (top: number, index: number): number => top + index * LINE_HEIGHT + BASELINE;

/** The blocks of a box from top to bottom: the name (with its mark), the details, then framed rows. */
function blockElements(box: Box, area: Rect, drawing: Drawing, nameAnchor: 'start' | 'middle'): XmlElement[] {
  let top = area.y + PADDING;
  return box.blocks.flatMap((block, index) => {
    const at = { ...area, x: area.x + PADDING, y: top, width: area.width - 2 * PADDING, height: blockHeight(block) };
    top += blockHeight(block) + BLOCK_GAP;
    if (block.transition !== undefined)
      return [transitionGroup(block.transition, drawing, framedBlock(block, at, drawing))];
    if (index === 0) return nameElements(block, at, nameAnchor);
    return block.lines.map(({ role, text }, line) => textAt(text, role, at.x, baseline(at.y, line)));
  });
}

/** A centred name has its mark before it, one at the left after it: neither moves when the mark appears. */
function nameElements({ lines }: Block, area: Rect, anchor: 'start' | 'middle'): XmlElement[] {
  const centred = anchor === 'middle';
  const x = centred ? area.x + area.width / 2 : area.x;
  const first = widthOf(lines[0]?.text ?? '', styleOf('name'));
  const mark = centred ? x - first / 2 - MARK_GAP : x + first + MARK_GAP;
  return [
    textAt('▶', MARK, mark, baseline(area.y, 0), centred ? 'end' : undefined),
    ...lines.map(({ role, text }, index) =>
      textAt(text, role, x, baseline(area.y, index), centred ? anchor : undefined),
    ),
  ];
}
