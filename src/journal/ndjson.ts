/**
 * The log as text: one JSON object per line and record, amounts as decimal strings.
 *
 * Invariant: a whole export imported into an empty journal gives the same records at the same positions, newly chained.
 * Events are exported as they were written, with their version, so that an old log stays a test of the upcasters.
 * What is derived from records (rows, unfinished marks, snapshots) is not exported: whoever imports derives it again.
 */
import { SendpayError } from '../domain/errors.ts';
import { decodeJson, encodeJson } from './codec.ts';
import type { Journal, JournalRecord, LoggedEvent, Position } from './port.ts';

export interface ExportOptions {
  /** First and last position, inclusive. Default: all that is durable. */
  readonly from?: Position;
  readonly to?: Position;
  /** Which streams. Default: all. Only an export of all streams from position 1 can be imported. */
  readonly streams?: (stream: string) => boolean;
}

export interface ImportOptions {
  /** Called with each record, upcast, right after it was appended: stages its rows, marks and snapshots. */
  readonly project?: (record: JournalRecord) => void;
}

/** Records per batch of an import: large enough for fsync not to count, small enough to bound what is staged. */
const IMPORT_BATCH = 1_000;

/** The streams whose name has `part` as an element: those of a payment_hash, a node, a channel. */
export function streamsWith(part: string): (stream: string) => boolean {
  return (stream) => stream.split('/').includes(part);
}

/** Lines without their line ends, in the log's order. Throws SENDPAY_JOURNAL_DAMAGED where the log is. */
export async function* exportLog(journal: Journal, options: ExportOptions = {}): AsyncGenerator<string, void> {
  const { from = 1, to, streams = () => true } = options;
  for await (const record of journal.read(from, to, { asWritten: true }))
    if (streams(record.stream)) yield encodeJson(record);
}

/**
 * Appends every line's record; blank lines are skipped. Resolves with the last position, once it is durable.
 * Throws SENDPAY_IMPORT naming the line, if the journal is not empty or the lines are not a whole log; what was imported
 * until then stays, so the target is to be thrown away.
 */
export async function importLog(
  journal: Journal,
  lines: AsyncIterable<string> | Iterable<string>,
  options: ImportOptions = {},
): Promise<Position> {
  if (journal.position > 0)
    throw new SendpayError('SENDPAY_IMPORT', `the journal is not empty: it has ${journal.position} records`);
  let lineNumber = 0;
  for await (const line of lines) {
    lineNumber++;
    if (line.trim() === '') continue;
    const imported = appendExported(journal, parseLine(line, lineNumber), lineNumber);
    options.project?.(imported);
    if (imported.position % IMPORT_BATCH === 0) await journal.durable(imported.position);
  }
  await journal.durable(journal.position);
  return journal.position;
}

function appendExported(journal: Journal, record: JournalRecord, lineNumber: number): JournalRecord {
  const expected = journal.position + 1;
  if (record.position !== expected)
    throw refused(lineNumber, `position ${record.position} where ${expected} should follow`);
  const { stream, event, version, timeMs, cause } = record;
  const appended = journal.append({ stream, event, version, timeMs, cause });
  if (appended.sequence !== record.sequence)
    throw refused(lineNumber, `record ${record.sequence} of ${stream} where ${appended.sequence} should follow`);
  return appended;
}

function parseLine(line: string, lineNumber: number): JournalRecord {
  let value: unknown;
  try {
    value = decodeJson(line);
  } catch (cause) {
    throw refused(lineNumber, 'not JSON', cause);
  }
  if (!isRecord(value)) throw refused(lineNumber, 'not a record');
  return value;
}

const NUMBERS = ['position', 'sequence', 'version', 'timeMs', 'cause'] as const;

function isRecord(value: unknown): value is JournalRecord {
  if (typeof value !== 'object' || value === null) return false;
  const fields = value as Record<string, unknown>;
  const event = fields.event as LoggedEvent | null | undefined;
  return (
    typeof fields.stream === 'string' &&
    NUMBERS.every((name) => Number.isSafeInteger(fields[name])) &&
    typeof event === 'object' &&
    typeof event?.type === 'string'
  );
}

function refused(lineNumber: number, why: string, cause?: unknown): SendpayError {
  return new SendpayError('SENDPAY_IMPORT', `line ${lineNumber}: ${why}`, { cause });
}
