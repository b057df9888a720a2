/**
 * A node's own channels as it knows them: what it could send and receive.
 *
 * Invariant: pure functions of the channels' state. `spendableMsat` is what lightningd's channel_amount_spendable answers,
 * with the fee spike buffer as BOLT 2 recommends it.
 */

import { sha256, toHex } from '../bolt/index.ts';
import type { Msat } from '../domain/amount.ts';
import { affordableMsat, type ChannelContext } from '../domain/channel-state.ts';
import { type Direction, directionOf, type NodeId, type ShortChannelId } from '../domain/ids.ts';
import type { ChannelPolicy } from '../domain/route.ts';
import type { LocalChannel } from '../switch/port.ts';
import { sideOf } from './topology.ts';

/** A direction nobody announced a policy for. */
const NO_POLICY: ChannelPolicy = {
  feeBaseMsat: 0n,
  feePpm: 0,
  cltvDelta: 0,
  htlcMinimumMsat: 0n,
  htlcMaximumMsat: 0n,
  enabled: false,
};

/** What `side` could send in one HTLC now. */
function spendableMsat(context: ChannelContext, side: Direction): Msat {
  const affordable = affordableMsat(context, side);
  const isUsable = affordable > 0n && affordable >= context.minimumMsat[side];
  return isUsable && !context.gone ? affordable : 0n;
}

export function localChannel(
  node: NodeId,
  shortChannelId: ShortChannelId,
  context: ChannelContext,
  connected: boolean,
): LocalChannel {
  const us = sideOf(context.nodes, node);
  const them: Direction = us === 0 ? 1 : 0;
  const peer = context.nodes[them];
  return {
    shortChannelId,
    peer,
    direction: directionOf(node, peer),
    state: context.gone ? 'ONCHAIN' : context.shuttingDown ? 'CHANNELD_SHUTTING_DOWN' : 'CHANNELD_NORMAL',
    connected,
    isPublic: context.isPublic,
    opener: context.opener === us ? 'local' : 'remote',
    capacityMsat: context.capacityMsat,
    fundingTxid: fundingTxid(shortChannelId),
    toUsMsat: toUsMsat(context, us),
    ourReserveMsat: context.reserveMsat[us],
    theirReserveMsat: context.reserveMsat[them],
    spendableMsat: spendableMsat(context, us),
    receivableMsat: spendableMsat(context, them),
    ourPolicy: context.policies[us] ?? NO_POLICY,
    theirPolicy: context.policies[them] ?? NO_POLICY,
    htlcs: context.htlcs.map((htlc) => ({
      direction: htlc.from === us ? 'out' : 'in',
      id: htlc.id,
      amountMsat: htlc.amountMsat,
      expiry: htlc.expiry,
      paymentHash: htlc.hash,
    })),
  };
}

/** There is no transaction: this stands for the one at the place the channel's id names. */
function fundingTxid(channel: ShortChannelId): string {
  const place = channel.slice(0, channel.lastIndexOf('x'));
  return toHex(sha256(Buffer.from(`simulated funding ${place}`)));
}

/** As lightningd counts: what we offered is ours until the peer has the preimage. */
function toUsMsat(context: ChannelContext, us: Direction): Msat {
  let sum = context.balanceMsat[us];
  for (const htlc of context.htlcs) if (htlc.from === us) sum += htlc.amountMsat;
  return sum;
}
