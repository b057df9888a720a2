/**
 * From a logged part to the attempt a switch is offered.
 *
 * Invariant: an attempt is a function of the part and of its number (`src/domain/attempt-numbers.ts`), so recovery offers the very same.
 */
import { given } from '../domain/given.ts';
import { ANY_CHANNEL, type NodeId, type ShortChannelId } from '../domain/ids.ts';
import type { PaymentId } from '../domain/payment-id.ts';
import type { Part } from '../domain/payment-part.ts';
import type { Attempt, FirstHop, PlannedHop, RoutePlan } from '../switch/port.ts';
import { cltvBase, type HtlcSend, type OnionKey, packetOf, type RouteSend, secretsOf } from './onion-plan.ts';

export function attemptOf({ node, paymentHash }: PaymentId, part: Part, number: number, onionKey: OnionKey): Attempt {
  const { groupid, partid, sentMsat, amountMsat, totalMsat, destination, label, height, send } = part;
  const common = { node, paymentHash, groupid, partid, number, sentMsat, amountMsat, totalMsat, height };
  const named = given({ destination, label });
  if (send.kind === 'self')
    return { kind: 'self', ...common, ...named, ...given({ paymentSecret: send.paymentSecret }) };
  const firstHop = firstHopOf(send);
  return {
    kind: 'htlc',
    ...common,
    ...named,
    firstHop,
    cltvExpiry: cltvBase(height) + firstHop.delay,
    packet: () => packetOf(part, paymentHash, onionKey),
    secrets: () => secretsOf(send, onionKey),
    ...(send.kind === 'route' ? { plan: planOf(send) } : {}),
  };
}

/** The peer and channel a part leaves over. */
export function firstHopOf(send: HtlcSend): FirstHop {
  const [peer, channel, delay] =
    send.kind === 'onion'
      ? [send.peer, send.channel, send.delay]
      : [send.ids[0] as NodeId, send.channels[0] as ShortChannelId, send.delays[0] as number];
  return channel === ANY_CHANNEL ? { peer, delay } : { peer, channel, delay };
}

function planOf({ ids, channels, amountsMsat, delays, ...rest }: RouteSend): RoutePlan {
  const { sessionKey, paymentSecret, paymentMetadata, keysendPreimage } = rest;
  const hops = ids.map(
    (id, i): PlannedHop => ({
      id,
      channel: channels[i] as ShortChannelId,
      amountMsat: amountsMsat[i] as bigint,
      delay: delays[i] as number,
    }),
  );
  return { hops, sessionKey, ...given({ paymentSecret, paymentMetadata, keysendPreimage }) };
}
