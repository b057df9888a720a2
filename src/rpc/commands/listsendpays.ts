/**
 * `listsendpays`, and `listpayments` as it was called before v0.7: the parts that were sent (lightning-listsendpays(7)).
 *
 * Invariant: only what is durable is listed, and what every parameter says of it holds: Core Lightning forgets the others where a
 * payment_hash (or an invoice) is given. Costs what it lists.
 */

import type { Refusal } from '../../domain/errors.ts';
import { given } from '../../domain/given.ts';
import type { RowQuery } from '../../payments/listing.ts';
import type { CommandAnswer, CommandContext } from '../command.ts';
import { listAnswer, mapped } from '../list-answer.ts';
import { invstring, paymentHash, paymentStatus } from '../param-types.ts';
import { optional, type ParamValues } from '../params.ts';
import { type Payments, paymentFields } from '../payment-json.ts';
import { command, type ServedNode } from '../served-node.ts';
import { checkPaging, hashOfInvstring, invalid, PAGING } from './listing.ts';

export const SELECTION = {
  bolt11: optional(invstring),
  payment_hash: optional(paymentHash),
  status: optional(paymentStatus),
  ...PAGING,
};
export type Selection = ParamValues<typeof SELECTION>;

export function checkSelection(values: Selection): Refusal | undefined {
  if (values.payment_hash !== undefined && values.bolt11 !== undefined)
    return invalid('Can only specify one of {bolt11} or {payment_hash}');
  const paging = checkPaging(values);
  if (paging !== undefined) return paging;
  if ((values.payment_hash ?? values.bolt11) !== undefined && values.start !== 0)
    return invalid('Cannot use start with bolt11 or payment_hash');
  if (values.bolt11 === undefined) return undefined;
  const hash = hashOfInvstring(values.bolt11);
  return typeof hash === 'string' ? undefined : hash;
}

/** What a selection asks for. `values` passed `checkSelection`. */
export function queryOf(values: Selection): RowQuery {
  const { bolt11, status, index, start, limit } = values;
  const named = values.payment_hash ?? (bolt11 === undefined ? undefined : hashOfInvstring(bolt11));
  const paymentHash = typeof named === 'string' ? named : undefined;
  return { start, ...given({ paymentHash, status, index, limit }) };
}

function list(values: Selection, { node: { operated } }: CommandContext<ServedNode>): CommandAnswer<Payments> {
  return listAnswer('payments', mapped(operated.rows(queryOf(values)), paymentFields));
}

export const listsendpays = command({ name: 'listsendpays', params: SELECTION, validate: checkSelection, run: list });
export const listpayments = command({ name: 'listpayments', params: SELECTION, validate: checkSelection, run: list });
