/**
 * One node this process operates: what the RPC commands, the CLI and the TypeScript API act through.
 *
 * Invariant: every promise here resolves only when what it says is durable (G4); a refusal is a value and leaves nothing
 * behind; reading never changes anything. Its parts are its own: what a command may do is what stands here.
 * Does not parse parameters or shape answers: `src/rpc/commands` does, for all three ways in.
 */
import { catchError, EMPTY, filter, map, mergeMap, type Observable, Subject, takeUntil } from 'rxjs';
import { isRunning, type PayContext } from '../../machines/pay.ts';
import { payRowsPrefix } from '../../machines/pay-kind.ts';
import type { PaymentEvent } from '../../machines/payment.ts';
import { rowOf, type SendpayRow } from '../../machines/payment-rows.ts';
import type { Clock } from '../domain/clock.ts';
import { SendpayError } from '../domain/errors.ts';
import { given } from '../domain/given.ts';
import type { ChannelDirection, Direction, NodeId, PaymentHash, ShortChannelId } from '../domain/ids.ts';
import type { JournalRecord, Position } from '../domain/log-record.ts';
import { type Part, type PartName, samePart } from '../domain/payment-part.ts';
import type { RandomSource } from '../domain/random.ts';
import type { ChannelGraph } from '../graph/channel-graph.ts';
import type { RouteAnswer } from '../graph/route-query.ts';
import { feed } from '../journal/feed.ts';
import type { Journal } from '../journal/port.ts';
import type { LocalChannel, Switch } from '../switch/port.ts';
import type { GetrouteQuery, GraphView } from './graph-view.ts';
import { Listing, type PayRows, type RowQuery } from './listing.ts';
import { type ObserveContext, observePayment, type PaymentActor } from './observer.ts';
import type { PayShell } from './pay-actor.ts';
import { type PayAnswer, type PayOrder, payOrder } from './pay-order.ts';
import type { PartChange, PaymentShell } from './payment-actor.ts';
import type { PenaltyShell } from './penalty-actor.ts';
import type { PenaltyExplanation } from './penalty-view.ts';
import type { SendAnswer, Sending, SendRequest } from './sending.ts';
import { type WaitAnswer, Waiting, type WaitRequest } from './waiting.ts';

export interface OperatedNodeParts {
  readonly id: NodeId;
  readonly alias: string;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly network: Switch;
  readonly payments: PaymentShell;
  readonly sending: Sending;
  readonly penalties: PenaltyShell;
  readonly pays: PayShell;
  readonly view: GraphView;
}

export class OperatedNode {
  readonly id: NodeId;
  readonly alias: string;
  readonly #parts: OperatedNodeParts;
  readonly #waiting: Waiting;
  readonly #listing: Listing;
  readonly #closed = new Subject<void>();

  constructor(parts: OperatedNodeParts) {
    const { id, alias, clock, payments, journal } = parts;
    this.id = id;
    this.alias = alias;
    this.#parts = parts;
    this.#waiting = new Waiting({ node: id, clock, payments, closed: this.#closed });
    this.#listing = new Listing({ node: id, journal, partsOf: (paymentHash) => this.parts(paymentHash) });
  }

  /**
   * `sendpay` and `sendonion` after parameter checks: existing payment, first hop, then the HTLC leaves. Resolves when the
   * answer is durable, not when the payment is settled.
   */
  async send(request: SendRequest): Promise<SendAnswer> {
    const { answer } = this.#parts.sending.send(this.id, request);
    const isRecorded =
      answer.type !== 'pending' || this.parts(request.paymentHash).some((part) => samePart(part, answer.row));
    if (!isRecorded) throw new SendpayError('SENDPAY_ASSERTION', 'the payment machine ignored a part it should send');
    return this.durably(answer);
  }

  /** `waitsendpay`: at once if the part ended, else when it does. */
  async wait(request: WaitRequest): Promise<WaitAnswer> {
    return this.durably(await this.#waiting.end(request));
  }

  /**
   * `pay`: attaches to a running pay of the hash, answers at once for a paid one, else starts one; resolves when it ended.
   * Without an answer (the caller's signal fired) the pay goes on.
   */
  async pay(order: PayOrder, signal?: AbortSignal): Promise<PayAnswer> {
    return this.durably(await payOrder({ ...this.#parts, node: this.id }, order, signal));
  }

  /** Resolves with `value` once everything said so far is durable. */
  async durably<T>(value: T): Promise<T> {
    const { journal } = this.#parts;
    await journal.durable(journal.position);
    return value;
  }

  /** The parts of a payment with rows, in creation order. */
  parts(paymentHash: PaymentHash): readonly Part[] {
    return this.#parts.payments.context(this.id, paymentHash).parts;
  }

  /** Something of a payment is on its way, or it is paid: then asking for it again sends nothing. */
  isUnderway(paymentHash: PaymentHash): boolean {
    const { parts, tombstones } = this.#parts.payments.context(this.id, paymentHash);
    return [...parts, ...tombstones].some((part) => part.status !== 'failed') || isRunning(this.payOf(paymentHash));
  }

  /** Parts that were sent, in the order of an index, page by page. */
  rows(query: RowQuery): AsyncGenerator<SendpayRow, void> {
    return this.#listing.rows(query);
  }

  /** The same of pays: the parts of one payment_hash and groupid together. */
  pays(query: RowQuery): AsyncGenerator<PayRows, void> {
    return this.#listing.pays(query);
  }

  /** The last created_index or updated_index of a part, or the count of rows deleted so far. */
  lastIndex(which: 'created' | 'updated' | 'deleted'): number {
    return this.#parts.payments.counter(this.id, which);
  }

  /** `delpay`: removes rows with the status; gives them. The caller checked that there are some. */
  async deleteParts(paymentHash: PaymentHash, status: 'complete' | 'failed', part?: PartName): Promise<SendpayRow[]> {
    const { payments, clock } = this.#parts;
    const before = this.parts(paymentHash);
    const event: PaymentEvent = {
      type: 'PARTS_DELETED',
      status,
      ...given({ part }),
      deletedBefore: payments.counter(this.id, 'deleted'),
      atMs: clock.nowMs(),
    };
    payments.deliver(this.id, paymentHash, event);
    const after = this.parts(paymentHash);
    const gone = before.filter((old) => !after.includes(old));
    return this.durably(gone.map((old) => rowOf(paymentHash, old)));
  }

  /** The pay of a payment_hash, as it stands. */
  payOf(paymentHash: PaymentHash): PayContext {
    return this.#parts.pays.context(this.id, paymentHash);
  }

  /** Hashes `pay` was called for, the newest first. */
  async *payHashes(limit: number): AsyncGenerator<PaymentHash> {
    const range = { prefix: payRowsPrefix(this.id), reverse: true, limit };
    for await (const { value } of this.#parts.journal.rows<PaymentHash>(range)) yield value;
  }

  /** `getroute`: the best route, avoiding what failed lately if there is a way around it. */
  route(query: GetrouteQuery): RouteAnswer {
    return this.#parts.view.route(query);
  }

  /** The public network as this node sees it. */
  get graph(): Pick<
    ChannelGraph,
    'nodeCount' | 'nodeIndex' | 'nodeId' | 'hasChannels' | 'channel' | 'channels' | 'channelsOf'
  > {
    return this.#parts.view.graph;
  }

  /** When the policy of a direction was made, in seconds. */
  lastUpdate(channel: ShortChannelId, direction: Direction): number {
    return this.#parts.view.lastUpdate(channel, direction);
  }

  /** Everything avoided or lately avoided: why, until when. */
  penalties(): PenaltyExplanation[] {
    return this.#parts.view.penalties();
  }

  /** Forgets what is avoided: all of it, or one channel or node. Gives how many were forgotten. */
  async resetPenalties(subject: { channel?: ChannelDirection; node?: NodeId }): Promise<number> {
    const { penalties, clock } = this.#parts;
    const before = this.penalties().length;
    penalties.deliver(this.id, { type: 'PENALTIES_RESET', ...subject, atMs: clock.nowMs() });
    return this.durably(before - this.penalties().length);
  }

  localChannels(peer?: NodeId): readonly LocalChannel[] {
    return this.#parts.network.localChannels(this.id, peer);
  }

  blockheight(): number {
    return this.#parts.network.blockheight(this.id);
  }

  nowMs(): number {
    return this.#parts.clock.nowMs();
  }

  randomBytes(length: number): Uint8Array {
    return this.#parts.random.bytes(length);
  }

  /** Runs `task` once, `delayMs` from now; the returned function cancels it. */
  after(delayMs: number, task: () => void): () => void {
    return this.#parts.clock.after(delayMs, task);
  }

  /** A payment to watch, until it is at its end, is stopped, or the node closes or fails. */
  observe(paymentHash: PaymentHash, options: Omit<ObserveContext, 'whenClosed'> = {}): PaymentActor {
    const { journal } = this.#parts;
    const whenClosed = (stop: () => void): (() => void) => {
      const closed = this.#closed.subscribe(stop);
      closed.add(journal.onFailure(stop));
      return () => closed.unsubscribe();
    };
    return observePayment(journal, { node: this.id, paymentHash }, { ...options, whenClosed });
  }

  /** The durable log of the process from a position on, and going on. */
  feed(from: Position): Observable<JournalRecord> {
    return feed(this.#parts.journal, { from });
  }

  /** Changes of this node's parts, each once it is durable, in order. */
  get changes$(): Observable<PartChange> {
    const { payments } = this.#parts;
    return this.#durably(
      payments.changes.all$.pipe(
        map(({ message }) => message),
        filter((change) => change.node === this.id),
      ),
    );
  }

  /** Changes of one payment's parts, each once it is durable, in order. */
  changesOf(paymentHash: PaymentHash): Observable<PartChange> {
    return this.#durably(this.#parts.payments.changesOf(this.id, paymentHash));
  }

  close(): void {
    this.#closed.next();
  }

  /**
   * Holds each change back until its position is durable; order is kept, as the journal resolves positions in order. After a
   * fail-stop nothing more comes: an error that nobody listens for would end the process.
   */
  #durably(changes: Observable<PartChange>): Observable<PartChange> {
    const { journal } = this.#parts;
    return changes.pipe(
      takeUntil(this.#closed),
      mergeMap((change) => journal.durable(change.position).then(() => change)),
      catchError(() => EMPTY),
    );
  }
}
