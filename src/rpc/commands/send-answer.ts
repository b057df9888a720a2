/**
 * What `sendpay` and `sendonion` answer once the node has decided: the row, or why not.
 *
 * Invariant: "pending" carries the advice where to look, "complete" never does. A self-payment ends in the call that made
 * it, so it is answered with its end.
 */

import type { Refusal } from '../../domain/errors.ts';
import { given } from '../../domain/given.ts';
import { directionOf, type NodeId, type ShortChannelId } from '../../domain/ids.ts';
import { directionAt } from '../../domain/route.ts';
import { noteRefusal } from '../../payments/payable-invoice.ts';
import type { SendAnswer, SendRequest } from '../../payments/sending.ts';
import { answer, type CommandAnswer, type CommandContext, refuse } from '../command.ts';
import {
  type CompleteSendpay,
  completeFields,
  type FailedFirstHop,
  firstHopError,
  MONITOR_MESSAGE,
  type PendingSendpay,
  paymentFailure,
  pendingFields,
} from '../payment-json.ts';
import { invoiceTerms, type ServedNode } from '../served-node.ts';

/** A part on its way, with the advice where to look; or the one that was paid. */
export type SendpayAnswer = (PendingSendpay & { readonly message: string }) | CompleteSendpay;

/** Why the invoice that is noted beside a payment cannot be its invoice; undefined if it can, or none is. */
export function refusalOfNote(
  { invstring, paymentHash, description }: Pick<SendRequest, 'invstring' | 'paymentHash' | 'description'>,
  node: ServedNode,
): Refusal | undefined {
  if (invstring === undefined) return undefined;
  return noteRefusal(invstring, { ...invoiceTerms(node), paymentHash, ...given({ description }) });
}

/** Sends and answers. */
export async function sendAndAnswer(
  { node, signal }: CommandContext<ServedNode>,
  request: SendRequest,
): Promise<CommandAnswer<SendpayAnswer>> {
  const { operated } = node;
  const refusal = refusalOfNote(request, node);
  if (refusal !== undefined) return refuse(refusal);
  const sent = await operated.send(request);
  if (sent.type === 'pending' && request.send.kind === 'self') {
    const { groupid, partid } = sent.row;
    const end = await operated.wait({ paymentHash: request.paymentHash, groupid, partid, signal });
    if (end.type === 'complete') return answer(completeFields(end.row));
    if (end.type === 'failed') return refuse(paymentFailure(end.row, end.part.failure));
  }
  return answerTo(operated.id, request, sent);
}

function answerTo(us: NodeId, request: SendRequest, sent: SendAnswer): CommandAnswer<SendpayAnswer> {
  switch (sent.type) {
    case 'pending':
      return answer({ message: MONITOR_MESSAGE, ...pendingFields(sent.row) });
    case 'complete':
      return answer(completeFields(sent.row));
    case 'refused':
      return refuse(sent.refusal);
    case 'first-hop-refused':
      return refuse(firstHopError(us, firstHopOf(us, request), sent.refusal));
  }
}

function firstHopOf(us: NodeId, { send }: SendRequest): FailedFirstHop {
  if (send.kind === 'onion') return { channel: send.channel, direction: directionOf(us, send.peer) };
  if (send.kind === 'route')
    return { channel: send.channels[0] as ShortChannelId, direction: directionAt({ source: us, ...send }, 0) };
  throw new TypeError('a self-payment has no first hop');
}
