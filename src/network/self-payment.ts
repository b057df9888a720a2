/**
 * A payment from a node to itself: no channel, no HTLC, the invoice decides at once (sendpay with an empty route).
 *
 * Invariant: the payment ends in the turn it is offered, with Core Lightning's reason in words if the invoice does not take it.
 * To the invoice it is an arrival like any other, carried by the attempt itself.
 */
import type { InvoicePart } from '../../machines/invoice.ts';
import type { InvoiceRow } from '../../machines/invoice-rows.ts';
import type { Msat } from '../domain/amount.ts';
import { FailureCode } from '../domain/failures.ts';
import { given } from '../domain/given.ts';
import type { Preimage } from '../domain/ids.ts';
import type { Position } from '../domain/log-record.ts';
import type { HtlcResult, SelfAttempt } from '../switch/port.ts';
import type { InvoiceActors } from './invoice-actors.ts';

export class SelfPayments {
  /** Those on their way to the invoice, within this turn. */
  readonly #attempts = new Map<Position, SelfAttempt>();
  readonly #invoices: () => InvoiceActors;
  readonly #tell: (result: HtlcResult) => void;

  constructor(invoices: () => InvoiceActors, tell: (result: HtlcResult) => void) {
    this.#invoices = invoices;
    this.#tell = tell;
  }

  pay(attempt: SelfAttempt, cause: Position): void {
    const { number, node, paymentHash, amountMsat, paymentSecret: secret } = attempt;
    const invoices = this.#invoices();
    const refusal = refusalOf(attempt, invoices.get(node, paymentHash));
    if (refusal !== undefined) {
      this.#refuse(attempt, refusal, cause);
      return;
    }
    this.#attempts.set(number, attempt);
    const arrival = { node, paymentHash, htlc: { self: number }, amountMsat, totalMsat: amountMsat };
    invoices.arrive({ ...arrival, ...given({ secret }) }, cause);
  }

  fulfil(parts: readonly InvoicePart[], preimage: Preimage, cause: Position): void {
    for (const attempt of this.#end(parts))
      this.#tell({ attempt: attempt.number, outcome: { type: 'fulfilled', preimage }, cause });
  }

  /** The invoice refused although `refusalOf` saw no reason: it changed in between. */
  fail(parts: readonly InvoicePart[], cause: Position): void {
    for (const attempt of this.#end(parts))
      this.#refuse(attempt, `Already paid or expired invoice ${attempt.paymentHash}`, cause);
  }

  #refuse({ number }: SelfAttempt, detail: string, cause: Position): void {
    const failcode = FailureCode.INCORRECT_OR_UNKNOWN_PAYMENT_DETAILS;
    this.#tell({ attempt: number, outcome: { type: 'local', failcode, detail }, cause });
  }

  #end(parts: readonly InvoicePart[]): SelfAttempt[] {
    return parts.flatMap(({ htlc }) => {
      const attempt = 'self' in htlc ? this.#attempts.get(htlc.self) : undefined;
      if (attempt === undefined) return [];
      this.#attempts.delete(attempt.number);
      return [attempt];
    });
  }
}

/** Why the invoice cannot be paid so, in Core Lightning's words and order; undefined if it can. */
function refusalOf(attempt: SelfAttempt, invoice: InvoiceRow | undefined): string | undefined {
  const { paymentHash, paymentSecret } = attempt;
  if (invoice === undefined) return `Unknown invoice ${paymentHash}`;
  if (invoice.status !== 'unpaid') return `Already paid or expired invoice ${paymentHash}`;
  if (paymentSecret === undefined) return `Attempt to pay ${paymentHash} without secret`;
  if (paymentSecret !== invoice.paymentSecret) return `Attempt to pay ${paymentHash} with wrong payment_secret`;
  return invoice.amountMsat === null ? undefined : wrongAmount(attempt, invoice.amountMsat);
}

function wrongAmount({ paymentHash, amountMsat }: SelfAttempt, askedMsat: Msat): string | undefined {
  if (amountMsat < askedMsat) return `Attempt to pay ${paymentHash} with amount ${amountMsat}msat < ${askedMsat}msat`;
  if (amountMsat > 2n * askedMsat)
    return `Attempt to pay ${paymentHash} with amount ${amountMsat}msat > ${askedMsat}msat(twice)`;
  return undefined;
}
