/**
 * A payment for the terminal: where it is, what it waits for, its parts, and how it got there.
 *
 * Invariant: control characters never reach the terminal: a label may hold escape sequences that move the cursor or rewrite
 * what stands above (`safeText`). Lines are for reading; programs take `--format json`.
 */
import type { Position } from '../journal/port.ts';
import { type Aliases, clockTime, grouped, nodeName } from './names.ts';
import type { Story } from './story.ts';
import { diffOf, type PartView, type PaymentView, type Step, timelineOf, viewAt } from './timeline.ts';

/** Controls, and the marks that turn the direction of text. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not get through
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** One line of text as a terminal may show it. */
export function safeText(text: string): string {
  return text.replace(UNSAFE, '�');
}

const MARKS: Readonly<Record<PaymentView['status'], string>> = { complete: '✓', failed: '✗', pending: '◌', idle: '○' };

/** The whole story, as of `position`. */
export function textReport(story: Story, aliases: Aliases, position: Position = story.position): string {
  const view = viewAt(story, aliases, position);
  const steps = timelineOf(story, aliases).filter((step) => step.position <= position);
  return joined([
    summaryLines(story, aliases, view),
    view.parts.length === 0 ? [] : ['', ...columns(PART_HEAD, view.parts.map(partCells))],
    ['', ...columns(STEP_HEAD, steps.map(stepCells))],
    story.gaps.map((gap) => `note: ${gap}`),
  ]);
}

/** What changed from one position to another. */
export function diffReport(story: Story, aliases: Aliases, from: Position, to: Position): string {
  const changes = diffOf(viewAt(story, aliases, from), viewAt(story, aliases, to));
  const steps = timelineOf(story, aliases).filter(({ position }) => position > from && position <= to);
  return joined([
    [`from position ${from} to ${to}:`],
    changes.length === 0 ? ['  nothing a payment shows'] : changes.map((change) => `  ${change}`),
    ['', ...columns(STEP_HEAD, steps.map(stepCells))],
  ]);
}

function joined(blocks: readonly (readonly string[])[]): string {
  return `${blocks.flat().map(safeText).join('\n')}\n`;
}

function summaryLines(
  story: Story,
  aliases: Aliases,
  { status, payAgain, waitingFor, position }: PaymentView,
): string[] {
  return [
    `payment     ${story.paymentHash}`,
    `from        ${nodeName(aliases, story.node)}`,
    `status      ${MARKS[status]} ${status} (position ${position})`,
    ...(waitingFor.length === 0 ? ['waits for   nothing'] : waitingFor.map((line) => `waits for   ${line}`)),
    `pay again?  ${payAgain.safe ? 'safe' : 'NOT SAFE'}: ${payAgain.why}`,
  ];
}

const PART_HEAD = ['part', 'state', 'amount msat', 'fee msat', 'route'];

function partCells({ name, status, amountMsat, feeMsat, route, failure }: PartView): readonly string[] {
  return [
    name,
    `${MARKS[status]} ${status}`,
    grouped(amountMsat),
    grouped(feeMsat),
    failure ? `${route}\n${failure}` : route,
  ];
}

const STEP_HEAD = ['position', 'time', 'actor', 'event', 'what changed'];

function stepCells({ position, timeMs, actor, type, changed, waitingFor }: Step): readonly string[] {
  const waits = waitingFor === '' ? '' : `\nwaits for ${waitingFor}`;
  return [`#${position}`, clockTime(timeMs), actor, type, changed + waits];
}

/** Aligned columns; the last may have several lines. */
function columns(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const last = head.length - 1;
  const widths = head.map((cell, i) => Math.max(cell.length, ...rows.map((row) => (row[i] as string).length)));
  const line = (cells: readonly string[]): string[] => {
    const start = cells
      .slice(0, last)
      .map((cell, i) => cell.padEnd(widths[i] as number))
      .join('  ');
    const [first = '', ...more] = (cells[last] as string).split('\n');
    return [`${start}  ${first}`.trimEnd(), ...more.map((text) => `${' '.repeat(start.length + 4)}${text}`)];
  };
  return [...line(head), ...rows.flatMap(line)];
}
