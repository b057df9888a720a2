/**
 * Names for the repeated parts of a plan (event variants, situations), so that an emitted file says each once.
 * Invariant: names depend only on the plan; equal parts get one name.
 */
import { canonical } from '../plain.ts';
import type { Expectation, Plan } from '../plan.ts';

export interface Named<T> {
  readonly name: string;
  readonly value: T;
}

export interface PlanNames {
  readonly events: readonly Named<Plan['paths'][number]['steps'][number]['event']>[];
  readonly situations: readonly Named<Pick<Expectation, 'state' | 'data'>>[];
  situation(expect: Pick<Expectation, 'state' | 'data'>): string;
}

export function nameParts(plan: Plan): PlanNames {
  const steps = plan.paths.flatMap((path) => path.steps);
  const events = new Map(steps.map((step) => [step.label, step.event]));
  const situations = new Map<string, Named<Pick<Expectation, 'state' | 'data'>>>();
  const counts = new Map<string, number>();
  for (const { state, data } of [plan.initial, ...steps.map((step) => step.expect)]) {
    const key = canonical([state, data]);
    if (situations.has(key)) continue;
    const count = (counts.get(state) ?? 0) + 1;
    counts.set(state, count);
    situations.set(key, { name: count === 1 ? state : `${state}~${count}`, value: { state, data } });
  }
  return {
    events: [...events].map(([name, value]) => ({ name, value })),
    situations: [...situations.values()],
    situation: ({ state, data }) => situations.get(canonical([state, data]))?.name ?? state,
  };
}
