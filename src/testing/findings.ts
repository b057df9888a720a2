/**
 * What an exploration says about the machine itself, before any test runs: transitions nobody can take, guards that
 * never read true or never false, situations from which no good end can be reached.
 *
 * Every finding is relative to the model's events: a transition is dead if none of *these* events takes it.
 */
import type { AnyStateMachine } from 'xstate';
import { declaredTransitions, guardName } from './declared.ts';
import type { AbstractState, Exploration, Unstable } from './explore.ts';
import { erase, type TestModel } from './model.ts';

export interface Findings {
  readonly states: number;
  readonly edges: number;
  /** Edges by what became of the event. */
  readonly handled: number;
  readonly refused: number;
  readonly ignored: number;
  readonly declared: number;
  /** Declared transitions never taken. */
  readonly dead: readonly string[];
  /** Guarded transitions whose guard never read true: `id (guard)`. */
  readonly neverTrue: readonly string[];
  readonly neverFalse: readonly string[];
  /** States from which no goal is reachable. Undefined if the model has no goal at all. */
  readonly trapped: readonly string[] | undefined;
  readonly unstable: readonly Unstable[];
}

export function findingsOf<M extends AnyStateMachine>(given: TestModel<M>, exploration: Exploration): Findings {
  const model = erase(given);
  const declared = declaredTransitions(model.machine);
  const taken = new Set(exploration.edges.flatMap((edge) => edge.taken));
  const readings = new Set(
    exploration.edges.flatMap((edge) => edge.guards.map(({ transition, value }) => `${transition}=${value}`)),
  );
  const neverRead = (value: boolean): readonly string[] =>
    declared
      .filter((one) => one.guard !== undefined && !readings.has(`${one.id}=${value}`))
      .map((one) => `${one.id} (${guardName(one.guard)})`);
  const count = (outcomes: readonly string[]): number =>
    exploration.edges.filter((edge) => outcomes.includes(edge.outcome)).length;
  return {
    states: exploration.states.size,
    edges: exploration.edges.length,
    handled: count(['handled']),
    refused: count(['refused']),
    ignored: count(['ignored', 'forbidden']),
    declared: declared.length,
    dead: declared.filter((one) => !one.inert && !taken.has(one.id)).map((one) => one.id),
    neverTrue: neverRead(true),
    neverFalse: neverRead(false),
    trapped: trappedStates(exploration),
    unstable: exploration.unstable,
  };
}

/** Backwards from the goals; whatever is not met cannot end well. */
function trappedStates(exploration: Exploration): readonly string[] | undefined {
  const states = [...exploration.states.values()];
  const saved = new Set(states.filter((state) => state.isGoal).map((state) => state.key));
  if (saved.size === 0) return undefined;
  const sources = new Map<string, string[]>();
  for (const { from, to } of exploration.edges) sources.set(to, [...(sources.get(to) ?? []), from]);
  for (const key of saved) for (const source of sources.get(key) ?? []) saved.add(source);
  return states.filter((state: AbstractState) => !saved.has(state.key)).map((state) => state.label);
}
