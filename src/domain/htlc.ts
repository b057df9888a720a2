/**
 * The words for an HTLC inside a channel: who asked for it, and how it ended.
 *
 * Invariant: an HTLC has exactly one origin (a payment of ours, or an HTLC that came in before it) and ends once.
 * Field names are short because they are logged once per hop of every payment.
 */
import type { Msat } from './amount.ts';
import type { Direction, PaymentHash, Preimage, ShortChannelId } from './ids.ts';
import type { Position } from './log-record.ts';

/** Names one HTLC: its channel and the channel's own count. */
export type HtlcRef = readonly [channel: ShortChannelId, id: number];

/** What brings a payment to an invoice: an HTLC, or the node's own attempt to pay itself (`Attempt.number`). */
export type PaymentCarrier = HtlcRef | { readonly self: Position };

export function sameCarrier(a: PaymentCarrier, b: PaymentCarrier): boolean {
  if ('self' in a || 'self' in b) return 'self' in a && 'self' in b && a.self === b.self;
  return a[0] === b[0] && a[1] === b[1];
}

/**
 * Who asked for an HTLC: a part of a payment by the offering node (`part` is [groupid, partid]), or the HTLC the
 * offering node received before (`prev`), of which it keeps `feeMsat`. `atMs` is noted where `listforwards` will want it.
 */
export type HtlcOrigin =
  | { readonly part: readonly [groupid: bigint, partid: bigint] }
  | { readonly prev: HtlcRef; readonly feeMsat: Msat; readonly atMs?: number };

/** How an HTLC ended, as its offerer sees it (BOLT 2; `timed-out` is the on-chain HTLC-timeout of BOLT 5). */
export type HtlcResolution =
  | { readonly type: 'fulfilled'; readonly preimage: Preimage }
  /** An error onion, hex. */
  | { readonly type: 'failed'; readonly reason: string }
  | { readonly type: 'malformed'; readonly failcode: number; readonly sha256OfOnion: string }
  | { readonly type: 'timed-out' };

/** An HTLC in flight. `from` is the side that offered it: 0 the lesser node id, 1 the greater. */
export interface ChannelHtlc {
  readonly id: number;
  readonly from: Direction;
  readonly amountMsat: Msat;
  /** cltv_expiry, an absolute height. */
  readonly expiry: number;
  readonly hash: PaymentHash;
  readonly origin: HtlcOrigin;
  /** Sides whose node lists it (`listhtlcs`). Absent in logs of 0.2.0 and before. */
  readonly listed?: readonly Direction[];
  /** Known to the receiving side but not yet told to the offerer: they are not connected. */
  readonly kept?: HtlcResolution;
}
