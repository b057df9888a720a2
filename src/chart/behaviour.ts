/**
 * Reads actions, guards and delays out of an XState v5 machine as data.
 *
 * XState keeps its own actions and guards as functions with properties (`type: 'xstate.assign'`, `guards: [...]`); those
 * properties are read here and nowhere else, so that a change in XState has one place to be met.
 * Invariant: no function of the machine's author is ever called; what only running it would tell is shown as computed.
 */
import type { AnyStateMachine } from 'xstate';
import { compositeGuard } from './composite-guard.ts';
import type { ChartAction, ChartDelay, ChartEvent, ChartGuard } from './model.ts';
import { functionName, plain, plainIfPresent } from './plain.ts';

type Bag = Readonly<Record<string, unknown>>;

/** Composite guards may refer to each other by name in a circle; XState would not end either. */
const MAX_GUARD_DEPTH = 16;

const bagOf = (value: unknown): Bag =>
  typeof value === 'function' || (typeof value === 'object' && value !== null) ? (value as unknown as Bag) : {};

const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'function' ? computed(value) : referenceText(bagOf(value));
const referenceText = (reference: Bag): string => (typeof reference.id === 'string' ? reference.id : 'actor');
const computed = (by: unknown): string => `ƒ ${functionName(by)}`.trim();

/** Absent and undefined must be one thing, or equal charts would give different JSON and fail deep comparison. */
export function definedOnly<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as T;
}

export function eventOf(value: unknown): ChartEvent {
  if (typeof value === 'function') return { kind: 'computed', by: computed(value) };
  const { type, ...payload } = bagOf(value);
  const known = { kind: 'known' as const, type: String(type) };
  return Object.keys(payload).length === 0 ? known : { ...known, payload: plain(payload) };
}

/** `delay` as written: milliseconds, a name, a function, or absent. */
export function delayOf(machine: AnyStateMachine, delay: unknown): ChartDelay | undefined {
  if (delay === undefined) return undefined;
  if (typeof delay === 'number') return { kind: 'ms', ms: delay };
  if (typeof delay === 'function') return { kind: 'computed', by: computed(delay) };
  const name = String(delay);
  const known = bagOf(machine.implementations.delays)[name];
  return typeof known === 'number' ? { kind: 'named', name, ms: known } : { kind: 'named', name };
}

type Reader = (machine: AnyStateMachine, action: Bag) => ChartAction;
const optionalText = (value: unknown): string | undefined => (value === undefined ? undefined : textOf(value));

const BUILT_IN: Readonly<Record<string, Reader>> = {
  'xstate.assign': (_, { assignment }) =>
    typeof assignment === 'function'
      ? { kind: 'assign', keys: [], by: computed(assignment) }
      : { kind: 'assign', keys: Object.keys(bagOf(assignment)), by: '' },
  'xstate.raise': (machine, { event, delay, id }) =>
    definedOnly({ kind: 'raise', event: eventOf(event), delay: delayOf(machine, delay), id: optionalText(id) }),
  'xstate.emit': (_, { event }) => ({ kind: 'emit', event: eventOf(event) }),
  'xstate.sendTo': (machine, { to, event, delay, id }) =>
    definedOnly({
      kind: 'sendTo',
      to: to === '#_parent' ? 'parent' : textOf(to),
      event: eventOf(event),
      delay: delayOf(machine, delay),
      id: optionalText(id),
    }),
  'xstate.spawnChild': (_, { src, id, systemId }) =>
    definedOnly({
      kind: 'spawnChild',
      src: textOf(src),
      id: optionalText(id),
      systemId: optionalText(systemId),
    }),
  'xstate.stopChild': (_, { actorRef }) => ({ kind: 'stopChild', ref: textOf(actorRef) }),
  'xstate.cancel': (_, { sendId }) => ({ kind: 'cancel', sendId: textOf(sendId) }),
  'xstate.log': (_, { label, value }) => definedOnly({ kind: 'log', value: textOf(value), label: optionalText(label) }),
  'xstate.enqueueActions': (_, { collect }) => ({ kind: 'enqueueActions', by: computed(collect) }),
};

function functionAction(machine: AnyStateMachine, action: unknown): ChartAction {
  const bag = bagOf(action);
  const reader = typeof bag.type === 'string' && Object.hasOwn(BUILT_IN, bag.type) ? BUILT_IN[bag.type] : undefined;
  return reader?.(machine, bag) ?? { kind: 'inline', name: functionName(action) };
}

export function actionOf(machine: AnyStateMachine, action: unknown): ChartAction {
  if (typeof action === 'function') return functionAction(machine, action);
  const name = typeof action === 'string' ? action : String(bagOf(action).type);
  const implementation = bagOf(machine.implementations.actions)[name];
  const does = typeof implementation === 'function' ? functionAction(machine, implementation) : undefined;
  return definedOnly({
    kind: 'named',
    name,
    params: typeof action === 'string' ? undefined : plainIfPresent(bagOf(action).params),
    does: does?.kind === 'inline' ? undefined : does,
  });
}

/** XState turns `after` into a hidden delayed raise on entry and a cancel on exit; the chart shows the transition instead. */
export function isHiddenTimer(action: unknown): boolean {
  const { type, id, sendId } = bagOf(action);
  const timer = type === 'xstate.raise' ? id : type === 'xstate.cancel' ? sendId : undefined;
  return typeof timer === 'string' && timer.startsWith('xstate.after.');
}

function functionGuard(machine: AnyStateMachine, guard: unknown, depth: number): ChartGuard {
  const composite = compositeGuard(guard);
  if (composite === undefined) return { kind: 'inline', name: functionName(guard) };
  if (composite.kind === 'stateIn') return { kind: 'stateIn', value: plain(composite.stateValue) };
  const guards = composite.guards.map((inner) => guardWithin(machine, inner, depth + 1));
  return composite.kind === 'not' ? { kind: 'not', guard: guards[0] as ChartGuard } : { kind: composite.kind, guards };
}

function guardWithin(machine: AnyStateMachine, guard: unknown, depth: number): ChartGuard {
  if (typeof guard === 'function') return functionGuard(machine, guard, depth);
  const name = typeof guard === 'string' ? guard : String(bagOf(guard).type);
  const implementation = bagOf(machine.implementations.guards)[name];
  const means =
    depth < MAX_GUARD_DEPTH && implementation !== undefined
      ? guardWithin(machine, implementation, depth + 1)
      : undefined;
  return definedOnly({
    kind: 'named',
    name,
    params: typeof guard === 'string' ? undefined : plainIfPresent(bagOf(guard).params),
    means: means?.kind === 'inline' ? undefined : means,
  });
}

export function guardOf(machine: AnyStateMachine, guard: unknown): ChartGuard | undefined {
  return guard === undefined ? undefined : guardWithin(machine, guard, 0);
}
