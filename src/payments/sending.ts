/**
 * Sending a part: `sendpay`, `sendonion` and `pay` all send here, after their parameters were checked.
 *
 * Invariant: first what is known of the payment_hash, then whether this log may send at all, then whether the onion can be made, then the first hop; a refusal leaves
 * nothing behind. What is recorded is what leaves, and it is recorded before it does.
 * Does not wait for anything: `operated-node.ts` holds answers until they are durable.
 */
import type { PaymentEvent, SentPart } from '../../machines/payment.ts';
import { rowOf, type SendpayRow } from '../../machines/payment-rows.ts';
import { toHex } from '../bolt/index.ts';
import type { Msat } from '../domain/amount.ts';
import type { Clock } from '../domain/clock.ts';
import { type Refusal, RpcErrorCode } from '../domain/errors.ts';
import type { FirstHopRefusal } from '../domain/first-hop.ts';
import type { NodeId, PaymentHash } from '../domain/ids.ts';
import type { Position } from '../domain/log-record.ts';
import type { PartSend } from '../domain/payment-part.ts';
import type { RandomSource } from '../domain/random.ts';
import { decideSendpay } from '../domain/sendpay-decision.ts';
import { findFirstHop } from '../switch/first-hop.ts';
import type { Switch } from '../switch/port.ts';
import { firstHopOf } from './attempt.ts';
import type { History } from './history.ts';
import { isSendable } from './onion-plan.ts';
import type { PaymentShell } from './payment-actor.ts';

/** Bytes of a session key. */
const SESSION_KEY_BYTES = 32;

/** A send without what the node itself draws. */
export type RequestedSend =
  | Omit<Extract<PartSend, { kind: 'route' }>, 'sessionKey'>
  | Exclude<PartSend, { kind: 'route' }>;

export interface SendRequest {
  readonly paymentHash: PaymentHash;
  readonly send: RequestedSend;
  /** What leaves us. */
  readonly sentMsat: Msat;
  /** Recorded for this part: what the destination gets, or the target; 0 if unknown. */
  readonly amountMsat: Msat;
  /** What all parts of the group deliver; 0 if unknown. */
  readonly totalMsat: Msat;
  readonly partid: bigint;
  readonly groupid?: bigint;
  readonly destination?: NodeId;
  readonly label?: string;
  readonly invstring?: string;
  readonly description?: string;
  readonly localinvreqid?: string;
}

export type SendAnswer =
  | { readonly type: 'pending'; readonly row: SendpayRow }
  | { readonly type: 'complete'; readonly row: SendpayRow }
  | { readonly type: 'refused'; readonly refusal: Refusal }
  /** Nothing was recorded: the first peer is unknown or away. */
  | { readonly type: 'first-hop-refused'; readonly refusal: FirstHopRefusal };

/** The answer, which is the same however often one asks, and whether this time something leaves. */
export interface Sent {
  readonly answer: SendAnswer;
  readonly leaves: boolean;
}

const stays = (answer: SendAnswer): Sent => ({ answer, leaves: false });

export interface SendingParts {
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly network: Switch;
  readonly payments: PaymentShell;
  readonly history: Pick<History, 'refusal'>;
}

type Drawn = Omit<SentPart, 'createdIndex'>;

export class Sending {
  readonly #parts: SendingParts;

  constructor(parts: SendingParts) {
    this.#parts = parts;
  }

  /** Why nothing may be sent now, whatever it is. */
  refusal(): Refusal | undefined {
    return this.#parts.history.refusal();
  }

  /** Decides about a part and sends it, in this turn. `cause`: position of the record that asked for it, 0 for a command. */
  send(node: NodeId, request: SendRequest, cause: Position = 0): Sent {
    const { paymentHash } = request;
    const { parts, tombstones } = this.#parts.payments.context(node, paymentHash);
    const { groupid, destination } = request;
    const decision = decideSendpay(parts, tombstones, { ...request, groupid, destination });
    switch (decision.type) {
      case 'refuse':
        return stays({ type: 'refused', refusal: decision.refusal });
      case 'already-pending':
        return stays({ type: 'pending', row: rowOf(paymentHash, decision.part) });
      case 'already-complete':
        return stays({ type: 'complete', row: rowOf(paymentHash, decision.part) });
      case 'send': {
        const refusal = this.refusal();
        if (refusal !== undefined) return stays({ type: 'refused', refusal });
        return this.#record(node, paymentHash, this.#draw(node, request, decision.groupid), cause);
      }
    }
  }

  #record(node: NodeId, paymentHash: PaymentHash, part: Drawn, cause: Position): Sent {
    const { network, payments } = this.#parts;
    if (!isSendable(part, (id) => network.onionKey(id)))
      return stays({
        type: 'refused',
        refusal: { code: RpcErrorCode.LIGHTNINGD, message: 'Could not create onion packet' },
      });
    const refusal = this.#firstHopRefusal(node, part);
    if (refusal) return stays({ type: 'first-hop-refused', refusal });
    const sent: SentPart = { ...part, createdIndex: payments.nextIndex(node, 'created') };
    const event: PaymentEvent = { type: 'PART_SENT', ...sent };
    payments.deliver(node, paymentHash, event, cause);
    return { leaves: true, answer: { type: 'pending', row: rowOf(paymentHash, { ...sent, status: 'pending' }) } };
  }

  #draw(node: NodeId, request: SendRequest, groupid: bigint): Drawn {
    const { paymentHash: _hash, groupid: _asked, send, ...recorded } = request;
    const { clock, random, network } = this.#parts;
    const sessionKey = (): string => toHex(random.bytes(SESSION_KEY_BYTES));
    return {
      ...recorded,
      groupid,
      createdAtMs: clock.nowMs(),
      height: network.blockheight(node),
      send: send.kind === 'route' ? { ...send, sessionKey: sessionKey() } : send,
    };
  }

  #firstHopRefusal(node: NodeId, { send, sentMsat }: Drawn): FirstHopRefusal | undefined {
    if (send.kind === 'self') return undefined;
    const hop = firstHopOf(send);
    const found = findFirstHop(this.#parts.network.localChannels(node, hop.peer), { ...hop, amountMsat: sentMsat });
    return found.type === 'refused' ? found.refusal : undefined;
  }
}
