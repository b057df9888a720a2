/**
 * The amounts of a part against everything else the log says of it: its plan, the pay that asked for it, its HTLCs hop by hop, and
 * what arrived at the invoice.
 *
 * Why: an amount that was altered before the chain was computed is chained like any other; only another record contradicts it.
 * Invariant: looks only at folded states and the record at hand. What a part records as its amount may be less than its plan
 * delivers (a target, as `sendpay` takes one), so that much is not a fault.
 */
import { type ChannelContext, type ChannelEvent, findHtlc } from '../../machines/channel.ts';
import type { InvoiceEvent } from '../../machines/invoice.ts';
import type { PayContext } from '../../machines/pay.ts';
import type { PaymentContext, PaymentEvent } from '../../machines/payment.ts';
import { paymentKind } from '../../machines/payment-kind.ts';
import type { HtlcOrigin, HtlcRef, PaymentCarrier } from '../domain/htlc.ts';
import type { NodeId, PaymentHash, ShortChannelId } from '../domain/ids.ts';
import type { JournalRecord } from '../domain/log-record.ts';
import type { PaymentId } from '../domain/payment-id.ts';
import { type Part, samePart } from '../domain/payment-part.ts';
import type { FoldedRecord } from '../runtime/log-fold.ts';

/** States after the record at hand. */
export interface States {
  channel(channel: ShortChannelId): ChannelContext;
  payment(id: PaymentId): PaymentContext;
  pay(id: PaymentId): PayContext;
}

type Sent = Extract<PaymentEvent, { type: 'PART_SENT' }>;
type Offered = Extract<ChannelEvent, { type: 'HTLC_OFFERED' }>;
type Arrived = Extract<InvoiceEvent, { type: 'HTLC_ARRIVED' }>;

/** Longest route there is (a sphinx packet has no room for more). */
const MAX_HOPS = 64;

/** What contradicts the record, in words. */
export function partFaults({ record, kind, before, after }: FoldedRecord, states: States): string[] {
  const event = record.event as unknown as PaymentEvent | ChannelEvent | InvoiceEvent;
  if (event.type === 'PART_SENT') return [...planFaults(event), ...payFaults(event, record, states)];
  if (event.type === 'HTLC_ARRIVED') return arrivalFaults(event, states);
  if (event.type !== 'HTLC_OFFERED' || kind.name !== 'channel') return [];
  const [then, now] = [before.context as ChannelContext, after.context as ChannelContext];
  return then.nextHtlcId === now.nextHtlcId ? [] : offerFaults(event, now, states);
}

function planFaults({ send, partid, sentMsat, amountMsat }: Sent): string[] {
  if (send.kind !== 'route') return [];
  const [first, final] = [send.amountsMsat[0] as bigint, send.amountsMsat.at(-1) as bigint];
  const fits = partid === 0n ? amountMsat <= final && final <= 2n * amountMsat : amountMsat === final;
  return [
    ...(sentMsat === first ? [] : [`the part sends ${sentMsat}msat, its route begins with ${first}msat`]),
    ...(fits ? [] : [`the part is of ${amountMsat}msat, its route delivers ${final}msat`]),
  ];
}

function payFaults({ groupid, partid, amountMsat, sentMsat, totalMsat }: Sent, record: JournalRecord, states: States) {
  const { request, attempts } = states.pay(paymentKind.idOf(record.stream));
  const attempt = attempts.find((one) => one.partid === partid);
  if (request?.groupid !== groupid || attempt === undefined) return [];
  const total = request.totalMsat ?? request.amountMsat;
  const asked = attempt.amountMsat + attempt.feeMsat;
  return [
    ...(amountMsat === attempt.amountMsat
      ? []
      : [`the part is of ${amountMsat}msat, pay chose ${attempt.amountMsat}msat`]),
    ...(sentMsat === asked ? [] : [`the part sends ${sentMsat}msat, pay chose ${asked}msat`]),
    ...(totalMsat === total ? [] : [`the parts are of ${totalMsat}msat, pay is of ${total}msat`]),
  ];
}

function offerFaults(event: Offered, { nodes }: ChannelContext, states: States): string[] {
  const origin: HtlcOrigin = 'part' in event ? { part: event.part } : { prev: event.prev, feeMsat: event.feeMsat };
  const found = partBehind(origin, nodes[event.from], event.hash, states);
  if (found === undefined) return [];
  const { part, hop } = found;
  const planned = hop === 0 ? part.sentMsat : part.send.kind === 'route' ? part.send.amountsMsat[hop] : undefined;
  return planned === undefined || planned === event.amountMsat
    ? []
    : [`the HTLC carries ${event.amountMsat}msat, hop ${hop} of the part is of ${planned}msat`];
}

function arrivalFaults({ htlc: ref, amountMsat, totalMsat = amountMsat }: Arrived, states: States): string[] {
  if (isSelf(ref)) return [];
  const context = states.channel(ref[0]);
  const htlc = findHtlc(context, ref[1]);
  if (htlc === undefined) return [];
  const { part } = partBehind(htlc.origin, context.nodes[htlc.from], htlc.hash, states) ?? {};
  const told = part?.send.kind === 'route' && part.send.paymentSecret !== undefined ? part.totalMsat : totalMsat;
  return [
    ...(amountMsat === htlc.amountMsat ? [] : [`${amountMsat}msat arrived, the HTLC carries ${htlc.amountMsat}msat`]),
    ...(totalMsat === told ? [] : [`a payment of ${totalMsat}msat arrived, the part is one of ${told}msat`]),
  ];
}

const isSelf = (carrier: PaymentCarrier): carrier is Exclude<PaymentCarrier, HtlcRef> => 'self' in carrier;

/** The part an HTLC belongs to, and how many hops it has come; undefined where the log does not have it (any more). */
function partBehind(
  origin: HtlcOrigin,
  offerer: NodeId,
  paymentHash: PaymentHash,
  states: States,
): { part: Part; hop: number } | undefined {
  let [at, node] = [origin, offerer];
  for (let hop = 0; hop < MAX_HOPS; hop++) {
    if ('part' in at) {
      const [groupid, partid] = at.part;
      const { parts, tombstones } = states.payment({ node, paymentHash });
      const part = [...parts, ...tombstones].find((one) => samePart(one, { groupid, partid }));
      return part && { part, hop };
    }
    const context = states.channel(at.prev[0]);
    const htlc = findHtlc(context, at.prev[1]);
    if (htlc === undefined) return undefined;
    [at, node] = [htlc.origin, context.nodes[htlc.from]];
  }
  return undefined;
}
