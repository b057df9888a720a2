/** Plans of the payment machine on the engine, through crashes, and on a node behind a socket. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { equal, ok } from 'uvu/assert';
import { devCommands } from '../../src/cli/dev-commands.ts';
import { crashDriver } from '../../src/cli/testing/drivers/crash.ts';
import { engineDriver } from '../../src/cli/testing/drivers/engine.ts';
import { rpcDriver } from '../../src/cli/testing/drivers/rpc.ts';
import { PAYER, STAR } from '../../src/cli/testing/drivers/star-network.ts';
import { paymentModel } from '../../src/cli/testing/models/payment.ts';
import { openSimulatedEngine } from '../../src/engine/simulated-engine.ts';
import { openMemoryJournal } from '../../src/journal/memory.ts';
import { Serving } from '../../src/rpc/serving.ts';
import {
  type Driver,
  explore,
  firstFailure,
  generatePlan,
  type Plan,
  type RunReport,
  runPlan,
} from '../../src/testing/index.ts';
import { suite } from '../support/suite.ts';

const test = suite('payment plans on real nodes');
const exploration = explore(paymentModel, { checkAbstraction: false });
const pairs = generatePlan(paymentModel, { criterion: 'transition-pairs', granularity: 'chart' }, exploration);
const matrix = generatePlan(paymentModel, { criterion: 'event-matrix', granularity: 'chart' }, exploration);
const stepsOf = (plan: Plan): number => plan.paths.reduce((sum, path) => sum + path.steps.length + 1, 0);

/** A node of ours behind a socket, with or without the commands that hold HTLCs. */
async function withSocket<T>(withControls: boolean, use: (path: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'sendpay-rpc-'));
  const engine = await openSimulatedEngine({ journal: await openMemoryJournal(), network: STAR, operate: [PAYER] });
  const more = withControls ? devCommands(engine) : [];
  const serving = new Serving(engine, { folderOf: () => folder, stop: () => {}, more });
  const path = join(folder, 'lightning-rpc');
  await serving.listen(PAYER, path);
  try {
    return await use(path);
  } finally {
    await serving.close();
    await engine.close();
    rmSync(folder, { recursive: true });
  }
}

function allPassed(report: RunReport, plan: Plan): void {
  equal(firstFailure(report), undefined);
  equal([report.passed, report.failed, report.notRunnable], [stepsOf(plan), 0, 0]);
}

test('the engine on LevelDB goes through every pair of transitions as the machine does', async () => {
  allPassed(await runPlan(pairs, engineDriver()), pairs);
});

test('an engine that crashes after every step goes on as if it had not', async () => {
  allPassed(await runPlan(matrix, crashDriver()), matrix);
});

test('an expectation the engine does not meet fails at its step', async () => {
  const [path] = matrix.paths;
  ok(path);
  const steps = path.steps.map((step) =>
    step.event.type === 'PART_SENT' ? { ...step, expect: { ...step.expect, state: 'failed' } } : step,
  );
  const report = await runPlan({ ...matrix, paths: [{ ...path, steps }] }, engineDriver());
  equal(report.failed, 1);
});

test('a node behind a socket shows the same rows, and what it gives no means for is not runnable', async () => {
  const report = await withSocket(true, (path) => runPlan(pairs, rpcDriver(path)));
  equal(firstFailure(report), undefined);
  ok(report.passed > stepsOf(pairs) / 2, `${report.passed} of ${stepsOf(pairs)}`);
  const reasons = report.paths.flatMap((path) =>
    path.verdicts.flatMap((verdict) => (verdict.status === 'not runnable' ? [verdict.reason] : [])),
  );
  equal(report.passed + reasons.length, stepsOf(pairs));
  ok(
    reasons.every((reason) =>
      /cannot be given a result again|cannot be told what its switch says|could not be run before/.test(reason),
    ),
    [...new Set(reasons)].join('\n'),
  );
});

test('on a node that cannot hold an HTLC, nothing that needs one counts as passed', async () => {
  const report = await withSocket(false, (path) => runPlan(matrix, rpcDriver(path)));
  equal(firstFailure(report), undefined);
  const sent = matrix.paths.map((path) => path.steps.findIndex(({ event }) => event.type === 'PART_SENT'));
  for (const [index, { verdicts }] of report.paths.entries()) {
    const from = (sent[index] as number) + 1;
    equal([...new Set(verdicts.slice(from).map(({ status }) => status))], ['not runnable']);
  }
});

test('a driver is given no events of another machine', async () => {
  const driver: Driver = engineDriver();
  await driver.start();
  const seen = await driver.step({ type: 'INVOICE_CREATED' });
  await driver.stop();
  equal(seen, { kind: 'not runnable', reason: 'no payment has an event INVOICE_CREATED' });
});

test.run();
