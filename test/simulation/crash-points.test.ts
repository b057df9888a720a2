/** G1 to G6, G12: wherever the process dies and whatever its write does, the end is the same, or damage is refused. */
import { equal, is, match, ok } from 'uvu/assert';
import { suite } from '../support/suite.ts';
import { exhaust } from './simulator/crash-points/exhaust.ts';
import { runScenario } from './simulator/crash-points/lab.ts';
import { SCENARIOS } from './simulator/crash-points/scenarios.ts';

const test = suite('every point of every scenario');

/** Takes seconds for each run's many payments; `npm run crash-points` has it. */
const DEAR = ['snapshot'];
/** Deaths in a row are tried next to each other here: the second one during the recovery of the first. */
const REACH = 1;

for (const scenario of SCENARIOS.filter(({ name }) => !DEAR.includes(name)))
  test(`${scenario.name}: a crash or a failing write at any point changes nothing in the end`, async () => {
    const { points, same, refused, different } = await exhaust(scenario, { reach: REACH });
    equal(different, []);
    ok(points >= 5, 'the scenario has points');
    ok(same > 0 && refused > 0);
  });

test('scenarios come to the ends they are about', async () => {
  const ends: Readonly<Record<string, RegExp>> = {
    'single payment': /1\/0 complete/,
    'failure and retry': /1\/0 failed[\s\S]*2\/0 complete/,
    'multi-part': /1\/1 complete[\s\S]*1\/4 complete/,
    delpay: /^(?![\s\S]*1\/0)/,
    'pay with retry': /1\/1 failed[\s\S]*1\/2 complete/,
  };
  for (const scenario of SCENARIOS.filter(({ name }) => ends[name])) {
    const { outcome } = await runScenario(scenario, []);
    match(outcome, ends[scenario.name] as RegExp);
    match(outcome, /D asked coffee paid/);
    match(outcome, /unfinished: $/);
  }
});

test('a torn batch is refused and never half believed', async () => {
  const [scenario] = SCENARIOS;
  const { outcome } = await runScenario(scenario as (typeof SCENARIOS)[0], [{ at: 2, kind: 'torn at last' }]);
  is(outcome, 'damaged');
});

test.run();
