/**
 * What a plan really covers: its events are run on the machine and the items met are counted against everything the
 * exploration found. Does not look at how the plan was made nor at what it expects.
 */
import type { AnyStateMachine } from 'xstate';
import { type Goal, itemNamer } from './criteria.ts';
import { type Edge, type Exploration, explore, lensOf } from './explore.ts';
import { erase, type TestModel } from './model.ts';
import { createStepper } from './stepper.ts';

export interface Coverage {
  readonly covered: number;
  readonly total: number;
  /** Items of the exploration not met. */
  readonly missing: readonly string[];
  /** Items met that the exploration did not foresee: its abstraction is too coarse there. */
  readonly unforeseen: readonly string[];
}

/** The part of a plan that decides what it covers. */
export interface Runnable extends Goal {
  readonly paths: readonly { readonly steps: readonly { readonly event: Edge['event'] }[] }[];
}

export function measureCoverage<M extends AnyStateMachine>(
  given: TestModel<M>,
  plan: Runnable,
  exploration: Exploration = explore(given),
): Coverage {
  const model = erase(given);
  const namer = itemNamer(model, exploration, plan);
  const met = new Set(namer.initial);
  for (const path of plan.paths)
    for (const [previous, edge] of replay(
      model,
      path.steps.map((step) => step.event),
    ))
      for (const item of namer.itemsOf(previous, edge)) met.add(item);
  const all = new Set(namer.all());
  return {
    covered: [...all].filter((item) => met.has(item)).length,
    total: all.size,
    missing: [...all].filter((item) => !met.has(item)),
    unforeseen: [...met].filter((item) => !all.has(item)),
  };
}

/** Each edge of a run with the handled edge before it. */
function replay(model: TestModel, events: readonly Edge['event'][]): readonly (readonly [Edge | undefined, Edge])[] {
  const lens = lensOf(model);
  const stepper = createStepper(model.machine, model.input);
  const met: (readonly [Edge | undefined, Edge])[] = [];
  let { snapshot } = stepper.initial();
  let previous: Edge | undefined;
  for (const event of events) {
    const step = stepper.step(snapshot, event);
    const { outcome, taken, guards } = step;
    const edge = { from: lens.keyOf(snapshot), event, to: lens.keyOf(step.snapshot), outcome, taken, guards };
    met.push([previous, edge]);
    if (outcome === 'handled') previous = edge;
    snapshot = step.snapshot;
  }
  return met;
}
