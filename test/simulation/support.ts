/** A block of seeds as one test: clean, or the command that runs the failing one. */
import { seedsOf } from './simulator/campaign.ts';
import { type RunReport, runSimulation } from './simulator/run.ts';

/** Short runs: what long ones find is for `npm run simulate`. */
export const STEPS = 65;

export async function runBlock(first: number, runs: number): Promise<RunReport[]> {
  const reports: RunReport[] = [];
  for (const seed of seedsOf(first, runs)) reports.push(await runSimulation({ seed, steps: STEPS }));
  return reports;
}

/** What is wrong, in words that say how to see it again; empty if nothing is. */
export function complaints(reports: readonly RunReport[]): string[] {
  return reports
    .filter(({ faults }) => faults.length > 0)
    .map(({ seed, faults }) => `npm run simulate -- --seed ${seed} --steps ${STEPS}: ${faults[0]}`);
}
