/**
 * The way there: what a simulated node does with an HTLC that is locked in at it.
 *
 * Invariant: every HTLC is looked at by its receiver, and ends up in exactly one of: answered, offered on the next channel
 * (which names it as its origin), a part held by an invoice, or waiting at the node. Checks run in the order of
 * `forwarding.ts` and `final-hop.ts`.
 */
import { behaviourFault } from '../../machines/node.ts';
import { buildErrorOnion, fromHex, type HopPayload, opens, toHex } from '../bolt/index.ts';
import type { Clock } from '../domain/clock.ts';
import { FailureCode } from '../domain/failures.ts';
import type { ChannelHtlc, HtlcRef } from '../domain/htlc.ts';
import { type NodeId, type Preimage, type ShortChannelId, shortChannelIdFromU64 } from '../domain/ids.ts';
import type { ChannelPolicy } from '../domain/route.ts';
import type { Position } from '../journal/port.ts';
import { type ChannelActors, receiverOf } from './channel-actors.ts';
import type { FailureFacts } from './failure-messages.ts';
import { finalRefusal } from './final-hop.ts';
import { type Forward, forwardRefusal } from './forwarding.ts';
import type { InvoiceActors } from './invoice-actors.ts';
import type { OnionMemory, OpenedOnion } from './onion-memory.ts';
import type { Returns } from './returns.ts';
import type { SimulatedNodes } from './simulated-nodes.ts';
import { sideOf, type Topology } from './topology.ts';

/** TLV types of a hop payload this network does not take (BOLT 4), as invalid_onion_payload names them. */
const ENCRYPTED_RECIPIENT_DATA = { type: 10n, offset: 0 } as const;
const PAYMENT_METADATA = { type: 16n, offset: 0 } as const;

/** An HTLC at the node that received it. */
interface Arrived {
  readonly node: NodeId;
  readonly ref: HtlcRef;
  readonly htlc: ChannelHtlc;
  /** Position of the record that brought it, or that made the node look again. */
  readonly cause: Position;
}

export interface ArrivalsParts {
  readonly topology: Topology;
  readonly channels: ChannelActors;
  readonly nodes: SimulatedNodes;
  readonly invoices: InvoiceActors;
  readonly onions: OnionMemory;
  readonly returns: Returns;
  readonly clock: Clock;
  /** Nodes whose forwards are listed. */
  readonly operated: ReadonlySet<NodeId>;
  readonly finalCltv: number;
  readonly height: () => number;
}

export class Arrivals {
  readonly #parts: ArrivalsParts;

  constructor(parts: ArrivalsParts) {
    this.#parts = parts;
  }

  /** The HTLC is locked in: its receiver looks at it. */
  arrive(ref: HtlcRef, cause: Position): void {
    const { channels, nodes, onions } = this.#parts;
    const htlc = channels.htlc(ref);
    if (htlc === undefined || htlc.kept !== undefined) return;
    const node = receiverOf(channels.context(ref[0]), htlc);
    if (!nodes.isOnline(node)) nodes.wait(node, ref);
    else this.#read({ node, ref, htlc, cause }, onions.open(ref, htlc));
  }

  #read(arrived: Arrived, opened: OpenedOnion): void {
    const { onions, returns, nodes } = this.#parts;
    const { node, ref, cause } = arrived;
    switch (opened.type) {
      case 'bad-onion':
        returns.failMalformed(ref, opened.code, opened.sha256OfOnion, cause);
        return;
      case 'bad-payload':
        this.#fail(arrived, FailureCode.INVALID_ONION_PAYLOAD, { record: opened.record });
        return;
      case 'opened':
        this.#behave(arrived, opened);
        if (nodes.behaviour(node).mode !== 'hold') onions.passedOn(ref);
    }
  }

  #behave(arrived: Arrived, { payload, sharedSecret }: Extract<OpenedOnion, { type: 'opened' }>): void {
    const { nodes, returns } = this.#parts;
    const { node, ref, htlc, cause } = arrived;
    const behaviour = nodes.behaviour(node);
    // An earlier version logged what was asked unseen: a node told to do what cannot be done fails like one out of order.
    if (behaviourFault(behaviour) !== undefined) {
      this.#fail(arrived, FailureCode.TEMPORARY_NODE_FAILURE);
      return;
    }
    switch (behaviour.mode) {
      case 'hold':
        nodes.wait(node, ref);
        return;
      case 'fail':
        returns.sendBack(node, ref, buildErrorOnion(sharedSecret, fromHex(behaviour.failureMessage)), cause);
        return;
      case 'resolve':
        if (opens(behaviour.preimage, htlc.hash)) returns.fulfil([ref], behaviour.preimage, cause);
        else this.#fail(arrived, FailureCode.TEMPORARY_NODE_FAILURE);
        return;
      default:
        this.#proceed(arrived, payload);
    }
  }

  #proceed(arrived: Arrived, payload: HopPayload): void {
    switch (payload.type) {
      case 'forward':
        this.#forward(arrived, payload);
        return;
      case 'final':
        this.#take(arrived, payload);
        return;
      case 'blinded':
        this.#fail(arrived, FailureCode.INVALID_ONION_PAYLOAD, { record: ENCRYPTED_RECIPIENT_DATA });
    }
  }

  #forward(arrived: Arrived, payload: Extract<HopPayload, { type: 'forward' }>): void {
    const { node, ref, htlc, cause } = arrived;
    const { channels, clock, operated, returns, height } = this.#parts;
    const out = shortChannelIdFromU64(payload.shortChannelId);
    const { amtToForwardMsat: amountMsat, outgoingCltv: expiry } = payload;
    const channel = this.#outgoing(node, out);
    const asked = { inMsat: htlc.amountMsat, inExpiry: htlc.expiry, outMsat: amountMsat, outExpiry: expiry };
    const failcode = forwardRefusal({ ...asked, height: height(), channel });
    if (failcode !== undefined) {
      const update = channel === undefined ? {} : returns.updateFor(failcode, out, node);
      this.#fail(arrived, failcode, update, out);
      return;
    }
    const from = sideOf(channels.context(out).nodes, node);
    const feeMsat = htlc.amountMsat - amountMsat;
    const noted = operated.has(node) ? { atMs: clock.nowMs() } : {};
    const offer = { type: 'HTLC_OFFERED', from, amountMsat, expiry, hash: htlc.hash, prev: ref, feeMsat } as const;
    channels.offer(out, { ...offer, ...noted }, cause);
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

  #take(arrived: Arrived, payload: Extract<HopPayload, { type: 'final' }>): void {
    const { node, ref, htlc, cause } = arrived;
    const { paymentData, keysendPreimage } = payload;
    const { amountMsat, expiry, hash: paymentHash } = htlc;
    const failcode = finalRefusal({
      amountMsat,
      expiry,
      onionAmountMsat: payload.amtToForwardMsat,
      onionExpiry: payload.outgoingCltv,
      hasMetadata: payload.paymentMetadata !== undefined,
      height: this.#parts.height(),
      finalCltv: this.#parts.finalCltv,
    });
    if (failcode !== undefined) {
      this.#fail(arrived, failcode, { record: PAYMENT_METADATA });
      return;
    }
    const totalMsat = paymentData?.totalMsat ?? amountMsat;
    const secret = paymentData === undefined ? {} : { secret: toHex(paymentData.paymentSecret) };
    const keysend = keysendPreimage === undefined ? {} : { keysendPreimage: toHex(keysendPreimage) as Preimage };
    const arrival = { node, paymentHash, htlc: ref, amountMsat, totalMsat, ...secret, ...keysend };
    if (!this.#parts.invoices.arrive(arrival, cause))
      this.#fail(arrived, FailureCode.INCORRECT_OR_UNKNOWN_PAYMENT_DETAILS);
  }

  #fail(
    { ref, htlc, cause }: Arrived,
    failcode: number,
    facts: Partial<FailureFacts> = {},
    out?: ShortChannelId,
  ): void {
    this.#parts.returns.fail(ref, htlc, failcode, facts, cause, out);
  }
}
