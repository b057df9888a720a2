/**
 * Test model of the penalty machine: a route of two channels, every kind of blame, and what takes it back.
 *
 * Situations are told apart by what is avoided, how (temporary or permanent) and since when, by learned policies and by the
 * policy in force; weights are not, because they grow without bound.
 */
import { type PenaltyContext, type PenaltyEvent, penaltyMachine } from '../../../../machines/penalty.ts';
import { FailureCode } from '../../../domain/failures.ts';
import type { NodeId, PaymentHash } from '../../../domain/ids.ts';
import { entriesOf } from '../../../domain/ordered-trie.ts';
import { type PenaltyBook, visitPenalties } from '../../../domain/penalty-book.ts';
import { defineModel } from '../../../testing/model.ts';

type Failure = Extract<PenaltyEvent, { type: 'FAILURE_LEARNED' }>;
type ChannelDirection = Failure['route'][number];

const NEAR = `02${'a'.repeat(64)}` as NodeId;
const FAR = `02${'b'.repeat(64)}` as NodeId;
const FIRST = '1x1x1/0' as ChannelDirection;
const SECOND = '2x1x1/0' as ChannelDirection;
const HASH = '33'.repeat(32) as PaymentHash;
/** After this time every temporary penalty weighs nothing. */
const MUCH_LATER_MS = 100_000_000;

const route = { ids: [NEAR, FAR], route: [FIRST, SECOND] } as const;

const failure = (change: Partial<Failure>): Failure => ({
  type: 'FAILURE_LEARNED',
  paymentHash: HASH,
  ...route,
  amountsMsat: [1_010n, 1_000n],
  atMs: 1_000,
  ...change,
});

const update: NonNullable<Failure['update']> = {
  channel: SECOND,
  learned: {
    policy: { feeBaseMsat: 1n, feePpm: 1, cltvDelta: 6, htlcMinimumMsat: 0n, htlcMaximumMsat: 9_000n, enabled: true },
    timestamp: 1,
  },
};

const ours = { erringIndex: 0, failcode: FailureCode.TEMPORARY_CHANNEL_FAILURE };
const aChannel = { erringIndex: 1, failcode: FailureCode.TEMPORARY_CHANNEL_FAILURE };
const aGoneChannel = { erringIndex: 1, failcode: FailureCode.PERMANENT_CHANNEL_FAILURE };
const aNode = { erringIndex: 1, failcode: FailureCode.PERMANENT_NODE_FAILURE };
const theDestination = { erringIndex: 2, failcode: FailureCode.INCORRECT_OR_UNKNOWN_PAYMENT_DETAILS };
const later = { atMs: MUCH_LATER_MS };

/** By whom they blame: at once, with a channel_update, and when what was temporary has faded. */
const failures: readonly Failure[] = [
  failure({}),
  failure(later),
  failure(ours),
  failure(aChannel),
  failure({ ...aChannel, ...later, update }),
  failure(aGoneChannel),
  failure(aNode),
  failure({ ...aNode, ...later, update }),
  failure(theDestination),
  failure({ ...theDestination, update }),
  failure({ ...theDestination, ...later, update }),
  failure({ ...aChannel, announced: 1 }),
];

const others: readonly PenaltyEvent[] = [
  { type: 'PENALTY_CONFIGURED', halfLifeMs: 30_000, atMs: 1 },
  { type: 'ROUTE_SUCCEEDED', ...route, atMs: 1_000 },
  { type: 'ROUTE_SUCCEEDED', ids: [FAR], route: [SECOND], atMs: 1_000 },
  { type: 'ROUTE_SUCCEEDED', ids: [], route: ['9x9x9/0' as ChannelDirection], atMs: 1_000 },
  { type: 'CLOCK_SET_BACK', atMs: 500 },
  { type: 'CLOCK_SET_BACK', atMs: 1_000 },
  { type: 'UPDATE_SEEN', channel: SECOND, from: NEAR, timestamp: 2, atMs: 2_000 },
  { type: 'UPDATE_SEEN', channel: SECOND, from: NEAR, timestamp: 0, atMs: 2_000 },
  { type: 'PENALTIES_RESET', atMs: 1_000 },
  { type: 'PENALTIES_RESET', channel: SECOND, atMs: 1_000 },
  { type: 'PENALTIES_RESET', node: NEAR, atMs: 1_000 },
];

function penalties(book: PenaltyBook): unknown {
  const found: Record<string, string> = {};
  visitPenalties(book, (subject, { kind, changedMs }) => {
    found[subject] = `${kind} since ${changedMs}`;
  });
  return found;
}

export const penaltyModel = defineModel({
  machine: penaltyMachine,
  events: [...failures, ...others],
  abstract: ({ context }) => ({
    channels: penalties(context.channels),
    nodes: penalties(context.nodes),
    learned: entriesOf(context.learned).map(([channel]) => channel),
    policy: context.policy,
  }),
  observe: ({ context }: { context: PenaltyContext }) => context,
  isGoal: (snapshot) => snapshot.matches('calm'),
});
