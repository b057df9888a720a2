/**
 * What simulated nodes do with HTLCs: look at one that arrived, forward it or take it, and pass results back.
 *
 * Invariant: every HTLC added to a channel is looked at by its receiver, and ends in exactly one of: a result for it, an HTLC
 * on the next channel that names it as its origin, a part held by an invoice, or waiting at the node. Checks run in the
 * order of `forwarding.ts` and `final-hop.ts`; failures travel back in error onions, wrapped by every node on the way.
 * Does not know payments: the first channel's result goes to `origin`.
 */
import type { ChannelEffect } from '../../machines/channel.ts';
import { buildErrorOnion, fromHex, type HopPayload, toHex, wrapErrorOnion } from '../bolt/index.ts';
import type { Clock } from '../domain/clock.ts';
import { FailureCode, UPDATE } from '../domain/failures.ts';
import type { ChannelHtlc, HtlcOrigin, HtlcRef, HtlcResolution } from '../domain/htlc.ts';
import {
  directionOf,
  type NodeId,
  type PaymentHash,
  type Preimage,
  type ShortChannelId,
  shortChannelIdFromU64,
} from '../domain/ids.ts';
import type { ChannelPolicy } from '../domain/route.ts';
import type { Position } from '../journal/port.ts';
import { type ChannelActors, type ChannelEffectAt, offererOf, receiverOf } from './channel-actors.ts';
import type { ChannelUpdates } from './channel-updates.ts';
import { type FailureFacts, failureMessage } from './failure-messages.ts';
import { finalRefusal } from './final-hop.ts';
import { type Forward, forwardRefusal } from './forwarding.ts';
import type { InvoiceActors } from './invoice-actors.ts';
import type { OnionMemory, OpenedOnion } from './onion-memory.ts';
import type { SimulatedNodes } from './simulated-nodes.ts';
import { sideOf, type Topology } from './topology.ts';

type Opened = Extract<OpenedOnion, { type: 'opened' }>;
type Refused = Extract<ChannelEffect, { type: 'HTLC_REFUSED' }>;
type Settled = Extract<ChannelEffect, { type: 'HTLC_SETTLED' }>;

/** What the sender of a payment hears of its first HTLC. */
export interface OriginResult {
  readonly node: NodeId;
  readonly hash: PaymentHash;
  readonly part: readonly [groupid: number, partid: number];
  readonly cause: Position;
  readonly outcome:
    | HtlcResolution
    | { readonly type: 'refused'; readonly failureMessage: string; readonly failcode: number; readonly detail: string };
}

export interface RelayParts {
  readonly topology: Topology;
  readonly channels: ChannelActors;
  readonly nodes: SimulatedNodes;
  readonly invoices: InvoiceActors;
  readonly onions: OnionMemory;
  readonly updates: ChannelUpdates;
  readonly clock: Clock;
  readonly operated: ReadonlySet<NodeId>;
  readonly finalCltv: number;
  readonly height: () => number;
  readonly origin: (result: OriginResult) => void;
}

/** A byte of an error onion a corrupting node turns over. */
const CORRUPTED_BYTE = 40;

export class Relay {
  readonly #parts: RelayParts;

  constructor(parts: RelayParts) {
    this.#parts = parts;
  }

  /** The HTLC is locked in: its receiver looks at it. */
  arrive(ref: HtlcRef, cause: Position): void {
    const { channels, nodes } = this.#parts;
    const htlc = channels.htlc(ref);
    if (htlc === undefined || htlc.kept !== undefined) return;
    const node = receiverOf(channels.context(ref[0]), htlc);
    if (!nodes.isOnline(node)) {
      nodes.wait(node, ref);
      return;
    }
    const opened = this.#parts.onions.open(ref, htlc);
    if (opened.type === 'bad-onion') {
      this.#failMalformed(ref, opened.code, opened.sha256OfOnion, cause);
      return;
    }
    if (opened.type === 'bad-payload') {
      this.#fail(ref, htlc, FailureCode.INVALID_ONION_PAYLOAD, { record: opened.record }, cause);
      return;
    }
    this.#behave(node, ref, htlc, opened, cause);
    if (nodes.behaviour(node).mode !== 'hold') this.#parts.onions.passedOn(ref);
  }

  /** Own offers go to the sender; a forward that our channel refuses fails the HTLC before it. */
  refused(effect: Refused, { channel, position, context }: ChannelEffectAt): void {
    const { from, hash, origin, failcode, detail, amountMsat, expiry } = effect;
    const node = context.nodes[from];
    const facts = { htlcMsat: amountMsat, cltvExpiry: expiry, ...this.#updateFor(failcode, channel, node) };
    if ('part' in origin) {
      const message = toHex(failureMessage(failcode, { ...this.#noFacts(), ...facts }));
      const outcome = { type: 'refused', failureMessage: message, failcode, detail } as const;
      this.#parts.origin({ node, hash, part: origin.part, cause: position, outcome });
      return;
    }
    const before = this.#parts.channels.htlc(origin.prev);
    if (before) this.#fail(origin.prev, before, failcode, facts, position, channel);
  }

  /** An HTLC is gone: its receiver forgets it, its offerer passes the result back. */
  settled({ htlc, outcome }: Settled, { channel, position, context }: ChannelEffectAt): void {
    const { onions, nodes, invoices, channels } = this.#parts;
    const ref: HtlcRef = [channel, htlc.id];
    onions.forget(ref);
    const receiver = receiverOf(context, htlc);
    nodes.forget(receiver, ref);
    if (outcome.type === 'timed-out') invoices.lose(receiver, htlc.hash, ref, position);
    const offerer = offererOf(context, htlc);
    if ('part' in htlc.origin)
      this.#parts.origin({ node: offerer, hash: htlc.hash, part: htlc.origin.part, cause: position, outcome });
    else this.#passBack(offerer, htlc.origin, outcome, position);
    if (context.shuttingDown && context.htlcs.length === 0 && !context.gone)
      channels.deliver(channel, { type: 'CHANNEL_CLOSED' }, position);
  }

  /** Reveals the preimage to the nodes that sent these HTLCs. */
  fulfil(refs: readonly HtlcRef[], preimage: Preimage, cause: Position): void {
    for (const [channel, id] of refs)
      this.#parts.channels.deliver(channel, { type: 'HTLC_FULFILLED', id, preimage }, cause);
  }

  /** The destination fails these HTLCs. */
  failFinal(refs: readonly HtlcRef[], failcode: number, cause: Position): void {
    for (const ref of refs) {
      const htlc = this.#parts.channels.htlc(ref);
      if (htlc) this.#fail(ref, htlc, failcode, {}, cause);
    }
  }

  #behave(node: NodeId, ref: HtlcRef, htlc: ChannelHtlc, opened: Opened, cause: Position): void {
    const behaviour = this.#parts.nodes.behaviour(node);
    switch (behaviour.mode) {
      case 'hold':
        this.#parts.nodes.wait(node, ref);
        return;
      case 'fail':
        this.#sendBack(node, ref, buildErrorOnion(opened.sharedSecret, fromHex(behaviour.failureMessage)), cause);
        return;
      case 'resolve':
        this.fulfil([ref], behaviour.preimage, cause);
        return;
      default:
        this.#proceed(node, ref, htlc, opened.payload, cause);
        return;
    }
  }

  #proceed(node: NodeId, ref: HtlcRef, htlc: ChannelHtlc, payload: HopPayload, cause: Position): void {
    switch (payload.type) {
      case 'forward':
        this.#forward(node, ref, htlc, payload, cause);
        return;
      case 'final':
        this.#take(node, ref, htlc, payload, cause);
        return;
      case 'blinded':
        this.#fail(ref, htlc, FailureCode.INVALID_ONION_PAYLOAD, { record: { type: 10n, offset: 0 } }, cause);
        return;
    }
  }

  #forward(
    node: NodeId,
    ref: HtlcRef,
    htlc: ChannelHtlc,
    payload: Extract<HopPayload, { type: 'forward' }>,
    cause: Position,
  ): void {
    const out = shortChannelIdFromU64(payload.shortChannelId);
    const forward: Forward = {
      inMsat: htlc.amountMsat,
      inExpiry: htlc.expiry,
      outMsat: payload.amtToForwardMsat,
      outExpiry: payload.outgoingCltv,
      height: this.#parts.height(),
      channel: this.#outgoing(node, out),
    };
    const refusal = forwardRefusal(forward);
    if (refusal !== undefined) {
      const { failcode, amountMsat: htlcMsat = htlc.amountMsat, cltvExpiry = htlc.expiry } = refusal;
      const update = forward.channel === undefined ? {} : this.#updateFor(failcode, out, node);
      this.#fail(ref, htlc, failcode, { htlcMsat, cltvExpiry, ...update }, cause, out);
      return;
    }
    this.#parts.channels.deliver(
      out,
      {
        type: 'HTLC_OFFERED',
        from: sideOf(this.#parts.channels.context(out).nodes, node),
        amountMsat: payload.amtToForwardMsat,
        expiry: payload.outgoingCltv,
        hash: htlc.hash,
        prev: ref,
        feeMsat: htlc.amountMsat - payload.amtToForwardMsat,
        ...(this.#parts.operated.has(node) ? { atMs: this.#parts.clock.nowMs() } : {}),
      },
      cause,
    );
  }

  /** The outgoing channel as the node knows it. */
  #outgoing(node: NodeId, out: ShortChannelId): Forward['channel'] {
    const { topology, channels, clock } = this.#parts;
    const described = topology.find(out);
    if (described === undefined || (described.node1 !== node && described.node2 !== node)) return undefined;
    const context = channels.context(out);
    const side = sideOf(context.nodes, node);
    const former = context.formerPolicies[side];
    const policies = [
      context.policies[side],
      former !== null && clock.nowMs() < former.untilMs ? former.policy : null,
    ].filter((policy): policy is ChannelPolicy => policy !== null);
    return { policies, isNormal: !context.gone && !context.shuttingDown, isConnected: channels.isConnected(out) };
  }

  #take(
    node: NodeId,
    ref: HtlcRef,
    htlc: ChannelHtlc,
    payload: Extract<HopPayload, { type: 'final' }>,
    cause: Position,
  ): void {
    const { paymentData, keysendPreimage } = payload;
    const failcode = finalRefusal({
      amountMsat: htlc.amountMsat,
      expiry: htlc.expiry,
      onionAmountMsat: payload.amtToForwardMsat,
      onionExpiry: payload.outgoingCltv,
      hasMetadata: payload.paymentMetadata !== undefined,
      height: this.#parts.height(),
      finalCltv: this.#parts.finalCltv,
    });
    if (failcode !== undefined) {
      this.#fail(ref, htlc, failcode, { record: { type: 16n, offset: 0 } }, cause);
      return;
    }
    const isDecided = this.#parts.invoices.arrive(
      {
        node,
        paymentHash: htlc.hash,
        htlc: ref,
        amountMsat: htlc.amountMsat,
        totalMsat: paymentData?.totalMsat ?? htlc.amountMsat,
        ...(paymentData === undefined ? {} : { secret: toHex(paymentData.paymentSecret) }),
        ...(keysendPreimage === undefined ? {} : { keysendPreimage: toHex(keysendPreimage) as Preimage }),
      },
      cause,
    );
    if (!isDecided) this.#fail(ref, htlc, FailureCode.INCORRECT_OR_UNKNOWN_PAYMENT_DETAILS, {}, cause);
  }

  /** The node in the middle hands a result from downstream to the node before it. */
  #passBack(
    node: NodeId,
    { prev }: Extract<HtlcOrigin, { prev: HtlcRef }>,
    outcome: HtlcResolution,
    cause: Position,
  ): void {
    const { channels, onions } = this.#parts;
    if (outcome.type === 'fulfilled') {
      this.fulfil([prev], outcome.preimage, cause);
      return;
    }
    const before = channels.htlc(prev);
    const secret = onions.sharedSecret(prev);
    if (before === undefined || secret === undefined) return;
    switch (outcome.type) {
      case 'failed':
        this.#sendBack(node, prev, wrapErrorOnion(secret, fromHex(outcome.reason)), cause);
        return;
      case 'malformed': {
        const message = failureMessage(outcome.failcode, {
          ...this.#noFacts(),
          sha256OfOnion: fromHex(outcome.sha256OfOnion),
        });
        this.#sendBack(node, prev, buildErrorOnion(secret, message), cause);
        return;
      }
      case 'timed-out':
        this.#fail(prev, before, FailureCode.PERMANENT_CHANNEL_FAILURE, {}, cause);
        return;
    }
  }

  /** The receiver of an HTLC fails it. `out` names the channel it would have gone to. */
  #fail(
    ref: HtlcRef,
    htlc: ChannelHtlc,
    failcode: number,
    facts: Partial<FailureFacts>,
    cause: Position,
    out?: ShortChannelId,
  ): void {
    const secret = this.#parts.onions.sharedSecret(ref);
    if (secret === undefined) return;
    const node = receiverOf(this.#parts.channels.context(ref[0]), htlc);
    const known = { htlcMsat: htlc.amountMsat, cltvExpiry: htlc.expiry, height: this.#parts.height() };
    const reason = buildErrorOnion(secret, failureMessage(failcode, { ...known, ...facts }));
    const local = out !== undefined && this.#parts.operated.has(node) ? { failcode, out } : {};
    this.#sendBack(node, ref, reason, cause, local);
  }

  #sendBack(
    node: NodeId,
    [channel, id]: HtlcRef,
    reason: Uint8Array,
    cause: Position,
    local: { failcode?: number; out?: ShortChannelId } = {},
  ): void {
    const sent = this.#parts.nodes.behaviour(node).mode === 'corrupt' ? corrupted(reason) : reason;
    this.#parts.channels.deliver(channel, { type: 'HTLC_FAILED', id, reason: toHex(sent), ...local }, cause);
  }

  #failMalformed([channel, id]: HtlcRef, failcode: number, sha256OfOnion: Uint8Array, cause: Position): void {
    const event = { type: 'HTLC_FAILED_MALFORMED', id, failcode, sha256OfOnion: toHex(sha256OfOnion) } as const;
    this.#parts.channels.deliver(channel, event, cause);
  }

  /** Codes with the UPDATE flag carry the outgoing channel's update. */
  #updateFor(failcode: number, channel: ShortChannelId, node: NodeId): Partial<FailureFacts> {
    if ((failcode & UPDATE) === 0) return {};
    const { nodes } = this.#parts.channels.context(channel);
    const peer = nodes[0] === node ? nodes[1] : nodes[0];
    return { channelUpdate: this.#parts.updates.bytes(channel, directionOf(node, peer)) };
  }

  #noFacts(): FailureFacts {
    return { htlcMsat: 0n, cltvExpiry: 0, height: this.#parts.height() };
  }
}

function corrupted(onion: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(onion);
  copy[CORRUPTED_BYTE] = (copy[CORRUPTED_BYTE] as number) ^ 0xff;
  return copy;
}
