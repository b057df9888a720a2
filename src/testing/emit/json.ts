/**
 * A plan as JSON and back. Amounts survive: bigint is written as `{"$bigint":"12"}`.
 * Invariant: `parsePlan(planToJson(plan))` is the plan; a file that is not a plan is refused, never half read.
 */
import { CRITERIA, GRANULARITIES } from '../criteria.ts';
import { TestingError } from '../error.ts';
import { fromJson, toJson } from '../plain.ts';
import type { Plan } from '../plan.ts';

/** Changes when the shape of a plan does. */
const PLAN_FORMAT = 'sendpay-test-plan/1';

export function planToJson(plan: Plan): string {
  return `${toJson({ format: PLAN_FORMAT, ...plan })}\n`;
}

/** @throws TestingError `TESTING_BAD_INPUT` */
export function parsePlan(text: string): Plan {
  const { format, ...plan } = read(text) as { format?: unknown } & Plan;
  const complaint =
    format !== PLAN_FORMAT
      ? `format is ${String(format)}, not ${PLAN_FORMAT}`
      : !CRITERIA.includes(plan.criterion) || !GRANULARITIES.includes(plan.granularity)
        ? `criterion ${String(plan.criterion)} (${String(plan.granularity)}) is unknown`
        : !Array.isArray(plan.paths) || plan.initial === undefined
          ? 'paths or initial are missing'
          : undefined;
  if (complaint !== undefined) throw new TestingError('TESTING_BAD_INPUT', `not a test plan: ${complaint}`);
  return plan;
}

function read(text: string): object {
  try {
    const value = fromJson(text);
    if (typeof value === 'object' && value !== null) return value;
  } catch (cause) {
    throw new TestingError('TESTING_BAD_INPUT', 'not a test plan: not JSON', { cause });
  }
  throw new TestingError('TESTING_BAD_INPUT', 'not a test plan: not an object');
}
