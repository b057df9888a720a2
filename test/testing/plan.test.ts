import { equal, is } from 'uvu/assert';
import {
  CRITERIA,
  defineModel,
  explore,
  firstFailure,
  GRANULARITIES,
  generatePlan,
  measureCoverage,
  type Plan,
  pureDriver,
  runPlan,
} from '../../src/testing/index.ts';
import { suite } from '../support/suite.ts';
import { downloadMachine, downloadModel } from './support/download.ts';

const test = suite('plans');
const exploration = explore(downloadModel);
const stepsOf = (plan: Plan): number => plan.paths.reduce((sum, path) => sum + path.steps.length, 0);

for (const criterion of CRITERIA)
  for (const granularity of GRANULARITIES)
    test(`a plan for ${criterion} (${granularity}) covers everything and passes on its own machine`, async () => {
      const plan = generatePlan(downloadModel, { criterion, granularity }, exploration);
      equal(plan.coverage.missing, []);
      equal(plan.coverage.unforeseen, []);
      is(plan.coverage.total > 0, true);
      const report = await runPlan(plan, pureDriver(downloadModel));
      equal(firstFailure(report), undefined);
      equal(report.passed, stepsOf(plan) + plan.paths.length);
    });

test('coverage is counted from what the events do, not from what the plan claims', () => {
  const plan = generatePlan(downloadModel, { criterion: 'transitions' }, exploration);
  const shortened = { ...plan, paths: plan.paths.slice(1) };
  const measured = measureCoverage(downloadModel, shortened, exploration);
  is(measured.covered < plan.coverage.covered, true);
  equal(measured.covered + measured.missing.length, measured.total);
});

test('transition pairs contain every two edges that meet, counted by hand on the chart', () => {
  const plan = generatePlan(downloadModel, { criterion: 'transition-pairs', granularity: 'chart' }, exploration);
  // START: 4 edges leave running (saved, chunk, broken, cancelled); a chunk: the same 4; BROKEN: retry, cancel; RETRY: 4.
  equal(plan.coverage.total, 4 + 4 + 2 + 4);
});

test('a tour repeats its beginning less often than one path per transition would', () => {
  const plan = generatePlan(downloadModel, { criterion: 'transitions' }, exploration);
  is(plan.paths.length < plan.coverage.total, true);
});

test('no path is longer than asked', () => {
  const plan = generatePlan(downloadModel, { criterion: 'event-matrix', maxSteps: 12 }, exploration);
  equal(plan.coverage.missing, []);
  is(
    plan.paths.every((path) => path.steps.length <= 12),
    true,
  );
});

test('generating twice gives the same plan', () => {
  const generate = (): Plan => generatePlan(downloadModel, { criterion: 'transition-pairs' });
  equal(generate(), generate());
});

test('a too coarse abstraction shows as missing or unforeseen coverage, never as full', () => {
  const coarse = defineModel({ ...downloadModel, machine: downloadMachine, abstract: () => 'nothing' });
  const honest = generatePlan(coarse, { criterion: 'guards' }).coverage;
  equal(honest.total, 4);
  equal(honest.covered + honest.missing.length, 4);
});

test.run();
