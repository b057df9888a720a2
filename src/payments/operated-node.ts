/**
 * One node this process operates: what the RPC commands, the CLI and the TypeScript API act through.
 *
 * Invariant: every promise here resolves only when what it says is durable (G4); a refusal is a value and leaves nothing
 * behind; reading never changes anything.
 * Does not parse parameters or shape answers: `src/rpc/commands` does, for all three ways in.
 */
import { concatMap, filter, map, type Observable, Subject, takeUntil } from 'rxjs';
import type { PaymentEvent, SentPart } from '../../machines/payment.ts';
import { BoltError } from '../bolt/index.ts';
import type { Msat } from '../domain/amount.ts';
import type { Clock } from '../domain/clock.ts';
import { type Refusal, RpcErrorCode } from '../domain/errors.ts';
import type { NodeId, PaymentHash } from '../domain/ids.ts';
import type { Part, PartSend, PaymentStatus } from '../domain/payment-part.ts';
import type { RandomSource } from '../domain/random.ts';
import { decideSendpay } from '../domain/sendpay-decision.ts';
import type { Journal } from '../journal/port.ts';
import type { FirstHopRefusal, Switch } from '../switch/port.ts';
import { onionOf } from './attempt.ts';
import type { GraphView } from './graph-view.ts';
import type { PayShell } from './pay-actor.ts';
import { type PayAnswer, type PayOrder, payOrder } from './pay-order.ts';
import { type PartChange, type PaymentShell, paymentStream } from './payment-actor.ts';
import { padIndex, rowOf, type SendpayRow, sendpayKeys } from './payment-rows.ts';
import type { PenaltyShell } from './penalty-actor.ts';

/** A send without what the node itself draws. */
export type RequestedSend =
  | Omit<Extract<PartSend, { kind: 'route' }>, 'sessionKey'>
  | Exclude<PartSend, { kind: 'route' }>;

export interface SendRequest {
  readonly paymentHash: PaymentHash;
  readonly send: RequestedSend;
  /** What leaves us. */
  readonly sentMsat: Msat;
  /** Recorded for this part: what the destination gets, or the target; 0 if unknown. */
  readonly amountMsat: Msat;
  /** What all parts of the group deliver; 0 if unknown. */
  readonly totalMsat: Msat;
  readonly partid: bigint;
  readonly groupid?: bigint;
  readonly destination?: NodeId;
  readonly label?: string;
  readonly invstring?: string;
  readonly description?: string;
  readonly localinvreqid?: string;
}

export type SendAnswer =
  | { readonly type: 'pending'; readonly row: SendpayRow }
  | { readonly type: 'complete'; readonly row: SendpayRow }
  | { readonly type: 'refused'; readonly refusal: Refusal }
  /** Nothing was recorded: the first peer is unknown or away. */
  | { readonly type: 'first-hop-refused'; readonly refusal: FirstHopRefusal };

export type WaitAnswer =
  | { readonly type: 'complete'; readonly row: SendpayRow }
  | { readonly type: 'failed'; readonly row: SendpayRow; readonly part: Part }
  | { readonly type: 'never-attempted' }
  | { readonly type: 'timeout' }
  /** The caller's signal fired. */
  | { readonly type: 'aborted' };

export interface WaitRequest {
  readonly paymentHash: PaymentHash;
  readonly partid?: bigint;
  /** Default: the latest group. */
  readonly groupid?: bigint;
  /** Absent: for ever. 0: poll. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

export interface RowQuery {
  readonly index?: 'created' | 'updated';
  readonly status?: PaymentStatus;
  /** First index to give. */
  readonly start?: number;
  readonly limit?: number;
}

export interface OperatedNodeParts {
  readonly id: NodeId;
  readonly alias: string;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly network: Switch;
  readonly payments: PaymentShell;
  readonly penalties: PenaltyShell;
  readonly pays: PayShell;
  readonly view: GraphView;
}

export class OperatedNode {
  readonly id: NodeId;
  readonly alias: string;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly network: Switch;
  readonly penalties: PenaltyShell;
  readonly pays: PayShell;
  readonly view: GraphView;
  /** The shell all nodes of the process share. */
  readonly payments: PaymentShell;
  readonly #closed = new Subject<void>();

  constructor(parts: OperatedNodeParts) {
    this.id = parts.id;
    this.alias = parts.alias;
    this.journal = parts.journal;
    this.clock = parts.clock;
    this.random = parts.random;
    this.network = parts.network;
    this.payments = parts.payments;
    this.penalties = parts.penalties;
    this.pays = parts.pays;
    this.view = parts.view;
  }

  /**
   * `sendpay` and `sendonion` after parameter checks: existing payment, first hop, then the HTLC leaves. Resolves when the
   * answer is durable, not when the payment is settled.
   */
  async send(request: SendRequest): Promise<SendAnswer> {
    const answer = this.#sendNow(request);
    await this.journal.durable(this.journal.position);
    return answer;
  }

  #sendNow(request: SendRequest): SendAnswer {
    const { paymentHash } = request;
    const { parts, tombstones } = this.payments.context(this.id, paymentHash);
    const decision = decideSendpay(parts, tombstones, {
      ...request,
      groupid: request.groupid,
      destination: request.destination,
    });
    switch (decision.type) {
      case 'refuse':
        return { type: 'refused', refusal: decision.refusal };
      case 'already-pending':
        return { type: 'pending', row: rowOf(paymentHash, decision.part) };
      case 'already-complete':
        return { type: 'complete', row: rowOf(paymentHash, decision.part) };
      case 'send':
        return this.#sendPart(request, decision.groupid);
    }
  }

  #sendPart(request: SendRequest, groupid: bigint): SendAnswer {
    const part = this.#draw(request, groupid);
    let onion: Uint8Array;
    try {
      onion = onionOf(part, request.paymentHash, this.network);
    } catch (error) {
      if (!(error instanceof BoltError)) throw error;
      return {
        type: 'refused',
        refusal: { code: RpcErrorCode.LIGHTNINGD, message: 'Could not create onion packet' },
      };
    }
    const refusal = this.#checkFirstHop(part);
    if (refusal) return { type: 'first-hop-refused', refusal };
    const indexed: SentPart = { ...part, createdIndex: this.payments.nextIndex(this.id, 'created') };
    this.payments.send(this.id, request.paymentHash, { type: 'PART_SENT', ...indexed }, onion);
    return { type: 'pending', row: rowOf(request.paymentHash, { ...indexed, status: 'pending' }) };
  }

  #draw(request: SendRequest, groupid: bigint): Omit<SentPart, 'createdIndex'> {
    const { paymentHash: _hash, send, groupid: _asked, ...recorded } = request;
    return {
      ...recorded,
      groupid,
      createdAtMs: this.clock.nowMs(),
      height: this.network.blockheight(this.id),
      send: send.kind === 'route' ? { ...send, sessionKey: hex(this.random.bytes(32)) } : send,
    };
  }

  #checkFirstHop({ send, sentMsat }: Omit<SentPart, 'createdIndex'>): FirstHopRefusal | undefined {
    if (send.kind === 'self') return undefined;
    const [peer, channel] =
      send.kind === 'onion' ? [send.peer, send.channel] : [send.ids[0] as NodeId, send.channels[0]];
    return this.network.checkFirstHop(this.id, { peer, channel: channel as never, amountMsat: sentMsat });
  }

  /** `waitsendpay`: at once if the part ended, else when it does. */
  async wait(request: WaitRequest): Promise<WaitAnswer> {
    const { partid = 0n } = request;
    const now = this.#endOf(request.paymentHash, partid, request.groupid);
    const answer = now ?? (await this.#waitForEnd(request, partid));
    await this.journal.durable(this.journal.position);
    return answer;
  }

  /** undefined while it is pending. */
  #endOf(paymentHash: PaymentHash, partid: bigint, groupid: bigint | undefined): WaitAnswer | undefined {
    const part = this.#partFor(paymentHash, partid, groupid);
    if (!part) return { type: 'never-attempted' };
    const row = rowOf(paymentHash, part);
    if (part.status === 'complete') return { type: 'complete', row };
    return part.status === 'failed' ? { type: 'failed', row, part } : undefined;
  }

  #partFor(paymentHash: PaymentHash, partid: bigint, groupid: bigint | undefined): Part | undefined {
    const { parts } = this.payments.context(this.id, paymentHash);
    const wanted = groupid ?? latestGroup(parts);
    return parts.find((part) => part.partid === partid && part.groupid === wanted);
  }

  async #waitForEnd(request: WaitRequest, partid: bigint): Promise<WaitAnswer> {
    const { paymentHash, timeoutMs, signal } = request;
    const groupid = request.groupid ?? this.#partFor(paymentHash, partid, undefined)?.groupid;
    const stop = new Subject<WaitAnswer>();
    const cancelTimer =
      timeoutMs === undefined ? () => {} : this.clock.after(timeoutMs, () => stop.next({ type: 'timeout' }));
    const abort = (): void => stop.next({ type: 'aborted' });
    if (signal?.aborted) return { type: 'aborted' };
    signal?.addEventListener('abort', abort, { once: true });
    const ended = this.payments.changes.on(paymentStream(this.id, paymentHash)).pipe(
      map(() => this.#endOf(paymentHash, partid, groupid)),
      filter((answer): answer is WaitAnswer => answer !== undefined),
    );
    try {
      return await firstOf(ended, stop, this.#closed);
    } finally {
      cancelTimer();
      signal?.removeEventListener('abort', abort);
    }
  }

  /**
   * `pay`: attaches to a running pay of the hash, answers at once for a paid one, else starts one; resolves when it ended.
   * Without an answer (the caller's signal fired) the pay goes on.
   */
  async pay(order: PayOrder, signal?: AbortSignal): Promise<PayAnswer> {
    const answer = await payOrder(this, order, signal);
    await this.journal.durable(this.journal.position);
    return answer;
  }

  /** The parts of a payment with rows, in creation order. */
  parts(paymentHash: PaymentHash): readonly Part[] {
    return this.payments.context(this.id, paymentHash).parts;
  }

  /** Rows of one payment_hash, in creation order; durable when the promise resolves. */
  async rowsOf(paymentHash: PaymentHash): Promise<SendpayRow[]> {
    const rows = this.parts(paymentHash).map((part) => rowOf(paymentHash, part));
    await this.journal.durable(this.journal.position);
    return rows;
  }

  /** Rows in the order of an index, page by page: costs what it gives, whatever the history. */
  async *rows({
    index = 'created',
    status,
    start = 0,
    limit = Number.POSITIVE_INFINITY,
  }: RowQuery): AsyncGenerator<SendpayRow> {
    let left = limit;
    for await (const row of this.#indexed(index, status, start)) {
      if (left-- <= 0) return;
      yield row;
    }
  }

  async *#indexed(
    index: 'created' | 'updated',
    status: PaymentStatus | undefined,
    start: number,
  ): AsyncGenerator<SendpayRow> {
    if (index === 'created' && status === undefined) {
      const prefix = sendpayKeys.createdPrefix(this.id);
      for await (const { value } of this.journal.rows<SendpayRow>({
        prefix,
        from: sendpayKeys.created(this.id, start),
      }))
        yield value;
      return;
    }
    if (index === 'created') {
      const prefix = sendpayKeys.statusPrefix(this.id, status as PaymentStatus);
      for await (const { value } of this.journal.rows<number>({ prefix, from: `${prefix}${padIndex(start)}` }))
        yield* this.#created(value);
      return;
    }
    yield* this.#byUpdate(status, start);
  }

  /** Rows never updated count as updated at 0 (reference 3.1): they come first, if start is 0. */
  async *#byUpdate(status: PaymentStatus | undefined, start: number): AsyncGenerator<SendpayRow> {
    if (start === 0 && status !== 'complete' && status !== 'failed')
      for await (const row of this.#indexed('created', 'pending', 0)) if (row.updatedIndex === undefined) yield row;
    const prefix = sendpayKeys.updatedPrefix(this.id);
    for await (const { value } of this.journal.rows<number>({ prefix, from: sendpayKeys.updated(this.id, start) }))
      for (const row of this.#created(value)) if (status === undefined || row.status === status) yield row;
  }

  #created(createdIndex: number): SendpayRow[] {
    const row = this.journal.row<SendpayRow>(sendpayKeys.created(this.id, createdIndex));
    return row ? [row] : [];
  }

  /** `delpay`: removes rows with the status; gives them. The caller checked that there are some. */
  async deleteParts(
    paymentHash: PaymentHash,
    status: 'complete' | 'failed',
    part?: { groupid: bigint; partid: bigint },
  ): Promise<SendpayRow[]> {
    const before = this.parts(paymentHash);
    const event: PaymentEvent = {
      type: 'PARTS_DELETED',
      status,
      ...(part ? { part } : {}),
      deletedBefore: this.payments.counter(this.id, 'deleted'),
      atMs: this.clock.nowMs(),
    };
    this.payments.deliver(this.id, paymentHash, event);
    const after = this.parts(paymentHash);
    await this.journal.durable(this.journal.position);
    return before.filter((old) => !after.includes(old)).map((old) => rowOf(paymentHash, old));
  }

  /** Changes of this node's parts, each once it is durable, in order. */
  get changes$(): Observable<PartChange> {
    return durably(
      this.payments.changes.all$.pipe(
        map(({ message }) => message),
        filter((change) => change.node === this.id),
        takeUntil(this.#closed),
      ),
      this.journal,
    );
  }

  close(): void {
    this.#closed.next();
  }
}

const latestGroup = (parts: readonly Part[]): bigint =>
  parts.reduce((highest, part) => (part.groupid > highest ? part.groupid : highest), 0n);

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** Whichever comes first; `aborted` if the node closes meanwhile. */
async function firstOf(
  ended: Observable<WaitAnswer>,
  stop: Observable<WaitAnswer>,
  closed: Observable<void>,
): Promise<WaitAnswer> {
  return new Promise((resolve) => {
    const subscriptions = [
      ended.subscribe((answer) => settle(answer)),
      stop.subscribe((answer) => settle(answer)),
      closed.subscribe(() => settle({ type: 'aborted' })),
    ];
    function settle(answer: WaitAnswer): void {
      for (const subscription of subscriptions) subscription.unsubscribe();
      resolve(answer);
    }
  });
}

/** Holds each change back until its position is durable; order is kept. After a fail-stop nothing more comes. */
function durably(changes: Observable<PartChange>, journal: Journal): Observable<PartChange> {
  return changes.pipe(concatMap((change) => journal.durable(change.position).then(() => change)));
}
