/**
 * Reads an XState v5 machine into a {@link Chart}.
 *
 * Invariant: every state, transition, guard, action, delay, invocation, tag, description and meta of the machine is in
 * the chart, in the order XState tries them. Reads the definition only: no guard, action or context factory runs.
 */
import type { AnyStateMachine, AnyStateNode, StateNode } from 'xstate';
import { actionOf, definedOnly, delayOf, guardOf, isHiddenTimer } from './behaviour.ts';
import type {
  Chart,
  ChartAction,
  ChartHistory,
  ChartInitial,
  ChartInvoke,
  ChartState,
  ChartTransition,
  ChartTrigger,
} from './model.ts';
import { plainIfPresent } from './plain.ts';

/** A transition as XState's state node holds it, with the fields that only some have. */
type Definition = NonNullable<StateNode['always']>[number] & { readonly delay?: unknown };

const ACTOR_EVENTS = [
  { prefix: 'xstate.done.actor.', kind: 'actorDone' },
  { prefix: 'xstate.error.actor.', kind: 'actorError' },
  { prefix: 'xstate.snapshot.', kind: 'actorSnapshot' },
] as const;

/**
 * The chart of any XState v5 machine (`createMachine`, `setup().createMachine`, `.provide()`).
 * The machine is not started; what only running it would tell (a payload or delay made by a function) is marked computed.
 */
export function chartOf(machine: AnyStateMachine): Chart {
  return definedOnly({ id: machine.id, version: machine.version, root: stateOf(machine, machine.root) });
}

function stateOf(machine: AnyStateMachine, node: AnyStateNode): ChartState {
  return definedOnly({
    id: node.id,
    key: node.key,
    kind: node.type,
    isInitial: node.parent?.type === 'compound' && node.parent.initial.target?.[0] === node,
    initial: node.type === 'compound' ? initialOf(machine, node) : undefined,
    history: node.type === 'history' ? historyOf(node) : undefined,
    description: node.description,
    tags: node.tags,
    meta: plainIfPresent(node.meta),
    output: plainIfPresent(node.output),
    entry: actionsOf(machine, node.entry),
    exit: actionsOf(machine, node.exit),
    invokes: node.invoke.map(invokeOf),
    transitions: definitionsOf(node).map((candidate) => transitionOf(machine, node, candidate)),
    states: Object.values(node.states).map((child) => stateOf(machine, child)),
  });
}

interface Candidate extends Pick<ChartTransition, 'id' | 'order'> {
  readonly definition: Definition;
}

/** Candidates per descriptor in priority order; `always` last, as XState tries it after the event's own transition. */
function definitionsOf(node: AnyStateNode): readonly Candidate[] {
  const byDescriptor: readonly (readonly [string, readonly Definition[]])[] = [
    ...node.transitions,
    ['', node.always ?? []],
  ];
  return byDescriptor.flatMap(([descriptor, candidates]) =>
    candidates.map((definition, index) => ({
      id: `${node.id}|${descriptor}|${index}`,
      order: candidates.length === 1 ? undefined : { nth: index + 1, of: candidates.length },
      definition,
    })),
  );
}

/** The chart's id of a transition XState reports in an inspection event; undefined for the step into the initial state. */
export function transitionIdOf(definition: { readonly source: AnyStateNode }): string | undefined {
  return definitionsOf(definition.source).find((known) => known.definition === definition)?.id;
}

function transitionOf(
  machine: AnyStateMachine,
  node: AnyStateNode,
  { id, order, definition }: Candidate,
): ChartTransition {
  return definedOnly({
    id,
    source: node.id,
    targets: (definition.target ?? []).map((target) => target.id),
    trigger: triggerOf(machine, node, definition),
    order,
    guard: guardOf(machine, definition.guard),
    actions: actionsOf(machine, definition.actions),
    reenter: definition.reenter,
    description: definition.description,
    meta: plainIfPresent(definition.meta),
  });
}

function triggerOf(machine: AnyStateMachine, node: AnyStateNode, { eventType, delay }: Definition): ChartTrigger {
  const fixed = delayOf(machine, delay);
  if (fixed !== undefined) return { kind: 'after', delay: fixed };
  if (eventType === '') return { kind: 'always' };
  if (eventType === `xstate.done.state.${node.id}`) return { kind: 'onDone' };
  if (eventType === 'xstate.route') return { kind: 'route' };
  const actor = ACTOR_EVENTS.find(({ prefix }) => eventType.startsWith(prefix));
  if (actor !== undefined) return { kind: actor.kind, actor: eventType.slice(actor.prefix.length) };
  if (eventType === '*' || eventType.endsWith('.*')) return { kind: 'wildcard', pattern: eventType };
  return { kind: 'event', type: eventType };
}

function initialOf(machine: AnyStateMachine, node: AnyStateNode): ChartInitial {
  const { target, actions, description, meta } = node.initial;
  const first = target?.[0];
  if (first === undefined) throw new TypeError(`state ${node.id} is compound but has no initial state`);
  return definedOnly({
    target: first.id,
    actions: actionsOf(machine, actions),
    description,
    meta: plainIfPresent(meta),
  });
}

function historyOf(node: AnyStateNode): ChartHistory {
  const target: unknown = node.config.target;
  const paths = target === undefined ? [] : [target].flat();
  return {
    depth: node.history === 'deep' ? 'deep' : 'shallow',
    defaults: paths.map((path) => idAtPath(node, String(path))),
  };
}

/** A history state's target is a path of keys from its parent, or `#id`. */
function idAtPath(node: AnyStateNode, path: string): string {
  if (path.startsWith('#')) return node.machine.getStateNodeById(path).id;
  return (
    path
      .replace(/^\./, '')
      .split('.')
      .reduce<AnyStateNode | undefined>((at, key) => at?.states[key], node.parent)?.id ?? path
  );
}

function invokeOf({ id, src, systemId, input }: StateNode['invoke'][number]): ChartInvoke {
  return definedOnly({ id, src: String(src), systemId, input: plainIfPresent(input) });
}

const actionsOf = (machine: AnyStateMachine, actions: readonly unknown[]): readonly ChartAction[] =>
  actions.filter((action) => !isHiddenTimer(action)).map((action) => actionOf(machine, action));
