/**
 * The invoices of the simulated nodes: made, found, listed, deleted, and paid by HTLCs that reach their node.
 *
 * Invariant: an invoice is in the log before anyone can pay it, its label and payment_hash are used once per node, and its
 * numbers (created_index, updated_index, pay_index) are never given twice; pay_index may skip one when several payments
 * arrive in one turn. An invoice expires when someone looks: on arrival of an HTLC, in a listing, or `expireIfDue`.
 * Does not check onions; does not decide whether an HTLC is taken (`machines/invoice.ts` does).
 */

import { Subject } from 'rxjs';
import type { InvoiceEvent, InvoicePart } from '../../machines/invoice.ts';
import { invoiceKind } from '../../machines/invoice-kind.ts';
import {
  type InvoiceCounter,
  type InvoiceRow,
  type InvoiceSnapshot,
  invoiceKeys,
  invoiceRow,
  statusOf,
} from '../../machines/invoice-rows.ts';
import { paymentHashOf, toHex } from '../bolt/index.ts';
import type { Msat } from '../domain/amount.ts';
import type { Clock } from '../domain/clock.ts';
import { type Refusal, RpcErrorCode, SendpayError } from '../domain/errors.ts';
import { given } from '../domain/given.ts';
import type { HtlcRef, PaymentCarrier } from '../domain/htlc.ts';
import type { NodeId, PaymentHash, Preimage } from '../domain/ids.ts';
import type { RandomSource } from '../domain/random.ts';
import type { Journal, LoggedEvent, Position } from '../journal/port.ts';
import { type Actor, actor, type Delivering } from '../runtime/actor.ts';
import type { InvoiceChange, InvoicePage, Invoices, NewInvoice } from '../switch/capabilities.ts';
import { Deadlines } from './deadlines.ts';
import { listInvoices, unpaidUntil } from './invoice-listing.ts';
import { InvoiceNumbers } from './invoice-numbers.ts';
import type { InvoiceFields } from './invoice-text.ts';
import { newInvoiceFault } from './new-invoice.ts';

/** Invoices that expire between two waits for the disk: some milliseconds. */
const EXPIRED_AT_ONCE = 32;

/** An HTLC at its destination. */
export interface Arrival {
  readonly node: NodeId;
  readonly paymentHash: PaymentHash;
  readonly htlc: PaymentCarrier;
  readonly amountMsat: Msat;
  readonly totalMsat: Msat;
  readonly secret?: string;
  readonly keysendPreimage?: Preimage;
}

export interface InvoiceActorsOptions {
  readonly journal: Journal;
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly mppTimeoutMs: number;
  /** Whether the network has a node by that id. */
  readonly isNode: (node: NodeId) => boolean;
  /** Writes the bolt11 text. */
  readonly encode: (fields: InvoiceFields) => string;
  readonly fulfil: (parts: readonly InvoicePart[], preimage: Preimage, cause: Position) => void;
  readonly fail: (parts: readonly InvoicePart[], failcode: number, cause: Position) => void;
}

export class InvoiceActors implements Invoices {
  readonly actor: Actor;
  /** Every change of an invoice. */
  readonly changes = new Subject<InvoiceChange>();
  readonly #options: InvoiceActorsOptions;
  readonly #numbers: InvoiceNumbers;
  readonly #deadlines: Deadlines;
  #runtime: Delivering | undefined;

  constructor(options: InvoiceActorsOptions) {
    this.#options = options;
    this.#numbers = new InvoiceNumbers(options.journal);
    this.#deadlines = new Deadlines(options.clock, (stream) =>
      this.#attached().deliver({ stream, event: { type: 'MPP_TIMED_OUT' }, cause: 0 }),
    );
    this.actor = actor(invoiceKind, {
      FULFIL_HTLCS: ({ parts, preimage }, { stream, record }) => {
        this.#deadlines.cancel(stream);
        options.fulfil(parts, preimage, record.position);
      },
      FAIL_HTLCS: ({ parts, failcode }, { stream, record, after }) => {
        if (after.value !== 'collecting') this.#deadlines.cancel(stream);
        this.#numbers.giveBack(invoiceKind.idOf(stream).node, record.event as unknown as InvoiceEvent);
        options.fail(parts, failcode, record.position);
      },
      PART_HELD: ({ deadlineMs }, { stream, record }) => {
        this.#numbers.giveBack(invoiceKind.idOf(stream).node, record.event as unknown as InvoiceEvent);
        this.#deadlines.set(stream, deadlineMs);
      },
      INVOICE_CHANGED: ({ status }, { stream, record, after }) => {
        const { node, paymentHash } = invoiceKind.idOf(stream);
        const invoice = invoiceRow(paymentHash, after.context, status === 'deleted' ? 'unpaid' : status);
        this.changes.next({ node, paymentHash, status, invoice, position: record.position });
      },
    });
  }

  attach(runtime: Delivering): void {
    this.#runtime = runtime;
  }

  /**
   * Makes an invoice. Refusals: 900 the label is taken, 901 the preimage is. Throws SENDPAY_UNKNOWN_NODE and SENDPAY_BAD_ARGUMENT
   * for what no invoice can be.
   */
  create(node: NodeId, invoice: NewInvoice): InvoiceRow | Refusal {
    const { clock, random, encode, isNode } = this.#options;
    if (!isNode(node))
      throw new SendpayError('SENDPAY_UNKNOWN_NODE', `the network has no node with the id "${String(node)}"`);
    const fault = newInvoiceFault(invoice);
    if (fault !== undefined) throw new SendpayError('SENDPAY_BAD_ARGUMENT', fault);
    const preimage = invoice.preimage ?? (toHex(random.bytes(32)) as Preimage);
    const paymentHash = paymentHashOf(preimage) as PaymentHash;
    if (this.byLabel(node, invoice.label) !== undefined)
      return { code: RpcErrorCode.INVOICE_LABEL_ALREADY_EXISTS, message: `Duplicate label '${invoice.label}'` };
    if (this.get(node, paymentHash) !== undefined)
      return { code: RpcErrorCode.INVOICE_PREIMAGE_ALREADY_EXISTS, message: 'preimage already used' };
    const createdMs = clock.nowMs();
    const secret = toHex(random.bytes(32));
    const { amountMsat, label, description, expirySeconds } = invoice;
    const text = { node, paymentHash, secret, amountMsat, description, expirySeconds, createdMs };
    this.#deliver(node, paymentHash, {
      type: 'INVOICE_CREATED',
      label,
      amountMsat,
      preimage,
      secret,
      description,
      bolt11: encode(invoice.cltv === undefined ? text : { ...text, cltv: invoice.cltv }),
      createdMs,
      expiresMs: createdMs + expirySeconds * 1000,
      createdIndex: this.#numbers.take(node, 'created'),
    });
    return this.get(node, paymentHash) as InvoiceRow;
  }

  /** The invoice as it is now, expired if its time has passed. */
  get(node: NodeId, paymentHash: PaymentHash): InvoiceRow | undefined {
    if (!this.#attached().exists(invoiceKind.streamOf({ node, paymentHash }))) return undefined;
    this.expireIfDue(node, paymentHash);
    const snapshot = this.#snapshot(node, paymentHash);
    const status = statusOf(snapshot);
    return status && invoiceRow(paymentHash, snapshot.context, status);
  }

  byLabel(node: NodeId, label: string): InvoiceRow | undefined {
    const hash = this.#options.journal.row<PaymentHash>(invoiceKeys.label(node, label));
    return hash && this.get(node, hash);
  }

  /** The first invoice paid after `lastPayIndex` (`waitanyinvoice`). */
  async paidAfter(node: NodeId, lastPayIndex: number): Promise<InvoiceRow | undefined> {
    const range = {
      prefix: invoiceKeys.payPrefix(node),
      from: invoiceKeys.pay(node, lastPayIndex + 1),
      limit: 1,
    };
    for await (const { value } of this.#options.journal.rows<PaymentHash>(range)) return this.get(node, value);
    return undefined;
  }

  async *list(node: NodeId, page: InvoicePage = {}): AsyncGenerator<InvoiceRow, void> {
    await this.#expireAll(node);
    yield* listInvoices(this.#options.journal, node, page);
  }

  /** Every invoice whose time has passed expires, durably; each does so once. */
  async #expireAll(node: NodeId): Promise<void> {
    const { journal, clock } = this.#options;
    const nowMs = clock.nowMs();
    let looked = 0;
    for await (const paymentHash of unpaidUntil(journal, node, nowMs)) {
      this.get(node, paymentHash);
      // So that others have their turn.
      if (++looked % EXPIRED_AT_ONCE === 0) await journal.durable(journal.position);
    }
    await journal.durable(journal.position);
  }

  /** Forgets an invoice; false if there is none, or HTLCs are held for it. */
  delete(node: NodeId, paymentHash: PaymentHash): boolean {
    if (this.get(node, paymentHash) === undefined) return false;
    this.#deliver(node, paymentHash, { type: 'INVOICE_DELETED' });
    return this.get(node, paymentHash) === undefined;
  }

  /** Marks the invoice expired if its time has passed and nothing is held for it. */
  expireIfDue(node: NodeId, paymentHash: PaymentHash): void {
    const { value, context } = this.#snapshot(node, paymentHash);
    if (value !== 'unpaid' || this.#options.clock.nowMs() < context.expiresMs) return;
    this.#deliver(node, paymentHash, { type: 'INVOICE_EXPIRED', updatedIndex: this.#numbers.take(node, 'updated') });
  }

  /** The largest number used so far, 0 if none. */
  lastIndex(node: NodeId, counter: InvoiceCounter): number {
    return this.#numbers.last(node, counter);
  }

  /** An HTLC for this node; false if there is no invoice to decide about it. */
  arrive(arrival: Arrival, cause: Position): boolean {
    const { node, paymentHash, htlc, amountMsat, totalMsat, secret, keysendPreimage } = arrival;
    const isKnown = this.#attached().exists(invoiceKind.streamOf({ node, paymentHash }));
    if (!isKnown && keysendPreimage !== undefined) return this.#keysend(arrival, keysendPreimage, cause);
    if (!isKnown) return false;
    const event: InvoiceEvent = {
      type: 'HTLC_ARRIVED',
      htlc,
      amountMsat,
      ...(totalMsat === amountMsat ? {} : { totalMsat, mppTimeoutMs: this.#options.mppTimeoutMs }),
      ...given({ secret }),
      timeMs: this.#options.clock.nowMs(),
      payIndex: this.#numbers.take(node, 'pay'),
      updatedIndex: this.#numbers.take(node, 'updated'),
    };
    this.#deliver(node, paymentHash, event, cause);
    return true;
  }

  /** An HTLC held for the invoice is gone from its channel. */
  lose(node: NodeId, paymentHash: PaymentHash, htlc: HtlcRef, cause: Position): void {
    if (!this.#attached().exists(invoiceKind.streamOf({ node, paymentHash }))) return;
    this.#deliver(node, paymentHash, { type: 'PART_LOST', htlc }, cause);
  }

  /** After a restart: deadlines run again; gives the HTLCs that are held for invoices. */
  recover(streams: readonly string[]): HtlcRef[] {
    return streams.flatMap((stream) => {
      const { node, paymentHash } = invoiceKind.idOf(stream);
      const { context } = this.#snapshot(node, paymentHash);
      if (context.deadlineMs !== null) this.#deadlines.set(stream, context.deadlineMs);
      return htlcsOf(context.parts);
    });
  }

  close(): void {
    this.#deadlines.close();
    this.changes.complete();
  }

  #keysend({ node, paymentHash, htlc, amountMsat }: Arrival, preimage: Preimage, cause: Position): boolean {
    if (paymentHashOf(preimage) !== paymentHash) return false;
    const createdMs = this.#options.clock.nowMs();
    const event: InvoiceEvent = {
      type: 'KEYSEND_ARRIVED',
      htlc,
      receivedMsat: amountMsat,
      label: `keysend-${paymentHash}`,
      amountMsat: null,
      preimage,
      secret: '',
      description: 'keysend',
      bolt11: '',
      createdMs,
      expiresMs: createdMs,
      createdIndex: this.#numbers.take(node, 'created'),
      payIndex: this.#numbers.take(node, 'pay'),
      updatedIndex: this.#numbers.take(node, 'updated'),
    };
    this.#deliver(node, paymentHash, event, cause);
    return true;
  }

  #snapshot(node: NodeId, paymentHash: PaymentHash): InvoiceSnapshot {
    return this.#attached().snapshot(invoiceKind, { node, paymentHash });
  }

  #deliver(node: NodeId, paymentHash: PaymentHash, event: InvoiceEvent, cause: Position = 0): void {
    this.#attached().deliver({
      stream: invoiceKind.streamOf({ node, paymentHash }),
      event: event as LoggedEvent,
      cause,
    });
  }

  #attached(): Delivering {
    if (this.#runtime === undefined) throw new TypeError('the simulated network is not attached to a runtime yet');
    return this.#runtime;
  }
}

/** The HTLCs among what carries a payment. */
export function htlcsOf(parts: readonly InvoicePart[]): HtlcRef[] {
  return parts.flatMap(({ htlc }) => ('self' in htlc ? [] : [htlc]));
}
