/**
 * The whole check of a database: `verifyLog` and what the records mean.
 *
 * Live state = fold of the log = snapshot and tail (G5), rows and unfinished marks = what the log implies, money is conserved
 * (G10), a part's amounts are those of its HTLCs, and nothing is logged that its machine ignores.
 * Invariant: changes nothing, names the first damaged position first, keeps bounded memory. May run inside the process that
 * writes the log: it judges it as of the moment it began, and what changed meanwhile is left out.
 */

import { channelKind } from '../../machines/channel-kind.ts';
import { type AnyKind, kindNameOf, ownsRow } from '../../machines/kind.ts';
import { KINDS } from '../../machines/kinds.ts';
import { payKind } from '../../machines/pay-kind.ts';
import { paymentKind } from '../../machines/payment-kind.ts';
import type { NodeId } from '../domain/ids.ts';
import { JournalDamaged } from '../journal/errors.ts';
import type { Journal, JournalRecord, Position, Snapshot } from '../journal/port.ts';
import { type Finding, type LogVisitor, type VerifyReport, verifyLog } from '../journal/verify.ts';
import type { Delivering } from '../runtime/actor.ts';
import type { PersistedState } from '../runtime/fold.ts';
import { type FoldedRecord, LogFold } from '../runtime/log-fold.ts';
import { type StaleRows, staleRows } from './row-versions.ts';
import { moneyFaults } from './verify-money.ts';
import { partFaults, type States } from './verify-parts.ts';
import { ImpliedRows, type RowFault, sameData } from './verify-rows.ts';

export interface VerifyEngineOptions {
  readonly journal: Journal;
  /** From when on each node was operated: its forwards have rows from there on. A node not listed need not have any. */
  readonly operatedSince?: ReadonlyMap<NodeId, Position>;
  /** The runtime that writes the journal, if this is its process. */
  readonly live?: Delivering;
  /** Default: every kind there is. */
  readonly kinds?: readonly AnyKind[];
}

export interface EngineVerifyReport extends VerifyReport {
  /** Kinds whose rows another version of the program wrote: not judged, the next opening builds them again from the log. */
  readonly rowsToRebuild: readonly string[];
}

export async function verifyEngine(options: VerifyEngineOptions): Promise<EngineVerifyReport> {
  const { journal, kinds = KINDS } = options;
  const stale = staleRows(journal, kinds);
  const rows = await ImpliedRows.open();
  try {
    const visitor = new MeaningVisitor({ ...options, kinds, stale }, rows, await snapshotsOf(journal));
    return { ...(await verifyLog(journal, [visitor])), rowsToRebuild: stale.map(({ kind }) => kind.name) };
  } finally {
    await rows.close();
  }
}

/** Stored snapshots; none if they cannot be read, which `verifyLog` reports. */
async function snapshotsOf(journal: Journal): Promise<Map<string, Snapshot>> {
  const snapshots = new Map<string, Snapshot>();
  try {
    for await (const { stream, snapshot } of journal.snapshots()) snapshots.set(stream, snapshot);
  } catch {
    return new Map();
  }
  return snapshots;
}

interface MeaningOptions extends VerifyEngineOptions {
  readonly kinds: readonly AnyKind[];
  /** Of those, the ones whose rows are not judged. */
  readonly stale: readonly StaleRows[];
}

class MeaningVisitor implements LogVisitor {
  readonly #options: MeaningOptions;
  readonly #rows: ImpliedRows;
  readonly #snapshots: ReadonlyMap<string, Snapshot>;
  readonly #fold: LogFold;
  /** Streams whose last record leaves something in flight. */
  readonly #unfinished = new Set<string>();
  #last: Position = 0;

  constructor(options: MeaningOptions, rows: ImpliedRows, snapshots: ReadonlyMap<string, Snapshot>) {
    this.#options = options;
    this.#rows = rows;
    this.#snapshots = snapshots;
    this.#fold = new LogFold(options.journal, options.kinds);
  }

  *record(record: JournalRecord): Generator<Finding, void> {
    this.#last = record.position;
    const { position, stream } = record;
    for (const what of this.#look(record)) yield { what, position, stream };
  }

  async *end(): AsyncGenerator<Finding, void> {
    yield* this.#tails();
    const rowFaults: RowFault[] = [];
    for await (const fault of this.#rows.compare(this.#options.journal, (key, position) =>
      this.#mayLack(key, position),
    ))
      if (!this.#isStale(fault.key) && rowFaults.length < MAX_ROW_FAULTS) rowFaults.push(fault);
    const markFaults = await this.#marks();
    const later = await this.#later();
    for (const { key, finding } of rowFaults) if (!later.keys.has(key)) yield finding;
    for (const finding of markFaults) if (!later.streams.has(finding.stream as string)) yield finding;
    yield* this.#live();
  }

  /** What is wrong with this record, in words. An event no machine can have logged may break any code that trusts it. */
  #look(record: JournalRecord): string[] {
    try {
      const folded = this.#fold.step(record);
      if (folded === undefined) return [`no machine for streams of kind "${kindNameOf(record.stream)}"`];
      this.#mark(folded);
      const faults = this.#faults(folded);
      this.#rows.put(folded.rows, record.position);
      return faults;
    } catch (error) {
      if (error instanceof JournalDamaged) throw error;
      return [`${record.event.type} cannot be folded: ${(error as Error).message}`];
    }
  }

  #mark({ record, finished }: FoldedRecord): void {
    if (finished) this.#unfinished.delete(record.stream);
    else this.#unfinished.add(record.stream);
  }

  #faults(folded: FoldedRecord): string[] {
    const { record, after, kind } = folded;
    const snapshot = this.#snapshots.get(record.stream);
    const states: States = {
      channel: (channel) => this.#fold.state(channelKind, channel).context,
      payment: (id) => this.#fold.state(paymentKind, id).context,
      pay: (id) => this.#fold.state(payKind, id).context,
    };
    const differs =
      snapshot?.position === record.position &&
      snapshot.version === kind.version &&
      !sameData(this.#fold.persist(kind, after), snapshot.state);
    const fault = kind.faultOf?.(record.stream, record.event);
    return [
      ...(fault === undefined ? [] : [`${record.event.type} should not be in a log: ${fault}`]),
      ...(folded.ignored ? [`the machine ignores ${record.event.type} in this state`] : []),
      ...(differs ? ['the snapshot is not the fold of the records up to here'] : []),
      ...moneyFaults(folded, states.channel),
      ...partFaults(folded, states),
    ];
  }

  /** Snapshot + tail = fold, for every stream that has a snapshot. The others are read from their start anyway. */
  *#tails(): Generator<Finding, void> {
    for (const [stream, { version, sequence }] of this.#snapshots) {
      const kind = this.#kind(stream);
      if (kind?.version !== version) continue;
      const whole = this.#options.journal.readStreamFromStart(stream);
      const { snapshot, records } = this.#options.journal.readStream(stream, version);
      if (snapshot === undefined || whole.length < sequence) continue;
      if (!this.#leadsTo(kind, snapshot.state as PersistedState, records, whole))
        yield {
          what: 'snapshot and tail do not lead to the fold of the stream',
          position: whole.at(-1)?.position,
          stream,
        };
    }
  }

  /** false also where the snapshot is nothing the machine can go on from: its records were folded before, so it is not they. */
  #leadsTo(
    kind: AnyKind,
    state: PersistedState,
    tail: readonly JournalRecord[],
    whole: readonly JournalRecord[],
  ): boolean {
    const folded = this.#fold.persist(kind, this.#fold.replay(kind, whole));
    try {
      return sameData(this.#fold.persist(kind, this.#fold.resume(kind, state, tail)), folded);
    } catch (error) {
      if (error instanceof JournalDamaged) throw error;
      return false;
    }
  }

  /** Marks of unfinished streams, both ways. */
  async #marks(): Promise<Finding[]> {
    const marked = new Set(await this.#options.journal.unfinishedStreams());
    return [
      ...[...this.#unfinished]
        .filter((stream) => !marked.has(stream))
        .map((stream) => ({ what: 'has something in flight, but is not marked unfinished', stream })),
      ...[...marked]
        .filter((stream) => !this.#unfinished.has(stream))
        .map((stream) => ({ what: 'is marked unfinished, but nothing is in flight', stream })),
    ];
  }

  /** What records written since the pass have changed. */
  async #later(): Promise<{ keys: Set<string>; streams: Set<string> }> {
    const keys = new Set<string>();
    const streams = new Set<string>();
    for await (const record of this.#options.journal.read(this.#last + 1)) {
      const folded = this.#fold.step(record);
      streams.add(record.stream);
      for (const { key } of folded?.rows ?? []) keys.add(key);
    }
    return { keys, streams };
  }

  /** What the process believes = fold of its log. Without a break between the two, so nothing changes meanwhile. */
  *#live(): Generator<Finding, void> {
    const { live, journal } = this.#options;
    if (live === undefined) return;
    for (const stream of this.#unfinished) {
      const kind = this.#kind(stream) as AnyKind;
      const folded = this.#fold.replay(kind, journal.readStreamFromStart(stream));
      if (
        !sameData(
          this.#fold.persist(kind, live.snapshot(kind, kind.idOf(stream) as never)),
          this.#fold.persist(kind, folded),
        )
      )
        yield { what: 'the live state is not the fold of the stream', stream };
    }
  }

  #kind(stream: string): AnyKind | undefined {
    return this.#options.kinds.find((kind) => kind.owns(stream));
  }

  #isStale(key: string): boolean {
    return this.#options.stale.some((rows) => ownsRow(rows, key));
  }

  /** Forwards have rows only at nodes that were operated then. */
  #mayLack(key: string, position: Position): boolean {
    const [space, node] = key.split('/') as [string, NodeId];
    return space === 'forward' && position <= (this.#options.operatedSince?.get(node) ?? Number.POSITIVE_INFINITY);
  }
}

/** Rows that differ and are kept until it is known whether later records explain them. */
const MAX_ROW_FAULTS = 1_000;
