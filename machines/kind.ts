/**
 * A kind of actor: everything that is pure about it, so that a log can be read, verified, imported and drawn without running it.
 *
 * Invariants: `rows` and `isFinished` are pure functions of the snapshots, the record and the working rows; a stream's name is
 * composed and parsed here and nowhere else. Every machine starts without input, in a state that means "nothing happened
 * yet"; its first event brings everything.
 * Does not perform effects: who does registers a table with the runtime (`src/runtime/actor.ts`).
 */
import type { AnyStateMachine, SnapshotFrom } from 'xstate';
import type { NodeId, PaymentHash } from '../src/domain/ids.ts';
import type { JournalRecord, LoggedEvent, RowWrite } from '../src/domain/log-record.ts';
import type { PaymentId } from '../src/domain/payment-id.ts';

/**
 * Rows that rows are made from: numbers given so far, sums, what is on its way. Their keys begin with `counter/`; they are few
 * or bounded by what is in flight, so whoever folds a log can hold them. Gives the value before the record, as staged.
 */
export type WorkingRows = (key: string) => unknown;
export const WORKING_ROW_PREFIX = 'counter/';

/**
 * An actor's state as a fold gives it, asked the way an XState snapshot is. A snapshot is one too; what else a snapshot has
 * (machine, children, `can`) a fold does not build.
 */
export type StateOf<M extends AnyStateMachine> = Pick<SnapshotFrom<M>, 'value' | 'context' | 'matches' | 'hasTag'>;

/** What one record changed. */
export interface Change<M extends AnyStateMachine = AnyStateMachine> {
  readonly stream: string;
  readonly before: StateOf<M>;
  readonly after: StateOf<M>;
  readonly record: JournalRecord;
  readonly last: WorkingRows;
}

export interface Kind<M extends AnyStateMachine = AnyStateMachine, Id = never> {
  /** First path element of its streams: `payment`, `channel`, … */
  readonly name: string;
  readonly machine: M;
  /**
   * Version of the event schema and of the snapshot. It rises with what is logged, and then needs an upcaster
   * (`src/journal/upcast.ts`); and where the machine folds old events to another state, so that no snapshot says otherwise.
   */
  readonly version: number;
  /**
   * A snapshot is stored each time a stream has grown by this many records; 0 stores none. A function where states grow large:
   * to write such a state as often as a small one costs more than the records do.
   */
  readonly snapshotEvery: number | ((snapshot: StateOf<M>) => number);
  /** Nothing is in flight: recovery need not read it and memory need not hold it. */
  isFinished(snapshot: StateOf<M>): boolean;
  /** Version of what `rows` writes. A database with another one has them built again from its log when it is opened. */
  readonly rowsVersion: number;
  /** Where its rows are: beginnings of keys, in whole path elements, `*` for any one. No two kinds share a key. */
  readonly rowSpaces: readonly string[];
  /** Projection rows this record changes; written in the same batch. Of working rows it reads only its own. */
  rows(change: Change<M>): readonly RowWrite[];
  /**
   * Why nothing should have logged this event, if there is a reason the machine does not look at: a name that is none, a value no
   * encoder can take. Who records such events asks first; `verify` names those an earlier version let through.
   */
  faultOf?(stream: string, event: LoggedEvent): string | undefined;
  /** The name of the stream of one actor. */
  streamOf(id: Id): string;
  /** Whether a stream is of this kind. */
  owns(stream: string): boolean;
  /** Whose stream it is; ask `owns` first where that is not known. */
  idOf(stream: string): Id;
}

/** A kind of any machine, as who holds several keeps it. */
// biome-ignore lint/suspicious/noExplicitAny: the only supertype of kinds with different ids
export type AnyKind = Kind<any, any>;

/** Whether a stream that has grown by so many records since its last snapshot is to have another one. */
export function isSnapshotDue({ snapshotEvery }: AnyKind, snapshot: StateOf<AnyStateMachine>, grown: number): boolean {
  const every: number = typeof snapshotEvery === 'number' ? snapshotEvery : snapshotEvery(snapshot);
  return every > 0 && grown >= every;
}

/** First path element of a stream: the name of its kind. */
export function kindNameOf(stream: string): string {
  const slash = stream.indexOf('/');
  return slash < 0 ? stream : stream.slice(0, slash);
}

/** Whether a row is of this kind. */
export function ownsRow({ rowSpaces }: { readonly rowSpaces: readonly string[] }, key: string): boolean {
  const elements = key.split('/');
  return rowSpaces.some((space) => {
    const wanted = space.split('/').slice(0, -1);
    return wanted.length < elements.length && wanted.every((name, at) => name === '*' || name === elements[at]);
  });
}

type Naming<Id> = Pick<Kind<AnyStateMachine, Id>, 'name' | 'streamOf' | 'owns' | 'idOf'>;

/** Streams named `<kind>/<id>`. */
export function namedBy<Id extends string>(name: string): Naming<Id> {
  const prefix = `${name}/`;
  return {
    name,
    streamOf: (id) => prefix + id,
    owns: (stream) => stream.startsWith(prefix),
    idOf: (stream) => stream.slice(prefix.length) as Id,
  };
}

/** Streams named `<kind>/<node>/<payment_hash>`. */
export function namedByPayment(name: string): Naming<PaymentId> {
  const prefix = `${name}/`;
  return {
    name,
    streamOf: ({ node, paymentHash }) => `${prefix}${node}/${paymentHash}`,
    owns: (stream) => stream.startsWith(prefix),
    idOf: (stream) => {
      const slash = stream.indexOf('/', prefix.length);
      return {
        node: stream.slice(prefix.length, slash) as NodeId,
        paymentHash: stream.slice(slash + 1) as PaymentHash,
      };
    },
  };
}
