/**
 * A spline of the layout as SVG: the curve, and its head as a triangle of its own.
 *
 * The head is not an SVG marker, because a marker does not take the colour of its line in every renderer.
 */
import type { Layout, Point } from './layout.ts';
import { element, type XmlElement } from './xml.ts';

const HEAD_HALF_WIDTH = 4;
const round = (value: number): number => Math.round(value * 100) / 100;
const pair = ({ x, y }: Point): string => `${round(x)},${round(y)}`;

export function lineElements({ points, tip }: Layout['lines'][number], className: string): XmlElement[] {
  const [start, ...controls] = points;
  if (start === undefined) return [];
  const path = element('path', { class: className, d: `M${pair(start)}C${controls.map(pair).join(' ')}` });
  const end = controls.at(-1) ?? start;
  return tip === undefined ? [path] : [path, element('path', { class: 'head', d: headPath(end, tip) })];
}

function headPath(end: Point, tip: Point): string {
  const length = Math.hypot(tip.x - end.x, tip.y - end.y) || 1;
  const across = { x: ((tip.y - end.y) / length) * HEAD_HALF_WIDTH, y: ((end.x - tip.x) / length) * HEAD_HALF_WIDTH };
  const left = { x: end.x + across.x, y: end.y + across.y };
  const right = { x: end.x - across.x, y: end.y - across.y };
  return `M${pair(left)}L${pair(tip)}L${pair(right)}Z`;
}
