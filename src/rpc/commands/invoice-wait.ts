/**
 * Waiting for an invoice to change: what `waitinvoice` and `waitanyinvoice` share.
 *
 * Invariant: ends with the change, when `untilMs` passes, or when the caller's signal fires, and leaves no timer or
 * listener behind; a change is told only once it is durable.
 */
import { filter, Subscription } from 'rxjs';
import type { PaymentHash } from '../../domain/ids.ts';
import type { Capable } from '../served-node.ts';

/** The longest a timer of Node may run; a later deadline is looked at again then. */
const MAX_TIMER_MS = 2 ** 31 - 1;

export interface InvoiceWait {
  /** Only changes of this invoice; any paid invoice otherwise. */
  readonly paymentHash?: PaymentHash;
  readonly untilMs?: number;
}

/** True if a change came, false if the time passed or nobody waits any more. */
export async function nextInvoiceChange(
  { operated, invoices }: Pick<Capable<'invoices'>, 'operated' | 'invoices'>,
  signal: AbortSignal,
  { paymentHash, untilMs }: InvoiceWait,
): Promise<boolean> {
  const changed = await new Promise<boolean>((resolve) => {
    let cancelTimer = (): void => {};
    // Made first, and subscribed last: changes that have ended already (the node stops) end the wait inside `subscribe`.
    const subscription = new Subscription();
    const changes = invoices.changes.pipe(
      filter((change) => change.node === operated.id),
      filter((change) => (paymentHash === undefined ? change.status === 'paid' : change.paymentHash === paymentHash)),
    );
    const abort = (): void => end(false);
    signal.addEventListener('abort', abort, { once: true });
    if (untilMs !== undefined) runUntil(untilMs);
    subscription.add(changes.subscribe({ next: () => end(true), complete: () => end(false) }));
    if (signal.aborted) end(false);

    function runUntil(atMs: number): void {
      const left = Math.max(0, atMs - operated.nowMs());
      cancelTimer = operated.after(Math.min(left, MAX_TIMER_MS), () =>
        left > MAX_TIMER_MS ? runUntil(atMs) : end(false),
      );
    }
    function end(outcome: boolean): void {
      cancelTimer();
      subscription.unsubscribe();
      signal.removeEventListener('abort', abort);
      resolve(outcome);
    }
  });
  return operated.durably(changed);
}
