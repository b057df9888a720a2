/**
 * A machine without a model, explored as far as that goes: which events it takes is known, what they carry is not.
 *
 * Tried in turn: every event without data, in every context the machine gets into; if that does not end (a counter), or
 * they are no plain data or other ones in each run, by states alone; and without the events whose code throws because it misses the data they should carry.
 * Invariant: what was left out is told, never passed over.
 */
import type { AnyMachineSnapshot, AnyStateMachine, EventFromLogic } from 'xstate';
import { TestingError } from './error.ts';
import { type Exploration, ExplorationLimitError, explore } from './explore.ts';
import { erase, type TestModel } from './model.ts';
import { canonical } from './plain.ts';
import { MachineThrewError } from './stepper.ts';

export interface BareOptions {
  /**
   * What the context is good for: it tells situations apart (default), is only compared in tests, or is not looked at, being
   * no plain data or another one in each run.
   */
  readonly context?: 'compared' | 'ignored';
  /** Types of events not to try. */
  readonly without?: readonly string[];
}

export interface BareExploration {
  readonly model: TestModel;
  readonly options: BareOptions;
  readonly exploration: Exploration;
  /** Why each event of `options.without` was left out. */
  readonly leftOut: readonly string[];
}

/** More situations than that, from events that carry nothing, are a counter that has no end. */
const BARE_LIMIT = 2_000;

/** What XState sends a machine itself: the end of a state or an actor, a timer. */
const INTERNAL = 'xstate.';

/**
 * A model made up from the machine alone: one event without data per type it declares (one per wildcard, of a type that only
 * the wildcard matches).
 */
export function bareModel<M extends AnyStateMachine>(machine: M, options: BareOptions = {}): TestModel<M> {
  const { context, without = [] } = options;
  const declared = machine.events.filter((type: string) => !type.startsWith(INTERNAL));
  const types = new Set(declared.map((type: string) => concrete(type, declared)));
  const events = [...types].filter((type) => !without.includes(type)).map((type) => ({ type }));
  const model = { machine, events: events as unknown as readonly EventFromLogic<M>[], limit: BARE_LIMIT };
  if (context === undefined) return model;
  const byState = { ...model, abstract: () => null };
  return context === 'ignored'
    ? byState
    : { ...byState, observe: (snapshot) => (snapshot as AnyMachineSnapshot).context };
}

function concrete(descriptor: string, known: readonly string[]): string {
  const type = descriptor.replace(/\*$/, 'anything');
  return type !== descriptor && known.includes(type) ? concrete(`${type}.*`, known) : type;
}

/** @throws TestingError for a machine that cannot be tested at all. */
export function exploreBare(machine: AnyStateMachine): BareExploration {
  let options: BareOptions = {};
  const leftOut: string[] = [];
  for (;;) {
    const model = erase(bareModel(machine, options));
    try {
      const exploration = explore(model, { checkAbstraction: options.context !== 'ignored' });
      if (options.context === 'ignored' || isRepeatable(model, exploration))
        return { model, options, exploration, leftOut };
      options = { ...options, context: 'ignored' };
    } catch (error) {
      const weaker = weakened(model, options, error);
      if (weaker === undefined) throw error;
      options = weaker;
      if (error instanceof MachineThrewError) leftOut.push(error.message);
    }
  }
}

/** Whether a second exploration finds the same; not if the machine looks at a clock or rolls dice. */
function isRepeatable(model: TestModel, { states }: Exploration): boolean {
  return canonical([...statesOf(model).keys()]) === canonical([...states.keys()]);
}

function statesOf(model: TestModel): Exploration['states'] {
  try {
    return explore(model, { checkAbstraction: false }).states;
  } catch (error) {
    if (error instanceof ExplorationLimitError) return error.partial.states;
    throw error;
  }
}

/** What to try next, if what went wrong is something that less may be asked of. */
function weakened(model: TestModel, options: BareOptions, error: unknown): BareOptions | undefined {
  const { context, without = [] } = options;
  if (error instanceof MachineThrewError && !without.includes(error.event))
    return { ...options, without: [...without, error.event] };
  if (context !== undefined || !(error instanceof TestingError)) return undefined;
  if (error instanceof ExplorationLimitError)
    return { ...options, context: isRepeatable(model, error.partial) ? 'compared' : 'ignored' };
  return error.code === 'TESTING_NOT_PLAIN' ? { ...options, context: 'ignored' } : undefined;
}
