/**
 * The chart as SCXML (W3C State Chart XML, Recommendation of 1 September 2015).
 *
 * Invariant: well-formed XML with unique ids that are NCNames; whatever SCXML has no element for (descriptions, tags,
 * meta, names of actions, actor systems) is kept in elements and attributes of the namespace {@link EXTENSION}, which
 * section 4.9 allows.
 * Code is not translated: a named guard becomes the call `name(params)`, a function without a name `inline()`.
 */
import type {
  Chart,
  ChartAction,
  ChartDelay,
  ChartEvent,
  ChartGuard,
  ChartState,
  ChartTransition,
  ChartTrigger,
  Json,
  StateId,
} from './model.ts';
import { delayWords, eventWords } from './words.ts';
import { element, writeXml, type XmlElement } from './xml.ts';

export const EXTENSION = 'urn:xstate:statechart';

/** XState ids may hold any character, an xs:ID may not; the original is kept in `x:id`. Injective: `_` is escaped too. */
export function ncName(id: string): string {
  const safe = id.replace(/[^A-Za-z0-9.-]/gu, (character) => `_${character.codePointAt(0)?.toString(16)}_`);
  return /^[A-Za-z_]/.test(safe) ? safe : `_${safe}`;
}

/** SCXML reads white space in an event name as a list of names. */
const eventToken = (type: string): string => type.replace(/\s/gu, (space) => `_${space.codePointAt(0)?.toString(16)}_`);

const refs = (ids: readonly StateId[]): string | undefined =>
  ids.length === 0 ? undefined : ids.map(ncName).join(' ');
const json = (value: Json | undefined): string | undefined => (value === undefined ? undefined : JSON.stringify(value));

export function toScxml(chart: Chart): string {
  const { root } = chart;
  const scxml = element(
    'scxml',
    {
      xmlns: 'http://www.w3.org/2005/07/scxml',
      'xmlns:x': EXTENSION,
      version: '1.0',
      datamodel: 'ecmascript',
      name: ncName(chart.id),
      initial: ncName(root.id),
      'x:version': chart.version,
    },
    [stateElement(root)],
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n${writeXml(scxml)}\n`;
}

const ELEMENT_OF = {
  atomic: 'state',
  compound: 'state',
  parallel: 'parallel',
  final: 'final',
  history: 'history',
} as const;

function stateElement(state: ChartState): XmlElement {
  const id = ncName(state.id);
  const attributes = {
    id,
    type: state.history?.depth,
    'x:id': id === state.id ? undefined : state.id,
    'x:key': state.id.endsWith(state.key) ? undefined : state.key,
    'x:tags': state.tags.length === 0 ? undefined : JSON.stringify(state.tags),
    'x:meta': json(state.meta),
  };
  return element(ELEMENT_OF[state.kind], attributes, [
    ...describe(state.description),
    ...initialElement(state),
    ...historyDefault(state),
    ...block('onentry', [...state.entry.map(actionElement), ...state.transitions.flatMap(timerElement)]),
    ...block('onexit', [...state.exit.map(actionElement), ...state.transitions.flatMap(timerCancelled)]),
    ...state.invokes.map((invoke) =>
      element('invoke', {
        id: invoke.id,
        src: invoke.src,
        'x:systemId': invoke.systemId,
        'x:input': json(invoke.input),
      }),
    ),
    ...[...state.transitions].sort(bySpecificity).map((transition) => transitionElement(state, transition)),
    ...(state.output === undefined ? [] : [outputElement(state.kind, state.output)]),
    ...state.states.map(stateElement),
  ]);
}

/** SCXML takes the first transition of the document that matches; XState an exact event before a wildcard, the longest of these first. */
function bySpecificity({ trigger: one }: ChartTransition, { trigger: other }: ChartTransition): number {
  const looseness = (trigger: ChartTrigger): number => (trigger.kind === 'wildcard' ? 1 / trigger.pattern.length : 0);
  return looseness(one) - looseness(other);
}

const describe = (description: string | undefined): XmlElement[] =>
  description === undefined ? [] : [element('x:description', {}, [description])];
const block = (name: string, content: readonly XmlElement[]): XmlElement[] =>
  content.length === 0 ? [] : [element(name, {}, content)];

function initialElement({ initial }: ChartState): XmlElement[] {
  if (initial === undefined) return [];
  const content = [...describe(initial.description), ...initial.actions.map(actionElement)];
  const transition = element('transition', { target: ncName(initial.target), 'x:meta': json(initial.meta) }, content);
  return [element('initial', {}, [transition])];
}

function historyDefault({ history }: ChartState): XmlElement[] {
  const target = refs(history?.defaults ?? []);
  return target === undefined ? [] : [element('transition', { target })];
}

/** SCXML gives data only to a final state; XState's root may have an output as well. */
function outputElement(kind: ChartState['kind'], output: Json): XmlElement {
  const expression = JSON.stringify(output);
  return kind === 'final'
    ? element('donedata', {}, [element('content', { expr: expression })])
    : element('x:output', { expr: expression });
}

/** `after` in SCXML is a delayed send on entry, cancelled on exit; the send carries the transition's id. */
function timerElement({ id, trigger }: ChartTransition): XmlElement[] {
  if (trigger.kind !== 'after') return [];
  return [element('send', { event: timerEvent(id), id: ncName(id), ...delayAttributes(trigger.delay) })];
}
const timerCancelled = ({ id, trigger }: ChartTransition): XmlElement[] =>
  trigger.kind === 'after' ? [element('cancel', { sendid: ncName(id) })] : [];
const timerEvent = (id: string): string => `after.${ncName(id)}`;

function delayAttributes(delay: ChartDelay | undefined): XmlElement['attributes'] {
  if (delay === undefined) return {};
  if (delay.kind === 'ms') return { delay: `${delay.ms}ms` };
  const known = delay.kind === 'named' ? delay.ms : undefined;
  const name = delay.kind === 'named' ? delay.name : delay.by;
  return known === undefined ? { delayexpr: name } : { delay: `${known}ms`, 'x:delay': name };
}

function eventName(state: ChartState, id: string, trigger: ChartTrigger): string | undefined {
  switch (trigger.kind) {
    case 'event':
      return eventToken(trigger.type);
    case 'wildcard':
      return eventToken(trigger.pattern);
    case 'always':
      return undefined;
    case 'after':
      return timerEvent(id);
    case 'onDone':
      return `done.state.${ncName(state.id)}`;
    case 'actorDone':
      return eventToken(`done.invoke.${trigger.actor}`);
    case 'actorError':
      return eventToken(`error.invoke.${trigger.actor}`);
    case 'actorSnapshot':
      return eventToken(`snapshot.invoke.${trigger.actor}`);
    case 'route':
      return 'route';
  }
}

function transitionElement(state: ChartState, transition: ChartTransition): XmlElement {
  const { id, trigger, order, guard, targets, actions, reenter, description, meta } = transition;
  return element(
    'transition',
    {
      event: eventName(state, id, trigger),
      cond: guard === undefined ? undefined : condition(guard),
      target: refs(targets),
      // SCXML's default leaves and re-enters the source, XState's does not.
      type: targets.length === 0 || reenter ? undefined : 'internal',
      'x:id': id,
      'x:order': order === undefined ? undefined : `${order.nth} of ${order.of}`,
      'x:delay': trigger.kind === 'after' ? delayWords(trigger.delay) : undefined,
      'x:meta': json(meta),
    },
    [...describe(description), ...actions.map(actionElement)],
  );
}

const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

function condition(guard: ChartGuard): string {
  switch (guard.kind) {
    case 'named': {
      const name = IDENTIFIER.test(guard.name) ? guard.name : `guards[${JSON.stringify(guard.name)}]`;
      const comment = guard.means === undefined ? '' : ` /* ${condition(guard.means).replaceAll('*/', '* /')} */`;
      return `${name}(${json(guard.params) ?? ''})${comment}`;
    }
    case 'inline':
      return IDENTIFIER.test(guard.name) ? `${guard.name}()` : 'inline()';
    case 'not':
      return `!(${condition(guard.guard)})`;
    case 'and':
      return guard.guards.map((inner) => `(${condition(inner)})`).join(' && ');
    case 'or':
      return guard.guards.map((inner) => `(${condition(inner)})`).join(' || ');
    case 'stateIn':
      return `In(${JSON.stringify(guard.value)})`;
  }
}

const eventAttributes = (event: ChartEvent): XmlElement['attributes'] =>
  event.kind === 'known'
    ? { event: eventToken(event.type), 'x:payload': json(event.payload) }
    : { eventexpr: event.by };

function actionElement(action: ChartAction): XmlElement {
  switch (action.kind) {
    case 'named':
      return element(
        'x:action',
        { name: action.name, params: json(action.params) },
        action.does === undefined ? [] : [actionElement(action.does)],
      );
    case 'inline':
      return element('x:action', { inline: action.name });
    case 'assign':
      return element('x:assign', { keys: action.keys.join(' ') || undefined, by: action.by || undefined });
    case 'raise':
      return raiseElement(action);
    case 'emit':
      return element('x:emit', eventAttributes(action.event));
    case 'sendTo':
      return element('send', {
        ...eventAttributes(action.event),
        target: action.to === 'parent' ? '#_parent' : `#_${action.to}`,
        id: action.id,
        ...delayAttributes(action.delay),
      });
    case 'spawnChild':
      return element('x:spawn', { src: action.src, id: action.id, systemId: action.systemId });
    case 'stopChild':
      return element('x:stop', { id: action.ref });
    case 'cancel':
      return element('cancel', { sendid: action.sendId });
    case 'log':
      return element('log', { label: action.label, expr: JSON.stringify(action.value) });
    case 'enqueueActions':
      return element('x:enqueueActions', { by: action.by });
  }
}

/** SCXML's `raise` takes neither a delay nor a computed event; a send to one's own queue does. */
function raiseElement({ event, delay, id }: Extract<ChartAction, { kind: 'raise' }>): XmlElement {
  if (event.kind === 'known' && delay === undefined)
    return element('raise', { event: eventToken(event.type), 'x:payload': json(event.payload) });
  return element('send', {
    ...eventAttributes(event),
    target: '#_internal',
    id,
    ...delayAttributes(delay),
    'x:raise': eventWords(event),
  });
}
