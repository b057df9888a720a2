/**
 * The chart as JSON: the model of `model.ts`, whole, under a format name and version for programs that read it.
 *
 * Invariant: equal charts give equal bytes; everything in the model is in the text and nothing else.
 */
import type { Chart } from './model.ts';

/** Version of the shape of {@link Chart}; it changes when a reader could misread the new one. */
export const CHART_JSON_VERSION = 1;

/** `{ "format": "statechart", "formatVersion": 1, "id", "version"?, "root": … }`, indented, with a final newline. */
export function toJson(chart: Chart): string {
  return `${JSON.stringify({ format: 'statechart', formatVersion: CHART_JSON_VERSION, ...chart }, null, 2)}\n`;
}
