/**
 * A record as it is stored: the checksum of the record before it, then a JSON array of its fields.
 *
 *     <link>["payment/…",3,17,1,1712345678901,16,{"type":"PART_SENT",…}]
 *            stream, sequence, previous, version, timeMs, cause, event
 *
 * The position is in the key; the record's own checksum is put in front by `seal`. `previous` is the position of the
 * stream's record before this one, so a stream's head stays of constant size and a stream is read backwards from it.
 * Invariant: a record alone tells whether it is intact (its checksum covers its key, hence its position, and its link);
 * read in order, each link equals the checksum before it, so a record replaced by an older one is noticed too.
 */
import { decodeJson, encodeJson, quote } from './codec.ts';
import { damagedAt } from './errors.ts';
import type { JournalRecord, LoggedEvent, Position } from './port.ts';
import { CHECKSUM_LENGTH } from './seal.ts';

export interface StoredRecord {
  readonly record: JournalRecord;
  /** Position of the record before it in the same stream, 0 for the stream's first. */
  readonly previous: Position;
}

/** The text to seal under the record's key. */
export function encodeRecord({ record, previous }: StoredRecord, link: string): string {
  const { stream, sequence, version, timeMs, cause, event } = record;
  return `${link}[${quote(stream)},${sequence},${previous},${version},${timeMs},${cause},${encodeJson(event)}]`;
}

/** The link in a record's text. */
export function linkOf(text: string): string {
  return text.slice(0, CHECKSUM_LENGTH);
}

/** Undoes `encodeRecord`. Throws SENDPAY_JOURNAL_DAMAGED naming the position. */
export function decodeRecord(position: Position, text: string): StoredRecord {
  let fields: unknown;
  try {
    fields = decodeJson(text.slice(CHECKSUM_LENGTH));
  } catch (cause) {
    throw damagedAt(position, 'not a record', cause);
  }
  if (!isFields(fields, position)) throw damagedAt(position, 'not a record');
  const [stream, sequence, previous, version, timeMs, cause, event] = fields;
  return { record: { position, stream, sequence, version, timeMs, cause, event }, previous };
}

type Fields = [
  stream: string,
  sequence: number,
  previous: Position,
  version: number,
  timeMs: number,
  cause: Position,
  event: LoggedEvent,
];

function isFields(value: unknown, position: Position): value is Fields {
  if (!Array.isArray(value) || value.length !== 7) return false;
  const [stream, sequence, previous, version, timeMs, cause, event] = value as unknown[];
  return (
    typeof stream === 'string' &&
    isCount(sequence) &&
    sequence > 0 &&
    isCount(previous) &&
    previous < position &&
    isCount(version) &&
    typeof timeMs === 'number' &&
    isCount(cause) &&
    cause < position &&
    typeof event === 'object' &&
    event !== null &&
    typeof (event as { type?: unknown }).type === 'string'
  );
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
