/**
 * A part of a payment: what one `sendpay` (or `sendonion`) sent, and how it ended.
 *
 * Invariant: (groupid, partid) names a part of a payment_hash, at most one HTLC ever leaves for it, and its status moves
 * pending → complete, pending → failed, or failed → complete (a preimage wins over a failure seen earlier), never back.
 */
import type { Msat } from './amount.ts';
import type { Direction, NodeId, Preimage, ShortChannelId } from './ids.ts';

export type PaymentStatus = 'pending' | 'complete' | 'failed';

/** What was put on the wire. Parallel arrays keep the log small; index i is hop i of the route. */
export type PartSend =
  | {
      readonly kind: 'route';
      readonly ids: readonly NodeId[];
      readonly channels: readonly ShortChannelId[];
      readonly amountsMsat: readonly Msat[];
      /** CLTV blocks left at each hop, relative to `height` + 1. */
      readonly delays: readonly number[];
      /** Directions through the channels as the caller gave them; absent where they are those between the ids. */
      readonly directions?: readonly Direction[];
      /** 32 bytes, hex: the onion is rebuilt from it, never stored. */
      readonly sessionKey: string;
      readonly paymentSecret?: string;
      readonly paymentMetadata?: string;
      /** Preimage the destination learns from TLV 5482373484 (keysend). */
      readonly keysendPreimage?: string;
    }
  | {
      readonly kind: 'onion';
      /** The caller's packet, hex: it cannot be rebuilt, so it is stored. */
      readonly onion: string;
      readonly sharedSecrets?: readonly string[];
      readonly peer: NodeId;
      readonly channel: ShortChannelId;
      readonly delay: number;
    }
  | { readonly kind: 'self'; readonly paymentSecret?: string };

/** How a part failed, in the words `waitsendpay` answers with. */
export interface PartFailure {
  /** 202, 203 or 204 (Core Lightning's codes; see `payment-failure.ts`). */
  readonly code: number;
  readonly message: string;
  /** 0 = us, i = i-th node on the route. Absent if the error onion could not be read. */
  readonly erringIndex?: number;
  readonly failcode?: number;
  readonly erringNode?: NodeId;
  readonly erringChannel?: ShortChannelId;
  readonly erringDirection?: Direction;
  /** The failure message, hex. */
  readonly rawMessage?: string;
  /** The error onion nobody could read, hex. */
  readonly onionReply?: string;
}

/** Names a part of a payment_hash. 64 bits each, as other payers of the same hash may draw them at random. */
export interface PartName {
  readonly groupid: bigint;
  readonly partid: bigint;
}

export const samePart = (part: PartName, name: PartName): boolean =>
  part.groupid === name.groupid && part.partid === name.partid;

export interface Part extends PartName {
  readonly createdIndex: number;
  readonly updatedIndex?: number;
  readonly createdAtMs: number;
  readonly completedAtMs?: number;
  readonly status: PaymentStatus;
  /** What the destination gets for this part, or the recorded target; 0 if unknown (`sendonion`). */
  readonly amountMsat: Msat;
  /** What leaves us, fees included. */
  readonly sentMsat: Msat;
  /** Sum all parts of the group must reach; 0 if unknown. */
  readonly totalMsat: Msat;
  readonly destination?: NodeId;
  readonly label?: string;
  readonly invstring?: string;
  readonly description?: string;
  readonly localinvreqid?: string;
  /** Block height when it was sent; the first HTLC expires at height + 1 + delay. */
  readonly height: number;
  readonly send: PartSend;
  /** The switch's word that it took the attempt: from now on it is never offered again. Absent inside one's own journal. */
  readonly answer?: OfferWord;
  /** Why nobody can say what became of it; it stays pending. */
  readonly doubt?: string;
  readonly preimage?: Preimage;
  readonly failure?: PartFailure;
}

/** What a switch said to an offer, where it took it: now, or before. */
export type OfferWord = 'accepted' | 'duplicate';

/** Facts a payment's status is derived from. */
export interface PaymentFacts {
  readonly anyPending: boolean;
  readonly anyComplete: boolean;
  readonly anyFailed: boolean;
}

/**
 * Status of a payment from its parts (a deleted part counts if it was complete; deleted failures do not count):
 *
 * | complete | pending | failed | status   | why                                                       |
 * |----------|---------|--------|----------|-----------------------------------------------------------|
 * | yes      | any     | any    | complete | a preimage is proof of payment; other parts wind down     |
 * | no       | yes     | any    | pending  | money may still leave; earlier failures do not matter     |
 * | no       | no      | yes    | failed   | nothing is in flight and nothing can settle               |
 * | no       | no      | no     | idle     | never attempted, or every row was deleted                 |
 */
export function paymentStatus(facts: PaymentFacts): PaymentStatus | 'idle' {
  if (facts.anyComplete) return 'complete';
  if (facts.anyPending) return 'pending';
  return facts.anyFailed ? 'failed' : 'idle';
}

type WithStatus = Pick<Part, 'status'>;

export function factsOf(parts: readonly WithStatus[], tombstones: readonly WithStatus[]): PaymentFacts {
  return {
    anyPending: parts.some((part) => part.status === 'pending'),
    anyComplete: [tombstones, parts].some((list) => list.some((part) => part.status === 'complete')),
    anyFailed: parts.some((part) => part.status === 'failed'),
  };
}
