/**
 * Projection rows for listings: one row per part, in creation order, by status and by last change.
 *
 * Invariant: the rows are a pure function of the log (`sendpay verify` recomputes them), written in the batch of the record
 * that changes them, so a listing never shows what is not durable. Keys sort as listings need them, so a page costs what
 * the page holds, whatever the history.
 *
 * | key                                   | value                                        |
 * |---------------------------------------|----------------------------------------------|
 * | `sendpay/<node>/c/<created index>`    | the row                                      |
 * | `sendpay/<node>/u/<updated index>`    | created index                                |
 * | `sendpay/<node>/s/<status>/<created>` | created index                                |
 * | `counter/<node>/sendpays/<which>`     | last created / updated index, rows deleted   |
 */

import { type PaymentContext, type PaymentEvent, partOf, partsDeletedBy } from '../../machines/payment.ts';
import type { Msat } from '../domain/amount.ts';
import { given } from '../domain/given.ts';
import type { NodeId, PaymentHash, Preimage } from '../domain/ids.ts';
import type { Part, PaymentStatus } from '../domain/payment-part.ts';
import type { JournalRecord, RowWrite } from '../journal/port.ts';

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
}

/** Digits of an index in a key: enough for every safe integer. */
const INDEX_DIGITS = 16;
export const padIndex = (index: number): string => String(index).padStart(INDEX_DIGITS, '0');

export const sendpayKeys = {
  created: (node: NodeId, index: number): string => `sendpay/${node}/c/${padIndex(index)}`,
  createdPrefix: (node: NodeId): string => `sendpay/${node}/c/`,
  updated: (node: NodeId, index: number): string => `sendpay/${node}/u/${padIndex(index)}`,
  updatedPrefix: (node: NodeId): string => `sendpay/${node}/u/`,
  status: (node: NodeId, status: PaymentStatus, index: number): string =>
    `sendpay/${node}/s/${status}/${padIndex(index)}`,
  statusPrefix: (node: NodeId, status: PaymentStatus): string => `sendpay/${node}/s/${status}/`,
  counter: (node: NodeId, which: 'created' | 'updated' | 'deleted'): string => `counter/${node}/sendpays/${which}`,
};

/** A part without what only the sender needs (route, keys). */
export function rowOf(paymentHash: PaymentHash, part: Part): SendpayRow {
  const { send: _send, height: _height, totalMsat: _total, localinvreqid: _invreq, failure, ...shown } = part;
  return { paymentHash, ...shown, ...given({ onionReply: failure?.onionReply }) };
}

/** `payment/<node>/<hash>` taken apart. */
export function paymentStreamParts(stream: string): { node: NodeId; paymentHash: PaymentHash } {
  const [, node, hash] = stream.split('/') as [string, NodeId, PaymentHash];
  return { node, paymentHash: hash };
}

/** Rows one record of a payment stream changes. */
export function paymentRows(change: {
  stream: string;
  before: { context: PaymentContext };
  after: { context: PaymentContext };
  record: JournalRecord;
}): RowWrite[] {
  const event = change.record.event as unknown as PaymentEvent;
  const { node, paymentHash } = paymentStreamParts(change.stream);
  switch (event.type) {
    case 'PART_SENT':
      return created(node, paymentHash, partOf(change.after.context, event) as Part);
    case 'PART_FULFILLED':
    case 'PART_FAILED':
      return updated(
        node,
        paymentHash,
        partOf(change.before.context, event) as Part,
        partOf(change.after.context, event) as Part,
      );
    case 'PARTS_DELETED': {
      const gone = partsDeletedBy(change.before.context, event);
      return [
        ...gone.flatMap((part) => deleted(node, part)),
        { key: sendpayKeys.counter(node, 'deleted'), value: event.deletedBefore + gone.length },
      ];
    }
  }
}

function created(node: NodeId, hash: PaymentHash, part: Part): RowWrite[] {
  return [
    { key: sendpayKeys.created(node, part.createdIndex), value: rowOf(hash, part) },
    { key: sendpayKeys.status(node, 'pending', part.createdIndex), value: part.createdIndex },
    { key: sendpayKeys.counter(node, 'created'), value: part.createdIndex },
  ];
}

function updated(node: NodeId, hash: PaymentHash, before: Part, after: Part): RowWrite[] {
  const index = after.updatedIndex as number;
  return [
    { key: sendpayKeys.created(node, after.createdIndex), value: rowOf(hash, after) },
    { key: sendpayKeys.status(node, before.status, before.createdIndex), value: undefined },
    { key: sendpayKeys.status(node, after.status, after.createdIndex), value: after.createdIndex },
    ...(before.updatedIndex === undefined
      ? []
      : [{ key: sendpayKeys.updated(node, before.updatedIndex), value: undefined }]),
    { key: sendpayKeys.updated(node, index), value: after.createdIndex },
    { key: sendpayKeys.counter(node, 'updated'), value: index },
  ];
}

function deleted(node: NodeId, part: Part): RowWrite[] {
  return [
    { key: sendpayKeys.created(node, part.createdIndex), value: undefined },
    { key: sendpayKeys.status(node, part.status, part.createdIndex), value: undefined },
    ...(part.updatedIndex === undefined
      ? []
      : [{ key: sendpayKeys.updated(node, part.updatedIndex), value: undefined }]),
  ];
}
