/**
 * The network as one operated node sees it: public graph, its own channels as they are now, what failures taught it, and
 * what it avoids.
 *
 * Invariants: another node's view is never touched by what this one learned (BOLT 4: updates from errors are not passed
 * on); avoidance orders routes and never removes a destination (`src/graph/route-search.ts`).
 * Does not log: everything it adds to the public graph is in the penalty actor's context.
 */
import type { PenaltyContext } from '../../machines/penalty.ts';
import type { Msat } from '../domain/amount.ts';
import type { Clock } from '../domain/clock.ts';
import { isNewPolicy, type LearnedPolicy } from '../domain/failure-lesson.ts';
import {
  type ChannelDirection,
  channelDirection,
  type Direction,
  directedChannel,
  directionOf,
  type NodeId,
  type ShortChannelId,
} from '../domain/ids.ts';
import { EMPTY_TRIE, newSince } from '../domain/ordered-trie.ts';
import type { ChannelPolicy } from '../domain/route.ts';
import { announcedPolicy } from '../graph/announced.ts';
import type { ChannelGraph } from '../graph/channel-graph.ts';
import type { Exclusion, RouteAnswer, RouteQuery } from '../graph/route-query.ts';
import { findRoute } from '../graph/route-search.ts';
import type { GraphChange } from '../switch/graph-feed.ts';
import type { LocalChannel, OwnViews } from '../switch/port.ts';
import type { PenaltyShell } from './penalty-actor.ts';
import { avoidances, explainPenalties, type PenaltyExplanation } from './penalty-view.ts';

export type GetrouteQuery = Omit<RouteQuery, 'source' | 'avoid' | 'local'> & {
  /** Default: this node. On a route from elsewhere, own channels that cannot carry the amount now are left out. */
  readonly source?: NodeId;
  /** false: as if nothing had been learned (for `whatif` and tests). Default true. */
  readonly usePenalties?: boolean;
};

export class GraphView {
  readonly graph: ChannelGraph;
  readonly node: NodeId;
  readonly #clock: Clock;
  readonly #network: OwnViews;
  readonly #penalties: PenaltyShell;
  /** Learned policies that are laid over the graph. */
  #applied: PenaltyContext['learned'] = EMPTY_TRIE;
  /** When the policies of directions were made that changed while this process runs, in seconds. */
  readonly #updatedAt = new Map<ChannelDirection, number>();
  readonly #madeAt: number;

  constructor(parts: { node: NodeId; graph: ChannelGraph; clock: Clock; network: OwnViews; penalties: PenaltyShell }) {
    this.node = parts.node;
    this.graph = parts.graph;
    this.#clock = parts.clock;
    this.#network = parts.network;
    this.#penalties = parts.penalties;
    this.#madeAt = Math.floor(parts.clock.nowMs() / 1000);
  }

  /** When the policy of a direction was made, in seconds: where nobody told, when this view first had it. */
  lastUpdate(channel: ShortChannelId, direction: Direction): number {
    return this.#updatedAt.get(channelDirection(channel, direction)) ?? this.#madeAt;
  }

  /** `getroute`: the best route, avoiding what failed lately if there is a way around it. */
  route(query: GetrouteQuery): RouteAnswer {
    const { usePenalties = true, ...asked } = query;
    const context = this.#learned();
    const source = query.source ?? this.node;
    const local = this.#network.localChannels(this.node);
    return findRoute(this.graph, {
      ...asked,
      source,
      ...(usePenalties ? { avoid: avoidances(context, this.#clock.nowMs()) } : {}),
      ...(source === this.node
        ? { local }
        : { exclude: [...(asked.exclude ?? []), ...incapable(local, asked.amountMsat)] }),
    });
  }

  /** What `from` asks to forward to `to` over a channel, as announced and as learned since; undefined: nobody announced that. */
  announcedPolicy(from: NodeId, channel: ShortChannelId, to: NodeId): ChannelPolicy | undefined {
    this.#learned();
    return announcedPolicy(this.graph, from, channel, to);
  }

  /** The same once `update`, which came with a failure, is learned. */
  policyAfter(from: NodeId, channel: ShortChannelId, to: NodeId, learned: LearnedPolicy): ChannelPolicy | undefined {
    const announced = this.announcedPolicy(from, channel, to);
    if (announced === undefined) return undefined;
    const update = { channel: channelDirection(channel, directionOf(from, to)), learned };
    return isNewPolicy(this.#learned().learned, { update }) ? learned.policy : announced;
  }

  /** What gossip tells: newer than anything a failure taught. A channel nobody announced to us is passed over. */
  see(change: GraphChange): void {
    switch (change.type) {
      case 'channel-opened':
        if (this.graph.channel(change.channel.shortChannelId) === undefined) this.graph.addChannel(change.channel);
        return;
      case 'policy-changed':
        this.graph.setPolicy(change.shortChannelId, change.direction, change.policy);
        this.#updatedAt.set(channelDirection(change.shortChannelId, change.direction), change.timestamp);
        return;
      case 'channel-closed':
        this.graph.closeChannel(change.shortChannelId);
        for (const direction of [0, 1] as const)
          this.#updatedAt.delete(channelDirection(change.shortChannelId, direction));
    }
  }

  /** Everything avoided or lately avoided: why, until when. */
  penalties(): PenaltyExplanation[] {
    return explainPenalties(this.#learned(), this.#clock.nowMs());
  }

  /** The penalty context, with the policies it learned laid over the graph. */
  #learned(): PenaltyContext {
    const context = this.#penalties.contextAt(this.node, this.#clock.nowMs());
    for (const [key, { policy, timestamp }] of newSince(this.#applied, context.learned)) {
      const { channel, direction } = directedChannel(key as ChannelDirection);
      this.graph.setPolicy(channel, direction, policy);
      this.#updatedAt.set(key as ChannelDirection, timestamp);
    }
    this.#applied = context.learned;
    return context;
  }
}

/**
 * What a node knows of its own channels that the public graph does not: which directions cannot carry the amount now. For a
 * route that starts elsewhere and ends here or passes through; a route from here has the channels themselves.
 */
function incapable(channels: readonly LocalChannel[], amountMsat: Msat): Exclusion[] {
  return channels.flatMap(({ shortChannelId: channel, direction, connected, receivableMsat, spendableMsat }) => {
    const into: Direction = direction === 0 ? 1 : 0;
    return [
      ...(connected && receivableMsat >= amountMsat ? [] : [{ type: 'channel', channel, direction: into } as const]),
      ...(connected && spendableMsat >= amountMsat ? [] : [{ type: 'channel', channel, direction } as const]),
    ];
  });
}
