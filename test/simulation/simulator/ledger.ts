/**
 * What the log says of payments, read by a program that shares nothing with the engine: rows of parts, and what must hold
 * of them.
 *
 * Invariant: `apply` judges each record against the records before it (G1, G2, G3, G7) and says what is wrong; it never looks
 * at the engine. One ledger follows what was appended, another what is durable.
 * Does not know channels beyond who offered an HTLC, nor penalties: other checkers do. Pays are the pay ledger's.
 */
import { createHash } from 'node:crypto';
import type { JournalRecord, Position } from '../../../src/journal/port.ts';
import { PayLedger } from './pay-ledger.ts';

/** A row as `listsendpays` must show it. */
export interface LedgerPart {
  readonly groupid: bigint;
  readonly partid: bigint;
  readonly createdIndex: number;
  readonly amountMsat: bigint;
  readonly totalMsat: bigint;
  readonly destination: string | undefined;
  status: 'pending' | 'complete' | 'failed';
  updatedIndex?: number;
  preimage?: string;
}

export interface LedgerPayment {
  readonly node: string;
  readonly hash: string;
  rows: LedgerPart[];
  /** Parts whose rows were deleted: their names are never sent under again (G1). */
  tombstones: LedgerPart[];
}

type Fields = Readonly<Record<string, unknown>>;
type Rule = (record: JournalRecord, event: Fields) => string[];

export class Ledger {
  /** By `payment/<node>/<hash>`. */
  readonly payments = new Map<string, LedgerPayment>();
  position: Position = 0;
  /** Offers by attempt, `<stream>/<groupid>/<partid>`. */
  readonly #offers = new Set<string>();
  readonly #sides = new Map<string, readonly [string, string]>();
  readonly #lastIndex = new Map<string, number>();
  readonly #ends = new Set<string>();
  readonly #paid = new Set<string>();
  readonly #pays = new PayLedger();

  /** Takes a record in and says what about it cannot be. */
  apply(record: JournalRecord): string[] {
    const { position, stream, event } = record;
    const faults =
      position === this.position + 1 ? [] : [`record ${position} follows record ${this.position}: the log has a gap`];
    this.position = position;
    const rule = this.#rules[event.type];
    if (rule) faults.push(...rule(record, event));
    faults.push(...this.#pays.apply(record, (payment) => this.payments.get(payment)));
    return faults.map((fault) => `${stream} at ${position}: ${fault}`);
  }

  payment(stream: string): LedgerPayment | undefined {
    return this.payments.get(stream);
  }

  /** Whether a part of this name has ever ended so. */
  hasEnded(stream: string, { groupid, partid }: { groupid: bigint; partid: bigint }, status: string): boolean {
    return this.#ends.has(`${stream}/${groupid}/${partid} ${status}`);
  }

  isPaid(stream: string): boolean {
    return this.#paid.has(stream);
  }

  part(stream: string, groupid: bigint, partid: bigint): LedgerPart | undefined {
    return this.payments.get(stream)?.rows.find((row) => row.groupid === groupid && row.partid === partid);
  }

  readonly #rules: Readonly<Record<string, Rule>> = {
    CHANNEL_OPENED: ({ stream }, { nodes }) => {
      this.#sides.set(stream, nodes as [string, string]);
      return [];
    },
    HTLC_OFFERED: (record, event) => this.#offered(record, event),
    PART_SENT: (record, event) => this.#sent(record, event),
    PART_FULFILLED: (record, event) => this.#ended(record, event, 'complete'),
    PART_FAILED: (record, event) => this.#ended(record, event, 'failed'),
    PARTS_DELETED: (record, event) => this.#deleted(record, event),
  };

  /** G1: one HTLC for one attempt, and only for an attempt that was logged. */
  #offered({ stream }: JournalRecord, { part, from, hash }: Fields): string[] {
    if (part === undefined) return [];
    const [groupid, partid] = part as [bigint, bigint];
    const node = this.#sides.get(stream)?.[from as 0 | 1];
    const payment = `payment/${node}/${hash}`;
    const attempt = `${payment}/${groupid}/${partid}`;
    const again = this.#offers.has(attempt);
    this.#offers.add(attempt);
    return [
      ...(again ? [`a second HTLC leaves for ${attempt} (G1)`] : []),
      ...(this.part(payment, groupid, partid)?.status === 'pending'
        ? []
        : [`an HTLC leaves for ${attempt}, which is not pending (G1)`]),
    ];
  }

  #sent({ stream }: JournalRecord, event: Fields): string[] {
    const payment = this.#open(stream);
    const row: LedgerPart = {
      groupid: event.groupid as bigint,
      partid: event.partid as bigint,
      createdIndex: event.createdIndex as number,
      amountMsat: event.amountMsat as bigint,
      totalMsat: event.totalMsat as bigint,
      destination: event.destination as string | undefined,
      status: 'pending',
    };
    const faults = [
      ...againstSending(payment, row),
      ...this.#indexFault(`${payment.node} created_index`, row.createdIndex),
    ];
    payment.rows.push(row);
    return faults;
  }

  /** G2: a part ends once; only a preimage may overrule a failure. */
  #ended({ stream }: JournalRecord, event: Fields, status: 'complete' | 'failed'): string[] {
    const payment = this.#open(stream);
    const { groupid, partid, updatedIndex, preimage } = event as {
      [K in 'groupid' | 'partid']: bigint;
    } & { updatedIndex: number } & Fields;
    const row = this.part(stream, groupid, partid);
    if (!row) return [`part ${groupid}/${partid} ends, but there is no such row`];
    const before = row.status;
    const faults = [
      ...(before === 'complete' ? [`complete part ${groupid}/${partid} ends again, ${status} (G2)`] : []),
      ...(before === 'failed' && status === 'failed' ? [`part ${groupid}/${partid} fails twice`] : []),
      ...(status === 'complete' && !opensHash(preimage as string, payment.hash)
        ? ['the preimage does not open it']
        : []),
      ...this.#indexFault(`${payment.node} updated_index`, updatedIndex),
    ];
    this.#ends.add(`${stream}/${groupid}/${partid} ${status}`);
    if (status === 'complete') this.#paid.add(stream);
    if (before !== 'complete') row.status = status;
    row.updatedIndex = updatedIndex;
    if (status === 'complete') row.preimage = preimage as string;
    return faults;
  }

  #deleted({ stream }: JournalRecord, { status, part }: Fields): string[] {
    const payment = this.#open(stream);
    const name = part as { groupid: bigint; partid: bigint } | undefined;
    const gone = payment.rows.filter(
      (row) =>
        row.status === status && (name === undefined || (row.groupid === name.groupid && row.partid === name.partid)),
    );
    payment.rows = payment.rows.filter((row) => !gone.includes(row));
    payment.tombstones.push(...gone);
    return gone.length > 0 ? [] : ['a deletion that deletes nothing was logged'];
  }

  #open(stream: string): LedgerPayment {
    const known = this.payments.get(stream);
    if (known) return known;
    const [, node, hash] = stream.split('/') as [string, string, string];
    const made = { node, hash, rows: [], tombstones: [] };
    this.payments.set(stream, made);
    return made;
  }

  /** An index is given once, also over a restart. */
  #indexFault(counter: string, index: number): string[] {
    const last = this.#lastIndex.get(counter) ?? 0;
    this.#lastIndex.set(counter, Math.max(last, index));
    return index > last ? [] : [`${counter} ${index} was given already, the last was ${last}`];
  }
}

/** Why this part must not leave now (DESIGN 1.4, G1 to G3), or nothing. */
function againstSending({ rows, tombstones }: LedgerPayment, part: LedgerPart): string[] {
  const all = [...rows, ...tombstones];
  const pending = all.filter((row) => row.status === 'pending');
  const name = `${part.groupid}/${part.partid}`;
  const inFlightMsat = pending.reduce((sum, row) => sum + row.amountMsat, 0n);
  return [
    ...(all.some((row) => row.status === 'complete') ? [`part ${name} is sent though the hash is paid (G2)`] : []),
    ...(all.some((row) => row.groupid === part.groupid && row.partid === part.partid)
      ? [`part ${name} is sent twice (G1)`]
      : []),
    ...(pending.some((row) => row.groupid !== part.groupid)
      ? [`part ${name} is sent while another group is in flight`]
      : []),
    ...(pending.some((row) => (row.partid === 0n) !== (part.partid === 0n))
      ? [`part ${name} is sent beside a whole payment`]
      : []),
    ...(part.totalMsat > 0n && pending.length > 0 && inFlightMsat >= part.totalMsat
      ? [`part ${name} is sent though ${inFlightMsat}msat of ${part.totalMsat}msat are in flight`]
      : []),
  ];
}

function opensHash(preimage: string, hash: string): boolean {
  return createHash('sha256').update(Buffer.from(preimage, 'hex')).digest('hex') === hash;
}
