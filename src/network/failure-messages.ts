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

type Message = (facts: FailureFacts) => FailureMessage;
type BadOnion =
  | typeof FailureCode.INVALID_ONION_VERSION
  | typeof FailureCode.INVALID_ONION_HMAC
  | typeof FailureCode.INVALID_ONION_KEY;

const row = <C extends FailureCode>(
  code: C,
  message: (code: C, facts: FailureFacts) => FailureMessage,
): readonly [number, Message] => [code, (facts) => message(code, facts)];
const update = ({ channelUpdate }: FailureFacts) => given({ channelUpdate });
const badOnion = (code: BadOnion, { sha256OfOnion = new Uint8Array(32) }: FailureFacts): FailureMessage => ({
  code,
  sha256OfOnion,
});

const MESSAGES: ReadonlyMap<number, Message> = new Map([
  row(FailureCode.INVALID_ONION_VERSION, badOnion),
  row(FailureCode.INVALID_ONION_HMAC, badOnion),
  row(FailureCode.INVALID_ONION_KEY, badOnion),
  row(FailureCode.TEMPORARY_CHANNEL_FAILURE, (code, facts) => ({ code, ...update(facts) })),
  row(FailureCode.EXPIRY_TOO_SOON, (code, facts) => ({ code, ...update(facts) })),
  row(FailureCode.AMOUNT_BELOW_MINIMUM, (code, facts) => ({ code, htlcMsat: facts.htlcMsat, ...update(facts) })),
  row(FailureCode.FEE_INSUFFICIENT, (code, facts) => ({ code, htlcMsat: facts.htlcMsat, ...update(facts) })),
  row(FailureCode.INCORRECT_CLTV_EXPIRY, (code, facts) => ({ code, cltvExpiry: facts.cltvExpiry, ...update(facts) })),
  row(FailureCode.INCORRECT_OR_UNKNOWN_PAYMENT_DETAILS, (code, { htlcMsat, height }) => ({ code, htlcMsat, height })),
  row(FailureCode.FINAL_INCORRECT_CLTV_EXPIRY, (code, { cltvExpiry }) => ({ code, cltvExpiry })),
  row(FailureCode.FINAL_INCORRECT_HTLC_AMOUNT, (code, { htlcMsat }) => ({ code, incomingHtlcMsat: htlcMsat })),
  row(FailureCode.INVALID_ONION_PAYLOAD, (code, { record }) => ({ code, ...(record ?? { type: 0n, offset: 0 }) })),
]);

/** The bytes of a failure message. */
export function failureMessage(code: number, facts: FailureFacts): Uint8Array {
  return encodeFailure(MESSAGES.get(code)?.(facts) ?? { code, raw: new Uint8Array(0) });
}
