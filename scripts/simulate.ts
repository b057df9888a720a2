/**
 * Deterministic simulation from the command line: `npm run simulate -- --seed S --runs N [--steps K] [--only 3,17] [--jobs J]
 * [--first-failure] [--json] [--no-shrink]`.
 *
 * Seeds S to S+N-1 are spread over J processes (default: one for each core). A seed that fails is shrunk and printed as the command that runs just its shortest failing form. Ends with 1 if any failed.
 */
import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import {
  type CampaignReport,
  seedsOf,
  shrinkRun,
  siteTable,
  summarize,
} from '../test/simulation/simulator/campaign.ts';
import { neverHit } from '../test/simulation/simulator/fault-sites.ts';
import { DEFAULT_STEPS } from '../test/simulation/simulator/plan.ts';
import { type RunReport, runSimulation } from '../test/simulation/simulator/run.ts';

/** Failing seeds that are shrunk: one cause usually fails many. */
const MAX_SHRUNK = 3;
/** Failing seeds after which a campaign stops by itself. */
const MAX_FAILED = 20;
/** Faults of one run that are shown. */
const MAX_SHOWN = 5;

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    runs: { type: 'string', default: '1' },
    steps: { type: 'string', default: String(DEFAULT_STEPS) },
    jobs: { type: 'string', default: String(availableParallelism()) },
    only: { type: 'string' },
    /** Stop at the first seed that fails. */
    'first-failure': { type: 'boolean', default: false },
    /** One line of JSON instead of the report: runs, and what failed first. */
    json: { type: 'boolean', default: false },
    'no-shrink': { type: 'boolean', default: false },
  },
});
const steps = Number(values.steps);
const maxFailed = values['first-failure'] ? 1 : MAX_FAILED;
const only = values.only?.split(',').map(Number);

if (process.send) await work(process.send.bind(process));
else await main();

/** A child: runs the seeds it is sent, one at a time. */
async function work(send: (report: RunReport) => void): Promise<void> {
  process.on('message', async (seed: string) => send(await runSimulation({ seed, steps })));
}

async function main(): Promise<void> {
  const seeds = seedsOf(Number(values.seed), Number(values.runs));
  const started = performance.now();
  const reports =
    seeds.length === 1
      ? [await runSimulation({ seed: seeds[0] as string, steps, ...(only && { only }) })]
      : await spread(seeds);
  const campaign = summarize(reports);
  if (values.json) console.log(jsonOf(campaign));
  else print(campaign, performance.now() - started);
  if (!only && !values.json && !values['no-shrink'])
    for (const failed of campaign.failed.slice(0, MAX_SHRUNK)) await printShrunk(failed);
  process.exitCode = campaign.failed.length > 0 ? 1 : 0;
}

/** Hands the seeds to child processes; stops early when many fail. */
async function spread(seeds: readonly string[]): Promise<RunReport[]> {
  const left = [...seeds];
  const reports: RunReport[] = [];
  const isOver = (): boolean =>
    left.length === 0 || reports.filter(({ faults }) => faults.length > 0).length >= maxFailed;
  const worker = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const child = fork(import.meta.filename, ['--steps', String(steps)]);
      const next = (): void => {
        if (isOver()) child.disconnect();
        else child.send(left.shift() as string);
      };
      child.on('message', (report: RunReport) => {
        reports.push(report);
        next();
      });
      child.on('exit', (code) =>
        code === 0 ? resolve() : reject(new Error(`a simulating process ended with ${code}`)),
      );
      next();
    });
  await Promise.all(Array.from({ length: Math.max(1, Math.min(Number(values.jobs), seeds.length)) }, worker));
  return reports;
}

function print({ runs, payments, parts, records, answers, sites, digest, failed }: CampaignReport, ms: number): void {
  const perMinute = Math.round((payments / ms) * 60_000);
  console.log(`${siteTable(sites)}\n`);
  const missed = neverHit(sites);
  console.log(`fault sites never hit: ${missed.length === 0 ? 'none' : missed.join(', ')}`);
  console.log(`${runs} runs, ${payments} payments in ${parts} parts, ${records} records, ${answers} answers`);
  console.log(`${(ms / 1000).toFixed(1)} s, ${perMinute} payments a minute`);
  console.log(`log hash ${digest}`);
  console.log(
    failed.length === 0
      ? 'nothing wrong'
      : `${failed.length} seeds failed: ${failed.map(({ seed }) => seed).join(' ')}`,
  );
  for (const report of failed.slice(0, MAX_SHRUNK)) printFaults(report);
}

function jsonOf({ runs, failed: [first] }: CampaignReport): string {
  return JSON.stringify({ runs, seed: first?.seed, step: first?.failedAt, fault: first?.faults[0] });
}

function printFaults({ seed, faults, failedAt }: RunReport): void {
  console.log(`\nseed ${seed}, ${failedAt === undefined ? 'while coming to rest' : `after step ${failedAt}`}:`);
  for (const fault of faults.slice(0, MAX_SHOWN)) console.log(`  ${fault}`);
}

async function printShrunk(failed: RunReport): Promise<void> {
  const { only: needed, report } = await shrinkRun(failed, steps);
  console.log(`\nseed ${failed.seed} still fails with ${needed.length} steps; to run just those:`);
  console.log(`  npm run simulate -- --seed ${failed.seed} --steps ${steps} --only ${needed.join(',')}`);
  for (const fault of report.faults.slice(0, MAX_SHOWN)) console.log(`  ${fault}`);
}
