/**
 * How a part of a pay ended, in the words of the pay machine.
 *
 * Invariant: what is said of a hop is what the erring node says of its own next channel; an update of any other channel is not
 * heard. Does not judge what follows: `src/domain/pay-lesson.ts` does.
 */
import type { ErringHop, PayEvent, PayEventOf } from '../../machines/pay.ts';
import { forwardingFeeMsat, type Msat } from '../domain/amount.ts';
import { judged } from '../domain/blame.ts';
import { RpcErrorCode } from '../domain/errors.ts';
import type { LearnedPolicy } from '../domain/failure-lesson.ts';
import { type FirstHopRefusal, wordsOf } from '../domain/first-hop.ts';
import { given } from '../domain/given.ts';
import {
  type ChannelDirection,
  channelDirection,
  directionOf,
  type NodeId,
  type ShortChannelId,
} from '../domain/ids.ts';
import { failcodeName } from '../domain/payment-failure.ts';
import type { Part, PartSend } from '../domain/payment-part.ts';
import type { ChannelPolicy } from '../domain/route.ts';
import { learnedPolicyOf } from './failure-reading.ts';
import type { GraphView } from './graph-view.ts';

type RouteChosen = PayEventOf<'ROUTE_CHOSEN'>;
export type WhyFailed = Pick<PayEventOf<'ATTEMPT_FAILED'>, 'code' | 'message' | 'erring' | 'suspect'>;
type RouteSend = Extract<PartSend, { kind: 'route' }>;

export function endOf(view: GraphView, part: Part): PayEvent {
  const { partid, completedAtMs: atMs = 0, preimage, failure } = part;
  if (preimage !== undefined) return { type: 'ATTEMPT_SUCCEEDED', partid, preimage, atMs };
  const { code, message } = failure as NonNullable<Part['failure']>;
  return { type: 'ATTEMPT_FAILED', partid, code, message, ...place(view, part), atMs };
}

/** Our own channel refused before anything left. */
export function firstHopFailure(node: NodeId, route: RouteChosen, refusal: FirstHopRefusal): WhyFailed {
  const { failcode, detail } = wordsOf(refusal);
  const at = { erringIndex: 0, hops: route.ids.length, failcode };
  const erring = { ...at, blame: judged(at), channel: hopOf(node, route, 0), corrected: false };
  return {
    code: RpcErrorCode.PAY_TRY_OTHER_ROUTE,
    message: `failed: ${failcodeName(failcode)} (${detail})`,
    erring: { ...erring, amountMsat: route.amountMsat },
  };
}

/** No onion can be made for the route; one that ends otherwise may be shorter, or have keys that are keys. */
export function unsendable(node: NodeId, route: RouteChosen, message: string): WhyFailed {
  return { code: RpcErrorCode.PAY_TRY_OTHER_ROUTE, message, suspect: hopOf(node, route, route.ids.length - 1) };
}

function hopOf(
  node: NodeId,
  { ids, channels }: { readonly ids: readonly NodeId[]; readonly channels: readonly ShortChannelId[] },
  hop: number,
): ChannelDirection {
  const [from, to] = [hop === 0 ? node : (ids[hop - 1] as NodeId), ids[hop] as NodeId];
  return channelDirection(channels[hop] as ShortChannelId, directionOf(from, to));
}

/**
 * Where on its route a part failed. If nobody could read the error, the channel after our own is suspected: whoever garbled it
 * stands behind it, and what lies beyond stays open to routes that begin otherwise.
 */
function place(view: GraphView, { send, failure, amountMsat }: Part): Pick<WhyFailed, 'erring' | 'suspect'> {
  if (send.kind !== 'route') return {};
  if (failure?.erringIndex === undefined || failure.failcode === undefined)
    return send.ids.length > 1 ? { suspect: hopOf(view.node, send, 1) } : {};
  const { erringIndex, failcode, rawMessage } = failure;
  const hops = send.ids.length;
  const at = { erringIndex, hops, failcode };
  const isOnTheWay = erringIndex < hops;
  const channel = isOnTheWay ? hopOf(view.node, send, erringIndex) : undefined;
  const update = channel && rawMessage !== undefined ? learnedPolicyOf(rawMessage, channel) : undefined;
  return {
    erring: {
      ...at,
      blame: judged(at),
      ...given({
        node: erringIndex === 0 ? view.node : send.ids[erringIndex - 1],
        nextNode: send.ids[erringIndex],
        channel,
      }),
      amountMsat,
      ...correction(view, send, erringIndex, update),
    },
  };
}

/** Whether the hop is asked otherwise from now on, so that it is worth another attempt. */
function correction(
  view: GraphView,
  send: RouteSend,
  hop: number,
  update: LearnedPolicy | undefined,
): Pick<ErringHop, 'corrected' | 'policy'> {
  if (update === undefined || hop === 0) return { corrected: false };
  const [from, to] = [send.ids[hop - 1] as NodeId, send.ids[hop] as NodeId];
  const announced = view.policyAfter(from, send.channels[hop] as ShortChannelId, to, update);
  const asked = announced ?? update.policy;
  const corrected = fallsShort(send, hop, asked);
  return corrected && announced === undefined ? { corrected, policy: asked } : { corrected };
}

/** The attempt gave the hop less than this. */
function fallsShort({ amountsMsat, delays }: RouteSend, hop: number, asked: ChannelPolicy): boolean {
  const [inMsat, outMsat] = [amountsMsat[hop - 1] as Msat, amountsMsat[hop] as Msat];
  const [inDelay, outDelay] = [delays[hop - 1] as number, delays[hop] as number];
  return (
    inMsat - outMsat < forwardingFeeMsat(outMsat, asked.feeBaseMsat, asked.feePpm) ||
    inDelay - outDelay < asked.cltvDelta ||
    !carries(asked, outMsat)
  );
}

/** The policy takes an HTLC of that size at all. */
export const carries = ({ enabled, htlcMinimumMsat, htlcMaximumMsat }: ChannelPolicy, amountMsat: Msat): boolean =>
  enabled && amountMsat >= htlcMinimumMsat && amountMsat <= htlcMaximumMsat;
