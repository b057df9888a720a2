/**
 * The channel actors: opened in the log the first time they are touched, looked at by everyone else.
 *
 * Invariant: the log holds only channels that were touched; an untouched one is what the network file says, connected if both
 * its nodes are up. Before a channel gets any event it gets CHANNEL_OPENED.
 * Does not decide: `machines/channel.ts` does.
 */

import type { ChannelEvent, channelMachine } from '../../machines/channel.ts';
import { channelKind } from '../../machines/channel-kind.ts';
import type { StateOf } from '../../machines/kind.ts';
import { type ChannelContext, findHtlc, NO_CHANNEL } from '../domain/channel-state.ts';
import type { ChannelHtlc, HtlcRef } from '../domain/htlc.ts';
import type { HtlcOffered } from '../domain/htlc-offer.ts';
import type { Direction, NodeId, PaymentHash, ShortChannelId } from '../domain/ids.ts';
import type { LoggedEvent, Position } from '../journal/port.ts';
import { type Actor, actor, type Delivering, type Performers } from '../runtime/actor.ts';
import type { Topology } from './topology.ts';

const SIDES: readonly Direction[] = [0, 1];

export type ChannelSnapshot = StateOf<typeof channelMachine>;

export interface ChannelActorsOptions {
  readonly topology: Topology;
  /** Nodes whose HTLCs are listed. */
  readonly operated: ReadonlySet<NodeId>;
  readonly isOnline: (node: NodeId) => boolean;
  readonly performers: Performers<typeof channelMachine>;
}

export class ChannelActors {
  readonly actor: Actor;
  readonly #topology: Topology;
  readonly #operated: ReadonlySet<NodeId>;
  readonly #isOnline: (node: NodeId) => boolean;
  readonly #opened = new Map<ShortChannelId, boolean>();
  #runtime: Delivering | undefined;

  constructor({ topology, operated, isOnline, performers }: ChannelActorsOptions) {
    this.#topology = topology;
    this.#operated = operated;
    this.#isOnline = isOnline;
    this.actor = actor(channelKind, performers);
  }

  attach(runtime: Delivering): void {
    this.#runtime = runtime;
  }

  /** true once the channel is in the log. */
  isOpened(channel: ShortChannelId): boolean {
    const known = this.#opened.get(channel);
    if (known !== undefined) return known;
    const opened = this.#attached().exists(channelKind.streamOf(channel));
    this.#opened.set(channel, opened);
    return opened;
  }

  /** The channel's state; of an untouched one the initial state. */
  snapshot(channel: ShortChannelId): ChannelSnapshot {
    return this.#attached().snapshot(channelKind, channel);
  }

  /** What the channel holds, whether it was touched or not. Throws SENDPAY_UNKNOWN_CHANNEL. */
  context(channel: ShortChannelId): ChannelContext {
    const snapshot = this.isOpened(channel) ? this.snapshot(channel) : undefined;
    if (snapshot !== undefined && snapshot.value !== 'unopened') return snapshot.context;
    return { ...NO_CHANNEL, ...this.#topology.terms(channel) };
  }

  htlc([channel, id]: HtlcRef): ChannelHtlc | undefined {
    return findHtlc(this.context(channel), id);
  }

  isConnected(channel: ShortChannelId): boolean {
    const { node1, node2 } = this.#topology.channel(channel);
    return this.#isOnline(node1) && this.#isOnline(node2);
  }

  deliver(channel: ShortChannelId, event: ChannelEvent, cause: Position): void {
    const stream = channelKind.streamOf(channel);
    const runtime = this.#attached();
    if (!this.isOpened(channel)) {
      const connected = this.isConnected(channel);
      this.#opened.set(channel, true);
      const opened = { type: 'CHANNEL_OPENED', connected, ...this.#topology.terms(channel) };
      runtime.deliver({ stream, event: opened, cause });
    }
    runtime.deliver({ stream, event: event as LoggedEvent, cause });
  }

  /** Offers an HTLC, with a note of who lists it. */
  offer(channel: ShortChannelId, offer: HtlcOffered, cause: Position): void {
    const { node1, node2 } = this.#topology.channel(channel);
    const listed = SIDES.filter((side) => this.#operated.has(side === 0 ? node1 : node2));
    this.deliver(channel, listed.length === 0 ? offer : { ...offer, listed }, cause);
  }

  /** The node went down: its peers see the connections drop. */
  disconnect(node: NodeId, cause: Position): void {
    for (const { shortChannelId } of this.#topology.channelsOf(node))
      if (this.isOpened(shortChannelId)) this.deliver(shortChannelId, { type: 'CHANNEL_DISCONNECTED' }, cause);
  }

  /** The node is back: it connects to the peers that are there. */
  reconnect(node: NodeId, cause: Position): void {
    for (const { shortChannelId } of this.#topology.channelsOf(node))
      if (this.isOpened(shortChannelId) && this.isConnected(shortChannelId))
        this.deliver(shortChannelId, { type: 'CHANNEL_RECONNECTED' }, cause);
  }

  #attached(): Delivering {
    if (this.#runtime === undefined) throw new TypeError('the simulated network is not attached to a runtime yet');
    return this.#runtime;
  }
}

/** The attempt of the node that offered a payment's first HTLC. */
export function attemptOf(node: NodeId, paymentHash: PaymentHash, [groupid, partid]: readonly [bigint, bigint]) {
  return { node, paymentHash, groupid, partid };
}

/** The node that received an HTLC. */
export function receiverOf(context: ChannelContext, htlc: Pick<ChannelHtlc, 'from'>): NodeId {
  return context.nodes[htlc.from === 0 ? 1 : 0];
}

/** The node that offered an HTLC. */
export function offererOf(context: ChannelContext, htlc: Pick<ChannelHtlc, 'from'>): NodeId {
  return context.nodes[htlc.from];
}
