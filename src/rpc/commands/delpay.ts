/**
 * `delpay`: forgets finished parts of a payment (lightning-delpay(7)).
 *
 * Invariant: what is pending is never deleted. Unlike in Core Lightning a paid payment_hash stays paid: its rows go, the
 * payment's memory that it was completed does not, so it cannot be paid a second time by accident.
 */

import { type Refusal, RpcErrorCode } from '../../domain/errors.ts';
import type { Part } from '../../domain/payment-part.ts';
import { answer, refuse } from '../command.ts';
import { finishedStatus, paymentHash, u64 } from '../param-types.ts';
import { optional, type ParamValues, required } from '../params.ts';
import { type Payments, paymentFields } from '../payment-json.ts';
import { command } from '../served-node.ts';
import { invalid } from './listing.ts';

const PARAMS = {
  payment_hash: required(paymentHash),
  status: required(finishedStatus),
  partid: optional(u64),
  groupid: optional(u64),
};
type Values = ParamValues<typeof PARAMS>;

export const delpay = command({
  name: 'delpay',
  params: PARAMS,
  validate: ({ partid, groupid }) =>
    (partid === undefined) === (groupid === undefined)
      ? undefined
      : invalid('Must set both partid and groupid, or neither'),
  async run(values, { node: { operated } }) {
    const { payment_hash, status, partid, groupid } = values;
    const refusal = whyNot(values, operated.parts(payment_hash));
    if (refusal !== undefined) return refuse(refusal);
    const part = partid === undefined || groupid === undefined ? undefined : { partid, groupid };
    const rows = await operated.deleteParts(payment_hash, status, part);
    return answer<Payments>({ payments: rows.map(paymentFields) });
  },
});

/** Why there is nothing to delete, if there is not. The last part with another status is the one named. */
function whyNot({ payment_hash, status, partid, groupid }: Values, parts: readonly Part[]): Refusal | undefined {
  if (parts.length === 0) return noSuchPayment(`Unknown payment with payment_hash: ${payment_hash}`);
  const named = parts.filter((part) => partid === undefined || (part.partid === partid && part.groupid === groupid));
  if (named.some((part) => part.status === status)) return undefined;
  const other = named.at(-1)?.status;
  return noSuchPayment(
    other === undefined
      ? 'No payment for that payment_hash with that partid and groupid'
      : `Payment with hash ${payment_hash} has ${other} status but it different from the one provided ${status}`,
  );
}

const noSuchPayment = (message: string): Refusal => ({ code: RpcErrorCode.PAY_NO_SUCH_PAYMENT, message });
