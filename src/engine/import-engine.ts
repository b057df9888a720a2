/**
 * What an imported log implies: its rows, unfinished marks and snapshots, staged record by record.
 *
 * Invariant: after the last record the database holds what the engine would have stored while it wrote that log, so
 * `verify` finds nothing. Does not say which network the log belongs to: the first start after the import does.
 */
import type { HistoryEvent } from '../../machines/history.ts';
import { historyKind } from '../../machines/history-kind.ts';
import { isSnapshotDue } from '../../machines/kind.ts';
import { KINDS } from '../../machines/kinds.ts';
import type { Clock } from '../domain/clock.ts';
import { given } from '../domain/given.ts';
import { type ImportOptions, importLog } from '../journal/ndjson.ts';
import type { Journal, JournalRecord, LoggedEvent, Position } from '../journal/port.ts';
import { systemClock } from '../runtime/clock.ts';
import { type FoldedRecord, LogFold } from '../runtime/log-fold.ts';
import { markCurrent } from './row-versions.ts';

/**
 * Imports a log with all it implies, and notes that it is one: what was sent after it was exported is not in it, so it sends nothing
 * until it is accepted (`src/payments/history.ts`). Resolves with its last position.
 * Throws what `importLog` throws.
 */
export async function importEngine(
  journal: Journal,
  lines: AsyncIterable<string>,
  options: Pick<ImportOptions, 'unchecked'> = {},
  { nowMs }: Pick<Clock, 'nowMs'> = systemClock,
): Promise<Position> {
  const atMs = nowMs();
  const project = projector(journal);
  const { position, end } = await importLog(journal, lines, { ...options, project });
  const { name, version } = historyKind;
  const event: HistoryEvent = { type: 'LOG_IMPORTED', position, atMs, ...given({ journal: end?.journal }) };
  project(journal.append({ stream: name, event: event as unknown as LoggedEvent, version, timeMs: atMs, cause: 0 }));
  await journal.durable(journal.position);
  return position;
}

/** The `project` callback of an import. Records of unknown kinds are kept, and imply nothing. */
export function projector(journal: Journal, kinds = KINDS): (record: JournalRecord) => void {
  const fold = new LogFold(journal, kinds);
  const unfinished = new Set<string>();
  /** Sequence at which a stream had its last snapshot. */
  const snapshots = new Map<string, number>();
  return (record) => {
    if (record.position === 1) markCurrent(journal, kinds);
    const folded = fold.step(record);
    if (folded === undefined) return;
    for (const row of folded.rows) journal.putRow(row);
    mark(journal, folded, unfinished);
    const { kind, after } = folded;
    const { stream, position, sequence } = record;
    if (!isSnapshotDue(kind, after, sequence - (snapshots.get(stream) ?? 0))) return;
    snapshots.set(stream, sequence);
    journal.putSnapshot(stream, { position, sequence, version: kind.version, state: fold.persist(kind, after) });
  };
}

function mark(journal: Journal, { record: { stream }, finished }: FoldedRecord, unfinished: Set<string>): void {
  if (unfinished.has(stream) !== finished) return;
  journal.setUnfinished(stream, !finished);
  if (finished) unfinished.delete(stream);
  else unfinished.add(stream);
}
