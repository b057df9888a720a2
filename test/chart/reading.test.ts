import { createRequire } from 'node:module';
import { equal, ok, throws } from 'uvu/assert';
import * as esm from 'xstate';
import { createMachine, setup } from 'xstate';
import {
  activeStates,
  chartOf,
  guardWords,
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

test('guards made of guards keep their names, also those of another copy of xstate', () => {
  // The CommonJS build: what a machine in a CommonJS project imports, and another set of functions than ours.
  for (const { setup, and, or, not, stateIn } of [esm, createRequire(import.meta.url)('xstate') as typeof esm]) {
    const machine = setup({
      guards: {
        isReady: () => true,
        isLast: () => true,
        both: and(['isReady', 'isLast']),
        atLeast: (_, _n: number) => true,
      },
    }).createMachine({
      on: {
        A: { guard: not('isReady') },
        B: { guard: and(['isReady', or(['isLast', not('isReady')])]) },
        C: { guard: 'both' },
        D: {
          guard: not(
            and([
              { type: 'atLeast', params: 3 },
              function inline() {
                return true;
              },
              () => true,
            ]),
          ),
        },
        E: { guard: or([stateIn('#here'), stateIn({ one: 'two' })]) },
      },
    });
    equal(
      transitionsOf(chartOf(machine)).map(({ guard }) => guard && guardWords(guard)),
      [
        'not(isReady)',
        'and(isReady, or(isLast, not(isReady)))',
        'both = and(isReady, isLast)',
        'not(and(atLeast(3), ƒ inline, ƒ))',
        'or(stateIn(#here), stateIn({one: two}))',
      ],
    );
  }
});

test('of several transitions for one trigger every format says which is asked first', async () => {
  const machine = createMachine({
    id: 'choice',
    initial: 'here',
    states: {
      here: {
        on: {
          GO: [{ guard: 'first', target: 'there' }, { guard: 'second', actions: 'stay' }, { target: 'there' }],
          ALONE: 'there',
        },
        always: [
          { guard: 'third', target: 'there' },
          { guard: 'fourth', target: 'there' },
        ],
      },
      there: {},
    },
  });
  const choice = chartOf(machine);
  const orders = transitionsOf(choice).map(({ order }) => order && `${order.nth} of ${order.of}`);
  equal(orders, ['1 of 3', '2 of 3', '3 of 3', undefined, '1 of 2', '2 of 2']);
  for (const write of [toText, toMermaid, toDot, toSvg, (drawn: typeof choice) => toSvg(drawn, { maxWidth: 300 })]) {
    const written = (await write(choice)).replace(/\s+/gu, ' ');
    for (const words of ['GO (1 of 3)', 'GO (2 of 3)', 'GO (3 of 3)', 'always (1 of 2)', 'always (2 of 2)'])
      ok(written.includes(words), `${words} in ${written}`);
    ok(!written.includes('ALONE ('), written);
  }
  ok(toScxml(choice).includes('x:order="2 of 3"') && toJson(choice).includes('"nth": 2'));
});

test('SCXML asks an exact event before a wildcard and a longer wildcard before a shorter, as XState does', () => {
  const machine = createMachine({ on: { '*': {}, 'a.*': {}, 'a.b.*': {}, 'a.b': {} } });
  equal(
    [...toScxml(chartOf(machine)).matchAll(/event="([^"]*)"/g)].map(([, event]) => event),
    ['a.b', 'a.b.*', 'a.*', '*'],
  );
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
