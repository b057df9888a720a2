/**
 * What one failed attempt teaches: whom it speaks against, by how much, and the channel policy that came with it.
 *
 * Invariant: pure functions of what was logged and of the policy in force; whom a readable failure blames is the verdict logged
 * with it (`verdictOf`). An error nobody could read speaks a little against every channel of the route but our own. What a route
 * only claims teaches nothing: whoever writes an invoice would else decide what we avoid.
 * Does not say when a lesson is taken: that is `machines/penalty.ts`.
 */
import type { Msat } from './amount.ts';
import { erringPlace, subjectOf, type Verdict, verdictOf } from './blame.ts';
import { given } from './given.ts';
import type { ChannelDirection, NodeId, PaymentHash } from './ids.ts';
import { getIn, leastIn, type Order, type OrderedTrie, putIn, removeFrom } from './ordered-trie.ts';
import { blamed, type PenaltyBook } from './penalty-book.ts';
import type { PenaltyPolicy } from './penalty-policy.ts';
import type { ChannelPolicy } from './route.ts';

/** A failed attempt, raw: `erringIndex` 0 = us, i = i-th node; absent if the error onion was unreadable. */
export interface FailureLesson {
  readonly paymentHash: PaymentHash;
  readonly ids: readonly NodeId[];
  /** Channels of the route with the direction travelled. */
  readonly route: readonly ChannelDirection[];
  readonly amountsMsat: readonly Msat[];
  /** Hops from us on that are announced as the route has them, our own channel the first; absent: all. The rest is a claim. */
  readonly announced?: number;
  readonly erringIndex?: number;
  readonly failcode?: number;
  /** The verdict of the day; null: nobody is blamed. Absent with `erringIndex`, and in records of version 1. */
  readonly blame?: Verdict | null;
  readonly update?: { readonly channel: ChannelDirection; readonly learned: LearnedPolicy };
  readonly atMs: number;
}

/** A policy a failure's channel_update taught us (for our own view only: BOLT 4 forbids passing it on). */
export interface LearnedPolicy {
  readonly policy: ChannelPolicy;
  /** Seconds, from the update. */
  readonly timestamp: number;
}

/** Policies learned, by channel and direction. */
export type LearnedPolicies = OrderedTrie<LearnedPolicy>;

/** What a lesson speaks against. */
interface Accused extends Verdict {
  readonly subject: ChannelDirection | NodeId;
  readonly failcode: number;
  readonly fromAmountMsat: Msat;
}

/** undefined: nobody in particular. */
function accusedBy(lesson: FailureLesson): Accused | undefined {
  const { erringIndex, failcode, ids, route, amountsMsat, blame, announced = ids.length } = lesson;
  if (erringIndex === undefined || failcode === undefined || erringIndex >= announced) return undefined;
  const verdict = verdictOf({ erringIndex, failcode, hops: ids.length, ...given({ blame }) });
  const subject = verdict && subjectOf(verdict.target, erringPlace(erringIndex, route, ids));
  if (!subject) return undefined;
  return {
    ...verdict,
    subject,
    failcode,
    fromAmountMsat: verdict.amountMatters ? (amountsMsat[erringIndex] as Msat) : 0n,
  };
}

export const isUnreadable = ({ erringIndex }: FailureLesson): boolean => erringIndex === undefined;

export const blamesChannel = (lesson: FailureLesson): boolean => accusedBy(lesson)?.target === 'channel';

/** The erring node, or the one after it. */
export function blamesNode(lesson: FailureLesson): boolean {
  const accused = accusedBy(lesson);
  return accused !== undefined && accused.target !== 'channel';
}

/** The book with what a readable failure says against the one it blames. */
export function withBlame(book: PenaltyBook, lesson: FailureLesson, policy: PenaltyPolicy): PenaltyBook {
  const accused = accusedBy(lesson);
  if (accused === undefined) return book;
  const { subject, kind, failcode, fromAmountMsat } = accused;
  const { atMs: changedMs, paymentHash } = lesson;
  return blamed(
    book,
    subject,
    { kind, weight: policy.failureWeight, changedMs, fromAmountMsat, failcode, paymentHash },
    policy,
  );
}

/**
 * Everybody an error nobody could read may be about: we know our own channel, and that it is not to blame. Nobody where part of the
 * route is a claim: whoever is behind that may have garbled it.
 */
export const suspectsOf = ({ route, announced }: FailureLesson): readonly ChannelDirection[] =>
  announced === undefined ? route.slice(1) : [];

/** The book with a little blame for each suspect. */
export function withSuspects(book: PenaltyBook, lesson: FailureLesson, policy: PenaltyPolicy): PenaltyBook {
  const { atMs: changedMs, paymentHash } = lesson;
  const little = {
    kind: 'temporary',
    weight: policy.unreadableWeight,
    changedMs,
    fromAmountMsat: 0n,
    paymentHash,
  } as const;
  return suspectsOf(lesson).reduce((after, channel) => blamed(after, channel, little, policy), book);
}

const oldestFirst: Order<LearnedPolicy> = ({ timestamp }) => timestamp;

/** A policy came with the failure that is newer than what we had learned. */
export const isNewPolicy = (known: LearnedPolicies, { update }: Pick<FailureLesson, 'update'>): boolean =>
  update !== undefined && (getIn(known, update.channel)?.timestamp ?? -1) < update.learned.timestamp;

/** With the policy the failure brought, if it is news; beyond the limit the oldest go. */
export function withPolicy(
  known: LearnedPolicies,
  lesson: FailureLesson,
  { maxEntries }: PenaltyPolicy,
): LearnedPolicies {
  const { update } = lesson;
  if (update === undefined || !isNewPolicy(known, lesson)) return known;
  let after = putIn(known, update.channel, update.learned, oldestFirst);
  while (after.size > maxEntries) after = removeFrom(after, leastIn(after, oldestFirst)?.[0] as string, oldestFirst);
  return after;
}

/** Gossip from then on is at least as new as what we learned about that direction. */
export const isOutdated = (known: LearnedPolicies, channel: ChannelDirection, timestamp: number): boolean =>
  (getIn(known, channel)?.timestamp ?? Number.POSITIVE_INFINITY) <= timestamp;

export const withoutPolicy = (known: LearnedPolicies, channel: ChannelDirection): LearnedPolicies =>
  removeFrom(known, channel, oldestFirst);
