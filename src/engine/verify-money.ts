/**
 * G10 on a log: in each channel balances and HTLCs in flight are its capacity after every event, fees add up from hop to hop,
 * and every preimage opens its hash.
 *
 * Invariant: looks only at folded states and the record at hand; says what is wrong, repairs nothing.
 */
import { type ChannelContext, type ChannelEvent, channelMoney, findHtlc } from '../../machines/channel.ts';
import type { PaymentEvent } from '../../machines/payment.ts';
import { paymentKind } from '../../machines/payment-kind.ts';
import { opens } from '../bolt/index.ts';
import type { ShortChannelId } from '../domain/ids.ts';
import type { FoldedRecord } from '../runtime/log-fold.ts';

/** The channel's state after the record at hand. */
type ChannelState = (channel: ShortChannelId) => ChannelContext;

/** What is wrong with the money after this record, in words. */
export function moneyFaults(folded: FoldedRecord, channelState: ChannelState): string[] {
  switch (folded.kind.name) {
    case 'channel':
      return channelFaults(folded, channelState);
    case 'payment':
      return paymentFaults(folded);
    default:
      return [];
  }
}

function channelFaults({ record, before, after }: FoldedRecord, channelState: ChannelState): string[] {
  const event = record.event as unknown as ChannelEvent;
  const context = after.context as ChannelContext;
  const { total, capacity } = channelMoney(context);
  return [
    ...(total === capacity ? [] : [`balances and HTLCs are ${total}msat, the capacity is ${capacity}msat`]),
    ...context.balanceMsat.filter((msat) => msat < 0n).map((msat) => `a balance is ${msat}msat`),
    ...feeFaults(event, before.context as ChannelContext, context, channelState),
    ...preimageFaults(event, before.context as ChannelContext),
  ];
}

/** An HTLC that was forwarded takes from the one before it what it carries and the fee, no more and no less. */
function feeFaults(
  event: ChannelEvent,
  before: ChannelContext,
  after: ChannelContext,
  channelState: ChannelState,
): string[] {
  if (event.type !== 'HTLC_OFFERED' || !('prev' in event) || after.nextHtlcId === before.nextHtlcId) return [];
  const [channel, id] = event.prev;
  const incoming = findHtlc(channelState(channel), id);
  if (incoming === undefined) return [`forwards HTLC ${id} of ${channel}, which is not in flight`];
  const outMsat = event.amountMsat + event.feeMsat;
  return incoming.amountMsat === outMsat
    ? []
    : [`${incoming.amountMsat}msat came in, ${event.amountMsat}msat and a fee of ${event.feeMsat}msat went on`];
}

function preimageFaults(event: ChannelEvent, before: ChannelContext): string[] {
  if (event.type !== 'HTLC_FULFILLED') return [];
  const htlc = findHtlc(before, event.id);
  return htlc === undefined || opens(event.preimage, htlc.hash) ? [] : [`the preimage does not open ${htlc.hash}`];
}

function paymentFaults({ record }: FoldedRecord): string[] {
  const event = record.event as unknown as PaymentEvent;
  if (event.type !== 'PART_FULFILLED') return [];
  const { paymentHash } = paymentKind.idOf(record.stream);
  return opens(event.preimage, paymentHash) ? [] : [`the preimage does not open ${paymentHash}`];
}
