/**
 * Whether an invoice may be paid: the one place that decides it, for every command that takes one.
 *
 * Invariant: what passes is of our chain, signed, not expired, says what it is for in exactly one way, and asks nothing a payer
 * cannot give; what was said beside it (words, amount, payment_hash) agrees with it, so nothing false is recorded. Codes and
 * words are Core Lightning's where it has some. Does not look for a route, and does not judge earlier payments.
 */
import {
  type Bolt11Invoice,
  BoltError,
  DEFAULT_MIN_FINAL_CLTV_EXPIRY,
  decodeInvoice,
  hasFeature,
  toHex,
} from '../bolt/index.ts';
import type { Msat } from '../domain/amount.ts';
import { MAX_CLTV_BLOCKS } from '../domain/block-limits.ts';
import { type Chain, INVOICE_PREFIXES } from '../domain/chain.ts';
import { type Refusal, RpcErrorCode } from '../domain/errors.ts';
import { given } from '../domain/given.ts';
import type { NodeId, PaymentHash } from '../domain/ids.ts';

/** Whoever pays, and what the caller said beside the invoice. */
export interface InvoiceTerms {
  readonly chain: Chain;
  readonly nowMs: number;
  /** Something of this payment is on its way, or it is paid: asking again sends nothing, so the invoice's time counts no more. */
  readonly isUnderway: (paymentHash: PaymentHash) => boolean;
  /** What the caller says it is for. */
  readonly description?: string;
}
/** Those of `pay`: what the invoice does not say, the caller must. */
export interface PayTerms extends InvoiceTerms {
  readonly amountMsat?: Msat;
  /** Pays although nobody said the words whose hash the invoice has: `xpay` cannot be told them. */
  readonly wordsMayLack?: boolean;
}
/** Those of `sendpay` and `sendonion`, which pay a route and note the invoice beside it. */
export interface NoteTerms extends InvoiceTerms {
  readonly paymentHash: PaymentHash;
}

export interface PayableInvoice {
  readonly invoice: Bolt11Invoice;
  readonly paymentHash: PaymentHash;
  readonly payee: NodeId;
  readonly amountMsat: Msat;
  /** What it is for: the invoice's own words, or those whose hash it has; absent if nobody said them. */
  readonly description?: string;
  readonly finalCltv: number;
}

export type JudgedInvoice = { readonly payable: PayableInvoice } | { readonly refusal: Refusal };

/** BOLT 9 bits of var_onion_optin, compulsory and optional. */
const VAR_ONION = [8, 9] as const;

const invalid = (message: string): Refusal => ({ code: RpcErrorCode.INVALID_PARAMS, message });
const hashOf = (invoice: Bolt11Invoice): PaymentHash => toHex(invoice.paymentHash) as PaymentHash;
const finalCltvOf = (invoice: Bolt11Invoice): number => invoice.minFinalCltvExpiry ?? DEFAULT_MIN_FINAL_CLTV_EXPIRY;

/** What is wrong with an invoice whoever pays it, beyond what makes it unreadable (`decodeInvoice`); in order. */
const FAULTS: readonly ((invoice: Bolt11Invoice) => string | undefined)[] = [
  ({ description, descriptionHash }) =>
    description !== undefined && descriptionHash !== undefined ? "must not have both 'd' and 'h' fields" : undefined,
  ({ features, paymentSecret }) =>
    paymentSecret === undefined && VAR_ONION.some((bit) => hasFeature(features, bit))
      ? 'sets feature var_onion with no secret'
      : undefined,
  ({ amountMsat }) => (amountMsat === 0n ? "Invalid amount '0'" : undefined),
  (invoice) => (finalCltvOf(invoice) > MAX_CLTV_BLOCKS ? `c: ${finalCltvOf(invoice)} is too large` : undefined),
];

/** Why nobody should pay it, if there is a reason: what `decode` shows of an invoice it can read. */
export function invoiceFault(invoice: Bolt11Invoice): string | undefined {
  for (const rule of FAULTS) {
    const fault = rule(invoice);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

/** For `pay`: the invoice and what is paid for it, or why not. */
export function payableInvoice(text: string, terms: PayTerms): JudgedInvoice {
  const read = readSound(text, terms);
  if ('refusal' in read) return read;
  const { invoice } = read;
  const description = invoice.description ?? terms.description;
  if (description === undefined && !terms.wordsMayLack)
    return refused('bolt11 uses description_hash, but you did not provide description parameter');
  if (invoice.amountMsat !== undefined && terms.amountMsat !== undefined)
    return refused('amount_msat parameter unnecessary');
  const amountMsat = invoice.amountMsat ?? terms.amountMsat;
  if (amountMsat === undefined) return refused('amount_msat parameter required');
  if (amountMsat === 0n) return refused('amount_msat: should be positive');
  const expired = expiry(invoice, terms);
  if (expired !== undefined) return { refusal: expired };
  const payee = toHex(invoice.payee) as NodeId;
  const finalCltv = finalCltvOf(invoice);
  return {
    payable: { invoice, paymentHash: hashOf(invoice), payee, amountMsat, finalCltv, ...given({ description }) },
  };
}

/**
 * For commands that note an invoice beside a payment: why it cannot be the invoice of that payment. Text that is no invoice at
 * all is kept as it came, as Core Lightning keeps it.
 */
export function noteRefusal(text: string, terms: NoteTerms): Refusal | undefined {
  const read = readSound(text, terms);
  if ('refusal' in read) return read.isInvoice ? read.refusal : undefined;
  const { invoice } = read;
  if (hashOf(invoice) !== terms.paymentHash)
    return invalid(`bolt11: is for payment_hash ${hashOf(invoice)}, not ${terms.paymentHash}`);
  return expiry(invoice, terms);
}

type Read =
  | { readonly invoice: Bolt11Invoice }
  | { readonly refusal: Refusal /** false: not even the form of one. */; readonly isInvoice: boolean };

/** Of our chain, with the words it was said to have, and without a fault. */
function readSound(text: string, { chain, description }: InvoiceTerms): Read {
  const wanted = { currency: INVOICE_PREFIXES[chain], name: chain };
  try {
    const invoice = decodeInvoice(text, { chain: wanted, ...given({ description }) });
    const fault = invoiceFault(invoice);
    if (fault === undefined) return { invoice };
    return { refusal: invalid(`Invalid bolt11: ${fault}`), isInvoice: true };
  } catch (error) {
    if (!(error instanceof BoltError)) throw error;
    const isInvoice = error.code !== 'BOLT_INVOICE_BECH32';
    return { refusal: invalid(`Invalid bolt11: ${error.message}`), isInvoice };
  }
}

function expiry(invoice: Bolt11Invoice, { nowMs, isUnderway }: InvoiceTerms): Refusal | undefined {
  if (invoice.expiresAt * 1000 > nowMs || isUnderway(hashOf(invoice))) return undefined;
  return { code: RpcErrorCode.PAY_INVOICE_EXPIRED, message: 'Invoice expired' };
}

const refused = (message: string): { readonly refusal: Refusal } => ({ refusal: invalid(message) });
