/**
 * Test model of the penalty machine: a route of two channels, every kind of blame, and what takes it back.
 *
 * Situations are told apart by what is avoided and how (temporary or permanent) and by learned policies; weights are
 * bucketed to "counts" and "nearly forgotten", because they grow without bound.
 */
import { type PenaltyContext, type PenaltyEvent, penaltyMachine } from '../../../../machines/penalty.ts';
import type { NodeId, PaymentHash } from '../../../domain/ids.ts';
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

/** BOLT 4 failure codes by whom they blame. */
const failures: readonly Failure[] = [
  failure({}),
  failure({ erringIndex: 1, failcode: 0x1007 }),
  failure({ erringIndex: 1, failcode: 0x4008 }),
  failure({ erringIndex: 1, failcode: 0x400a }),
  failure({ erringIndex: 1, failcode: 0x6002 }),
  failure({ erringIndex: 2, failcode: 0x400f }),
  failure({ erringIndex: 2, failcode: 0x400f, update }),
  failure({ erringIndex: 2, failcode: 0x400f, atMs: MUCH_LATER_MS }),
];

const others: readonly PenaltyEvent[] = [
  { type: 'PENALTY_CONFIGURED', halfLifeMs: 30_000, atMs: 1 },
  { type: 'ROUTE_SUCCEEDED', ...route, atMs: 1_000 },
  { type: 'ROUTE_SUCCEEDED', ids: [FAR], route: [SECOND], atMs: 1_000 },
  { type: 'ROUTE_SUCCEEDED', ids: [], route: ['9x9x9/0' as ChannelDirection], atMs: 1_000 },
  { type: 'UPDATE_SEEN', channel: SECOND, from: NEAR, timestamp: 2, atMs: 2_000 },
  { type: 'UPDATE_SEEN', channel: SECOND, from: NEAR, timestamp: 0, atMs: 2_000 },
  { type: 'PENALTIES_RESET', atMs: 1_000 },
  { type: 'PENALTIES_RESET', channel: SECOND, atMs: 1_000 },
  { type: 'PENALTIES_RESET', node: NEAR, atMs: 1_000 },
];

const kinds = (entries: PenaltyContext['channels'] | PenaltyContext['nodes']): unknown =>
  Object.fromEntries(Object.entries(entries).map(([key, entry]) => [key, entry.kind]));

export const penaltyModel = defineModel({
  machine: penaltyMachine,
  events: [...failures, ...others],
  abstract: ({ context }) => ({
    channels: kinds(context.channels),
    nodes: kinds(context.nodes),
    policies: Object.keys(context.policies),
    halfLifeMs: context.halfLifeMs,
  }),
  observe: ({ context }) => context,
  isGoal: (snapshot) => snapshot.matches('calm'),
});
