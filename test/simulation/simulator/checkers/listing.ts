/**
 * G2, G5, G8: what the process believes of a payment, and what listings show of it, is what the ledger knows, row by row, in
 * every order and for every status.
 *
 * Invariant: compares with the ledger of durable records, which shares nothing with the projection that wrote the rows.
 */

import { type SendpayRow, sendpayKeys } from '../../../../machines/payment-rows.ts';
import { given } from '../../../../src/domain/given.ts';
import type { NodeId, PaymentHash } from '../../../../src/domain/ids.ts';
import type { JournalRecord } from '../../../../src/journal/port.ts';
import type { RowQuery } from '../../../../src/payments/listing.ts';
import type { LedgerPart, LedgerPayment } from '../ledger.ts';
import type { World, WorldListener } from '../world.ts';

export class ListingChecker implements WorldListener {
  readonly #world: World;
  readonly #touched = new Set<string>();
  readonly #believed = new Set<string>();

  constructor(world: World) {
    this.#world = world;
  }

  appended({ stream }: JournalRecord): void {
    if (stream.startsWith('payment/')) this.#believed.add(stream);
  }

  durable(records: readonly JournalRecord[]): void {
    for (const { stream } of records) if (stream.startsWith('payment/')) this.#touched.add(stream);
  }

  /** Rows of payments that changed, one by one. */
  check(): void {
    for (const stream of this.#believed) this.#compareLive(stream);
    this.#believed.clear();
    const { journal, durable } = this.#world;
    if (journal.position !== journal.durablePosition) return;
    for (const stream of this.#touched) {
      const { node, rows } = durable.payment(stream) as LedgerPayment;
      for (const part of rows) {
        const row = journal.row<SendpayRow>(sendpayKeys.created(node as NodeId, part.createdIndex));
        if (textOf(row) !== textOf(part))
          this.#world.fault(`${stream}: its row is ${textOf(row)}, not ${textOf(part)} (G5)`);
      }
    }
    this.#touched.clear();
  }

  /** The payment's own parts, durable or not. */
  #compareLive(stream: string): void {
    const payment = this.#world.believed.payment(stream);
    if (!payment) return; // Its only records went down with a process.
    const { parts, tombstones } = this.#world.engine.payments.context(
      payment.node as NodeId,
      payment.hash as PaymentHash,
    );
    const live = `${parts.map(textOf).join()} | ${tombstones.map(textOf).join()}`;
    const known = `${payment.rows.map(textOf).join()} | ${payment.tombstones.map(textOf).join()}`;
    if (live !== known) this.#world.fault(`${stream}: the process believes ${live}, the log says ${known} (G2, G5)`);
  }

  /** Whole listings of every operated node. For quiet moments. */
  async checkAll(): Promise<void> {
    for (const node of this.#world.operated) {
      const parts = [...this.#world.durable.payments.values()]
        .filter((payment) => payment.node === node)
        .flatMap(({ rows }) => rows);
      for (const status of [undefined, 'pending', 'complete', 'failed'] as const) {
        const wanted = parts.filter((part) => status === undefined || part.status === status);
        const asked = given({ status });
        await this.#compare(
          node,
          { index: 'created', ...asked },
          by(wanted, (part) => part.createdIndex),
        );
        const updated = wanted.filter((part) => part.updatedIndex !== undefined);
        await this.#compare(
          node,
          { index: 'updated', start: 1, ...asked },
          by(updated, (part) => part.updatedIndex as number),
        );
      }
    }
  }

  async #compare(node: string, query: RowQuery, wanted: readonly LedgerPart[]): Promise<void> {
    const shown: string[] = [];
    for await (const row of this.#world.engine.node(node).rows(query)) shown.push(textOf(row));
    const expected = wanted.map(textOf);
    if (shown.join() !== expected.join())
      this.#world.fault(
        `listsendpays ${JSON.stringify(query)} of ${node} shows ${shown.length} rows, not these ${expected.length} (G5)`,
      );
  }
}

function by(parts: readonly LedgerPart[], key: (part: LedgerPart) => number): LedgerPart[] {
  return [...parts].sort((one, other) => key(one) - key(other));
}

type Shown = Pick<LedgerPart, 'createdIndex' | 'groupid' | 'partid' | 'status' | 'amountMsat'> & {
  readonly updatedIndex?: number;
  readonly preimage?: string;
};

function textOf(row: Shown | undefined): string {
  if (row === undefined) return 'missing';
  const { createdIndex, updatedIndex, groupid, partid, status, amountMsat, preimage } = row;
  return `${createdIndex}/${updatedIndex ?? '-'} ${groupid}/${partid} ${status} ${amountMsat} ${preimage ?? '-'}`;
}
