/**
 * The numbers invoices are given: created_index, updated_index and pay_index, counted per node.
 *
 * Invariant: no number is given twice, also when several events of one turn wait to be logged: what was given counts in
 * memory, what was used is in the rows. A number that was not used is given again if no later one was.
 */
import type { InvoiceEvent } from '../../machines/invoice.ts';
import { type InvoiceCounter, invoiceKeys } from '../../machines/invoice-rows.ts';
import type { NodeId } from '../domain/ids.ts';
import type { Journal } from '../journal/port.ts';

export class InvoiceNumbers {
  readonly #journal: Journal;
  readonly #given = new Map<string, number>();

  constructor(journal: Journal) {
    this.#journal = journal;
  }

  /** The largest number used so far, 0 if none. Numbers given and not used yet, or never, do not count. */
  last(node: NodeId, counter: InvoiceCounter): number {
    return this.#journal.row<number>(invoiceKeys.counter(node, counter)) ?? 0;
  }

  take(node: NodeId, counter: InvoiceCounter): number {
    const next = this.#lastGiven(node, counter) + 1;
    this.#given.set(invoiceKeys.counter(node, counter), next);
    return next;
  }

  /** An HTLC that did not complete a payment used no number. */
  giveBack(node: NodeId, event: InvoiceEvent): void {
    if (event.type !== 'HTLC_ARRIVED' && event.type !== 'KEYSEND_ARRIVED') return;
    this.#release(node, 'pay', event.payIndex);
    this.#release(node, 'updated', event.updatedIndex);
    if (event.type === 'KEYSEND_ARRIVED') this.#release(node, 'created', event.createdIndex);
  }

  #release(node: NodeId, counter: InvoiceCounter, index: number): void {
    if (this.#lastGiven(node, counter) === index) this.#given.set(invoiceKeys.counter(node, counter), index - 1);
  }

  #lastGiven(node: NodeId, counter: InvoiceCounter): number {
    return this.#given.get(invoiceKeys.counter(node, counter)) ?? this.last(node, counter);
  }
}
