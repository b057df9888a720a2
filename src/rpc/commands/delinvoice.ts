/**
 * `delinvoice`: forgets an invoice that has the status the caller believes it has (lightning-delinvoice(7)).
 */

import type { InvoiceStatus } from '../../../machines/invoice-rows.ts';
import { RpcErrorCode } from '../../domain/errors.ts';
import { answer, refuse } from '../command.ts';
import { boolean, label, type ParamParser, text } from '../param-types.ts';
import { required, withDefault } from '../params.ts';
import { commandNeeding } from '../served-node.ts';
import { invoiceFields } from './invoice-json.ts';

/** Any word: another one is just not the invoice's status. */
const statusWord: ParamParser<string, InvoiceStatus> = (name, token) => text(name, token);

export const delinvoice = commandNeeding('invoices', {
  name: 'delinvoice',
  params: { label: required(label), status: required(statusWord), desconly: withDefault(boolean, false) },
  validate: ({ desconly }) =>
    desconly ? { code: RpcErrorCode.INVALID_PARAMS, message: 'desconly: not supported' } : undefined,
  async run({ label: name, status }, { node: { operated, invoices } }) {
    const found = invoices.byLabel(operated.id, name);
    if (found === undefined) return refuse({ code: RpcErrorCode.INVOICE_NOT_FOUND, message: 'Unknown invoice' });
    if (found.status !== status) return refuse(otherStatus(found.status, status));
    if (!invoices.delete(operated.id, found.paymentHash))
      return refuse({ code: RpcErrorCode.INVOICE_STATUS_UNEXPECTED, message: 'Parts of its payment are arriving' });
    return answer(await operated.durably(invoiceFields(found)));
  },
});

function otherStatus(current: InvoiceStatus, expected: string) {
  return {
    code: RpcErrorCode.INVOICE_STATUS_UNEXPECTED,
    message: `Invoice status is ${current} not ${expected}`,
    data: { current_status: current, expected_status: expected },
  };
}
