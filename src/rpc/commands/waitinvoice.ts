/** `waitinvoice`: until the invoice is paid, or cannot be any more (lightning-waitinvoice(7)). */

import type { InvoiceRow } from '../../../machines/invoice-rows.ts';
import { RpcErrorCode } from '../../domain/errors.ts';
import { answer, type CommandAnswer, refuse } from '../command.ts';
import { label } from '../param-types.ts';
import { required } from '../params.ts';
import { commandNeeding } from '../served-node.ts';
import { invoiceFields, type PaidInvoice, paidInvoiceFields } from './invoice-json.ts';
import { nextInvoiceChange } from './invoice-wait.ts';

export const waitinvoice = commandNeeding('invoices', {
  name: 'waitinvoice',
  params: { label: required(label) },
  async run({ label: name }, { node, signal }) {
    const { operated, invoices } = node;
    const found = invoices.byLabel(operated.id, name);
    if (found === undefined) return refuse({ code: RpcErrorCode.INVOICE_NOT_FOUND, message: 'Label not found' });
    if (found.status === 'unpaid')
      await nextInvoiceChange(node, signal, { untilMs: found.expiresMs, paymentHash: found.paymentHash });
    return endOf(invoices.get(operated.id, found.paymentHash));
  },
});

function endOf(row: InvoiceRow | undefined): CommandAnswer<PaidInvoice> {
  if (row === undefined) return refuse({ code: RpcErrorCode.LIGHTNINGD, message: 'Invoice deleted during wait' });
  if (row.status === 'paid') return answer(paidInvoiceFields(row));
  const message = row.status === 'expired' ? 'invoice expired during wait' : 'Nobody waits for this any more';
  return refuse({ code: RpcErrorCode.INVOICE_EXPIRED_DURING_WAIT, message, data: invoiceFields(row) });
}
