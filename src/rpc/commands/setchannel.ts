/**
 * `setchannel`: what we ask for forwarding into one of our channels, or all (lightning-setchannel(7)).
 *
 * Invariant: the change is in the log before it is answered; the policy before is accepted for `enforcedelay` seconds more;
 * every value fits its field of channel_update (BOLT 7), for the update is signed as soon as somebody asks for it.
 * `cltvdelta` is ours: Core Lightning sets it for all channels at start.
 */

import type { Msat } from '../../domain/amount.ts';
import { RpcErrorCode } from '../../domain/errors.ts';
import { given } from '../../domain/given.ts';
import { type NodeId, parseShortChannelId, type ShortChannelId } from '../../domain/ids.ts';
import type { ChannelPolicy } from '../../domain/route.ts';
import type { LocalChannel } from '../../switch/port.ts';
import { answer, refuse } from '../command.ts';
import {
  type AmountInput,
  amountMsat,
  badToken,
  boolean,
  integer,
  type ParamParser,
  parsePoint,
  text,
} from '../param-types.ts';
import { optional, required, withDefault } from '../params.ts';
import { commandNeeding } from '../served-node.ts';
import { fundingOf } from './funding.ts';

/** Core Lightning's default for `enforcedelay`. */
const ENFORCE_DELAY_SECONDS = 600;

/** Widths of channel_update's fee_base_msat and cltv_expiry_delta. */
const MAX_FEE_BASE_MSAT: Msat = 2n ** 32n - 1n;
const MAX_CLTV_DELTA = 2 ** 16 - 1;

const feeBase: ParamParser<Msat, AmountInput> = (name, token) => {
  const parsed = amountMsat(name, token);
  return 'value' in parsed && parsed.value > MAX_FEE_BASE_MSAT ? badToken(name, token, 'exceeds u32 max') : parsed;
};

const cltvDelta: ParamParser<number> = (name, token) => {
  const parsed = integer(name, token);
  return 'value' in parsed && parsed.value > MAX_CLTV_DELTA ? badToken(name, token, 'exceeds u16 max') : parsed;
};

/** What the channel asks for from now on. */
export type SetChannel = {
  readonly peer_id: NodeId;
  readonly channel_id?: string | undefined;
  readonly short_channel_id: ShortChannelId;
  readonly fee_base_msat: bigint;
  readonly fee_proportional_millionths: number;
  readonly minimum_htlc_out_msat: bigint;
  readonly maximum_htlc_out_msat: bigint;
  /** What the caller said: a simulated peer asks for no feerate that could be too low or too high. */
  readonly ignore_fee_limits: boolean;
  readonly warning_htlcmax_too_high?: string | undefined;
};
export type SetChannels = { readonly channels: readonly SetChannel[] };

export const setchannel = commandNeeding('policies', {
  name: 'setchannel',
  params: {
    id: required(text),
    feebase: optional(feeBase),
    feeppm: optional(integer),
    htlcmin: optional(amountMsat),
    htlcmax: optional(amountMsat),
    enforcedelay: withDefault(integer, ENFORCE_DELAY_SECONDS),
    ignorefeelimits: withDefault(boolean, true),
    cltvdelta: optional(cltvDelta, { byNameOnly: true }),
  },
  async run(values, { node: { operated, policies } }) {
    const { id, feebase, feeppm, htlcmin, htlcmax, enforcedelay, ignorefeelimits, cltvdelta } = values;
    const chosen = operated.localChannels().filter((channel) => isNamed(channel, id));
    if (chosen.length === 0 && id !== 'all')
      return refuse({ code: RpcErrorCode.LIGHTNINGD, message: `Channel ID or peer ID '${id}' not found` });
    const change: Partial<ChannelPolicy> = {
      ...given({
        feeBaseMsat: feebase,
        feePpm: feeppm,
        htlcMinimumMsat: htlcmin,
        htlcMaximumMsat: htlcmax,
        cltvDelta: cltvdelta,
      }),
    };
    const channels = chosen.map((channel): SetChannel => {
      const { peer, shortChannelId, capacityMsat } = channel;
      const capped =
        htlcmax === undefined || htlcmax < capacityMsat ? change : { ...change, htlcMaximumMsat: capacityMsat };
      const policy = policies.setPolicy(shortChannelId, operated.id, capped, enforcedelay);
      return {
        peer_id: peer,
        channel_id: fundingOf(channel)?.channelId,
        short_channel_id: shortChannelId,
        fee_base_msat: policy.feeBaseMsat,
        fee_proportional_millionths: policy.feePpm,
        minimum_htlc_out_msat: policy.htlcMinimumMsat,
        maximum_htlc_out_msat: policy.htlcMaximumMsat,
        ignore_fee_limits: ignorefeelimits,
        warning_htlcmax_too_high: capped === change ? undefined : 'Set htlc_max to the capacity of the channel',
      };
    });
    return answer<SetChannels>({ channels: await operated.durably(channels) });
  },
});

/** A peer's id, a channel_id, a short_channel_id, or `all`. */
function isNamed(channel: LocalChannel, id: string): boolean {
  if (id === 'all' || fundingOf(channel)?.channelId === id.toLowerCase()) return true;
  return channel.peer === parsePoint(id) || channel.shortChannelId === parseShortChannelId(id);
}
