/** The fold against XState's own ways of advancing a machine. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { equal, is, ok, throws } from 'uvu/assert';
import {
  type AnyStateMachine,
  assign,
  createActor,
  createMachine,
  emit,
  enqueueActions,
  initialTransition,
  log,
  not,
  setup,
  transition,
} from 'xstate';
import { KINDS } from '../../machines/kinds.ts';
import { type PaymentEvent, paymentMachine } from '../../machines/payment.ts';
import { MODELS, planFileOf } from '../../src/cli/testing/models/index.ts';
import { Fold } from '../../src/runtime/fold.ts';
import { parsePlan } from '../../src/testing/index.ts';
import { deleted, failed, fulfilled, sent } from '../support/parts.ts';
import { suite } from '../support/suite.ts';

const test = suite('folding a machine');
const fold = new Fold(paymentMachine);
const PLANS = join(import.meta.dirname, '../generated');
const HISTORIES: PaymentEvent[][] = [
  [sent(), fulfilled()],
  [sent(), failed(), sent({ groupid: 2n, createdIndex: 2 }), fulfilled(2n)],
  [
    sent({ partid: 1n, amountMsat: 500n }),
    sent({ partid: 2n, amountMsat: 500n, createdIndex: 2 }),
    fulfilled(1n, 2n),
    failed(1n, 1n),
    deleted('failed'),
    failed(1n, 1n),
  ],
  [failed(), deleted('failed'), sent(), sent(), failed(), deleted('failed')],
];
const plain = (snapshot: { value: unknown; context: unknown }) => ({
  value: snapshot.value,
  context: snapshot.context,
});

test('a fold, transition() and a real actor agree after every event', () => {
  for (const history of HISTORIES) {
    let folded = fold.initial;
    let [pure] = initialTransition(paymentMachine);
    const actor = createActor(paymentMachine).start();
    for (const event of history) {
      folded = fold.step(folded, event).snapshot;
      [pure] = transition(paymentMachine, pure, event);
      actor.send(event);
      equal(plain(folded), plain(pure));
      equal(plain(folded), plain(actor.getSnapshot()));
    }
  }
});

test('the effects of a fold are those a real actor emits', () => {
  for (const history of HISTORIES) {
    const emitted: unknown[] = [];
    const actor = createActor(paymentMachine).start();
    actor.on('*', (effect) => emitted.push(effect));
    const folded: unknown[] = [];
    let snapshot = fold.initial;
    for (const event of history) {
      actor.send(event);
      const step = fold.step(snapshot, event);
      snapshot = step.snapshot;
      folded.push(...step.effects);
    }
    equal(folded, emitted);
  }
});

test('an ignored event gives back the same snapshot and no effects', () => {
  const step = fold.step(fold.initial, failed());
  is(step.snapshot, fold.initial);
  equal(step.effects, []);
});

test('a stored state restored goes on like the one it was taken from', () => {
  const state = fold.replay(fold.initial, [sent(), failed()]);
  const stored = fold.persist(state);
  const next = sent({ groupid: 2n, createdIndex: 2 });
  equal(plain(fold.step(fold.restore(stored), next).snapshot), plain(fold.step(state, next).snapshot));
});

test('every generated plan leads through the tables of a chart as it does through XState', () => {
  for (const entry of MODELS)
    for (const goal of entry.goals) {
      const plan = parsePlan(readFileSync(join(PLANS, planFileOf(entry, goal)), 'utf8'));
      const { machine } = entry.model;
      const [tables, xstate] = [
        new Fold<AnyStateMachine>(machine),
        new Fold<AnyStateMachine>(machine, { by: 'xstate' }),
      ];
      for (const { steps, title } of plan.paths) {
        let [a, b] = [tables.initial, xstate.initial];
        for (const { event } of steps) {
          const [byTables, byXState] = [tables.step(a, event), xstate.step(b, event)];
          const at = `${plan.machine}, ${title}: ${event.type}`;
          equal(plain(byTables.snapshot), plain(byXState.snapshot), at);
          equal(byTables.effects, byXState.effects, at);
          is(byTables.snapshot === a, byXState.snapshot === b, `${at}: ignored by both or by none`);
          [a, b] = [byTables.snapshot, byXState.snapshot];
          equal(a.hasTag('inFlight'), b.hasTag('inFlight'), at);
        }
      }
    }
});

test('the charts that fold with every payment are compiled', () => {
  const notCompiled = KINDS.map(({ machine, name }) => [name, new Fold(machine).notCompiled] as const).filter(
    ([, why]) => why,
  );
  equal(notCompiled, [['node', 'node has a parallel state']]);
});

/** Charts that use what the tables do not hold. */
const BEYOND: Readonly<Record<string, AnyStateMachine>> = {
  'an eventless transition': createMachine({
    initial: 'a',
    states: { a: { on: { GO: 'b' } }, b: { always: 'c' }, c: {} },
  }),
  'a parallel state': createMachine({
    type: 'parallel',
    states: { x: { initial: 'off', states: { off: { on: { GO: 'on' } }, on: {} } }, y: {} },
  }),
  'a wildcard': createMachine({ initial: 'a', states: { a: { on: { '*': 'b' } }, b: {} } }),
  'a combined guard': createMachine({
    initial: 'a',
    states: { a: { on: { GO: { guard: not(() => false), target: 'b' } } }, b: {} },
  }),
  'a final state': createMachine({ initial: 'a', states: { a: { on: { GO: 'b' } }, b: { type: 'final' } } }),
};

test('what the tables do not hold is stepped by XState, and named', () => {
  for (const [what, machine] of Object.entries(BEYOND)) {
    const folding = new Fold(machine);
    const { snapshot } = folding.step(folding.initial, { type: 'GO' });
    const [after] = transition(machine, initialTransition(machine)[0], { type: 'GO' });
    equal(plain(snapshot), plain(after), what);
    ok(folding.notCompiled, `${what} is named`);
  }
});

/** Entry, exit, nesting, parameters, actions that see what those before them did. */
const ORDERED = setup({
  types: { context: {} as { seen: readonly string[] }, events: {} as { type: 'GO' | 'IN' | 'AGAIN' | 'UP' } },
  actions: {
    note: assign(({ context }, { what }: { what: string }) => ({ seen: [...context.seen, what] })),
    tell: emit(({ context }) => ({ type: 'TOLD', seen: context.seen })),
  },
  guards: { short: ({ context }, { than }: { than: number }) => context.seen.length < than },
}).createMachine({
  context: { seen: [] },
  initial: 'a',
  on: { UP: '.b' },
  states: {
    a: {
      entry: { type: 'note', params: { what: 'into a' } },
      exit: { type: 'note', params: { what: 'out of a' } },
      on: {
        GO: { target: 'b.deep', actions: [{ type: 'note', params: { what: 'go' } }, 'tell'] },
        AGAIN: { target: 'a', reenter: true },
      },
    },
    b: {
      initial: 'deep',
      entry: { type: 'note', params: { what: 'into b' } },
      exit: { type: 'note', params: ({ context }) => ({ what: `out of b after ${context.seen.length}` }) },
      on: {
        IN: { target: '.other', guard: { type: 'short', params: { than: 9 } } },
        GO: { target: 'a', actions: assign({ seen: ({ context }) => [...context.seen, 'back'] }) },
        AGAIN: { target: '.deep', reenter: true },
      },
      states: {
        deep: { entry: { type: 'note', params: { what: 'into deep' } }, exit: ['tell'] },
        other: { on: { AGAIN: { target: 'other' } } },
      },
    },
  },
});

test('entry, exit and transition actions come in the order XState has them, over every walk of five events', () => {
  const types = ['GO', 'IN', 'AGAIN', 'UP'] as const;
  const [tables, xstate] = [new Fold(ORDERED), new Fold(ORDERED, { by: 'xstate' })];
  is(tables.notCompiled, undefined);
  const walk = (a: typeof tables.initial, b: typeof a, left: number): void => {
    if (left === 0) return;
    for (const type of types) {
      const [byTables, byXState] = [tables.step(a, { type }), xstate.step(b, { type })];
      equal([plain(byTables.snapshot), byTables.effects], [plain(byXState.snapshot), byXState.effects]);
      walk(byTables.snapshot, byXState.snapshot, left - 1);
    }
  };
  walk(tables.initial, xstate.initial, 5);
});

test('a machine with effects a fold cannot replay is refused', () => {
  const impure = [log('hello'), enqueueActions(({ enqueue }) => enqueue.raise({ type: 'GO' }))].map(
    (actions) => new Fold(createMachine({ on: { GO: { actions } } })),
  );
  for (const folding of impure) throws(() => folding.step(folding.initial, { type: 'GO' }), /cannot replay/);
});

test.run();
