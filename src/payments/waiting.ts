/**
 * Waiting for the end of a part (`waitsendpay`).
 *
 * Invariant: "never attempted", "pending" (the timeout passed) and the two ends are four different answers; whoever waits only
 * waits: the payment goes on without them.
 */
import { filter, map, type Observable, Subject } from 'rxjs';
import { rowOf, type SendpayRow } from '../../machines/payment-rows.ts';
import type { Clock } from '../domain/clock.ts';
import type { NodeId, PaymentHash } from '../domain/ids.ts';
import type { Part } from '../domain/payment-part.ts';
import type { PaymentShell } from './payment-actor.ts';

export type WaitAnswer =
  | { readonly type: 'complete'; readonly row: SendpayRow }
  | { readonly type: 'failed'; readonly row: SendpayRow; readonly part: Part }
  | { readonly type: 'never-attempted' }
  | { readonly type: 'timeout' }
  /** The caller's signal fired, or the node closes. */
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

export interface WaitingParts {
  readonly node: NodeId;
  readonly clock: Clock;
  readonly payments: PaymentShell;
  readonly closed: Observable<void>;
}

export class Waiting {
  readonly #parts: WaitingParts;

  constructor(parts: WaitingParts) {
    this.#parts = parts;
  }

  /** At once if the part ended, else when it does. */
  async end(request: WaitRequest): Promise<WaitAnswer> {
    const { partid = 0n } = request;
    return this.#endOf(request.paymentHash, partid, request.groupid) ?? (await this.#untilEnd(request, partid));
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
    const { node, payments } = this.#parts;
    const { parts } = payments.context(node, paymentHash);
    const wanted = groupid ?? latestGroup(parts);
    return parts.find((part) => part.partid === partid && part.groupid === wanted);
  }

  async #untilEnd(request: WaitRequest, partid: bigint): Promise<WaitAnswer> {
    const { node, clock, payments, closed } = this.#parts;
    const { paymentHash, timeoutMs, signal } = request;
    if (signal?.aborted) return { type: 'aborted' };
    const groupid = request.groupid ?? this.#partFor(paymentHash, partid, undefined)?.groupid;
    const stop = new Subject<WaitAnswer>();
    const cancelTimer =
      timeoutMs === undefined ? () => {} : clock.after(timeoutMs, () => stop.next({ type: 'timeout' }));
    const abort = (): void => stop.next({ type: 'aborted' });
    signal?.addEventListener('abort', abort, { once: true });
    const ended = payments.changesOf(node, paymentHash).pipe(
      map(() => this.#endOf(paymentHash, partid, groupid)),
      filter((answer): answer is WaitAnswer => answer !== undefined),
    );
    try {
      return await firstOf(ended, stop, closed);
    } finally {
      cancelTimer();
      signal?.removeEventListener('abort', abort);
    }
  }
}

const latestGroup = (parts: readonly Part[]): bigint =>
  parts.reduce((highest, part) => (part.groupid > highest ? part.groupid : highest), 0n);

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
