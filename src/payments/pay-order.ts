/**
 * One call of `pay`: whether there is something to start, something to wait for, or an answer already.
 *
 * Invariants: calling again while it runs attaches to the running pay and sends nothing; a paid hash answers at once, however
 * it was paid; a pay never runs beside a sendpay of the same hash.
 */
import { isRunning, PAY_LIMITS, type PayAttempt, type PayFailure, type PayRequest } from '../../machines/pay.ts';
import type { Clock } from '../domain/clock.ts';
import { type Refusal, RpcErrorCode } from '../domain/errors.ts';
import type { NodeId, PaymentHash } from '../domain/ids.ts';
import type { RandomSource } from '../domain/random.ts';
import { groupidOf, stillInProgress } from '../domain/sendpay-decision.ts';
import type { Switch } from '../switch/port.ts';
import type { GraphView } from './graph-view.ts';
import type { PayShell } from './pay-actor.ts';
import { type PaySummary, summaryOf } from './pay-summary.ts';
import type { PaymentShell } from './payment-actor.ts';
import type { Sending } from './sending.ts';
import { shadowCltv } from './shadow-route.ts';

/** What `pay` asks for: a request without what the node itself decides. */
export interface PayOrder extends Omit<PayRequest, 'groupid' | 'deadlineMs' | 'limits'> {
  readonly retryForMs: number;
}

export type PayAnswer =
  /** `before`: it was paid when the order came, so nothing was done. */
  | { readonly type: 'complete'; readonly summary: PaySummary; readonly before: boolean }
  | { readonly type: 'failed'; readonly failure: PayFailure; readonly attempts: readonly PayAttempt[] }
  | { readonly type: 'refused'; readonly refusal: Refusal }
  /** The caller stopped waiting; the pay goes on. */
  | { readonly type: 'aborted' };

/** What an order needs of the node that pays it. */
export interface Payer {
  readonly node: NodeId;
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly payments: PaymentShell;
  readonly pays: PayShell;
  readonly view: GraphView;
  readonly network: Pick<Switch, 'localChannels'>;
  readonly sending: Pick<Sending, 'refusal'>;
}

export async function payOrder(payer: Payer, order: PayOrder, signal?: AbortSignal): Promise<PayAnswer> {
  const { node, pays, payments, sending } = payer;
  const { paymentHash } = order;
  const paid = summaryOf(paymentHash, payments.context(node, paymentHash));
  if (paid) return { type: 'complete', summary: paid, before: true };
  if (!isRunning(pays.context(node, paymentHash))) {
    const { parts } = payments.context(node, paymentHash);
    const pending = parts.find((part) => part.status === 'pending');
    if (pending) return { type: 'refused', refusal: stillInProgress(pending) };
    const refusal = sending.refusal() ?? beyondOwnChannels(payer, order);
    if (refusal) return { type: 'refused', refusal };
    pays.start(node, requestOf(payer, order));
  }
  return (await untilEnded(payer, paymentHash, signal)) ? answerOf(payer, paymentHash) : { type: 'aborted' };
}

/** No route and no number of parts can carry more than all own channels: nothing is locked to find that out. */
function beyondOwnChannels({ node, network }: Payer, { payee, amountMsat }: PayOrder): Refusal | undefined {
  if (payee === node) return undefined;
  const usable = network.localChannels(node).filter(({ connected, state }) => connected && state === 'CHANNELD_NORMAL');
  const spendableMsat = usable.reduce((sum, channel) => sum + channel.spendableMsat, 0n);
  if (amountMsat <= spendableMsat) return undefined;
  return {
    code: RpcErrorCode.PAY_ROUTE_NOT_FOUND,
    message: `Could not find a route: all own channels together can send ${spendableMsat}msat now, not ${amountMsat}msat`,
  };
}

function requestOf({ node, clock, random, payments, view }: Payer, { retryForMs, ...order }: PayOrder): PayRequest {
  const { parts, tombstones } = payments.context(node, order.paymentHash);
  return {
    ...order,
    finalCltv: shadowCltv(view.graph, random, order),
    groupid: groupidOf(undefined, [...tombstones, ...parts]),
    deadlineMs: clock.nowMs() + retryForMs,
    limits: PAY_LIMITS,
  };
}

/** false if the caller gave up first. */
function untilEnded(
  { node, pays }: Payer,
  paymentHash: PaymentHash,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const hasEnded = (): boolean => {
    const context = pays.context(node, paymentHash);
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
    const subscription = pays.resolutionsOf(node, paymentHash).subscribe({ next: settle(true), complete: giveUp });
    signal?.addEventListener('abort', giveUp, { once: true });
  });
}

function answerOf(payer: Payer, paymentHash: PaymentHash): PayAnswer {
  const summary = summaryOf(paymentHash, payer.payments.context(payer.node, paymentHash));
  if (summary) return { type: 'complete', summary, before: false };
  const { failure, attempts } = payer.pays.context(payer.node, paymentHash);
  const unknown = { code: RpcErrorCode.PAY_UNSPECIFIED_ERROR, message: 'Payment failure reason unknown' };
  return { type: 'failed', failure: failure ?? unknown, attempts };
}
