/**
 * Upcasting: events written by an older version of a schema, as the current one writes them.
 *
 * Invariant: the log itself never changes; a record is upcast each time it is read, one version at a time, until no step
 * is left. A step is a pure function of the event, so an old log folds to the same state on every run.
 * A step turns one event into one event: positions and sequences are facts and stay.
 */
import { SendpayError } from '../domain/errors.ts';
import type { JournalRecord, LoggedEvent } from './port.ts';

/** From `fromVersion` to the version after it, for one event type of one kind of stream. */
export interface UpcastStep {
  /** First path element of the stream: `payment`, `channel`, … */
  readonly kind: string;
  /** The event's type at `fromVersion`; the step may rename it. */
  readonly type: string;
  readonly fromVersion: number;
  upcast(event: LoggedEvent): LoggedEvent;
}

/** Gives the record with its event as the current schema has it; `version` still says what was written. */
export type Upcast = (record: JournalRecord) => JournalRecord;

/** For a journal whose schemas are all of the first version, and for reading what was really written. */
export const asWritten: Upcast = (record) => record;

/**
 * Every step from released schemas to today's. A released event version is never edited: a change adds a step here and a
 * file to `test/journal/golden`.
 */
export const releasedSteps: readonly UpcastStep[] = [];

/** Throws SENDPAY_JOURNAL_MISUSE if two steps start at the same place. */
export function createUpcast(steps: readonly UpcastStep[]): Upcast {
  if (steps.length === 0) return asWritten;
  const byStart = new Map<string, UpcastStep>();
  for (const step of steps) {
    const start = startOf(step.kind, step.type, step.fromVersion);
    if (byStart.has(start)) throw new SendpayError('SENDPAY_JOURNAL_MISUSE', `two upcast steps from ${start}`);
    byStart.set(start, step);
  }
  return (record) => {
    const kind = record.stream.split('/', 1)[0] as string;
    let { event, version } = record;
    for (;;) {
      const step = byStart.get(startOf(kind, event.type, version));
      if (step === undefined) return event === record.event ? record : { ...record, event };
      event = step.upcast(event);
      version++;
    }
  };
}

function startOf(kind: string, type: string, version: number): string {
  return `${kind} ${type} v${version}`;
}
