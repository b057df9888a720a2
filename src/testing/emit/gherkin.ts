/**
 * A plan as Given/When/Then text, for people who read scenarios rather than code. It is a report: nothing runs it.
 * Invariant: one step, one line, whatever names hold.
 */
import { canonical } from '../plain.ts';
import type { Plan, PlanPath, PlanStep } from '../plan.ts';

export function toGherkin(plan: Plan): string {
  const lines = [
    `Feature: ${plan.machine}, ${plan.criterion} (${plan.coverage.covered} of ${plan.coverage.total})`,
    ...plan.paths.flatMap((path) => ['', ...scenario(plan, path)]),
  ];
  return `${lines.map((line) => line.replace(/[\n\r\u2028\u2029]+/gu, ' ')).join('\n')}\n`;
}

function scenario(plan: Plan, path: PlanPath): string[] {
  return [
    `  Scenario: ${path.title}`,
    `    Given it is ${plan.initial.state}`,
    ...path.steps.flatMap((step) => [`    When ${step.label}`, ...outcomeOf(step)]),
  ];
}

function outcomeOf({ outcome, expect }: PlanStep): string[] {
  if (outcome !== 'handled') return [`    Then nothing changes, because the event is ${outcome} in ${expect.state}`];
  return [
    `    Then it is ${expect.state} with ${canonical(expect.data)}`,
    ...expect.effects.map((effect) => `    And it causes ${canonical(effect)}`),
  ];
}
