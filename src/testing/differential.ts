/**
 * Two systems under the same events: where they disagree, the shortest run that shows it.
 *
 * Use it with a reference model as one side: an oracle written independently of the machine. Facets only one side
 * observes are not compared; a path one side cannot run on is compared up to there and counted as cut.
 */
import type { EventObject } from 'xstate';
import type { Driver, Observation } from './driver.ts';
import { canonical } from './plain.ts';
import type { Plan } from './plan.ts';
import { shrink } from './shrink.ts';

export interface Disagreement {
  /** Title of the path that showed it. */
  readonly path: string;
  /** 1-minimal: no event of it can be left out. The last one shows the disagreement. */
  readonly events: readonly EventObject[];
  readonly left: Observation;
  readonly right: Observation;
}

export interface DifferentialReport {
  readonly left: string;
  readonly right: string;
  readonly paths: number;
  /** Events after which both sides were compared. */
  readonly compared: number;
  /** Paths left early because a side could not run a step. */
  readonly cut: number;
  readonly disagreements: readonly Disagreement[];
}

interface Comparison {
  readonly compared: number;
  readonly cut: boolean;
  readonly clash: { readonly at: number; readonly left: Observation; readonly right: Observation } | undefined;
}

/** Runs every path of the plan on both drivers; disagreements come shrunk, equal ones once. */
export async function differential(plan: Plan, left: Driver, right: Driver): Promise<DifferentialReport> {
  const disagreements = new Map<string, Disagreement>();
  let compared = 0;
  let cut = 0;
  for (const path of plan.paths) {
    const events = path.steps.map((step) => step.event);
    const comparison = await compareRuns(events, left, right);
    compared += comparison.compared;
    if (comparison.cut) cut++;
    if (comparison.clash === undefined) continue;
    const found = await shrunk(path.title, events.slice(0, comparison.clash.at), left, right);
    disagreements.set(canonical(found.events), found);
  }
  const names = { left: left.name, right: right.name };
  return { ...names, paths: plan.paths.length, compared, cut, disagreements: [...disagreements.values()] };
}

async function shrunk(
  path: string,
  events: readonly EventObject[],
  left: Driver,
  right: Driver,
): Promise<Disagreement> {
  const shows = async (list: readonly EventObject[]): Promise<boolean> =>
    (await compareRuns(list, left, right)).clash !== undefined;
  const shortest = await shrink(events, shows);
  const { clash } = await compareRuns(shortest, left, right);
  if (clash === undefined) throw new Error('a driver does not behave the same when run twice');
  return { path, events: shortest.slice(0, clash.at), left: clash.left, right: clash.right };
}

async function compareRuns(events: readonly EventObject[], left: Driver, right: Driver): Promise<Comparison> {
  try {
    let seen = [await left.start(), await right.start()] as const;
    for (let at = 0; ; at++) {
      const [a, b] = seen;
      if (a.kind === 'not runnable' || b.kind === 'not runnable') return { compared: at, cut: true, clash: undefined };
      if (!agree(a, b)) return { compared: at, cut: false, clash: { at, left: a, right: b } };
      const event = events[at];
      if (event === undefined) return { compared: at, cut: false, clash: undefined };
      seen = [await left.step(event), await right.step(event)];
    }
  } finally {
    await left.stop();
    await right.stop();
  }
}

function agree(left: Observation, right: Observation): boolean {
  if (left.kind !== 'observed' || right.kind !== 'observed') return left.kind === right.kind;
  return (['state', 'data', 'effects'] as const).every(
    (facet) => !(facet in left && facet in right) || canonical(left[facet]) === canonical(right[facet]),
  );
}
