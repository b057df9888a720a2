/**
 * Listing the parts a node sent, from their rows (`listsendpays`).
 *
 * Invariant: rows come in the order of an index, page by page: what a page costs is what it holds, whatever the history.
 */
import { type SendpayRow, sendpayKeys } from '../../machines/payment-rows.ts';
import type { NodeId } from '../domain/ids.ts';
import type { PaymentStatus } from '../domain/payment-part.ts';
import { padIndex } from '../domain/row-key.ts';
import type { Journal } from '../journal/port.ts';

export interface RowQuery {
  readonly index?: 'created' | 'updated';
  readonly status?: PaymentStatus;
  /** First index to give. */
  readonly start?: number;
  readonly limit?: number;
}

export class Listing {
  readonly #node: NodeId;
  readonly #journal: Journal;

  constructor(node: NodeId, journal: Journal) {
    this.#node = node;
    this.#journal = journal;
  }

  async *rows({
    index = 'created',
    status,
    start = 0,
    limit = Number.POSITIVE_INFINITY,
  }: RowQuery): AsyncGenerator<SendpayRow> {
    let left = limit;
    for await (const row of index === 'created' ? this.#byCreation(status, start) : this.#byUpdate(status, start)) {
      if (left-- <= 0) return;
      yield row;
    }
  }

  async *#byCreation(status: PaymentStatus | undefined, start: number): AsyncGenerator<SendpayRow> {
    const node = this.#node;
    if (status === undefined) {
      const range = { prefix: sendpayKeys.createdPrefix(node), from: sendpayKeys.created(node, start) };
      for await (const { value } of this.#journal.rows<SendpayRow>(range)) yield value;
      return;
    }
    const prefix = sendpayKeys.statusPrefix(node, status);
    for await (const { value } of this.#journal.rows<number>({ prefix, from: `${prefix}${padIndex(start)}` }))
      yield* this.#created(value);
  }

  /** Rows never updated count as updated at 0 (reference 3.1): they come first, if start is 0. */
  async *#byUpdate(status: PaymentStatus | undefined, start: number): AsyncGenerator<SendpayRow> {
    if (start === 0 && status !== 'complete' && status !== 'failed')
      for await (const row of this.#byCreation('pending', 0)) if (row.updatedIndex === undefined) yield row;
    const range = { prefix: sendpayKeys.updatedPrefix(this.#node), from: sendpayKeys.updated(this.#node, start) };
    for await (const { value } of this.#journal.rows<number>(range))
      for (const row of this.#created(value)) if (status === undefined || row.status === status) yield row;
  }

  #created(createdIndex: number): SendpayRow[] {
    const row = this.#journal.row<SendpayRow>(sendpayKeys.created(this.#node, createdIndex));
    return row ? [row] : [];
  }
}
