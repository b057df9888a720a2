/** The books of penalties against the plainest fold of the same rules: a record of entries, looked through as a whole each time. */
import { equal, is, ok, throws } from 'uvu/assert';
import type { PaymentHash } from '../../src/domain/ids.ts';
import {
  avoidedUntilMs,
  blamed,
  countIn,
  EMPTY_BOOK,
  latestChangeMs,
  learnedBy,
  type PenaltyBook,
  type PenaltyEntry,
  penaltyOf,
  type Reproach,
  sizeOf,
  tidied,
  underPolicy,
  visitPenalties,
  weightAt,
  without,
} from '../../src/domain/penalty-book.ts';
import {
  checkedPolicy,
  PENALTY_POLICY_1,
  type PenaltyPolicy,
  policyAfter,
  samePolicy,
} from '../../src/domain/penalty-policy.ts';
import { suite } from '../support/suite.ts';

const test = suite('books of penalties');
const SEED = Number(process.env.SENDPAY_TEST_SEED ?? 11);
const MINUTE_MS = 60_000;

const reproach = (change: Partial<Reproach> = {}): Reproach => ({
  kind: 'temporary',
  weight: 1,
  changedMs: 0,
  fromAmountMsat: 0n,
  paymentHash: '33'.repeat(32) as PaymentHash,
  ...change,
});

/** The rules again, without books. */
type Plain = Map<string, PenaltyEntry>;

function plainlyBlamed(plain: Plain, subject: string, one: Reproach, policy: PenaltyPolicy): void {
  const old = plain.get(subject);
  if (old?.kind === 'permanent' && one.kind === 'temporary') return;
  const carried = old?.kind === one.kind ? weightAt(old, one.changedMs, policy) : 0;
  plain.set(subject, {
    ...one,
    weight: carried + one.weight,
    sinceMs: old?.sinceMs ?? one.changedMs,
    failures: (old?.failures ?? 0) + 1,
    fromAmountMsat:
      old && old.fromAmountMsat < one.fromAmountMsat && carried > policy.forgottenBelow
        ? old.fromAmountMsat
        : one.fromAmountMsat,
  });
}

function plainlyTidied(plain: Plain, nowMs: number, policy: PenaltyPolicy): void {
  for (const [subject, entry] of plain)
    if (entry.kind === 'temporary' && weightAt(entry, nowMs, policy) < policy.forgottenBelow) plain.delete(subject);
  const lightest = (kind: PenaltyEntry['kind'], rank: (entry: PenaltyEntry) => number) =>
    [...plain].filter(([, entry]) => entry.kind === kind).sort(([, a], [, b]) => rank(a) - rank(b))[0];
  while (plain.size > policy.maxEntries) {
    const light = lightest('temporary', (entry) => weightAt(entry, nowMs, policy));
    const old = lightest('permanent', ({ changedMs }) => changedMs);
    const isLighter = light && (!old || weightAt(light[1], nowMs, policy) < old[1].weight);
    plain.delete(((isLighter ? light : old) as [string, PenaltyEntry])[0]);
  }
}

const contents = (book: PenaltyBook): unknown => {
  const found: [string, PenaltyEntry][] = [];
  visitPenalties(book, (subject, entry) => found.push([subject, entry]));
  return Object.fromEntries(found.sort());
};

test('a book folds as the plain rules do, over the limit too', () => {
  let state = SEED;
  const random = (below: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  let policy: PenaltyPolicy = { ...PENALTY_POLICY_1, maxEntries: 60 };
  let book: PenaltyBook = EMPTY_BOOK;
  const plain: Plain = new Map();
  let largest = 0;
  for (let step = 0, changedMs = 1_000; step < 4_000; step++) {
    changedMs += 1 + random(step % 500 === 0 ? 400_000 : 700);
    const subject = `${random(300)}x1x0/1`;
    const kind = random(10);
    if (kind < 8) {
      const one = reproach({
        kind: random(6) === 0 ? 'permanent' : 'temporary',
        weight: random(3) === 0 ? policy.unreadableWeight : policy.failureWeight,
        changedMs,
        fromAmountMsat: BigInt(random(3)) * 1_000n,
      });
      book = tidied(blamed(book, subject, one, policy), changedMs, policy);
      plainlyBlamed(plain, subject, one, policy);
      plainlyTidied(plain, changedMs, policy);
    } else if (kind === 8) {
      book = without(book, [subject], policy);
      plain.delete(subject);
    } else if (random(40) === 0) {
      policy = { ...policy, halfLifeMs: [MINUTE_MS, 2 * MINUTE_MS, 20_000][random(3)] as number };
      book = underPolicy(book, policy);
    }
    largest = Math.max(largest, sizeOf(book));
    if (step % 50 === 0) equal(contents(book), Object.fromEntries([...plain].sort()), `seed ${SEED}, step ${step}`);
  }
  is(largest, 60, 'the limit was met');
});

test('a temporary failure adds nothing to a permanent penalty, a permanent one takes the place of a temporary one', () => {
  const temporary = blamed(EMPTY_BOOK, 'a', reproach(), PENALTY_POLICY_1);
  const both = blamed(temporary, 'a', reproach({ kind: 'permanent', changedMs: 5 }), PENALTY_POLICY_1);
  equal(
    [penaltyOf(both, 'a')?.kind, penaltyOf(both, 'a')?.failures, penaltyOf(both, 'a')?.sinceMs, sizeOf(both)],
    ['permanent', 2, 0, 1],
  );
  is(blamed(both, 'a', reproach({ changedMs: 9 }), PENALTY_POLICY_1), both);
});

test('beyond the limit the lighter goes, and of equals the older', () => {
  const policy = { ...PENALTY_POLICY_1, maxEntries: 1 };
  const full = (first: Partial<Reproach>, second: Partial<Reproach>): unknown =>
    contents(
      tidied(
        blamed(blamed(EMPTY_BOOK, 'first', reproach(first), policy), 'second', reproach(second), policy),
        MINUTE_MS,
        policy,
      ),
    );
  const kept = (first: Partial<Reproach>, second: Partial<Reproach>): string[] =>
    Object.keys(full(first, second) as object);
  equal(kept({ changedMs: 0 }, { changedMs: MINUTE_MS }), ['second']);
  equal(kept({ changedMs: MINUTE_MS }, { changedMs: 0 }), ['first']);
  equal(kept({ kind: 'permanent', changedMs: MINUTE_MS }, { changedMs: 0 }), ['first'], 'half as heavy by now');
  equal(kept({ kind: 'permanent' }, { changedMs: MINUTE_MS }), ['second'], 'as heavy, and newer');
  equal(kept({ kind: 'permanent', changedMs: MINUTE_MS }, { changedMs: 0, weight: 4 }), ['second'], 'twice as heavy');
  equal(kept({ kind: 'permanent' }, { kind: 'permanent', changedMs: 1 }), ['second']);
  for (const changedMs of [1, MINUTE_MS])
    equal(kept({ kind: 'permanent', changedMs }, { changedMs: 0, weight: 2 }), ['first'], 'as heavy by now, and older');
  equal(kept({ kind: 'permanent', changedMs: MINUTE_MS }, { changedMs: MINUTE_MS }), ['first'], 'alike in both');
});

test('a permanent penalty never fades; a temporary one says until when it is avoided', () => {
  const permanent = { ...reproach({ kind: 'permanent' }), sinceMs: 0, failures: 1 };
  is(weightAt(permanent, 1e15, PENALTY_POLICY_1), 1);
  is(avoidedUntilMs(permanent, 0, PENALTY_POLICY_1), undefined);
  is(avoidedUntilMs({ ...permanent, kind: 'temporary' }, 0, PENALTY_POLICY_1), MINUTE_MS);
  const book = blamed(EMPTY_BOOK, 'a', reproach({ kind: 'permanent' }), PENALTY_POLICY_1);
  is(sizeOf(tidied(book, 1e15, PENALTY_POLICY_1)), 1);
});

test('a penalty from a time to come weighs what its failures did and no more, until about as long as if it were of now', () => {
  const ahead = { ...reproach({ changedMs: 30 * MINUTE_MS, weight: 2 }), sinceMs: 30 * MINUTE_MS, failures: 2 };
  for (const nowMs of [0, MINUTE_MS, 30 * MINUTE_MS]) {
    is(weightAt(ahead, nowMs, PENALTY_POLICY_1), 2);
    is(avoidedUntilMs(ahead, nowMs, PENALTY_POLICY_1), nowMs + 2 * MINUTE_MS);
  }
  const twice = blamed(
    blamed(EMPTY_BOOK, 'a', reproach({ changedMs: 30 * MINUTE_MS }), PENALTY_POLICY_1),
    'a',
    reproach({ changedMs: 0 }),
    PENALTY_POLICY_1,
  );
  is(penaltyOf(twice, 'a')?.weight, 2, 'folding adds what two failures weigh, not more');
});

test('what was learned later than now counts as learned now: it fades, and newer updates lift it', () => {
  const ahead = ['temporary', 'permanent'].reduce(
    (book, kind) => blamed(book, kind, reproach({ kind, changedMs: 9 * MINUTE_MS } as never), PENALTY_POLICY_1),
    blamed(EMPTY_BOOK, 'old', reproach(), PENALTY_POLICY_1),
  );
  is(latestChangeMs(EMPTY_BOOK, ahead), 9 * MINUTE_MS);
  const now = learnedBy(ahead, MINUTE_MS, PENALTY_POLICY_1);
  equal(
    ['old', 'temporary', 'permanent']
      .map((subject) => penaltyOf(now, subject))
      .map((entry) => [entry?.changedMs, entry?.sinceMs]),
    [
      [0, 0],
      [MINUTE_MS, MINUTE_MS],
      [MINUTE_MS, MINUTE_MS],
    ],
  );
  is(weightAt(penaltyOf(now, 'temporary') as PenaltyEntry, 2 * MINUTE_MS, PENALTY_POLICY_1), 0.5);
  is(sizeOf(tidied(now, 100 * MINUTE_MS, PENALTY_POLICY_1)), 1, 'and is found when it has faded');
  equal(learnedBy(now, MINUTE_MS, PENALTY_POLICY_1), now);
});

test('amounts are avoided from the least that failed while that still weighs something, else from what failed now', () => {
  const from = (first: bigint, second: bigint, changedMs: number): bigint | undefined => {
    const once = blamed(EMPTY_BOOK, 'a', reproach({ fromAmountMsat: first }), PENALTY_POLICY_1);
    return penaltyOf(blamed(once, 'a', reproach({ fromAmountMsat: second, changedMs }), PENALTY_POLICY_1), 'a')
      ?.fromAmountMsat;
  };
  equal([from(5n, 9n, MINUTE_MS), from(9n, 5n, MINUTE_MS), from(5n, 5n, 0)], [5n, 5n, 5n]);
  is(from(5n, 9n, 60 * MINUTE_MS), 9n);
});

test('until when something is avoided is counted from its last failure, so that it comes nearer as time passes', () => {
  const twice = { ...reproach({ weight: 2, changedMs: MINUTE_MS }), sinceMs: 0, failures: 2 };
  equal(
    [MINUTE_MS, 2 * MINUTE_MS, 9 * MINUTE_MS].map((nowMs) => avoidedUntilMs(twice, nowMs, PENALTY_POLICY_1)),
    [3 * MINUTE_MS, 3 * MINUTE_MS, 3 * MINUTE_MS],
  );
});

test('what was first noted long ago keeps that date when its last failure is taken back to now', () => {
  const old = blamed(EMPTY_BOOK, 'a', reproach({ changedMs: 1_000 }), PENALTY_POLICY_1);
  const ahead = blamed(old, 'a', reproach({ changedMs: 9 * MINUTE_MS }), PENALTY_POLICY_1);
  const now = penaltyOf(learnedBy(ahead, MINUTE_MS, PENALTY_POLICY_1), 'a');
  equal([now?.sinceMs, now?.changedMs], [1_000, MINUTE_MS]);
});

test('the latest change of books is the latest of all their penalties, in whatever order they stand', () => {
  const late = blamed(EMPTY_BOOK, 'a', reproach({ changedMs: 9 }), PENALTY_POLICY_1);
  const early = blamed(EMPTY_BOOK, 'b', reproach({ changedMs: 4 }), PENALTY_POLICY_1);
  equal([latestChangeMs(late, early), latestChangeMs(early, late), latestChangeMs(EMPTY_BOOK)], [9, 9, 0]);
});

test('a policy is refused if a number in it is no number above 0, or if what is avoided would be forgotten', () => {
  for (const member of Object.keys(PENALTY_POLICY_1))
    for (const wrong of [0, -1, Number.NaN, Number.POSITIVE_INFINITY])
      throws(
        () => checkedPolicy({ ...PENALTY_POLICY_1, [member]: wrong }),
        new RegExp(`^${member} must be a number above 0`),
      );
  const { avoidedAbove } = PENALTY_POLICY_1;
  is(checkedPolicy({ ...PENALTY_POLICY_1, forgottenBelow: avoidedAbove }).forgottenBelow, avoidedAbove);
  throws(
    () => checkedPolicy({ ...PENALTY_POLICY_1, forgottenBelow: avoidedAbove + 0.1 }),
    /forgottenBelow must not be/,
  );
  equal(policyAfter(PENALTY_POLICY_1, { halfLifeMs: 5 }), { ...PENALTY_POLICY_1, halfLifeMs: 5 });
  equal(
    [
      samePolicy(PENALTY_POLICY_1, { ...PENALTY_POLICY_1 }),
      samePolicy(PENALTY_POLICY_1, { ...PENALTY_POLICY_1, halfLifeMs: 5 }),
    ],
    [true, false],
  );
});

test('subjects are counted once, and only those that have a penalty', () => {
  const book = blamed(EMPTY_BOOK, 'a', reproach(), PENALTY_POLICY_1);
  is(countIn(book, ['a', 'b', 'a']), 1);
  ok(countIn(EMPTY_BOOK, ['a']) === 0);
});

test.run();
