/**
 * Which hops of a route the graph vouches for: a channel it knows, between the two nodes the route names, with a policy
 * announced for that direction.
 *
 * A route may also be what somebody claims: an invoice's hint, a caller of `sendpay`. Invariant: a claim is never taken for an
 * announcement because its short_channel_id is that of a channel of others.
 */
import { directionOf, type NodeId, type ShortChannelId } from '../domain/ids.ts';
import type { ChannelPolicy } from '../domain/route.ts';
import type { ChannelGraph } from './channel-graph.ts';

type Known = Pick<ChannelGraph, 'channel'>;

/** What `from` announced it asks to forward to `to` over the channel; undefined: the graph knows no such hop. */
export function announcedPolicy(
  graph: Known,
  from: NodeId,
  shortChannelId: ShortChannelId,
  to: NodeId,
): ChannelPolicy | undefined {
  const channel = graph.channel(shortChannelId);
  if (channel === undefined) return undefined;
  const direction = directionOf(from, to);
  const [node1, node2] = direction === 0 ? [from, to] : [to, from];
  return channel.node1 === node1 && channel.node2 === node2 ? channel.policies[direction] : undefined;
}

/** How many hops, from the source on, are announced as the route has them. The first is the source's own: it knows that one. */
export function announcedHops(
  graph: Known,
  { ids, channels }: { readonly ids: readonly NodeId[]; readonly channels: readonly ShortChannelId[] },
): number {
  for (let hop = 1; hop < ids.length; hop++) {
    const [from, to] = [ids[hop - 1] as NodeId, ids[hop] as NodeId];
    if (announcedPolicy(graph, from, channels[hop] as ShortChannelId, to) === undefined) return hop;
  }
  return ids.length;
}
