/**
 * The source's own channels as edges of a search.
 *
 * Core Lightning v24.11 overlays them on the graph from listpeerchannels: what can be sent now instead of the announced
 * limit, no fee, and channels nobody announced. Invariant: only channels that could take an HTLC now become edges.
 * Their limits are exact, where v24.11 rounds them like any other and may offer a route that `sendpay` then refuses.
 */
import type { ChannelGraph } from './channel-graph.ts';
import type { LocalChannelView } from './route-query.ts';

export interface LocalEdge {
  readonly channel: LocalChannelView;
  /** The peer's index in the graph. */
  readonly peer: number;
  /** `SCID/DIRECTION`. */
  readonly key: string;
  readonly min: number;
  readonly max: number;
}

/** The only state in which a channel takes new HTLCs. */
const USABLE_STATE = 'CHANNELD_NORMAL';

/**
 * Usable channels by peer. A peer whose channels are all unusable is there with none: as in v24.11 a channel of ours makes
 * its ends known even while it cannot be used. Peers new to the graph get a node in it, without channels.
 */
export function localEdges(graph: ChannelGraph, channels: readonly LocalChannelView[]): Map<number, LocalEdge[]> {
  const byPeer = new Map<number, LocalEdge[]>();
  for (const channel of channels) {
    const peer = graph.addNode(channel.peer);
    const edges = byPeer.get(peer) ?? [];
    if (channel.connected && channel.state === USABLE_STATE) edges.push(toEdge(channel, peer));
    byPeer.set(peer, edges);
  }
  return byPeer;
}

function toEdge(channel: LocalChannelView, peer: number): LocalEdge {
  const { ourPolicy, spendableMsat, shortChannelId, direction } = channel;
  return {
    channel,
    peer,
    key: `${shortChannelId}/${direction}`,
    min: Number(ourPolicy.htlcMinimumMsat),
    max: Math.min(Number(ourPolicy.htlcMaximumMsat), Number(spendableMsat)),
  };
}
