/**
 * Whether it is safe to pay a hash again, and why: the question behind "where is my money".
 *
 * Invariant: "safe" only if nothing of the payment is in flight and nothing settled, so that paying again cannot pay twice.
 * Repeating the very same `sendpay` is always harmless (G3); this is about a new attempt.
 */
import { RpcErrorCode } from '../domain/errors.ts';
import type { Part, PaymentStatus } from '../domain/payment-part.ts';

export interface PayAgain {
  readonly safe: boolean;
  readonly why: string;
}

export function payAgain(status: PaymentStatus | 'idle', parts: readonly Part[]): PayAgain {
  switch (status) {
    case 'complete':
      return { safe: false, why: 'it is paid: the same sendpay answers with success and sends nothing' };
    case 'pending':
      return { safe: false, why: `${inFlight(parts)} in flight and may still be paid; wait for the end` };
    case 'idle':
      return { safe: true, why: 'it was never attempted, or every attempt was deleted' };
    case 'failed':
      return failed(parts);
  }
}

function inFlight(parts: readonly Part[]): string {
  const count = parts.filter((part) => part.status === 'pending').length;
  return count === 1 ? '1 HTLC is' : `${count} HTLCs are`;
}

function failed(parts: readonly Part[]): PayAgain {
  const last = parts.at(-1)?.failure?.code;
  const why = 'nothing is in flight and nothing was paid';
  return last === RpcErrorCode.PAY_DESTINATION_PERM_FAIL
    ? { safe: true, why: `${why}, but the destination refused it: get a new invoice first` }
    : { safe: true, why: `${why}: getroute gives another route if there is one` };
}
