/**
 * What gossip tells of the simulated channels: changed policies, and channels that are gone.
 *
 * Invariant: told in the turn the change is logged; after a restart everything that differs from the network file is told
 * again, so whoever builds a graph from the file and listens knows what the network knows.
 */
import { Subject } from 'rxjs';
import type { Direction, ShortChannelId } from '../domain/ids.ts';
import type { GraphChange } from '../switch/graph-feed.ts';
import type { ChannelActors } from './channel-actors.ts';
import type { ChannelUpdates } from './channel-updates.ts';

const DIRECTIONS: readonly Direction[] = [0, 1];

export class Gossip {
  readonly changes = new Subject<GraphChange>();
  readonly #channels: ChannelActors;
  readonly #updates: ChannelUpdates;

  constructor(channels: ChannelActors, updates: ChannelUpdates) {
    this.#channels = channels;
    this.#updates = updates;
  }

  announce(channel: ShortChannelId, direction: Direction): void {
    const { policies, nodes, gone } = this.#channels.context(channel);
    this.changes.next({
      type: 'policy-changed',
      shortChannelId: channel,
      direction,
      policy: gone ? undefined : (policies[direction] ?? undefined),
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
}
