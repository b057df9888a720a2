/**
 * Projection rows for listings: one row per part, and an index of parts and pays by status, in the order they were made and in that
 * of their last change. A pay is all parts of one payment_hash and groupid, as `listpays` shows them together.
 *
 * Invariant: the rows are a pure function of the log (`sendpay verify` recomputes them), written in the batch of the record
 * that changes them, so a listing never shows what is not durable. Keys sort as listings need them, so a page costs what
 * the page holds, whatever the history and the filter. A part that is its whole pay, as most are, has one entry for both.
 *
 * | key                                          | value                                                         |
 * |----------------------------------------------|---------------------------------------------------------------|
 * | `sendpay/<node>/c/<created>`                 | the row                                                       |
 * | `sendpay/<node>/s/<status>/<of>/<created>`   | created index; of a pay of several parts, those of all parts  |
 * | `sendpay/<node>/u/<status>/<of>/<updated>`   | the same; what was never updated has none                     |
 * | `sendpay/<node>/p/pending/…`, `q/pending/…`  | the same two, of what is pending                              |
 * | `counter/<node>/sendpays/<which>`            | last created / updated index, rows deleted                    |
 *
 * `<of>`: see `IndexedOf`. A pay has the created index of its first part, the updated index of the part that changed last, and the
 * status `payStatus` gives.
 */

import type { Msat } from '../src/domain/amount.ts';
import { given } from '../src/domain/given.ts';
import type { NodeId, PaymentHash, Preimage } from '../src/domain/ids.ts';
import type { RowWrite } from '../src/domain/log-record.ts';
import type { PaymentId } from '../src/domain/payment-id.ts';
import { factsOf, type Part, type PaymentStatus, paymentStatus } from '../src/domain/payment-part.ts';
import { padIndex } from '../src/domain/row-key.ts';
import type { Change } from './kind.ts';
import { type PaymentEvent, partOf, partsDeletedBy, type paymentMachine } from './payment.ts';

/** What listings show of a part. Times in milliseconds. */
export interface SendpayRow {
  readonly paymentHash: PaymentHash;
  readonly groupid: bigint;
  readonly partid: bigint;
  readonly createdIndex: number;
  readonly updatedIndex?: number;
  readonly createdAtMs: number;
  readonly completedAtMs?: number;
  readonly status: PaymentStatus;
  readonly amountMsat: Msat;
  readonly sentMsat: Msat;
  readonly destination?: NodeId;
  readonly label?: string;
  readonly invstring?: string;
  readonly description?: string;
  readonly preimage?: Preimage;
  /** The error onion nobody could read, hex. */
  readonly onionReply?: string;
  /** Why nobody can say what became of it. */
  readonly doubt?: string;
}

/** What an index entry is of. */
export type IndexedOf = 'sole' | 'part' | 'pay';
const LETTER: { readonly [Of in IndexedOf]: string } = {
  /** A part that is its whole pay. */
  sole: '1',
  /** A part of a pay of several. */
  part: 'n',
  /** A pay of several parts. */
  pay: 'p',
};

export type SendpayOrder = 'created' | 'updated';
/**
 * Entries of what is pending come and go, and LevelDB steps over each that is gone until it is compacted: they stand before the
 * others, where nobody passes who looks for something else.
 */
const PENDING_PLACE = { created: 'p', updated: 'q' };
const FINISHED_PLACE = { created: 's', updated: 'u' };
const PLACE: { readonly [S in PaymentStatus]: { readonly [O in SendpayOrder]: string } } = {
  pending: PENDING_PLACE,
  complete: FINISHED_PLACE,
  failed: FINISHED_PLACE,
};

export const sendpayKeys = {
  created: (node: NodeId, index: number): string => `sendpay/${node}/c/${padIndex(index)}`,
  createdPrefix: (node: NodeId): string => `sendpay/${node}/c/`,
  indexPrefix: (node: NodeId, order: SendpayOrder, status: PaymentStatus, of: IndexedOf): string =>
    `sendpay/${node}/${PLACE[status][order]}/${status}/${LETTER[of]}/`,
  counter: (node: NodeId, which: 'created' | 'updated' | 'deleted'): string => `counter/${node}/sendpays/${which}`,
};

/** The status of a pay from its parts: one that is complete proves the payment. */
export function payStatus(parts: readonly Pick<Part, 'status'>[]): PaymentStatus {
  const status = paymentStatus(factsOf(parts, []));
  return status === 'idle' ? 'failed' : status;
}

/** A part without what only the sender needs (route, keys). */
export function rowOf(paymentHash: PaymentHash, part: Part): SendpayRow {
  const {
    send: _send,
    height: _height,
    totalMsat: _total,
    localinvreqid: _invreq,
    answer: _word,
    failure,
    ...shown
  } = part;
  return { paymentHash, ...shown, ...given({ onionReply: failure?.onionReply }) };
}

/** Rows one record of a payment stream changes. */
export function paymentRows({ node, paymentHash }: PaymentId, change: Change<typeof paymentMachine>): RowWrite[] {
  const event = change.record.event as unknown as PaymentEvent;
  const rowAfter = (part: Part): RowWrite => ({
    key: sendpayKeys.created(node, part.createdIndex),
    value: rowOf(paymentHash, part),
  });
  const counter = (which: 'created' | 'updated' | 'deleted', value: number): RowWrite => ({
    key: sendpayKeys.counter(node, which),
    value,
  });
  switch (event.type) {
    case 'PART_SENT': {
      const part = partOf(change.after.context, event) as Part;
      return [rowAfter(part), ...indexChanges(node, change, [part]), counter('created', part.createdIndex)];
    }
    case 'PART_FULFILLED':
    case 'PART_FAILED': {
      const part = partOf(change.after.context, event) as Part;
      return [rowAfter(part), ...indexChanges(node, change, [part]), counter('updated', part.updatedIndex as number)];
    }
    case 'PART_ANSWERED':
      return [];
    case 'PART_IN_DOUBT':
      return [rowAfter(partOf(change.after.context, event) as Part)];
    case 'PARTS_DELETED': {
      const gone = partsDeletedBy(change.before.context, event);
      return [
        ...gone.map(({ createdIndex }) => ({ key: sendpayKeys.created(node, createdIndex), value: undefined })),
        ...indexChanges(node, change, gone),
        counter('deleted', event.deletedBefore + gone.length),
      ];
    }
  }
}

/** What becomes of the index entries of the pays that `changed` belong to. */
function indexChanges(
  node: NodeId,
  { before, after }: Change<typeof paymentMachine>,
  changed: readonly Part[],
): RowWrite[] {
  return [...new Set(changed.map(({ groupid }) => groupid))].flatMap((group) => {
    const ofPay = ({ groupid }: Part): boolean => groupid === group;
    return payChanges(node, before.context.parts.filter(ofPay), after.context.parts.filter(ofPay));
  });
}

function payChanges(node: NodeId, before: readonly Part[], after: readonly Part[]): RowWrite[] {
  // In a pay that had several parts and still has, a part that did not change keeps its entries.
  const isKept = before.length > 1 && after.length > 1 ? unchanged(before, after) : () => false;
  const old = entriesOf(node, before, isKept);
  const now = entriesOf(node, after, isKept);
  const gone = [...old.keys()].filter((key) => !now.has(key));
  return [
    ...gone.map((key) => ({ key, value: undefined })),
    ...[...now].flatMap(([key, value]) => (old.get(key) === value ? [] : [{ key, value }])),
  ];
}

/** The machine replaces what it changes. */
function unchanged(before: readonly Part[], after: readonly Part[]): (part: Part) => boolean {
  const [one, other] = [new Set(before), new Set(after)];
  return (part) => one.has(part) && other.has(part);
}

/** The index entries of a pay and its parts, without those of parts to be left out. */
function entriesOf(
  node: NodeId,
  parts: readonly Part[],
  isLeftOut: (part: Part) => boolean,
): ReadonlyMap<string, IndexedParts> {
  const entries = new Map<string, IndexedParts>();
  const add = (of: IndexedOf, found: Indexed, value: IndexedParts = found.createdIndex): void => {
    const { status, createdIndex, updatedIndex } = found;
    entries.set(sendpayKeys.indexPrefix(node, 'created', status, of) + padIndex(createdIndex), value);
    if (updatedIndex !== undefined)
      entries.set(sendpayKeys.indexPrefix(node, 'updated', status, of) + padIndex(updatedIndex), value);
  };
  const [first, ...more] = parts;
  if (first === undefined) return entries;
  if (more.length === 0) add('sole', first);
  else {
    for (const part of parts) if (!isLeftOut(part)) add('part', part);
    add(
      'pay',
      indexedPay(parts),
      parts.map(({ createdIndex }) => createdIndex),
    );
  }
  return entries;
}

type Indexed = Pick<Part, 'status' | 'createdIndex' | 'updatedIndex'>;

/** What an index entry says: the created index of a part, or those of all parts of a pay. */
export type IndexedParts = number | readonly number[];

/** How a pay is found. */
export function indexedPay(parts: readonly Indexed[]): Indexed {
  const updated = parts.flatMap(({ updatedIndex }) => updatedIndex ?? []);
  return {
    status: payStatus(parts),
    createdIndex: parts.reduce((least, { createdIndex }) => Math.min(least, createdIndex), Number.POSITIVE_INFINITY),
    ...(updated.length === 0
      ? {}
      : { updatedIndex: updated.reduce((greatest, index) => Math.max(greatest, index), 0) }),
  };
}
