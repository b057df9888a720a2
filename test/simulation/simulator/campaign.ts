/**
 * Many runs, one seed after the other, and what they come to.
 *
 * Invariant: the sum does not depend on the order of the reports, so runs may be spread over processes; a run that failed is
 * never lost in it.
 */
import { createHash } from 'node:crypto';
import { shrink } from '../../../src/testing/shrink.ts';
import { FAULT_SITES, type FaultSite, type SiteCounts, sumOf } from './fault-sites.ts';
import { type RunReport, runSimulation } from './run.ts';

export interface CampaignReport {
  readonly runs: number;
  readonly payments: number;
  readonly parts: number;
  readonly records: number;
  readonly answers: number;
  readonly sites: SiteCounts;
  /** SHA256 over the digests of all runs in the order of their seeds, hex. */
  readonly digest: string;
  readonly failed: readonly RunReport[];
}

const NO_SITES = Object.fromEntries(Object.keys(FAULT_SITES).map((site) => [site, 0])) as SiteCounts;

/** Seeds of a campaign: the first, and the numbers after it. */
export function seedsOf(first: number, runs: number): string[] {
  return Array.from({ length: runs }, (_, index) => String(first + index));
}

export function summarize(reports: readonly RunReport[]): CampaignReport {
  const total = (pick: (report: RunReport) => number): number => reports.reduce((sum, report) => sum + pick(report), 0);
  const ordered = [...reports].sort((one, other) => Number(one.seed) - Number(other.seed));
  return {
    runs: reports.length,
    payments: total(({ payments }) => payments),
    parts: total(({ parts }) => parts),
    records: total(({ records }) => records),
    answers: total(({ answers }) => answers),
    sites: reports.reduce((sum, { sites }) => sumOf(sum, sites), NO_SITES),
    digest: createHash('sha256')
      .update(ordered.map(({ digest }) => digest).join())
      .digest('hex'),
    failed: ordered.filter(({ faults }) => faults.length > 0),
  };
}

export interface Shrunk {
  /** Numbers of the steps that are needed to fail. */
  readonly only: readonly number[];
  readonly report: RunReport;
}

/** The fewest steps of a failed run after which something is wrong, though perhaps something else. */
export async function shrinkRun(failed: RunReport, steps: number): Promise<Shrunk> {
  const { seed, failedAt = steps - 1 } = failed;
  const all = Array.from({ length: failedAt + 1 }, (_, number) => number);
  const fails = async (only: readonly number[]): Promise<boolean> =>
    (await runSimulation({ seed, steps, only })).faults.length > 0;
  const only = await shrink(all, fails);
  return { only, report: await runSimulation({ seed, steps, only }) };
}

/** Table of the fault sites, and which of them no run has hit. */
export function siteTable(sites: SiteCounts): string {
  const width = Math.max(...Object.keys(FAULT_SITES).map((name) => name.length));
  return (Object.entries(FAULT_SITES) as [FaultSite, string][])
    .map(([name, what]) => `${name.padEnd(width)} ${String(sites[name]).padStart(8)}  ${what}`)
    .join('\n');
}
