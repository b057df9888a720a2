/** A channel's place in the graph: what its two edges are laid out from. Owned by `ChannelGraph`, read by `incoming-edges.ts`. */
import type { Msat } from '../domain/amount.ts';
import type { ShortChannelId } from '../domain/ids.ts';
import type { ChannelPolicy } from '../domain/route.ts';

/** A channel's slot. `half` numbers in the arrays are 2 * slot + direction. */
export interface ChannelSlot {
  readonly shortChannelId: ShortChannelId;
  readonly ends: readonly [number, number];
  readonly capacityMsat: Msat;
  readonly policies: [ChannelPolicy | undefined, ChannelPolicy | undefined];
}
