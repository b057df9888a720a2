/**
 * What one atomic write to the database will hold.
 *
 * Invariant: it contains whole turns of the event loop, and, with the records, everything that must change with them: heads
 * of the touched streams, rows, snapshots, unfinished marks and the log's new end. A key is written once, with its last
 * value.
 */
import { KeySpace, keyIn, LOG_HEAD_KEY, recordKey } from './keys.ts';
import { encodeLogEnd, type LogEnd } from './log-end.ts';
import type { Position, StreamHead } from './port.ts';
import { encodeRecord, type StoredRecord } from './record.ts';
import { seal, sealed } from './seal.ts';
import type { StorageWrite } from './storage.ts';

export class Batch {
  readonly records: StoredRecord[] = [];
  readonly heads = new Map<string, StreamHead>();
  /** Rows, snapshots and unfinished marks: the text for a key, undefined if it is to be deleted. */
  readonly texts = new Map<string, string | undefined>();
  /** Settles when the batch is durable or never will be. */
  readonly done: Promise<void>;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
  #end: LogEnd;
  readonly #writes: StorageWrite[] = [];

  /** `end`: where the log ends before this batch. */
  constructor(end: LogEnd) {
    this.#end = end;
    let resolve: () => void = ignore;
    let reject: (error: Error) => void = ignore;
    this.done = new Promise((onResolve, onReject) => {
      resolve = onResolve;
      reject = onReject;
    });
    // A batch nobody waits for may fail without an unhandled rejection: whoever appends next is told.
    this.done.catch(ignore);
    this.resolve = resolve;
    this.reject = reject;
  }

  /** Where the log ends once this batch is durable. */
  get end(): LogEnd {
    return this.#end;
  }

  get isEmpty(): boolean {
    return this.records.length === 0 && this.texts.size === 0;
  }

  /** Throws SENDPAY_CODEC, and then leaves the batch as it was. */
  add(stored: StoredRecord): void {
    const { position, stream, sequence } = stored.record;
    const key = recordKey(position);
    const { value, checksum, bytes } = sealed(key, encodeRecord(stored, this.#end.checksum));
    this.#writes.push([key, value]);
    this.#end = { position, checksum, recordBytes: this.#end.recordBytes + key.length + bytes };
    this.records.push(stored);
    this.heads.set(stream, { sequence, position });
  }

  /** The pending record at `position`, if it is in this batch. */
  recordAt(position: Position): StoredRecord | undefined {
    const first = this.records[0];
    return first === undefined ? undefined : this.records[position - first.record.position];
  }

  /** Everything to write. Called once, when nothing more will be added. */
  writes(): readonly StorageWrite[] {
    const writes = this.#writes;
    for (const [stream, head] of this.heads) {
      const key = keyIn(KeySpace.head, stream);
      writes.push([key, seal(key, encodeHead(head))]);
    }
    for (const [key, text] of this.texts) writes.push([key, text === undefined ? undefined : seal(key, text)]);
    if (this.records.length > 0) writes.push([LOG_HEAD_KEY, seal(LOG_HEAD_KEY, encodeLogEnd(this.#end))]);
    return writes;
  }
}

/** `sequence,position`. */
function encodeHead({ sequence, position }: StreamHead): string {
  return `${sequence},${position}`;
}

/** Undoes `encodeHead`. */
export function decodeHead(text: string): StreamHead {
  const comma = text.indexOf(',');
  return { sequence: Number(text.slice(0, comma)), position: Number(text.slice(comma + 1)) };
}

function ignore(): void {}
