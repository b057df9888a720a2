/**
 * `pay` and `keysend`: pays an invoice, or a node that asked for nothing, over as many routes and parts as it takes
 * (lightning-pay(7), lightning-keysend(7)).
 *
 * Invariants: parameters and their words are v24.11's; calling `pay` again for an invoice attaches to the running payment or
 * answers with the paid one. Unlike its models it goes on after a restart (`machines/pay.ts`). A client that vanishes does
 * not stop it.
 */
import type { PayAttempt, RouteHint } from '../../../machines/pay.ts';
import { type Bolt11Invoice, hasFeature, paymentHashOf, toHex } from '../../bolt/index.ts';
import type { Msat } from '../../domain/amount.ts';
import { type Refusal, RpcErrorCode } from '../../domain/errors.ts';
import { given } from '../../domain/given.ts';
import { type NodeId, type PaymentHash, type Preimage, shortChannelIdFromU64 } from '../../domain/ids.ts';
import { parseExclusion } from '../../graph/route-query.ts';
import type { PayAnswer, PayOrder } from '../../payments/pay-order.ts';
import type { PaySummary } from '../../payments/pay-summary.ts';
import { type PayableInvoice, type PayTerms, payableInvoice } from '../../payments/payable-invoice.ts';
import { answer, type CommandAnswer, type CommandContext, refuse } from '../command.ts';
import { textOf } from '../json-token.ts';
import {
  amountMsat,
  badToken,
  blocks,
  escapedString,
  hex32,
  invstring,
  nodeId,
  nonNegative,
  notSupported,
  type ParamParser,
  refuseParams,
  text,
  u32,
} from '../param-types.ts';
import { optional, type ParamValues, required, withDefault } from '../params.ts';
import { notifyOfParts } from '../part-notes.ts';
import { amountFields, seconds } from '../payment-json.ts';
import { command, invoiceTerms, type ServedNode } from '../served-node.ts';
import { invalid } from './listing.ts';

/** Core Lightning's defaults (lightning-pay(7)). */
export const DEFAULT_RISK_FACTOR = 10;
const DEFAULT_MAX_FEE_PERCENT = 0.5;
const DEFAULT_EXEMPT_FEE_MSAT: Msat = 5_000n;
export const DEFAULT_RETRY_SECONDS = 60;
export const DEFAULT_MAX_DELAY = 2016;
/** Longest retry_for: a day. Longer, and the caller should ask again. */
const MAX_RETRY_SECONDS = 86_400;
/** CLTV blocks keysend leaves the destination (BOLT 11's default final delta). */
const KEYSEND_FINAL_CLTV = 22;

/** Feature bits of BOLT 9: basic_mpp, compulsory and optional. */
const BASIC_MPP = [16, 17] as const;

/** Node ids and `SCID/DIRECTION`. */
const exclusions: ParamParser<readonly string[]> = (name, token) => {
  if (token.kind !== 'array') return badToken(name, token, 'should be an array');
  const wrong = token.items.find((item) => parseExclusion(textOf(item)) === undefined);
  if (wrong) return badToken(name, wrong, 'should be short_channel_id_dir or node_id');
  return { value: token.items.map(textOf) };
};

export const retryFor: ParamParser<number> = (name, token) => {
  const parsed = u32(name, token);
  return 'value' in parsed && parsed.value > MAX_RETRY_SECONDS
    ? refuseParams(`${name}: at most ${MAX_RETRY_SECONDS} seconds`)
    : parsed;
};

/** Limits `pay` and `keysend` share. */
const LIMITS = {
  maxfeepercent: optional(nonNegative),
  retry_for: withDefault(retryFor, DEFAULT_RETRY_SECONDS),
  maxdelay: withDefault(blocks, DEFAULT_MAX_DELAY),
  exemptfee: optional(amountMsat),
};

const PAY = {
  bolt11: required(invstring, { formerName: 'invstring' }),
  amount_msat: optional(amountMsat, { formerName: 'msatoshi' }),
  label: optional(escapedString),
  riskfactor: withDefault(nonNegative, DEFAULT_RISK_FACTOR),
  ...LIMITS,
  localinvreqid: optional(hex32),
  exclude: withDefault(exclusions, []),
  maxfee: optional(amountMsat),
  description: optional(text),
  partial_msat: optional(amountMsat),
};
/** What a caller may ask of a pay, by `pay`'s names. */
export type PayWishes = ParamValues<typeof PAY>;

const KEYSEND = {
  destination: required(nodeId),
  amount_msat: required(amountMsat, { formerName: 'msatoshi' }),
  label: optional(escapedString),
  ...LIMITS,
  extratlvs: optional(notSupported),
  routehints: optional(notSupported),
  maxfee: optional(amountMsat),
};

/** What was paid, and the proof. */
export type Paid = {
  readonly destination?: NodeId | undefined;
  readonly payment_hash: PaymentHash;
  readonly created_at: number;
  readonly completed_at: number;
  readonly parts: number;
  /** What the destination got. */
  readonly amount_msat: bigint;
  /** `amount_msat` as it was called before v22.11. */
  readonly msatoshi: bigint;
  /** What left us, fees included. */
  readonly amount_sent_msat: bigint;
  /** `amount_sent_msat` as it was called before v22.11. */
  readonly msatoshi_sent: bigint;
  readonly payment_preimage: Preimage;
  readonly status: 'complete';
};

/** `data` of the error of a pay that failed: what was tried. */
export type FailedAttempt = {
  readonly partid: bigint;
  readonly status: PayAttempt['status'];
  readonly amount_msat: bigint;
  readonly fee_msat: bigint;
  readonly code?: number | undefined;
  readonly message?: string | undefined;
};

type FeeLimits = Pick<ParamValues<typeof PAY>, 'maxfeepercent' | 'exemptfee' | 'maxfee'>;

function checkFeeLimits({ maxfee, maxfeepercent, exemptfee }: FeeLimits): Refusal | undefined {
  return maxfee !== undefined && (maxfeepercent !== undefined || exemptfee !== undefined)
    ? invalid('If you specify maxfee, cannot specify maxfeepercent or exemptfee.')
    : undefined;
}

/** Parts in a hundred million: the finest percentage that still counts. */
const PERCENT_SCALE = 1_000_000;

/** The largest fee: `maxfee`, or `maxfeepercent` of the amount, but never less than `exemptfee`. */
function maxFeeMsat(limits: FeeLimits, amount: Msat): Msat {
  if (limits.maxfee !== undefined) return limits.maxfee;
  const { maxfeepercent = DEFAULT_MAX_FEE_PERCENT, exemptfee = DEFAULT_EXEMPT_FEE_MSAT } = limits;
  const share = (amount * BigInt(Math.round(maxfeepercent * PERCENT_SCALE))) / BigInt(100 * PERCENT_SCALE);
  return share > exemptfee ? share : exemptfee;
}

export const pay = command({
  name: 'pay',
  params: PAY,
  validate: checkFeeLimits,
  foresee(values, node) {
    const judged = judgedOrder(values, node);
    return 'refusal' in judged ? judged.refusal : undefined;
  },
  async run(values, context) {
    const judged = judgedOrder(values, context.node);
    return 'refusal' in judged ? refuse(judged.refusal) : payAnswer(await runPay(judged.order, context));
  },
});

export type JudgedOrder = { readonly order: PayOrder } | { readonly refusal: Refusal };

/** What to pay and how, or why nothing is paid. */
export function judgedOrder(values: PayWishes, node: ServedNode, terms: Partial<PayTerms> = {}): JudgedOrder {
  const { bolt11, amount_msat, description, partial_msat } = values;
  const said = given({ amountMsat: amount_msat, description });
  const judged = payableInvoice(bolt11, { ...invoiceTerms(node), ...said, ...terms });
  if ('refusal' in judged) return judged;
  const order = orderOf(values, judged.payable);
  const refusal = partial_msat === undefined ? undefined : partialRefusal(partial_msat, judged.payable, order, node);
  return refusal === undefined ? { order } : { refusal };
}

/** Why this node cannot pay just that much of an invoice, leaving the rest to others. */
function partialRefusal(
  partialMsat: Msat,
  { amountMsat }: PayableInvoice,
  { mayMpp, payee }: PayOrder,
  { operated }: ServedNode,
): Refusal | undefined {
  if (partialMsat > amountMsat) return invalid(`partial_msat must be less or equal to total amount ${amountMsat}msat`);
  if (partialMsat === 0n) return invalid('partial_msat must be non-zero');
  if (partialMsat === amountMsat) return undefined;
  if (payee === operated.id) return invalid('partial_msat not supported (yet?) for self-pay');
  return mayMpp ? undefined : invalid('partial_msat: the invoice takes no parts');
}

function orderOf(values: PayWishes, payable: PayableInvoice): PayOrder {
  const { label, localinvreqid, maxdelay, riskfactor, retry_for, exclude } = values;
  const { invoice, paymentHash, payee, amountMsat: totalMsat, description, finalCltv } = payable;
  const amountMsat = values.partial_msat ?? totalMsat;
  return {
    paymentHash,
    payee,
    amountMsat,
    ...(amountMsat === totalMsat ? {} : { totalMsat }),
    maxFeeMsat: maxFeeMsat(values, amountMsat),
    maxDelay: maxdelay,
    riskFactor: riskfactor,
    finalCltv,
    mayMpp: invoice.paymentSecret !== undefined && BASIC_MPP.some((bit) => hasFeature(invoice.features, bit)),
    exclude,
    hints: (invoice.routes ?? []).map(hintOf),
    invstring: values.bolt11,
    retryForMs: retry_for * 1000,
    ...given({
      paymentSecret: invoice.paymentSecret && toHex(invoice.paymentSecret),
      paymentMetadata: invoice.metadata && toHex(invoice.metadata),
      label,
      description,
      localinvreqid,
    }),
  };
}

function hintOf(hops: NonNullable<Bolt11Invoice['routes']>[number]): RouteHint {
  return hops.map((hop) => ({
    node: toHex(hop.pubkey) as NodeId,
    channel: shortChannelIdFromU64(hop.shortChannelId),
    feeBaseMsat: hop.feeBaseMsat,
    feePpm: hop.feeProportionalMillionths,
    cltvDelta: hop.cltvExpiryDelta,
  }));
}

export const keysend = command({
  name: 'keysend',
  params: KEYSEND,
  validate: checkFeeLimits,
  async run(values, context) {
    const { destination, amount_msat: amount, label, maxdelay, retry_for } = values;
    if (destination === context.node.operated.id)
      return refuse(invalid('We are the destination. Keysend cannot be used to send funds to yourself'));
    const keysendPreimage = toHex(context.node.operated.randomBytes(32)) as Preimage;
    const paymentHash = paymentHashOf(keysendPreimage) as PaymentHash;
    const order = {
      paymentHash,
      payee: destination,
      amountMsat: amount,
      maxFeeMsat: maxFeeMsat(values, amount),
      maxDelay: maxdelay,
      riskFactor: 1,
      finalCltv: KEYSEND_FINAL_CLTV,
      mayMpp: false,
      exclude: [],
      hints: [],
      keysendPreimage,
      retryForMs: retry_for * 1000,
      ...given({ label }),
    };
    return payAnswer(await runPay(order, context));
  },
});

/** Pays, or waits with those who pay it already; tells of its parts meanwhile. */
export async function runPay(order: PayOrder, context: CommandContext<ServedNode>): Promise<PayAnswer> {
  const stopNotes = notifyOfParts(context, order.paymentHash);
  try {
    return await context.node.operated.pay(order, context.signal);
  } finally {
    stopNotes();
  }
}

function payAnswer(paid: PayAnswer): CommandAnswer<Paid> {
  switch (paid.type) {
    case 'complete':
      return answer(summaryFields(paid.summary));
    case 'refused':
      return refuse(paid.refusal);
    case 'aborted':
      return refuse({ code: RpcErrorCode.PAY_IN_PROGRESS, message: 'Still in progress' });
    case 'failed': {
      const attempts = paid.attempts.map(
        (attempt): FailedAttempt => ({
          partid: attempt.partid,
          status: attempt.status,
          amount_msat: attempt.amountMsat,
          fee_msat: attempt.feeMsat,
          code: attempt.code,
          message: attempt.message,
        }),
      );
      return refuse({
        code: paid.failure.code as RpcErrorCode,
        message: paid.failure.message,
        data: { attempts },
      });
    }
  }
}

function summaryFields(summary: PaySummary): Paid {
  return {
    destination: summary.destination,
    payment_hash: summary.paymentHash,
    created_at: seconds(summary.createdAtMs),
    completed_at: seconds(summary.completedAtMs),
    parts: summary.parts,
    ...amountFields('amount_msat', 'msatoshi', summary.amountMsat),
    ...amountFields('amount_sent_msat', 'msatoshi_sent', summary.sentMsat),
    payment_preimage: summary.preimage,
    status: 'complete',
  };
}
