/**
 * Folds a whole log, record by record in its order, and says what each record changed.
 *
 * Invariant: the state after a record is that of the runtime after it logged the record: same machines, same order, no effects.
 * Memory is bounded: states not used lately are forgotten and folded again from their stream when they are needed.
 * Serves what reads a log as a whole: `verify`, which compares, and imports and rebuilt rows, which write what the log implies.
 */
import type { AnyStateMachine } from 'xstate';
import {
  type AnyKind,
  type Kind,
  kindNameOf,
  type StateOf,
  WORKING_ROW_PREFIX,
  type WorkingRows,
} from '../../machines/kind.ts';
import type { Journal, JournalRecord, Position, RowWrite } from '../journal/port.ts';
import type { Effect } from './actor.ts';
import { Fold, type PersistedState } from './fold.ts';

/** States kept: those of all channels of a public network and of some thousand payments in flight, about 100 MB at most. */
const REMEMBERED_STATES = 50_000;

type Snapshot = StateOf<AnyStateMachine>;

export interface FoldedRecord {
  readonly record: JournalRecord;
  readonly kind: AnyKind;
  readonly before: Snapshot;
  readonly after: Snapshot;
  /** What the runtime performed after it logged the record. */
  readonly effects: readonly Effect[];
  /** The machine has nothing to say to the event in this state; the runtime never logs such a one. */
  readonly ignored: boolean;
  readonly finished: boolean;
  /** What the record writes. */
  readonly rows: readonly RowWrite[];
}

export class LogFold {
  readonly #journal: Pick<Journal, 'readStreamFromStart'>;
  readonly #kinds = new Map<string, { readonly kind: AnyKind; readonly fold: Fold<AnyStateMachine> }>();
  /** Least recently used first. */
  readonly #states = new Map<string, Snapshot>();
  readonly #working = new Map<string, unknown>();
  readonly #last: WorkingRows = (key) => this.#working.get(key);
  #position: Position = 0;

  constructor(journal: Pick<Journal, 'readStreamFromStart'>, kinds: readonly AnyKind[]) {
    this.#journal = journal;
    for (const kind of kinds) this.#kinds.set(kind.name, { kind, fold: new Fold(kind.machine) });
  }

  /** The next record of the log; undefined if it belongs to no known kind of actor. */
  step(record: JournalRecord): FoldedRecord | undefined {
    const known = this.#kinds.get(kindNameOf(record.stream));
    if (known === undefined) return undefined;
    const { kind, fold } = known;
    const before = record.sequence === 1 ? fold.initial : this.#stateBefore(record.stream, record.position, fold);
    const { snapshot: after, effects } = fold.step(before, record.event as never);
    this.#position = record.position;
    this.#remember(record.stream, after);
    const rows = kind.rows({ stream: record.stream, before, after, record, last: this.#last });
    for (const { key, value } of rows) this.#work(key, value);
    return { record, kind, before, after, effects, ignored: after === before, finished: kind.isFinished(after), rows };
  }

  /** The state of an actor after the last record stepped over. */
  state<M extends AnyStateMachine, Id>(kind: Kind<M, Id>, id: Id): StateOf<M> {
    const fold = this.#foldOf(kind);
    return this.#stateBefore(kind.streamOf(id), this.#position + 1, fold) as StateOf<M>;
  }

  /** What a snapshot of this state stores. */
  persist(kind: AnyKind, snapshot: Snapshot): PersistedState {
    return this.#foldOf(kind).persist(snapshot);
  }

  /** The state a stored snapshot and the records after it lead to. Throws if the machine has no such state. */
  resume(kind: AnyKind, stored: PersistedState, tail: readonly JournalRecord[]): Snapshot {
    const fold = this.#foldOf(kind);
    return fold.replay(fold.restore(stored), eventsOf(tail));
  }

  /** The state all records of a stream lead to. */
  replay(kind: AnyKind, records: readonly JournalRecord[]): Snapshot {
    const fold = this.#foldOf(kind);
    return fold.replay(fold.initial, eventsOf(records));
  }

  #work(key: string, value: unknown): void {
    if (!key.startsWith(WORKING_ROW_PREFIX)) return;
    if (value === undefined) this.#working.delete(key);
    else this.#working.set(key, value);
  }

  #foldOf(kind: AnyKind): Fold<AnyStateMachine> {
    const known = this.#kinds.get(kind.name);
    if (known === undefined) throw new TypeError(`the log fold was not given the kind "${kind.name}"`);
    return known.fold;
  }

  #stateBefore(stream: string, position: Position, fold: Fold<AnyStateMachine>): Snapshot {
    const known = this.#states.get(stream);
    if (known !== undefined) return known;
    const records = this.#journal.readStreamFromStart(stream).filter((record) => record.position < position);
    return fold.replay(fold.initial, eventsOf(records));
  }

  #remember(stream: string, state: Snapshot): void {
    this.#states.delete(stream);
    this.#states.set(stream, state);
    if (this.#states.size <= REMEMBERED_STATES) return;
    for (const oldest of this.#states.keys()) {
      this.#states.delete(oldest);
      return;
    }
  }
}

function eventsOf(records: readonly JournalRecord[]): never[] {
  return records.map((record) => record.event as never);
}
