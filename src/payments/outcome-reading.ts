/**
 * What came back for a part, in the words `waitsendpay` answers with.
 *
 * Invariant: every outcome has an answer, whatever bytes a stranger sent; an error onion is read with the secrets of the logged part.
 */
import { decodeErrorOnion, encodeFailure, fromHex, toHex } from '../bolt/index.ts';
import { given } from '../domain/given.ts';
import type { NodeId } from '../domain/ids.ts';
import {
  decodedFailure,
  type FailedRoute,
  localFailure,
  malformedByFirstPeer,
  remoteFailure,
  selfFailure,
  sendonionFailure,
  unreadableFailure,
} from '../domain/payment-failure.ts';
import type { PartFailure, PartSend } from '../domain/payment-part.ts';
import type { HtlcOutcome } from '../switch/port.ts';
import { failcodeOf, readable } from './failure-reading.ts';
import { type HtlcSend, type OnionKey, secretsOf } from './onion-plan.ts';

type Failed = Exclude<HtlcOutcome, { type: 'fulfilled' }>;

/** A malformed onion whose hash the node did not tell. */
const NO_HASH = new Uint8Array(32);

export function failureOf(node: NodeId, send: PartSend, outcome: Failed, onionKey: OnionKey): PartFailure {
  if (send.kind === 'self') return selfFailure(node, outcome.type === 'local' ? outcome.detail : outcome.type);
  const route = routeOf(node, send);
  switch (outcome.type) {
    case 'local':
      return localFailure(route, outcome);
    case 'malformed': {
      const { failcode, sha256OfOnion } = outcome;
      const told = sha256OfOnion === undefined ? undefined : bytesOf(sha256OfOnion);
      const hash = told?.length === NO_HASH.length ? told : NO_HASH;
      const rawMessage = toHex(encodeFailure({ code: failcode, sha256OfOnion: hash } as never));
      return send.kind === 'route'
        ? malformedByFirstPeer(route, failcode, rawMessage)
        : sendonionFailure(1, failcode, rawMessage, 'local failure');
    }
    case 'decoded':
      return decodedFailure(route, outcome);
    case 'failed':
      return readErrorOnion(route, send, outcome.reason, onionKey);
  }
}

function readErrorOnion(route: FailedRoute, send: HtlcSend, reason: string, onionKey: OnionKey): PartFailure {
  const secrets = secretsOf(send, onionKey);
  const onion = bytesOf(reason);
  const decoded = secrets && onion && decodeErrorOnion(secrets, onion);
  const failcode = decoded && failcodeOf(decoded.failureMessage);
  if (decoded === undefined || failcode === undefined) return unreadableFailure(reason);
  return send.kind === 'route'
    ? remoteFailure(route, decoded.erringIndex, failcode, toHex(decoded.failureMessage))
    : sendonionFailure(decoded.erringIndex + 1, failcode, toHex(decoded.failureMessage));
}

function routeOf(node: NodeId, send: HtlcSend): FailedRoute {
  return send.kind === 'route'
    ? { source: node, ids: send.ids, channels: send.channels, ...given({ directions: send.directions }) }
    : { source: node, ids: [send.peer], channels: [send.channel] };
}

/** undefined for what is no hex: a switch must not be able to stop us. */
function bytesOf(hex: string): Uint8Array | undefined {
  return readable(() => fromHex(hex));
}
