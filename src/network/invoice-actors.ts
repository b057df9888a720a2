/**
 * The invoices of the simulated nodes: made, found, listed, deleted, and paid by HTLCs that reach their node.
 *
 * Invariant: an invoice is in the log before anyone can pay it, its label and payment_hash are used once per node, and its
 * numbers (created_index, updated_index, pay_index) are never given twice; pay_index may skip one when several payments
 * arrive in one turn. An invoice expires when someone looks: on arrival of an HTLC, in a listing, or `expireIfDue`.
 * Does not check onions; does not decide whether an HTLC is taken (`machines/invoice.ts` does).
 */

import { createHash } from 'node:crypto';
import { Subject } from 'rxjs';
import { type InvoiceEffect, type InvoiceEvent, type InvoicePart, invoiceMachine } from '../../machines/invoice.ts';
import type { Msat } from '../domain/amount.ts';
import type { Clock } from '../domain/clock.ts';
import { type Refusal, RpcErrorCode } from '../domain/errors.ts';
import { given } from '../domain/given.ts';
import type { HtlcRef } from '../domain/htlc.ts';
import type { NodeId, PaymentHash, Preimage } from '../domain/ids.ts';
import type { RandomSource } from '../domain/random.ts';
import type { Journal, JournalRecord, LoggedEvent, Position } from '../journal/port.ts';
import type { ActorKind, Delivering } from '../runtime/actor-kind.ts';
import { Deadlines } from './deadlines.ts';
import { InvoiceNumbers } from './invoice-numbers.ts';
import {
  type InvoiceCounter,
  type InvoiceRow,
  type InvoiceSnapshot,
  invoiceKeys,
  invoiceRow,
  invoiceRows,
  invoiceStream,
  invoiceStreamParts,
  statusOf,
} from './invoice-rows.ts';
import type { InvoiceFields } from './invoice-text.ts';

const INVOICE_VERSION = 1;

/** What `invoice` asks for. */
export interface NewInvoice {
  /** null takes any amount. */
  readonly amountMsat: Msat | null;
  readonly label: string;
  readonly description: string;
  readonly expirySeconds: number;
  /** Default: random. */
  readonly preimage?: Preimage;
  /** min_final_cltv_expiry; default the network's. */
  readonly cltv?: number;
}

/** An invoice that changed, as waiters hear of it. `position` must be durable before anyone outside hears. */
export interface InvoiceChange {
  readonly node: NodeId;
  readonly paymentHash: PaymentHash;
  readonly status: 'unpaid' | 'paid' | 'expired' | 'deleted';
  readonly invoice: InvoiceRow;
  readonly position: Position;
}

/** An HTLC at its destination. */
export interface Arrival {
  readonly node: NodeId;
  readonly paymentHash: PaymentHash;
  readonly htlc: HtlcRef;
  readonly amountMsat: Msat;
  readonly totalMsat: Msat;
  readonly secret?: string;
  readonly keysendPreimage?: Preimage;
}

export interface InvoiceActorsOptions {
  readonly journal: Journal;
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly mppTimeoutMs: number | undefined;
  /** Writes the bolt11 text. */
  readonly encode: (fields: InvoiceFields) => string;
  readonly fulfil: (parts: readonly InvoicePart[], preimage: Preimage, cause: Position) => void;
  readonly fail: (parts: readonly InvoicePart[], failcode: number, cause: Position) => void;
}

export class InvoiceActors {
  readonly kind: ActorKind<typeof invoiceMachine, InvoiceEffect>;
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
    this.kind = {
      kind: 'invoice',
      machine: invoiceMachine,
      version: INVOICE_VERSION,
      snapshotEvery: 0,
      isFinished: (snapshot) => snapshot.value !== 'collecting',
      rows: invoiceRows,
      perform: (effect, { stream, record, after }) => this.#perform(effect, stream, record, after),
    };
  }

  attach(runtime: Delivering): void {
    this.#runtime = runtime;
  }

  /** Makes an invoice. Refusals: 900 the label is taken, 901 the preimage is. */
  create(node: NodeId, invoice: NewInvoice): InvoiceRow | Refusal {
    const { clock, random, encode } = this.#options;
    const preimage = invoice.preimage ?? (hex(random.bytes(32)) as Preimage);
    const paymentHash = hashOf(preimage);
    if (this.byLabel(node, invoice.label) !== undefined)
      return { code: RpcErrorCode.INVOICE_LABEL_ALREADY_EXISTS, message: `Duplicate label '${invoice.label}'` };
    if (this.get(node, paymentHash) !== undefined)
      return { code: RpcErrorCode.INVOICE_PREIMAGE_ALREADY_EXISTS, message: 'preimage already used' };
    const createdMs = clock.nowMs();
    const secret = hex(random.bytes(32));
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
    if (!this.#attached().exists(invoiceStream(node, paymentHash))) return undefined;
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

  /** Durable invoices by created_index, from `from` on. */
  async *list(node: NodeId, { from = 1, limit }: { from?: number; limit?: number } = {}): AsyncGenerator<InvoiceRow> {
    const range = {
      prefix: invoiceKeys.createdPrefix(node),
      from: invoiceKeys.created(node, from),
      ...given({ limit }),
    };
    for await (const { value } of this.#options.journal.rows<InvoiceRow>(range)) {
      const isDue = value.status === 'unpaid' && value.expiresMs <= this.#options.clock.nowMs();
      const invoice = isDue ? this.get(node, value.paymentHash) : value;
      if (invoice !== undefined) yield invoice;
    }
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

  /** The largest number given out so far, 0 if none. */
  lastIndex(node: NodeId, counter: InvoiceCounter): number {
    return this.#numbers.last(node, counter);
  }

  /** An HTLC for this node; false if there is no invoice to decide about it. */
  arrive(arrival: Arrival, cause: Position): boolean {
    const { node, paymentHash, htlc, amountMsat, totalMsat, secret, keysendPreimage } = arrival;
    const isKnown = this.#attached().exists(invoiceStream(node, paymentHash));
    if (!isKnown && keysendPreimage !== undefined) return this.#keysend(arrival, keysendPreimage, cause);
    if (!isKnown) return false;
    const event: InvoiceEvent = {
      type: 'HTLC_ARRIVED',
      htlc,
      amountMsat,
      ...(totalMsat === amountMsat ? {} : { totalMsat }),
      ...given({ secret }),
      ...given({ mppTimeoutMs: this.#options.mppTimeoutMs }),
      timeMs: this.#options.clock.nowMs(),
      payIndex: this.#numbers.take(node, 'pay'),
      updatedIndex: this.#numbers.take(node, 'updated'),
    };
    this.#deliver(node, paymentHash, event, cause);
    return true;
  }

  /** An HTLC held for the invoice is gone from its channel. */
  lose(node: NodeId, paymentHash: PaymentHash, htlc: HtlcRef, cause: Position): void {
    if (!this.#attached().exists(invoiceStream(node, paymentHash))) return;
    this.#deliver(node, paymentHash, { type: 'PART_LOST', htlc }, cause);
  }

  /** After a restart: deadlines run again; gives the HTLCs that are held for invoices. */
  recover(streams: readonly string[]): HtlcRef[] {
    return streams.flatMap((stream) => {
      const { node, paymentHash } = invoiceStreamParts(stream);
      const { context } = this.#snapshot(node, paymentHash);
      if (context.deadlineMs !== null) this.#deadlines.set(stream, context.deadlineMs);
      return context.parts.map((part) => part.htlc);
    });
  }

  close(): void {
    this.#deadlines.close();
    this.changes.complete();
  }

  #keysend({ node, paymentHash, htlc, amountMsat }: Arrival, preimage: Preimage, cause: Position): boolean {
    if (hashOf(preimage) !== paymentHash) return false;
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

  #perform(effect: InvoiceEffect, stream: string, { position, event }: JournalRecord, after: InvoiceSnapshot): void {
    const { node, paymentHash } = invoiceStreamParts(stream);
    switch (effect.type) {
      case 'FULFIL_HTLCS':
        this.#deadlines.cancel(stream);
        this.#options.fulfil(effect.parts, effect.preimage, position);
        return;
      case 'FAIL_HTLCS':
        if (after.value !== 'collecting') this.#deadlines.cancel(stream);
        this.#numbers.giveBack(node, event as unknown as InvoiceEvent);
        this.#options.fail(effect.parts, effect.failcode, position);
        return;
      case 'PART_HELD':
        this.#numbers.giveBack(node, event as unknown as InvoiceEvent);
        this.#deadlines.set(stream, effect.deadlineMs);
        return;
      case 'INVOICE_CHANGED': {
        const { status } = effect;
        const invoice = invoiceRow(paymentHash, after.context, status === 'deleted' ? 'unpaid' : status);
        this.changes.next({ node, paymentHash, status, invoice, position });
      }
    }
  }

  #snapshot(node: NodeId, paymentHash: PaymentHash): InvoiceSnapshot {
    return this.#attached().snapshot(this.kind, invoiceStream(node, paymentHash));
  }

  #deliver(node: NodeId, paymentHash: PaymentHash, event: InvoiceEvent, cause: Position = 0): void {
    this.#attached().deliver({ stream: invoiceStream(node, paymentHash), event: event as LoggedEvent, cause });
  }

  #attached(): Delivering {
    if (this.#runtime === undefined) throw new TypeError('the simulated network is not attached to a runtime yet');
    return this.#runtime;
  }
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

function hashOf(preimage: Preimage): PaymentHash {
  return createHash('sha256').update(Buffer.from(preimage, 'hex')).digest('hex') as PaymentHash;
}
