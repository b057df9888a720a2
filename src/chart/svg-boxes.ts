/**
 * What stands inside the boxes of the picture and how large that makes them: states, cluster headers, transition labels.
 *
 * Invariant: a box is as large as its text needs at the widest font, with or without an overlay (room for the badge is
 * always kept), so that a run can be shown step by step without the picture moving.
 */
import { rowsOf } from './diagram.ts';
import type { ChartState, ChartTransition } from './model.ts';
import { type TextStyle, widthOf, wrap } from './text-metrics.ts';
import { stateLines, transitionWords, triggerInOrder } from './words.ts';

export interface BoxLine {
  readonly text: string;
  /** CSS class that says what the line is. */
  readonly role: 'name' | 'trigger' | 'guard' | 'actions' | 'description' | 'tags' | 'detail';
}

/** Lines that belong together; those of a transition are framed and carry its marks. */
export interface Block {
  readonly lines: readonly BoxLine[];
  readonly transition?: ChartTransition;
}

export interface Box {
  readonly blocks: readonly Block[];
  readonly width: number;
  readonly height: number;
}

const STYLES: Readonly<Record<BoxLine['role'], TextStyle>> = {
  name: { size: 14, bold: true },
  trigger: { size: 12, bold: true },
  guard: { size: 11 },
  actions: { size: 11 },
  description: { size: 11 },
  tags: { size: 11 },
  detail: { size: 11 },
};
export const styleOf = (role: BoxLine['role']): TextStyle => STYLES[role];
export const LINE_HEIGHT = 16;
export const PADDING = 10;
export const BLOCK_GAP = 6;
/** Room for `▶` before a state's name. */
export const MARK_WIDTH = 18;
/** Room for `✗ ×999` after a transition's first line. */
const BADGE_WIDTH = 52;
/** About the width of a text column that is read without effort at these sizes. */
export const TEXT_WIDTH = 250;
const HEADER_TEXT_WIDTH = 420;
/** History circle; its name stands under it. */
export const HISTORY_RADIUS = 15;

const wrapped = (role: BoxLine['role'], text: string | undefined, width: number): BoxLine[] =>
  text === undefined ? [] : wrap(text, width, STYLES[role]).map((line) => ({ role, text: line }));

export const blockHeight = (block: Block): number =>
  block.lines.length * LINE_HEIGHT + (block.transition === undefined ? 0 : PADDING);

function blockWidth(block: Block): number {
  const framed = block.transition !== undefined;
  return Math.max(
    ...block.lines.map(({ role, text }, index) => {
      const extra = role === 'name' ? 2 * MARK_WIDTH : framed && index === 0 ? BADGE_WIDTH : 0;
      return widthOf(text, STYLES[role]) + extra + (framed ? 2 * PADDING : 0);
    }),
  );
}

function boxOf(blocks: readonly Block[], padding: number): Box {
  const filled = blocks.filter(({ lines }) => lines.length > 0);
  const heights = filled.map(blockHeight).reduce((sum, height) => sum + height, 0);
  return {
    blocks: filled,
    width: Math.ceil(Math.max(0, ...filled.map(blockWidth)) + 2 * padding),
    height: heights + Math.max(0, filled.length - 1) * BLOCK_GAP + 2 * padding,
  };
}

function transitionBlock(transition: ChartTransition, width: number): Block {
  const words = transitionWords(transition);
  return {
    transition,
    lines: [
      ...wrapped('trigger', triggerInOrder(words), width),
      ...wrapped('guard', words.guard && `[${words.guard}]`, width),
      ...wrapped('actions', words.actions && `/ ${words.actions}`, width),
      ...wrapped('detail', words.note && `(${words.note})`, width),
      ...wrapped('description', words.description, width),
      ...wrapped('detail', words.meta && `meta / ${words.meta}`, width),
    ],
  };
}

function stateBlocks(state: ChartState, name: string, width: number): Block[] {
  const details = stateLines(state).flatMap(({ kind, text }) =>
    wrapped(kind === 'description' || kind === 'tags' ? kind : 'detail', text, width),
  );
  return [
    { lines: wrapped('name', name, width) },
    { lines: details },
    ...rowsOf(state).map((row) => transitionBlock(row, width)),
  ];
}

/** A state without children. */
export function stateBox(state: ChartState, textWidth: number): Box {
  const box = boxOf(stateBlocks(state, state.key, textWidth), PADDING);
  return state.kind === 'history' ? { ...box, height: box.height + 2 * HISTORY_RADIUS } : box;
}

/** The head of a state with children. */
export function headerBox(state: ChartState, name = state.key): Box {
  return boxOf(stateBlocks(state, name, HEADER_TEXT_WIDTH), PADDING);
}

/** The label of transitions that go somewhere: a block for each. */
export function transitionBox(transitions: readonly ChartTransition[], textWidth: number): Box {
  return boxOf(
    transitions.map((transition) => transitionBlock(transition, textWidth - 2 * PADDING)),
    0,
  );
}
