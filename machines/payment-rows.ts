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

import type { Msat } from '../src/domain/amount.ts';
import { given } from '../src/domain/given.ts';
import type { NodeId, PaymentHash, Preimage } from '../src/domain/ids.ts';
import type { RowWrite } from '../src/domain/log-record.ts';
import type { PaymentId } from '../src/domain/payment-id.ts';
import type { Part, PaymentStatus } from '../src/domain/payment-part.ts';
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
    case 'PART_ANSWERED':
      return [];
    case 'PART_IN_DOUBT': {
      const part = partOf(change.after.context, event) as Part;
      return [{ key: sendpayKeys.created(node, part.createdIndex), value: rowOf(paymentHash, part) }];
    }
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
