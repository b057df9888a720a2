/** What one failed attempt teaches the books of penalties and the policies learned; and whom a channel_update acquits. */
import { equal, is } from 'uvu/assert';
import {
  blamesChannel,
  blamesNode,
  type FailureLesson,
  isNewPolicy,
  isOutdated,
  isUnreadable,
  type LearnedPolicies,
  type LearnedPolicy,
  suspectsOf,
  withBlame,
  withPolicy,
  withSuspects,
} from '../../src/domain/failure-lesson.ts';
import { FailureCode } from '../../src/domain/failures.ts';
import { type ChannelDirection, channelDirection } from '../../src/domain/ids.ts';
import { EMPTY_TRIE, getIn } from '../../src/domain/ordered-trie.ts';
import { blamed, EMPTY_BOOK, type PenaltyBook, penaltyOf, sizeOf } from '../../src/domain/penalty-book.ts';
import { PENALTY_POLICY_1 } from '../../src/domain/penalty-policy.ts';
import { leavesNone, lifted, named, onRoute } from '../../src/domain/penalty-subjects.ts';
import { HASH, NODE_A, NODE_B, NODE_C, NODE_D, SCID_AB, SCID_BC, SCID_CD } from '../support/parts.ts';
import { suite } from '../support/suite.ts';

const test = suite('what a failed attempt teaches');

const [AB, BC, CD] = [SCID_AB, SCID_BC, SCID_CD].map((scid) => channelDirection(scid, 0)) as [
  ChannelDirection,
  ChannelDirection,
  ChannelDirection,
];

const lesson = (over: Partial<FailureLesson> = {}): FailureLesson => ({
  paymentHash: HASH,
  ids: [NODE_B, NODE_C, NODE_D],
  route: [AB, BC, CD],
  amountsMsat: [1_004n, 1_002n, 1_000n],
  erringIndex: 1,
  failcode: FailureCode.TEMPORARY_CHANNEL_FAILURE,
  atMs: 5_000,
  ...over,
});
const without = (name: 'erringIndex' | 'failcode', over: Partial<FailureLesson> = {}): FailureLesson => {
  const { [name]: _gone, ...rest } = lesson(over);
  return rest;
};

test('a failure is held against the channel after the erring node from the amount that failed there', () => {
  equal(penaltyOf(withBlame(EMPTY_BOOK, lesson(), PENALTY_POLICY_1), BC), {
    kind: 'temporary',
    weight: 1,
    changedMs: 5_000,
    sinceMs: 5_000,
    failures: 1,
    fromAmountMsat: 1_002n,
    failcode: 0x1007,
    paymentHash: HASH,
  });
  const fee = lesson({ failcode: FailureCode.FEE_INSUFFICIENT });
  is(penaltyOf(withBlame(EMPTY_BOOK, fee, PENALTY_POLICY_1), BC)?.fromAmountMsat, 0n);
});

test('a failure blames a channel, or a node, or nobody; never two of them', () => {
  const cases: readonly (readonly [FailureLesson, channel: boolean, node: boolean])[] = [
    [lesson(), true, false],
    [lesson({ failcode: FailureCode.TEMPORARY_NODE_FAILURE }), false, true],
    [lesson({ failcode: FailureCode.INVALID_ONION_HMAC }), false, true],
    [lesson({ erringIndex: 3 }), false, false],
    [lesson({ blame: null }), false, false],
    [lesson({ blame: { target: 'node', kind: 'temporary', amountMatters: false } }), false, true],
    [lesson({ announced: 2 }), true, false],
    [lesson({ announced: 1 }), false, false],
    [without('erringIndex'), false, false],
    [without('failcode'), false, false],
  ];
  for (const [one, channel, node] of cases) {
    const told = JSON.stringify(one, (_key, value) => (typeof value === 'bigint' ? `${value}` : value));
    equal([blamesChannel(one), blamesNode(one)], [channel, node], told);
    is(sizeOf(withBlame(EMPTY_BOOK, one, PENALTY_POLICY_1)), channel || node ? 1 : 0, told);
  }
});

test('an error nobody could read speaks a little against every channel but our own, and against none if part is a claim', () => {
  const unreadable = without('erringIndex');
  equal([isUnreadable(unreadable), isUnreadable(lesson())], [true, false]);
  equal(suspectsOf(unreadable), [BC, CD]);
  equal(suspectsOf({ ...unreadable, announced: 3 }), []);
  const book = withSuspects(EMPTY_BOOK, unreadable, PENALTY_POLICY_1);
  is(sizeOf(book), 2);
  const { weight, fromAmountMsat, paymentHash, changedMs, kind } = penaltyOf(book, CD)!;
  equal([weight, fromAmountMsat, paymentHash, changedMs, kind], [0.25, 0n, HASH, 5_000, 'temporary']);
});

const learned = (timestamp: number): LearnedPolicy => ({ policy: {} as never, timestamp });
const taught = (channel: ChannelDirection, timestamp: number): FailureLesson =>
  lesson({ update: { channel, learned: learned(timestamp) } });

test('a policy is news only if it is newer than what is known, and the oldest go beyond the limit', () => {
  const limit = { ...PENALTY_POLICY_1, maxEntries: 2 };
  const none: LearnedPolicies = EMPTY_TRIE;
  equal([isNewPolicy(none, {}), isNewPolicy(none, taught(AB, 0))], [false, true]);
  const one = withPolicy(none, taught(AB, 5), limit);
  equal(
    [4, 5, 6].map((timestamp) => isNewPolicy(one, taught(AB, timestamp))),
    [false, false, true],
  );
  is(withPolicy(one, taught(AB, 5), limit), one);
  is(withPolicy(one, lesson(), limit), one);
  const three = [taught(BC, 3), taught(CD, 9)].reduce((known, next) => withPolicy(known, next, limit), one);
  equal(
    [AB, BC, CD].map((channel) => getIn(three, channel)?.timestamp),
    [5, undefined, 9],
  );
});

test('gossip replaces what was learned if it is as new, and says nothing of channels nothing was learned of', () => {
  const known = withPolicy(EMPTY_TRIE, taught(AB, 5), PENALTY_POLICY_1);
  equal(
    [4, 5, 6].map((timestamp) => isOutdated(known, AB, timestamp)),
    [false, true, true],
  );
  is(isOutdated(known, BC, 99), false);
});

const permanent = (
  book: PenaltyBook,
  subject: string,
  changedMs: number,
  kind: 'permanent' | 'temporary' = 'permanent',
) => blamed(book, subject, { kind, weight: 1, changedMs, fromAmountMsat: 0n, paymentHash: HASH }, PENALTY_POLICY_1);

test('a channel_update lifts permanent penalties it is not older than, to the second, of its channel and of who sent it', () => {
  const channels = permanent(EMPTY_BOOK, AB, 5_700);
  const nodes = permanent(EMPTY_BOOK, NODE_A, 5_700);
  const subjects = (timestamp: number, over: object = {}) =>
    lifted({ channels, nodes }, { channel: AB, from: NODE_A, timestamp, ...over });
  equal(subjects(4), { channels: [], nodes: [] });
  equal(subjects(5), { channels: [AB], nodes: [NODE_A] });
  equal(subjects(5, { from: NODE_B }), { channels: [AB], nodes: [] });
  equal(subjects(5, { channel: BC }), { channels: [], nodes: [NODE_A] });
  const late = { channels: permanent(EMPTY_BOOK, AB, 1_000_500_700), nodes: EMPTY_BOOK };
  equal(
    [1_000_499, 1_000_500].map((timestamp) => lifted(late, { channel: AB, from: NODE_A, timestamp }).channels),
    [[], [AB]],
  );
  const fading = { channels: permanent(EMPTY_BOOK, AB, 5_700, 'temporary'), nodes: EMPTY_BOOK };
  equal(lifted(fading, { channel: AB, from: NODE_A, timestamp: 9 }), { channels: [], nodes: [] });
});

test('an event is about what it names and about what is announced of a route, and nothing else keeps its penalty', () => {
  equal(named({ channel: AB }), { channels: [AB], nodes: [] });
  equal(named({ node: NODE_A }), { channels: [], nodes: [NODE_A] });
  const { route, ids } = lesson();
  equal(onRoute({ route, ids }), { channels: [AB, BC, CD], nodes: [NODE_B, NODE_C, NODE_D] });
  equal(onRoute({ route, ids, announced: 2 }), { channels: [AB, BC], nodes: [NODE_B, NODE_C] });
  const books = { channels: permanent(EMPTY_BOOK, AB, 1), nodes: permanent(EMPTY_BOOK, NODE_B, 1) };
  is(leavesNone(books, onRoute({ route, ids })), true);
  is(leavesNone(books, named({ channel: AB })), false);
  is(leavesNone(books, named({ node: NODE_B })), false);
});

test.run();
