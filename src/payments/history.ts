/**
 * The history shell: whether this log may be used for sending, and the numbers of the attempts sent from it.
 *
 * Invariant (G1): a log that was rolled back or imported sends nothing until its operator accepts it; the acceptance is in the log,
 * and what is sent after it is asked about at the node first (`offers.ts`). The note outside the log follows only a log that is
 * accepted, so a doubt is found again at every start.
 */
import type { HistoryContext, HistoryDoubt, HistoryEvent } from '../../machines/history.ts';
import { historyKind } from '../../machines/history-kind.ts';
import { nextBase, numberAt, positionOfNumber } from '../domain/attempt-numbers.ts';
import type { Clock } from '../domain/clock.ts';
import { type Refusal, RpcErrorCode, SendpayError, type SendpayErrorCode } from '../domain/errors.ts';
import type { Position } from '../domain/log-record.ts';
import { type EpochNote, rollbackOf } from '../journal/epoch-note.ts';
import type { Journal, LoggedEvent } from '../journal/port.ts';
import { actor, type Delivering } from '../runtime/actor.ts';

const CODE: SendpayErrorCode = 'SENDPAY_JOURNAL_ROLLED_BACK';
/** Says that a note was kept of this log before. */
const NOTED_ROW = 'meta/epoch';

export interface HistoryOptions {
  readonly journal: Journal;
  readonly clock: Clock;
}

export interface HistoryOpening {
  readonly note?: EpochNote | undefined;
  /** The operator takes the log as it is. */
  readonly accept?: boolean | undefined;
}

export class History {
  readonly actor = actor(historyKind, {});
  readonly #journal: Journal;
  readonly #clock: Clock;
  #runtime: Delivering | undefined;
  #note: EpochNote | undefined;

  constructor({ journal, clock }: HistoryOptions) {
    this.#journal = journal;
    this.#clock = clock;
  }

  attach(runtime: Delivering): void {
    this.#runtime = runtime;
  }

  /** Before anything is sent: compares with the note, notes a doubt or its acceptance in the log, and follows the log from here. */
  async open({ note, accept = false }: HistoryOpening): Promise<void> {
    const journal = this.#journal;
    const why = note === undefined ? undefined : this.#rollback(note);
    const { position } = journal;
    const atMs = this.#clock.nowMs();
    if (why !== undefined) this.#deliver({ type: 'ROLLBACK_NOTICED', why, position, atMs });
    if (accept && this.doubt !== null) {
      const base = nextBase(this.#context.epochs, atMs);
      this.#deliver({ type: 'HISTORY_ACCEPTED', from: journal.position + 1, base, atMs });
    }
    if (note === undefined || this.doubt !== null) return;
    this.#note = note;
    journal.putRow({ key: NOTED_ROW, value: true });
    await journal.staged();
    note.begin({ journal: journal.id, ...journal.durableEnd });
    journal.onDurable(() => this.#follow(note));
  }

  /** Why nothing is sent; null if the log may be used. */
  get doubt(): HistoryDoubt | null {
    return this.#context.doubt;
  }

  /** What whoever would send is answered; undefined if they may. */
  refusal(): Refusal | undefined {
    const { doubt } = this;
    return doubt === null ? undefined : { code: RpcErrorCode.LIGHTNINGD, message: doubtWords(doubt) };
  }

  /** A log that was accepted once may lack attempts: the node is asked about each before it is offered. */
  get asksFirst(): boolean {
    return this.#context.epochs.length > 0;
  }

  /** The number of the attempt whose record is at a position. */
  numberAt(position: Position): number {
    return numberAt(this.#context.epochs, position);
  }

  /** undefined for a number of a future this log has lost. */
  positionOf(number: number): Position | undefined {
    return positionOfNumber(this.#context.epochs, number);
  }

  /** After the journal was closed: the note is exact then. */
  close(): void {
    this.#note?.close();
  }

  #rollback(note: EpochNote): string | undefined {
    const { noted, path } = note;
    if (noted !== undefined) return rollbackOf(this.#journal, noted);
    const wasNoted = this.#journal.row<boolean>(NOTED_ROW) === true;
    return wasNoted ? `the log was noted in an epoch file, but there is none at ${path}` : undefined;
  }

  /** Told before anybody waiting for the batch is. Without the note a rollback would go unnoticed: then rather nothing more. */
  #follow(note: EpochNote): void {
    const journal = this.#journal;
    try {
      note.raise({ journal: journal.id, ...journal.durableEnd }, (error) => journal.fail(error));
    } catch (error) {
      journal.fail(error as Error);
    }
  }

  get #context(): HistoryContext {
    return this.#deliverer().snapshot(historyKind, undefined).context;
  }

  #deliver(event: HistoryEvent): void {
    this.#deliverer().deliver({ stream: historyKind.streamOf(), event: event as unknown as LoggedEvent, cause: 0 });
  }

  #deliverer(): Delivering {
    if (!this.#runtime) throw new SendpayError('SENDPAY_ASSERTION', 'the history is not attached to a runtime');
    return this.#runtime;
  }
}

/** Why nothing is sent, what to do, and the code to look it up by. */
export function doubtWords(doubt: HistoryDoubt): string {
  const why =
    doubt.type === 'imported'
      ? `this log was imported up to position ${doubt.position} and may be old`
      : `this log was rolled back: ${doubt.why}`;
  return `nothing is sent, since it could be paid twice: ${why}; once you know that no other copy sends, start with --accept-rollback (${CODE})`;
}
