/**
 * `waitsendpay`: the outcome of a payment, at once if there is one, else when there is (lightning-waitsendpay(7)).
 *
 * Invariant: "never attempted" (208), "still pending" (200, only when the timeout passes) and the two ends are four
 * different answers. A client that goes away only stops waiting: the payment goes on.
 */

import { RpcErrorCode } from '../../domain/errors.ts';
import { given } from '../../domain/given.ts';
import { answer, refuse } from '../command.ts';
import { integer, paymentHash, u64 } from '../param-types.ts';
import { optional, required, withDefault } from '../params.ts';
import { completeFields, paymentFailure } from '../payment-json.ts';
import { command } from '../served-node.ts';

export const waitsendpay = command({
  name: 'waitsendpay',
  params: {
    payment_hash: required(paymentHash),
    timeout: optional(integer),
    partid: withDefault(u64, 0n),
    groupid: optional(u64),
  },
  async run({ payment_hash, timeout, partid, groupid }, { node, signal }) {
    const end = await node.operated.wait({
      paymentHash: payment_hash,
      partid,
      signal,
      ...given({ groupid }),
      ...(timeout === undefined ? {} : { timeoutMs: timeout * 1000 }),
    });
    switch (end.type) {
      case 'complete':
        return answer(completeFields(end.row));
      case 'failed':
        return refuse(paymentFailure(end.row, end.part.failure));
      case 'never-attempted':
        return refuse({
          code: RpcErrorCode.PAY_NO_SUCH_PAYMENT,
          message: `Never attempted payment part ${partid} for '${payment_hash}'`,
        });
      case 'timeout':
        return refuse({ code: RpcErrorCode.PAY_IN_PROGRESS, message: 'Timed out while waiting' });
      case 'aborted':
        return refuse({ code: RpcErrorCode.LIGHTNINGD_SHUTDOWN, message: 'Nobody waits for this any more' });
    }
  },
});
