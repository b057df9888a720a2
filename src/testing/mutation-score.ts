/**
 * Runs the expectations of plans on every mutant of their machine: who is noticed (killed), who survives.
 *
 * A mutant is killed by a path whose start or any step shows another state, observation or effect than expected, or
 * that throws. Invariants: the unchanged machine passes the plans (else the score would mean nothing and this throws);
 * a mutant listed as equivalent must survive, else the list is wrong and is reported.
 */
import type { AnyStateMachine } from 'xstate';
import { TestingError } from './error.ts';
import { lensOf } from './explore.ts';
import { erase, modelName, type TestModel } from './model.ts';
import { type Mutant, mutants, OPERATORS, type Operator } from './mutants.ts';
import { canonical } from './plain.ts';
import { expectationOf, type Plan, type PlanPath } from './plan.ts';
import { createStepper } from './stepper.ts';

export interface OperatorScore {
  readonly operator: Operator;
  readonly mutants: number;
  readonly killed: number;
  readonly equivalent: number;
  readonly survived: number;
}

export interface MutationReport {
  readonly machine: string;
  readonly mutants: number;
  readonly killed: number;
  /** Killed of those not listed as equivalent, 0 to 1. */
  readonly score: number;
  readonly operators: readonly OperatorScore[];
  readonly survivors: readonly { readonly id: string; readonly description: string }[];
  readonly equivalent: readonly { readonly id: string; readonly reason: string }[];
  /** Listed as equivalent, but killed or not a mutant at all. */
  readonly wronglyListed: readonly string[];
}

type Fate = 'killed' | 'equivalent' | 'survived';

/** @throws TestingError `TESTING_EXPECTATION` if the unchanged machine does not pass every plan. */
export function mutationScore<M extends AnyStateMachine>(
  given: TestModel<M>,
  plans: Plan | readonly Plan[],
  options: { readonly equivalent?: Readonly<Record<string, string>> } = {},
): MutationReport {
  const model = erase(given);
  const reasons = { ...model.equivalent, ...options.equivalent };
  const together = 'paths' in plans ? [plans] : plans;
  const isNoticed = (machine: AnyStateMachine): boolean => together.some((plan) => isKilled(model, machine, plan));
  const name = modelName(model);
  if (isNoticed(model.machine))
    throw new TestingError('TESTING_EXPECTATION', `a plan fails on the unchanged machine "${name}"`);
  const all = mutants(model.machine);
  const fates = new Map<Mutant, Fate>(
    all.map((one) => [one, isNoticed(one.machine) ? 'killed' : one.id in reasons ? 'equivalent' : 'survived']),
  );
  const having = (fate: Fate): Mutant[] => all.filter((one) => fates.get(one) === fate);
  const [killed, equivalent, survived] = [having('killed'), having('equivalent'), having('survived')];
  const real = killed.length + survived.length;
  return {
    machine: name,
    mutants: all.length,
    killed: killed.length,
    score: real === 0 ? 1 : killed.length / real,
    operators: OPERATORS.map((operator) => scoreOf(operator, fates)),
    survivors: survived.map(({ id, description }) => ({ id, description })),
    equivalent: equivalent.map(({ id }) => ({ id, reason: reasons[id] as string })),
    wronglyListed: Object.keys(reasons).filter((id) => !equivalent.some((one) => one.id === id)),
  };
}

function scoreOf(operator: Operator, fates: ReadonlyMap<Mutant, Fate>): OperatorScore {
  const of = [...fates].filter(([one]) => one.operator === operator).map(([, fate]) => fate);
  const count = (fate: Fate): number => of.filter((one) => one === fate).length;
  return {
    operator,
    mutants: of.length,
    killed: count('killed'),
    equivalent: count('equivalent'),
    survived: count('survived'),
  };
}

/** A mutant's own construction may fail (a target that cannot be entered): that is noticed, too. */
function isKilled(model: TestModel, machine: AnyStateMachine, plan: Plan): boolean {
  try {
    return plan.paths.some((path) => fails({ ...model, machine }, plan, path));
  } catch {
    return true;
  }
}

function fails(model: TestModel, plan: Plan, path: PlanPath): boolean {
  const lens = lensOf(model);
  const stepper = createStepper(model.machine, model.input);
  let step = stepper.initial();
  if (canonical(expectationOf(lens, step)) !== canonical(plan.initial)) return true;
  for (const { event, expect } of path.steps) {
    step = stepper.step(step.snapshot, event);
    if (canonical(expectationOf(lens, step)) !== canonical(expect)) return true;
  }
  return false;
}
