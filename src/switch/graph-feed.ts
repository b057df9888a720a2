/**
 * The public network as a switch tells of it: what there is now, and what changes.
 *
 * Invariant: a reader that takes `now` and applies every later change in order knows what the switch knows. Channels come, change
 * and go while the process runs; a change of a channel nobody announced is told as well, and readers without it pass it over.
 */
import type { Observable } from 'rxjs';
import type { Msat } from '../domain/amount.ts';
import type { Direction, NodeId, ShortChannelId } from '../domain/ids.ts';
import type { ChannelPolicy } from '../domain/route.ts';

/** An announced channel. `policies[d]` is of direction d (BOLT 7); undefined: no update seen. */
export interface AnnouncedChannel {
  readonly shortChannelId: ShortChannelId;
  /** The lesser node id and the greater. */
  readonly node1: NodeId;
  readonly node2: NodeId;
  readonly capacityMsat: Msat;
  readonly policies: readonly [ChannelPolicy | undefined, ChannelPolicy | undefined];
}

export interface AnnouncedNode {
  readonly id: NodeId;
  readonly alias?: string;
}

export type GraphChange =
  | { readonly type: 'channel-opened'; readonly channel: AnnouncedChannel }
  /** `policy` is undefined once that side takes no more. */
  | {
      readonly type: 'policy-changed';
      readonly shortChannelId: ShortChannelId;
      readonly direction: Direction;
      readonly policy: ChannelPolicy | undefined;
      /** The node that set it. */
      readonly from: NodeId;
      /** Of the channel_update, in seconds. */
      readonly timestamp: number;
    }
  | { readonly type: 'channel-closed'; readonly shortChannelId: ShortChannelId };

export interface GraphFeed {
  now(): { readonly nodes: readonly AnnouncedNode[]; readonly channels: readonly AnnouncedChannel[] };
  readonly changes: Observable<GraphChange>;
}
