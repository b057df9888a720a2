/**
 * What the log holds, as everyone sees it: an event of an actor, the record that carries it, and the rows that follow from it.
 *
 * Invariant: plain data. The journal (`src/journal`) stores it, kinds (`machines`) give it its meaning.
 */
/** 1 for the first record; 0 means "before the log". */
export type Position = number;

/** What an actor logs. `type` is the machine's event type; the rest is its payload. Amount keys end in `Msat`. */
export interface LoggedEvent {
  readonly type: string;
  readonly [key: string]: unknown;
}

/** One record of the log as readers see it (upcast to the current schema). */
export interface JournalRecord {
  readonly position: Position;
  /** Which actor's: named and parsed by its kind (`machines/*-kind.ts`). */
  readonly stream: string;
  /** 1 for the first record of the stream, dense. */
  readonly sequence: number;
  /** Schema version the event was written with. */
  readonly version: number;
  readonly timeMs: number;
  /** Position of the record that caused this one; 0 if a command from outside did. */
  readonly cause: Position;
  readonly event: LoggedEvent;
}

/** A projection row: a key under the rows' own key space and a JSON value; `undefined` deletes it. */
export interface RowWrite {
  readonly key: string;
  readonly value: unknown;
}
