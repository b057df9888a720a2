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
import { directionOf, type NodeId, type ShortChannelId } from '../domain/ids.ts';
import type { PartFailure } from '../domain/payment-part.ts';
import type { JsonValue } from './json-value.ts';

type JsonObject = { readonly [key: string]: JsonValue | undefined };

export const MONITOR_MESSAGE = 'Monitor status with listpays or waitsendpay';

/** Core Lightning's times are whole seconds. */
export const seconds = (ms: number): number => Math.floor(ms / 1000);

/** An amount under its name of today and its old one; nothing if it is not known. */
export function amountFields(name: string, oldName: string, msat: bigint | undefined): JsonObject {
  return msat === undefined ? {} : { [name]: msat, [oldName]: msat };
}

/** `bolt11`, or `bolt12` for an invoice of that kind. */
export function invstringFields(invstring: string | undefined): JsonObject {
  if (invstring === undefined) return {};
  return invstring.startsWith('lni') ? { bolt12: invstring } : { bolt11: invstring };
}

export function paymentFields(row: SendpayRow): JsonObject {
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
    completed_at: row.completedAtMs === undefined ? undefined : seconds(row.completedAtMs),
    status: row.status,
    payment_preimage: row.preimage,
    label: row.label,
    ...invstringFields(row.invstring),
    description: row.description,
    erroronion: row.onionReply,
    pending_reason: row.doubt,
  };
}

/** The error of a failed part. */
export function paymentFailure(row: SendpayRow, failure: PartFailure | undefined): Refusal {
  if (failure === undefined)
    return { code: RpcErrorCode.PAY_UNSPECIFIED_ERROR, message: 'Payment failure reason unknown' };
  const data = { ...paymentFields(row), erroronion: undefined, ...failureFields(failure) };
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

/** Words for a failure that left no record: the first peer is unknown (no channel to blame), or not ready. */
export function firstHopError(
  us: NodeId,
  hop: { readonly peer: NodeId; readonly channel: ShortChannelId },
  refusal: FirstHopRefusal,
): Refusal {
  const { failcode, detail } = wordsOf(refusal);
  const isUnknown = refusal.kind === 'unknown-peer';
  const data: JsonObject = {
    ...erringFields({ erringIndex: 0, failcode }),
    erring_node: us,
    ...(isUnknown ? {} : { erring_channel: hop.channel, erring_direction: directionOf(us, hop.peer) }),
  };
  const message = isUnknown ? detail : `failed: ${failureCodeRow(failcode)?.name} (${detail})`;
  return { code: RpcErrorCode.PAY_TRY_OTHER_ROUTE, message, data };
}
