/**
 * `sendpay testrun`: a plan (`testgen --format json`) against a system, and what became of each of its steps.
 *
 * Exit status: 0 nothing failed, 1 something did, 2 the plan cannot be run there at all. A step the system gives no means
 * for is not runnable, and is counted as that, never as passed.
 */
import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { RpcClient } from '../../rpc/client.ts';
import type { Driver, Plan, RunReport } from '../../testing/index.ts';
import { firstFailure, parsePlan, pureDriver, runPlan, TestingError } from '../../testing/index.ts';
import { type CliContext, examples } from '../command.ts';
import type { Console } from '../console.ts';
import { CannotAsk, ExitCode } from '../exit-codes.ts';
import { crashDriver } from '../testing/drivers/crash.ts';
import { engineDriver } from '../testing/drivers/engine.ts';
import { rpcDriver } from '../testing/drivers/rpc.ts';
import { MODELS } from '../testing/models/index.ts';

const RPC_PREFIX = 'rpc:';
/** Drivers beside the pure machine know what the events of this machine mean on a node. */
const RUNNABLE_MACHINE = 'payment';

const NODES: Readonly<Record<string, () => Driver>> = { engine: engineDriver, crash: crashDriver };

export function testrunCommand(program: Command, { console, exit }: CliContext): void {
  program
    .command('testrun')
    .description('run a generated plan against a machine, an engine or a node')
    .argument('<plan>', 'file written by testgen --format json')
    .requiredOption(
      '-a, --against <system>',
      'engine; crash: it dies after every step; rpc:PATH, the socket of a node; machine',
    )
    .option('-J, --json', 'the whole report as JSON')
    .addHelpText(
      'after',
      `${examples([
        'sendpay testgen payment --format json --out plan.json',
        'sendpay testrun plan.json --against engine',
        'sendpay testrun plan.json --against crash',
        'sendpay testrun plan.json --against rpc:./data/alice/lightning-rpc',
      ])}
A node behind rpc: really pays: use one whose money is for tests. Each path pays at most 1 sat to some
nodes, which hold the HTLCs until told (commands dev-hold, dev-resolve, dev-fail, dev-release of sendpay up).
`,
    )
    .action(async (file: string, { against, json }: { against: string; json?: true }) => {
      const plan = readPlan(file);
      const driver = driverFor(against, plan);
      if (against.startsWith(RPC_PREFIX)) await listens(against.slice(RPC_PREFIX.length));
      const report = await runPlan(plan, driver);
      if (json) console.out(`${JSON.stringify(report, bigintAsText, 2)}\n`);
      else tell(report, console);
      exit(report.failed > 0 ? ExitCode.NO : ExitCode.OK);
    });
}

function readPlan(file: string): Plan {
  try {
    return parsePlan(readFileSync(file, 'utf8'));
  } catch (cause) {
    const { message } = cause as Error;
    if (cause instanceof TestingError || 'code' in (cause as object))
      throw new CannotAsk(`${file}: ${message}`, { cause });
    throw cause;
  }
}

function driverFor(against: string, plan: Plan): Driver {
  if (against === 'machine') return machineDriver(plan);
  const open = Object.hasOwn(NODES, against) ? NODES[against] : undefined;
  if (open === undefined && !against.startsWith(RPC_PREFIX))
    throw new CannotAsk(`--against is one of machine, ${Object.keys(NODES).join(', ')}, rpc:PATH; not "${against}"`);
  if (plan.machine !== RUNNABLE_MACHINE)
    throw new CannotAsk(`a node runs plans of "${RUNNABLE_MACHINE}"; this one is of "${plan.machine}"`);
  return open?.() ?? rpcDriver(against.slice(RPC_PREFIX.length));
}

/** Throws SENDPAY_RPC_CONNECT: a node that is down has not failed any step. */
async function listens(path: string): Promise<void> {
  (await RpcClient.connect(path)).close();
}

function machineDriver({ machine }: Plan): Driver {
  const own = MODELS.find(({ file }) => file === machine);
  if (own === undefined) throw new CannotAsk(`"${machine}" is no machine of sendpay; run its generated tests instead`);
  return pureDriver(own.model);
}

function tell(report: RunReport, { out }: Console): void {
  const { plan, driver, paths, passed, failed, notRunnable } = report;
  out(`${plan}, against ${driver}: ${paths.length} paths\n`);
  out(`${passed} steps passed, ${failed} failed, ${notRunnable} not runnable\n`);
  for (const [reason, count] of reasonsOf(report)) out(`  not runnable ${count} times: ${reason}\n`);
  const failure = firstFailure(report);
  if (failure !== undefined) out(`first failure: ${failure}\n`);
}

function reasonsOf({ paths }: RunReport): ReadonlyMap<string, number> {
  const reasons = new Map<string, number>();
  for (const verdict of paths.flatMap(({ verdicts }) => verdicts))
    if (verdict.status === 'not runnable') reasons.set(verdict.reason, (reasons.get(verdict.reason) ?? 0) + 1);
  return reasons;
}

const bigintAsText = (_key: string, value: unknown): unknown => (typeof value === 'bigint' ? String(value) : value);
