/**
 * What gossip tells of the simulated channels: changed policies, and channels that are gone.
 *
 * Invariant: told in the turn the change is logged; after a restart everything that differs from the network file is told
 * again. Whoever takes `now` at any time and listens knows what the network knows.
 */
import { Subject } from 'rxjs';
import { type ChannelDirection, channelDirection, type Direction, type ShortChannelId } from '../domain/ids.ts';
import type { ChannelPolicy } from '../domain/route.ts';
import type { AnnouncedChannel, GraphChange, GraphFeed } from '../switch/graph-feed.ts';
import type { ChannelActors } from './channel-actors.ts';
import type { ChannelUpdates } from './channel-updates.ts';
import type { Topology } from './topology.ts';

const DIRECTIONS: readonly Direction[] = [0, 1];

export class Gossip {
  readonly changes = new Subject<GraphChange>();
  readonly #channels: ChannelActors;
  readonly #updates: ChannelUpdates;
  readonly #topology: Topology;
  /** Policies told, by channel and direction; everything else is as in the network file. */
  readonly #told = new Map<ChannelDirection, ChannelPolicy | undefined>();

  constructor(channels: ChannelActors, updates: ChannelUpdates, topology: Topology) {
    this.#channels = channels;
    this.#updates = updates;
    this.#topology = topology;
  }

  /** The network file, and what was told since. */
  now(): ReturnType<GraphFeed['now']> {
    const { nodes, channels } = this.#topology.announced();
    return { nodes, channels: this.#told.size === 0 ? channels : channels.map((channel) => this.#asTold(channel)) };
  }

  announce(channel: ShortChannelId, direction: Direction): void {
    const { policies, nodes, gone } = this.#channels.context(channel);
    const policy = gone ? undefined : (policies[direction] ?? undefined);
    this.#told.set(channelDirection(channel, direction), policy);
    this.changes.next({
      type: 'policy-changed',
      shortChannelId: channel,
      direction,
      policy,
      from: nodes[direction],
      timestamp: this.#updates.timestamp(channel, direction),
    });
  }

  announceEnd(channel: ShortChannelId): void {
    for (const direction of DIRECTIONS) this.announce(channel, direction);
  }

  /** What the channel's stream says beyond the network file. */
  announceChanges(channel: ShortChannelId): void {
    const { gone, formerPolicies } = this.#channels.context(channel);
    for (const direction of DIRECTIONS)
      if (gone || formerPolicies[direction] !== null) this.announce(channel, direction);
  }

  #asTold(channel: AnnouncedChannel): AnnouncedChannel {
    const [policy0, policy1] = DIRECTIONS.map((direction) => {
      const key = channelDirection(channel.shortChannelId, direction);
      return this.#told.has(key) ? this.#told.get(key) : channel.policies[direction];
    });
    return { ...channel, policies: [policy0, policy1] };
  }
}
