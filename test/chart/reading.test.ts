import { equal, ok, throws } from 'uvu/assert';
import { createMachine, setup } from 'xstate';
import {
  activeStates,
  chartOf,
  statesOf,
  toDot,
  toJson,
  toMermaid,
  toScxml,
  toSvg,
  toText,
  traceOverlay,
  transitionsOf,
} from '../../src/chart/index.ts';
import { suite } from '../support/suite.ts';
import { everyFeatureMachine } from './every-feature-machine.ts';

const test = suite('reading a machine into a chart');
const chart = chartOf(everyFeatureMachine);

test('state ids and transition ids are unique', () => {
  for (const ids of [statesOf(chart).map(({ id }) => id), transitionsOf(chart).map(({ id }) => id)])
    equal(new Set(ids).size, ids.length);
});

test('the chart is plain data: it survives JSON unchanged', () => {
  equal(JSON.parse(JSON.stringify(chart)), chart);
});

test('the hidden timers of `after` are shown as transitions, not as actions', () => {
  const state = statesOf(chart).find(({ key }) => key === 'atomicStart');
  equal(state?.entry.filter(({ kind }) => kind === 'raise').length, 1);
  equal(state?.exit.filter(({ kind }) => kind === 'cancel').length, 1);
  equal(
    state?.transitions
      .filter(({ trigger }) => trigger.kind === 'after')
      .map(({ trigger }) => 'delay' in trigger && trigger.delay),
    [
      { kind: 'ms', ms: 1500 },
      { kind: 'named', name: 'fixedDelay', ms: 250 },
      { kind: 'named', name: 'computedDelay' },
    ],
  );
});

test('reading runs nothing of the machine', () => {
  const fail = (): never => {
    throw new Error('must not run');
  };
  const machine = setup({ guards: { g: fail }, actions: { a: fail }, delays: { d: fail } }).createMachine({
    context: fail,
    initial: 'one',
    states: {
      one: { entry: 'a', on: { GO: { guard: 'g', target: 'two' } }, after: { d: 'two' } },
      two: { output: fail },
    },
  });
  equal(statesOf(chartOf(machine)).length, 3);
});

test('what JSON cannot hold is written as text, cycles and throwing getters included', () => {
  const meta: Record<string, unknown> = {
    big: 5n,
    none: undefined,
    fn: function named() {},
    nan: Number.NaN,
    at: new Date(0),
  };
  meta.self = meta;
  Object.defineProperty(meta, 'trap', {
    enumerable: true,
    get: () => {
      throw new Error('must not be read');
    },
  });
  equal(chartOf(createMachine({ meta })).root.meta, {
    big: '5n',
    none: null,
    fn: 'ƒ named',
    nan: 'NaN',
    at: '1970-01-01T00:00:00.000Z',
    self: '[cycle]',
    trap: 'ƒ get',
  });
});

test('writing the same machine twice gives the same bytes in every format', async () => {
  const twin = chartOf(everyFeatureMachine.provide({}));
  const overlay = traceOverlay(everyFeatureMachine, [{ type: 'GO_NAMED' }]);
  for (const write of [toText, toMermaid, toDot, toSvg])
    equal(await write(chart, { overlay }), await write(twin, { overlay }));
  for (const write of [toJson, toScxml]) equal(write(chart), write(twin));
});

test('an overlay counts each transition taken, `always` steps and raised events included, and runs no action', () => {
  const { active, visited, failed } = traceOverlay(
    everyFeatureMachine,
    [{ type: 'GO_INSIDE' }, { type: 'GO_INSIDE' }, { type: 'GO_NAMED' }, { type: 'UNKNOWN' }],
    { isFailure: ({ type }) => type === 'GO_NAMED' },
  );
  equal(active, { compoundParent: 'childTwo' });
  equal(visited, {
    'every.atomicStart|GO_INSIDE|0': 2,
    'every.atomicStart|GO_NAMED|0': 1,
    'every.compoundParent.childOne||0': 1,
  });
  equal(failed, ['every.atomicStart|GO_NAMED|0', 'every.compoundParent.childOne||0']);
  const ids = new Set(transitionsOf(chart).map(({ id }) => id));
  for (const id of Object.keys(visited)) ok(ids.has(id), id);
});

test('a state value stands for all its states from the root down, and one of another machine is refused', () => {
  equal(
    [...activeStates(chart, { parallelParent: { regionOne: 'oneA', regionTwo: 'twoB' } })],
    [
      'every',
      'every.parallelParent',
      'every.parallelParent.regionOne',
      'every.parallelParent.regionOne.oneA',
      'every.parallelParent.regionTwo',
      'every.parallelParent.regionTwo.twoB',
    ],
  );
  throws(() => activeStates(chart, 'nowhere'), /has no child "nowhere"/);
});

test.run();
