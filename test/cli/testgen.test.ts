/** `sendpay testgen` and `sendpay testrun`, from a machine to a report. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { equal, match, not, ok } from 'uvu/assert';
import { suite } from '../support/suite.ts';
import { inFolder, sendpay } from './support.ts';

const test = suite('sendpay testgen and testrun');
const root = join(import.meta.dirname, '..', '..');

const DOOR = `
import { createMachine } from 'xstate';
export const door = createMachine({
  id: 'door', initial: 'shut',
  states: { shut: { on: { OPEN: 'open', BREAK: 'broken' } }, open: { on: { CLOSE: 'shut' } }, broken: {} },
});
`;

test("a machine's file gives the tests of its model, with the coverage as n of m", () =>
  inFolder(async (dir) => {
    const out = join(dir, 'chain.test.ts');
    const ran = await sendpay(['testgen', join(root, 'machines/chain.ts'), '--out', out]);
    equal(ran.code, 0, ran.err);
    match(ran.err, 'transition-pairs (chart): 1 of 1 covered');
    match(readFileSync(out, 'utf8'), 'await path.step(');
  }));

test("a user's own machine needs no more than its file", () =>
  inFolder(async (dir) => {
    const file = join(dir, 'door.mjs');
    writeFileSync(file, DOOR.replace("'xstate'", `'${join(root, 'node_modules/xstate/dist/xstate.esm.js')}'`));
    const ran = await sendpay(['testgen', file, '--coverage', 'transitions', '--format', 'gherkin', '--mutate']);
    equal(ran.code, 0, ran.err);
    match(ran.out, 'When OPEN');
    match(ran.err, 'transitions (chart): 3 of 3 covered');
    match(ran.err, '0 survived');
  }));

test('a plan runs on the machine it was made from, and fails where it expects something else', () =>
  inFolder(async (dir) => {
    const plan = join(dir, 'plan.json');
    equal((await sendpay(['testgen', 'chain', '--format', 'json', '--out', plan])).code, 0);
    const right = await sendpay(['testrun', plan, '--against', 'machine']);
    equal(right.code, 0, right.err);
    match(right.out, '3 steps passed, 0 failed, 0 not runnable');
    writeFileSync(plan, readFileSync(plan, 'utf8').replace('"blocksMined":1', '"blocksMined":7'));
    const wrong = await sendpay(['testrun', plan, '--against', 'machine']);
    equal(wrong.code, 1);
    match(wrong.out, 'first failure: path 1');
  }));

test('a plan that cannot be run there is said to be so, and nothing is run', () =>
  inFolder(async (dir) => {
    const plan = join(dir, 'plan.json');
    await sendpay(['testgen', 'chain', '--format', 'json', '--out', plan]);
    for (const [against, words] of [
      ['engine', 'a node runs plans of "payment"'],
      ['elsewhere', '--against is one of'],
    ] as const) {
      const ran = await sendpay(['testrun', plan, '--against', against]);
      equal(ran.code, 2);
      match(ran.err, words);
    }
    const missing = await sendpay(['testrun', join(dir, 'none.json'), '--against', 'machine']);
    equal(missing.code, 2);
    not.match(missing.err, '    at ');
  }));

test('both tell how they are used, with examples', async () => {
  for (const name of ['testgen', 'testrun']) {
    const { out, code } = await sendpay([name, '--help']);
    equal(code, 0);
    ok(out.includes('Examples:') && out.includes(`$ sendpay ${name}`), out);
  }
});

test.run();
