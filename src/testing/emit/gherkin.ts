/**
 * A plan as Given/When/Then text, for people who read scenarios rather than code. It is a report: nothing runs it.
 */
import { canonical } from '../plain.ts';
import type { Plan, PlanPath, PlanStep } from '../plan.ts';

export function toGherkin(plan: Plan): string {
  return `${[
    `Feature: ${plan.machine}, ${plan.criterion} (${plan.coverage.covered} of ${plan.coverage.total})`,
    ...plan.paths.flatMap((path) => ['', ...scenario(plan, path)]),
  ].join('\n')}\n`;
}

function scenario(plan: Plan, path: PlanPath): string[] {
  return [
    `  Scenario: ${path.title}`,
    `    Given it is ${plan.initial.state}`,
    ...path.steps.flatMap((step) => [`    When ${step.label}`, `    Then ${outcomeOf(step)}`]),
  ];
}

function outcomeOf({ outcome, expect }: PlanStep): string {
  if (outcome !== 'handled') return `nothing changes, because the event is ${outcome} in ${expect.state}`;
  const effects = expect.effects.map((effect) => `\n    And it causes ${canonical(effect)}`).join('');
  return `it is ${expect.state} with ${canonical(expect.data)}${effects}`;
}
