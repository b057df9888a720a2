/**
 * Advancing a machine by its events, without an actor: `(state, event) → (state, effects)`.
 *
 * A chart is compiled once into tables (`compiled-chart.ts`) and stepped without building a snapshot; a real one is made only
 * for who asks (`snapshotOf`). What the tables do not hold is stepped by XState itself, through one reused inert scope whose
 * action executor collects emitted effects as data (`transition()` would build a throw-away actor and system on every call).
 * Safe only for machines without invoke, spawn and systemId, which ours are. Equivalence of both ways with `transition()` and
 * with a real actor is held by `test/runtime/fold.test.ts`.
 * Invariant: an event the machine ignores gives back the same state reference and no effects.
 */
import {
  type ActorScope,
  type AnyStateMachine,
  createEmptyActor,
  type EventFromLogic,
  type SnapshotFrom,
  type StateValue,
} from 'xstate';
import type { StateOf } from '../../machines/kind.ts';
import { SendpayError } from '../domain/errors.ts';
import type { Effect } from './actor.ts';
import { ChartState, type CompiledChart, compileChart, NotCompiled } from './compiled-chart.ts';

/** What of a state is stored; the rest is the machine's. */
export interface PersistedState {
  readonly value: unknown;
  readonly context: unknown;
}

export interface Step<M extends AnyStateMachine> {
  readonly snapshot: StateOf<M>;
  /** In the order emitted; empty if the event was ignored. */
  readonly effects: readonly Effect[];
}

/** A real XState snapshot of a state, for observers. Throws if the machine has no such state. */
export function snapshotOf<M extends AnyStateMachine>(
  machine: M,
  { value, context }: { readonly value: unknown; readonly context: unknown },
): SnapshotFrom<M> {
  return machine.resolveState({ value, context } as never) as SnapshotFrom<M>;
}

const NO_EFFECTS: readonly Effect[] = Object.freeze([]);

export class Fold<M extends AnyStateMachine> {
  readonly machine: M;
  /** The state before any event. */
  readonly initial: StateOf<M>;
  #chart: CompiledChart | undefined;
  #notCompiled: string | undefined;
  #effects: Effect[] = [];
  readonly #scope: ActorScope<SnapshotFrom<M>, EventFromLogic<M>>;

  /** `by`: 'xstate' leaves the tables out, which the equivalence of both ways is held with. */
  constructor(machine: M, { by = 'tables' }: { readonly by?: 'tables' | 'xstate' } = {}) {
    this.machine = machine;
    this.#scope = this.#inertScope();
    if (by === 'tables')
      this.#compiled(() => {
        this.#chart = compileChart(machine);
      });
    this.initial = this.#light(machine.getInitialSnapshot(this.#scope as never, undefined) as SnapshotFrom<M>);
  }

  /** Why XState steps this machine; undefined: its tables do. */
  get notCompiled(): string | undefined {
    return this.#notCompiled;
  }

  /** One event. Never mutates `state`. */
  step(state: StateOf<M>, event: EventFromLogic<M>): Step<M> {
    return (this.#chart && this.#compiled(() => this.#stepTables(state, event))) ?? this.#stepXState(state, event);
  }

  /** The state after `events`, effects discarded: replay. */
  replay(from: StateOf<M>, events: Iterable<EventFromLogic<M>>): StateOf<M> {
    let state = from;
    for (const event of events) state = this.step(state, event).snapshot;
    return state;
  }

  persist({ value, context }: StateOf<M>): PersistedState {
    return { value, context };
  }

  /** Throws if the machine has no such state: the caller then replays from the start. */
  restore(state: PersistedState): StateOf<M> {
    return this.#light(snapshotOf(this.machine, state));
  }

  #stepTables(state: StateOf<M>, event: EventFromLogic<M>): Step<M> {
    const effects: Effect[] = [];
    const given: unknown = state instanceof ChartState ? state : this.#light(state);
    const after: unknown = (this.#chart as CompiledChart).step(given as ChartState, event, effects);
    const snapshot = after === given ? state : (after as StateOf<M>);
    return { snapshot, effects: effects.length === 0 ? NO_EFFECTS : effects };
  }

  #stepXState(state: StateOf<M>, event: EventFromLogic<M>): Step<M> {
    const before = state instanceof ChartState ? snapshotOf(this.machine, state) : (state as SnapshotFrom<M>);
    const after = this.machine.transition(before as never, event, this.#scope as never) as SnapshotFrom<M>;
    const snapshot = after === before ? state : after;
    if (this.#effects.length === 0) return { snapshot, effects: NO_EFFECTS };
    const effects = this.#effects;
    this.#effects = [];
    return { snapshot, effects };
  }

  /** A state without the rest of the snapshot, if the chart is compiled. */
  #light(snapshot: StateOf<M>): StateOf<M> {
    const light: unknown = this.#chart?.stateAt(snapshot.value as StateValue, snapshot.context);
    return (light as StateOf<M> | undefined) ?? snapshot;
  }

  /** From the first thing on that the tables do not hold, XState steps the machine: machines are pure, so a step can be done again. */
  #compiled<T>(work: () => T): T | undefined {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof NotCompiled)) throw error;
      this.#chart = undefined;
      this.#notCompiled = error.message;
      return undefined;
    }
  }

  #inertScope(): ActorScope<SnapshotFrom<M>, EventFromLogic<M>> {
    const self = createEmptyActor();
    const refuse = (what: string) => (): never => {
      throw new SendpayError(
        'SENDPAY_IMPURE_MACHINE',
        `machine "${this.machine.id}" uses ${what}, which a fold cannot replay`,
      );
    };
    return {
      self,
      system: self.system,
      id: '',
      sessionId: '',
      logger: refuse('log()'),
      defer: refuse('a deferred action'),
      stopChild: refuse('stopChild()'),
      emit: () => {},
      actionExecutor: (action: { type: string; params: unknown }) => {
        if (action.type !== 'xstate.emit') refuse(`the action ${action.type}`)();
        this.#effects.push((action.params as { event: Effect }).event);
      },
    } as unknown as ActorScope<SnapshotFrom<M>, EventFromLogic<M>>;
  }
}
