/**
 * The chart for a terminal: a tree of states, each with what happens in it and its transitions, one per line.
 *
 * Invariant: nothing of the model is left out, and nothing a machine's author wrote can move the cursor or colour the
 * terminal: control characters are shown as `\xNN`. Uses no colour: the overlay is told by symbols.
 */
import { type Chart, type ChartState, type ChartTransition, type StateId, statesOf } from './model.ts';
import { activeStates, markOf, type Overlay } from './overlay.ts';
import { signature, stateLines, transitionWords } from './words.ts';

export interface TextOptions {
  readonly overlay?: Overlay;
}

interface Context {
  readonly overlay: Overlay | undefined;
  readonly active: ReadonlySet<StateId>;
  readonly names: ReadonlyMap<StateId, string>;
}

const LEGEND = '▶ active   ×N taken N times   ✗ failed   ┄ never taken';

/** Ends with a newline. `●` initial, `◎` final, `‖` parallel, `H`/`H*` shallow/deep history, `▶` active. */
export function toText(chart: Chart, { overlay }: TextOptions = {}): string {
  const context: Context = { overlay, active: activeStates(chart, overlay?.active), names: shortNames(chart) };
  const version = chart.version === undefined ? '' : ` ${chart.version}`;
  const lines = stateBlock(chart.root, `${chart.id}${version}`, '', '', context);
  return `${[...lines, ...(overlay === undefined ? [] : ['', LEGEND])].map(visible).join('\n')}\n`;
}

function stateBlock(state: ChartState, name: string, first: string, rest: string, context: Context): string[] {
  const [description, others] = [state.description, stateLines(state).filter(({ kind }) => kind !== 'description')];
  const active = context.active.has(state.id) ? '▶ ' : '';
  const head = `${first}${active}${symbolOf(state)}${name}${description === undefined ? '' : `  — ${description}`}`;
  const hasChildren = state.states.length > 0;
  const inner = `${rest}${hasChildren ? '│' : ' '}   `;
  return [
    head,
    ...others.map(({ kind, text }) => `${inner}${kind === 'tags' ? `tags / ${text}` : text}`),
    ...historyLine(state, context).map((line) => `${inner}${line}`),
    ...state.transitions.map((transition) => `${inner}${transitionLine(transition, context)}`),
    ...state.states.flatMap((child, index) => {
      const last = index === state.states.length - 1;
      return stateBlock(
        child,
        nameOf(child),
        `${rest}${last ? '└─ ' : '├─ '}`,
        `${rest}${last ? '   ' : '│  '}`,
        context,
      );
    }),
  ];
}

const nameOf = (state: ChartState): string =>
  state.id.endsWith(`.${state.key}`) || state.id === state.key ? state.key : `${state.key} (#${state.id})`;

function symbolOf({ kind, isInitial, history }: ChartState): string {
  const initial = isInitial ? '● ' : '';
  const own = {
    atomic: '',
    compound: '',
    parallel: '‖ ',
    final: '◎ ',
    history: history?.depth === 'deep' ? 'H* ' : 'H ',
  };
  return `${initial}${own[kind]}`;
}

function historyLine({ history }: ChartState, { names }: Context): string[] {
  if (history === undefined) return [];
  const target = history.defaults.map((id) => names.get(id) ?? id).join(' + ');
  return [`${history.depth} history, otherwise → ${target === '' ? 'initial' : target}`];
}

function transitionLine(transition: ChartTransition, { overlay, names }: Context): string {
  const words = transitionWords(transition);
  const mark = markOf(transition, overlay);
  const badge = mark.status === 'plain' ? '' : `${(mark.status === 'never' ? '┄' : mark.badge).padEnd(5)} `;
  const targets = transition.targets.map((id) => names.get(id) ?? id).join(' + ');
  const arrow = targets === '' ? '' : ` → ${targets}`;
  const meta = words.meta === undefined ? '' : ` meta ${words.meta}`;
  return `${badge}${signature(words)}${arrow}${words.description === undefined ? '' : `  — ${words.description}`}${meta}`;
}

/** Ids without the machine's name, which every line would repeat. */
function shortNames(chart: Chart): ReadonlyMap<StateId, string> {
  const prefix = `${chart.root.id}.`;
  return new Map(statesOf(chart).map(({ id }) => [id, id.startsWith(prefix) ? id.slice(prefix.length) : id]));
}

/** Control characters (escape sequences among them) and line breaks as visible text; bidirectional overrides too. */
function visible(line: string): string {
  return line.replace(
    /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu,
    (character) => `\\x${character.codePointAt(0)?.toString(16).padStart(2, '0')}`,
  );
}
