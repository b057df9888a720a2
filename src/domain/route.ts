/**
 * A route as `getroute` answers and `sendpay` takes it (lightning-getroute(7)).
 *
 * Invariant: hop i names the node at the far end of its channel, the amount that node receives and the CLTV blocks left
 * there, relative to the current height. The first hop leaves the sender.
 */
import type { Msat } from './amount.ts';
import { type Direction, directionOf, type NodeId, type ShortChannelId } from './ids.ts';

export interface RouteHop {
  readonly id: NodeId;
  readonly channel: ShortChannelId;
  /** What `id` must receive. */
  readonly amountMsat: Msat;
  /** CLTV blocks remaining at `id`. */
  readonly delay: number;
  readonly direction?: Direction;
}

/** What says in which direction a route goes through a channel. */
export interface Directed {
  /** Who it starts from. */
  readonly source: NodeId;
  readonly ids: readonly NodeId[];
  /** What the caller said; absent where it is what the ids say. */
  readonly directions?: readonly Direction[];
}

/** The direction through channel `index`: the caller's word counts more than an id, for a wrong id may be in the route. */
export function directionAt({ source, ids, directions }: Directed, index: number): Direction {
  const from = index === 0 ? source : (ids[index - 1] as NodeId);
  return directions?.[index] ?? directionOf(from, ids[index] as NodeId);
}

/** The given directions, where they are not all those between the ids. */
export function givenDirections(
  source: NodeId,
  hops: readonly Pick<RouteHop, 'id' | 'direction'>[],
): readonly Direction[] | undefined {
  const ids = hops.map(({ id }) => id);
  const directions = hops.map(({ direction }, i) => direction ?? directionAt({ source, ids }, i));
  return directions.some((direction, i) => direction !== directionAt({ source, ids }, i)) ? directions : undefined;
}

/** What the channel's near node asks to forward in one direction (BOLT 7, channel_update). */
export interface ChannelPolicy {
  readonly feeBaseMsat: Msat;
  readonly feePpm: number;
  readonly cltvDelta: number;
  readonly htlcMinimumMsat: Msat;
  readonly htlcMaximumMsat: Msat;
  readonly enabled: boolean;
}
