/** Runs the generated plans beside this file (`npm run generate-tests`) on the machines, one test a path. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { equal, ok } from 'uvu/assert';
import { MODELS, planFileOf } from '../../src/cli/testing/models/index.ts';
import { firstFailure, parsePlan, pureDriver, runPlan } from '../../src/testing/index.ts';
import { suite } from '../support/suite.ts';

for (const entry of MODELS)
  for (const goal of entry.goals) {
    const plan = parsePlan(readFileSync(join(import.meta.dirname, planFileOf(entry, goal)), 'utf8'));
    const test = suite(`${plan.machine}: ${plan.criterion} (generated)`);
    const driver = pureDriver(entry.model);
    for (const path of plan.paths)
      test(path.title, async () => {
        const report = await runPlan({ ...plan, paths: [path] }, driver);
        ok(report.failed === 0, firstFailure(report));
        equal([report.passed, report.notRunnable], [path.steps.length + 1, 0]);
      });
    test.run();
  }
