/**
 * A route as `getroute` answers and `sendpay` takes it (lightning-getroute(7)).
 *
 * Invariant: hop i names the node at the far end of its channel, the amount that node receives and the CLTV blocks left
 * there, relative to the current height. The first hop leaves the sender.
 */
import type { Msat } from './amount.ts';
import type { Direction, NodeId, ShortChannelId } from './ids.ts';

export interface RouteHop {
  readonly id: NodeId;
  readonly channel: ShortChannelId;
  /** What `id` must receive. */
  readonly amountMsat: Msat;
  /** CLTV blocks remaining at `id`. */
  readonly delay: number;
  readonly direction?: Direction;
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
