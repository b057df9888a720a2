/**
 * A plan: paths of concrete events with what must be seen after each. Plain data; made from a model, run by drivers,
 * written out by emitters. It does not know the system it will run against.
 */
import type { AnyStateMachine, EventObject } from 'xstate';
import { type Coverage, measureCoverage } from './coverage.ts';
import type { Criterion, Goal, Granularity } from './criteria.ts';
import { type Exploration, explore, type Lens, lensOf } from './explore.ts';
import { labelEvents } from './labels.ts';
import { erase, modelName, type TestModel } from './model.ts';
import { canonical } from './plain.ts';
import { createStepper, type Outcome, type Step, stateName } from './stepper.ts';
import { type Run, tours } from './tour.ts';

/** What must be seen after an event. */
export interface Expectation {
  /** Active atomic states, e.g. `complete.settled`; parallel regions joined with ` + `. */
  readonly state: string;
  /** The model's observation of the snapshot. */
  readonly data: unknown;
  /** Effects of this step, in order. */
  readonly effects: readonly unknown[];
}

export interface PlanStep {
  readonly event: EventObject;
  /** Short name of the event variant, unique in the plan. */
  readonly label: string;
  readonly outcome: Outcome;
  readonly expect: Expectation;
}

export interface PlanPath {
  /** A sentence, unique in the plan. */
  readonly title: string;
  readonly steps: readonly PlanStep[];
}

export interface Plan {
  readonly machine: string;
  readonly criterion: Criterion;
  readonly granularity: Granularity;
  readonly initial: Expectation;
  readonly paths: readonly PlanPath[];
  readonly coverage: Coverage;
}

export interface PlanOptions extends Partial<Goal> {
  readonly criterion: Criterion;
  /** Longest path. */
  readonly maxSteps?: number;
}

/**
 * Generates a plan that meets a criterion, as far as the machine allows; `plan.coverage` says how far that is.
 *
 * @throws ExplorationLimitError, TestingError
 */
export function generatePlan<M extends AnyStateMachine>(
  given: TestModel<M>,
  options: PlanOptions,
  exploration: Exploration = explore(given),
): Plan {
  const model = erase(given);
  const goal: Goal = { criterion: options.criterion, granularity: options.granularity ?? 'model' };
  const runs = tours(model, exploration, goal, options.maxSteps);
  const lens = lensOf(model);
  const labels = labelEvents(
    model,
    runs.flatMap((run) => run.edges.map((edge) => edge.event)),
  );
  const initial = expectationOf(lens, createStepper(model.machine, model.input).initial());
  const paths = runs.map((run, index) => toPath(run, index, initial.state, lens, labels));
  const uncounted = { machine: modelName(model), ...goal, initial, paths };
  return { ...uncounted, coverage: measureCoverage(given, uncounted, exploration) };
}

export function expectationOf(lens: Lens, step: Step): Expectation {
  return { state: stateName(step.snapshot), data: lens.observe(step.snapshot), effects: step.effects };
}

function toPath(run: Run, index: number, start: string, lens: Lens, labels: ReadonlyMap<string, string>): PlanPath {
  const steps = run.steps.map((step, at): PlanStep => {
    const event = run.edges[at]?.event as EventObject;
    const label = labels.get(canonical(event)) as string;
    return { event, label, outcome: step.outcome, expect: expectationOf(lens, step) };
  });
  return { title: titleOf(index + 1, start, steps), steps };
}

/** States named in a title: enough to recognise the story, few enough to read it. */
const TITLE_STATES = 6;

function titleOf(number: number, start: string, steps: readonly PlanStep[]): string {
  const states = [start];
  for (const { expect } of steps) if (expect.state !== states.at(-1)) states.push(expect.state);
  const shown =
    states.length <= TITLE_STATES
      ? states
      : [...states.slice(0, TITLE_STATES - 1), `(${states.length - TITLE_STATES} more)`, states.at(-1)];
  const unmoved = steps.filter((step) => step.outcome !== 'handled').length;
  const refusals = unmoved === 0 ? '' : ` and is left unmoved by ${unmoved}`;
  const events = `${steps.length} event${steps.length === 1 ? '' : 's'}`;
  return states.length === 1
    ? `path ${number} stays ${start} through ${events}${refusals}`
    : `path ${number} goes ${shown.join(' → ')} in ${events}${refusals}`;
}
