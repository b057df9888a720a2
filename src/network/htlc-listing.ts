/**
 * The HTLCs of operated nodes, read from their rows and from the records that added them.
 *
 * Invariant: only what is durable is listed; HTLCs in flight count as updated at 0. Channels do not tell of single HTLCs, so
 * whoever waits looks after each batch.
 */
import { Observable } from 'rxjs';
import { type HtlcIndex, type HtlcRow, htlcKeys, type OpenHtlc } from '../../machines/htlc-rows.ts';
import { given } from '../domain/given.ts';
import type { HtlcOffered } from '../domain/htlc-offer.ts';
import type { NodeId, ShortChannelId } from '../domain/ids.ts';
import type { Journal } from '../journal/port.ts';
import type { Htlcs, ListedHtlc } from '../switch/capabilities.ts';

interface Page {
  readonly index: HtlcIndex;
  readonly start: number;
  readonly channel?: ShortChannelId;
}

export class HtlcListing implements Htlcs {
  readonly changes: Observable<void>;
  readonly #journal: Journal;
  readonly #sideOf: (node: NodeId, channel: ShortChannelId) => number;

  constructor(journal: Journal, sideOf: (node: NodeId, channel: ShortChannelId) => number) {
    this.#journal = journal;
    this.#sideOf = sideOf;
    this.changes = new Observable((subscriber) => journal.onDurable(() => subscriber.next()));
  }

  async *list(node: NodeId, { channel, ...page }: Page): AsyncGenerator<ListedHtlc> {
    for await (const [createdIndex, row] of this.#rows(node, page))
      if (channel === undefined || row.channel === channel) yield this.#listed(node, createdIndex, row);
  }

  lastIndex(node: NodeId, index: HtlcIndex): number {
    return this.#journal.row<number>(htlcKeys.counter(node, index)) ?? 0;
  }

  at(node: NodeId, index: HtlcIndex, value: number): ListedHtlc | undefined {
    const created = index === 'created' ? value : this.#journal.row<number>(htlcKeys.updated(node, value));
    const row = created === undefined ? undefined : this.#created(node, created);
    return row && this.#listed(node, created as number, row);
  }

  async *#rows(node: NodeId, { index, start }: Page): AsyncGenerator<readonly [createdIndex: number, row: HtlcRow]> {
    if (index === 'created') {
      const range = { prefix: htlcKeys.createdPrefix(node), from: htlcKeys.created(node, start) };
      for await (const { key, value } of this.#journal.rows<HtlcRow>(range))
        yield [Number(key.slice(range.prefix.length)), value];
      return;
    }
    for await (const created of this.#byUpdate(node, start)) {
      const row = this.#created(node, created);
      if (row !== undefined) yield [created, row];
    }
  }

  /** Created indexes in the order of updates. */
  async *#byUpdate(node: NodeId, start: number): AsyncGenerator<number> {
    if (start === 0) yield* await this.#inFlight(node);
    const range = { prefix: htlcKeys.updatedPrefix(node), from: htlcKeys.updated(node, start) };
    for await (const { value } of this.#journal.rows<number>(range)) yield value;
  }

  /** Created indexes of what is in flight, in order: as many as that is, however long the history. */
  async #inFlight(node: NodeId): Promise<number[]> {
    const indexes: number[] = [];
    for await (const { value } of this.#journal.rows<OpenHtlc>({ prefix: htlcKeys.openPrefix(node) }))
      indexes.push(value.createdIndex);
    return indexes.sort((a, b) => a - b);
  }

  #created(node: NodeId, index: number): HtlcRow | undefined {
    return this.#journal.row<HtlcRow>(htlcKeys.created(node, index));
  }

  /** The record of a row is there: a log is never shortened. */
  #listed(node: NodeId, createdIndex: number, { channel, id, position, updatedIndex }: HtlcRow): ListedHtlc {
    const offer = this.#journal.record(position)?.event as unknown as HtlcOffered;
    return {
      createdIndex,
      ...given({ updatedIndex }),
      channel,
      id,
      direction: offer.from === this.#sideOf(node, channel) ? 'out' : 'in',
      amountMsat: offer.amountMsat,
      expiry: offer.expiry,
      paymentHash: offer.hash,
    };
  }
}
