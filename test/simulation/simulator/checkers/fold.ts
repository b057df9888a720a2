/**
 * G5, G10: what the process believes is the fold of its log, its rows are what the log implies, money is conserved.
 *
 * Invariant: every durable record is folded once, in order, beside the process; whenever nothing is staged, each actor touched
 * since is compared with its fold, and each row with what the records imply. Channels are summed up after every step, durable
 * or not. Trusts the machines: whether they are right is for the ledger and the reference models.
 */

import type { AnyStateMachine } from 'xstate';
import { channelKind } from '../../../../machines/channel-kind.ts';
import type { AnyKind, StateOf } from '../../../../machines/kind.ts';
import { KINDS } from '../../../../machines/kinds.ts';
import { paymentKind } from '../../../../machines/payment-kind.ts';
import { type ChannelContext, channelMoney } from '../../../../src/domain/channel-state.ts';
import { RpcErrorCode } from '../../../../src/domain/errors.ts';
import type { ShortChannelId } from '../../../../src/domain/ids.ts';
import { moneyFaults } from '../../../../src/engine/verify-money.ts';
import { encodeJson } from '../../../../src/journal/codec.ts';
import type { JournalRecord } from '../../../../src/journal/port.ts';
import { Fold } from '../../../../src/runtime/fold.ts';
import { type FoldedRecord, LogFold } from '../../../../src/runtime/log-fold.ts';
import type { World, WorldListener } from '../world.ts';

const XSTATE_FOLDS = new Map(
  KINDS.map(({ name, machine }) => [name, new Fold<AnyStateMachine>(machine, { by: 'xstate' })]),
);

export class FoldChecker implements WorldListener {
  readonly #world: World;
  readonly #fold: LogFold;
  /** Streams and rows changed since they were last compared. */
  readonly #touched = new Set<string>();
  readonly #rows = new Map<string, string | undefined>();
  readonly #touchedRows = new Set<string>();
  readonly #byXState = new Map<string, StateOf<AnyStateMachine>>();

  /** `world` runs its first process. */
  constructor(world: World) {
    this.#world = world;
    const readStreamFromStart = (stream: string): readonly JournalRecord[] => world.journal.readStreamFromStart(stream);
    this.#fold = new LogFold({ readStreamFromStart }, KINDS);
  }

  /** The tables of a chart against XState, which folds the same log beside them. */
  #compareWithXState({ record, kind, after, effects }: FoldedRecord): void {
    const fold = XSTATE_FOLDS.get(kind.name) as Fold<AnyStateMachine>;
    const before = this.#byXState.get(record.stream) ?? fold.initial;
    const step = fold.step(before, record.event as never);
    this.#byXState.set(record.stream, step.snapshot);
    if (encodeJson([fold.persist(step.snapshot), step.effects]) !== encodeJson([fold.persist(after), effects]))
      this.#fault(
        record.stream,
        `XState takes ${record.event.type} to another state than the tables of its chart (G5)`,
      );
  }

  appended({ stream }: JournalRecord): void {
    this.#touched.add(stream);
  }

  durable(records: readonly JournalRecord[]): void {
    for (const record of records) {
      this.#touched.add(record.stream);
      const folded = this.#fold.step(record);
      if (!folded) continue;
      this.#compareWithXState(folded);
      if (folded.ignored)
        this.#fault(record.stream, `its machine ignores the ${record.event.type} that was logged (G5)`);
      for (const what of moneyFaults(folded, (channel) => this.#channelState(channel)))
        this.#fault(record.stream, `${what} (G10)`);
      this.#imply(folded);
      noteSituation(this.#world, folded);
    }
  }

  /** After a step. */
  check(): void {
    for (const stream of this.#touched) if (channelKind.owns(stream)) this.#checkMoney(stream);
    const { journal, engine } = this.#world;
    if (journal.position !== journal.durablePosition) return;
    for (const stream of this.#touched) {
      const kind = kindOf(stream);
      const live = this.#fold.persist(kind, engine.runtime.snapshot(kind, kind.idOf(stream)));
      const folded = this.#fold.persist(kind, this.#fold.state(kind, kind.idOf(stream)));
      if (encodeJson(live) !== encodeJson(folded))
        this.#fault(stream, 'the live state is not the fold of the log (G5)');
    }
    this.#touched.clear();
    for (const key of this.#touchedRows) {
      const row = journal.row(key);
      if ((row === undefined ? undefined : encodeJson(row)) !== this.#rows.get(key))
        this.#fault(
          `row ${key}`,
          `is ${encodeJson(row) ?? 'missing'}, the log says ${this.#rows.get(key) ?? 'there is none'} (G5)`,
        );
    }
    this.#touchedRows.clear();
  }

  /** Snapshot and tail of every stream lead to its fold; marks of unfinished streams are right. For quiet moments. */
  async checkStored(): Promise<void> {
    const { journal } = this.#world;
    for await (const { stream } of journal.snapshots()) {
      const kind = kindOf(stream);
      const { snapshot, records } = journal.readStream(stream, kind.version);
      if (snapshot === undefined) continue;
      const resumed = this.#fold.persist(kind, this.#fold.resume(kind, snapshot.state as never, records));
      if (encodeJson(resumed) !== encodeJson(this.#fold.persist(kind, this.#fold.state(kind, kind.idOf(stream)))))
        this.#fault(stream, 'snapshot and tail do not lead to the fold of the log (G5)');
    }
    const marked = new Set(await journal.unfinishedStreams());
    for await (const { stream } of journal.streams()) {
      const kind = kindOf(stream);
      if (kind.isFinished(this.#fold.state(kind, kind.idOf(stream))) === marked.has(stream))
        this.#fault(stream, `is ${marked.has(stream) ? '' : 'not '}marked as unfinished, its fold says otherwise (G6)`);
    }
  }

  #checkMoney(stream: string): void {
    const { context } = this.#world.engine.runtime.snapshot(channelKind, channelKind.idOf(stream));
    const { total, capacity } = channelMoney(context);
    if (total !== capacity) this.#fault(stream, `holds ${total}msat, its capacity is ${capacity}msat (G10)`);
    if (context.balanceMsat.some((msat) => msat < 0n)) this.#fault(stream, 'a balance is negative (G10)');
  }

  #channelState(channel: ShortChannelId): ChannelContext {
    return this.#fold.state(channelKind, channel).context;
  }

  #imply(folded: FoldedRecord): void {
    for (const { key, value } of folded.rows) {
      this.#rows.set(key, value === undefined ? undefined : encodeJson(value));
      this.#touchedRows.add(key);
    }
  }

  #fault(subject: string, what: string): void {
    this.#world.fault(`${subject}: ${what}`);
  }
}

const kindOf = (stream: string): AnyKind => KINDS.find((kind) => kind.owns(stream)) as AnyKind;

/** Situations a campaign must have been in. */
function noteSituation(world: World, { record, before, kind }: FoldedRecord): void {
  const { type } = record.event;
  if (kind === channelKind) {
    if (type === 'HTLC_TIMED_OUT') world.hit('channel/htlc-timed-out');
    if (before.value === 'offline' && (type === 'HTLC_FULFILLED' || type === 'HTLC_FAILED'))
      world.hit('channel/result-kept');
  }
  if (type === 'ROUTE_NOT_FOUND') {
    const { reason } = record.event as { reason?: { code: number } };
    const { attempts } = before.context as { attempts: readonly { status: string }[] };
    const isTooDear = reason?.code === RpcErrorCode.PAY_ROUTE_TOO_EXPENSIVE;
    if (isTooDear && attempts.some(({ status }) => status === 'pending')) world.hit('pay/fee-limit');
  }
  if (kind === paymentKind) {
    if (type === 'PART_FULFILLED' && before.hasTag('complete')) world.hit('payment/late-success');
    if (type === 'PART_FAILED' && before.hasTag('complete')) world.hit('payment/late-failure');
    const { failure } = record.event as { failure?: { erringIndex?: number; onionReply?: string } };
    if (failure?.onionReply !== undefined) world.hit('payment/unreadable-error');
  }
}
