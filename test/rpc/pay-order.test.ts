/** What `pay` makes of an invoice and of what the caller asks: each limit reaches the order, and the fee limit is the one meant. */
import { createHash } from 'node:crypto';
import { equal, is } from 'uvu/assert';
import { encodeInvoice, sha256, type UnsignedInvoice } from '../../src/bolt/index.ts';
import { shortChannelIdToU64 } from '../../src/domain/ids.ts';
import type { PayOrder } from '../../src/payments/pay-order.ts';
import { judgedOrder, type PayWishes } from '../../src/rpc/commands/pay.ts';
import type { ServedNode } from '../../src/rpc/served-node.ts';
import { NODE_A, NODE_B, SCID_AB } from '../support/parts.ts';
import { suite } from '../support/suite.ts';

const test = suite('the order of a pay');

const TOTAL = 10_000_000n;
const KEY = createHash('sha256').update('somebody').digest();
/** var_onion, payment_secret, and basic_mpp (bit 17) or not. */
const [WITH_MPP, WITHOUT_MPP] = [Uint8Array.of(0x02, 0x41, 0x00), Uint8Array.of(0x41, 0x00)];
const BASE: UnsignedInvoice = {
  currency: 'bcrt',
  amountMsat: TOTAL,
  timestamp: 1_000,
  paymentHash: sha256(new Uint8Array(32)),
  paymentSecret: new Uint8Array(32).fill(1),
  description: 'tea',
  features: WITH_MPP,
};
const NODE = {
  chain: 'regtest',
  operated: { id: NODE_A, nowMs: () => 1_000_000, isUnderway: () => false },
} as unknown as ServedNode;

const WISHES: Omit<PayWishes, 'bolt11'> = {
  amount_msat: undefined,
  label: undefined,
  riskfactor: 10,
  maxfeepercent: undefined,
  retry_for: 60,
  maxdelay: 2_016,
  exemptfee: undefined,
  localinvreqid: undefined,
  exclude: [],
  maxfee: undefined,
  description: undefined,
  partial_msat: undefined,
};

function judged(wishes: Partial<PayWishes> = {}, over: Partial<UnsignedInvoice> = {}) {
  return judgedOrder({ ...WISHES, bolt11: encodeInvoice({ ...BASE, ...over }, KEY), ...wishes }, NODE);
}
function order(wishes: Partial<PayWishes> = {}, over: Partial<UnsignedInvoice> = {}): PayOrder {
  const found = judged(wishes, over);
  if ('refusal' in found) throw new Error(found.refusal.message);
  return found.order;
}
const refusal = (wishes: Partial<PayWishes>, over: Partial<UnsignedInvoice> = {}): string | undefined => {
  const found = judged(wishes, over);
  return 'refusal' in found ? found.refusal.message : undefined;
};

test('the largest fee is maxfee, else a share of what this pay delivers, half a percent, but not below 5 sat or exemptfee', () => {
  const cases: readonly (readonly [Partial<PayWishes>, bigint])[] = [
    [{}, 50_000n],
    [{ maxfeepercent: 2 }, 200_000n],
    [{ maxfeepercent: 0.000001 }, 5_000n],
    [{ maxfeepercent: 0.000001, exemptfee: 0n }, 0n],
    [{ maxfeepercent: 0.00001, exemptfee: 0n }, 1n],
    [{ maxfeepercent: 0 }, 5_000n],
    [{ exemptfee: 49_999n }, 50_000n],
    [{ exemptfee: 50_001n }, 50_001n],
    [{ maxfee: 0n }, 0n],
    [{ maxfee: 7n }, 7n],
    [{ partial_msat: TOTAL / 2n }, 25_000n],
    [{ partial_msat: 1_000n }, 5_000n],
  ];
  for (const [wishes, maxFeeMsat] of cases) is(order(wishes).maxFeeMsat, maxFeeMsat, Object.keys(wishes).join());
});

test('what the caller asks is in the order, and what the invoice says', () => {
  const route = [
    { pubkey: Buffer.from(NODE_B, 'hex'), feeBaseMsat: 3n, feeProportionalMillionths: 4, cltvExpiryDelta: 5 },
  ].map((hop) => ({ ...hop, shortChannelId: shortChannelIdToU64(SCID_AB) }));
  const wishes = { label: 'l', riskfactor: 3, retry_for: 7, maxdelay: 99, exclude: [NODE_B], localinvreqid: '77' };
  const { invstring, paymentHash, payee, ...rest } = order(wishes as never, {
    metadata: Uint8Array.of(9),
    minFinalCltvExpiry: 42,
    routes: [route] as never,
  });
  is(invstring?.startsWith('lnbcrt'), true);
  is(paymentHash, Buffer.from(sha256(new Uint8Array(32))).toString('hex'));
  is(payee.length, 66);
  equal(rest, {
    amountMsat: TOTAL,
    maxFeeMsat: 50_000n,
    maxDelay: 99,
    riskFactor: 3,
    finalCltv: 42,
    mayMpp: true,
    exclude: [NODE_B],
    hints: [[{ node: NODE_B, channel: SCID_AB, feeBaseMsat: 3n, feePpm: 4, cltvDelta: 5 }]],
    retryForMs: 7_000,
    paymentSecret: '01'.repeat(32),
    paymentMetadata: '09',
    label: 'l',
    description: 'tea',
    localinvreqid: '77',
  });
});

test('parts are sent only to who takes them: the feature, compulsory or not, and a secret', () => {
  is(order().mayMpp, true);
  is(order({}, { features: Uint8Array.of(0x01, 0x41, 0x00) }).mayMpp, true);
  is(order({}, { features: WITHOUT_MPP }).mayMpp, false);
  const { paymentSecret: _gone, ...open } = BASE;
  const bolt11 = encodeInvoice({ ...open, features: Uint8Array.of(0x02, 0x00, 0x00) }, KEY);
  is(order({ bolt11 }).mayMpp, false);
});

test('a part of a total is told with the total; all of it is no part; more, nothing and what takes no parts are refused', () => {
  const part = order({ partial_msat: 4_000n });
  equal([part.amountMsat, part.totalMsat], [4_000n, TOTAL]);
  const whole = order({ partial_msat: TOTAL });
  equal([whole.amountMsat, 'totalMsat' in whole], [TOTAL, false]);
  is(refusal({ partial_msat: TOTAL + 1n }), 'partial_msat must be less or equal to total amount 10000000msat');
  is(refusal({ partial_msat: 0n }), 'partial_msat must be non-zero');
  is(refusal({ partial_msat: 1n }, { features: WITHOUT_MPP }), 'partial_msat: the invoice takes no parts');
  is(refusal({ partial_msat: TOTAL }, { features: WITHOUT_MPP }), undefined);
  const own = { ...NODE, operated: { ...NODE.operated, id: order().payee } } as ServedNode;
  const self = judgedOrder({ ...WISHES, bolt11: encodeInvoice(BASE, KEY), partial_msat: 1n }, own);
  is('refusal' in self && self.refusal.message, 'partial_msat not supported (yet?) for self-pay');
});

test('an invoice is paid until it expires and not from that second on; its amount is said once, by it or by the caller', () => {
  const expiring = (expiry: number) => refusal({}, { timestamp: 900, expiry });
  equal([expiring(101), expiring(100), expiring(99)], [undefined, 'Invoice expired', 'Invoice expired']);
  const { amountMsat: _gone, ...any } = BASE;
  const bolt11 = encodeInvoice(any, KEY);
  equal(
    [{}, { amount_msat: 0n }, { amount_msat: 5n }].map((said) => refusal({ bolt11, ...said })),
    ['amount_msat parameter required', 'amount_msat: should be positive', undefined],
  );
  is(order({ bolt11, amount_msat: 5n }).amountMsat, 5n);
  is(refusal({ amount_msat: TOTAL }), 'amount_msat parameter unnecessary');
});

test.run();
