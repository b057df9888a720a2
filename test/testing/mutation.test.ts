import { equal, is, throws } from 'uvu/assert';
import { and, createMachine, not } from 'xstate';
import { defineModel, generatePlan, mutants, mutationScore, OPERATORS, TestingError } from '../../src/testing/index.ts';
import { suite } from '../support/suite.ts';
import { downloadMachine, downloadModel } from './support/download.ts';

const test = suite('mutation');
const plan = generatePlan(downloadModel, { criterion: 'transition-pairs' });
/** The only mutant nobody can notice: the event would be ignored anyway. */
const EQUIVALENT = 'remove active/START/0';

test('every operator makes the mutants its definition says', () => {
  const all = mutants(downloadMachine);
  const count = (operator: string): number => all.filter((one) => one.operator === operator).length;
  // 7 transitions; 2 guards; 6 edges x 4 other atomic states; 6 actions and 1 entry action; 3 fields.
  equal(OPERATORS.map(count), [7, 2, 24, 7, 3]);
  equal(new Set(all.map((one) => one.id)).size, all.length);
});

test('a plan of transition pairs notices every mutant that can be noticed', () => {
  const report = mutationScore(downloadModel, plan);
  equal(
    report.survivors.map((one) => one.id),
    [EQUIVALENT],
  );
});

test('a plan that tries little leaves survivors', () => {
  const poor = { ...plan, paths: plan.paths.slice(-1) };
  const report = mutationScore(downloadModel, poor);
  is(report.survivors.length > 5, true);
  is(report.score < 1, true);
});

test('known equivalents are listed with their reason, and a wrong listing is reported', () => {
  const killed = 'remove idle/START/0';
  const equivalent = { [EQUIVALENT]: 'no parent handles START', [killed]: 'wrong', 'remove nothing': 'wrong' };
  const report = mutationScore(downloadModel, plan, { equivalent });
  equal(report.equivalent, [{ id: EQUIVALENT, reason: 'no parent handles START' }]);
  equal(report.wronglyListed, [killed, 'remove nothing']);
  equal(report.score, 1);
});

test('a plan that fails on the unchanged machine scores nothing', () => {
  const wrong = { ...plan, initial: { ...plan.initial, state: 'elsewhere' } };
  throws(
    () => mutationScore(downloadModel, wrong),
    (error: unknown) => error instanceof TestingError && error.code === 'TESTING_EXPECTATION',
  );
});

test('a composite guard is turned round as a whole and part by part', () => {
  const yes = (): boolean => true;
  const machine = createMachine(
    { id: 'gate', initial: 'a', states: { a: { on: { GO: { guard: and(['p', not('q')]), target: 'b' } } }, b: {} } },
    { guards: { p: yes, q: yes } },
  );
  const flips = mutants(machine).filter((one) => one.operator === 'flip-guard');
  equal(
    flips.map((one) => one.id),
    [
      'flip-guard a/GO/0 to not(and(p, not(q)))',
      'flip-guard a/GO/0 to and(not(p), not(q))',
      'flip-guard a/GO/0 to and(p, not(not(q)))',
    ],
  );
});

test('a mutant that never comes to rest is noticed instead of hanging', () => {
  const machine = createMachine({
    id: 'chain',
    initial: 'a',
    states: { a: { on: { GO: 'b' } }, b: { always: 'c' }, c: { always: 'd' }, d: {} },
  });
  const model = defineModel({ machine, events: [{ type: 'GO' }] });
  const report = mutationScore(model, generatePlan(model, { criterion: 'transitions' }));
  // Shortcuts along the chain end in the same place; `c` leading back to `b` is the endless one.
  equal(
    report.survivors.map((one) => one.id),
    ['retarget a/GO/0 to c', 'retarget a/GO/0 to d', 'retarget b/always/0 to d'],
  );
});

test.run();
