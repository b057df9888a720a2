/**
 * The chart as Mermaid `stateDiagram-v2` text, which code hosts draw inside Markdown.
 *
 * Invariant: nothing of the model is left out, and no text of a machine's author can end a line, a label or the diagram.
 * Mermaid has no notation for several things; they are kept in words instead:
 * - history states are states named `H` or `H*`, with an arrow to their default;
 * - transitions without target, and those between a state and one that contains it, are lines of the note beside their
 *   state: Mermaid draws the first as a loop as large as the state and loses the arrow of the others inside the box;
 * - the root has a box only when it has more than a description (which is the accessible one of the diagram);
 * - descriptions, tags, entry, exit, invocations, output and meta are lines of that note too;
 * - transitions cannot be styled one by one, so an overlay shows as a symbol before the label: `×2`, `✗ ×1`, `┄`.
 */
import { type Chart, type ChartState, type ChartTransition, type StateId, statesOf } from './model.ts';
import { activeStates, markOf, type Overlay } from './overlay.ts';
import { signature, stateLines, transitionWords } from './words.ts';

export interface MermaidOptions {
  readonly overlay?: Overlay;
  /** Default: top to bottom. */
  readonly direction?: 'TB' | 'LR';
}

interface Context {
  readonly overlay: Overlay | undefined;
  readonly ids: ReadonlyMap<StateId, string>;
  /** Ids of the states inside a state, at any depth. */
  readonly inside: ReadonlyMap<StateId, ReadonlySet<StateId>>;
}

/**
 * Characters that end a token in Mermaid's grammar, start HTML or Markdown, or carry its own escapes (`#58;`). The word
 * `direction` followed by a direction is a statement wherever in a line it stands.
 */
const UNSAFE =
  /[^\p{L}\p{N} .,()[\]/=+'!?→×✗┄ƒ●•–—_-]|direction(?=\s+(?:TB|BT|LR|RL))|(?<=\s)-(?=-)|(?<=-)-|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/giu;

export function escapeMermaid(text: string): string {
  return text.replace(/\s+/gu, ' ').replace(UNSAFE, (found) => {
    const [first, ...rest] = [...found];
    return `#${first?.codePointAt(0)};${rest.join('')}`;
  });
}

/** Ends with a newline. Goes between ```` ```mermaid ```` and ```` ``` ````. */
export function toMermaid(chart: Chart, { overlay, direction = 'TB' }: MermaidOptions = {}): string {
  const context: Context = { overlay, ids: mermaidIds(chart), inside: insides(chart) };
  const boxed = needsBox(chart.root);
  const lines = [
    'stateDiagram-v2',
    `direction ${direction}`,
    `accTitle: ${escapeMermaid(titleOf(chart))}`,
    ...(boxed || chart.root.description === undefined ? [] : [`accDescr: ${escapeMermaid(chart.root.description)}`]),
    ...(boxed ? stateBlock(chart.root, titleOf(chart), context) : childLines(chart.root, '', context)),
    ...activeClass(chart, boxed, context),
  ];
  return `${lines.join('\n')}\n`;
}

const titleOf = (chart: Chart): string =>
  chart.version === undefined ? chart.id : `${chart.id} (version ${chart.version})`;

const needsBox = (root: ChartState): boolean =>
  root.kind !== 'compound' ||
  root.transitions.length > 0 ||
  stateLines(root).some(({ kind }) => kind !== 'description');

function activeClass(chart: Chart, boxed: boolean, { overlay, ids }: Context): string[] {
  const active = [...activeStates(chart, overlay?.active)].filter((id) => boxed || id !== chart.root.id);
  if (active.length === 0) return [];
  const style = 'classDef active stroke-width:4px,stroke:#1a7f37,font-weight:bold';
  return [style, `class ${active.map((id) => ids.get(id)).join(',')} active`];
}

function childLines(parent: ChartState, indent: string, context: Context): string[] {
  const { ids } = context;
  const start = parent.initial === undefined ? [] : [`${indent}[*] --> ${ids.get(parent.initial.target)}`];
  const blocks = parent.states.map((state) =>
    stateBlock(state, labelOf(state), context).map((line) => `${indent}${line}`),
  );
  const separator = parent.kind === 'parallel' ? [`${indent}--`] : [];
  const regions = blocks.flatMap((block, index) => (index === 0 ? block : [...separator, ...block]));
  return [...start, ...regions];
}

function stateBlock(state: ChartState, label: string, context: Context): string[] {
  const id = context.ids.get(state.id) as string;
  const note = noteTexts(state, context);
  const declared = `state "${escapeMermaid(label)}" as ${id}`;
  return [
    ...(state.states.length === 0 ? [declared] : [`${declared} {`, ...childLines(state, '  ', context), '}']),
    ...(state.kind === 'final' ? [`${id} --> [*]`] : []),
    ...(state.history?.defaults ?? []).map((target) => `${id} --> ${context.ids.get(target)} : otherwise`),
    ...(note.length === 0 ? [] : [`note right of ${id} : ${note.join('<br/>')}`]),
    ...arrows(state, context),
  ];
}

const HISTORY = { shallow: 'H', deep: 'H*' } as const;
const labelOf = (state: ChartState): string =>
  state.history === undefined ? state.key : `${HISTORY[state.history.depth]} ${state.key}`;

/** Whether the transition can be an arrow: it has targets, none of which contains the source or is contained in it. */
const isDrawn = ({ source, targets }: ChartTransition, { inside }: Context): boolean =>
  targets.length > 0 && !targets.some((target) => inside.get(source)?.has(target) || inside.get(target)?.has(source));

function arrows(state: ChartState, context: Context): string[] {
  const id = context.ids.get(state.id) as string;
  return state.transitions
    .filter((transition) => isDrawn(transition, context))
    .flatMap((transition) =>
      transition.targets.map((target) => `${id} --> ${context.ids.get(target)} : ${labelText(transition, context)}`),
    );
}

function labelText(transition: ChartTransition, context: Context, separator = '<br/>'): string {
  const words = transitionWords(transition);
  const { status, badge } = markOf(transition, context.overlay);
  const mark = status === 'plain' ? '' : `${status === 'never' ? '┄' : badge} `;
  const targets = transition.targets.length > 1 || !isDrawn(transition, context) ? transition.targets : [];
  const arrow = targets.length === 0 ? '' : ` → ${targets.join(' + ')}`;
  const lines = [`${mark}${signature(words)}${arrow}`, words.description, words.meta && `meta / ${words.meta}`];
  return lines
    .filter((line) => line !== undefined)
    .map(escapeMermaid)
    .join(separator);
}

function noteTexts(state: ChartState, context: Context): string[] {
  const own = stateLines(state).map(({ kind, text }) => (kind === 'tags' ? `tags / ${text}` : text));
  const undrawn = state.transitions.filter((transition) => !isDrawn(transition, context));
  return [...own.map(escapeMermaid), ...undrawn.map((transition) => labelText(transition, context, ' — '))].map(
    (line) => `• ${line}`,
  );
}

/** A prefix keeps ids such as `state` and `default` from being keywords; a number keeps ids apart that read alike. */
function mermaidIds(chart: Chart): ReadonlyMap<StateId, string> {
  const taken = new Set<string>();
  const ids = new Map<StateId, string>();
  for (const { id } of statesOf(chart)) {
    const readable = `s_${id.replace(/[^A-Za-z0-9]+/gu, '_')}`;
    let unique = readable;
    for (let n = 2; taken.has(unique); n++) unique = `${readable}_${n}`;
    taken.add(unique);
    ids.set(id, unique);
  }
  return ids;
}

function insides(chart: Chart): ReadonlyMap<StateId, ReadonlySet<StateId>> {
  const below = (state: ChartState): readonly StateId[] => state.states.flatMap((child) => [child.id, ...below(child)]);
  return new Map(statesOf(chart).map((state) => [state.id, new Set(below(state))]));
}
