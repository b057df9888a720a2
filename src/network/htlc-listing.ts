/**
 * The HTLCs of operated nodes, read from their rows and from the records that added them.
 *
 * Invariant: only what is durable is listed, from the rows of one moment; HTLCs in flight count as updated at 0. A page costs what it
 * holds, whatever the history and the channel; by update also a look at each channel of the node. Channels do not tell of single HTLCs, so
 * whoever waits looks after each batch.
 */
import { Observable } from 'rxjs';
import { type HtlcIndex, type HtlcRow, htlcKeys, type OpenHtlc } from '../../machines/htlc-rows.ts';
import { given } from '../domain/given.ts';
import type { HtlcOffered } from '../domain/htlc-offer.ts';
import type { NodeId, ShortChannelId } from '../domain/ids.ts';
import { indexIn, padIndex } from '../domain/row-key.ts';
import { fetched, type IndexEntry, type IndexPage, mergedRows } from '../journal/merged-rows.ts';
import type { Journal, RowView } from '../journal/port.ts';
import type { HtlcPage, Htlcs, ListedHtlc } from '../switch/capabilities.ts';

type Numbered = readonly [createdIndex: number, row: HtlcRow];

/** What it knows of the network. */
interface Channels {
  channelsOf(node: NodeId): readonly { readonly shortChannelId: ShortChannelId }[];
  sideOf(node: NodeId, channel: ShortChannelId): number;
}

export class HtlcListing implements Htlcs {
  readonly changes: Observable<void>;
  readonly #journal: Journal;
  readonly #channels: Channels;

  constructor(journal: Journal, channels: Channels) {
    this.#journal = journal;
    this.#channels = channels;
    this.changes = new Observable((subscriber) => journal.onDurable(() => subscriber.next()));
  }

  async *list(node: NodeId, page: HtlcPage): AsyncGenerator<ListedHtlc, void> {
    let left = page.limit ?? Number.POSITIVE_INFINITY;
    if (left === 0) return;
    const view = this.#journal.view();
    try {
      const rows = page.index === 'created' ? this.#byCreation(view, node, page) : this.#byUpdate(view, node, page);
      for await (const [createdIndex, row] of rows) {
        yield this.#listed(node, createdIndex, row);
        if (--left === 0) return;
      }
    } finally {
      await view.release();
    }
  }

  lastIndex(node: NodeId, index: HtlcIndex): number {
    return this.#journal.row<number>(htlcKeys.counter(node, index)) ?? 0;
  }

  at(node: NodeId, index: HtlcIndex, value: number): ListedHtlc | undefined {
    const created = index === 'created' ? value : this.#createdOf(node, value);
    const row = created === undefined ? undefined : this.#journal.row<HtlcRow>(htlcKeys.created(node, created));
    return row && this.#listed(node, created as number, row);
  }

  #createdOf(node: NodeId, updated: number): number | undefined {
    for (const prefix of this.#prefixes(node, 'updated', undefined)) {
      const created = this.#journal.row<number>(prefix + padIndex(updated));
      if (created !== undefined) return created;
    }
    return undefined;
  }

  #prefixes(node: NodeId, index: HtlcIndex, channel: ShortChannelId | undefined): string[] {
    const channels =
      channel === undefined ? this.#channels.channelsOf(node).map(({ shortChannelId }) => shortChannelId) : [channel];
    return channels.map((each) => htlcKeys.channelPrefix(node, index, each));
  }

  async *#byCreation(view: RowView, node: NodeId, { channel, start, limit }: HtlcPage): AsyncGenerator<Numbered, void> {
    const page = { start, ...given({ limit }) };
    if (channel !== undefined) yield* this.#byEntries(view, node, this.#prefixes(node, 'created', channel), page);
    else {
      const prefix = htlcKeys.createdPrefix(node);
      const range = { prefix, from: htlcKeys.created(node, start), ...given({ limit }) };
      for await (const { key, value } of view.rows<HtlcRow>(range)) yield [indexIn(key), value];
    }
  }

  async *#byUpdate(view: RowView, node: NodeId, { channel, start, limit }: HtlcPage): AsyncGenerator<Numbered, void> {
    if (start === 0) yield* this.#inFlight(view, node, channel);
    yield* this.#byEntries(view, node, this.#prefixes(node, 'updated', channel), { start, ...given({ limit }) });
  }

  async *#byEntries(
    view: RowView,
    node: NodeId,
    prefixes: readonly string[],
    page: IndexPage,
  ): AsyncGenerator<Numbered, void> {
    const keysOf = ({ value }: IndexEntry<number>): string[] => [htlcKeys.created(node, value)];
    const entries = mergedRows<number>(view, prefixes, page);
    for await (const { entry, rows } of fetched<IndexEntry<number>, HtlcRow>(view, entries, keysOf))
      yield [entry.value, rows[0] as HtlcRow];
  }

  /** What is in flight, in creation order: as much as that is, however long the history. */
  async *#inFlight(view: RowView, node: NodeId, channel: ShortChannelId | undefined): AsyncGenerator<Numbered, void> {
    const indexes: number[] = [];
    for await (const { value } of view.rows<OpenHtlc>({ prefix: htlcKeys.openPrefix(node, channel) }))
      indexes.push(value.createdIndex);
    indexes.sort((one, other) => one - other);
    const rows = await view.many<HtlcRow>(indexes.map((index) => htlcKeys.created(node, index)));
    for (const [at, row] of rows.entries()) yield [indexes[at] as number, row as HtlcRow];
  }

  /** The record of a row is there: a log is never shortened. */
  #listed(node: NodeId, createdIndex: number, { channel, id, position, updatedIndex }: HtlcRow): ListedHtlc {
    const offer = this.#journal.record(position)?.event as unknown as HtlcOffered;
    return {
      createdIndex,
      ...given({ updatedIndex }),
      channel,
      id,
      direction: offer.from === this.#channels.sideOf(node, channel) ? 'out' : 'in',
      amountMsat: offer.amountMsat,
      expiry: offer.expiry,
      paymentHash: offer.hash,
    };
  }
}
