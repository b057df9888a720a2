/**
 * A whole network as data: what a network file says, whatever its form, and what the simulated network starts from.
 *
 * Invariant (kept by `import/finish-network.ts`): node ids and channel ids are unique, both ends of each channel are
 * listed, node1 is the lesser id, and balances add up to the capacity. Index 0 of a pair is of node1, or of direction 0;
 * index 1 of node2, or of direction 1.
 * Holds no private keys for nodes that gave none: the simulated network makes its own for those.
 */
import type { Msat } from '../domain/amount.ts';
import type { Chain } from '../domain/chain.ts';
import type { NodeId, ShortChannelId } from '../domain/ids.ts';
import type { ChannelPolicy } from '../domain/route.ts';

export interface NetworkDescription {
  readonly chain: Chain;
  readonly blockheight: number;
  /** CLTV blocks every node demands of a payment that ends at it; the simulated network's default if absent. */
  readonly finalCltv?: number;
  readonly nodes: readonly NodeDescription[];
  readonly channels: readonly ChannelDescription[];
}

export interface NodeDescription {
  readonly id: NodeId;
  /** Unique if given: commands take it instead of the id. */
  readonly alias?: string;
  /** 64 hex digits; its public key is `id`. */
  readonly privateKey?: string;
}

export type Pair<T> = readonly [T, T];

export interface ChannelDescription {
  readonly shortChannelId: ShortChannelId;
  readonly node1: NodeId;
  readonly node2: NodeId;
  readonly capacityMsat: Msat;
  /** Sum is the capacity. Importers draw them from a seed where the file has none. */
  readonly balancesMsat: Pair<Msat>;
  /** What each side must keep (BOLT 2, channel_reserve_satoshis); the simulated network's default if absent. */
  readonly reserveMsat?: Pair<Msat>;
  readonly maxAcceptedHtlcs?: number;
  readonly maxHtlcValueInFlightMsat?: Msat;
  readonly dustLimitMsat?: Msat;
  readonly feeratePerKw?: number;
  /** The side that opened the channel and pays commitment fees; 0 if absent. */
  readonly opener?: 0 | 1;
  readonly isPublic: boolean;
  readonly policies: Pair<ChannelPolicy | undefined>;
}
