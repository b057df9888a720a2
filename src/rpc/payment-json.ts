/**
 * A part of a payment as `sendpay`, `waitsendpay`, `listsendpays` and `delpay` show it, and its failure as an error.
 *
 * Invariant: one shape for one row, whoever asks and whenever (decision D2: a failure's data is the same for those who
 * waited and those who came later). Fields are Core Lightning v24.11's (reference 1.6, 2.3) and the older spellings
 * `msatoshi`, `msatoshi_sent` beside their `*_msat` twins.
 */

import type { SendpayRow } from '../../machines/payment-rows.ts';
import { type Refusal, RpcErrorCode } from '../domain/errors.ts';
import { failureCodeRow } from '../domain/failures.ts';
import { type FirstHopRefusal, wordsOf } from '../domain/first-hop.ts';
import type { Direction, NodeId, PaymentHash, Preimage, ShortChannelId } from '../domain/ids.ts';
import type { PartFailure, PaymentStatus } from '../domain/payment-part.ts';
import type { JsonValue } from './json-value.ts';

type JsonObject = { readonly [key: string]: JsonValue | undefined };

/** What every part shows. Amounts in msat, times in seconds. A type and no interface, as all answers: so it counts as JSON. */
type AnyPart = {
  readonly created_index: number;
  /** The same as `created_index`. */
  readonly id: number;
  readonly payment_hash: PaymentHash;
  readonly groupid: bigint;
  readonly updated_index?: number | undefined;
  /** Absent: 0, the payment has but one part. */
  readonly partid?: bigint | undefined;
  readonly destination?: NodeId | undefined;
  /** What the destination gets; absent for a `sendonion` that did not say. */
  readonly amount_msat?: bigint;
  /** `amount_msat` as it was called before v22.11. */
  readonly msatoshi?: bigint;
  readonly amount_sent_msat: bigint;
  /** `amount_sent_msat` as it was called before v22.11. */
  readonly msatoshi_sent: bigint;
  readonly created_at: number;
  readonly label?: string | undefined;
  readonly bolt11?: string;
  readonly bolt12?: string;
  readonly description?: string | undefined;
};

export type PendingSendpay = AnyPart & {
  readonly status: 'pending';
  /** Why nobody can say what became of it: it waits for a person. */
  readonly pending_reason?: string | undefined;
};
export type CompleteSendpay = AnyPart & {
  readonly status: 'complete';
  readonly completed_at: number;
  readonly payment_preimage: Preimage;
};
export type FailedSendpay = AnyPart & {
  readonly status: 'failed';
  readonly completed_at: number;
  /** The error onion nobody could read, hex. */
  readonly erroronion?: string | undefined;
};
/** A part of a payment, as listings have it. */
export type Sendpay = PendingSendpay | CompleteSendpay | FailedSendpay;
export type Payments = { readonly payments: readonly Sendpay[] };

export const MONITOR_MESSAGE = 'Monitor status with listpays or waitsendpay';

/** Core Lightning's times are whole seconds. */
export const seconds = (ms: number): number => Math.floor(ms / 1000);

/** An amount under its name of today and its old one; nothing if it is not known. */
export function amountFields<Name extends string, OldName extends string>(
  name: Name,
  oldName: OldName,
  msat: bigint,
): { readonly [N in Name | OldName]: bigint };
export function amountFields<Name extends string, OldName extends string>(
  name: Name,
  oldName: OldName,
  msat: bigint | undefined,
): { readonly [N in Name | OldName]?: bigint };
export function amountFields(name: string, oldName: string, msat: bigint | undefined): JsonObject {
  return msat === undefined ? {} : { [name]: msat, [oldName]: msat };
}

/** `bolt11`, or `bolt12` for an invoice of that kind. */
export function invstringFields(invstring: string | undefined): { readonly bolt11?: string; readonly bolt12?: string } {
  if (invstring === undefined) return {};
  return invstring.startsWith('lni') ? { bolt12: invstring } : { bolt11: invstring };
}

const FIELDS: { readonly [S in PaymentStatus]: (row: SendpayRow) => Sendpay } = {
  pending: pendingFields,
  complete: completeFields,
  failed: failedFields,
};

export function paymentFields(row: SendpayRow): Sendpay {
  return FIELDS[row.status](row);
}

export function pendingFields(row: SendpayRow): PendingSendpay {
  return { ...whatWasSent(row), status: 'pending', ...whatItWasFor(row), pending_reason: row.doubt };
}

/** `row` is one of a part that is complete: so it has a preimage. */
export function completeFields(row: SendpayRow): CompleteSendpay {
  const payment_preimage = row.preimage as Preimage;
  return { ...whatWasSent(row), ...endOf(row), status: 'complete', payment_preimage, ...whatItWasFor(row) };
}

function failedFields(row: SendpayRow): FailedSendpay {
  return { ...whatWasSent(row), ...endOf(row), status: 'failed', ...whatItWasFor(row), erroronion: row.onionReply };
}

/** `row` is one of a part that has ended: so it has the time it did. */
const endOf = (row: SendpayRow): { readonly completed_at: number } => ({
  completed_at: seconds(row.completedAtMs as number),
});

function whatWasSent(row: SendpayRow) {
  return {
    created_index: row.createdIndex,
    id: row.createdIndex,
    payment_hash: row.paymentHash,
    groupid: row.groupid,
    updated_index: row.updatedIndex,
    partid: row.partid === 0n ? undefined : row.partid,
    destination: row.destination,
    // 0 is "not known": a sendonion that did not say.
    ...amountFields('amount_msat', 'msatoshi', row.amountMsat === 0n ? undefined : row.amountMsat),
    ...amountFields('amount_sent_msat', 'msatoshi_sent', row.sentMsat),
    created_at: seconds(row.createdAtMs),
  };
}

function whatItWasFor(row: SendpayRow) {
  return { label: row.label, ...invstringFields(row.invstring), description: row.description };
}

/** The error of a failed part. */
export function paymentFailure(row: SendpayRow, failure: PartFailure | undefined): Refusal {
  if (failure === undefined)
    return { code: RpcErrorCode.PAY_UNSPECIFIED_ERROR, message: 'Payment failure reason unknown' };
  const data = { ...paymentFields(row), ...failureFields(failure) };
  return { code: failure.code as RpcErrorCode, message: failure.message, data };
}

function failureFields(failure: PartFailure): JsonObject {
  if (failure.onionReply !== undefined) return { onionreply: failure.onionReply };
  return {
    ...erringFields(failure),
    erring_node: failure.erringNode,
    erring_channel: failure.erringChannel,
    erring_direction: failure.erringDirection,
    // What our own channel said came from no one: there is no message of a remote node to show.
    raw_message: failure.erringIndex === 0 ? undefined : failure.rawMessage,
  };
}

function erringFields({ erringIndex, failcode }: Pick<PartFailure, 'erringIndex' | 'failcode'>): JsonObject {
  return {
    erring_index: erringIndex,
    failcode,
    failcodename: failcode === undefined ? undefined : failureCodeRow(failcode)?.name,
  };
}

/** The first hop of what was not sent. */
export interface FailedFirstHop {
  readonly channel: ShortChannelId;
  readonly direction: Direction;
}

/** Words for a failure that left no record: the first peer is unknown (no channel to blame), or not ready. */
export function firstHopError(us: NodeId, hop: FailedFirstHop, refusal: FirstHopRefusal): Refusal {
  const { failcode, detail } = wordsOf(refusal);
  const isUnknown = refusal.kind === 'unknown-peer';
  const data: JsonObject = {
    ...erringFields({ erringIndex: 0, failcode }),
    erring_node: us,
    ...(isUnknown ? {} : { erring_channel: hop.channel, erring_direction: hop.direction }),
  };
  const message = isUnknown ? detail : `failed: ${failureCodeRow(failcode)?.name} (${detail})`;
  return { code: RpcErrorCode.PAY_TRY_OTHER_ROUTE, message, data };
}
