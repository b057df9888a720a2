/**
 * `sendpay`: sends a payment along a given route (lightning-sendpay(7), reference section 1).
 *
 * Parameters, their order of checks and words are v24.11's; hops may have the names of `getroutes` too. Beside them the old `msatoshi` is taken, with the meaning of
 * the old man page: the recorded target, and the amount reaching the destination must be from it to twice it (decision D3).
 * Does not decide about earlier payments of the hash: `src/domain/sendpay-decision.ts` does.
 */

import type { Msat } from '../../domain/amount.ts';
import type { Refusal } from '../../domain/errors.ts';
import { RpcErrorCode } from '../../domain/errors.ts';
import { given } from '../../domain/given.ts';
import type { NodeId } from '../../domain/ids.ts';
import { givenDirections } from '../../domain/route.ts';
import type { RequestedSend, SendRequest } from '../../payments/sending.ts';
import { amountMsat, boolean, escapedString, hex, hex32, invstring, paymentHash, text, u64 } from '../param-types.ts';
import { optional, type ParamValues, required, withDefault } from '../params.ts';
import { command } from '../served-node.ts';
import { routeHops } from './route-hops.ts';
import { refusalOfNote, sendAndAnswer } from './send-answer.ts';

const PARAMS = {
  route: required(routeHops),
  payment_hash: required(paymentHash),
  label: optional(escapedString),
  amount_msat: optional(amountMsat),
  bolt11: optional(invstring),
  payment_secret: optional(hex32),
  partid: withDefault(u64, 0n),
  localinvreqid: optional(hex32),
  groupid: optional(u64),
  payment_metadata: optional(hex),
  description: optional(text),
  dev_legacy_hop: withDefault(boolean, false),
  msatoshi: optional(amountMsat, { byNameOnly: true }),
};
type Values = ParamValues<typeof PARAMS>;

const invalid = (message: string): Refusal => ({ code: RpcErrorCode.INVALID_PARAMS, message });

/** What all parts deliver, if the caller said. With parts, `msatoshi` is but the old name of `amount_msat`. */
const totalOf = ({ amount_msat, msatoshi, partid }: Values): Msat | undefined =>
  amount_msat ?? (partid === 0n ? undefined : msatoshi);

/** The rules between parameters, in the order they are looked at; the first that speaks is the answer. */
const RULES: readonly ((values: Values) => string | undefined)[] = [
  ({ dev_legacy_hop }) => (dev_legacy_hop ? "dev_legacy_hop: hops of the 'legacy' style are not supported" : undefined),
  (values) => (values.partid !== 0n && totalOf(values) === undefined ? 'Must specify msatoshi with partid' : undefined),
  ({ route, amount_msat, msatoshi }) =>
    route.length === 0 && (amount_msat ?? msatoshi) === undefined ? 'Self-payment requires amount_msat' : undefined,
  ({ route, partid }) =>
    route.length === 0 && partid !== 0n ? 'Self-payment does not allow (non-zero) partid' : undefined,
  ({ route, partid, amount_msat }) => {
    const final = route.at(-1)?.amountMsat;
    return final !== undefined && amount_msat !== undefined && partid === 0n && amount_msat !== final
      ? `Do not specify msatoshi (${amount_msat}msat) without partid: if you do, it must be exactly the final amount (${final}msat)`
      : undefined;
  },
  ({ route, partid, msatoshi }) => {
    const final = route.at(-1)?.amountMsat;
    return final !== undefined && msatoshi !== undefined && partid === 0n && (final < msatoshi || final > 2n * msatoshi)
      ? `msatoshi ${msatoshi} out of range`
      : undefined;
  },
  (values) => {
    const final = values.route.at(-1)?.amountMsat ?? 0n;
    const total = totalOf(values) ?? 0n;
    return values.partid !== 0n && final > total
      ? `Final amount ${final}msat is greater than ${total}msat, despite MPP`
      : undefined;
  },
  ({ partid, payment_secret }) =>
    partid !== 0n && payment_secret === undefined ? 'partid requires payment_secret' : undefined,
];

function validate(values: Values): Refusal | undefined {
  for (const rule of RULES) {
    const message = rule(values);
    if (message !== undefined) return invalid(message);
  }
  return undefined;
}

function requestOf(values: Values, us: NodeId): SendRequest {
  const { route, amount_msat, msatoshi, partid, groupid, label, bolt11, description, localinvreqid } = values;
  const first = route[0];
  const last = route.at(-1);
  const finalMsat = last?.amountMsat ?? amount_msat ?? msatoshi ?? 0n;
  const destination = last?.id ?? us;
  return {
    paymentHash: values.payment_hash,
    send: sendOf(values, us),
    sentMsat: first?.amountMsat ?? finalMsat,
    amountMsat: partid === 0n ? (msatoshi ?? finalMsat) : finalMsat,
    totalMsat: totalOf(values) ?? finalMsat,
    partid,
    ...given({ groupid, destination, label, invstring: bolt11, description, localinvreqid }),
  };
}

function sendOf({ route, payment_secret, payment_metadata }: Values, us: NodeId): RequestedSend {
  const secret = given({ paymentSecret: payment_secret });
  if (route.length === 0) return { kind: 'self', ...secret };
  return {
    kind: 'route',
    ids: route.map((hop) => hop.id),
    channels: route.map((hop) => hop.channel),
    amountsMsat: route.map((hop) => hop.amountMsat),
    delays: route.map((hop) => hop.delay),
    ...secret,
    ...given({ paymentMetadata: payment_metadata, directions: givenDirections(us, route) }),
  };
}

export const sendpay = command({
  name: 'sendpay',
  params: PARAMS,
  validate,
  foresee: (values, node) => refusalOfNote(requestOf(values, node.operated.id), node),
  run: (values, context) => sendAndAnswer(context, requestOf(values, context.node.operated.id)),
});
