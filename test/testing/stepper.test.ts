import fc from 'fast-check';
import { equal, is, throws } from 'uvu/assert';
import {
  type AnyMachineSnapshot,
  createActor,
  createMachine,
  type EventObject,
  emit,
  getInitialSnapshot,
  log,
  raise,
  setup,
  transition,
} from 'xstate';
import { createStepper, TestingError } from '../../src/testing/index.ts';
import { suite } from '../support/suite.ts';
import { downloadMachine, downloadModel } from './support/download.ts';

const test = suite('stepper');
const seed = Number(process.env.SENDPAY_TEST_SEED ?? 1);
const variants = downloadModel.events as readonly EventObject[];

test('agrees with transition() and with a live actor after every event of any sequence', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...variants), { maxLength: 30 }), (events) => {
      const stepper = createStepper(downloadMachine);
      const emitted: unknown[] = [];
      const actor = createActor(downloadMachine);
      actor.on('*', (effect) => emitted.push(effect));
      actor.start();
      let mine: AnyMachineSnapshot = stepper.initial().snapshot;
      let theirs: AnyMachineSnapshot = getInitialSnapshot(downloadMachine);
      for (const event of events) {
        emitted.length = 0;
        const step = stepper.step(mine, event);
        if (theirs.status === 'active') [theirs] = transition(downloadMachine, theirs as never, event as never);
        actor.send(event as never);
        mine = step.snapshot;
        for (const other of [theirs, actor.getSnapshot()])
          equal([mine.value, mine.context, mine.status], [other.value, other.context, other.status]);
        equal(step.effects, emitted);
      }
    }),
    { seed },
  );
});

test('tells handled, refused, forbidden and ignored events apart', () => {
  const stepper = createStepper(downloadMachine);
  const outcomes = ['CHUNK', 'START', 'START', 'BROKEN', 'RETRY', 'BROKEN', 'RETRY', 'BROKEN', 'RETRY'].reduce(
    (run, type) => {
      const step = stepper.step(run.snapshot, { type } as EventObject);
      return { snapshot: step.snapshot, seen: [...run.seen, step.outcome] };
    },
    { snapshot: stepper.initial().snapshot, seen: [] as string[] },
  );
  equal(outcomes.seen, [
    'ignored',
    'handled',
    'forbidden',
    'handled',
    'handled',
    'handled',
    'handled',
    'handled',
    'refused',
  ]);
});

test('names the transitions taken and how each guard read', () => {
  const stepper = createStepper(downloadMachine);
  const running = stepper.step(stepper.initial().snapshot, { type: 'START' }).snapshot;
  const step = stepper.step(running, { type: 'CHUNK', bytes: 10n } as EventObject);
  equal(step.taken, ['active.running/CHUNK/1']);
  equal(step.guards, [{ transition: 'active.running/CHUNK/0', value: false }]);
});

test('effects are what leaves the machine: emitted events and custom actions, not its own raises and logs', () => {
  const machine = setup({ actions: { beep: () => {} } }).createMachine({
    id: 'horn',
    on: { PRESS: { actions: [raise({ type: 'INNER' }), log('pressed'), 'beep', emit({ type: 'HONK' })] }, INNER: {} },
  });
  const stepper = createStepper(machine);
  const step = stepper.step(stepper.initial().snapshot, { type: 'PRESS' });
  equal(step.effects, [{ action: 'beep', params: undefined }, { type: 'HONK' }]);
});

test('ignores events after a final state, as an actor does, even if the root would handle them', () => {
  const machine = createMachine({
    id: 'ended',
    initial: 'open',
    on: { AGAIN: '.open' },
    states: { open: { on: { CLOSE: 'closed' } }, closed: { type: 'final' } },
  });
  const stepper = createStepper(machine);
  const closed = stepper.step(stepper.initial().snapshot, { type: 'CLOSE' });
  const after = stepper.step(closed.snapshot, { type: 'AGAIN' });
  equal([after.outcome, after.snapshot.value], ['ignored', 'closed']);
});

test('refuses machines whose behaviour does not depend on events alone', () => {
  const waiting = createMachine({ id: 'w', initial: 'a', states: { a: { after: { 10: 'b' } }, b: {} } });
  throws(
    () => createStepper(waiting),
    (error: unknown) => error instanceof TestingError && error.code === 'TESTING_UNSUPPORTED_MACHINE',
  );
});

test('says which machine and event were being run when a guard throws', () => {
  const machine = createMachine({
    id: 'broken',
    on: {
      GO: {
        guard: () => {
          throw new Error('boom');
        },
        actions: () => {},
      },
    },
  });
  const stepper = createStepper(machine);
  let seen = '';
  try {
    stepper.step(stepper.initial().snapshot, { type: 'GO' });
  } catch (error) {
    seen = String(error);
  }
  is(/"broken" threw on GO/.test(seen), true, seen);
});

test.run();
