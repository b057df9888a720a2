/**
 * The log as text: one JSON object per line and record, amounts as decimal strings, with the checksum of the log up to there;
 * then a line that says where it ends.
 *
 * Invariant: a whole export imported into an empty journal gives the same records at the same positions with the same chain; one
 * that was cut, altered, put in another order or made for reading only is refused with the line where it is noticed.
 * Events are exported as they were written, with their version, so that an old log stays a test of the upcasters.
 * What is derived from records (rows, unfinished marks, snapshots) is not exported: whoever imports derives it again.
 */
import { SendpayError } from '../domain/errors.ts';
import { decodeJson, encodeJson } from './codec.ts';
import type { ChainEnd, Journal, JournalRecord, LoggedEvent, Position } from './port.ts';

export interface ExportOptions {
  /** First and last position, inclusive. Default: all that is durable. */
  readonly from?: Position;
  readonly to?: Position;
  /** Which streams. Default: all. */
  readonly streams?: (stream: string) => boolean;
  /** What is shown of a record: for an export that is read by people. */
  readonly mask?: (record: JournalRecord) => JournalRecord;
}

/** Where an export ends: its last line. */
export interface ExportEnd extends ChainEnd {
  /** Of the journal it was made from. */
  readonly journal: string;
}

export interface ImportOptions {
  /** Called with each record, upcast, right after it was appended: stages its rows, marks and snapshots. */
  readonly project?: (record: JournalRecord) => void;
  /** Takes an export without checksums and end, as 0.2.0 and before made them: nobody can tell whether it is whole. */
  readonly unchecked?: boolean;
}

/** What was imported. */
export interface Imported {
  readonly position: Position;
  /** undefined for an unchecked export, which does not say where it is from. */
  readonly end: ExportEnd | undefined;
}

/** Records per batch of an import: large enough for fsync not to count, small enough to bound what is staged. */
const IMPORT_BATCH = 1_000;

/** The streams whose name has `part` as an element: those of a payment_hash, a node, a channel. */
export function streamsWith(part: string): (stream: string) => boolean {
  return (stream) => stream.split('/').includes(part);
}

/**
 * Lines without their line ends, in the log's order; the last one says where the export ends, if it is of the whole log.
 * Throws SENDPAY_JOURNAL_DAMAGED where the log is.
 */
export async function* exportLog(journal: Journal, options: ExportOptions = {}): AsyncGenerator<string, void> {
  const end = journal.durableEnd;
  yield* exportLines(journal, { ...options, to: options.to ?? end.position });
  const { from = 1, to = end.position, streams, mask } = options;
  if (from <= 1 && to === end.position && streams === undefined && mask === undefined)
    yield endLine({ journal: journal.id, ...end });
}

/** The lines of the records alone, for who gives them a page at a time. */
export async function* exportLines(journal: Journal, options: ExportOptions): AsyncGenerator<string, void> {
  const { from = 1, to, streams, mask } = options;
  for await (const { record, checksum } of journal.readChained(from, to, { asWritten: true }))
    if (streams === undefined || streams(record.stream))
      yield encodeJson({ ...(mask === undefined ? record : mask(record)), checksum });
}

/** The line after the last record of a whole export. */
export function endLine({ journal, position, checksum }: ExportEnd): string {
  return encodeJson({ end: { journal, position, checksum } });
}

/** The checksum in a line of `exportLines`. */
export function checksumIn(line: string): string {
  return (decodeJson(line) as { checksum: string }).checksum;
}

/**
 * Appends every line's record; blank lines are skipped. Resolves once the last is durable. Throws SENDPAY_IMPORT naming the line,
 * if the journal is not empty or the lines are not a whole log; what was imported until then stays, so the target is to be
 * thrown away.
 */
export async function importLog(
  journal: Journal,
  lines: AsyncIterable<string> | Iterable<string>,
  { project, unchecked = false }: ImportOptions = {},
): Promise<Imported> {
  if (journal.position > 0)
    throw new SendpayError('SENDPAY_IMPORT', `the journal is not empty: it has ${journal.position} records`);
  let lineNumber = 0;
  let end: ExportEnd | undefined;
  for await (const line of lines) {
    lineNumber++;
    if (line.trim() === '') continue;
    if (end !== undefined) throw refused(lineNumber, 'goes on after its end');
    const read = parseLine(line, lineNumber);
    if (read.type === 'end') {
      end = read.end;
      checkEnd(journal, end, lineNumber);
      continue;
    }
    const imported = appendExported(journal, read, { lineNumber, line, unchecked });
    project?.(imported);
    if (imported.position % IMPORT_BATCH === 0) await journal.durable(imported.position);
  }
  if (end === undefined && !(unchecked && journal.position > 0)) throw endless(lineNumber, journal.position);
  await journal.durable(journal.position);
  return { position: journal.position, end };
}

function endless(lines: number, position: Position): SendpayError {
  if (lines === 0) return new SendpayError('SENDPAY_IMPORT', 'the file is empty');
  return new SendpayError(
    'SENDPAY_IMPORT',
    `the export does not end: it was cut after position ${position}, or is a part of a log; ${HOW_TO_EXPORT}`,
  );
}

const HOW_TO_EXPORT = 'for importing make one with: sendpay log DIR --show-secrets > FILE';

function checkEnd(journal: Journal, { position, checksum }: ExportEnd, lineNumber: number): void {
  const { end } = journal;
  if (position !== end.position)
    throw refused(lineNumber, `ends at position ${position}, but ${end.position} were there`);
  if (checksum !== end.checksum) throw refused(lineNumber, 'does not end as the log did: something was altered');
}

interface LineContext {
  readonly lineNumber: number;
  readonly line: string;
  readonly unchecked: boolean;
}

type RecordLine = { readonly type: 'record'; readonly record: JournalRecord; readonly checksum: string | undefined };

function appendExported(journal: Journal, { record, checksum }: RecordLine, context: LineContext): JournalRecord {
  const { lineNumber } = context;
  const expected = journal.position + 1;
  if (record.position !== expected)
    throw refused(
      lineNumber,
      `position ${record.position} where ${expected} should follow: lines are missing or in another order, or it is a part ` +
        `of a log; ${HOW_TO_EXPORT}`,
    );
  const { stream, event, version, timeMs, cause } = record;
  if (cause >= expected) throw refused(lineNumber, `is caused by position ${cause}, which comes later`);
  if (checksum === undefined && context.line.includes(MASKED)) throw altered(context);
  if (checksum === undefined && !context.unchecked)
    throw refused(lineNumber, 'has no checksum: exports of 0.2.0 and before are taken with --unchecked, as they are');
  const appended = journal.append({ stream, event, version, timeMs, cause });
  if (appended.sequence !== record.sequence)
    throw refused(lineNumber, `record ${record.sequence} of ${stream} where ${appended.sequence} should follow`);
  if (checksum !== undefined && checksum !== journal.end.checksum) throw altered(context);
  return appended;
}

/** What a masked export has in the place of secrets (`src/inspect/redact.ts`). */
const MASKED = '"(hidden)"';

function altered({ lineNumber, line }: LineContext): SendpayError {
  return refused(
    lineNumber,
    line.includes(MASKED)
      ? `its secrets are masked, so it is for reading only; ${HOW_TO_EXPORT}`
      : 'is not what was exported: it was altered',
  );
}

function parseLine(line: string, lineNumber: number): RecordLine | { readonly type: 'end'; readonly end: ExportEnd } {
  let value: unknown;
  try {
    value = decodeJson(line);
  } catch (cause) {
    throw refused(lineNumber, 'not JSON', cause);
  }
  if (isEnd(value)) return { type: 'end', end: value.end };
  if (!isRecord(value)) throw refused(lineNumber, 'not a record');
  const { checksum } = value as { checksum?: unknown };
  if (checksum !== undefined && typeof checksum !== 'string') throw refused(lineNumber, 'not a record');
  return { type: 'record', record: value, checksum };
}

const NUMBERS = ['position', 'sequence', 'version', 'timeMs', 'cause'] as const;

function isRecord(value: unknown): value is JournalRecord {
  if (typeof value !== 'object' || value === null) return false;
  const fields = value as Record<string, unknown>;
  const event = fields.event as LoggedEvent | null | undefined;
  return (
    typeof fields.stream === 'string' &&
    NUMBERS.every((name) => Number.isSafeInteger(fields[name]) && (fields[name] as number) >= 0) &&
    typeof event === 'object' &&
    typeof event?.type === 'string'
  );
}

function isEnd(value: unknown): value is { readonly end: ExportEnd } {
  const end = (value as { end?: unknown } | null)?.end as Partial<ExportEnd> | null | undefined;
  return (
    typeof end === 'object' &&
    end !== null &&
    typeof end.journal === 'string' &&
    typeof end.checksum === 'string' &&
    Number.isSafeInteger(end.position)
  );
}

function refused(lineNumber: number, why: string, cause?: unknown): SendpayError {
  return new SendpayError('SENDPAY_IMPORT', `line ${lineNumber}: ${why}`, { cause });
}
