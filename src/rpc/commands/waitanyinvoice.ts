/** `waitanyinvoice`: the next invoice paid after `lastpay_index`, in the order they were paid (lightning-waitanyinvoice(7)). */
import { RpcErrorCode } from '../../domain/errors.ts';
import { answer, refuse } from '../command.ts';
import { countU64 } from '../param-types.ts';
import { optional, withDefault } from '../params.ts';
import { commandNeeding } from '../served-node.ts';
import { paidInvoiceFields } from './invoice-json.ts';
import { nextInvoiceChange } from './invoice-wait.ts';

export const waitanyinvoice = commandNeeding('invoices', {
  name: 'waitanyinvoice',
  params: { lastpay_index: withDefault(countU64, 0), timeout: optional(countU64) },
  async run({ lastpay_index, timeout }, { node, signal }) {
    const { operated, invoices } = node;
    const untilMs = timeout === undefined ? {} : { untilMs: operated.nowMs() + timeout * 1000 };
    for (;;) {
      const paid = await invoices.paidAfter(operated.id, lastpay_index);
      if (paid !== undefined) return answer(paidInvoiceFields(paid));
      if (!(await nextInvoiceChange(node, signal, untilMs)))
        return refuse({
          code: RpcErrorCode.INVOICE_WAIT_TIMED_OUT,
          message: 'Timed out while waiting for invoice to be paid',
        });
    }
  },
});
