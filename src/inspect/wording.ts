/**
 * What each logged event means for people: one sentence per event type, as a table.
 *
 * Invariant: every event type has a row, which the compiler checks; one this program does not know is shown by its name. Sentences
 * are plain text and hold no secrets of their own (the records have been through `redact.ts`).
 */
import type { ChainEvent } from '../../machines/chain.ts';
import type { ChannelEvent } from '../../machines/channel.ts';
import { channelKind } from '../../machines/channel-kind.ts';
import type { InvoiceEvent } from '../../machines/invoice.ts';
import { invoiceKind } from '../../machines/invoice-kind.ts';
import { kindNameOf } from '../../machines/kind.ts';
import type { NodeBehaviour, NodeEvent } from '../../machines/node.ts';
import { nodeKind } from '../../machines/node-kind.ts';
import type { PayEvent } from '../../machines/pay.ts';
import { payKind } from '../../machines/pay-kind.ts';
import type { PaymentEvent, SentPart } from '../../machines/payment.ts';
import { paymentKind } from '../../machines/payment-kind.ts';
import type { PenaltyEvent } from '../../machines/penalty.ts';
import { penaltyKind } from '../../machines/penalty-kind.ts';
import { failureCodeRow } from '../domain/failures.ts';
import type { NodeId } from '../domain/ids.ts';
import type { PartFailure } from '../domain/payment-part.ts';
import type { JournalRecord } from '../journal/port.ts';
import type { HtlcTrack } from './htlcs.ts';
import { duration, msat, shortHex } from './names.ts';

/** What a sentence may refer to. */
export interface Wording {
  readonly name: (node: NodeId) => string;
  /** The HTLC a record offered or ended. */
  readonly track: (record: JournalRecord) => HtlcTrack | undefined;
}

type Sentence<E> = (event: E, wording: Wording, record: JournalRecord) => string;

/** `part 2`, `part 1 of group 3`; the only part of an attempt is the attempt. */
export function partName(groupid: bigint, partid: bigint): string {
  return partid === 0n ? `attempt ${groupid}` : `part ${partid} of attempt ${groupid}`;
}

/** `WIRE_FEE_INSUFFICIENT: the fee offered is below what the channel asks`. */
export function failcodeWords(failcode: number): string {
  const row = failureCodeRow(failcode);
  return row === undefined ? `unknown failure code ${failcode}` : `${row.name}: ${row.meaning}`;
}

/** Who failed it, where, and why. */
export function failureWords(failure: PartFailure, name: (node: NodeId) => string): string {
  const { erringNode, erringChannel, failcode, message } = failure;
  const who = erringNode === undefined ? '' : ` at ${name(erringNode)}`;
  const where = erringChannel === undefined ? '' : ` (channel ${erringChannel})`;
  return `failed${who}${where}: ${failcode === undefined ? message : failcodeWords(failcode)}`;
}

/** `alice → bob → zoe`. */
export function routeWords(sender: NodeId, { send }: Pick<SentPart, 'send'>, name: (node: NodeId) => string): string {
  switch (send.kind) {
    case 'route':
      return [sender, ...send.ids].map(name).join(' → ');
    case 'onion':
      return `${name(sender)} → ${name(send.peer)} → (the caller's onion)`;
    case 'self':
      return `${name(sender)} to itself`;
  }
}

/** Everything a log of ours may hold. */
type AnyEvent = PaymentEvent | ChannelEvent | InvoiceEvent | PayEvent | PenaltyEvent | NodeEvent | ChainEvent;
type EventOf<T extends AnyEvent['type']> = Extract<AnyEvent, { type: T }>;

function hop(record: JournalRecord, { track, name }: Wording, say: (from: string, to: string) => string): string {
  const found = track(record);
  return found === undefined ? 'an HTLC of this payment' : say(name(found.from), name(found.to));
}

const SENTENCES: { readonly [T in AnyEvent['type']]: Sentence<EventOf<T>> } = {
  PART_SENT: (event, { name }, { stream }) =>
    `${partName(event.groupid, event.partid)} leaves with ${msat(event.sentMsat)}: ${routeWords(paymentKind.idOf(stream).node, event, name)}`,
  PART_FULFILLED: ({ groupid, partid }) => `${partName(groupid, partid)} is paid: the preimage arrived`,
  PART_FAILED: ({ groupid, partid, failure }, { name }) =>
    `${partName(groupid, partid)} ${failureWords(failure, name)}`,
  PART_ANSWERED: ({ groupid, partid, answer }) =>
    `the node took ${partName(groupid, partid)}${answer === 'duplicate' ? ', which it had before' : ''}`,
  PART_IN_DOUBT: ({ groupid, partid, why }) => `nobody can say what became of ${partName(groupid, partid)}: ${why}`,
  PARTS_DELETED: ({ status }) => `rows of ${status} parts were deleted (delpay)`,
  CHANNEL_OPENED: (event) => `first use of the channel, capacity ${msat(event.capacityMsat)}`,
  HTLC_OFFERED: ({ amountMsat, expiry }, wording, record) =>
    hop(record, wording, (from, to) => `${from} offers ${to} ${msat(amountMsat)}, expires at block ${expiry}`),
  HTLC_FULFILLED: (_event, wording, record) => hop(record, wording, (from, to) => `${to} gives ${from} the preimage`),
  HTLC_FAILED: ({ failcode }, wording, record) =>
    hop(record, wording, (from, to) =>
      failcode === undefined ? `${to} passes a failure back to ${from}` : `${to} fails it: ${failcodeWords(failcode)}`,
    ),
  HTLC_FAILED_MALFORMED: ({ failcode }, wording, record) =>
    hop(record, wording, (_from, to) => `${to} cannot read the onion: ${failcodeWords(failcode)}`),
  HTLC_TIMED_OUT: (_event, wording, record) =>
    hop(record, wording, (from, to) => `the HTLC from ${from} to ${to} timed out on chain`),
  CHANNEL_DISCONNECTED: () => 'the peers lost their connection',
  CHANNEL_RECONNECTED: () => 'the peers are connected again; results kept for them are passed on',
  CHANNEL_SHUTDOWN: () => 'the channel takes no more HTLCs',
  CHANNEL_CLOSED: () => 'the channel is closed',
  POLICY_CHANGED: () => 'the channel asks for another fee or delay',
  INVOICE_CREATED: ({ amountMsat }) =>
    `the invoice is made, for ${amountMsat === null ? 'any amount' : msat(amountMsat)}`,
  HTLC_ARRIVED: ({ amountMsat, totalMsat }) =>
    `${msat(amountMsat)} of ${msat(totalMsat ?? amountMsat)} arrive at the invoice`,
  KEYSEND_ARRIVED: ({ receivedMsat }) => `a spontaneous payment of ${msat(receivedMsat)} arrives`,
  PART_LOST: () => 'a held part timed out on chain',
  MPP_TIMED_OUT: () => 'the other parts did not come in time; the held ones are failed',
  INVOICE_EXPIRED: () => 'the invoice expired unpaid',
  INVOICE_DELETED: () => 'the invoice is deleted',
  PAY_STARTED: ({ request }: Extract<PayEvent, { type: 'PAY_STARTED' }>, { name }) =>
    `pay ${msat(request.amountMsat)} to ${name(request.payee)}, fees up to ${msat(request.maxFeeMsat)}`,
  ROUTE_CHOSEN: (event, { name }) =>
    `route for ${msat(event.amountMsat)}, fee ${msat(event.feeMsat)}: ${event.ids.map(name).join(' → ') || 'none, it is our own invoice'}`,
  ROUTE_NOT_FOUND: ({ reason }: Extract<PayEvent, { type: 'ROUTE_NOT_FOUND' }>) => `no route: ${reason.message}`,
  ATTEMPT_SUCCEEDED: ({ partid }) => `attempt ${partid} succeeded`,
  ATTEMPT_FAILED: ({ partid, message }: Extract<PayEvent, { type: 'ATTEMPT_FAILED' }>) =>
    `attempt ${partid} failed: ${message}`,
  PAUSE_ENDED: () => 'it is time to try again',
  DEADLINE_PASSED: () => 'the time to try is over',
  PENALTY_CONFIGURED: ({ halfLifeMs }) =>
    halfLifeMs === undefined
      ? 'penalties are weighed otherwise now'
      : `penalties now halve every ${duration(halfLifeMs)}`,
  FAILURE_LEARNED: (event, { name }) => learnedWords(event, name),
  ROUTE_SUCCEEDED: ({ ids }, { name }) => `penalties on this route are forgotten: ${ids.map(name).join(', ')}`,
  UPDATE_SEEN: ({ channel }) => `a newer channel_update of ${channel} was seen`,
  CLOCK_SET_BACK: () => 'the clock was ahead when something was learned: that counts as learned now',
  PENALTIES_RESET: () => 'penalties were cleared by hand',
  NODE_WENT_OFFLINE: (_event, { name }, { stream }) => `${name(nodeKind.idOf(stream))} went offline`,
  NODE_CAME_ONLINE: (_event, { name }, { stream }) => `${name(nodeKind.idOf(stream))} is back online`,
  BEHAVIOUR_CHANGED: ({ behaviour }, { name }, { stream }) =>
    `${name(nodeKind.idOf(stream))} ${BEHAVIOUR_WORDS[behaviour.mode]}`,
  BLOCKS_MINED: ({ count }) => `${count} ${count === 1 ? 'block was' : 'blocks were'} found`,
};

const BEHAVIOUR_WORDS: Readonly<Record<NodeBehaviour['mode'], string>> = {
  normal: 'treats HTLCs as usual again',
  hold: 'was told to hold every HTLC',
  fail: 'was told to fail every HTLC',
  resolve: 'was told to fulfil every HTLC',
  corrupt: 'was told to garble the errors it passes back',
};

function learnedWords(
  { erringIndex, failcode, route, ids, announced }: EventOf<'FAILURE_LEARNED'>,
  name: (node: NodeId) => string,
): string {
  if (announced !== undefined && (erringIndex ?? announced) >= announced)
    return 'an error behind what the route only claims: nobody is blamed';
  if (erringIndex === undefined || failcode === undefined)
    return 'an unreadable error: every channel but ours is a suspect';
  if (erringIndex === ids.length) return 'an error of the destination: nothing to learn about the way there';
  const at = erringIndex === 0 ? 'our own channel' : name(ids[erringIndex - 1] as NodeId);
  return `penalty for what failed at ${at}, channel ${route[erringIndex]} (${failcodeWords(failcode)})`;
}

/** What the record changed, in a sentence. */
export function sentenceOf(record: JournalRecord, wording: Wording): string {
  const { type } = record.event;
  if (!Object.hasOwn(SENTENCES, type)) return type;
  return (SENTENCES[type as AnyEvent['type']] as Sentence<unknown>)(record.event, wording, record);
}

/** Which actor a stream is, for a column: `payment 5a3c…`, `channel 101x1x0`, `node bob`. */
export function actorName(stream: string, name: (node: NodeId) => string): string {
  if (channelKind.owns(stream)) return `channel ${channelKind.idOf(stream)}`;
  if (nodeKind.owns(stream)) return `node ${name(nodeKind.idOf(stream))}`;
  if (penaltyKind.owns(stream)) return `penalty of ${name(penaltyKind.idOf(stream))}`;
  for (const kind of [paymentKind, payKind, invoiceKind]) {
    if (!kind.owns(stream)) continue;
    const { node, paymentHash } = kind.idOf(stream);
    return `${kind.name} ${shortHex(paymentHash)} of ${name(node)}`;
  }
  return kindNameOf(stream);
}
