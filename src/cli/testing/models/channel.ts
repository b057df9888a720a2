/**
 * Test model of the channel machine: two sides, at most two HTLCs in flight, every reason to refuse, every way to end.
 *
 * Situations are told apart by the HTLCs (id, who offered, what result is kept), how many were added, and shutting
 * down: what guards and the choice of events read. Balances and policies are compared but split no situations.
 */
import {
  type ChannelContext,
  type ChannelEvent,
  type ChannelTerms,
  channelMachine,
} from '../../../../machines/channel.ts';
import type { ChannelHtlc } from '../../../domain/htlc.ts';
import type { Direction, NodeId, PaymentHash, Preimage } from '../../../domain/ids.ts';
import type { ChannelPolicy } from '../../../domain/route.ts';
import { defineModel } from '../../../testing/model.ts';

/** HTLCs in flight at once: the smallest number at which one ends and another stays. */
const MAX_HTLCS = 2;
/** HTLCs added in one run. Their ids are never used again, so this bounds the run. */
const MAX_ADDED = 3;
const CAPACITY_MSAT = 100_000n;
const AMOUNT_MSAT = 10_000n;
const EXPIRY = 500;

const terms: ChannelTerms = {
  nodes: [`02${'a'.repeat(64)}` as NodeId, `03${'b'.repeat(64)}` as NodeId],
  capacityMsat: CAPACITY_MSAT,
  balanceMsat: [60_000n, 40_000n],
  reserveMsat: [1_000n, 1_000n],
  minimumMsat: [10n, 10n],
  dustLimitMsat: 1_000n,
  maxAcceptedHtlcs: MAX_HTLCS,
  maxInFlightMsat: 90_000n,
  feeratePerKw: 0,
  opener: 0,
  isPublic: true,
  policies: [null, null],
};

const offer = (from: Direction, amountMsat = AMOUNT_MSAT, expiry = EXPIRY): ChannelEvent => ({
  type: 'HTLC_OFFERED',
  from,
  amountMsat,
  expiry,
  hash: '33'.repeat(32) as PaymentHash,
  part: [1n, 0n],
});

/** One offer each side may make, and one for every reason to refuse it (too many: the third of a side). */
const offers: readonly ChannelEvent[] = [
  offer(0),
  offer(1),
  offer(0, AMOUNT_MSAT, 500_000_000),
  offer(0, 0n),
  offer(0, 1n),
  offer(0, 95_000n),
  offer(0, 70_000n),
];

const policy: ChannelPolicy = {
  feeBaseMsat: 1n,
  feePpm: 10,
  cltvDelta: 6,
  htlcMinimumMsat: 0n,
  htlcMaximumMsat: CAPACITY_MSAT,
  enabled: true,
};

const ends = (id: number): readonly ChannelEvent[] => [
  { type: 'HTLC_FULFILLED', id, preimage: '11'.repeat(32) as Preimage },
  { type: 'HTLC_FAILED', id, reason: 'ab' },
  { type: 'HTLC_FAILED_MALFORMED', id, failcode: 0xc005, sha256OfOnion: '44'.repeat(32) },
  { type: 'HTLC_TIMED_OUT', id },
];

const connections: readonly ChannelEvent[] = [
  { type: 'CHANNEL_OPENED', connected: true, ...terms },
  { type: 'CHANNEL_OPENED', connected: false, ...terms },
  { type: 'CHANNEL_DISCONNECTED' },
  { type: 'CHANNEL_RECONNECTED' },
  { type: 'POLICY_CHANGED', direction: 0, policy, formerUntilMs: 10 },
  { type: 'CHANNEL_SHUTDOWN' },
  { type: 'CHANNEL_CLOSED' },
];

/** Why some mutants of `online` change nothing. */
const NOTHING_KEPT = 'online, no result is kept: reconnecting passes them all on, so there is nothing to claim';

/** An id no HTLC of a test ever gets. */
const NO_HTLC = 1_000;

/** Everything while there is room; when one side has used all its slots, the offer that is one too many. */
function offersFor({ htlcs, nextHtlcId }: ChannelContext): readonly ChannelEvent[] {
  if (htlcs.length < MAX_HTLCS) return nextHtlcId < MAX_ADDED ? offers : offers.slice(2);
  return htlcs.every(({ from }) => from === htlcs[0]?.from) ? [offer(htlcs[0]?.from ?? 0)] : [];
}

/** On chain a preimage claims and everything else is worth nothing: two kinds of result. */
const resultOf = ({ kept }: ChannelHtlc): string =>
  kept === undefined ? 'open' : kept.type === 'fulfilled' ? 'preimage' : 'failure';

export const channelModel = defineModel({
  machine: channelMachine,
  events: ({ context }) => [
    ...connections,
    ...offersFor(context),
    ...[...context.htlcs.map((htlc) => htlc.id), NO_HTLC].flatMap(ends),
  ],
  abstract: ({ context }) => ({
    htlcs: context.htlcs.map((htlc) => `${htlc.id} of side ${htlc.from}: ${resultOf(htlc)}`),
    added: context.nextHtlcId,
    shuttingDown: context.shuttingDown,
  }),
  observe: ({ context }) => context,
  isGoal: ({ context }) => context.htlcs.length === 0,
  equivalent: {
    'drop-action online/HTLC_TIMED_OUT/0 claimOnChain@1': NOTHING_KEPT,
    'drop-action online/CHANNEL_CLOSED/0 claimOnChain@1': NOTHING_KEPT,
  },
});
