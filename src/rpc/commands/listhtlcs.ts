/**
 * `listhtlcs`: the HTLCs of this node's channels, in flight and ended (lightning-listhtlcs(7)).
 *
 * Invariant: only what is durable is listed, in the order of the index asked for; HTLCs in flight count as updated at 0. Adding and
 * removing one is one step here, so of Core Lightning's states only the first of being in and the last of being gone are seen.
 */
import { given } from '../../domain/given.ts';
import { type PaymentHash, parseShortChannelId, type ShortChannelId } from '../../domain/ids.ts';
import type { ListedHtlc } from '../../switch/capabilities.ts';
import { type CommandAnswer, refuse } from '../command.ts';
import { type Token, textOf } from '../json-token.ts';
import { listAnswer, mapped } from '../list-answer.ts';
import { badToken, hex32, type ParamParser } from '../param-types.ts';
import { optional } from '../params.ts';
import { type Capable, commandNeeding } from '../served-node.ts';
import { fundingOf } from './funding.ts';
import { checkPaging, PAGING } from './listing.ts';

/** A channel as the caller names it: by channel_id or short_channel_id. The token is kept for the words if there is none. */
type ChannelName = { readonly token: Token } & ({ readonly channelId: string } | { readonly channel: ShortChannelId });

const channelName: ParamParser<ChannelName, string> = (name, token) => {
  const channel = parseShortChannelId(textOf(token));
  if (channel !== undefined) return { value: { token, channel } };
  const channelId = hex32(name, token);
  return 'value' in channelId
    ? { value: { token, channelId: channelId.value } }
    : badToken(name, token, 'must be channel id or short channel id');
};

export type HtlcState =
  | 'SENT_ADD_ACK_REVOCATION'
  | 'RCVD_ADD_ACK_REVOCATION'
  | 'RCVD_REMOVE_ACK_REVOCATION'
  | 'SENT_REMOVE_ACK_REVOCATION';
/** An HTLC of one of our channels. */
export type ChannelHtlc = {
  readonly created_index: number;
  readonly updated_index?: number | undefined;
  readonly short_channel_id: ShortChannelId;
  readonly id: number;
  readonly expiry: number;
  readonly direction: 'in' | 'out';
  readonly amount_msat: bigint;
  readonly payment_hash: PaymentHash;
  readonly state: HtlcState;
};
export type ChannelHtlcs = { readonly htlcs: readonly ChannelHtlc[] };

const STATES: { readonly [D in ListedHtlc['direction']]: { readonly inFlight: HtlcState; readonly ended: HtlcState } } =
  {
    out: { inFlight: 'SENT_ADD_ACK_REVOCATION', ended: 'RCVD_REMOVE_ACK_REVOCATION' },
    in: { inFlight: 'RCVD_ADD_ACK_REVOCATION', ended: 'SENT_REMOVE_ACK_REVOCATION' },
  };

export const htlcState = ({ direction, updatedIndex }: Pick<ListedHtlc, 'direction' | 'updatedIndex'>): HtlcState =>
  STATES[direction][updatedIndex === undefined ? 'inFlight' : 'ended'];

export const listhtlcs = commandNeeding('htlcs', {
  name: 'listhtlcs',
  params: { id: optional(channelName), ...PAGING },
  validate: checkPaging,
  run({ id, index = 'created', start, limit }, { node }): CommandAnswer<ChannelHtlcs> {
    const channel = id && channelOf(id, node);
    if (id !== undefined && channel === undefined) return refuse(badToken('id', id.token, 'unknown channel').refusal);
    const { operated, htlcs } = node;
    const page = { index, start, ...given({ limit, channel }) };
    return listAnswer('htlcs', mapped(htlcs.list(operated.id, page), htlcFields));
  },
});

function channelOf(name: ChannelName, { operated }: Pick<Capable<'htlcs'>, 'operated'>): ShortChannelId | undefined {
  return operated
    .localChannels()
    .find((local) =>
      'channel' in name ? local.shortChannelId === name.channel : fundingOf(local)?.channelId === name.channelId,
    )?.shortChannelId;
}

function htlcFields(htlc: ListedHtlc): ChannelHtlc {
  return {
    created_index: htlc.createdIndex,
    updated_index: htlc.updatedIndex,
    short_channel_id: htlc.channel,
    id: htlc.id,
    expiry: htlc.expiry,
    direction: htlc.direction,
    amount_msat: htlc.amountMsat,
    payment_hash: htlc.paymentHash,
    state: htlcState(htlc),
  };
}
