/**
 * The HTLCs of a payment as a sequence diagram: a line for each node, an arrow for each HTLC and for each result coming back.
 *
 * Invariant: one row per record that moved an HTLC or a part, in the log's order; each row carries `data-position`, so a page
 * can dim what had not happened yet without drawing again. Offers are solid, preimages double-headed by `✓`, failures dashed
 * with `✗`: never by colour alone. Text is escaped by the XML writer; no style sheet, the page brings it.
 */
import { widthOf } from '../chart/text-metrics.ts';
import { element, writeXml, type XmlElement } from '../chart/xml.ts';
import type { NodeId } from '../domain/ids.ts';
import type { Position } from '../journal/port.ts';
import { type HtlcTrack, htlcTracks } from './htlcs.ts';
import { type Aliases, clip, grouped, nodeName } from './names.ts';
import type { Story } from './story.ts';

const COLUMN_WIDTH = 170;
const ROW_HEIGHT = 34;
const HEAD_HEIGHT = 44;
const MARGIN = 16;
const LABEL_SIZE = 11;
/** Room for the position at the left. */
const GUTTER = 64;
/** With more nodes than this, only those an HTLC reached have a line. */
const MAX_COLUMNS = 24;
/** Rows beyond this are left out, with a line that says so: a page of 400 attempts would not be read anyway. */
const MAX_ROWS = 400;

interface Row {
  readonly position: Position;
  readonly kind: 'offer' | 'fulfilled' | 'failed' | 'refused' | 'note';
  readonly from: NodeId;
  readonly to: NodeId;
  readonly label: string;
}

/** An `<svg class="drawing sequence">` element. */
export function sequenceSvg(story: Story, aliases: Aliases): string {
  const tracks = htlcTracks(story);
  const all = [...tracks.flatMap(rowsOf), ...notes(story)].sort((a, b) => a.position - b.position);
  const rows = all.slice(0, MAX_ROWS);
  const nodes = nodesOf(story, tracks);
  const width = GUTTER + nodes.length * COLUMN_WIDTH + MARGIN;
  const height = HEAD_HEIGHT + (rows.length + 1) * ROW_HEIGHT + MARGIN;
  const column = (node: NodeId): number => GUTTER + (nodes.indexOf(node) + 0.5) * COLUMN_WIDTH;
  const left = all.length - rows.length;
  return writeXml(
    element(
      'svg',
      {
        xmlns: 'http://www.w3.org/2000/svg',
        class: 'drawing sequence',
        role: 'img',
        'aria-label': 'Sequence diagram of the HTLCs',
        width,
        height,
        viewBox: `0 0 ${width} ${height}`,
      },
      [
        ...nodes.flatMap((node) => lifeline(nodeName(aliases, node), column(node), height)),
        ...rows.map((row, index) => rowElement(row, HEAD_HEIGHT + (index + 1) * ROW_HEIGHT, column)),
        ...(left === 0 ? [] : [text(`${left} more rows are not drawn`, 'note', GUTTER, height - MARGIN / 2, 'start')]),
      ],
    ),
  );
}

/** The sender first, then the nodes of the routes by how far along a route they come, reached or not. */
function nodesOf({ node, records }: Story, tracks: readonly HtlcTrack[]): readonly NodeId[] {
  const place = new Map<NodeId, number>([[node, -1]]);
  const put = (id: NodeId, hop: number): unknown => place.set(id, Math.max(hop, place.get(id) ?? hop));
  for (const { event } of records) (event.send as { ids?: readonly NodeId[] } | undefined)?.ids?.forEach(put);
  for (const { to, hop } of tracks) put(to, hop);
  place.set(node, -1); // also on a route that comes back to it
  const nodes = [...place.keys()].sort((a, b) => (place.get(a) as number) - (place.get(b) as number));
  if (nodes.length <= MAX_COLUMNS) return nodes;
  const reached = new Set([node, ...tracks.flatMap(({ from, to }) => [from, to])]);
  return nodes.filter((known) => reached.has(known));
}

function rowsOf(track: HtlcTrack): readonly Row[] {
  const { from, to, amountMsat, offeredAt: position, channel, end } = track;
  const offer: Row = { position, kind: 'offer', from, to, label: `${grouped(amountMsat)} msat · ${channel}` };
  if (end === undefined) return [offer];
  if (end.type === 'refused') return [{ ...offer, kind: 'refused', label: `✗ ${offer.label} refused` }];
  const kind = end.type === 'fulfilled' ? 'fulfilled' : 'failed';
  return [offer, { position: end.at, kind, from: to, to: from, label: END_LABELS[end.type] }];
}

const END_LABELS = {
  fulfilled: '✓ preimage',
  failed: '✗ failure',
  malformed: '✗ malformed',
  'timed-out': '✗ timed out',
} as const;

const NOTES: Readonly<Record<string, string>> = {
  PART_SENT: '● sendpay',
  PART_FULFILLED: '✓ paid',
  PART_FAILED: '✗ failed',
};

/** What the sender's own actor noted, on its line. */
function notes({ records, node }: Story): readonly Row[] {
  return records.flatMap(({ event, position }) =>
    Object.hasOwn(NOTES, event.type)
      ? [{ position, kind: 'note', from: node, to: node, label: NOTES[event.type] as string } as const]
      : [],
  );
}

function text(content: string, role: string, x: number, y: number, anchor: 'start' | 'middle' | 'end'): XmlElement {
  return element('text', { class: role, x, y, 'text-anchor': anchor }, [content]);
}

function lifeline(name: string, x: number, height: number): readonly XmlElement[] {
  const label = clip(name, 20);
  const boxWidth = Math.min(COLUMN_WIDTH - 12, widthOf(label, { size: 13, bold: true }) + 20);
  return [
    element('line', { class: 'lifeline', x1: x, y1: HEAD_HEIGHT, x2: x, y2: height - MARGIN }),
    element('rect', { class: 'box', x: x - boxWidth / 2, y: 10, width: boxWidth, height: HEAD_HEIGHT - 14, rx: 6 }),
    text(label, 'name', x, 10 + (HEAD_HEIGHT - 14) / 2 + 5, 'middle'),
  ];
}

function rowElement(row: Row, y: number, column: (node: NodeId) => number): XmlElement {
  const [from, to] = [column(row.from), column(row.to)];
  const position = text(`#${row.position}`, 'position', GUTTER - 10, y + 4, 'end');
  const attributes = { class: `row ${row.kind}`, 'data-position': row.position };
  if (row.kind === 'note')
    return element('g', attributes, [position, text(row.label, 'label', from + 8, y + 4, 'start')]);
  const toRight = to > from;
  const tip = row.kind === 'refused' ? from + (to - from) * 0.5 : to;
  const line = { class: 'arrow', x1: from, y1: y, x2: tip - (toRight ? 7 : -7), y2: y };
  const label = clip(row.label, Math.floor((Math.abs(to - from) * 1.7) / LABEL_SIZE));
  return element('g', attributes, [
    position,
    element('line', line),
    element('path', { class: 'tip', d: toRight ? `M${tip} ${y}l-9 -5v10z` : `M${tip} ${y}l9 -5v10z` }),
    text(label, 'label', (from + to) / 2, y - 6, 'middle'),
  ]);
}
