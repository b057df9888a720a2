/**
 * The change feed: the durable log as a stream that does not end.
 *
 * Invariant: gives every record from `from` on, once, in order, and only what is durable; whoever remembers the last
 * position it handled resumes there. Memory is bounded however slow the reader is: a few thousand live records are kept,
 * and a reader further behind reads from the database again.
 * Ends when the journal is closed, fails when it fails or a record is damaged. Knows nothing of what records mean.
 */
import { Observable } from 'rxjs';
import { SendpayError } from '../domain/errors.ts';
import type { Journal, JournalRecord, Position } from './port.ts';

export interface FeedOptions {
  /** First position to give. Default 1. */
  readonly from?: Position;
}

export interface FollowOptions extends FeedOptions {
  /** Ends the feed. */
  readonly signal?: AbortSignal;
}

/** Live records kept for a reader that is not waiting; with more it reads them back. A batch under load has about 1,000. */
const MAX_LIVE_RECORDS = 4_096;

/**
 * The feed as an Observable, for readers that take each record at once.
 * An operator that cannot keep up buffers by itself: use `follow` there.
 */
export function feed(journal: Journal, options: FeedOptions = {}): Observable<JournalRecord> {
  return new Observable((subscriber) => {
    const abort = new AbortController();
    const pump = async (): Promise<void> => {
      for await (const record of follow(journal, { ...options, signal: abort.signal })) subscriber.next(record);
    };
    pump().then(
      () => subscriber.complete(),
      (error: unknown) => subscriber.error(error),
    );
    return () => abort.abort();
  });
}

/** The feed at the reader's own pace. Throws what the journal throws; returns when it is closed or `signal` aborts. */
export async function* follow(journal: Journal, options: FollowOptions = {}): AsyncGenerator<JournalRecord, void> {
  const { signal } = options;
  const live: JournalRecord[] = [];
  const unsubscribe = journal.onDurable((_position, records) => {
    if (live.length + records.length > MAX_LIVE_RECORDS) live.length = 0;
    else live.push(...records);
  });
  let next = Math.max(1, options.from ?? 1);
  try {
    for (;;) {
      const recent = live.splice(0);
      const missed = (recent[0]?.position ?? journal.durablePosition + 1) - 1;
      for await (const record of next <= missed ? journal.read(next, missed) : []) {
        yield record;
        next++;
        if (signal?.aborted) return;
      }
      for (const record of recent) {
        if (record.position < next) continue;
        yield record;
        next++;
        if (signal?.aborted) return;
      }
      if (!(await isReached(journal, next, signal))) return;
    }
  } finally {
    unsubscribe();
  }
}

/** true once `position` is durable; false if it never will be because the journal was closed, or at an abort. */
async function isReached(journal: Journal, position: Position, signal: AbortSignal | undefined): Promise<boolean> {
  try {
    await journal.durable(position, signal);
  } catch (error) {
    if (signal?.aborted || (error instanceof SendpayError && error.code === 'SENDPAY_JOURNAL_CLOSED')) return false;
    throw error;
  }
  return signal?.aborted !== true;
}
