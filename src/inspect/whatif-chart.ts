/**
 * `whatif` as a picture: over the recorded sends, how many failures there were, and how many of them each policy's routes
 * would have met again.
 *
 * Invariant: three stepped lines over the same axis, told apart by dash and by label, not by colour alone; the numbers stand at
 * their ends. One self-contained SVG in light and dark; text is escaped by the XML writer.
 */
import { element, writeXml, type XmlElement } from '../chart/xml.ts';
import { duration, grouped } from './names.ts';
import { avoids, type WhatIf, type WhatIfSend } from './whatif.ts';

const WIDTH = 860;
const HEIGHT = 380;
const LEFT = 60;
const RIGHT = 190;
const TOP = 56;
const BOTTOM = 48;
/** Points of a line; a longer log is sampled. */
const MAX_POINTS = 1_000;
/** Labels at the ends of lines are at least this far apart. */
const LABEL_GAP = 18;

type Colour = 'ink' | 'ground' | 'edge' | 'bad' | 'was' | 'new';

/** Literal colours: programs that draw an SVG and are no browsers know no variables. */
const coloured = (colours: Readonly<Record<Colour, string>>): string =>
  [
    `.whatif text{fill:${colours.ink}}.whatif .ground{fill:${colours.ground}}.whatif .grid{stroke:${colours.edge}}`,
    `.whatif .all{stroke:${colours.bad}}.whatif .recorded{stroke:${colours.was}}.whatif .offered{stroke:${colours.new}}`,
  ].join('\n');

const CSS = `.whatif text{font:12px 'DejaVu Sans',Verdana,sans-serif}.whatif .title{font-size:15px;font-weight:bold}
.whatif .line{fill:none;stroke-width:2.2}.whatif .recorded{stroke-dasharray:9 4}
.whatif .offered{stroke-dasharray:2 4;stroke-width:3}
${coloured({ ink: '#1f2328', ground: '#fff', edge: '#d0d7de', bad: '#a40e26', was: '#57606a', new: '#0550ae' })}
@media (prefers-color-scheme:dark){
${coloured({ ink: '#f0f3f6', ground: '#0d1117', edge: '#3d444d', bad: '#ffa198', was: '#adb6c1', new: '#79c0ff' })}
}`;

interface Series {
  readonly role: 'all' | 'recorded' | 'offered';
  readonly name: string;
  readonly counts: (send: WhatIfSend) => boolean;
}

/** An `<svg>` element, ending with a newline. */
export function whatIfSvg({ sends, policy, summary }: WhatIf): string {
  const series: readonly Series[] = [
    { role: 'all', name: 'failed on the way', counts: ({ culprit }) => culprit !== undefined },
    { role: 'recorded', name: 'met as recorded', counts: (send) => met(send, send.recorded) },
    {
      role: 'offered',
      name: `met, half-life ${duration(policy.halfLifeMs)}`,
      counts: (send) => met(send, send.offered),
    },
  ];
  const highest = Math.max(1, summary.avoidable);
  const x = (index: number): number => LEFT + (index / Math.max(1, sends.length)) * (WIDTH - LEFT - RIGHT);
  const y = (count: number): number => HEIGHT - BOTTOM - (count / highest) * (HEIGHT - TOP - BOTTOM);
  const lines = series.map((each) => ({ ...each, points: cumulative(sends, each.counts) }));
  const svg = element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      class: 'whatif',
      role: 'img',
      width: WIDTH,
      height: HEIGHT,
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
    },
    [
      element('style', {}, [CSS]),
      element('title', {}, ['Recorded failures, and those the offered routes would have met']),
      element('rect', { class: 'ground', width: WIDTH, height: HEIGHT }),
      text('Recorded failures, and those the offered routes would have met', 'title', LEFT, 28),
      ...axis(highest, sends.length, y),
      ...lines.map(({ role, points }) =>
        element('polyline', {
          class: `line ${role}`,
          points: points.map(([index, count]) => `${x(index).toFixed(1)},${y(count).toFixed(1)}`).join(' '),
        }),
      ),
      ...endLabels(
        lines.map(({ name, points }) => ({ name, count: points.at(-1)?.[1] ?? 0 })),
        y,
      ),
    ],
  );
  return `${writeXml(svg)}\n`;
}

/** The offered route has what failed: it would have been met again. */
const met = (send: WhatIfSend, route: WhatIfSend['offered']): boolean =>
  send.culprit !== undefined && !avoids(send, route);

type Point = readonly [index: number, count: number];

function cumulative(sends: readonly WhatIfSend[], counts: Series['counts']): readonly Point[] {
  const every = Math.max(1, Math.ceil(sends.length / MAX_POINTS));
  const points: Point[] = [[0, 0]];
  let count = 0;
  sends.forEach((send, index) => {
    if (counts(send)) count++;
    if (index % every === 0 || index === sends.length - 1) points.push([index + 1, count]);
  });
  return points;
}

function axis(highest: number, sends: number, y: (count: number) => number): readonly XmlElement[] {
  return [
    ...[0, 0.5, 1].flatMap((share) => {
      const count = Math.round(highest * share);
      return [
        element('line', { class: 'grid', x1: LEFT, x2: WIDTH - RIGHT, y1: y(count), y2: y(count) }),
        text(grouped(count), 'tick', LEFT - 8, y(count) + 4, 'end'),
      ];
    }),
    text(`sendpay 1 to ${grouped(sends)}, as recorded`, 'tick', (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 16, 'middle'),
  ];
}

/** At the ends of the lines, moved apart where they would overlap. */
function endLabels(
  ends: readonly { readonly name: string; readonly count: number }[],
  y: (count: number) => number,
): readonly XmlElement[] {
  let last = Number.NEGATIVE_INFINITY;
  return ends
    .toSorted((a, b) => b.count - a.count)
    .map(({ name, count }) => {
      last = Math.max(y(count) + 4, last + LABEL_GAP);
      return text(`${grouped(count)} ${name}`, 'key', WIDTH - RIGHT + 8, last);
    });
}

function text(content: string, role: string, x: number, y: number, anchor?: 'middle' | 'end'): XmlElement {
  return element('text', { class: role, x: x.toFixed(1), y: y.toFixed(1), 'text-anchor': anchor }, [content]);
}
