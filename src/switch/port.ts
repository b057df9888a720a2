/**
 * The Switch port: how a payment's HTLC leaves, how its result comes back, and what a node says of itself and the network.
 *
 * Contract, for whoever implements it (`conformance.ts` tries it out; `src/network` is one implementation, a real node another):
 * - `start` comes first, with every attempt the log holds as pending; nothing moves before.
 * - `offer` is idempotent by the attempt's names (payment_hash, partid, groupid of one node): offered again it answers
 *   `duplicate` and sends nothing. `refused` is a promise that nothing left; `unknown` says that the connection went away, and
 *   the same attempt may be offered again. An offer that throws or rejects means `unknown`.
 * - Results come on `results`, at least once, in any order, also of attempts offered before this process began. A result is kept
 *   by the switch until `settled` says that it is durable here; after a restart what was not settled comes again.
 * - `status` says what the switch knows of an attempt, and what that is worth.
 * Answers may be given at once or as promises: a network inside this process's journal answers in the turn it is asked.
 */
import type { Observable } from 'rxjs';
import type { Msat } from '../domain/amount.ts';
import type { Chain } from '../domain/chain.ts';
import type { FirstHopRefusal } from '../domain/first-hop.ts';
import type { Direction, NodeId, PaymentHash, Preimage, ShortChannelId } from '../domain/ids.ts';
import type { Position } from '../domain/log-record.ts';
import type { PaymentId } from '../domain/payment-id.ts';
import type { PartName } from '../domain/payment-part.ts';
import type { ChannelPolicy } from '../domain/route.ts';
import type { Capabilities } from './capabilities.ts';
import type { GraphFeed } from './graph-feed.ts';

/** Names an attempt: at most one HTLC ever leaves for it (G1). */
export interface AttemptName extends PaymentId, PartName {}

/** One string for a name, for maps. Never taken apart again. */
export const attemptKey = ({ node, paymentHash, groupid, partid }: AttemptName): string =>
  `${node}/${paymentHash}/${groupid}/${partid}`;

/** What a hop of a planned route is to receive. */
export interface PlannedHop {
  readonly id: NodeId;
  readonly channel: ShortChannelId;
  readonly amountMsat: Msat;
  /** CLTV blocks left at `id`. */
  readonly delay: number;
}

/** What a node needs that builds the onion itself. */
export interface RoutePlan {
  readonly hops: readonly PlannedHop[];
  /** 32 bytes, hex. With the same key a node's own onion is ours. */
  readonly sessionKey: string;
  readonly paymentSecret?: string;
  readonly paymentMetadata?: string;
  readonly keysendPreimage?: string;
}

/** How the HTLC leaves. */
export interface FirstHop {
  readonly peer: NodeId;
  /** Absent: any channel with the peer that carries the amount. */
  readonly channel?: ShortChannelId;
  /** Blocks after `height + 1` at which the HTLC expires. */
  readonly delay: number;
}

/** What is common to all attempts. */
interface AnyAttempt extends AttemptName {
  /**
   * Unique in the journal, its copies and what a rollback lost of it (`src/domain/attempt-numbers.ts`); grows, and is below 2^53.
   * For nodes that name attempts by one number.
   */
  readonly number: number;
  /** What leaves us, fees included. */
  readonly sentMsat: Msat;
  /** What the destination gets for this part; 0 if unknown (`sendonion`). */
  readonly amountMsat: Msat;
  /** What all parts of the group deliver; 0 if unknown. */
  readonly totalMsat: Msat;
  readonly destination?: NodeId;
  readonly label?: string;
  /** Block height it was planned at. */
  readonly height: number;
}

/** An HTLC about to leave: the packet for the first peer, and the plan it was made from. */
export interface HtlcAttempt extends AnyAttempt {
  readonly kind: 'htlc';
  readonly firstHop: FirstHop;
  /** Absolute block height: `height + 1 + delay`. */
  readonly cltvExpiry: number;
  /** The BOLT 4 packet, 1,366 bytes or more. A function of the log: built when it is asked for, the same bytes each time. */
  packet(): Uint8Array;
  /** Shared secrets with the hops, to read a failure; absent where only the caller of `sendonion` has them. */
  secrets(): readonly Uint8Array[] | undefined;
  /** Absent for `sendonion`: the caller's packet is all there is. */
  readonly plan?: RoutePlan;
}

/** A payment of the node to itself. */
export interface SelfAttempt extends AnyAttempt {
  readonly kind: 'self';
  readonly paymentSecret?: string;
}

export type Attempt = HtlcAttempt | SelfAttempt;

/** An attempt that the log holds as pending when a process begins. */
export interface PendingAttempt {
  readonly attempt: Attempt;
  /** The log has the switch's word that it took the attempt. */
  readonly answered: boolean;
}

export type OfferAnswer =
  | { readonly type: 'accepted' }
  /** The switch has or had an attempt of that name: nothing left this time. */
  | { readonly type: 'duplicate' }
  /** Nothing left, and nothing will. */
  | { readonly type: 'refused'; readonly refusal: FirstHopRefusal }
  /** It may have left, or may still: the same attempt may be offered again. */
  | { readonly type: 'unknown'; readonly why: string };

/** How an attempt ended. */
export type HtlcOutcome =
  | { readonly type: 'fulfilled'; readonly preimage: Preimage }
  /** An error onion came back; only the sender can read it. Hex. */
  | { readonly type: 'failed'; readonly reason: string }
  /** The first peer could not read our onion (update_fail_malformed_htlc). */
  | { readonly type: 'malformed'; readonly failcode: number; readonly sha256OfOnion?: string }
  /** Our own channel or node refused it or lost it: never reached the peer. `failureMessage`: BOLT 4, hex, where there is one. */
  | { readonly type: 'local'; readonly failcode: number; readonly detail: string; readonly failureMessage?: string }
  /** The node read the error itself. `erringIndex`: 0 = us, i = i-th node of the route. */
  | {
      readonly type: 'decoded';
      readonly erringIndex: number;
      readonly failcode: number;
      readonly failureMessage?: string;
    };

export interface HtlcResult {
  /** `Attempt.number`. */
  readonly attempt: number;
  readonly outcome: HtlcOutcome;
  /** Log position of the record that brought it, for causation; 0 from outside this journal. */
  readonly cause: Position;
}

/** What a status is worth: for ever, only while the node keeps its rows, or nothing. */
export type Worth = 'exact' | 'while-kept' | 'none';

export type AttemptStatus =
  | { readonly type: 'pending' }
  | { readonly type: 'resolved'; readonly outcome: HtlcOutcome }
  /** The switch knows of no such attempt. Only if that is exact may it be offered again. */
  | { readonly type: 'never-seen'; readonly worth: Worth }
  /** The switch knows that it had the attempt, or a part of it, and can say no more. */
  | { readonly type: 'gone'; readonly why: string };

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
  /** The funding transaction, hex as block explorers write it. Absent: not known; clients with types then miss it. */
  readonly fundingTxid?: string;
  /** Feature bits the channel was opened with, by name (`option_anchors`…). Absent: none are known. */
  readonly features?: readonly string[];
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

type Answer<T> = T | Promise<T>;

/** Sending: offers out, results in. */
export interface Sending {
  /**
   * true: what an attempt does stays inside this process's journal, so it is offered in the turn that logs it.
   * false: an offer leaves the process, and is made only once the attempt is durable (G4).
   */
  readonly insideJournal: boolean;
  /** The key `node`'s onion layer must be made for: its id on a real network. */
  onionKey(node: NodeId): NodeId;
  /** Every pending attempt of the log, before anything moves: results and statuses are about these and what is offered later. */
  start(pending: readonly PendingAttempt[]): Answer<void>;
  /** `cause` is the position of the record that decided it. */
  offer(attempt: Attempt, cause: Position): Answer<OfferAnswer>;
  status(attempt: Attempt): Answer<AttemptStatus>;
  /** The attempt's end is durable here: the switch may forget it. May be called again. */
  settled(attempt: number): void;
  /** Results, at least once each. */
  readonly results: Observable<HtlcResult>;
}

/** What a node knows of itself now, from a copy that is kept fresh; `changes` fires when it may have changed. */
export interface OwnViews {
  /** Best block height `node` has seen. */
  blockheight(node: NodeId): number;
  /** Channels of `node`, those with one peer if it is named. */
  localChannels(node: NodeId, peer?: NodeId): readonly LocalChannel[];
  /** The node whose height or channels may have changed. */
  readonly changes: Observable<NodeId>;
}

export interface Switch extends Sending, OwnViews {
  /** What a database belongs to: another identity is refused (SENDPAY_NETWORK_MISMATCH). Of a real node its id and chain. */
  readonly identity: string;
  /** The nodes it sends for, as a program names them. */
  readonly nodes: readonly OwnNode[];
  readonly chain: Chain;
  readonly graph: GraphFeed;
  /** What else it can do. What is absent has no commands. */
  readonly capabilities: Capabilities;
  /** Ends the streams of results and changes. */
  close(): Answer<void>;
}

export interface OwnNode {
  readonly id: NodeId;
  readonly alias?: string;
}
