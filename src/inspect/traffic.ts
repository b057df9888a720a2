/**
 * What goes on, second by second, since the inspector was started: payments sent, paid and failed, how long they took, and
 * how the journal commits.
 *
 * Invariant: counts only what is durable; memory is bounded by the seconds kept and by the parts in flight that are
 * followed. Does not count what happened before it was started: the log knows that.
 */

import type { PaymentEvent } from '../../machines/payment.ts';
import { paymentKind } from '../../machines/payment-kind.ts';
import type { Clock } from '../domain/clock.ts';
import type { Journal, JournalRecord } from '../journal/port.ts';

/** Seconds a plot shows. */
const TRAFFIC_SECONDS = 300;
/** Parts in flight whose latency is taken; beyond it they are counted, not timed. */
const MAX_TIMED_PARTS = 100_000;
/** Latencies kept per second: enough for percentiles, bounded under any load. */
const MAX_LATENCIES = 1_000;

/** One second. Latencies in milliseconds, 0 where nothing ended. */
export interface TrafficSecond {
  /** Unix time. */
  readonly second: number;
  readonly sent: number;
  readonly complete: number;
  readonly failed: number;
  readonly records: number;
  readonly batches: number;
  readonly latencyP50Ms: number;
  readonly latencyP95Ms: number;
}

interface Bucket {
  second: number;
  sent: number;
  complete: number;
  failed: number;
  records: number;
  batches: number;
  latencies: number[];
}

/** An end of a part, for those who count (`metrics.ts`). */
export interface PartEnd {
  readonly outcome: 'complete' | 'failed';
  readonly failcode: number | undefined;
  /** undefined if the part was sent before this was started. */
  readonly latencyMs: number | undefined;
}

export interface TrafficListener {
  readonly partSent?: () => void;
  readonly partEnded?: (end: PartEnd) => void;
  readonly committed?: (records: number, latencyMs: number) => void;
}

export class Traffic {
  readonly #clock: Clock;
  readonly #buckets: Bucket[] = [];
  readonly #sentAtMs = new Map<string, number>();
  readonly #listeners: TrafficListener[] = [];
  readonly #stop: () => void;

  constructor(journal: Journal, clock: Clock) {
    this.#clock = clock;
    this.#stop = journal.onDurable((_position, records) => this.#durable(records));
  }

  listen(listener: TrafficListener): void {
    this.#listeners.push(listener);
  }

  /** The last seconds, oldest first; seconds in which nothing happened are left out. */
  seconds(): readonly TrafficSecond[] {
    const since = this.#second() - TRAFFIC_SECONDS;
    return this.#buckets
      .filter(({ second }) => second > since)
      .map(({ latencies, ...bucket }) => {
        const sorted = latencies.toSorted((a, b) => a - b);
        return { ...bucket, latencyP50Ms: percentile(sorted, 0.5), latencyP95Ms: percentile(sorted, 0.95) };
      });
  }

  close(): void {
    this.#stop();
  }

  #second(): number {
    return Math.floor(this.#clock.nowMs() / 1_000);
  }

  #bucket(): Bucket {
    const second = this.#second();
    const last = this.#buckets.at(-1);
    if (last?.second === second) return last;
    const bucket = { second, sent: 0, complete: 0, failed: 0, records: 0, batches: 0, latencies: [] };
    this.#buckets.push(bucket);
    if (this.#buckets.length > TRAFFIC_SECONDS) this.#buckets.shift();
    return bucket;
  }

  #durable(records: readonly JournalRecord[]): void {
    const bucket = this.#bucket();
    bucket.records += records.length;
    bucket.batches++;
    for (const record of records) if (paymentKind.owns(record.stream)) this.#payment(record, bucket);
    const first = records[0];
    if (first === undefined) return;
    const latencyMs = Math.max(0, this.#clock.nowMs() - first.timeMs);
    for (const { committed } of this.#listeners) committed?.(records.length, latencyMs);
  }

  #payment({ stream, event, timeMs }: JournalRecord, bucket: Bucket): void {
    const payment = event as unknown as PaymentEvent;
    if (payment.type === 'PARTS_DELETED') return;
    const part = `${stream}/${payment.groupid}/${payment.partid}`;
    if (payment.type === 'PART_SENT') {
      bucket.sent++;
      if (this.#sentAtMs.size < MAX_TIMED_PARTS) this.#sentAtMs.set(part, timeMs);
      for (const { partSent } of this.#listeners) partSent?.();
      return;
    }
    const sentAtMs = this.#sentAtMs.get(part);
    this.#sentAtMs.delete(part);
    const latencyMs = sentAtMs === undefined ? undefined : timeMs - sentAtMs;
    const outcome = payment.type === 'PART_FULFILLED' ? 'complete' : 'failed';
    bucket[outcome]++;
    if (latencyMs !== undefined && bucket.latencies.length < MAX_LATENCIES) bucket.latencies.push(latencyMs);
    const failcode = payment.type === 'PART_FAILED' ? payment.failure.failcode : undefined;
    for (const { partEnded } of this.#listeners) partEnded?.({ outcome, failcode, latencyMs });
  }
}

function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
