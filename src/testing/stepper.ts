/**
 * One event at a time through a machine, with everything a test wants to know about it: the next snapshot, the effects
 * as data, the transitions taken, how each guard read, and what became of the event.
 *
 * Invariant: a pure function of (snapshot, event); nothing is executed, emitted to anyone or scheduled. The machine that
 * runs is a rebuilt one whose guards report their readings; `test/testing/stepper.test.ts` holds it equal to XState's own
 * `transition()`. One inert scope is reused for all steps, where `transition()` builds an actor system per call (measured
 * warm: 5-6 µs a step, recording included, against 8-10 µs); that is safe because machines with `invoke` are refused.
 */
import { type AnyMachineSnapshot, type AnyStateMachine, and, createEmptyActor, type EventObject } from 'xstate';
import { assertTestable, rebuild, transitionIds } from './declared.ts';
import { TestingError } from './error.ts';

/**
 * What became of an event: `handled`: a transition was taken; `refused`: transitions for it are declared here but every
 * guard said no; `forbidden`: the state declares that it ignores it (`EVENT: {}`); `ignored`: nothing is declared for it.
 */
export type Outcome = 'handled' | 'refused' | 'forbidden' | 'ignored';

export interface GuardReading {
  /** Id of the guarded transition. */
  readonly transition: string;
  readonly value: boolean;
}

export interface Step {
  readonly snapshot: AnyMachineSnapshot;
  /** Emitted events, and custom actions as `{ action, params }`, in order. */
  readonly effects: readonly unknown[];
  /** Ids of the transitions taken, in order, eventless ones included. */
  readonly taken: readonly string[];
  readonly guards: readonly GuardReading[];
  readonly outcome: Outcome;
}

export interface Stepper {
  initial(): Step;
  /** @throws MachineThrewError if a guard or action throws. */
  step(snapshot: AnyMachineSnapshot, event: EventObject): Step;
}

const NEEDS_INPUT = '; if it needs input, a model gives it (defineModel)';

/** A guard or action of the machine threw. */
export class MachineThrewError extends TestingError {
  /** The type of the event it was handling. */
  readonly event: string;
  constructor(machine: string, event: string, cause: unknown) {
    super('TESTING_MACHINE_THREW', `"${machine}" threw on ${event}: ${String(cause)}`, { cause });
    this.event = event;
  }
}

interface Recording {
  effects: unknown[];
  taken: string[];
  guards: { transition: string; value: boolean }[];
}

/** Built-in actions that change the machine itself; everything else a machine does is an effect. */
const INTERNAL_ACTIONS: ReadonlySet<string> = new Set(['xstate.raise', 'xstate.cancel', 'xstate.log', 'xstate.assign']);

/** @throws TestingError `TESTING_UNSUPPORTED_MACHINE` */
export function createStepper(machine: AnyStateMachine, input?: unknown): Stepper {
  assertTestable(machine);
  const recording: Recording = { effects: [], taken: [], guards: [] };
  const probed = rebuild(machine, {
    transition: (id, config) =>
      config.guard === undefined ? config : { ...config, guard: probe(id, config.guard, recording) },
  });
  const ids = transitionIds(probed) as ReadonlyMap<unknown, string>;
  const inert = inertIds(machine);
  const scope = inertScope(recording, ids);
  const record = <T>(run: () => T): { result: T; recorded: Recording } => {
    const recorded: Recording = { effects: [], taken: [], guards: [] };
    Object.assign(recording, recorded);
    return { result: run(), recorded };
  };
  return {
    initial() {
      const { result: snapshot, recorded } = record(() => probed.getInitialSnapshot(scope, input as never));
      if (snapshot.status === 'error')
        throw new TestingError(
          'TESTING_UNSUPPORTED_MACHINE',
          `"${machine.id}" cannot start: ${String(snapshot.error)}${input === undefined ? NEEDS_INPUT : ''}`,
        );
      return toStep(snapshot, recorded, 'handled');
    },
    step(snapshot, event) {
      if (snapshot.status !== 'active') return { snapshot, effects: [], taken: [], guards: [], outcome: 'ignored' };
      try {
        const { result, recorded } = record(() => probed.transition(snapshot as never, event as never, scope));
        return toStep(result, recorded, outcomeOf(snapshot, event, recorded.taken, inert));
      } catch (cause) {
        throw new MachineThrewError(machine.id, event.type, cause);
      }
    },
  };
}

/** Reports when a guard is reached and when it passes; `and` stops at the first false, so the second probe means true. */
function probe(id: string, guard: unknown, recording: Recording): unknown {
  const reached = (): boolean => {
    recording.guards.push({ transition: id, value: false });
    return true;
  };
  const passed = (): boolean => {
    const reading = recording.guards.findLast(({ transition }) => transition === id);
    if (reading) reading.value = true;
    return true;
  };
  return and([reached, guard as never, passed]);
}

function toStep(snapshot: AnyMachineSnapshot, recorded: Recording, outcome: Outcome): Step {
  return { snapshot, ...recorded, outcome };
}

function inertIds(machine: AnyStateMachine): ReadonlySet<string> {
  const inert = [...transitionIds(machine)].filter(
    ([definition]) => definition.target === undefined && definition.actions.length === 0 && !definition.reenter,
  );
  return new Set(inert.map(([, id]) => id));
}

function outcomeOf(
  before: AnyMachineSnapshot,
  event: EventObject,
  taken: readonly string[],
  inert: ReadonlySet<string>,
): Outcome {
  if (taken.some((id) => !inert.has(id))) return 'handled';
  if (taken.length > 0) return 'forbidden';
  const declared = before._nodes.some((node) =>
    [...node.transitions.keys()].some((descriptor) => matchesDescriptor(event.type, descriptor)),
  );
  return declared ? 'refused' : 'ignored';
}

/** XState's event descriptors: an exact type, `*`, or a prefix such as `part.*`. */
export function matchesDescriptor(type: string, descriptor: string): boolean {
  if (descriptor === '*' || descriptor === type) return true;
  return descriptor.endsWith('.*') && `${type}.`.startsWith(descriptor.slice(0, -1));
}

type InertScope = Parameters<AnyStateMachine['transition']>[2];

/** An actor scope that records instead of doing. */
function inertScope(recording: Recording, ids: ReadonlyMap<unknown, string>): InertScope {
  const self = createEmptyActor();
  self.system.inspect((event) => {
    if (event.type !== '@xstate.microstep') return;
    for (const definition of new Set(event._transitions)) {
      const id = ids.get(definition);
      if (id !== undefined) recording.taken.push(id);
    }
  });
  return {
    self: self as InertScope['self'],
    system: self.system,
    id: self.id,
    sessionId: self.sessionId,
    logger: () => {},
    defer: () => {},
    emit: () => {},
    stopChild: () => {},
    actionExecutor: (action) => {
      if (INTERNAL_ACTIONS.has(action.type)) return;
      const params = action.params as { event?: unknown } | undefined;
      recording.effects.push(action.type === 'xstate.emit' ? params?.event : { action: action.type, params });
    },
  };
}

/** Paths of the active atomic states, e.g. `complete.settled`; regions of a parallel state joined with ` + `. */
export function stateName(snapshot: AnyMachineSnapshot): string {
  const names = snapshot._nodes
    .filter((node) => node.type === 'atomic' || node.type === 'final')
    .map((node) => node.path.join('.') || '(root)');
  return names.sort().join(' + ');
}
