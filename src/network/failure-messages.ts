/**
 * The failure messages simulated nodes send: a code and the facts at hand, put into the layout of BOLT 4.
 *
 * Invariant: every code a simulated node gives is in the table; one without a row carries no data.
 */

import { encodeFailure, type FailureMessage } from '../bolt/index.ts';
import type { Msat } from '../domain/amount.ts';
import { FailureCode } from '../domain/failures.ts';
import { given } from '../domain/given.ts';

/** What a message may say beside its code. */
export interface FailureFacts {
  readonly htlcMsat: Msat;
  readonly cltvExpiry: number;
  readonly height: number;
  readonly channelUpdate?: Uint8Array | undefined;
  readonly sha256OfOnion?: Uint8Array;
  /** Type and offset of the TLV record at fault. */
  readonly record?: { readonly type: bigint; readonly offset: number };
}

const update = ({ channelUpdate }: FailureFacts) => given({ channelUpdate });
const badOnion =
  <C extends 0xc004 | 0xc005 | 0xc006>(code: C) =>
  ({ sha256OfOnion = new Uint8Array(32) }: FailureFacts): FailureMessage => ({ code, sha256OfOnion });

const MESSAGES: ReadonlyMap<number, (facts: FailureFacts) => FailureMessage> = new Map<
  number,
  (facts: FailureFacts) => FailureMessage
>([
  [0xc004, badOnion(0xc004)],
  [0xc005, badOnion(0xc005)],
  [0xc006, badOnion(0xc006)],
  [FailureCode.TEMPORARY_CHANNEL_FAILURE, (facts) => ({ code: 0x1007, ...update(facts) })],
  [FailureCode.EXPIRY_TOO_SOON, (facts) => ({ code: 0x100e, ...update(facts) })],
  [FailureCode.AMOUNT_BELOW_MINIMUM, (facts) => ({ code: 0x100b, htlcMsat: facts.htlcMsat, ...update(facts) })],
  [FailureCode.FEE_INSUFFICIENT, (facts) => ({ code: 0x100c, htlcMsat: facts.htlcMsat, ...update(facts) })],
  [FailureCode.INCORRECT_CLTV_EXPIRY, (facts) => ({ code: 0x100d, cltvExpiry: facts.cltvExpiry, ...update(facts) })],
  [FailureCode.INCORRECT_OR_UNKNOWN_PAYMENT_DETAILS, ({ htlcMsat, height }) => ({ code: 0x400f, htlcMsat, height })],
  [FailureCode.FINAL_INCORRECT_CLTV_EXPIRY, ({ cltvExpiry }) => ({ code: 0x0012, cltvExpiry })],
  [FailureCode.FINAL_INCORRECT_HTLC_AMOUNT, ({ htlcMsat }) => ({ code: 0x0013, incomingHtlcMsat: htlcMsat })],
  [FailureCode.INVALID_ONION_PAYLOAD, ({ record }) => ({ code: 0x4016, ...(record ?? { type: 0n, offset: 0 }) })],
]);

/** The bytes of a failure message. */
export function failureMessage(code: number, facts: FailureFacts): Uint8Array {
  return encodeFailure(MESSAGES.get(code)?.(facts) ?? { code, raw: new Uint8Array(0) });
}
