import { equal, is, throws } from 'uvu/assert';
import { assign, setup } from 'xstate';
import { defineModel, ExplorationLimitError, explore, findingsOf } from '../../src/testing/index.ts';
import { suite } from '../support/suite.ts';
import { downloadMachine, downloadModel, MAX_ATTEMPTS } from './support/download.ts';

const test = suite('exploration');

/** A counter without a bound, a transition nobody can take, a room without a door. */
const flawedMachine = setup({
  types: { context: {} as { count: number }, events: {} as { type: 'UP' } | { type: 'TRAP' } | { type: 'END' } },
  guards: { always: () => true, never: () => false, aboveTwo: ({ context }) => context.count > 2 },
  actions: { up: assign({ count: ({ context }) => context.count + 1 }) },
}).createMachine({
  id: 'flawed',
  context: { count: 0 },
  initial: 'open',
  states: {
    open: {
      on: {
        UP: [{ guard: 'aboveTwo', target: 'ended' }, { actions: 'up' }],
        TRAP: 'trap',
        END: [
          { guard: 'never', target: 'trap' },
          { guard: 'always', target: 'ended' },
        ],
      },
    },
    trap: {},
    ended: { type: 'final' },
  },
});
const flawedEvents = [{ type: 'UP' }, { type: 'TRAP' }, { type: 'END' }] as const;

test('finds every state an enumeration by hand finds', () => {
  const { states } = explore(downloadModel);
  const names = [...states.values()].map((state) => state.name);
  const perAttempt = (name: string): number => names.filter((one) => one === name).length;
  equal(perAttempt('idle'), 1);
  equal(perAttempt('active.running'), 2 * MAX_ATTEMPTS);
  equal(perAttempt('active.broken'), MAX_ATTEMPTS);
  equal(perAttempt('saved'), 2 * MAX_ATTEMPTS);
  equal(perAttempt('cancelled'), 2 * MAX_ATTEMPTS);
});

test('reports dead transitions, one-sided guards and traps', () => {
  const model = defineModel({
    machine: flawedMachine,
    events: flawedEvents,
    abstract: ({ context }) => Math.min(context.count, 3),
  });
  const findings = findingsOf(model, explore(model));
  equal(findings.dead, ['open/END/0']);
  equal(findings.neverTrue, ['open/END/0 (never)']);
  equal(findings.neverFalse, ['open/END/1 (always)']);
  equal(findings.trapped, ['trap', 'trap~2', 'trap~3', 'trap~4']);
});

test('stops at the limit with a clear error and a partial report', () => {
  const endless = setup({
    types: { context: {} as { count: number }, events: {} as { type: 'UP' } },
    actions: { up: assign({ count: ({ context }) => context.count + 1 }) },
  }).createMachine({ id: 'endless', context: { count: 0 }, on: { UP: { actions: 'up' } } });
  throws(
    () => explore(defineModel({ machine: endless, events: [{ type: 'UP' }], limit: 7 })),
    (error: unknown) =>
      error instanceof ExplorationLimitError &&
      error.partial.states.size === 7 &&
      !error.partial.complete &&
      /more than 7 abstract states: bound its counters/.test(error.message),
  );
});

test('tells where an abstraction is too coarse for a guard', () => {
  const withoutAttempts = defineModel({
    machine: downloadMachine,
    events: downloadModel.events,
    abstract: ({ context }) => context.receivedBytes > 0n,
  });
  const { unstable } = explore(withoutAttempts);
  is(
    unstable.some(({ event }) => event.type === 'RETRY'),
    true,
  );
  equal(explore(downloadModel).unstable, []);
});

test('amounts are no obstacle: bigint in contexts, keys and events', () => {
  const whole = defineModel({
    machine: downloadMachine,
    events: downloadModel.events,
    abstract: ({ context }) => ({
      ...context,
      receivedBytes: context.receivedBytes > 10n ? 20n : context.receivedBytes,
    }),
  });
  is(explore(whole).states.size > explore(downloadModel).states.size, true);
});

test.run();
