/**
 * The channels, or the nodes, that failures speak against: one book for each.
 *
 * Temporary penalties stand in the order in which they fade, which is that of their weights at any one moment; permanent ones
 * in the order in which they were last confirmed. So what has faded, and what goes when there are too many, is found without
 * looking at the rest.
 * Invariant: a subject has one penalty, temporary or permanent. Pure data and pure functions; weights are as of their last
 * change and decay when read, so no timer is needed.
 * Does not know failures: who is to blame is `blame.ts`, when a book changes is `machines/penalty.ts`.
 */
import type { Msat } from './amount.ts';
import type { BlameKind } from './blame.ts';
import type { PaymentHash } from './ids.ts';
import {
  EMPTY_TRIE,
  getIn,
  leastIn,
  type Order,
  type OrderedTrie,
  putIn,
  removeBelow,
  removeFrom,
  reordered,
  visit,
} from './ordered-trie.ts';
import type { PenaltyPolicy } from './penalty-policy.ts';

/** Why something is avoided. */
export interface PenaltyEntry {
  readonly kind: BlameKind;
  /** As of `changedMs`; decays if temporary. */
  readonly weight: number;
  readonly sinceMs: number;
  readonly changedMs: number;
  readonly failures: number;
  /** Amounts below this are not avoided; 0: all are. */
  readonly fromAmountMsat: Msat;
  /** Last failure's code; absent for unreadable onions. */
  readonly failcode?: number;
  readonly paymentHash: PaymentHash;
}

export interface PenaltyBook {
  readonly temporary: OrderedTrie<PenaltyEntry>;
  readonly permanent: OrderedTrie<PenaltyEntry>;
}

/** What one failure says against one subject. */
export type Reproach = Omit<PenaltyEntry, 'sinceMs' | 'failures'>;

export const EMPTY_BOOK: PenaltyBook = Object.freeze({ temporary: EMPTY_TRIE, permanent: EMPTY_TRIE });

/**
 * Weight of a penalty at a moment: halves each half-life, unless permanent. Never more than its failures weighed, also where the
 * clock was ahead when it was learned.
 */
export function weightAt(
  { kind, weight, changedMs }: PenaltyEntry,
  nowMs: number,
  { halfLifeMs }: PenaltyPolicy,
): number {
  return kind === 'permanent' ? weight : weight * 2 ** (-Math.max(0, nowMs - changedMs) / halfLifeMs);
}

/**
 * Until when a penalty is avoided, as it looks now: undefined for "until a newer channel_update", now or earlier for "not now".
 * One from a time to come counts as learned now.
 */
export function avoidedUntilMs(
  { kind, weight, changedMs }: PenaltyEntry,
  nowMs: number,
  policy: PenaltyPolicy,
): number | undefined {
  if (kind === 'permanent') return undefined;
  return Math.min(changedMs, nowMs) + Math.log2(weight / policy.avoidedAbove) * policy.halfLifeMs;
}

/** When a temporary penalty is light enough to be forgotten. */
const fadingUnder =
  ({ forgottenBelow, halfLifeMs }: PenaltyPolicy): Order<PenaltyEntry> =>
  ({ weight, changedMs }) =>
    changedMs + Math.log2(weight / forgottenBelow) * halfLifeMs;

const lastConfirmed: Order<PenaltyEntry> = ({ changedMs }) => changedMs;

export const sizeOf = ({ temporary, permanent }: PenaltyBook): number => temporary.size + permanent.size;

export function penaltyOf(book: PenaltyBook, subject: string): PenaltyEntry | undefined {
  return getIn(book.permanent, subject) ?? getIn(book.temporary, subject);
}

export function visitPenalties(book: PenaltyBook, look: (subject: string, entry: PenaltyEntry) => void): void {
  visit(book.temporary, look);
  visit(book.permanent, look);
}

/** One failure more. A temporary one adds nothing to a permanent penalty; a permanent one takes a temporary penalty's place. */
export function blamed(book: PenaltyBook, subject: string, reproach: Reproach, policy: PenaltyPolicy): PenaltyBook {
  const old = penaltyOf(book, subject);
  const order = fadingUnder(policy);
  if (reproach.kind === 'temporary')
    return old?.kind === 'permanent'
      ? book
      : { ...book, temporary: putIn(book.temporary, subject, added(old, reproach, policy), order) };
  return {
    temporary: removeFrom(book.temporary, subject, order),
    permanent: putIn(book.permanent, subject, added(old, reproach, policy), lastConfirmed),
  };
}

function added(old: PenaltyEntry | undefined, reproach: Reproach, policy: PenaltyPolicy): PenaltyEntry {
  const carried = old?.kind === reproach.kind ? weightAt(old, reproach.changedMs, policy) : 0;
  const staysLower =
    old !== undefined && old.fromAmountMsat < reproach.fromAmountMsat && carried > policy.forgottenBelow;
  return {
    ...reproach,
    weight: carried + reproach.weight,
    sinceMs: old?.sinceMs ?? reproach.changedMs,
    failures: (old?.failures ?? 0) + 1,
    fromAmountMsat: staysLower ? old.fromAmountMsat : reproach.fromAmountMsat,
  };
}

export function without(book: PenaltyBook, subjects: readonly string[], policy: PenaltyPolicy): PenaltyBook {
  let { temporary, permanent } = book;
  for (const subject of subjects) {
    temporary = removeFrom(temporary, subject, fadingUnder(policy));
    permanent = removeFrom(permanent, subject, lastConfirmed);
  }
  return { temporary, permanent };
}

/** How many of these subjects have a penalty. */
export function countIn(book: PenaltyBook, subjects: readonly string[]): number {
  return [...new Set(subjects)].filter((subject) => penaltyOf(book, subject) !== undefined).length;
}

/** Without what has faded by now, and without the lightest beyond the limit. */
export function tidied(book: PenaltyBook, nowMs: number, policy: PenaltyPolicy): PenaltyBook {
  const order = fadingUnder(policy);
  let { temporary, permanent } = { ...book, temporary: removeBelow(book.temporary, nowMs, order) };
  while (temporary.size + permanent.size > policy.maxEntries) {
    const light = leastIn(temporary, order);
    const old = leastIn(permanent, lastConfirmed);
    if (light !== undefined && (old === undefined || goesFirst(light[1], old[1], nowMs, policy)))
      temporary = removeFrom(temporary, light[0], order);
    else if (old !== undefined) permanent = removeFrom(permanent, old[0], lastConfirmed);
  }
  return { temporary, permanent };
}

/** The lighter of the lightest temporary penalty and the permanent one confirmed longest ago; of equals, the older. */
function goesFirst(light: PenaltyEntry, old: PenaltyEntry, nowMs: number, policy: PenaltyPolicy): boolean {
  const weight = weightAt(light, nowMs, policy);
  return weight < old.weight || (weight === old.weight && light.changedMs <= old.changedMs);
}

/** When the youngest penalties were last changed; 0 if there is none. */
export function latestChangeMs(...books: readonly PenaltyBook[]): number {
  let latest = 0;
  for (const book of books)
    visitPenalties(book, (_, { changedMs }) => {
      latest = Math.max(latest, changedMs);
    });
  return latest;
}

/** The same penalties, none of them learned later than `nowMs`: what was noted as later is as of then. */
export function learnedBy(book: PenaltyBook, nowMs: number, policy: PenaltyPolicy): PenaltyBook {
  let { temporary, permanent } = book;
  visitPenalties(book, (subject, entry) => {
    if (entry.changedMs <= nowMs) return;
    const now = { ...entry, changedMs: nowMs, sinceMs: Math.min(entry.sinceMs, nowMs) };
    if (entry.kind === 'temporary') temporary = putIn(temporary, subject, now, fadingUnder(policy));
    else permanent = putIn(permanent, subject, now, lastConfirmed);
  });
  return { temporary, permanent };
}

/** The same penalties under a policy by which they fade at other times. */
export function underPolicy(book: PenaltyBook, policy: PenaltyPolicy): PenaltyBook {
  return { ...book, temporary: reordered(book.temporary, fadingUnder(policy)) };
}
