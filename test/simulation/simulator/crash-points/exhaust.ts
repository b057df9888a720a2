/**
 * Runs a scenario once per point and kind of fault, and with two faults in a row, and compares every end with that of the run
 * without any.
 *
 * Invariant: no point is left out; the points are counted, not guessed. A torn log must be refused, every other fault must
 * lead to the same end.
 */
import { FAULTS, type Fault, type FaultKind, runScenario } from './lab.ts';
import type { Scenario } from './scenario.ts';

/** Faults after which a process can go on. */
const SURVIVABLE = ['dies before', 'dies after', 'write fails', 'write fails late'] as const;
/** Of two faults in a row, both are of these kinds: what a failing write leaves is what dying leaves. */
const IN_A_ROW = ['dies before', 'dies after'] as const;

export interface CrashPointReport {
  readonly scenario: string;
  readonly points: number;
  readonly runs: number;
  /** Runs that came to the same end. */
  readonly same: number;
  /** Runs whose torn log was refused. */
  readonly refused: number;
  /** Runs that came to another end, or threw: there must be none. */
  readonly different: readonly { readonly faults: readonly Fault[]; readonly how: string }[];
}

export interface ExhaustOptions {
  /** Points after the first fault at which the second one may be; 0: only single faults. Default: all there are. */
  readonly reach?: number;
}

export async function exhaust(
  scenario: Scenario,
  { reach = Number.POSITIVE_INFINITY }: ExhaustOptions = {},
): Promise<CrashPointReport> {
  const calm = await runScenario(scenario, []);
  const tally = { runs: 0, same: 0, refused: 0, different: [] as { faults: readonly Fault[]; how: string }[] };
  const judge = async (faults: readonly Fault[]): Promise<number> => {
    tally.runs++;
    const { outcome, points } = await attempt(scenario, faults);
    const mayBeRefused = faults.some(({ kind }) => !isSurvivable(kind));
    if (outcome === calm.outcome) tally.same++;
    else if (outcome === 'damaged' && mayBeRefused) tally.refused++;
    else tally.different.push({ faults, how: outcome });
    return points;
  };
  for (let at = 1; at <= calm.points; at++)
    for (const kind of Object.keys(FAULTS) as FaultKind[]) {
      const points = await judge([{ at, kind }]);
      if (!IN_A_ROW.some((one) => one === kind)) continue;
      for (let next = at + 1; next <= Math.min(points, at + reach); next++)
        for (const second of IN_A_ROW)
          await judge([
            { at, kind },
            { at: next, kind: second },
          ]);
    }
  return { scenario: scenario.name, points: calm.points, ...tally };
}

const isSurvivable = (kind: FaultKind): boolean => SURVIVABLE.some((one) => one === kind);

async function attempt(scenario: Scenario, faults: readonly Fault[]): Promise<{ outcome: string; points: number }> {
  try {
    return await runScenario(scenario, faults);
  } catch (error) {
    return { outcome: `thrown: ${(error as Error).stack}`, points: 0 };
  }
}
