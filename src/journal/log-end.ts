/**
 * Where the log ends, and the check that it really does when a journal is opened.
 *
 * Invariant: a journal opens only if its last record is the one the head record names, nothing lies beyond it, and the
 * part of the log a damaged write-ahead file can have holes in is dense and chained. The last point matters because
 * LevelDB drops an unreadable stretch of its write-ahead file without a word and keeps what follows: measured, one
 * flipped byte lost 29 of 1,000 acknowledged records and kept the later ones.
 * Costs what was written since the journal was last opened, at most `unsettledBytes` of records; the rest of the log is
 * checked as it is read, and as a whole by `verify.ts`.
 */
import { randomBytes } from 'node:crypto';
import { damagedAt, JournalDamaged } from './errors.ts';
import { CHECKED_KEY, JOURNAL_ID_KEY, KeySpace, LOG_HEAD_KEY, prefixRange, recordKey } from './keys.ts';
import type { ChainEnd, Position } from './port.ts';
import { linkOf } from './record.ts';
import { checksumOf, GENESIS, seal, unseal } from './seal.ts';
import type { Storage, StorageWrite } from './storage.ts';

export interface LogEnd extends ChainEnd {
  /** Bytes of keys and values of every record written so far. */
  readonly recordBytes: number;
}

/** Layout of keys and values; another number is another program's database. */
const FORMAT = 1;

const EMPTY_LOG: LogEnd = { position: 0, checksum: GENESIS, recordBytes: 0 };

export function encodeLogEnd({ position, checksum, recordBytes }: LogEnd): string {
  return JSON.stringify([FORMAT, position, checksum, recordBytes]);
}

/**
 * Reads the log's end and checks it. `reached`: a position the log is known to have had.
 * Throws SENDPAY_JOURNAL_DAMAGED; the damage is found again on every later opening.
 */
export async function openLogEnd(storage: Storage, reached: Position = 0): Promise<LogEnd> {
  const end = readLogEnd(storage);
  const position = end?.position ?? 0;
  if (position < reached)
    throw damagedAt(position + 1, `the log ends at ${position}, but was durable up to ${reached}`);
  if (end === undefined) return await createLog(storage);
  await checkNothingBeyond(storage, position);
  const checked = readChecked(storage);
  if (checked > position)
    throw damagedAt(position + 1, `the log ends at ${position}, but was checked up to ${checked}`);
  await checkTail(storage, end, checked);
  // Only now: were the mark to move before the check, a second opening would take the damaged part for good.
  const marks = [...(position > checked ? [checkedMark(position)] : []), ...missingId(storage)];
  if (marks.length > 0) await storage.write(marks);
  return end;
}

function readLogEnd(storage: Storage): LogEnd | undefined {
  const sealed = storage.get(LOG_HEAD_KEY);
  if (sealed === undefined) return undefined;
  const [format, position, checksum, recordBytes] = JSON.parse(unseal(LOG_HEAD_KEY, sealed)) as [
    number,
    Position,
    string,
    number,
  ];
  if (format !== FORMAT)
    throw new JournalDamaged(`the log is of format ${format}, this program reads format ${FORMAT}`);
  return { position, checksum, recordBytes };
}

async function createLog(storage: Storage): Promise<LogEnd> {
  for (const space of Object.values(KeySpace))
    for await (const chunk of storage.scan(prefixRange(space), { limit: 1 }))
      if (chunk.length > 0) throw new JournalDamaged('the head record is missing');
  const end: StorageWrite = [LOG_HEAD_KEY, seal(LOG_HEAD_KEY, encodeLogEnd(EMPTY_LOG))];
  await storage.write([end, checkedMark(0), ...missingId(storage)]);
  return EMPTY_LOG;
}

/** Bytes of a journal's id. */
const ID_BYTES = 16;

/** Databases of 0.2.0 and before have none: they get one when they are opened. */
function missingId(storage: Storage): readonly StorageWrite[] {
  if (storage.get(JOURNAL_ID_KEY) !== undefined) return [];
  return [[JOURNAL_ID_KEY, seal(JOURNAL_ID_KEY, randomBytes(ID_BYTES).toString('hex'))]];
}

/** The id of a log that was opened. Throws SENDPAY_JOURNAL_DAMAGED. */
export function readJournalId(storage: Storage): string {
  const sealed = storage.get(JOURNAL_ID_KEY);
  if (sealed === undefined) throw new JournalDamaged('the id of the log is missing');
  return unseal(JOURNAL_ID_KEY, sealed);
}

function checkedMark(position: Position): StorageWrite {
  return [CHECKED_KEY, seal(CHECKED_KEY, String(position))];
}

function readChecked(storage: Storage): Position {
  const sealed = storage.get(CHECKED_KEY);
  return sealed === undefined ? 0 : Number(unseal(CHECKED_KEY, sealed));
}

async function checkNothingBeyond(storage: Storage, position: Position): Promise<void> {
  const beyond = { gte: recordKey(position + 1), lte: prefixRange(KeySpace.record).lte };
  for await (const chunk of storage.scan(beyond, { limit: 1 }))
    if (chunk.length > 0) throw damagedAt(position + 1, `a record lies beyond the log's end at ${position}`);
}

/** Walks back from the end to what an earlier opening has checked, or until more bytes were seen than can be missing. */
async function checkTail(storage: Storage, end: LogEnd, checked: Position): Promise<void> {
  if (end.position === 0) return;
  let expected = end.position;
  let checksum = end.checksum;
  let bytes = 0;
  const from = Math.max(1, Math.min(checked + 1, end.position));
  const tail = { gte: recordKey(from), lte: recordKey(end.position) };
  scan: for await (const chunk of storage.scan(tail, { reverse: true })) {
    for (const [key, sealed] of chunk) {
      if (key !== recordKey(expected)) throw damagedAt(expected, 'the record is missing');
      if (checksumOf(sealed) !== checksum) throw damagedAt(expected, 'not the record the log continued from');
      checksum = linkOf(unseal(key, sealed));
      expected--;
      bytes += key.length + sealed.length;
      if (bytes > storage.unsettledBytes) break scan;
    }
  }
  const stopped = bytes > storage.unsettledBytes;
  if (!stopped && expected >= from) throw damagedAt(expected, 'the record is missing');
}
