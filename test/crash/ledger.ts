/**
 * What clients were told, and what must therefore be so whatever happens to the daemon.
 *
 * Invariant: only answers that arrived are written down; `check` compares them with what the daemon says after a restart.
 * A call whose answer was lost may have happened or not: nothing is claimed about it.
 */
import type { JsonValue } from '../../src/rpc/json-value.ts';

export type Ask = (node: string, method: string, params: JsonValue) => Promise<JsonValue>;

type SentStatus = { readonly status: 'sent' | 'failed' } | { readonly status: 'complete'; readonly preimage: string };

interface SendpayRow {
  readonly payment_hash: string;
  readonly groupid: number;
  readonly status: 'pending' | 'complete' | 'failed';
  readonly amount_msat: number;
  readonly payment_preimage?: string;
}
interface InvoiceRow {
  readonly payment_hash: string;
  readonly status: string;
  readonly amount_received_msat?: number;
}

export class Ledger {
  readonly payers: readonly string[];
  readonly payees: readonly string[];
  /** By payment_hash: who made it. */
  readonly #invoices = new Map<string, string>();
  /** By `payer hash groupid`. */
  readonly #sent = new Map<string, SentStatus>();

  constructor(payers: readonly string[], payees: readonly string[]) {
    this.payers = payers;
    this.payees = payees;
  }

  get counts(): { invoices: number; sent: number; complete: number; failed: number } {
    const count = (status: string): number => [...this.#sent.values()].filter((sent) => sent.status === status).length;
    return {
      invoices: this.#invoices.size,
      sent: this.#sent.size,
      complete: count('complete'),
      failed: count('failed'),
    };
  }

  invoiced(payee: string, hash: string): void {
    this.#invoices.set(hash, payee);
  }

  sent(payer: string, hash: string, groupid: number): void {
    const key = `${payer} ${hash} ${groupid}`;
    if (!this.#sent.has(key)) this.#sent.set(key, { status: 'sent' });
  }

  ended(payer: string, hash: string, groupid: number, end: SentStatus): void {
    this.#sent.set(`${payer} ${hash} ${groupid}`, end);
  }

  /** Everything that is not as clients were told, in words. */
  async check(ask: Ask): Promise<string[]> {
    const rows = await this.#rows(ask);
    const invoices = await this.#invoiceRows(ask);
    return [
      ...[...this.#invoices.keys()].filter((hash) => !invoices.has(hash)).map((hash) => `invoice ${hash} is lost`),
      ...[...this.#sent].flatMap(([key, told]) => faultOf(key, told, rows.get(key))),
      ...paidTwice(rows),
    ];
  }

  /** What is wrong once everything has ended: something pending, or sums that do not agree. */
  async checkEnd(ask: Ask): Promise<string[]> {
    const rows = [...(await this.#rows(ask)).values()];
    const complete = rows.filter((row) => row.status === 'complete');
    const paid = [...(await this.#invoiceRows(ask)).values()].filter((row) => row.status === 'paid');
    const sentMsat = complete.reduce((sum, row) => sum + row.amount_msat, 0);
    const receivedMsat = paid.reduce((sum, row) => sum + (row.amount_received_msat ?? 0), 0);
    return [
      ...rows.filter((row) => row.status === 'pending').map((row) => `${row.payment_hash} is still pending`),
      ...(complete.length === paid.length
        ? []
        : [`${complete.length} payments complete, ${paid.length} invoices paid`]),
      ...(sentMsat === receivedMsat ? [] : [`${sentMsat}msat were sent, ${receivedMsat}msat received`]),
    ];
  }

  async #rows(ask: Ask): Promise<Map<string, SendpayRow>> {
    const rows = new Map<string, SendpayRow>();
    for (const payer of this.payers) {
      const { payments } = (await ask(payer, 'listsendpays', {})) as unknown as { payments: SendpayRow[] };
      for (const row of payments) rows.set(`${payer} ${row.payment_hash} ${row.groupid}`, row);
    }
    return rows;
  }

  async #invoiceRows(ask: Ask): Promise<Map<string, InvoiceRow>> {
    const rows = new Map<string, InvoiceRow>();
    for (const payee of this.payees) {
      const { invoices } = (await ask(payee, 'listinvoices', {})) as unknown as { invoices: InvoiceRow[] };
      for (const row of invoices) rows.set(row.payment_hash, row);
    }
    return rows;
  }
}

function faultOf(key: string, told: SentStatus, row: SendpayRow | undefined): string[] {
  if (row === undefined) return [`${key} was acknowledged and is lost`];
  if (told.status === 'sent') return [];
  if (told.status !== row.status) return [`${key} was told ${told.status} and is ${row.status}`];
  return told.status === 'complete' && told.preimage !== row.payment_preimage ? [`${key} has another preimage`] : [];
}

/** More than one complete payment for one payment_hash, whoever sent it. */
function paidTwice(rows: ReadonlyMap<string, SendpayRow>): string[] {
  const paid = new Set<string>();
  const faults: string[] = [];
  for (const { payment_hash, status } of rows.values()) {
    if (status !== 'complete') continue;
    if (paid.has(payment_hash)) faults.push(`${payment_hash} was paid twice`);
    paid.add(payment_hash);
  }
  return faults;
}
