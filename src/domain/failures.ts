/**
 * The failure codes of BOLT 4 ("Failure Messages"): name, number, who may send it, and what it says to people.
 *
 * Invariant: one row per code, the whole table, obsolete codes included because old nodes still send them; a number stands here
 * once and is called by its name elsewhere. The data each message carries is laid out in `src/bolt/failure-message.ts`, which
 * imports nothing and has the numbers again; what a failure does to our view of the network is `src/domain/blame.ts`.
 */
export const BADONION = 0x8000;
export const PERM = 0x4000;
export const NODE = 0x2000;
export const UPDATE = 0x1000;

/** Numbers by name. */
export const FailureCode = {
  INVALID_REALM: 0x4001,
  TEMPORARY_NODE_FAILURE: 0x2002,
  PERMANENT_NODE_FAILURE: 0x6002,
  REQUIRED_NODE_FEATURE_MISSING: 0x6003,
  INVALID_ONION_VERSION: 0xc004,
  INVALID_ONION_HMAC: 0xc005,
  INVALID_ONION_KEY: 0xc006,
  TEMPORARY_CHANNEL_FAILURE: 0x1007,
  PERMANENT_CHANNEL_FAILURE: 0x4008,
  REQUIRED_CHANNEL_FEATURE_MISSING: 0x4009,
  UNKNOWN_NEXT_PEER: 0x400a,
  AMOUNT_BELOW_MINIMUM: 0x100b,
  FEE_INSUFFICIENT: 0x100c,
  INCORRECT_CLTV_EXPIRY: 0x100d,
  EXPIRY_TOO_SOON: 0x100e,
  INCORRECT_OR_UNKNOWN_PAYMENT_DETAILS: 0x400f,
  INCORRECT_PAYMENT_AMOUNT: 0x4010,
  FINAL_EXPIRY_TOO_SOON: 0x0011,
  FINAL_INCORRECT_CLTV_EXPIRY: 0x0012,
  FINAL_INCORRECT_HTLC_AMOUNT: 0x0013,
  CHANNEL_DISABLED: 0x1014,
  EXPIRY_TOO_FAR: 0x0015,
  INVALID_ONION_PAYLOAD: 0x4016,
  MPP_TIMEOUT: 0x0017,
  INVALID_ONION_BLINDING: 0xc018,
} as const;
export type FailureName = keyof typeof FailureCode;
/** A code BOLT 4 knows. */
export type FailureCode = (typeof FailureCode)[FailureName];

/** Who may send a code (BOLT 4): any node, only a forwarding one, only the final one, or nodes in a blinded path. */
export type FailureOrigin = 'any' | 'forwarding' | 'final' | 'blinded';

/** Who may send it, and one plain sentence for people (`sendpay show`). */
const ROWS: Readonly<Record<FailureName, readonly [origin: FailureOrigin, meaning: string]>> = {
  INVALID_REALM: ['any', 'the hop payload has an unknown realm (obsolete)'],
  TEMPORARY_NODE_FAILURE: ['any', 'the node has a temporary problem'],
  PERMANENT_NODE_FAILURE: ['any', 'the node has a permanent problem'],
  REQUIRED_NODE_FEATURE_MISSING: ['any', 'the node needs a feature the onion lacks'],
  INVALID_ONION_VERSION: ['forwarding', 'the onion version was not understood'],
  INVALID_ONION_HMAC: ['forwarding', 'the onion HMAC was wrong at that node'],
  INVALID_ONION_KEY: ['forwarding', 'the onion key could not be parsed'],
  TEMPORARY_CHANNEL_FAILURE: ['forwarding', 'the channel cannot carry this HTLC now'],
  PERMANENT_CHANNEL_FAILURE: ['forwarding', 'the channel is gone for good'],
  REQUIRED_CHANNEL_FEATURE_MISSING: ['forwarding', 'the channel needs a feature the onion lacks'],
  UNKNOWN_NEXT_PEER: ['forwarding', 'the node does not know the next channel'],
  AMOUNT_BELOW_MINIMUM: ['forwarding', 'the amount is below the channel minimum'],
  FEE_INSUFFICIENT: ['forwarding', 'the fee offered is below what the channel asks'],
  INCORRECT_CLTV_EXPIRY: ['forwarding', 'the CLTV delta offered is below what the channel asks'],
  EXPIRY_TOO_SOON: ['forwarding', 'the HTLC would expire too soon'],
  INCORRECT_OR_UNKNOWN_PAYMENT_DETAILS: ['final', 'the destination does not accept this payment'],
  INCORRECT_PAYMENT_AMOUNT: ['final', 'the amount is wrong (obsolete)'],
  FINAL_EXPIRY_TOO_SOON: ['final', 'the HTLC would expire too soon at the destination (obsolete)'],
  FINAL_INCORRECT_CLTV_EXPIRY: ['final', 'the last hop changed the CLTV expiry'],
  FINAL_INCORRECT_HTLC_AMOUNT: ['final', 'the last hop changed the amount'],
  CHANNEL_DISABLED: ['forwarding', 'the channel is disabled'],
  EXPIRY_TOO_FAR: ['forwarding', 'the HTLC expires too far in the future'],
  INVALID_ONION_PAYLOAD: ['any', 'the hop payload could not be understood'],
  MPP_TIMEOUT: ['final', 'the other parts did not arrive in time'],
  INVALID_ONION_BLINDING: ['blinded', 'something failed inside a blinded path'],
};

export interface FailureCodeRow {
  readonly code: FailureCode;
  /** Core Lightning's name, as `failcodename` shows it. */
  readonly name: `WIRE_${FailureName}`;
  readonly origin: FailureOrigin;
  readonly meaning: string;
}

export const FAILURE_CODES: readonly FailureCodeRow[] = Object.freeze(
  (Object.keys(FailureCode) as FailureName[]).map((name): FailureCodeRow => {
    const [origin, meaning] = ROWS[name];
    return { code: FailureCode[name], name: `WIRE_${name}`, origin, meaning };
  }),
);

const BY_CODE: ReadonlyMap<number, FailureCodeRow> = new Map(FAILURE_CODES.map((entry) => [entry.code, entry]));

/** The row of a code, or undefined for one BOLT 4 does not know. */
export function failureCodeRow(code: number): FailureCodeRow | undefined {
  return BY_CODE.get(code);
}
