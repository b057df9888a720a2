/**
 * The failure codes of BOLT 4 ("Failure Messages"), by name and number.
 *
 * Invariant: one row per code, the whole table, obsolete codes included because old nodes still send them. The data each
 * message carries is laid out in `src/bolt/failure-message.ts`; what a failure does to our view of the network is
 * `src/domain/blame.ts`.
 */
export const BADONION = 0x8000;
export const PERM = 0x4000;
export const NODE = 0x2000;
export const UPDATE = 0x1000;

/** Who may send a code (BOLT 4): any node, only a forwarding one, only the final one, or nodes in a blinded path. */
export type FailureOrigin = 'any' | 'forwarding' | 'final' | 'blinded';

export interface FailureCodeRow {
  readonly code: number;
  /** Core Lightning's name, as `failcodename` shows it. */
  readonly name: `WIRE_${string}`;
  readonly origin: FailureOrigin;
  /** One plain sentence for people (`sendpay show`). */
  readonly meaning: string;
}

const row = (code: number, name: `WIRE_${string}`, origin: FailureOrigin, meaning: string): FailureCodeRow => ({
  code,
  name,
  origin,
  meaning,
});

export const FAILURE_CODES: readonly FailureCodeRow[] = Object.freeze([
  row(0x4001, 'WIRE_INVALID_REALM', 'any', 'the hop payload has an unknown realm (obsolete)'),
  row(0x2002, 'WIRE_TEMPORARY_NODE_FAILURE', 'any', 'the node has a temporary problem'),
  row(0x6002, 'WIRE_PERMANENT_NODE_FAILURE', 'any', 'the node has a permanent problem'),
  row(0x6003, 'WIRE_REQUIRED_NODE_FEATURE_MISSING', 'any', 'the node needs a feature the onion lacks'),
  row(0xc004, 'WIRE_INVALID_ONION_VERSION', 'forwarding', 'the onion version was not understood'),
  row(0xc005, 'WIRE_INVALID_ONION_HMAC', 'forwarding', 'the onion HMAC was wrong at that node'),
  row(0xc006, 'WIRE_INVALID_ONION_KEY', 'forwarding', 'the onion key could not be parsed'),
  row(0x1007, 'WIRE_TEMPORARY_CHANNEL_FAILURE', 'forwarding', 'the channel cannot carry this HTLC now'),
  row(0x4008, 'WIRE_PERMANENT_CHANNEL_FAILURE', 'forwarding', 'the channel is gone for good'),
  row(0x4009, 'WIRE_REQUIRED_CHANNEL_FEATURE_MISSING', 'forwarding', 'the channel needs a feature the onion lacks'),
  row(0x400a, 'WIRE_UNKNOWN_NEXT_PEER', 'forwarding', 'the node does not know the next channel'),
  row(0x100b, 'WIRE_AMOUNT_BELOW_MINIMUM', 'forwarding', 'the amount is below the channel minimum'),
  row(0x100c, 'WIRE_FEE_INSUFFICIENT', 'forwarding', 'the fee offered is below what the channel asks'),
  row(0x100d, 'WIRE_INCORRECT_CLTV_EXPIRY', 'forwarding', 'the CLTV delta offered is below what the channel asks'),
  row(0x100e, 'WIRE_EXPIRY_TOO_SOON', 'forwarding', 'the HTLC would expire too soon'),
  row(0x400f, 'WIRE_INCORRECT_OR_UNKNOWN_PAYMENT_DETAILS', 'final', 'the destination does not accept this payment'),
  row(0x4010, 'WIRE_INCORRECT_PAYMENT_AMOUNT', 'final', 'the amount is wrong (obsolete)'),
  row(0x0011, 'WIRE_FINAL_EXPIRY_TOO_SOON', 'final', 'the HTLC would expire too soon at the destination (obsolete)'),
  row(0x0012, 'WIRE_FINAL_INCORRECT_CLTV_EXPIRY', 'final', 'the last hop changed the CLTV expiry'),
  row(0x0013, 'WIRE_FINAL_INCORRECT_HTLC_AMOUNT', 'final', 'the last hop changed the amount'),
  row(0x1014, 'WIRE_CHANNEL_DISABLED', 'forwarding', 'the channel is disabled'),
  row(0x0015, 'WIRE_EXPIRY_TOO_FAR', 'forwarding', 'the HTLC expires too far in the future'),
  row(0x4016, 'WIRE_INVALID_ONION_PAYLOAD', 'any', 'the hop payload could not be understood'),
  row(0x0017, 'WIRE_MPP_TIMEOUT', 'final', 'the other parts did not arrive in time'),
  row(0xc018, 'WIRE_INVALID_ONION_BLINDING', 'blinded', 'something failed inside a blinded path'),
]);

const BY_CODE: ReadonlyMap<number, FailureCodeRow> = new Map(FAILURE_CODES.map((entry) => [entry.code, entry]));

/** Numbers by name, for those who build failures. */
export const FailureCode = {
  TEMPORARY_NODE_FAILURE: 0x2002,
  PERMANENT_NODE_FAILURE: 0x6002,
  REQUIRED_NODE_FEATURE_MISSING: 0x6003,
  INVALID_ONION_VERSION: 0xc004,
  INVALID_ONION_HMAC: 0xc005,
  INVALID_ONION_KEY: 0xc006,
  TEMPORARY_CHANNEL_FAILURE: 0x1007,
  PERMANENT_CHANNEL_FAILURE: 0x4008,
  UNKNOWN_NEXT_PEER: 0x400a,
  AMOUNT_BELOW_MINIMUM: 0x100b,
  FEE_INSUFFICIENT: 0x100c,
  INCORRECT_CLTV_EXPIRY: 0x100d,
  EXPIRY_TOO_SOON: 0x100e,
  INCORRECT_OR_UNKNOWN_PAYMENT_DETAILS: 0x400f,
  FINAL_INCORRECT_CLTV_EXPIRY: 0x0012,
  FINAL_INCORRECT_HTLC_AMOUNT: 0x0013,
  CHANNEL_DISABLED: 0x1014,
  EXPIRY_TOO_FAR: 0x0015,
  INVALID_ONION_PAYLOAD: 0x4016,
  MPP_TIMEOUT: 0x0017,
} as const;

/** The row of a code, or undefined for one BOLT 4 does not know. */
export function failureCodeRow(code: number): FailureCodeRow | undefined {
  return BY_CODE.get(code);
}
