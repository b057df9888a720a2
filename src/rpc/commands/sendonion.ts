/**
 * `sendonion`: sends the caller's own onion (lightning-sendonion(7), reference 6.5).
 *
 * Invariant: as `sendpay`, at most one HTLC leaves for (payment_hash, partid, groupid). Without `shared_secrets` an error
 * can only be handed on unread (202, `onionreply`).
 */

import { BAD_ONION, curve } from '../../bolt/index.ts';
import { MAX_CLTV_BLOCKS } from '../../domain/block-limits.ts';
import { given } from '../../domain/given.ts';
import { ANY_CHANNEL, type NodeId, parseShortChannelId, type ShortChannelId } from '../../domain/ids.ts';
import type { SendRequest } from '../../payments/sending.ts';
import type { CommandContext } from '../command.ts';
import { memberOf, type Token, textOf } from '../json-token.ts';
import {
  type AmountInput,
  amountMsat,
  badToken,
  escapedString,
  hex32,
  hexOrNothing,
  invstring,
  MAX_U64,
  nodeId,
  type ParamParser,
  type Parsed,
  parseAmountMsat,
  parsePoint,
  parseUnsigned,
  paymentHash,
  refuseParams,
  TOO_MANY_BLOCKS,
  text,
  u64,
} from '../param-types.ts';
import { optional, type ParamValues, required, withDefault } from '../params.ts';
import { command, type ServedNode } from '../served-node.ts';
import { invalid } from './listing.ts';
import { refusalOfNote, sendAndAnswer } from './send-answer.ts';

interface FirstHop {
  readonly id: NodeId | undefined;
  readonly channel: ShortChannelId | undefined;
  readonly amountMsat: bigint;
  readonly delay: number;
}

/** Stands for no node: a hop named by its channel alone. It is no point, so no peer has it. */
const NO_NODE = `02${'00'.repeat(32)}` as NodeId;
/** version, point, HMAC: an onion is longer than these. */
const [POINT_AT, POINT_END, LEAST_BYTES] = [1, 34, 66];

/** The first hop as the caller gives it: a peer, or one of our channels, or both. */
type FirstHopInput = { readonly amount_msat: AmountInput; readonly delay: number } & (
  | { readonly id: string; readonly channel?: string | undefined }
  | { readonly id?: string | undefined; readonly channel: string }
);

const firstHop: ParamParser<FirstHop, FirstHopInput> = (name, token) => {
  const [id, channel, amount, delay] = ['id', 'channel', 'amount_msat', 'delay'].map((key) => memberOf(token, key));
  if (id === undefined && channel === undefined)
    return refuseParams("Either 'id' or 'channel' is required for a route_hop");
  if (amount === undefined) return refuseParams("'amount_msat' is required");
  if (delay === undefined) return refuseParams("'delay' is required");
  return read(name, { id, channel, amount, delay });
};

function read(
  name: string,
  tokens: { id: Token | undefined; channel: Token | undefined; amount: Token; delay: Token },
): Parsed<FirstHop> {
  const id = tokens.id && parsePoint(textOf(tokens.id));
  if (tokens.id && id === undefined) return badToken(name, tokens.id, 'should be a node_id');
  const channel = tokens.channel && parseShortChannelId(textOf(tokens.channel));
  if (tokens.channel && channel === undefined) return badToken(name, tokens.channel, 'should be a short_channel_id');
  const msat = parseAmountMsat(textOf(tokens.amount));
  if (msat === undefined) return badToken(name, tokens.amount, 'should be a valid amount_msat');
  const delay = parseUnsigned(textOf(tokens.delay), MAX_U64) ?? 0n;
  if (delay < 1n) return badToken(name, tokens.delay, 'should be a positive, non-zero, number');
  if (delay > MAX_CLTV_BLOCKS) return badToken(`${name}.delay`, tokens.delay, TOO_MANY_BLOCKS);
  return { value: { id, channel, amountMsat: msat, delay: Number(delay) } };
}

const secrets: ParamParser<readonly string[]> = (name, token) => {
  if (token.kind !== 'array') return badToken(name, token, 'should be an array of secrets');
  const wrong = token.items.findIndex((item) => 'refusal' in hex32(name, item));
  if (wrong >= 0) {
    const shown = textOf(token.items[wrong] as Token);
    return refuseParams(`'${name}[${wrong}]' should be a 32 byte hex value, not '${shown}'`);
  }
  return { value: token.items.map((item) => textOf(item).toLowerCase()) };
};

const PARAMS = {
  onion: required(hexOrNothing),
  first_hop: required(firstHop),
  payment_hash: required(paymentHash),
  label: optional(escapedString),
  shared_secrets: optional(secrets),
  partid: withDefault(u64, 0n),
  bolt11: optional(invstring),
  amount_msat: withDefault(amountMsat, 0n, { formerName: 'msatoshi' }),
  destination: optional(nodeId),
  localinvreqid: optional(hex32),
  groupid: optional(u64),
  description: optional(text),
  total_amount_msat: withDefault(amountMsat, 0n),
};
type Values = ParamValues<typeof PARAMS>;

/** The BADONION code of a packet nobody could peel; undefined if it has the form of one. */
function badOnion(packet: Uint8Array): number | undefined {
  if ((packet[0] ?? 0) !== 0) return BAD_ONION.VERSION;
  if (!curve.isPoint(packet.subarray(POINT_AT, POINT_END))) return BAD_ONION.KEY;
  return packet.length < LEAST_BYTES ? BAD_ONION.HMAC : undefined;
}

function requestOf(values: Values, { operated }: ServedNode): SendRequest {
  const { onion, first_hop, payment_hash, label, shared_secrets, partid, bolt11, destination, groupid } = values;
  const { id, channel } = first_hop;
  return {
    paymentHash: payment_hash,
    send: {
      kind: 'onion',
      onion,
      peer: id ?? peerOf(channel, operated) ?? NO_NODE,
      channel: channel ?? ANY_CHANNEL,
      delay: first_hop.delay,
      ...given({ sharedSecrets: shared_secrets }),
    },
    sentMsat: first_hop.amountMsat,
    amountMsat: values.amount_msat,
    totalMsat: values.total_amount_msat,
    partid,
    ...given({
      groupid,
      destination,
      label,
      invstring: bolt11,
      description: values.description,
      localinvreqid: values.localinvreqid,
    }),
  };
}

/** Who is behind one of our channels. Core Lightning never finds a peer for a channel without id; there is no reason not to. */
function peerOf(channel: ShortChannelId | undefined, operated: ServedNode['operated']): NodeId | undefined {
  return operated.localChannels().find((local) => local.shortChannelId === channel)?.peer;
}

export const sendonion = command({
  name: 'sendonion',
  params: PARAMS,
  validate({ onion }) {
    const code = badOnion(Buffer.from(onion, 'hex'));
    return code === undefined ? undefined : invalid(`Could not parse the onion. Parsing failed with failcode=${code}`);
  },
  foresee: (values, node) => refusalOfNote(requestOf(values, node), node),
  run: (values, context: CommandContext<ServedNode>) => sendAndAnswer(context, requestOf(values, context.node)),
});
