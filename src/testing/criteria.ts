/**
 * Coverage criteria: what there is to cover (items), and which items one step of a run covers.
 *
 * | criterion          | an item is                                                                    |
 * |--------------------|-------------------------------------------------------------------------------|
 * | `states`           | a state                                                                       |
 * | `transitions`      | a transition between two states by an event that was handled                  |
 * | `transition-pairs` | two handled transitions taken one after the other (1-switch, Chow 1978); one  |
 * |                    | that none precedes and none follows is an item by itself                      |
 * | `guards`           | a guard of a declared transition reading true, and the same reading false     |
 * | `event-matrix`     | an event in a state, by what becomes of it: handled, refused or ignored       |
 *
 * Two granularities: `model` tells abstract states and event variants apart; `chart` only the states, event types and
 * declared transitions that are drawn. Items of `guards` are the same in both.
 */
import type { EventObject } from 'xstate';
import { declaredTransitions } from './declared.ts';
import type { Edge, Exploration } from './explore.ts';
import type { TestModel } from './model.ts';
import { canonical } from './plain.ts';

export const CRITERIA = ['states', 'transitions', 'transition-pairs', 'guards', 'event-matrix'] as const;
export type Criterion = (typeof CRITERIA)[number];

export const GRANULARITIES = ['model', 'chart'] as const;
export type Granularity = (typeof GRANULARITIES)[number];

export interface Goal {
  readonly criterion: Criterion;
  readonly granularity: Granularity;
}

/** Names items; `previous` is the last handled edge of the same run. */
export interface ItemNamer {
  /** Items an edge covers when it follows `previous`. */
  itemsOf(previous: Edge | undefined, edge: Edge): readonly string[];
  /** Items covered before any event. */
  readonly initial: readonly string[];
  /** Everything there is to cover, in the order of discovery. */
  all(): readonly string[];
}

type Naming = (previous: Edge | undefined, edge: Edge) => readonly string[];

export function itemNamer(model: TestModel, exploration: Exploration, goal: Goal): ItemNamer {
  const words = wordsFor(exploration, goal.granularity);
  const pair = (previous: Edge | undefined, edge: Edge): string[] =>
    previous === undefined ? [] : [`${words.edge(previous)}, then ${words.edge(edge)}`];
  const handled = exploration.edges.filter(({ outcome }) => outcome === 'handled');
  const lone = loneOf(handled, words.edge);
  const namings: Record<Criterion, Naming> = {
    states: (_, edge) => [words.state(edge.to)],
    transitions: (_, edge) => (edge.outcome === 'handled' ? [words.edge(edge)] : []),
    'transition-pairs': (previous, edge) =>
      edge.outcome === 'handled'
        ? [...pair(previous, edge), ...(lone.has(words.edge(edge)) ? [words.edge(edge)] : [])]
        : [],
    guards: (_, edge) => edge.guards.map(({ transition, value }) => `${transition} reads ${value}`),
    'event-matrix': (_, edge) => [`${words.event(edge.event)} in ${words.state(edge.from)} is ${edge.outcome}`],
  };
  const naming = namings[goal.criterion];
  const itemsOf = goal.criterion === 'transition-pairs' ? naming : rememberedItems(naming);
  const initial = goal.criterion === 'states' ? [words.state(exploration.initial)] : [];
  const everything: Record<Criterion, () => readonly string[]> = {
    states: () => [...exploration.states.keys()].map(words.state),
    transitions: () => exploration.edges.flatMap((edge) => itemsOf(undefined, edge)),
    'transition-pairs': () => [...pairsOf(handled).flatMap(([first, second]) => pair(first, second)), ...lone],
    guards: () =>
      declaredTransitions(model.machine)
        .filter(({ guard }) => guard !== undefined)
        .flatMap(({ id }) => [`${id} reads true`, `${id} reads false`]),
    'event-matrix': () => exploration.edges.flatMap((edge) => itemsOf(undefined, edge)),
  };
  return { itemsOf, initial, all: () => [...new Set(everything[goal.criterion]())] };
}

/** Every pair of edges that meet. */
function pairsOf(handled: readonly Edge[]): readonly (readonly [Edge, Edge])[] {
  const byFrom = groupBy(handled, (edge) => edge.from);
  return handled.flatMap((first) => (byFrom.get(first.to) ?? []).map((second) => [first, second] as const));
}

export function groupBy<T>(values: readonly T[], keyOf: (value: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) {
    const key = keyOf(value);
    const group = groups.get(key);
    if (group) group.push(value);
    else groups.set(key, [value]);
  }
  return groups;
}

/** Names of edges that are in no pair: without them a machine of two states and one transition would have nothing to cover. */
function loneOf(handled: readonly Edge[], nameOf: (edge: Edge) => string): ReadonlySet<string> {
  const entered = new Set(handled.map(({ to }) => to));
  const left = new Set(handled.map(({ from }) => from));
  const paired = new Set(handled.filter(({ from, to }) => entered.has(from) || left.has(to)).map(nameOf));
  return new Set(handled.map(nameOf).filter((name) => !paired.has(name)));
}

interface Words {
  state(key: string): string;
  event(event: EventObject): string;
  edge(edge: Edge): string;
}

function wordsFor(exploration: Exploration, granularity: Granularity): Words {
  const label = (key: string): string => exploration.states.get(key)?.label ?? `outside the model: ${key}`;
  const name = (key: string): string => exploration.states.get(key)?.name ?? `outside the model: ${key}`;
  const edgeInModel = (edge: Edge): string => `${label(edge.from)} -${canonical(edge.event)}-> ${label(edge.to)}`;
  const edgeInChart = (edge: Edge): string => `${name(edge.from)} -${edge.taken.join(' + ')}-> ${name(edge.to)}`;
  return granularity === 'model'
    ? { state: label, event: canonical, edge: remembered(edgeInModel) }
    : { state: name, event: (one) => one.type, edge: remembered(edgeInChart) };
}

function rememberedItems(naming: Naming): Naming {
  const known = new WeakMap<Edge, readonly string[]>();
  return (previous, edge) => {
    const items = known.get(edge) ?? naming(previous, edge);
    known.set(edge, items);
    return items;
  };
}

/** An edge meets thousands of others in pairs; its name is computed once. */
function remembered(nameOf: (edge: Edge) => string): (edge: Edge) => string {
  const known = new WeakMap<Edge, string>();
  return (edge) => {
    const before = known.get(edge);
    if (before !== undefined) return before;
    const name = nameOf(edge);
    known.set(edge, name);
    return name;
  };
}
