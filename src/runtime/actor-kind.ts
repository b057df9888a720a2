/**
 * What the runtime must know of a kind of actor, besides its machine.
 *
 * An actor is virtual: a stream in the log, a snapshot in memory while something is in flight, a machine as its logic.
 * Invariant: `rows` and `isFinished` are pure functions of the snapshots, the record and the working rows; `perform` runs after the event is
 * logged, never on replay. Every machine starts without input, in a state that means "nothing happened yet"; its first
 * event brings everything.
 */
import type { AnyStateMachine, EventFromLogic, SnapshotFrom } from 'xstate';
import type { JournalRecord, LoggedEvent, Position, RowWrite } from '../journal/port.ts';

/** An effect: the data a machine emitted with `emit`. */
export interface Effect {
  readonly type: string;
}

/** An event for the actor at `stream`. `cause`: position of the record that caused it, 0 for a command from outside. */
export interface Delivery {
  readonly stream: string;
  readonly event: LoggedEvent;
  readonly cause: Position;
}

/**
 * Rows that rows are made from: numbers given so far, sums, what is on its way. Their keys begin with `counter/`; they are few
 * or bounded by what is in flight, so whoever folds a log can hold them. Gives the value before the record, as staged.
 */
export type WorkingRows = (key: string) => unknown;
export const WORKING_ROW_PREFIX = 'counter/';

export interface ActorKind<M extends AnyStateMachine = AnyStateMachine, E extends Effect = Effect> {
  /** First path element of its streams: `payment`, `channel`, … */
  readonly kind: string;
  readonly machine: M;
  /** Version of the event schema and of the snapshot. A new version needs an upcaster (`src/journal/upcast.ts`). */
  readonly version: number;
  /** A snapshot is stored each time a stream has grown by this many records; 0 stores none. */
  readonly snapshotEvery: number;
  /** Nothing is in flight: recovery need not read it and memory need not hold it. */
  isFinished(snapshot: SnapshotFrom<M>): boolean;
  /** Projection rows this record changes; written in the same batch. */
  rows(change: {
    readonly stream: string;
    readonly before: SnapshotFrom<M>;
    readonly after: SnapshotFrom<M>;
    readonly record: JournalRecord;
    readonly last: WorkingRows;
  }): readonly RowWrite[];
  /** Carries out one effect; `record` is the logged event that caused it. */
  perform(
    effect: E,
    at: { readonly stream: string; readonly record: JournalRecord; readonly after: SnapshotFrom<M> },
  ): void;
}

/** What shells use of the runtime (`runtime.ts`). */
export interface Delivering {
  /**
   * Delivers an event. Outside a cascade it runs the whole cascade before it returns; inside one it queues (FIFO), so
   * that an actor never sees its own events nested. Events the machine ignores are not logged.
   */
  deliver(delivery: Delivery): void;
  /** The actor's state now, activated from the log if need be. Synchronous. */
  snapshot<M extends AnyStateMachine>(kind: ActorKind<M>, stream: string): SnapshotFrom<M>;
  /**
   * Runs work that a subscriber does inside a cascade. RxJS reports a subscriber's exception later and elsewhere; here it
   * stops the runtime at once, so that half a cascade never becomes durable.
   */
  guard(work: () => void): void;
  /** true if the stream has any record. */
  exists(stream: string): boolean;
}

export type { AnyStateMachine, EventFromLogic, SnapshotFrom };
