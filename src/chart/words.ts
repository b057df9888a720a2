/**
 * How the parts of a chart read: one wording for all formats, after UML's `event [guard] / actions`.
 *
 * Invariant: everything the model holds about a guard, action, delay or trigger is in its words. Nothing is escaped here:
 * each emitter escapes for its own format, once.
 */
import type {
  ChartAction,
  ChartDelay,
  ChartEvent,
  ChartGuard,
  ChartInvoke,
  ChartState,
  ChartTransition,
  ChartTrigger,
  Json,
} from './model.ts';

/** JSON without the quotes around plain keys and strings: `{least: 42}`. */
export function jsonWords(value: Json): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return `[${value.map(jsonWords).join(', ')}]`;
  if (value === null || typeof value !== 'object') return String(value);
  return `{${Object.entries(value)
    .map(([key, item]) => `${key}: ${jsonWords(item)}`)
    .join(', ')}}`;
}

const paramsWords = (params: Json | undefined): string => (params === undefined ? '' : `(${jsonWords(params)})`);

export function delayWords(delay: ChartDelay): string {
  switch (delay.kind) {
    case 'ms':
      return `${delay.ms} ms`;
    case 'named':
      return delay.ms === undefined ? delay.name : `${delay.name} (${delay.ms} ms)`;
    case 'computed':
      return delay.by;
  }
}

export function eventWords(event: ChartEvent): string {
  return event.kind === 'computed' ? event.by : `${event.type}${paramsWords(event.payload)}`;
}

/** Composites as XState writes them: `and(isReady, not(isLast))`. */
export function guardWords(guard: ChartGuard): string {
  switch (guard.kind) {
    case 'named':
      return `${guard.name}${paramsWords(guard.params)}${guard.means === undefined ? '' : ` = ${guardWords(guard.means)}`}`;
    case 'inline':
      return `ƒ ${guard.name}`.trim();
    case 'not':
      return `not(${guardWords(guard.guard)})`;
    case 'and':
    case 'or':
      return `${guard.kind}(${guard.guards.map(guardWords).join(', ')})`;
    case 'stateIn':
      return `stateIn(${jsonWords(guard.value)})`;
  }
}

const identified = (id: string | undefined): string => (id === undefined ? '' : ` as ${id}`);
const delayed = (delay: ChartDelay | undefined): string => (delay === undefined ? '' : ` after ${delayWords(delay)}`);

export function actionWords(action: ChartAction): string {
  switch (action.kind) {
    case 'named':
      return `${action.name}${paramsWords(action.params)}${action.does === undefined ? '' : `: ${doesWords(action.does)}`}`;
    case 'inline':
      return `ƒ ${action.name}`.trim();
    case 'assign':
      return `assign ${action.keys.join(', ')}${action.by}`;
    case 'raise':
      return `raise ${eventWords(action.event)}${delayed(action.delay)}${identified(action.id)}`;
    case 'emit':
      return `emit ${eventWords(action.event)}`;
    case 'sendTo':
      return `send ${eventWords(action.event)} to ${action.to}${delayed(action.delay)}${identified(action.id)}`;
    case 'spawnChild':
      return `spawn ${action.src}${identified(action.id)}${action.systemId === undefined ? '' : ` (system ${action.systemId})`}`;
    case 'stopChild':
      return `stop ${action.ref}`;
    case 'cancel':
      return `cancel ${action.sendId}`;
    case 'log':
      return `log ${action.label === undefined ? '' : `${action.label}: `}${action.value}`;
    case 'enqueueActions':
      return `enqueue ${action.by}`;
  }
}

/** What a named action does, in as few words as say more than the name: its function has the name already. */
const doesWords = (does: ChartAction): string => actionWords(does).replace(/ ?ƒ$/, '');

export function triggerWords(trigger: ChartTrigger): string {
  switch (trigger.kind) {
    case 'event':
      return trigger.type;
    case 'wildcard':
      return trigger.pattern === '*' ? '* (any other event)' : trigger.pattern;
    case 'always':
      return 'always';
    case 'after':
      return `after ${delayWords(trigger.delay)}`;
    case 'onDone':
      return 'done';
    case 'actorDone':
      return `done: ${trigger.actor}`;
    case 'actorError':
      return `error: ${trigger.actor}`;
    case 'actorSnapshot':
      return `snapshot: ${trigger.actor}`;
    case 'route':
      return 'route';
  }
}

export function invokeWords(invoke: ChartInvoke): string {
  const system = invoke.systemId === undefined ? '' : ` (system ${invoke.systemId})`;
  const input = invoke.input === undefined ? '' : ` with ${jsonWords(invoke.input)}`;
  return `${invoke.src}${identified(invoke.id)}${system}${input}`;
}

/** The parts of a transition a reader sees besides its arrow, absent ones left out. */
export interface TransitionWords {
  readonly trigger: string;
  /** `2 of 3`: of those for the same trigger the first whose guard holds is taken. */
  readonly order?: string;
  readonly guard?: string;
  readonly actions?: string;
  /** `re-enters`, `refused` (swallows the event) or `stays inside` (goes to itself or a descendant without leaving). */
  readonly note?: string;
  readonly description?: string;
  readonly meta?: string;
}

export function transitionWords(transition: ChartTransition): TransitionWords {
  const { trigger, order, guard, actions, description, meta } = transition;
  return {
    trigger: triggerWords(trigger),
    ...(order === undefined ? {} : { order: `${order.nth} of ${order.of}` }),
    ...(guard === undefined ? {} : { guard: guardWords(guard) }),
    ...(actions.length === 0 ? {} : { actions: actions.map(actionWords).join(', ') }),
    ...noteOf(transition),
    ...(description === undefined ? {} : { description }),
    ...(meta === undefined ? {} : { meta: jsonWords(meta) }),
  };
}

function noteOf({ source, targets, actions, reenter }: ChartTransition): { note?: string } {
  if (reenter) return { note: 're-enters' };
  if (targets.length === 0) return actions.length === 0 ? { note: 'refused' } : {};
  return targets.every((target) => target === source) ? { note: 'stays inside' } : {};
}

/** `EVENT`, and its place if others follow or precede: `EVENT (2 of 3)`. */
export const triggerInOrder = ({ trigger, order }: TransitionWords): string =>
  order === undefined ? trigger : `${trigger} (${order})`;

/** `EVENT (2 of 3) [guard] / actions (note)`, without the description and meta. */
export function signature(words: TransitionWords): string {
  const guard = words.guard === undefined ? '' : ` [${words.guard}]`;
  const actions = words.actions === undefined ? '' : ` / ${words.actions}`;
  const note = words.note === undefined ? '' : ` (${words.note})`;
  return `${triggerInOrder(words)}${guard}${actions}${note}`;
}

/** A line of a state's box, after the name: what it is and what happens there apart from transitions. */
export interface StateLine {
  readonly kind: 'description' | 'tags' | 'entry' | 'exit' | 'invoke' | 'initial' | 'output' | 'meta';
  readonly text: string;
}

export function stateLines(state: ChartState): readonly StateLine[] {
  const list = (kind: 'entry' | 'exit'): StateLine[] =>
    state[kind].length === 0 ? [] : [{ kind, text: `${kind} / ${state[kind].map(actionWords).join(', ')}` }];
  const one = (kind: StateLine['kind'], text: string | undefined): StateLine[] =>
    text === undefined ? [] : [{ kind, text }];
  const initial = [
    ...(state.initial?.actions ?? []).map(actionWords),
    ...(state.initial?.description === undefined ? [] : [state.initial.description]),
    ...(state.initial?.meta === undefined ? [] : [jsonWords(state.initial.meta)]),
  ];
  return [
    ...one('description', state.description),
    ...one('tags', state.tags.length === 0 ? undefined : state.tags.map((tag) => `#${tag}`).join(' ')),
    ...list('entry'),
    ...list('exit'),
    ...state.invokes.map((invoke): StateLine => ({ kind: 'invoke', text: `invoke / ${invokeWords(invoke)}` })),
    ...one('initial', initial.length === 0 ? undefined : `initial / ${initial.join(', ')}`),
    ...one('output', state.output === undefined ? undefined : `output / ${jsonWords(state.output)}`),
    ...one('meta', state.meta === undefined ? undefined : `meta / ${jsonWords(state.meta)}`),
  ];
}
