/** Numbers and words that others fixed, or that logs fold by: none of them is ours to change, so a change is seen here. */
import { equal, is } from 'uvu/assert';
import { MAX_MSAT } from '../../src/domain/amount.ts';
import { RECOVERY } from '../../src/domain/attempt-recovery.ts';
import { BLAME_TABLE, BLAME_TABLE_1, type Blame, becauseOf } from '../../src/domain/blame.ts';
import { CLTV_EXPIRY_LIMIT, MAX_BLOCKHEIGHT, MAX_CLTV_BLOCKS } from '../../src/domain/block-limits.ts';
import { commitmentFeeSat, openerCostMsat, openerHeadroomMsat } from '../../src/domain/commitment-fee.ts';
import { RpcErrorCode } from '../../src/domain/errors.ts';
import { FailureCode } from '../../src/domain/failures.ts';
import { FIRST_HOP_REFUSALS } from '../../src/domain/first-hop.ts';
import { OFFER_REFUSALS } from '../../src/domain/htlc-offer.ts';
import { MAX_U16, MAX_U24, MAX_U32 } from '../../src/domain/ids.ts';
import { limitsOf, PAY_LIMITS, type PayContext } from '../../src/domain/pay-plan.ts';
import { PENALTY_POLICY, PENALTY_POLICY_1 } from '../../src/domain/penalty-policy.ts';
import { indexIn, padIndex, withoutIndex } from '../../src/domain/row-key.ts';
import { suite } from '../support/suite.ts';

const test = suite('numbers that are not ours to change');

test('the widest numbers of the wire are one less than a power of two', () => {
  equal([MAX_U16, MAX_U24, MAX_U32], [65_535, 16_777_215, 4_294_967_295]);
  is(MAX_MSAT, 18_446_744_073_709_551_615n);
  equal([CLTV_EXPIRY_LIMIT, MAX_CLTV_BLOCKS, MAX_BLOCKHEIGHT], [500_000_000, 499_999_999, 499_999_999]);
});

test("codes of JSON-RPC errors are Core Lightning's", () => {
  equal(RpcErrorCode, {
    INVALID_REQUEST: -32600,
    METHOD_NOT_FOUND: -32601,
    INVALID_PARAMS: -32602,
    PARSE_ERROR: -32700,
    LIGHTNINGD: -1,
    LIGHTNINGD_SHUTDOWN: -5,
    PAY_IN_PROGRESS: 200,
    PAY_RHASH_ALREADY_USED: 201,
    PAY_UNPARSEABLE_ONION: 202,
    PAY_DESTINATION_PERM_FAIL: 203,
    PAY_TRY_OTHER_ROUTE: 204,
    PAY_ROUTE_NOT_FOUND: 205,
    PAY_ROUTE_TOO_EXPENSIVE: 206,
    PAY_INVOICE_EXPIRED: 207,
    PAY_NO_SUCH_PAYMENT: 208,
    PAY_UNSPECIFIED_ERROR: 209,
    PAY_STOPPED_RETRYING: 210,
    PAY_STATUS_UNEXPECTED: 211,
    PAY_INVOICE_REQUEST_INVALID: 212,
    PAY_INJECTPAYMENTONION_ALREADY_PAID: 219,
    INVOICE_LABEL_ALREADY_EXISTS: 900,
    INVOICE_PREIMAGE_ALREADY_EXISTS: 901,
    INVOICE_EXPIRED_DURING_WAIT: 903,
    INVOICE_WAIT_TIMED_OUT: 904,
    INVOICE_NOT_FOUND: 905,
    INVOICE_STATUS_UNEXPECTED: 906,
    WAIT_TIMEOUT: 2000,
  });
});

const CHANNEL = ['channel', 'temporary', false];
const CHANNEL_GONE = ['channel', 'permanent', false];
const NODE = ['node', 'temporary', false];
const NODE_GONE = ['node', 'permanent', false];
const NEXT_GONE = ['next-node', 'permanent', false];

test('failure codes are those of BOLT 4, and each blames what it did in version 1', () => {
  const expected: Readonly<Record<keyof typeof FailureCode, readonly [code: number, blame: readonly unknown[]]>> = {
    INVALID_REALM: [0x4001, NODE_GONE],
    TEMPORARY_NODE_FAILURE: [0x2002, NODE],
    PERMANENT_NODE_FAILURE: [0x6002, NODE_GONE],
    REQUIRED_NODE_FEATURE_MISSING: [0x6003, NODE_GONE],
    INVALID_ONION_VERSION: [0xc004, NEXT_GONE],
    INVALID_ONION_HMAC: [0xc005, NEXT_GONE],
    INVALID_ONION_KEY: [0xc006, NEXT_GONE],
    TEMPORARY_CHANNEL_FAILURE: [0x1007, ['channel', 'temporary', true]],
    PERMANENT_CHANNEL_FAILURE: [0x4008, CHANNEL_GONE],
    REQUIRED_CHANNEL_FEATURE_MISSING: [0x4009, CHANNEL_GONE],
    UNKNOWN_NEXT_PEER: [0x400a, CHANNEL_GONE],
    AMOUNT_BELOW_MINIMUM: [0x100b, CHANNEL],
    FEE_INSUFFICIENT: [0x100c, CHANNEL],
    INCORRECT_CLTV_EXPIRY: [0x100d, CHANNEL],
    EXPIRY_TOO_SOON: [0x100e, CHANNEL],
    INCORRECT_OR_UNKNOWN_PAYMENT_DETAILS: [0x400f, NODE],
    INCORRECT_PAYMENT_AMOUNT: [0x4010, NODE],
    FINAL_EXPIRY_TOO_SOON: [0x0011, NODE],
    FINAL_INCORRECT_CLTV_EXPIRY: [0x0012, NODE],
    FINAL_INCORRECT_HTLC_AMOUNT: [0x0013, NODE],
    CHANNEL_DISABLED: [0x1014, CHANNEL],
    EXPIRY_TOO_FAR: [0x0015, CHANNEL],
    INVALID_ONION_PAYLOAD: [0x4016, NODE_GONE],
    MPP_TIMEOUT: [0x0017, NODE],
    INVALID_ONION_BLINDING: [0xc018, ['next-node', 'temporary', false]],
  };
  const verdict = ({ target, kind, amountMatters }: Blame) => [target, kind, amountMatters];
  for (const [name, code] of Object.entries(FailureCode)) {
    equal([code, verdict(BLAME_TABLE_1[code])], expected[name as keyof typeof FailureCode], name);
    equal(BLAME_TABLE[code], BLAME_TABLE_1[code], name);
  }
});

test('why something is avoided is told also where nobody could read the error', () => {
  is(becauseOf(undefined), 'an error came back that nobody could read');
  is(becauseOf(FailureCode.FEE_INSUFFICIENT), 'it asks a higher fee than we knew');
});

test('the opener of a channel sets aside what BOLT 3 says: 1124 weight and 172 for each HTLC, 660 sat of anchors', () => {
  equal([commitmentFeeSat(1_000, 0), commitmentFeeSat(1_000, 2), commitmentFeeSat(253, 0)], [1_124, 1_468, 284]);
  equal([openerCostMsat(1_000, 2), openerCostMsat(1, 0), openerCostMsat(0, 2)], [2_128_000n, 661_000n, 0n]);
  is(openerHeadroomMsat(1_000, 2), openerCostMsat(2_000, 3));
});

test('a channel refuses an HTLC for the reasons and in the order of Core Lightning, each with its code', () => {
  equal(
    OFFER_REFUSALS.map(({ guard, failcode }) => [guard, failcode]),
    [
      ['isShuttingDown', 0x400a],
      ['isExpiryInvalid', 0x100d],
      ['isTooSmall', 0x100b],
      ['isOneTooMany', 0x1007],
      ['isTooMuchInFlight', 0x6003],
      ['isBeyondCapacity', 0x1007],
    ],
  );
});

test('a first hop that cannot be tried has the code and the words of Core Lightning', () => {
  equal(FIRST_HOP_REFUSALS, {
    'unknown-peer': { failcode: 0x400a, detail: 'No connection to first peer found' },
    'channel-not-ready': { failcode: 0x400a, detail: 'First peer not ready' },
    'peer-away': { failcode: 0x1007, detail: 'First peer not ready' },
    'refused-by-node': { failcode: 0x1007, detail: 'Refused by the node' },
  });
});

test('recovery offers an attempt again only if the switch has certainly never seen it and never said it took it', () => {
  const steps = Object.entries(RECOVERY).flatMap(([says, byLog]) =>
    Object.entries(byLog).map(([log, step]) => `${says}, ${log}: ${step.do}${'why' in step ? ` (${step.why})` : ''}`),
  );
  const gone = 'doubt (the node had it and cannot say what became of it)';
  const forgotten = 'doubt (the node once took it and does not know it any more)';
  equal(steps, [
    'pending, answered: wait',
    'pending, unanswered: wait',
    'resolved, answered: resolve',
    'resolved, unanswered: resolve',
    `gone, answered: ${gone}`,
    `gone, unanswered: ${gone}`,
    `never-seen, answered: ${forgotten}`,
    'never-seen, unanswered: offer',
    `never-seen-as-far-as-kept, answered: ${forgotten}`,
    'never-seen-as-far-as-kept, unanswered: doubt (the node does not know it, but may have forgotten it)',
  ]);
});

test('a log that names no policy, or no limits of a pay, folds by the numbers of the version that wrote it', () => {
  equal(PENALTY_POLICY_1, {
    failureWeight: 1,
    unreadableWeight: 0.25,
    avoidedAbove: 0.5,
    forgottenBelow: 0.05,
    halfLifeMs: 60_000,
    maxEntries: 50_000,
  });
  equal(PENALTY_POLICY, PENALTY_POLICY_1);
  const unlogged = { maxAttempts: 200, maxParts: 32, minSplitMsat: 10_000n };
  equal(limitsOf({ request: {} } as PayContext), unlogged);
  equal(PAY_LIMITS, { ...unlogged, patience: { maxPauses: 4, firstPauseMs: 1_000 } });
});

test('keys of rows sort as the numbers they end in do, and come apart again', () => {
  equal([padIndex(7), padIndex(Number.MAX_SAFE_INTEGER)], ['0000000000000007', '9007199254740991']);
  equal([indexIn(`a/9/${padIndex(7)}`), withoutIndex(`a/9/${padIndex(7)}`)], [7, 'a/9/']);
});

test.run();
