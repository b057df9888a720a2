/**
 * `/metrics`: the engine in numbers, in Prometheus text.
 *
 * Invariant: labels come from fixed tables (outcomes, failure code names, kinds of actor), never from payments, so the number
 * of series is bounded. Counters start at 0 with the process, as Prometheus expects; gauges are read when asked for.
 */
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { kindNameOf } from '../../machines/kind.ts';
import { paymentKind } from '../../machines/payment-kind.ts';
import { failcodeName } from '../domain/payment-failure.ts';
import type { Engine } from '../engine/engine.ts';
import { htlcsInFlight } from './in-flight.ts';
import type { Traffic } from './traffic.ts';

/** Seconds: one payment alone is about 1 ms, one held by somebody may be hours. */
const LATENCY_BUCKETS = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 60, 600];
const COMMIT_BUCKETS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 2];
const BATCH_BUCKETS = [1, 3, 10, 30, 100, 300, 1_000, 3_000, 10_000];
/** Failures whose reason BOLT 4 does not name, or that nobody could read. */
const UNKNOWN_REASON = 'unknown';

export interface Metrics {
  readonly contentType: string;
  text(): Promise<string>;
}

export function metricsOf(engine: Engine, traffic: Traffic): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const sent = new Counter({ name: 'sendpay_parts_sent_total', help: 'Parts that left', registers });
  const ended = new Counter({
    name: 'sendpay_parts_ended_total',
    help: 'Parts that ended, by outcome and, for failed ones, by BOLT 4 failure',
    labelNames: ['outcome', 'reason'] as const,
    registers,
  });
  const latency = new Histogram({
    name: 'sendpay_part_duration_seconds',
    help: 'From the record that a part left to the record that it ended',
    labelNames: ['outcome'] as const,
    buckets: LATENCY_BUCKETS,
    registers,
  });
  const batch = new Histogram({
    name: 'sendpay_commit_records',
    help: 'Records per durable batch',
    buckets: BATCH_BUCKETS,
    registers,
  });
  const commit = new Histogram({
    name: 'sendpay_commit_duration_seconds',
    help: 'From the first record of a batch to its being durable',
    buckets: COMMIT_BUCKETS,
    registers,
  });
  traffic.listen({
    partSent: () => sent.inc(),
    partEnded: ({ outcome, failcode, latencyMs }) => {
      ended.inc({ outcome, reason: outcome === 'complete' ? '' : reasonOf(failcode) });
      if (latencyMs !== undefined) latency.observe({ outcome }, latencyMs / 1_000);
    },
    committed: (records, latencyMs) => {
      batch.observe(records);
      commit.observe(latencyMs / 1_000);
    },
  });
  gauges(engine, registers);
  return { contentType: registry.contentType, text: () => registry.metrics() };
}

const reasonOf = (failcode: number | undefined): string =>
  (failcode === undefined ? undefined : failcodeName(failcode)) ?? UNKNOWN_REASON;

function gauges(engine: Engine, registers: Registry[]): void {
  const { journal, runtime } = engine;
  const gauge = (name: string, help: string, read: () => number | Promise<number>): void => {
    new Gauge({
      name,
      help,
      registers,
      async collect() {
        this.set(await read());
      },
    });
  };
  gauge(
    'sendpay_payments_in_flight',
    'Payments with an HTLC in flight',
    () => runtime.inFlight(paymentKind.name).length,
  );
  gauge('sendpay_htlcs_in_flight', 'HTLCs in channels', () => htlcsInFlight(engine));
  gauge('sendpay_journal_position', 'Records in the log', () => journal.durablePosition);
  gauge('sendpay_journal_record_bytes', 'Bytes of records in the log', async () => (await journal.sizes()).recordBytes);
  gauge(
    'sendpay_journal_disk_bytes',
    'Bytes the database takes on disk',
    async () => (await journal.sizes()).diskBytes,
  );
  gauge('sendpay_streams_quarantined', 'Streams that could not be read', () => engine.quarantined.length);
  new Gauge({
    name: 'sendpay_actors',
    help: 'Actors in memory, by kind and by whether something is in flight',
    labelNames: ['kind', 'in_flight'] as const,
    registers,
    collect() {
      this.reset();
      for (const { stream, unfinished } of runtime.actors())
        this.inc({ kind: kindNameOf(stream), in_flight: String(unfinished) });
    },
  });
}
