/**
 * The journal over any storage: appends, staging, and reads that see what is staged.
 *
 * Invariant: the next position lives here and nowhere else (LevelDB has no compare-and-set and overwrites silently), so one
 * storage has one core. Reads of streams, heads and single rows see what was appended, durable or not; `read` and
 * `rows` see only what is durable. Every value read is checked; damage throws SENDPAY_JOURNAL_DAMAGED.
 * Does not open files or take locks: that is `level.ts`.
 */
import { SendpayError } from '../domain/errors.ts';
import { type Batch, decodeHead } from './batch.ts';
import { decodeJson, encodeJson } from './codec.ts';
import { damagedAt, JournalDamaged, journalClosed } from './errors.ts';
import { type FlushScheduler, GroupCommit, type StagedAtCrash } from './group-commit.ts';
import { KeySpace, keyIn, prefixRange, recordKey } from './keys.ts';
import { type LogEnd, readJournalId } from './log-end.ts';
import type {
  Append,
  ChainEnd,
  ChainedRecord,
  Journal,
  JournalRecord,
  Position,
  ReadOptions,
  RowRange,
  RowView,
  RowWrite,
  Snapshot,
  StreamHead,
  StreamTail,
} from './port.ts';
import { RecentMap } from './recent-map.ts';
import { decodeRecord, linkOf, type StoredRecord } from './record.ts';
import { checksumOf, GENESIS, unseal } from './seal.ts';
import { decodeSnapshot, encodeSnapshot } from './snapshot.ts';
import type { Storage } from './storage.ts';
import { asWritten, type Upcast } from './upcast.ts';

/** Heads of streams appended to lately, so that a busy channel costs no database read per event: about 3 MB. */
const REMEMBERED_HEADS = 20_000;

export interface CoreOptions {
  /** Applied to every record read, unless it is read as written. */
  readonly upcast?: Upcast;
  /** When a flush starts after something was staged. Default `setImmediate`: between two turns of the event loop. */
  readonly schedule?: FlushScheduler;
}

type DurableListener = Parameters<Journal['onDurable']>[0];
type FailureListener = Parameters<Journal['onFailure']>[0];

export class JournalCore implements Journal {
  readonly #storage: Storage;
  readonly #commit: GroupCommit;
  readonly #upcast: Upcast;
  readonly #heads = new RecentMap<string, StreamHead>(REMEMBERED_HEADS);
  readonly #durableListeners = new Set<DurableListener>();
  readonly #failureListeners = new Set<FailureListener>();
  #closing: Promise<void> | undefined;
  #id: string | undefined;

  constructor(storage: Storage, end: LogEnd, options: CoreOptions) {
    this.#storage = storage;
    this.#upcast = options.upcast ?? asWritten;
    this.#commit = new GroupCommit(storage, end, {
      schedule: options.schedule ?? ((flush) => void setImmediate(flush)),
      onWritten: (batch) => this.#written(batch),
      onFailure: (error) => this.#notify(this.#failureListeners, (listener) => listener(error)),
    });
  }

  get id(): string {
    this.#id ??= readJournalId(this.#storage);
    return this.#id;
  }

  get end(): ChainEnd {
    return this.#commit.collecting.end;
  }

  get durableEnd(): ChainEnd {
    return this.#commit.durableEnd;
  }

  checksumAt(position: Position): string | undefined {
    if (position < 0 || position > this.durablePosition) return undefined;
    return position === 0 ? GENESIS : this.#checksumAt(position);
  }

  fail(error: Error): void {
    this.#commit.fail(error);
  }

  get position(): Position {
    return this.#commit.collecting.end.position;
  }

  get durablePosition(): Position {
    return this.#commit.durableEnd.position;
  }

  append(entry: Append): JournalRecord {
    const batch = this.#commit.stage();
    const last = this.position;
    if (entry.expected !== undefined && entry.expected !== last)
      throw new SendpayError(
        'SENDPAY_JOURNAL_CONFLICT',
        `the log is at ${last}, its writer expected ${entry.expected}`,
      );
    if (!(entry.cause >= 0 && entry.cause <= last))
      throw new SendpayError('SENDPAY_JOURNAL_MISUSE', `cause ${entry.cause} is not in the log, which is at ${last}`);
    const head = this.head(entry.stream);
    const { stream, event, version, timeMs, cause } = entry;
    const sequence = (head?.sequence ?? 0) + 1;
    const record = { position: last + 1, stream, sequence, version, timeMs, cause, event };
    batch.add({ record, previous: head?.position ?? 0 });
    return this.#upcast(record);
  }

  putRow({ key, value }: RowWrite): void {
    this.#put(keyIn(KeySpace.row, key), value === undefined ? undefined : encodeJson(value));
  }

  putSnapshot(stream: string, snapshot: Snapshot): void {
    this.#put(keyIn(KeySpace.snapshot, stream), encodeSnapshot(snapshot));
  }

  setUnfinished(stream: string, unfinished: boolean): void {
    this.#put(keyIn(KeySpace.unfinished, stream), unfinished ? '' : undefined);
  }

  durable(position: Position, signal?: AbortSignal): Promise<void> {
    return this.#commit.durable(position, signal);
  }

  get waitedFor(): number {
    return this.#commit.waitedFor;
  }

  staged(): Promise<void> {
    return this.#commit.staged();
  }

  onDurable(listener: DurableListener): () => void {
    this.#durableListeners.add(listener);
    return () => this.#durableListeners.delete(listener);
  }

  onFailure(listener: FailureListener): () => void {
    this.#failureListeners.add(listener);
    return () => this.#failureListeners.delete(listener);
  }

  head(stream: string): StreamHead | undefined {
    const { collecting, inFlight } = this.#commit;
    const recent = collecting.heads.get(stream) ?? inFlight?.heads.get(stream) ?? this.#heads.get(stream);
    if (recent !== undefined) return recent;
    const text = this.#storedText(keyIn(KeySpace.head, stream));
    return text === undefined ? undefined : decodeHead(text);
  }

  readStream(stream: string, snapshotVersion: number): StreamTail {
    const head = this.head(stream);
    if (head === undefined) return { snapshot: undefined, records: [] };
    const text = this.#text(keyIn(KeySpace.snapshot, stream));
    const stored = text === undefined ? undefined : decodeSnapshot(text);
    const snapshot = stored?.version === snapshotVersion ? stored : undefined;
    return { snapshot, records: this.#walkBack(stream, head, snapshot) };
  }

  record(position: Position): JournalRecord | undefined {
    if (position < 1 || position > this.position) return undefined;
    return this.#upcast(this.#recordAt(position).record);
  }

  readStreamFromStart(stream: string): readonly JournalRecord[] {
    const head = this.head(stream);
    return head === undefined ? [] : this.#walkBack(stream, head, undefined);
  }

  read(from: Position, to?: Position, options: ReadOptions = {}): AsyncGenerator<JournalRecord, void> {
    const upcast = options.asWritten === true ? asWritten : this.#upcast;
    return this.#records(from, to, ({ record }) => upcast(record));
  }

  readChained(from: Position, to?: Position, options: ReadOptions = {}): AsyncGenerator<ChainedRecord, void> {
    const upcast = options.asWritten === true ? asWritten : this.#upcast;
    return this.#records(from, to, ({ record }, checksum) => ({ record: upcast(record), checksum }));
  }

  async *#records<T>(
    from: Position,
    to: Position | undefined,
    give: (stored: StoredRecord, checksum: string) => T,
  ): AsyncGenerator<T, void> {
    const last = Math.min(to ?? this.durablePosition, this.durablePosition);
    let expected = Math.max(1, from);
    if (expected > last) return;
    let checksum = expected === 1 ? GENESIS : this.#checksumAt(expected - 1);
    for await (const chunk of this.#storage.scan({ gte: recordKey(expected), lte: recordKey(last) })) {
      for (const [key, sealed] of chunk) {
        if (key !== recordKey(expected)) throw damagedAt(expected, 'the record is missing');
        const recordText = unseal(key, sealed);
        if (linkOf(recordText) !== checksum) throw damagedAt(expected, 'does not follow the record before it');
        checksum = checksumOf(sealed);
        yield give(decodeRecord(expected, recordText), checksum);
        expected++;
      }
    }
    if (expected <= last) throw damagedAt(expected, 'the record is missing');
  }

  async unfinishedStreams(): Promise<string[]> {
    const streams: string[] = [];
    for await (const { name } of entriesOf(this.#storage, KeySpace.unfinished)) streams.push(name);
    return streams;
  }

  async *streams(): AsyncGenerator<{ stream: string; head: StreamHead }, void> {
    for await (const { name, text } of entriesOf(this.#storage, KeySpace.head))
      yield { stream: name, head: decodeHead(text) };
  }

  rows<T = unknown>(range: RowRange): AsyncGenerator<{ key: string; value: T }, void> {
    return rowsIn<T>(this.#storage, range);
  }

  view(): RowView {
    if (this.#closing !== undefined) throw journalClosed();
    const view = this.#storage.view();
    return {
      rows: (range) => rowsIn(view, range),
      many: async <T>(names: readonly string[]) => {
        const keys = names.map((name) => keyIn(KeySpace.row, name));
        const values = await view.getMany(keys);
        return values.map((sealed, at) =>
          sealed === undefined ? undefined : (decodeJson(unseal(keys[at] as string, sealed)) as T),
        );
      },
      release: () => view.close(),
    };
  }

  row<T = unknown>(key: string): T | undefined {
    const text = this.#text(keyIn(KeySpace.row, key));
    return text === undefined ? undefined : (decodeJson(text) as T);
  }

  async *snapshots(): AsyncGenerator<{ stream: string; snapshot: Snapshot }, void> {
    for await (const { name, text } of entriesOf(this.#storage, KeySpace.snapshot))
      yield { stream: name, snapshot: decodeSnapshot(text) };
  }

  async sizes(): Promise<{ recordBytes: number; diskBytes: number }> {
    return { recordBytes: this.#commit.collecting.end.recordBytes, diskBytes: await this.#storage.diskBytes() };
  }

  close(): Promise<void> {
    this.#closing ??= this.#commit.close().finally(() => this.#storage.close());
    return this.#closing;
  }

  /** Writes what is staged now, without waiting for the end of the turn. For simulations that own the time. */
  protected flushNow(): void {
    this.#commit.flush();
  }

  /** Ends as a crash does. */
  protected abandon(staged: StagedAtCrash): void {
    this.#commit.abandon(staged);
    this.#closing ??= this.#storage.close();
  }

  #put(key: string, text: string | undefined): void {
    this.#commit.stage().texts.set(key, text);
  }

  /** Text of a key as last staged. */
  #text(key: string): string | undefined {
    for (const batch of [this.#commit.collecting, this.#commit.inFlight])
      if (batch?.texts.has(key)) return batch.texts.get(key);
    return this.#storedText(key);
  }

  #storedText(key: string): string | undefined {
    const sealed = this.#fromStorage(key);
    return sealed === undefined ? undefined : unseal(key, sealed);
  }

  #fromStorage(key: string): string | undefined {
    if (this.#closing !== undefined) throw journalClosed();
    return this.#storage.get(key);
  }

  #checksumAt(position: Position): string {
    const key = recordKey(position);
    const sealed = this.#fromStorage(key);
    if (sealed === undefined) throw damagedAt(position, 'the record is missing');
    unseal(key, sealed);
    return checksumOf(sealed);
  }

  #recordAt(position: Position): StoredRecord {
    const pending = this.#commit.collecting.recordAt(position) ?? this.#commit.inFlight?.recordAt(position);
    if (pending !== undefined) return pending;
    const text = this.#storedText(recordKey(position));
    if (text === undefined) throw damagedAt(position, 'the record is missing');
    return decodeRecord(position, text);
  }

  /** Records of `stream` from its head back to, and not with, `snapshot`; given oldest first. */
  #walkBack(stream: string, head: StreamHead, snapshot: Snapshot | undefined): JournalRecord[] {
    const floor = snapshot ?? { position: 0, sequence: 0 };
    const records: JournalRecord[] = [];
    let { position, sequence } = head;
    while (position > floor.position) {
      const { record, previous } = this.#recordAt(position);
      if (record.stream !== stream || record.sequence !== sequence)
        throw damagedAt(position, `record ${sequence} of ${stream} should be here`);
      records.push(this.#upcast(record));
      position = previous;
      sequence--;
    }
    if (position !== floor.position || sequence !== floor.sequence)
      throw new JournalDamaged(
        `${stream}: its records lead to ${position} (number ${sequence}), not to its snapshot or start at ${floor.position} (number ${floor.sequence})`,
        position === 0 ? undefined : position,
      );
    return records.reverse();
  }

  #written(batch: Batch): void {
    for (const [stream, head] of batch.heads) this.#heads.set(stream, head);
    const records = batch.records.map(({ record }) => this.#upcast(record));
    this.#notify(this.#durableListeners, (listener) => listener(batch.end.position, records));
  }

  /** A listener that throws must not keep the others, nor the journal, from going on: its error surfaces as uncaught. */
  #notify<L>(listeners: ReadonlySet<L>, call: (listener: L) => void): void {
    for (const listener of [...listeners]) {
      try {
        call(listener);
      } catch (error) {
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }
}

type Scanned = Pick<Storage, 'scan'>;

async function* entriesOf(
  storage: Scanned,
  space: KeySpace,
  { prefix, from, to, limit, reverse = false }: RowRange = { prefix: '' },
): AsyncGenerator<{ name: string; text: string }, void> {
  const all = prefixRange(space, prefix);
  const [least, greatest] = reverse ? [to, from] : [from, to];
  const range = {
    gte: least === undefined ? all.gte : keyIn(space, least),
    lte: greatest === undefined ? all.lte : keyIn(space, greatest),
  };
  for await (const chunk of storage.scan(range, limit === undefined ? { reverse } : { reverse, limit }))
    for (const [key, sealed] of chunk) yield { name: key.slice(1), text: unseal(key, sealed) };
}

async function* rowsIn<T>(storage: Scanned, range: RowRange): AsyncGenerator<{ key: string; value: T }, void> {
  for await (const { name, text } of entriesOf(storage, KeySpace.row, range))
    yield { key: name, value: decodeJson(text) as T };
}
