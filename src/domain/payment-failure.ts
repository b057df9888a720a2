/**
 * A failed HTLC in the words `waitsendpay` answers with: code, message, and who erred where on the route.
 *
 * Rules: lightningd/pay.c `remote_routing_failure` and the tables of lightning-waitsendpay(7). The erring channel is the
 * one after the erring node; for the destination it is the last one. BADONION codes name the node that rejected the
 * onion, which is the one after the node that reported it.
 * Does not read onions: it is given what they said.
 */
import { RpcErrorCode } from './errors.ts';
import { BADONION, FailureCode, failureCodeRow, PERM } from './failures.ts';
import { given } from './given.ts';
import type { NodeId, ShortChannelId } from './ids.ts';
import type { PartFailure } from './payment-part.ts';
import { type Directed, directionAt } from './route.ts';

/** The route as the failure needs it: `ids[i]` is reached over `channels[i]`. */
export interface FailedRoute extends Directed {
  readonly channels: readonly ShortChannelId[];
}

/** `WIRE_…` of a code; undefined for one BOLT 4 does not know. */
export function failcodeName(code: number): string | undefined {
  return failureCodeRow(code)?.name;
}

const nameOrNumber = (code: number): string => failcodeName(code) ?? `UNKNOWN ${code}`;

/** An error onion we could read: `erringIndex` counts route nodes from 0 (the first peer). */
export function remoteFailure(
  route: FailedRoute,
  erringIndex: number,
  failcode: number,
  rawMessage: string,
): PartFailure {
  const last = route.ids.length - 1;
  const isFinal = erringIndex === last;
  const channelIndex = isFinal ? last : erringIndex + 1;
  const nodeIndex = !isFinal && failcode & BADONION ? erringIndex + 1 : erringIndex;
  return {
    code: isFinal && failcode & PERM ? RpcErrorCode.PAY_DESTINATION_PERM_FAIL : RpcErrorCode.PAY_TRY_OTHER_ROUTE,
    message: `failed: ${nameOrNumber(failcode)} (reply from remote)`,
    erringIndex: erringIndex + 1,
    failcode,
    erringNode: route.ids[nodeIndex] as NodeId,
    erringChannel: route.channels[channelIndex] as ShortChannelId,
    erringDirection: directionAt(route, channelIndex),
    rawMessage,
  };
}

/** The first peer answered update_fail_malformed_htlc: it could not read the onion we made for it. */
export function malformedByFirstPeer(route: FailedRoute, failcode: number, rawMessage: string): PartFailure {
  const failure = remoteFailure(route, 0, failcode, rawMessage);
  return route.ids.length === 1
    ? { ...failure, code: RpcErrorCode.PAY_UNPARSEABLE_ONION, message: 'Malformed error reply' }
    : {
        ...failure,
        erringChannel: route.channels[0] as ShortChannelId,
        erringDirection: directionAt(route, 0),
        erringNode: route.ids[0] as NodeId,
      };
}

/** Our own channel or node refused or lost the HTLC. */
export function localFailure(
  route: FailedRoute,
  { failcode, detail, failureMessage }: { failcode: number; detail: string; failureMessage?: string },
): PartFailure {
  return {
    code: RpcErrorCode.PAY_TRY_OTHER_ROUTE,
    message: `failed: ${nameOrNumber(failcode)} (${detail})`,
    erringIndex: 0,
    failcode,
    erringNode: route.source,
    erringChannel: route.channels[0] as ShortChannelId,
    erringDirection: directionAt(route, 0),
    ...given({ rawMessage: failureMessage }),
  };
}

/** The node read the error itself: 0 is our own node, i the i-th of the route. */
export function decodedFailure(
  route: FailedRoute,
  { erringIndex, failcode, failureMessage }: { erringIndex: number; failcode: number; failureMessage?: string },
): PartFailure {
  const inside = Math.min(erringIndex, route.ids.length);
  if (inside === 0)
    return localFailure(route, { failcode, detail: 'reported by the node', ...given({ failureMessage }) });
  const { rawMessage: _none, ...failure } = remoteFailure(route, inside - 1, failcode, '');
  return { ...failure, ...given({ rawMessage: failureMessage }) };
}

/** Our own invoice did not take a payment to ourselves; the reason is the whole message. */
export function selfFailure(node: NodeId, reason: string): PartFailure {
  return {
    code: RpcErrorCode.PAY_DESTINATION_PERM_FAIL,
    message: reason,
    erringIndex: 0,
    failcode: FailureCode.INCORRECT_OR_UNKNOWN_PAYMENT_DETAILS,
    erringNode: node,
  };
}

/** An error onion nobody could read. */
export function unreadableFailure(onionReply: string): PartFailure {
  return { code: RpcErrorCode.PAY_UNPARSEABLE_ONION, message: 'Malformed error reply', onionReply };
}

/** Of an onion the caller made (`sendonion`), read with the caller's shared secrets: who erred is known only by index. */
export function sendonionFailure(
  erringIndex: number,
  failcode: number,
  rawMessage: string,
  detail = 'reply from remote',
): PartFailure {
  return {
    code: RpcErrorCode.PAY_TRY_OTHER_ROUTE,
    message: `failed: ${nameOrNumber(failcode)} (${detail})`,
    erringIndex,
    failcode,
    rawMessage,
  };
}
