/**
 * One call of `pay`: whether there is something to start, something to wait for, or an answer already.
 *
 * Invariants: calling again while it runs attaches to the running pay and sends nothing; a paid hash answers at once, however
 * it was paid; a pay never runs beside a sendpay of the same hash.
 */
import type { PayAttempt, PayFailure, PayRequest } from '../../machines/pay.ts';
import { type Refusal, RpcErrorCode } from '../domain/errors.ts';
import type { NodeId, PaymentHash, Preimage } from '../domain/ids.ts';
import type { Part } from '../domain/payment-part.ts';
import { groupidOf } from '../domain/sendpay-decision.ts';
import type { OperatedNode } from './operated-node.ts';
import { isRunning, payStream } from './pay-actor.ts';
import { shadowCltv } from './shadow-route.ts';

/** What `pay` asks for: a request without what the node itself decides. */
export interface PayOrder extends Omit<PayRequest, 'groupid' | 'deadlineMs'> {
  readonly retryForMs: number;
}

/** What all parts of a paid hash come to. */
export interface PaySummary {
  readonly paymentHash: PaymentHash;
  readonly destination: NodeId | undefined;
  readonly createdAtMs: number;
  readonly completedAtMs: number;
  readonly parts: number;
  readonly amountMsat: bigint;
  readonly sentMsat: bigint;
  readonly preimage: Preimage;
}

export type PayAnswer =
  | { readonly type: 'complete'; readonly summary: PaySummary }
  | { readonly type: 'failed'; readonly failure: PayFailure; readonly attempts: readonly PayAttempt[] }
  | { readonly type: 'refused'; readonly refusal: Refusal }
  /** The caller stopped waiting; the pay goes on. */
  | { readonly type: 'aborted' };

export async function payOrder(node: OperatedNode, order: PayOrder, signal?: AbortSignal): Promise<PayAnswer> {
  const { paymentHash } = order;
  const paid = summaryOf(node, paymentHash);
  if (paid) return { type: 'complete', summary: paid };
  if (!isRunning(node.pays.snapshot(node.id, paymentHash).context)) {
    const refusal = inProgress(node, paymentHash);
    if (refusal) return { type: 'refused', refusal };
    node.pays.start(node.id, requestOf(node, order));
  }
  return (await untilEnded(node, paymentHash, signal)) ? answerOf(node, paymentHash) : { type: 'aborted' };
}

/** Parts in flight that no pay sent. */
function inProgress(node: OperatedNode, paymentHash: PaymentHash): Refusal | undefined {
  const pending = node.parts(paymentHash).find((part) => part.status === 'pending');
  return (
    pending && {
      code: RpcErrorCode.PAY_IN_PROGRESS,
      message: `Payment with groupid=${pending.groupid} still in progress, cannot retry before that completes.`,
    }
  );
}

function requestOf(node: OperatedNode, { retryForMs, ...order }: PayOrder): PayRequest {
  const { parts, tombstones } = node.payments.context(node.id, order.paymentHash);
  const finalCltv = shadowCltv(node.view.graph, node.random, order);
  return {
    ...order,
    finalCltv,
    groupid: groupidOf(undefined, [...tombstones, ...parts]),
    deadlineMs: node.clock.nowMs() + retryForMs,
  };
}

/** false if the caller gave up first. */
function untilEnded(node: OperatedNode, paymentHash: PaymentHash, signal: AbortSignal | undefined): Promise<boolean> {
  const hasEnded = (): boolean => {
    const { context } = node.pays.snapshot(node.id, paymentHash);
    return context.preimage !== null || !isRunning(context);
  };
  if (hasEnded()) return Promise.resolve(true);
  if (signal?.aborted) return Promise.resolve(false);
  return new Promise((resolve) => {
    const settle = (ended: boolean) => (): void => {
      subscription.unsubscribe();
      signal?.removeEventListener('abort', giveUp);
      resolve(ended);
    };
    const giveUp = settle(false);
    const subscription = node.pays.resolved
      .on(payStream(node.id, paymentHash))
      .subscribe({ next: settle(true), complete: giveUp });
    signal?.addEventListener('abort', giveUp, { once: true });
  });
}

function answerOf(node: OperatedNode, paymentHash: PaymentHash): PayAnswer {
  const summary = summaryOf(node, paymentHash);
  if (summary) return { type: 'complete', summary };
  const { failure, attempts } = node.pays.snapshot(node.id, paymentHash).context;
  const unknown = { code: RpcErrorCode.PAY_UNSPECIFIED_ERROR, message: 'Payment failure reason unknown' };
  return { type: 'failed', failure: failure ?? unknown, attempts };
}

/** The complete parts, and those still on their way to it, of the group that was paid. */
function summaryOf(node: OperatedNode, paymentHash: PaymentHash): PaySummary | undefined {
  const { parts, tombstones } = node.payments.context(node.id, paymentHash);
  const all: readonly Part[] = [...tombstones, ...parts];
  const paid = all.find((part) => part.status === 'complete');
  if (!paid) return undefined;
  const counted = all.filter((part) => part.groupid === paid.groupid && part.status !== 'failed');
  return {
    paymentHash,
    destination: paid.destination,
    createdAtMs: Math.min(...counted.map((part) => part.createdAtMs)),
    completedAtMs: paid.completedAtMs as number,
    parts: counted.length,
    amountMsat: counted.reduce((sum, part) => sum + part.amountMsat, 0n),
    sentMsat: counted.reduce((sum, part) => sum + part.sentMsat, 0n),
    preimage: paid.preimage as Preimage,
  };
}
