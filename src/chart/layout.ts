/**
 * Where everything goes: a {@link Diagram} with the sizes of its boxes, laid out by Graphviz (`dot`, in WebAssembly).
 *
 * The root is not given to Graphviz as a cluster: it may lead lines around a cluster's outside, and the frame of the whole
 * must enclose them. Its frame is put around the result instead.
 * Invariant: boxes do not overlap, and a cluster encloses what is in it; equal diagrams give equal positions. Graphviz
 * only sees numbers and ids made here, never an author's text, so no text can be taken for its syntax.
 */
import { type Graph, instance, type Subgraph, type Viz } from '@viz-js/viz';
import type { Diagram, DiagramCluster, DiagramLine, DiagramNode } from './diagram.ts';
import type { StateId } from './model.ts';

export interface Size {
  readonly width: number;
  readonly height: number;
}
export interface Point {
  readonly x: number;
  readonly y: number;
}
/** Upper left corner and size; y grows downwards. */
export type Rect = Point & Size;

export interface Layout extends Size {
  readonly nodes: ReadonlyMap<string, Rect>;
  readonly clusters: ReadonlyMap<StateId, Rect>;
  /** In the order of `diagram.lines`. `points`: start, then three per cubic Bézier; `tip`: end of the arrowhead. */
  readonly lines: readonly { readonly points: readonly Point[]; readonly tip?: Point }[];
}

export interface LayoutSizes {
  readonly node: (node: DiagramNode) => Size;
  /** Of the head of a cluster. */
  readonly header: (cluster: DiagramCluster) => Size;
}

export type Direction = 'TB' | 'LR';

export interface LayoutOptions {
  readonly direction: Direction;
  /**
   * Over how many rows the labels of a state's transitions are spread. Side by side (1) they make a picture wide; one below
   * the other, high and narrow.
   */
  readonly stagger: number;
}

let loading: Promise<Viz> | undefined;
/** Compiled once per process: 30 ms, and 5 MB that nobody who draws no SVG should pay for. */
export function graphviz(): Promise<Viz> {
  loading ??= instance();
  return loading;
}

const POINTS_PER_INCH = 72;
const inches = (points: number): number => points / POINTS_PER_INCH;

export async function layoutOf(diagram: Diagram, sizes: LayoutSizes, options: LayoutOptions): Promise<Layout> {
  const names = new Names(diagram);
  const viz = await graphviz();
  const result = viz.render(graphOf(diagram, sizes, options, names), { format: 'json', yInvert: true });
  if (result.status === 'failure')
    throw new Error(`Graphviz could not lay out the chart: ${result.errors.map(({ message }) => message).join('; ')}`);
  return framed(readLayout(JSON.parse(result.output) as GraphvizJson, diagram, names), diagram.root, sizes);
}

/** Between a frame and what is in it. */
const CLUSTER_MARGIN = 14;

/** Puts the root's frame around everything, with its head on top. */
function framed(layout: Layout, root: DiagramCluster, sizes: LayoutSizes): Layout {
  const header = sizes.header(root);
  const inner = { width: layout.width + 2 * CLUSTER_MARGIN, height: layout.height + 2 * CLUSTER_MARGIN };
  const width = Math.max(inner.width, header.width);
  const height = header.height + inner.height;
  const [dx, dy] = [(width - layout.width) / 2, header.height + CLUSTER_MARGIN];
  const moved = <T extends Point>(point: T): T => ({ ...point, x: point.x + dx, y: point.y + dy });
  const movedAll = (rects: ReadonlyMap<string, Rect>): [string, Rect][] =>
    [...rects].map(([id, rect]) => [id, moved(rect)]);
  return {
    width,
    height,
    nodes: new Map(movedAll(layout.nodes)),
    clusters: new Map([[root.state.id, { x: 0, y: 0, width, height }], ...movedAll(layout.clusters)]),
    lines: layout.lines.map(({ points, tip }) => ({
      points: points.map(moved),
      ...(tip === undefined ? {} : { tip: moved(tip) }),
    })),
  };
}

/** Ids for Graphviz by position in the document, and back. */
class Names {
  readonly node = new Map<string, string>();
  readonly cluster = new Map<StateId, string>();
  constructor({ root }: Diagram) {
    const visit = (cluster: DiagramCluster): void => {
      for (const { id } of cluster.nodes) this.node.set(id, `n${this.node.size}`);
      for (const child of cluster.clusters) {
        this.cluster.set(child.state.id, `cluster_${this.cluster.size}`);
        visit(child);
      }
    };
    visit(root);
  }
}

function graphOf({ root, lines }: Diagram, sizes: LayoutSizes, options: LayoutOptions, names: Names): Graph {
  const { direction, stagger } = options;
  const lengths = lengthsOf(lines, stagger);
  return {
    directed: true,
    graphAttributes: { compound: true, rankdir: direction, nodesep: 0.3, ranksep: 0.32 },
    nodeAttributes: { shape: 'box', fixedsize: true, label: '' },
    ...contentsOf(root, sizes, names),
    edges: lines.map((line, index) => ({
      tail: names.node.get(line.from) as string,
      head: names.node.get(line.to) as string,
      attributes: { ...lineAttributes(line, names), minlen: lengths[index] as number, id: lineName(index) },
    })),
  };
}

/** In rows: lines out of one state reach their labels after 1, 2, … `stagger` rows in turn; every other line after one. */
function lengthsOf(lines: readonly DiagramLine[], stagger: number): readonly number[] {
  const siblings = new Map<string, number>();
  return lines.map(({ role, from }) => {
    if (role !== 'source') return 1;
    const before = siblings.get(from) ?? 0;
    siblings.set(from, before + 1);
    return 1 + (before % stagger);
  });
}

function lineAttributes({ role, fromCluster, toCluster }: DiagramLine, names: Names): Record<string, string | number> {
  return {
    arrowsize: 0.8,
    // A line into a transition's label goes on behind it: only its end has a head.
    arrowhead: role === 'source' ? 'none' : 'normal',
    // Heavier lines are drawn straighter and shorter; the way from the initial dot says where reading begins.
    weight: role === 'initial' ? 4 : 1,
    ...(fromCluster === undefined ? {} : { ltail: names.cluster.get(fromCluster) as string }),
    ...(toCluster === undefined ? {} : { lhead: names.cluster.get(toCluster) as string }),
  };
}

function clusterGraph(cluster: DiagramCluster, sizes: LayoutSizes, names: Names): Subgraph {
  const { width, height } = sizes.header(cluster);
  const head = `<TABLE BORDER="0" CELLBORDER="0" FIXEDSIZE="TRUE" WIDTH="${width}" HEIGHT="${height}"><TR><TD></TD></TR></TABLE>`;
  return {
    name: names.cluster.get(cluster.state.id) as string,
    graphAttributes: { label: { html: head }, labeljust: 'l', margin: CLUSTER_MARGIN },
    ...contentsOf(cluster, sizes, names),
  };
}

function contentsOf({ nodes, clusters }: DiagramCluster, sizes: LayoutSizes, names: Names): Subgraph {
  return {
    nodes: nodes.map((node) => {
      const size = sizes.node(node);
      return {
        name: names.node.get(node.id) as string,
        attributes: { width: inches(size.width), height: inches(size.height) },
      };
    }),
    subgraphs: clusters.map((child) => clusterGraph(child, sizes, names)),
  };
}

/** Graphviz lists edges in an order of its own. */
const lineName = (index: number): string => `e${index}`;

/** The part of Graphviz's `json` output that is read; lengths in points, node sizes in inches. */
interface GraphvizJson {
  readonly bb: string;
  readonly objects: readonly {
    readonly name: string;
    readonly pos?: string;
    readonly width?: string;
    readonly height?: string;
    readonly bb?: string;
  }[];
  readonly edges?: readonly { readonly id: string; readonly pos: string }[];
}

const numbers = (text: string): number[] => text.split(',').map(Number);

function readLayout(json: GraphvizJson, diagram: Diagram, names: Names): Layout {
  const byName = new Map(json.objects.map((object) => [object.name, object]));
  const nodes = [...names.node].map(([id, name]) => [id, nodeRect(byName.get(name)!)] as const);
  const clusters = [...names.cluster].map(([id, name]) => [id, bounds(byName.get(name)?.bb ?? '0,0,0,0')] as const);
  const { width, height } = bounds(json.bb);
  const splines = new Map((json.edges ?? []).map(({ id, pos }) => [id, pos]));
  const lines = diagram.lines.map((_, index) => spline(splines.get(lineName(index)) ?? ''));
  return { width, height, nodes: new Map(nodes), clusters: new Map(clusters), lines };
}

function nodeRect({ pos = '0,0', width = '0', height = '0' }: GraphvizJson['objects'][number]): Rect {
  const [x, y] = numbers(pos) as [number, number];
  const size = { width: Number(width) * POINTS_PER_INCH, height: Number(height) * POINTS_PER_INCH };
  return { x: x - size.width / 2, y: y - size.height / 2, ...size };
}

function bounds(bb: string): Rect {
  const [x1, y1, x2, y2] = numbers(bb) as [number, number, number, number];
  return { x: Math.min(x1, x2), y: Math.min(y1, y2), width: Math.abs(x2 - x1), height: Math.abs(y2 - y1) };
}

/** `e,x,y` (tip of the head) and then the points of the spline, blank separated. */
function spline(pos: string): Layout['lines'][number] {
  const parts = pos.split(' ').filter((part) => part !== '');
  const point = (text: string): Point => {
    const [x, y] = numbers(text) as [number, number];
    return { x, y };
  };
  const tip = parts.find((part) => part.startsWith('e,'));
  const points = parts.filter((part) => !/^[se],/.test(part)).map(point);
  return tip === undefined ? { points } : { points, tip: point(tip.slice(2)) };
}
