/**
 * The network around a payment: its nodes in columns by distance from the sender, their channels, the routes tried and
 * where they failed.
 *
 * Invariant: the same input gives the same picture; every node and channel of a route is drawn, neighbours only up to a
 * limit. A route taken is a thick line, one that failed a dash-dot line with `✗` at the channel that failed, one in flight a
 * thick dashed line: never by colour alone. Text is escaped by the XML writer; the page brings the style sheet.
 */
import { widthOf } from '../chart/text-metrics.ts';
import { element, writeXml, type XmlElement } from '../chart/xml.ts';
import type { NodeId, ShortChannelId } from '../domain/ids.ts';
import { type Aliases, clip, nodeName } from './names.ts';
import type { PartView } from './timeline.ts';

export interface DrawnChannel {
  readonly channel: ShortChannelId;
  readonly ends: readonly [NodeId, NodeId];
}

export interface NetworkPicture {
  readonly sender: NodeId;
  readonly parts: readonly PartView[];
  /** Channels on routes, and some around them. Those of routes come first. */
  readonly channels: readonly DrawnChannel[];
}

const COLUMN_WIDTH = 180;
const ROW_HEIGHT = 64;
const MARGIN = 28;
const NODE_HEIGHT = 28;

interface Place {
  readonly x: number;
  readonly y: number;
}

/** An `<svg class="drawing network">` element. */
export function networkSvg({ sender, parts, channels }: NetworkPicture, aliases: Aliases): string {
  const places = layout(sender, channels);
  const columns = Math.max(...[...places.values()].map(({ x }) => x), 0);
  const rows = Math.max(...[...places.values()].map(({ y }) => y), 0);
  const width = columns + COLUMN_WIDTH / 2 + MARGIN;
  const height = rows + ROW_HEIGHT / 2 + MARGIN;
  const marks = marksOf(parts);
  const onRoute = new Set(channels.filter(({ channel }) => marks.has(channel)).flatMap(({ ends }) => ends));
  const erring = new Set(parts.flatMap(({ erringNode }) => (erringNode === undefined ? [] : [erringNode])));
  const attributes = {
    xmlns: 'http://www.w3.org/2000/svg',
    class: 'drawing network',
    role: 'img',
    'aria-label': 'The network around the payment',
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
  };
  return writeXml(
    element('svg', attributes, [
      ...channels.map((drawn) => channelElement(drawn, marks.get(drawn.channel), places)),
      ...[...places].map(([node, place]) => {
        const role =
          node === sender ? 'sender' : erring.has(node) ? 'erring' : onRoute.has(node) ? 'onroute' : 'around';
        return nodeElement(nodeName(aliases, node), role, place, node);
      }),
    ]),
  );
}

/** How a channel took part; a later attempt says more than an earlier one. */
interface Mark {
  readonly status: PartView['status'];
  readonly failedHere: boolean;
}

function marksOf(parts: readonly PartView[]): ReadonlyMap<ShortChannelId, Mark> {
  const marks = new Map<ShortChannelId, Mark>();
  for (const { status, channels, erringChannel } of parts)
    for (const channel of channels) {
      const before = marks.get(channel);
      const failedHere = channel === erringChannel || before?.failedHere === true;
      marks.set(channel, { status, failedHere });
    }
  return marks;
}

/** Breadth first from the sender: the column is the distance, the row the order of discovery. */
function layout(sender: NodeId, channels: readonly DrawnChannel[]): ReadonlyMap<NodeId, Place> {
  const neighbours = new Map<NodeId, NodeId[]>();
  for (const { ends } of channels)
    for (const [from, to] of [ends, [ends[1], ends[0]] as const])
      neighbours.set(from, [...(neighbours.get(from) ?? []), to]);
  const depth = new Map<NodeId, number>([[sender, 0]]);
  const queue: NodeId[] = [sender];
  for (let next = 0; next < queue.length; next++)
    for (const node of neighbours.get(queue[next] as NodeId) ?? [])
      if (!depth.has(node)) {
        depth.set(node, (depth.get(queue[next] as NodeId) as number) + 1);
        queue.push(node);
      }
  for (const node of neighbours.keys()) if (!depth.has(node)) depth.set(node, 0);
  return placed(depth);
}

function placed(depth: ReadonlyMap<NodeId, number>): ReadonlyMap<NodeId, Place> {
  const columns = new Map<number, NodeId[]>();
  for (const [node, column] of depth) columns.set(column, [...(columns.get(column) ?? []), node]);
  const tallest = Math.max(...[...columns.values()].map((nodes) => nodes.length));
  const places = new Map<NodeId, Place>();
  for (const [column, nodes] of columns)
    nodes.forEach((node, row) => {
      const x = MARGIN + COLUMN_WIDTH / 2 + column * COLUMN_WIDTH;
      const y = MARGIN + (row + 0.5) * ((tallest * ROW_HEIGHT) / nodes.length) + (column % 2) * 10;
      places.set(node, { x: Math.round(x), y: Math.round(y) });
    });
  return places;
}

function channelElement(
  { channel, ends }: DrawnChannel,
  mark: Mark | undefined,
  places: ReadonlyMap<NodeId, Place>,
): XmlElement {
  const [a, b] = ends.map((end) => places.get(end) as Place) as [Place, Place];
  const role = mark === undefined ? 'around' : mark.status;
  const [x, y] = [(a.x + b.x) / 2, (a.y + b.y) / 2];
  const label = mark?.failedHere ? `✗ ${channel}` : channel;
  return element('g', { class: `channel ${role}`, 'data-channel': channel }, [
    element('title', {}, [`channel ${channel}`]),
    element('line', { x1: a.x, y1: a.y, x2: b.x, y2: b.y }),
    ...(mark === undefined ? [] : [element('text', { class: 'label', x, y: y - 7, 'text-anchor': 'middle' }, [label])]),
  ]);
}

function nodeElement(name: string, role: string, { x, y }: Place, id: NodeId): XmlElement {
  const label = clip(name, 18);
  const width = widthOf(label, { size: 13, bold: true }) + 22;
  return element('g', { class: `node ${role}` }, [
    element('title', {}, [`${name} ${id}`]),
    element('rect', { x: x - width / 2, y: y - NODE_HEIGHT / 2, width, height: NODE_HEIGHT, rx: 14 }),
    element('text', { class: 'name', x, y: y + 5, 'text-anchor': 'middle' }, [label]),
  ]);
}
