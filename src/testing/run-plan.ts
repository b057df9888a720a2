/**
 * Runs a plan against a driver and says, step by step, what passed, failed or could not be run.
 *
 * Invariants: a step passes only if at least one facet was observed and every observed facet is as expected. After a
 * failed step, or a handled event the driver could not deliver, the system is no longer where the plan thinks: the rest
 * of the path is not runnable. It is never counted as passed.
 */
import type { Driver, Observation } from './driver.ts';
import { canonical } from './plain.ts';
import type { Expectation, Plan, PlanPath, PlanStep } from './plan.ts';

export type Verdict =
  | { readonly status: 'passed' }
  | { readonly status: 'failed'; readonly differences: readonly Difference[] }
  | { readonly status: 'not runnable'; readonly reason: string };

export interface Difference {
  readonly facet: 'state' | 'data' | 'effects' | 'exception';
  readonly expected: unknown;
  readonly seen: unknown;
}

export interface PathReport {
  readonly title: string;
  /** Verdict of the start, then of each step. */
  readonly verdicts: readonly Verdict[];
}

export interface RunReport {
  readonly plan: string;
  readonly driver: string;
  readonly paths: readonly PathReport[];
  /** Steps, starts included. `passed + failed + notRunnable` is all of them. */
  readonly passed: number;
  readonly failed: number;
  readonly notRunnable: number;
}

export async function runPlan(plan: Plan, driver: Driver): Promise<RunReport> {
  const paths: PathReport[] = [];
  for (const path of plan.paths) paths.push(await runPath(plan, path, driver));
  const count = (status: Verdict['status']): number =>
    paths.flatMap((path) => path.verdicts).filter((verdict) => verdict.status === status).length;
  return {
    plan: `${plan.machine}: ${plan.criterion}`,
    driver: driver.name,
    paths,
    passed: count('passed'),
    failed: count('failed'),
    notRunnable: count('not runnable'),
  };
}

async function runPath(plan: Plan, path: PlanPath, driver: Driver): Promise<PathReport> {
  const verdicts: Verdict[] = [];
  try {
    verdicts.push(await verdictOf(visible(plan.initial, driver), () => driver.start()));
    let lost = lostAfter(verdicts[0] as Verdict, undefined);
    for (const step of path.steps) {
      const verdict: Verdict =
        lost === undefined
          ? await verdictOf(visible(step.expect, driver), () => driver.step(step.event))
          : { status: 'not runnable', reason: lost };
      verdicts.push(verdict);
      lost ??= lostAfter(verdict, step);
    }
  } finally {
    await driver.stop();
  }
  return { title: path.title, verdicts };
}

/** Why the following steps cannot be run, if so. An event that changes nothing can be left out. */
function lostAfter(verdict: Verdict, step: PlanStep | undefined): string | undefined {
  const name = step?.label ?? 'the start';
  if (verdict.status === 'failed') return `${name} failed before`;
  if (
    verdict.status === 'not runnable' &&
    step?.outcome !== 'refused' &&
    step?.outcome !== 'ignored' &&
    step?.outcome !== 'forbidden'
  )
    return `${name} could not be run before`;
  return undefined;
}

/** What the driver could see of an expectation. */
export function visible(expect: Expectation, { view }: Driver): Expectation {
  return view === undefined ? expect : view(expect);
}

async function verdictOf(expect: Expectation, act: () => Observation | Promise<Observation>): Promise<Verdict> {
  try {
    return compare(expect, await act());
  } catch (error) {
    return { status: 'failed', differences: [{ facet: 'exception', expected: undefined, seen: String(error) }] };
  }
}

/** Compares what is expected with the facets seen. */
export function compare(expect: Expectation, seen: Observation): Verdict {
  if (seen.kind === 'not runnable') return { status: 'not runnable', reason: seen.reason };
  const facets = (['state', 'data', 'effects'] as const).filter((facet) => facet in seen);
  if (facets.length === 0) return { status: 'not runnable', reason: 'the driver saw nothing' };
  const differences = facets
    .filter((facet) => canonical(expect[facet]) !== canonical(seen[facet]))
    .map((facet) => ({ facet, expected: expect[facet], seen: seen[facet] }));
  return differences.length === 0 ? { status: 'passed' } : { status: 'failed', differences };
}

/** The first failure of a report in one readable text; undefined if nothing failed. */
export function firstFailure(report: RunReport): string | undefined {
  for (const path of report.paths) {
    const at = path.verdicts.findIndex((verdict) => verdict.status === 'failed');
    const verdict = path.verdicts[at];
    if (verdict?.status !== 'failed') continue;
    return [`${path.title}, ${at === 0 ? 'start' : `step ${at}`}:`, ...verdict.differences.map(explain)].join('\n');
  }
  return undefined;
}

export function explain({ facet, expected, seen }: Difference): string {
  return `  ${facet}: expected ${canonical(expected)}\n  ${' '.repeat(facet.length)}       saw ${canonical(seen)}`;
}
