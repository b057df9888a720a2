/** Machines that come without a model, as other people's do: what can be explored is, and what cannot is told. */
import { equal, match, ok, throws } from 'uvu/assert';
import { type AnyStateMachine, assign, createMachine, setup } from 'xstate';
import {
  bareModel,
  type Criterion,
  exploreBare,
  firstFailure,
  generatePlan,
  type Plan,
  pureDriver,
  runPlan,
} from '../../src/testing/index.ts';
import { suite } from '../support/suite.ts';

const test = suite('machines without a model');

function planOf(machine: AnyStateMachine, criterion: Criterion = 'transition-pairs'): Plan {
  const { model, exploration } = exploreBare(machine);
  return generatePlan(model, { criterion, granularity: 'chart' }, exploration);
}
const countsOf = ({ coverage }: Plan): readonly [number, number] => [coverage.covered, coverage.total];
const toggle = createMachine({ initial: 'off', states: { off: { on: { FLIP: 'on' } }, on: { on: { FLIP: 'off' } } } });
const once = createMachine({ initial: 'here', states: { here: { on: { GO: 'there' } }, there: { type: 'final' } } });

test('a machine of two states has its one transition covered, although no two follow each other', () => {
  const plan = planOf(once);
  equal(countsOf(plan), [1, 1]);
  equal(
    plan.paths.map(({ steps }) => steps.map(({ label }) => label)),
    [['GO']],
  );
  equal(countsOf(planOf(toggle)), [2, 2]);
});

test('a transition that others precede or follow is covered by its pairs alone', () => {
  const machine = createMachine({
    initial: 'a',
    states: { a: { on: { STOP: 'end', GO: 'b' } }, b: { on: { GO: 'end' } }, end: { type: 'final' } },
  });
  const { coverage, paths } = planOf(machine);
  equal([coverage.covered, coverage.total], [2, 2]);
  equal(paths.map(({ steps }) => steps.map(({ label }) => label)).sort(), [['GO', 'GO'], ['STOP']]);
});

test('wildcards are met by events that nothing else matches', () => {
  const machine = createMachine({
    initial: 'a',
    states: { a: { on: { 'x.*': 'b', '*': 'c', anything: 'd' } }, b: {}, c: {}, d: {} },
  });
  const events = bareModel(machine).events as readonly { readonly type: string }[];
  equal(new Set(events.map(({ type }) => type)), new Set(['x.anything', 'anything.anything', 'anything']));
  equal(countsOf(planOf(machine)), [3, 3]);
});

const withContext = (context: object, change: () => object): AnyStateMachine =>
  createMachine({ context, initial: 'on', states: { on: { on: { GO: { actions: assign(change) } } } } });

test('a counter without end is explored by its states, and its context still compared', async () => {
  const counter = setup({ types: { context: {} as { n: number } } }).createMachine({
    context: { n: 0 },
    on: { INC: { actions: assign({ n: ({ context }) => context.n + 1 }) } },
  });
  const { options, model, exploration } = exploreBare(counter);
  equal(options, { context: 'compared' });
  const plan = generatePlan(model, { criterion: 'transitions' }, exploration);
  equal(plan.paths[0]?.steps[0]?.expect.data, { n: 1 });
  equal(firstFailure(await runPlan(plan, pureDriver(bareModel(counter, options)))), undefined);
});

test('contexts that are no plain data, or others in each run, are not looked at', async () => {
  for (const machine of [
    withContext({ map: new Map() }, () => ({})),
    withContext({}, () => ({ dice: Math.random() })),
    withContext({ dice: Math.random() }, () => ({ dice: Math.random() > 2 ? 1 : Math.random() })),
  ]) {
    const { options, model, exploration } = exploreBare(machine);
    equal(options, { context: 'ignored' });
    const plan = generatePlan(model, { criterion: 'transition-pairs' }, exploration);
    equal(countsOf(plan), [1, 1]);
    equal(firstFailure(await runPlan(plan, pureDriver(bareModel(machine, options)))), undefined);
  }
});

test('an event whose code throws without the data it should carry is left out and told', () => {
  const fail = (): boolean => {
    throw new TypeError('no data');
  };
  const machine = createMachine({
    initial: 'a',
    states: { a: { on: { NAMED: { guard: fail, target: 'b' }, PLAIN: 'b' } }, b: { entry: [], on: { BACK: 'a' } } },
  });
  const { options, leftOut } = exploreBare(machine);
  equal(options, { without: ['NAMED'] });
  equal(leftOut.length, 1);
  match(leftOut[0] ?? '', 'threw on NAMED');
  equal(countsOf(planOf(machine)), [2, 2]);
});

test('a machine that cannot start says so, and that a model could give it input', () => {
  const machine = createMachine({ context: ({ input }) => ({ size: (input as { size: number }).size }) });
  throws(() => exploreBare(machine), /cannot start: TypeError.*if it needs input, a model gives it/);
  ok(exploreBare(createMachine({})).exploration.complete);
});

test.run();
