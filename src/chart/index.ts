/**
 * `sendpay/chart`: draws any XState v5 machine, without a browser and without starting it.
 *
 * `chartOf(machine)` reads the machine; `toSvg`, `toMermaid`, `toDot`, `toScxml`, `toJson`, `toText` write it.
 * `traceOverlay(machine, events)` says what a run took, to be laid over the picture. Knows nothing of payments.
 */
export { type DotOptions, toDot } from './dot.ts';
export { chartOf } from './from-machine.ts';
export { CHART_JSON_VERSION, toJson } from './json.ts';
export type { Direction } from './layout.ts';
export { CHARTS_BEGIN, CHARTS_END, embedCharts, type MarkdownChartOptions, markdownCharts } from './markdown.ts';
export { type MermaidOptions, toMermaid } from './mermaid.ts';
export * from './model.ts';
export {
  activeStates,
  type ChartValue,
  markOf,
  type Overlay,
  type TraceOptions,
  type TransitionMark,
  type TransitionStatus,
  traceOverlay,
} from './overlay.ts';
export { toScxml } from './scxml.ts';
export { type SvgOptions, toSvg } from './svg.ts';
export { chartCss, type Theme } from './svg-style.ts';
export { type TextOptions, toText } from './text.ts';
export { actionWords, guardWords, signature, type TransitionWords, transitionWords, triggerWords } from './words.ts';
