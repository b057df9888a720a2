/**
 * Checks a whole journal: that it contradicts itself nowhere.
 *
 * Invariant: one pass over the log serves every check, in order, so memory is what the checks keep per stream. Checked
 * here: positions and sequences dense, checksums, the chain, stream heads, snapshots' places, unfinished marks,
 * readable rows. What records mean (state is the fold, rows are its projection, money is conserved) is checked by visitors.
 * May run on a journal in use: it judges the log as it was when the pass began. Repairs nothing.
 */
import { SendpayError } from '../domain/errors.ts';
import type { Journal, JournalRecord, Position, Snapshot, StreamHead } from './port.ts';

/** One thing that is wrong. */
export interface Finding {
  readonly what: string;
  readonly position?: Position | undefined;
  readonly stream?: string | undefined;
}

/** A check that rides along on the pass. */
export interface LogVisitor {
  /** Each record, in order, upcast. */
  record(record: JournalRecord): Iterable<Finding> | undefined;
  /** After the last record; not called if the pass ended at a damaged one. */
  end?(): Iterable<Finding> | AsyncIterable<Finding>;
}

export interface VerifyReport {
  readonly records: number;
  readonly streams: number;
  readonly snapshots: number;
  readonly rows: number;
  /** Nothing was found. */
  readonly ok: boolean;
  /** In the order found, the first damaged position first; at most `MAX_FINDINGS`. */
  readonly findings: readonly Finding[];
}

/** One cause can have as many findings as there are streams; more than these help nobody. */
export const MAX_FINDINGS = 1_000;

/** Never throws for damage: that is what the report is for. */
export async function verifyLog(journal: Journal, visitors: readonly LogVisitor[] = []): Promise<VerifyReport> {
  await journal.durable(journal.position);
  const findings: Finding[] = [];
  const note = (found: Finding): void => {
    if (findings.length < MAX_FINDINGS) findings.push(found);
  };
  const derived = await readDerived(journal, note);
  const heads = new HeadVisitor(derived);
  const records = await pass(journal, [heads, ...visitors], note);
  return {
    records,
    streams: heads.seen.size,
    snapshots: derived.snapshots.size,
    rows: derived.rows,
    ok: findings.length === 0,
    findings,
  };
}

/** What is stored beside the log, as of a position. */
interface Derived {
  readonly upTo: Position;
  readonly heads: ReadonlyMap<string, StreamHead>;
  readonly snapshots: ReadonlyMap<string, Snapshot>;
  readonly unfinished: readonly string[];
  readonly rows: number;
}

async function readDerived(journal: Journal, note: (finding: Finding) => void): Promise<Derived> {
  const heads = new Map<string, StreamHead>();
  const snapshots = new Map<string, Snapshot>();
  let unfinished: string[] = [];
  let rows = 0;
  const upTo = journal.durablePosition;
  await noting(note, async () => {
    for await (const { stream, head } of journal.streams()) heads.set(stream, head);
  });
  await noting(note, async () => {
    for await (const { stream, snapshot } of journal.snapshots()) snapshots.set(stream, snapshot);
  });
  await noting(note, async () => {
    unfinished = await journal.unfinishedStreams();
  });
  await noting(note, async () => {
    for await (const _row of journal.rows({ prefix: '' })) rows++;
  });
  return { upTo, heads, snapshots, unfinished, rows };
}

/** Gives each record to every visitor; the number of records read. */
async function pass(
  journal: Journal,
  visitors: readonly LogVisitor[],
  note: (finding: Finding) => void,
): Promise<number> {
  let records = 0;
  await noting(note, async () => {
    for await (const record of journal.read(1)) {
      records++;
      for (const visitor of visitors) for (const finding of visitor.record(record) ?? []) note(finding);
    }
    for (const visitor of visitors) for await (const finding of visitor.end?.() ?? []) note(finding);
  });
  return records;
}

/** Damage ends a step, not the verification. Anything else is a fault of the program and is thrown. */
async function noting(note: (finding: Finding) => void, step: () => Promise<void>): Promise<void> {
  try {
    await step();
  } catch (error) {
    if (!(error instanceof SendpayError) || error.code !== 'SENDPAY_JOURNAL_DAMAGED') throw error;
    note({ what: error.message, position: (error as { position?: Position }).position });
  }
}

/** Heads, snapshots and unfinished marks against the records they stand for. */
class HeadVisitor implements LogVisitor {
  readonly seen = new Map<string, StreamHead>();
  readonly #derived: Derived;

  constructor(derived: Derived) {
    this.#derived = derived;
  }

  *record({ position, stream, sequence }: JournalRecord): Generator<Finding, void> {
    const before = this.seen.get(stream)?.sequence ?? 0;
    if (sequence !== before + 1)
      yield { what: `record ${sequence} of the stream follows record ${before}`, position, stream };
    this.seen.set(stream, { sequence, position });
    const snapshot = this.#derived.snapshots.get(stream);
    if (snapshot?.sequence === sequence && snapshot.position !== position)
      yield { what: `the snapshot puts record ${sequence} at ${snapshot.position}`, position, stream };
    const head = this.#derived.heads.get(stream);
    if (head?.sequence === sequence && head.position !== position)
      yield { what: `the head puts record ${sequence} at ${head.position}`, position, stream };
  }

  *end(): Generator<Finding, void> {
    const { heads, snapshots, unfinished, upTo } = this.#derived;
    for (const [stream, last] of this.seen) {
      const head = heads.get(stream);
      if (head === undefined && last.position <= upTo)
        yield { what: 'the stream has records but no head', position: last.position, stream };
      if (head !== undefined && head.position < last.position && last.position <= upTo)
        yield { what: `the head is at ${head.position}`, position: last.position, stream };
    }
    for (const [stream, { sequence }] of heads)
      if ((this.seen.get(stream)?.sequence ?? 0) < sequence)
        yield { what: `the head counts ${sequence} records, the log has fewer`, stream };
    for (const [stream, { sequence }] of snapshots)
      if ((this.seen.get(stream)?.sequence ?? 0) < sequence)
        yield { what: `the snapshot is of record ${sequence}, the log has fewer`, stream };
    for (const stream of unfinished)
      if (!this.seen.has(stream)) yield { what: 'marked unfinished, but has no record', stream };
  }
}
