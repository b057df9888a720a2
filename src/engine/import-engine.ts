/**
 * What an imported log implies: its rows, unfinished marks and snapshots, staged record by record.
 *
 * Invariant: after the last record the database holds what the engine would have stored while it wrote that log, so
 * `verify` finds nothing. Does not say which network the log belongs to: the first start after the import does.
 */
import { isSnapshotDue } from '../../machines/kind.ts';
import { KINDS } from '../../machines/kinds.ts';
import { type ImportOptions, importLog } from '../journal/ndjson.ts';
import type { Journal, JournalRecord, Position } from '../journal/port.ts';
import { type FoldedRecord, LogFold } from '../runtime/log-fold.ts';
import { markCurrent } from './row-versions.ts';

/** Imports a log with all it implies; resolves with its last position. Throws what `importLog` throws. */
export async function importEngine(
  journal: Journal,
  lines: AsyncIterable<string>,
  options: Pick<ImportOptions, 'unchecked'> = {},
): Promise<Position> {
  const { position } = await importLog(journal, lines, { ...options, project: projector(journal) });
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
