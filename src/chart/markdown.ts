/**
 * Keeps the charts in a Markdown document equal to the machines: Mermaid blocks or pictures, between two markers.
 *
 * Invariant: what is outside the markers is not touched, and embedding twice changes nothing, so that comparing the
 * result with the document tells whether it is stale. Reads and writes no file.
 */
import type { AnyStateMachine } from 'xstate';
import { chartOf } from './from-machine.ts';
import { type MermaidOptions, toMermaid } from './mermaid.ts';
import type { Chart } from './model.ts';

export const CHARTS_BEGIN = '<!-- charts:begin -->';
export const CHARTS_END = '<!-- charts:end -->';

export interface MarkdownChartOptions extends MermaidOptions {
  /**
   * Where the picture of a chart is, from the document: it is shown instead of a Mermaid block, which code hosts draw
   * within the width of a page, so that the text of a large one cannot be read.
   */
  readonly picture?: (chart: Chart) => string;
}

/** One section per machine in the given order: heading, description, chart. Ends without a newline. */
export function markdownCharts(machines: readonly AnyStateMachine[], options: MarkdownChartOptions = {}): string {
  const { picture, ...mermaid } = options;
  return machines
    .map((machine) => {
      const chart = chartOf(machine);
      const description =
        chart.root.description === undefined ? [] : [`${escapeMarkdown(chart.root.description)}.`, ''];
      return [
        `### ${escapeMarkdown(chart.id)}`,
        '',
        ...description,
        ...(picture === undefined
          ? ['```mermaid', toMermaid(chart, mermaid).trimEnd(), '```']
          : [`![State chart of ${escapeMarkdown(chart.id)}](${encodeURI(picture(chart))})`]),
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
export function escapeMarkdown(text: string): string {
  return text.replace(/\s+/gu, ' ').replace(/[\\`*_{}[\]<>#|&]/g, (character) => `\\${character}`);
}
