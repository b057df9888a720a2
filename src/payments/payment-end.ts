/**
 * When a payment is at its end, and what it came to.
 *
 * At its end: nothing of it is in flight, and no `pay` of its hash is about to send more. So between two attempts of a running
 * `pay` it is not, although no part is on its way. The machine has no final state, because a failed hash may be paid again and
 * a paid one's rows deleted: what comes after an end is the business of whoever looks again.
 * Invariant: paid is an end whatever `pay` does; a payment never attempted has none, unless a `pay` gave up before it sent.
 */
import type { StateOf } from '../../machines/kind.ts';
import { isRunning, type PayContext } from '../../machines/pay.ts';
import type { PaymentContext, paymentMachine } from '../../machines/payment.ts';
import { paymentKind } from '../../machines/payment-kind.ts';
import { RpcErrorCode } from '../domain/errors.ts';
import type { PaymentHash } from '../domain/ids.ts';
import { type PaySummary, summaryOf } from './pay-summary.ts';

/** What a payment came to. */
export type PaymentOutcome =
  | ({ readonly status: 'complete' } & PaySummary)
  /** As `pay` says it if it was `pay` that gave up, else as `waitsendpay` says it of the part that failed last. */
  | { readonly status: 'failed'; readonly paymentHash: PaymentHash; readonly code: number; readonly message: string };

/** undefined while it is not at its end. */
export function outcomeOf(
  paymentHash: PaymentHash,
  payment: StateOf<typeof paymentMachine>,
  pay: PayContext,
): PaymentOutcome | undefined {
  if (!paymentKind.isFinished(payment)) return undefined;
  const summary = summaryOf(paymentHash, payment.context);
  if (summary) return { status: 'complete', ...summary };
  const failure = isRunning(pay) ? undefined : failureOf(payment.context, pay);
  return failure && { status: 'failed', paymentHash, ...failure };
}

function failureOf({ parts }: PaymentContext, pay: PayContext): { code: number; message: string } | undefined {
  const last = parts.findLast((part) => part.status === 'failed');
  const gaveUp = pay.failure ?? undefined;
  if (last === undefined) return pay.attempts.length === 0 ? gaveUp : undefined;
  if (gaveUp && last.groupid === pay.request?.groupid) return gaveUp;
  const { code = RpcErrorCode.PAY_UNSPECIFIED_ERROR, message = 'Payment failure reason unknown' } = last.failure ?? {};
  return { code, message };
}
