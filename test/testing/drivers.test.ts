import { equal, is } from 'uvu/assert';
import {
  type Driver,
  differential,
  generatePlan,
  type NotRunnable,
  type Observation,
  pureDriver,
  runPlan,
  shrink,
} from '../../src/testing/index.ts';
import { suite } from '../support/suite.ts';
import { downloadModel } from './support/download.ts';

const test = suite('drivers');
const plan = generatePlan(downloadModel, { criterion: 'transitions' });
const matrix = generatePlan(downloadModel, { criterion: 'event-matrix' });

/** The pure driver with one observation or ability changed. */
function altered(change: (type: string, seen: Observation) => Observation): Driver {
  const pure = pureDriver(downloadModel, 'altered');
  return { ...pure, step: async (event) => change(event.type, await pure.step(event)) };
}
const notRunnable: NotRunnable = { kind: 'not runnable', reason: 'nobody can break this' };

test('a system that differs fails at the step that shows it', async () => {
  const wrong = altered((type, seen) =>
    type === 'RETRY' && seen.kind === 'observed' ? { ...seen, effects: [] } : seen,
  );
  const report = await runPlan(plan, wrong);
  is(report.failed > 0, true);
  const path = report.paths.find(({ verdicts }) => verdicts.some((verdict) => verdict.status === 'failed'));
  const failed = path?.verdicts.find((verdict) => verdict.status === 'failed');
  equal(failed?.status === 'failed' && failed.differences.map((one) => one.facet), ['effects']);
});

test('a step a driver cannot do, and all that depends on it, is not runnable and never passed', async () => {
  const blind = altered((type, seen) => (type === 'BROKEN' ? notRunnable : seen));
  const report = await runPlan(plan, blind);
  equal(report.failed, 0);
  const affected = plan.paths.map((path) => path.steps.findIndex((step) => step.event.type === 'BROKEN'));
  const lost = plan.paths.map((path, index) => {
    const at = affected[index] as number;
    return at === -1 ? 0 : path.steps.length - at;
  });
  equal(
    report.notRunnable,
    lost.reduce((sum, count) => sum + count, 0),
  );
});

test('a step that would change nothing can be left out without losing the path', async () => {
  const report = await runPlan(matrix, pureDriver(downloadModel));
  const unable = altered((type, seen) => (type === 'CANCEL' ? notRunnable : seen));
  const partial = await runPlan(matrix, unable);
  equal(partial.failed, 0);
  is(partial.passed > 0 && partial.passed < report.passed, true);
});

test('seeing nothing at all is not passing', async () => {
  const report = await runPlan(
    plan,
    altered(() => ({ kind: 'observed' })),
  );
  equal(report.passed, plan.paths.length);
  is(report.notRunnable > 0, true);
});

test('a driver that throws fails the step and is stopped', async () => {
  let stopped = 0;
  const throwing: Driver = {
    ...pureDriver(downloadModel),
    step: () => {
      throw new Error('socket closed');
    },
    stop: () => {
      stopped++;
    },
  };
  const report = await runPlan(plan, throwing);
  equal(report.failed, plan.paths.length);
  equal(stopped, plan.paths.length);
});

test('a disagreement with an oracle is shrunk to the shortest run that shows it', async () => {
  const oracle = altered((type, seen) =>
    type === 'RETRY' && seen.kind === 'observed' && seen.effects?.length ? { ...seen, state: 'elsewhere' } : seen,
  );
  const report = await differential(plan, pureDriver(downloadModel), oracle);
  equal(
    report.disagreements.map(({ events }) => events.map((event) => event.type)),
    [['START', 'BROKEN', 'RETRY']],
  );
});

test('two equal systems do not disagree, and every event is compared', async () => {
  const report = await differential(plan, pureDriver(downloadModel), pureDriver(downloadModel));
  equal(report.disagreements, []);
  equal(
    report.compared,
    plan.paths.reduce((sum, path) => sum + path.steps.length, 0),
  );
});

test('shrinking keeps exactly what is needed', async () => {
  const needs = (list: readonly number[]): boolean => list.includes(3) && list.includes(17) && list.includes(18);
  equal(
    await shrink(
      Array.from({ length: 40 }, (_, index) => index),
      needs,
    ),
    [3, 17, 18],
  );
});

test.run();
