/**
 * The channel actors: opened in the log the first time they are touched, looked at by everyone else.
 *
 * Invariant: the log holds only channels that were touched; an untouched one is what the network file says, connected if both
 * its nodes are up. Before a channel gets any event it gets CHANNEL_OPENED.
 * Does not decide: `machines/channel.ts` does.
 */
import { type ChannelEffect, type ChannelEvent, channelMachine } from '../../machines/channel.ts';
import { type ChannelContext, findHtlc, NO_CHANNEL } from '../domain/channel-state.ts';
import type { ChannelHtlc, HtlcRef } from '../domain/htlc.ts';
import type { NodeId, ShortChannelId } from '../domain/ids.ts';
import type { LoggedEvent, Position } from '../journal/port.ts';
import type { ActorKind, Delivering, SnapshotFrom } from '../runtime/actor-kind.ts';
import { forwardRows } from './forward-rows.ts';
import type { Topology } from './topology.ts';

const CHANNEL_VERSION = 1;
/** Records after which a channel's state is stored, so that coming up never folds a long history. */
const CHANNEL_SNAPSHOT_EVERY = 200;
const PREFIX = 'channel/';

export type ChannelSnapshot = SnapshotFrom<typeof channelMachine>;
export type ChannelKind = ActorKind<typeof channelMachine, ChannelEffect>;

/** What a channel's effect is about. */
export interface ChannelEffectAt {
  readonly channel: ShortChannelId;
  readonly position: Position;
  readonly context: ChannelContext;
}

export interface ChannelActorsOptions {
  readonly topology: Topology;
  readonly isOnline: (node: NodeId) => boolean;
  readonly perform: (effect: ChannelEffect, at: ChannelEffectAt) => void;
}

export class ChannelActors {
  readonly kind: ChannelKind;
  readonly #topology: Topology;
  readonly #isOnline: (node: NodeId) => boolean;
  readonly #opened = new Map<ShortChannelId, boolean>();
  #runtime: Delivering | undefined;

  constructor({ topology, isOnline, perform }: ChannelActorsOptions) {
    this.#topology = topology;
    this.#isOnline = isOnline;
    this.kind = {
      kind: 'channel',
      machine: channelMachine,
      version: CHANNEL_VERSION,
      snapshotEvery: CHANNEL_SNAPSHOT_EVERY,
      isFinished: ({ context }) => context.htlcs.length === 0 && !isChanged(context),
      rows: (change) => forwardRows(channelOf(change.stream), change),
      perform: (effect, { stream, record, after }) =>
        perform(effect, { channel: channelOf(stream), position: record.position, context: after.context }),
    };
  }

  attach(runtime: Delivering): void {
    this.#runtime = runtime;
  }

  /** true once the channel is in the log. */
  isOpened(channel: ShortChannelId): boolean {
    const known = this.#opened.get(channel);
    if (known !== undefined) return known;
    const opened = this.#attached().exists(PREFIX + channel);
    this.#opened.set(channel, opened);
    return opened;
  }

  /** The channel's state; of an untouched one the initial state. */
  snapshot(channel: ShortChannelId): ChannelSnapshot {
    return this.#attached().snapshot(this.kind, PREFIX + channel);
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
    const stream = PREFIX + channel;
    const runtime = this.#attached();
    if (!this.isOpened(channel)) {
      const connected = this.isConnected(channel);
      this.#opened.set(channel, true);
      const opened = { type: 'CHANNEL_OPENED', connected, ...this.#topology.terms(channel) };
      runtime.deliver({ stream, event: opened, cause });
    }
    runtime.deliver({ stream, event: event as LoggedEvent, cause });
  }

  #attached(): Delivering {
    if (this.#runtime === undefined) throw new TypeError('the simulated network is not attached to a runtime yet');
    return this.#runtime;
  }
}

export const channelStream = (channel: ShortChannelId): string => PREFIX + channel;
export const channelOf = (stream: string): ShortChannelId => stream.slice(PREFIX.length) as ShortChannelId;

/** The node that received an HTLC. */
export function receiverOf(context: ChannelContext, htlc: Pick<ChannelHtlc, 'from'>): NodeId {
  return context.nodes[htlc.from === 0 ? 1 : 0];
}

/** The node that offered an HTLC. */
export function offererOf(context: ChannelContext, htlc: Pick<ChannelHtlc, 'from'>): NodeId {
  return context.nodes[htlc.from];
}

/** true if gossip says something else of the channel than the network file: then recovery must know it. */
function isChanged(context: ChannelContext): boolean {
  return context.gone || context.shuttingDown || context.formerPolicies.some((former) => former !== null);
}
