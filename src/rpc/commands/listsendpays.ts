/**
 * `listsendpays`, and `listpayments` as it was called before v0.7: the parts that were sent (lightning-listsendpays(7)).
 *
 * Invariant: only what is durable is listed. A payment_hash (or an invoice) selects alone: status, index, start and limit
 * then do not count, as in Core Lightning. Costs what it lists.
 */

import type { SendpayRow } from '../../../machines/payment-rows.ts';
import type { Refusal } from '../../domain/errors.ts';
import { given } from '../../domain/given.ts';
import { answer, type CommandAnswer, type CommandContext } from '../command.ts';
import { invstring, paymentHash, paymentStatus } from '../param-types.ts';
import { optional, type ParamValues } from '../params.ts';
import { type Payments, paymentFields, type Sendpay } from '../payment-json.ts';
import { command, type ServedNode } from '../served-node.ts';
import { checkPaging, hashOfInvstring, invalid, PAGING, pageOf } from './listing.ts';

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

/** The rows a selection names, in order. `values` passed `checkSelection`. */
export async function* selectRows(
  values: Selection,
  { node: { operated } }: Pick<CommandContext<ServedNode>, 'node'>,
): AsyncGenerator<SendpayRow> {
  const hash = values.payment_hash ?? (values.bolt11 === undefined ? undefined : hashOfInvstring(values.bolt11));
  if (typeof hash === 'string') yield* await operated.rowsOf(hash);
  else yield* operated.rows({ ...pageOf(values), ...given({ status: values.status }) });
}

async function list(values: Selection, context: CommandContext<ServedNode>): Promise<CommandAnswer<Payments>> {
  const payments: Sendpay[] = [];
  for await (const row of selectRows(values, context)) payments.push(paymentFields(row));
  return answer({ payments });
}

export const listsendpays = command({ name: 'listsendpays', params: SELECTION, validate: checkSelection, run: list });
export const listpayments = command({ name: 'listpayments', params: SELECTION, validate: checkSelection, run: list });
