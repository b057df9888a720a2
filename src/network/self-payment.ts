/**
 * A payment from a node to itself: no channel, no HTLC, the invoice decides at once (sendpay with an empty route).
 *
 * Invariant: the payment ends in the turn it is sent, with Core Lightning's reason in words if the invoice does not take it.
 * To the invoice it is an arrival like any other, under a channel id that no channel can have.
 */
import type { InvoicePart } from '../../machines/invoice.ts';
import type { Msat } from '../domain/amount.ts';
import { FailureCode } from '../domain/failures.ts';
import type { HtlcRef } from '../domain/htlc.ts';
import type { Preimage, ShortChannelId } from '../domain/ids.ts';
import type { Position } from '../journal/port.ts';
import type { HtlcResult, SelfAttempt } from '../switch/port.ts';
import type { InvoiceRow } from './invoice-rows.ts';

/** No transaction has this place: channels start at block 1. */
const SELF = '0x0x0' as ShortChannelId;

export const isSelfPart = ({ htlc }: InvoicePart): boolean => htlc[0] === SELF;

export class SelfPayments {
  readonly #attempts = new Map<number, SelfAttempt>();
  readonly #tell: (result: HtlcResult) => void;
  #next = 0;

  constructor(tell: (result: HtlcResult) => void) {
    this.#tell = tell;
  }

  /** The name the invoice knows this payment by. */
  begin(attempt: SelfAttempt): HtlcRef {
    this.#attempts.set(++this.#next, attempt);
    return [SELF, this.#next];
  }

  fulfil(parts: readonly InvoicePart[], preimage: Preimage, cause: Position): void {
    for (const attempt of this.#end(parts))
      this.#tell({ attempt: attempt.id, outcome: { type: 'fulfilled', preimage }, cause });
  }

  /** The invoice refused although `refusalOf` saw no reason: it changed in between. */
  fail(parts: readonly InvoicePart[], cause: Position): void {
    for (const attempt of this.#end(parts))
      this.refuse(attempt, `Already paid or expired invoice ${attempt.paymentHash}`, cause);
  }

  refuse(attempt: SelfAttempt, reason: string, cause: Position): void {
    const failureMessage = FailureCode.INCORRECT_OR_UNKNOWN_PAYMENT_DETAILS.toString(16);
    this.#tell({ attempt: attempt.id, outcome: { type: 'local', failureMessage, detail: reason }, cause });
  }

  #end(parts: readonly InvoicePart[]): SelfAttempt[] {
    const ended = parts.filter(isSelfPart).map(({ htlc }) => htlc[1]);
    const attempts = ended.map((id) => this.#attempts.get(id)).filter((attempt) => attempt !== undefined);
    for (const id of ended) this.#attempts.delete(id);
    return attempts;
  }
}

/** Why the invoice cannot be paid so, in Core Lightning's words and order; undefined if it can. */
export function refusalOf(attempt: SelfAttempt, invoice: InvoiceRow | undefined): string | undefined {
  const { paymentHash, amountMsat, paymentSecret } = attempt;
  if (invoice === undefined) return `Unknown invoice ${paymentHash}`;
  if (invoice.status !== 'unpaid') return `Already paid or expired invoice ${paymentHash}`;
  if (paymentSecret === undefined) return `Attempt to pay ${paymentHash} without secret`;
  if (paymentSecret !== invoice.paymentSecret) return `Attempt to pay ${paymentHash} with wrong payment_secret`;
  return invoice.amountMsat === null ? undefined : wrongAmount(attempt, amountMsat, invoice.amountMsat);
}

function wrongAmount({ paymentHash }: SelfAttempt, amountMsat: Msat, askedMsat: Msat): string | undefined {
  if (amountMsat < askedMsat) return `Attempt to pay ${paymentHash} with amount ${amountMsat}msat < ${askedMsat}msat`;
  if (amountMsat > 2n * askedMsat)
    return `Attempt to pay ${paymentHash} with amount ${amountMsat}msat > ${askedMsat}msat(twice)`;
  return undefined;
}
