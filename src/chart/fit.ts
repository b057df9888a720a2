/**
 * The layout of the picture: as it comes, or as narrow as the page it is for.
 *
 * Invariant: the same diagram and width give the same layout; without a width the first way is taken, whatever its size.
 * Knows the sizes of what is drawn, draws nothing.
 */
import type { Diagram, DiagramCluster, DiagramNode } from './diagram.ts';
import { type Direction, type Layout, layoutOf, type Size } from './layout.ts';
import { type Box, stateBox, TEXT_WIDTH, transitionBox } from './svg-boxes.ts';

export const INITIAL_DIAMETER = 14;
const BORDER_SIZE = 12;

export type HeaderOf = (cluster: DiagramCluster) => Box;

/** A layout, and the width of text columns it was made for. */
export interface Fitting {
  readonly layout: Layout;
  readonly textWidth: number;
}

/** What makes a picture narrower, from what harms reading least. */
const WAYS = [TEXT_WIDTH, 210, 180].flatMap((textWidth) => [1, 2, 3, 4, 6].map((stagger) => ({ textWidth, stagger })));

/** The first layout within `maxWidth`, or the narrowest if there is none. */
export async function fittingLayout(
  diagram: Diagram,
  header: HeaderOf,
  direction: Direction,
  maxWidth = Number.POSITIVE_INFINITY,
): Promise<Fitting> {
  const tried: Fitting[] = [];
  for (const { textWidth, stagger } of WAYS) {
    const sizes = { node: (node: DiagramNode) => sizeOf(node, textWidth), header };
    const layout = await layoutOf(diagram, sizes, { direction, stagger });
    if (layout.width <= maxWidth) return { layout, textWidth };
    tried.push({ layout, textWidth });
  }
  return tried.reduce((best, other) => (other.layout.width < best.layout.width ? other : best));
}

function sizeOf(node: DiagramNode, textWidth: number): Size {
  switch (node.kind) {
    case 'state':
      return stateBox(node.state, textWidth);
    case 'transition':
      return transitionBox(node.transitions, textWidth);
    case 'initial':
      return { width: INITIAL_DIAMETER, height: INITIAL_DIAMETER };
    case 'border':
      return { width: BORDER_SIZE, height: BORDER_SIZE };
  }
}
