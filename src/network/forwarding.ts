/**
 * What a node checks before it forwards an HTLC, in the order Core Lightning checks (lightningd/peer_htlcs.c,
 * forward_htlc), and what it answers when a check fails (BOLT 4, "Failure Messages").
 *
 * Invariant: pure; the first check that fails is the answer. More fee and more CLTV than asked are accepted.
 * What the channel itself refuses (balance, limits) comes after these, in `machines/channel.ts`.
 */
import { forwardingFeeMsat, type Msat } from '../domain/amount.ts';
import { FailureCode } from '../domain/failures.ts';
import type { ChannelPolicy } from '../domain/route.ts';

/** Furthest a forwarded HTLC may expire from now, in blocks (Core Lightning's max_htlc_cltv). */
export const MAX_HTLC_CLTV = 2016;

export interface Forward {
  readonly inMsat: Msat;
  readonly inExpiry: number;
  readonly outMsat: Msat;
  readonly outExpiry: number;
  readonly height: number;
  /** The outgoing channel as this node knows it; undefined if it has none by that id. */
  readonly channel:
    | {
        /** Policies an HTLC may satisfy: the current one, and the one before while it is in its time of grace. */
        readonly policies: readonly ChannelPolicy[];
        readonly isNormal: boolean;
        readonly isConnected: boolean;
      }
    | undefined;
}

const paysFee = (forward: Forward, policy: ChannelPolicy): boolean =>
  forward.inMsat >= forward.outMsat + forwardingFeeMsat(forward.outMsat, policy.feeBaseMsat, policy.feePpm);
const isInRange = ({ outMsat }: Forward, policy: ChannelPolicy): boolean =>
  outMsat >= policy.htlcMinimumMsat && outMsat <= policy.htlcMaximumMsat;
const leavesTime = (forward: Forward, policy: ChannelPolicy): boolean =>
  forward.inExpiry - policy.cltvDelta >= forward.outExpiry;

const anyPolicy =
  (check: (forward: Forward, policy: ChannelPolicy) => boolean) =>
  (forward: Forward): boolean =>
    forward.channel?.policies.some((policy) => check(forward, policy)) ?? false;

interface ForwardCheck {
  readonly name: string;
  readonly passes: (forward: Forward) => boolean;
  readonly failcode: number;
}

/** The checks, in order. */
export const FORWARD_CHECKS: readonly ForwardCheck[] = [
  {
    name: 'next channel is known',
    passes: ({ channel }) => channel !== undefined && channel.policies.length > 0,
    failcode: FailureCode.UNKNOWN_NEXT_PEER,
  },
  {
    name: 'fee is paid',
    passes: anyPolicy(paysFee),
    failcode: FailureCode.FEE_INSUFFICIENT,
  },
  {
    name: 'amount is within htlc_minimum and htlc_maximum',
    passes: anyPolicy(isInRange),
    failcode: FailureCode.TEMPORARY_CHANNEL_FAILURE,
  },
  {
    name: 'cltv_expiry_delta is left',
    passes: anyPolicy(leavesTime),
    failcode: FailureCode.INCORRECT_CLTV_EXPIRY,
  },
  {
    name: 'outgoing HTLC expires in the future',
    passes: ({ height, outExpiry }) => height < outExpiry,
    failcode: FailureCode.EXPIRY_TOO_SOON,
  },
  {
    name: 'outgoing HTLC expires in the near future',
    passes: ({ height, outExpiry }) => height + MAX_HTLC_CLTV >= outExpiry,
    failcode: FailureCode.EXPIRY_TOO_FAR,
  },
  {
    name: 'next channel is usable',
    passes: ({ channel }) => channel?.isNormal === true,
    failcode: FailureCode.UNKNOWN_NEXT_PEER,
  },
  {
    name: 'next peer is connected and the channel enabled',
    passes: ({ channel }) => channel?.isConnected === true && channel.policies.some((policy) => policy.enabled),
    failcode: FailureCode.TEMPORARY_CHANNEL_FAILURE,
  },
];

/** The code to fail with; undefined if this node forwards. The message's facts are the incoming HTLC's. */
export function forwardRefusal(forward: Forward): number | undefined {
  return FORWARD_CHECKS.find((check) => !check.passes(forward))?.failcode;
}
