/** The penalty machine: what a failure teaches, what it costs, and that logs of version 1 mean what they meant. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { equal, is, ok } from 'uvu/assert';
import { isSnapshotDue } from '../../machines/kind.ts';
import { type PenaltyContext, type PenaltyEvent, penaltyMachine } from '../../machines/penalty.ts';
import { penaltyKind } from '../../machines/penalty-kind.ts';
import { BLAME_TABLE, becauseOf, judged } from '../../src/domain/blame.ts';
import type { LearnedPolicy } from '../../src/domain/failure-lesson.ts';
import { FailureCode } from '../../src/domain/failures.ts';
import type { ChannelDirection, NodeId, PaymentHash } from '../../src/domain/ids.ts';
import { entriesOf, getIn } from '../../src/domain/ordered-trie.ts';
import { type PenaltyBook, penaltyOf, sizeOf, visitPenalties } from '../../src/domain/penalty-book.ts';
import { PENALTY_POLICY_1, policyAfter } from '../../src/domain/penalty-policy.ts';
import { decodeJson } from '../../src/journal/codec.ts';
import { Fold } from '../../src/runtime/fold.ts';
import { declaredTransitions } from '../../src/testing/declared.ts';
import { suite } from '../support/suite.ts';

const test = suite('the penalty machine');
const fold = new Fold(penaltyMachine);
const after = (...events: PenaltyEvent[]) => fold.replay(fold.initial, events);

const NEAR = `02${'a'.repeat(64)}` as NodeId;
const FAR = `02${'b'.repeat(64)}` as NodeId;
const FIRST = '1x1x1/0' as ChannelDirection;
const SECOND = '2x1x1/0' as ChannelDirection;
type Failure = Extract<PenaltyEvent, { type: 'FAILURE_LEARNED' }>;

const failure = (change: Partial<Failure> = {}): Failure => ({
  type: 'FAILURE_LEARNED',
  paymentHash: '33'.repeat(32) as PaymentHash,
  ids: [NEAR, FAR],
  route: [FIRST, SECOND],
  amountsMsat: [1_010n, 1_000n],
  atMs: 1_000,
  ...change,
});
const aChannel = { erringIndex: 1, failcode: FailureCode.TEMPORARY_CHANNEL_FAILURE };

function plain(book: PenaltyBook): Record<string, unknown> {
  const found: [string, unknown][] = [];
  visitPenalties(book, (subject, entry) => found.push([subject, { ...entry, because: becauseOf(entry.failcode) }]));
  return Object.fromEntries(found.sort(([one], [other]) => (one < other ? -1 : 1)));
}
const sorted = (record: object): unknown =>
  Object.fromEntries(Object.entries(record).sort(([one], [other]) => (one < other ? -1 : 1)));

test('a log of version 1, with every failure code, folds to what it folded to', () => {
  const golden = readFileSync(join(import.meta.dirname, 'golden', 'penalty-v1.ndjson'), 'utf8')
    .trimEnd()
    .split('\n');
  const lines = golden.map((line) => decodeJson(line));
  const then = lines.pop() as Record<string, object>;
  let snapshot = fold.initial;
  for (const event of lines as PenaltyEvent[]) {
    const next = fold.step(snapshot, event).snapshot;
    ok(next !== snapshot, `${event.type} of ${event.atMs} was logged, and must not be ignored`);
    snapshot = next;
  }
  const { policy, channels, nodes, learned } = snapshot.context;
  is(snapshot.value, then.value);
  equal(policy, policyAfter(PENALTY_POLICY_1, { halfLifeMs: Number(then.halfLifeMs) }));
  equal(plain(channels), sorted(then.channels as object));
  equal(plain(nodes), sorted(then.nodes as object));
  equal(sorted(Object.fromEntries(entriesOf(learned))), sorted(then.policies as object));
});

test('whom a failure blames is its verdict, whatever the table says', () => {
  const at = { ...aChannel, hops: 2 };
  const other = { ...BLAME_TABLE, [aChannel.failcode]: BLAME_TABLE[FailureCode.PERMANENT_NODE_FAILURE] };
  const { channels, nodes } = after(failure({ ...aChannel, blame: judged(at, other) })).context;
  equal([sizeOf(channels), penaltyOf(nodes, NEAR)?.kind], [0, 'permanent']);
  is(after(failure({ ...aChannel, blame: null })), fold.initial, 'nobody was blamed');
});

test('an amount that was too much blames the channel from that amount on', () => {
  is(penaltyOf(after(failure(aChannel)).context.channels, SECOND)?.fromAmountMsat, 1_000n);
});

test('the policy in force decides the weights, how fast they fade and how many are kept', () => {
  const heavy: PenaltyEvent = { type: 'PENALTY_CONFIGURED', failureWeight: 3, halfLifeMs: 10, atMs: 0 };
  const two = after(heavy, failure(aChannel), failure({ ...aChannel, erringIndex: 0, atMs: 1_010 }));
  equal(
    [FIRST, SECOND].map((channel) => penaltyOf(two.context.channels, channel)?.weight),
    [3, 3],
  );
  const faded = fold.step(two, failure({ ...aChannel, atMs: 2_000 })).snapshot;
  equal(Object.keys(plain(faded.context.channels)), [SECOND]);
  const few = fold.replay(two, [
    { type: 'PENALTY_CONFIGURED', maxEntries: 1, atMs: 1_010 },
    failure({ ...aChannel, atMs: 1_011 }),
  ]);
  equal(Object.keys(plain(few.context.channels)), [SECOND]);
});

test('a policy that names one number leaves the others as they were', () => {
  const once = after({ type: 'PENALTY_CONFIGURED', avoidedAbove: 0.75, atMs: 0 });
  const twice = fold.step(once, { type: 'PENALTY_CONFIGURED', halfLifeMs: 5, atMs: 0 }).snapshot;
  equal(twice.context.policy, { ...PENALTY_POLICY_1, avoidedAbove: 0.75, halfLifeMs: 5 });
});

test('with a shorter half-life, penalties learned before fade sooner', () => {
  const aNode = failure({ erringIndex: 1, failcode: FailureCode.TEMPORARY_NODE_FAILURE });
  const before = after(aNode, { type: 'PENALTY_CONFIGURED', halfLifeMs: 1, atMs: 1_001 });
  is(sizeOf(before.context.nodes), 1);
  const next = fold.step(before, failure({ ...aChannel, atMs: 1_100 })).snapshot;
  is(sizeOf(next.context.nodes), 0);
});

test('the policy of version 1 is what it was: logs without a policy were written under it', () => {
  equal(fold.initial.context.policy, {
    failureWeight: 1,
    unreadableWeight: 0.25,
    avoidedAbove: 0.5,
    forgottenBelow: 0.05,
    halfLifeMs: 60_000,
    maxEntries: 50_000,
  });
});

const MANY = 10_000;

let filled: typeof fold.initial | undefined;
const full = (): typeof fold.initial => {
  filled ??= filledUp();
  return filled;
};

/** As many permanent penalties and learned policies as may be. */
function filledUp(): typeof fold.initial {
  const policy = { feeBaseMsat: 1n, feePpm: 1, cltvDelta: 6, htlcMinimumMsat: 0n, htlcMaximumMsat: 9n, enabled: true };
  let snapshot = after({ type: 'PENALTY_CONFIGURED', maxEntries: MANY, atMs: 0 });
  for (let i = 0; i < MANY; i++) {
    const channel = `${i}x2x2/0` as ChannelDirection;
    const update = { channel, learned: { policy, timestamp: i } };
    const gone = { erringIndex: 1, failcode: FailureCode.PERMANENT_CHANNEL_FAILURE, route: [FIRST, channel] };
    snapshot = fold.step(snapshot, failure({ ...gone, update, atMs: 1_000 + i })).snapshot;
  }
  is(sizeOf(snapshot.context.channels), MANY);
  is(snapshot.context.learned.size, MANY);
  return snapshot;
}

function walk(value: unknown, meet: (object: object) => boolean): void {
  if (typeof value !== 'object' || value === null || !meet(value)) return;
  for (const member of Object.values(value)) walk(member, meet);
}

function objectsOf(context: PenaltyContext): ReadonlySet<object> {
  const known = new Set<object>();
  walk(context, (object) => known.size < known.add(object).size);
  return known;
}

/** Objects of a context that are not known yet: what an event made, and so what it cost. */
function made(known: ReadonlySet<object>, context: PenaltyContext): number {
  let count = 0;
  walk(context, (object) => {
    if (known.has(object)) return false;
    count++;
    return true;
  });
  return count;
}

test('with 10,000 penalties an event makes a few objects anew, and no more', () => {
  const before = full();
  const known = objectsOf(before.context);
  const policy = { feeBaseMsat: 1n, feePpm: 9, cltvDelta: 6, htlcMinimumMsat: 0n, htlcMaximumMsat: 9n, enabled: true };
  const channel = '7x2x2/0' as ChannelDirection;
  const events: Readonly<Record<string, PenaltyEvent>> = {
    'one more failure of a known channel': failure({ ...aChannel, failcode: 0x4008, route: [FIRST, channel] }),
    'a new channel, at the limit': failure({ ...aChannel, atMs: 60_000 }),
    'a node': failure({ erringIndex: 1, failcode: FailureCode.TEMPORARY_NODE_FAILURE, atMs: 60_000 }),
    'an error nobody could read': failure({ atMs: 60_000 }),
    'a policy': failure({ ...aChannel, update: { channel, learned: { policy, timestamp: 99_999 } } }),
    'a success': { type: 'ROUTE_SUCCEEDED', ids: [NEAR], route: [channel], atMs: 60_000 },
    'an update': { type: 'UPDATE_SEEN', channel, from: NEAR, timestamp: 99_999, atMs: 60_000 },
    'a reset of one': { type: 'PENALTIES_RESET', channel, atMs: 60_000 },
  };
  for (const [name, event] of Object.entries(events)) {
    const { snapshot } = fold.step(before, event);
    ok(snapshot !== before, name);
    const count = made(known, snapshot.context);
    ok(count < 200, `${name}: ${count} objects`);
  }
});

test('at the limit the one confirmed longest ago makes room, and what is new is learned', () => {
  const before = full();
  const { channels } = fold.step(before, failure({ ...aChannel, atMs: 60_000 })).snapshot.context;
  is(sizeOf(channels), MANY);
  ok(penaltyOf(channels, SECOND));
  is(penaltyOf(channels, '0x2x2/0'), undefined);
});

test('at the limit the policy announced longest ago makes room for another', () => {
  const update = {
    channel: SECOND,
    learned: { ...(getIn(full().context.learned, '9x2x2/0') as LearnedPolicy), timestamp: 99_999 },
  };
  const { learned } = fold.step(full(), failure({ ...aChannel, update })).snapshot.context;
  is(learned.size, MANY);
  is(getIn(learned, SECOND)?.timestamp, 99_999);
  is(getIn(learned, '0x2x2/0'), undefined);
});

test('the larger the state, the further apart its snapshots are', () => {
  is(isSnapshotDue(penaltyKind, fold.initial, 63), false);
  is(isSnapshotDue(penaltyKind, fold.initial, 64), true);
  is(isSnapshotDue(penaltyKind, full(), (2 * MANY) / 8 - 1), false, 'penalties and learned policies');
  is(isSnapshotDue(penaltyKind, full(), (2 * MANY) / 8), true);
});

test('every state and every transition says what it stands for', () => {
  for (const { id, description } of declaredTransitions(penaltyMachine)) ok(description, id);
  for (const { key, description } of Object.values(penaltyMachine.states)) ok(description, key);
});

test.run();
