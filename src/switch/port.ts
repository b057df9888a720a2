/**
 * The Switch port: how a payment machine's HTLC leaves, and how its result comes back.
 *
 * Contract: `offer` is idempotent by attempt id and answers accepted / duplicate / refused-before-commit; results arrive
 * later on `results`, at least once; `status(attemptId)` answers pending / resolved / never-seen, the last being a
 * promise that the attempt will never be sent. Recovery reconciles every pending attempt with it.
 * Implementations: the simulated network (`src/network/simulated-network.ts`); a real node later.
 */
import type { Observable } from 'rxjs';
import type { Msat } from '../domain/amount.ts';
import type { Direction, NodeId, PaymentHash, Preimage, ShortChannelId } from '../domain/ids.ts';
import type { ChannelPolicy } from '../domain/route.ts';
import type { Position } from '../journal/port.ts';

/** `<node>/<hash>/<groupid>/<partid>`: at most one HTLC ever leaves for it (G1). */
export type AttemptId = string & { readonly __brand: 'AttemptId' };

export function attemptIdOf(node: NodeId, hash: PaymentHash, groupid: bigint, partid: bigint): AttemptId {
  return `${node}/${hash}/${groupid}/${partid}` as AttemptId;
}

/** An HTLC about to leave. `onion` is a 1366-byte (or longer) BOLT 4 packet for the first peer. */
export interface HtlcAttempt {
  readonly id: AttemptId;
  readonly node: NodeId;
  readonly paymentHash: PaymentHash;
  readonly firstHop: { readonly peer: NodeId; readonly channel: ShortChannelId };
  readonly amountMsat: Msat;
  /** Absolute block height. */
  readonly cltvExpiry: number;
  readonly onion: Uint8Array;
}

/** A payment to the node itself. */
export interface SelfAttempt {
  readonly id: AttemptId;
  readonly node: NodeId;
  readonly paymentHash: PaymentHash;
  readonly amountMsat: Msat;
  readonly paymentSecret: string | undefined;
}

/** How an attempt ended. */
export type HtlcOutcome =
  | { readonly type: 'fulfilled'; readonly preimage: Preimage }
  /** An error onion came back; only the sender can read it. Hex. */
  | { readonly type: 'failed'; readonly reason: string }
  /** The first peer could not read our onion (update_fail_malformed_htlc). */
  | { readonly type: 'malformed'; readonly failcode: number; readonly sha256OfOnion: string }
  /** Our own channel refused it or lost it: never reached the peer. `failureMessage` is a BOLT 4 message, hex. */
  | { readonly type: 'local'; readonly failureMessage: string; readonly detail: string };

export interface HtlcResult {
  readonly attempt: AttemptId;
  readonly outcome: HtlcOutcome;
  /** Log position of the record that brought it, for causation; 0 from outside this journal. */
  readonly cause: Position;
}

/** Why the first hop cannot even be tried (no payment record is made). BOLT 4 code and Core Lightning's detail text. */
export interface FirstHopRefusal {
  readonly failcode: number;
  /** "No connection to first peer found" or "First peer not ready". */
  readonly detail: string;
}

export type AttemptStatus =
  | { readonly type: 'pending' }
  | { readonly type: 'resolved'; readonly outcome: HtlcOutcome }
  | { readonly type: 'never-seen' };

/** A channel of the node asking, as it knows it. */
export interface LocalChannel {
  readonly shortChannelId: ShortChannelId;
  readonly peer: NodeId;
  /** Direction from us to the peer. */
  readonly direction: Direction;
  readonly state: 'CHANNELD_NORMAL' | 'CHANNELD_SHUTTING_DOWN' | 'ONCHAIN';
  readonly connected: boolean;
  readonly isPublic: boolean;
  readonly opener: 'local' | 'remote';
  readonly capacityMsat: Msat;
  readonly toUsMsat: Msat;
  readonly ourReserveMsat: Msat;
  readonly theirReserveMsat: Msat;
  /** What we could send, and the peer could send us, in one HTLC now. */
  readonly spendableMsat: Msat;
  readonly receivableMsat: Msat;
  readonly ourPolicy: ChannelPolicy;
  readonly theirPolicy: ChannelPolicy;
  readonly htlcs: readonly {
    readonly direction: 'in' | 'out';
    readonly id: number;
    readonly amountMsat: Msat;
    readonly expiry: number;
    readonly paymentHash: PaymentHash;
  }[];
}

export interface Switch {
  /**
   * true: HTLCs stay inside this process's journal, so an offer may be made in the turn that logs it.
   * false: an offer leaves the process and is made only once the attempt is durable (G4).
   */
  readonly insideJournal: boolean;
  /** Best block height `node` has seen. */
  blockheight(node: NodeId): number;
  /** The key `node`'s onion layer must be made for: its id on a real network. */
  onionKey(node: NodeId): NodeId;
  /** The first hop as `sendpay` checks it before anything is recorded; undefined means it may be tried. `channel` "0x0x0" is any channel with the peer that carries `amountMsat`. */
  checkFirstHop(
    node: NodeId,
    hop: { peer: NodeId; channel: ShortChannelId; amountMsat: Msat },
  ): FirstHopRefusal | undefined;
  /** Offers the HTLC. `cause` is the position of the record that decided it. */
  offer(attempt: HtlcAttempt, cause: Position): 'accepted' | 'duplicate' | FirstHopRefusal;
  /** Pays an invoice of the node itself; the result (fulfilled or local) comes in the same turn. */
  payself(attempt: SelfAttempt, cause: Position): void;
  status(attempt: AttemptId): AttemptStatus;
  /** Results, at least once each. */
  readonly results: Observable<HtlcResult>;
  localChannels(node: NodeId): readonly LocalChannel[];
}
