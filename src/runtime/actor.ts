/**
 * What the runtime and the shells around machines say to each other: deliveries, effects, and who performs them.
 *
 * Invariant: an effect is performed after its event is logged, never on replay; for every type of effect a machine emits
 * somebody performs it, which the compiler checks (`actor`).
 */
import type { AnyStateMachine, EmittedFrom } from 'xstate';
import type { AnyKind, Kind, StateOf } from '../../machines/kind.ts';
import type { JournalRecord, LoggedEvent, Position } from '../domain/log-record.ts';

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

/** Where an effect comes from. `record` is the logged event that caused it, `after` the state it led to. */
export interface EffectSite<M extends AnyStateMachine> {
  readonly stream: string;
  readonly record: JournalRecord;
  readonly after: StateOf<M>;
}

/** Who performs what a machine emits: one function for each type of effect. */
export type Performers<M extends AnyStateMachine> = {
  readonly [T in EmittedFrom<M>['type']]: (effect: Extract<EmittedFrom<M>, { type: T }>, site: EffectSite<M>) => void;
};

/** A kind with those who perform its effects, as the runtime takes it. */
export interface Actor {
  readonly kind: AnyKind;
  readonly performers: Readonly<Record<string, (effect: never, site: never) => void>>;
}

/** Registers who performs a kind's effects. A type of effect without its row does not compile. */
export function actor<M extends AnyStateMachine, Id>(kind: Kind<M, Id>, performers: Performers<M>): Actor {
  return { kind, performers };
}

/** What shells use of the runtime (`runtime.ts`). */
export interface Delivering {
  /**
   * Delivers an event. Outside a cascade it runs the whole cascade before it returns; inside one it queues (FIFO), so
   * that an actor never sees its own events nested. Events the machine ignores are not logged.
   */
  deliver(delivery: Delivery): void;
  /** The actor's state now, activated from the log if need be. Synchronous. */
  snapshot<M extends AnyStateMachine, Id>(kind: Kind<M, Id>, id: Id): StateOf<M>;
  /**
   * Runs work that a subscriber does inside a cascade. RxJS reports a subscriber's exception later and elsewhere; here it
   * stops the runtime at once, so that half a cascade never becomes durable.
   */
  guard(work: () => void): void;
  /** true if the stream has any record. */
  exists(stream: string): boolean;
}
