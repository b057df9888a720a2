/**
 * Keeps the charts in a Markdown document equal to the machines: Mermaid blocks between two markers.
 *
 * Invariant: what is outside the markers is not touched, and embedding twice changes nothing, so that comparing the
 * result with the document tells whether it is stale. Reads and writes no file.
 */
import type { AnyStateMachine } from 'xstate';
import { chartOf } from './from-machine.ts';
import { type MermaidOptions, toMermaid } from './mermaid.ts';

export const CHARTS_BEGIN = '<!-- charts:begin -->';
export const CHARTS_END = '<!-- charts:end -->';

/** One section per machine in the given order: heading, description, Mermaid block. Ends without a newline. */
export function markdownCharts(machines: readonly AnyStateMachine[], options: MermaidOptions = {}): string {
  return machines
    .map((machine) => {
      const chart = chartOf(machine);
      const description =
        chart.root.description === undefined ? [] : [`${escapeMarkdown(chart.root.description)}.`, ''];
      return [
        `### ${escapeMarkdown(chart.id)}`,
        '',
        ...description,
        '```mermaid',
        toMermaid(chart, options).trimEnd(),
        '```',
      ].join('\n');
    })
    .join('\n\n');
}

/** The document with `charts` between its markers; throws if it does not hold each marker once, in order. */
export function embedCharts(document: string, charts: string): string {
  const [before, inside, ...second] = document.split(CHARTS_BEGIN);
  const [, after, ...third] = (inside ?? '').split(CHARTS_END);
  if (before === undefined || after === undefined || second.length > 0 || third.length > 0)
    throw new Error(`the document must hold ${CHARTS_BEGIN} and then ${CHARTS_END}, each once`);
  return `${before}${CHARTS_BEGIN}\n\n${charts}\n\n${CHARTS_END}${after}`;
}

/** Characters that begin markup anywhere in a line, and line breaks, which begin new blocks. */
function escapeMarkdown(text: string): string {
  return text.replace(/\s+/gu, ' ').replace(/[\\`*_{}[\]<>#|&]/g, (character) => `\\${character}`);
}
