/** What the demo says at the end. Does not measure: it is given what was measured. */
import type { PaymentReport } from './pay-with-retries.ts';

export interface Measured {
  readonly reports: readonly PaymentReport[];
  readonly seconds: number;
  readonly recordBytes: number;
  readonly diskBytes: number;
}

export function summary({ reports, seconds, recordBytes, diskBytes }: Measured): string {
  const failed = reports.filter((report) => report.failure !== undefined);
  const attempts = reports.reduce((sum, report) => sum + report.attempts, 0);
  const retried = reports.filter((report) => report.attempts > 1);
  const rescued = retried.filter((report) => report.failure === undefined);
  const times = reports.map((report) => report.ms).sort((a, b) => a - b);
  const perSecond = (count: number): string => (count / seconds).toFixed(0);
  const lines: (readonly [string, string])[] = [
    ['complete', `${reports.length - failed.length} of ${reports.length}`],
    ['failed', failed.length === 0 ? '0' : `${failed.length}`],
    ...countBy(failed).map(([reason, count]) => [`  ${reason}`, String(count)] as const),
    ['retried', `${retried.length} (${rescued.length} of them completed); ${attempts} attempts in all`],
    ['speed', `${perSecond(reports.length)} payments/s, ${perSecond(attempts)} attempts/s`],
    ['latency', `p50 ${quantile(times, 0.5)} ms, p99 ${quantile(times, 0.99)} ms, retries included`],
    [
      'journal',
      `${(recordBytes / reports.length).toFixed(0)} bytes of records per payment, all actors and attempts included`,
    ],
    ['on disk', `${(diskBytes / 1024 / 1024).toFixed(1)} MB`],
  ];
  const width = Math.max(...lines.map(([name]) => name.length));
  return lines.map(([name, value]) => `${name.padEnd(width)}  ${value}\n`).join('');
}

function countBy(failed: readonly PaymentReport[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const { failure = '' } of failed) counts.set(failure, (counts.get(failure) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]);
}

function quantile(sorted: readonly number[], share: number): string {
  return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(1);
}
