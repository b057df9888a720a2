/**
 * A test model: what a machine's own definition cannot say and exploration needs. Which concrete events to try, which
 * part of the context makes two situations different, and what "ended well" means.
 *
 * Hazard: an abstraction that drops a variable some guard reads hides transitions. Abstract such variables up to their
 * bound plus one; `explore` reports where two contexts with the same key behave differently (`unstable`).
 */
import type { AnyStateMachine, EventFromLogic, SnapshotFrom } from 'xstate';

/** States explored before `explore` gives up: far above what a readable plan covers, reached in seconds. */
export const DEFAULT_STATE_LIMIT = 20_000;

export interface TestModel<M extends AnyStateMachine = AnyStateMachine> {
  /** Names the machine in titles; defaults to the machine's id. */
  readonly name?: string;
  readonly machine: M;
  /** For a machine whose context factory needs input. */
  readonly input?: unknown;
  /** Every concrete event to try, all payload variants; or those worth trying in a snapshot. */
  readonly events: readonly EventFromLogic<M>[] | ((snapshot: SnapshotFrom<M>) => readonly EventFromLogic<M>[]);
  /**
   * Key material: what, besides the state value, tells two situations apart. Plain data plus bigint.
   * Default: the whole context.
   */
  readonly abstract?: (snapshot: SnapshotFrom<M>) => unknown;
  /** What a test compares besides the state value. Default: `abstract`. May be finer: it splits no states. */
  readonly observe?: (snapshot: SnapshotFrom<M>) => unknown;
  /** A good end. Default: a final state. Where no such state is reachable from, `explore` reports a trap. */
  readonly isGoal?: (snapshot: SnapshotFrom<M>) => boolean;
  /** Abstract states allowed. Default `DEFAULT_STATE_LIMIT`. */
  readonly limit?: number;
  /** A short name for an event variant. Default: its type and the fields in which variants of the type differ. */
  readonly label?: (event: EventFromLogic<M>) => string;
  /** Mutants known to behave like the machine: id → why. */
  readonly equivalent?: Readonly<Record<string, string>>;
}

/** Identity with types: event variants and snapshots are checked against the machine. */
export function defineModel<M extends AnyStateMachine>(model: TestModel<M>): TestModel<M> {
  return model;
}

/** `model` with its type parameter forgotten, for code that works on any machine. */
export function erase<M extends AnyStateMachine>(model: TestModel<M>): TestModel {
  return model as unknown as TestModel;
}

export function modelName(model: TestModel): string {
  return model.name ?? model.machine.id;
}
