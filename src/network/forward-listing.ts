/**
 * The forwards of operated nodes, read from their rows.
 *
 * Invariant: only what is durable is listed; forwards that were never updated count as updated at 0. Forwards have no actor of
 * their own that tells of them, so whoever waits looks after each batch.
 */
import { Observable } from 'rxjs';
import { type ForwardFees, type ForwardIndex, type ForwardRow, forwardKeys } from '../../machines/forward-rows.ts';
import type { Msat } from '../domain/amount.ts';
import type { NodeId } from '../domain/ids.ts';
import type { Journal } from '../journal/port.ts';
import type { Forwards } from '../switch/capabilities.ts';

export class ForwardListing implements Forwards {
  readonly changes: Observable<void>;
  readonly #journal: Journal;

  constructor(journal: Journal) {
    this.#journal = journal;
    this.changes = new Observable((subscriber) => journal.onDurable(() => subscriber.next()));
  }

  async *list(node: NodeId, { index, start }: { index: ForwardIndex; start: number }): AsyncGenerator<ForwardRow> {
    if (index === 'created') {
      const range = { prefix: forwardKeys.createdPrefix(node), from: forwardKeys.created(node, start) };
      for await (const { value } of this.#journal.rows<ForwardRow>(range)) yield value;
      return;
    }
    const range = { prefix: forwardKeys.updatedPrefix(node), from: forwardKeys.updated(node, start) };
    for await (const { value } of this.#journal.rows<number>(range)) {
      const row = this.#created(node, value);
      if (row !== undefined) yield row;
    }
  }

  lastIndex(node: NodeId, index: ForwardIndex): number {
    return this.#journal.row<number>(forwardKeys.counter(node, index)) ?? 0;
  }

  at(node: NodeId, index: ForwardIndex, value: number): ForwardRow | undefined {
    if (index === 'created') return this.#created(node, value);
    const created = this.#journal.row<number>(forwardKeys.updated(node, value));
    return created === undefined ? undefined : this.#created(node, created);
  }

  feesCollectedMsat(node: NodeId): Msat {
    return this.#journal.row<ForwardFees>(forwardKeys.fees(node))?.feesMsat ?? 0n;
  }

  #created(node: NodeId, index: number): ForwardRow | undefined {
    return this.#journal.row<ForwardRow>(forwardKeys.created(node, index));
  }
}
