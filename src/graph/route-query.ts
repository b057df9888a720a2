/**
 * What can be asked of the route search, and what it answers.
 *
 * These are the parameters of lightning-getroute(7) after parsing, and two things the caller knows and the graph does not:
 * its own channels, and what it would rather not use. Does not parse JSON (that is `src/rpc`); `parseExclusion` is here
 * because its text form is that of the man page.
 */
import type { Msat } from '../domain/amount.ts';
import type { Refusal } from '../domain/errors.ts';
import { type Direction, type NodeId, parseNodeId, parseShortChannelId, type ShortChannelId } from '../domain/ids.ts';
import type { ChannelPolicy, RouteHop } from '../domain/route.ts';

/** Core Lightning's ROUTING_MAX_HOPS; an onion of 1300 bytes carries about as many payloads. */
export const DEFAULT_MAX_HOPS = 20;
/** CLTV blocks at the destination when none are asked for (lightning-getroute(7)). */
export const DEFAULT_FINAL_CLTV = 9;

export interface RouteQuery {
  readonly source: NodeId;
  readonly destination: NodeId;
  /** What the destination receives. */
  readonly amountMsat: Msat;
  /** Annual cost of locked funds, in percent; v24.11 uses its integer part. */
  readonly riskFactor: number;
  /** CLTV blocks left at the destination; DEFAULT_FINAL_CLTV if absent. */
  readonly finalCltv?: number;
  readonly maxHops?: number;
  readonly exclude?: readonly Exclusion[];
  /** Per-channel fuzz of the fees seen by the search, 0 to 100 percent, as v0.6 to v0.10 did; none if absent. */
  readonly fuzz?: { readonly percent: number; readonly seed: Uint8Array };
  readonly avoid?: readonly Avoidance[];
  /**
   * The source's own channels. If given they are all the source has: what the graph says of its channels counts no more,
   * and channels nobody announced count too.
   */
  readonly local?: readonly LocalChannelView[];
}

/** Never to be used. A node is excluded as the end of a channel, so an excluded source still sends. */
export type Exclusion =
  | { readonly type: 'channel'; readonly channel: ShortChannelId; readonly direction: Direction }
  | { readonly type: 'node'; readonly node: NodeId };

/**
 * Better not used: `weight` says how much better, in the caller's own unit. It holds for amounts from `minimumMsat` (a
 * channel that lacked 1 BTC may well carry a satoshi). A node's weight counts where it would forward.
 */
export type Avoidance = {
  /** Finite, not negative; 0 is the same as no entry. */
  readonly weight: number;
  readonly minimumMsat?: Msat;
} & Exclusion;

/** One of the source's own channels. `LocalChannel` of the Switch port has this shape. */
export interface LocalChannelView {
  readonly shortChannelId: ShortChannelId;
  readonly peer: NodeId;
  /** From the source to the peer. */
  readonly direction: Direction;
  readonly connected: boolean;
  /** Core Lightning's channel state; only CHANNELD_NORMAL carries new HTLCs. */
  readonly state: string;
  /** What could be sent in one HTLC now. */
  readonly spendableMsat: Msat;
  readonly ourPolicy: ChannelPolicy;
}

export type RouteAnswer =
  /** `avoided`: some hop is one the query asked to avoid. An empty route means source and destination are one. */
  | { readonly type: 'route'; readonly hops: readonly RouteHop[]; readonly avoided: boolean }
  | { readonly type: 'refused'; readonly refusal: Refusal };

/** `SCID/DIRECTION` or a node id, as `exclude` takes them; undefined for anything else. */
export function parseExclusion(text: string): Exclusion | undefined {
  const [scid, direction, ...rest] = text.split('/');
  const channel = parseShortChannelId(scid ?? '');
  if (channel && rest.length === 0 && (direction === '0' || direction === '1')) {
    return { type: 'channel', channel, direction: direction === '0' ? 0 : 1 };
  }
  const node = parseNodeId(text);
  return node && { type: 'node', node };
}
