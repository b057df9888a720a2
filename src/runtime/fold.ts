/**
 * Advancing a machine by its events, without an actor: `(snapshot, event) → (snapshot, effects)`.
 *
 * Why not xstate's `transition()`: it builds a throw-away actor and system on every call, 5 to 7 times dearer (measured).
 * Here one inert scope is reused, whose action executor collects emitted effects as data. Safe only for machines without
 * invoke, spawn and systemId, which ours are. Equivalence with `transition()` and with a real actor is held by
 * `test/runtime/fold.test.ts`.
 * Invariant: an event the machine ignores gives back the same snapshot reference and no effects.
 */
import {
  type ActorScope,
  type AnyStateMachine,
  createEmptyActor,
  type EventFromLogic,
  type SnapshotFrom,
} from 'xstate';
import { SendpayError } from '../domain/errors.ts';
import type { Effect } from './actor.ts';

/** What of a snapshot is stored; the rest is the machine's. */
export interface PersistedState {
  readonly value: unknown;
  readonly context: unknown;
}

export interface Step<M extends AnyStateMachine> {
  readonly snapshot: SnapshotFrom<M>;
  /** In the order emitted; empty if the event was ignored. */
  readonly effects: readonly Effect[];
}

const NO_EFFECTS: readonly Effect[] = Object.freeze([]);

export class Fold<M extends AnyStateMachine> {
  readonly machine: M;
  /** The snapshot before any event. */
  readonly initial: SnapshotFrom<M>;
  #effects: Effect[] = [];
  readonly #scope: ActorScope<SnapshotFrom<M>, EventFromLogic<M>>;

  constructor(machine: M) {
    this.machine = machine;
    this.#scope = this.#inertScope();
    this.initial = machine.getInitialSnapshot(this.#scope as never, undefined) as SnapshotFrom<M>;
  }

  /** One event. Never mutates `snapshot`. */
  step(snapshot: SnapshotFrom<M>, event: EventFromLogic<M>): Step<M> {
    const next = this.machine.transition(snapshot as never, event, this.#scope as never) as SnapshotFrom<M>;
    if (this.#effects.length === 0) return { snapshot: next, effects: NO_EFFECTS };
    const effects = this.#effects;
    this.#effects = [];
    return { snapshot: next, effects };
  }

  /** The state after `events`, effects discarded: replay. */
  replay(from: SnapshotFrom<M>, events: Iterable<EventFromLogic<M>>): SnapshotFrom<M> {
    let snapshot = from;
    for (const event of events) snapshot = this.step(snapshot, event).snapshot;
    return snapshot;
  }

  persist(snapshot: SnapshotFrom<M>): PersistedState {
    const { value, context } = snapshot as unknown as PersistedState;
    return { value, context };
  }

  /** Throws if the machine has no such state: the caller then replays from the start. */
  restore(state: PersistedState): SnapshotFrom<M> {
    return this.machine.resolveState(state as never) as SnapshotFrom<M>;
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
