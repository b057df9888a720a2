/**
 * From a part to the HTLC that leaves, and from what came back to the event that says how it ended.
 *
 * Invariant: everything is a function of the logged part (route, session key, height), so the onion is never stored and a
 * restart builds the same bytes again. Rules: reference 6.1 (CLTV base), BOLT 4 (payloads, error onions).
 */
import { createHash } from 'node:crypto';
import { constructOnion, decodeErrorOnion, encodeFailure, encodeHopPayload, sharedSecretsOf } from '../bolt/index.ts';
import { type NodeId, type PaymentHash, shortChannelIdToU64 } from '../domain/ids.ts';
import {
  type FailedRoute,
  localFailure,
  malformedByFirstPeer,
  remoteFailure,
  selfFailure,
  sendonionFailure,
  unreadableFailure,
} from '../domain/payment-failure.ts';
import type { Part, PartFailure, PartSend } from '../domain/payment-part.ts';
import { attemptIdOf, type HtlcAttempt, type HtlcOutcome, type Switch } from '../switch/port.ts';
import { failcodeOf } from './failure-reading.ts';

type RouteSend = Extract<PartSend, { kind: 'route' }>;
type SentPart = Pick<Part, 'groupid' | 'partid' | 'height' | 'send' | 'sentMsat' | 'totalMsat'>;

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const bytes = (text: string): Uint8Array => Buffer.from(text, 'hex');

/** `base` of every CLTV on the route: one block of slack, as lightningd has it. */
export const cltvBase = (height: number): number => height + 1;

/** The onion for a route. Throws BoltError `BOLT_ONION_TOO_LARGE` if the payloads do not fit. */
export function buildOnion(
  send: RouteSend,
  totalMsat: bigint,
  height: number,
  paymentHash: PaymentHash,
  onionKey: (id: NodeId) => NodeId,
): Uint8Array {
  const base = cltvBase(height);
  const last = send.ids.length - 1;
  const hops = send.ids.map((id, i) => ({
    pubkey: bytes(onionKey(id)),
    payload:
      i === last
        ? encodeHopPayload({
            type: 'final',
            amtToForwardMsat: send.amountsMsat[i] as bigint,
            outgoingCltv: base + (send.delays[i] as number),
            ...(send.paymentSecret === undefined
              ? {}
              : { paymentData: { paymentSecret: bytes(send.paymentSecret), totalMsat } }),
            ...(send.paymentMetadata === undefined ? {} : { paymentMetadata: bytes(send.paymentMetadata) }),
            ...(send.keysendPreimage === undefined ? {} : { keysendPreimage: bytes(send.keysendPreimage) }),
          })
        : encodeHopPayload({
            type: 'forward',
            amtToForwardMsat: send.amountsMsat[i + 1] as bigint,
            outgoingCltv: base + (send.delays[i + 1] as number),
            shortChannelId: shortChannelIdToU64(send.channels[i + 1] as RouteSend['channels'][number]),
          }),
  }));
  return constructOnion({ hops, sessionKey: bytes(send.sessionKey), associatedData: bytes(paymentHash) }).packet;
}

/** The packet a part leaves with, rebuilt from the log. */
export function onionOf(part: SentPart, paymentHash: PaymentHash, network: Pick<Switch, 'onionKey'>): Uint8Array {
  const { send } = part;
  if (send.kind === 'onion') return bytes(send.onion);
  if (send.kind === 'self') return new Uint8Array(0);
  return buildOnion(send, part.totalMsat, part.height, paymentHash, (id) => network.onionKey(id));
}

export function attemptOf(node: NodeId, paymentHash: PaymentHash, part: SentPart, onion: Uint8Array): HtlcAttempt {
  const { send } = part;
  if (send.kind === 'self') throw new TypeError('a self-payment has no HTLC');
  const [peer, channel, delay] =
    send.kind === 'onion'
      ? [send.peer, send.channel, send.delay]
      : [send.ids[0] as NodeId, send.channels[0] as RouteSend['channels'][number], send.delays[0] as number];
  return {
    id: attemptIdOf(node, paymentHash, part.groupid, part.partid),
    node,
    paymentHash,
    firstHop: { peer, channel },
    amountMsat: part.sentMsat,
    cltvExpiry: cltvBase(part.height) + delay,
    onion,
  };
}

/** true if `preimage` opens `paymentHash`. */
export function opens(preimage: string, paymentHash: PaymentHash): boolean {
  return createHash('sha256').update(bytes(preimage)).digest('hex') === paymentHash;
}

/** What a failed outcome means for the part, in waitsendpay's words. */
export function failureOf(
  node: NodeId,
  part: SentPart,
  outcome: Exclude<HtlcOutcome, { type: 'fulfilled' }>,
  network: Pick<Switch, 'onionKey'>,
): PartFailure {
  const { send } = part;
  if (send.kind === 'self') return selfFailure(node, outcome.type === 'local' ? outcome.detail : outcome.type);
  const route = failedRoute(node, send);
  switch (outcome.type) {
    case 'local':
      return localFailure(
        route,
        failcodeOf(bytes(outcome.failureMessage)) ?? 0,
        outcome.failureMessage,
        outcome.detail,
      );
    case 'malformed': {
      const message = hex(
        encodeFailure({ code: outcome.failcode, sha256OfOnion: bytes(outcome.sha256OfOnion) } as never),
      );
      return malformedByFirstPeer(route, outcome.failcode, message);
    }
    case 'failed':
      return readErrorOnion(route, send, outcome.reason, network);
  }
}

function readErrorOnion(
  route: FailedRoute,
  send: PartSend,
  reason: string,
  network: Pick<Switch, 'onionKey'>,
): PartFailure {
  const secrets = secretsOf(send, network);
  const decoded = secrets && decodeErrorOnion(secrets, bytes(reason));
  const failcode = decoded && failcodeOf(decoded.failureMessage);
  if (decoded === undefined || failcode === undefined) return unreadableFailure(reason);
  return send.kind === 'route'
    ? remoteFailure(route, decoded.erringIndex, failcode, hex(decoded.failureMessage))
    : sendonionFailure(decoded.erringIndex + 1, failcode, hex(decoded.failureMessage));
}

function secretsOf(send: PartSend, network: Pick<Switch, 'onionKey'>): readonly Uint8Array[] | undefined {
  if (send.kind === 'route')
    return sharedSecretsOf(
      bytes(send.sessionKey),
      send.ids.map((id) => bytes(network.onionKey(id))),
    );
  return send.kind === 'onion' ? send.sharedSecrets?.map(bytes) : undefined;
}

function failedRoute(node: NodeId, send: Exclude<PartSend, { kind: 'self' }>): FailedRoute {
  return send.kind === 'route'
    ? { source: node, ids: send.ids, channels: send.channels }
    : { source: node, ids: [send.peer], channels: [send.channel] };
}
