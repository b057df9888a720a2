/**
 * `xpay`: pays an invoice as `pay` does, asked and answered in the words of the command that took its place (lightning-xpay(7)).
 *
 * Invariants: the run is `pay`'s own (`judgedOrder`, `runPay`), so both mean the same payment: whoever calls one while the other
 * runs waits with it. Only an invoice that was paid before the call is an error here (219), where `pay` answers with it. Codes are
 * those of Core Lightning v26.06; what was tried before a failure is told in words.
 */
import type { PayAttempt } from '../../../machines/pay.ts';
import type { Refusal } from '../../domain/errors.ts';
import { RpcErrorCode } from '../../domain/errors.ts';
import { FailureCode, failureCodeRow } from '../../domain/failures.ts';
import type { PaymentHash, Preimage } from '../../domain/ids.ts';
import type { PayAnswer, PayOrder } from '../../payments/pay-order.ts';
import { answer, type CommandAnswer, refuse } from '../command.ts';
import { textOf } from '../json-token.ts';
import {
  amountMsat,
  badToken,
  blocks,
  escapedString,
  hex32,
  invstring,
  type ParamParser,
  text,
} from '../param-types.ts';
import { optional, type ParamValues, required, withDefault } from '../params.ts';
import { command, type ServedNode } from '../served-node.ts';
import { invalid } from './listing.ts';
import {
  DEFAULT_MAX_DELAY,
  DEFAULT_RETRY_SECONDS,
  DEFAULT_RISK_FACTOR,
  type JudgedOrder,
  judgedOrder,
  retryFor,
  runPay,
} from './pay.ts';

/** xpay's default for `maxfee`, but never less than 5 sat, which is `pay`'s least too. */
const DEFAULT_MAX_FEE_PERCENT = 1;

/** Layers of Core Lightning's askrene that are always there: what they say is so for every route here, or how it is split. */
const BUILT_IN_LAYERS = ['auto.localchans', 'auto.sourcefree', 'auto.no_mpp_support', 'xpay'] as const;
type BuiltInLayer = (typeof BUILT_IN_LAYERS)[number];
const NO_MPP: BuiltInLayer = 'auto.no_mpp_support';

const layerNames: ParamParser<readonly BuiltInLayer[], readonly string[]> = (name, token) => {
  if (token.kind !== 'array') return badToken(name, token, 'should be an array');
  const known = token.items.map((item) =>
    BUILT_IN_LAYERS.find((layer) => item.kind === 'string' && layer === textOf(item)),
  );
  const wrong = token.items[known.indexOf(undefined)];
  return wrong === undefined ? { value: known as BuiltInLayer[] } : badToken(name, wrong, 'unknown layer');
};

const XPAY = {
  invstring: required(invstring),
  amount_msat: optional(amountMsat),
  maxfee: optional(amountMsat),
  layers: withDefault(layerNames, []),
  retry_for: withDefault(retryFor, DEFAULT_RETRY_SECONDS),
  partial_msat: optional(amountMsat),
  maxdelay: withDefault(blocks, DEFAULT_MAX_DELAY),
  payer_note: optional(text),
  label: optional(escapedString),
  localinvreqid: optional(hex32),
};
type Values = ParamValues<typeof XPAY>;

/** What was paid, and the proof. */
export type Xpaid = {
  readonly payment_preimage: Preimage;
  /** What the destination got of us. */
  readonly amount_msat: bigint;
  /** What left us, fees included. */
  readonly amount_sent_msat: bigint;
  readonly failed_parts: number;
  readonly successful_parts: number;
};

export const xpay = command({
  name: 'xpay',
  params: XPAY,
  validate: ({ localinvreqid }) =>
    localinvreqid === undefined ? undefined : invalid('Cannot use localinvreqid with BOLT11 payment'),
  foresee(values, node) {
    const judged = judge(values, node);
    return 'refusal' in judged ? inItsWords(judged.refusal) : undefined;
  },
  async run(values, context) {
    const judged = judge(values, context.node);
    if ('refusal' in judged) return refuse(inItsWords(judged.refusal));
    const order = values.layers.includes(NO_MPP) ? { ...judged.order, mayMpp: false } : judged.order;
    return answerTo(await runPay(order, context), order, context.node);
  },
});

function judge(values: Values, node: ServedNode): JudgedOrder {
  const { invstring: bolt11, amount_msat, maxfee, retry_for, partial_msat, maxdelay, label } = values;
  const wishes = {
    bolt11,
    amount_msat,
    label,
    riskfactor: DEFAULT_RISK_FACTOR,
    maxfeepercent: maxfee === undefined ? DEFAULT_MAX_FEE_PERCENT : undefined,
    retry_for,
    maxdelay,
    exemptfee: undefined,
    localinvreqid: undefined,
    exclude: [],
    maxfee,
    description: undefined,
    partial_msat,
  };
  return judgedOrder(wishes, node, { wordsMayLack: true });
}

/** What `pay` refuses, as xpay says it. */
function inItsWords({ message, ...refusal }: Refusal): Refusal {
  return {
    ...refusal,
    message: message.replace(/^(amount_msat) parameter /, '$1 ').replace(/^Invalid bolt11:/, 'Invalid bolt11 invoice:'),
  };
}

function answerTo(paid: PayAnswer, { paymentHash }: PayOrder, node: ServedNode): CommandAnswer<Xpaid> {
  switch (paid.type) {
    case 'complete':
      if (paid.before) return refuse(ALREADY_PAID);
      return answer(paidFields(paid, paymentHash, node));
    case 'refused':
      return refuse(paid.refusal);
    case 'aborted':
      return refuse({ code: RpcErrorCode.PAY_IN_PROGRESS, message: 'Still in progress' });
    case 'failed':
      return refuse(failureIn(paid));
  }
}

const ALREADY_PAID: Refusal = {
  code: RpcErrorCode.PAY_INJECTPAYMENTONION_ALREADY_PAID,
  message: 'Already paid this invoice successfully',
};

function paidFields(
  { summary }: Extract<PayAnswer, { type: 'complete' }>,
  paymentHash: PaymentHash,
  { operated }: ServedNode,
): Xpaid {
  return {
    payment_preimage: summary.preimage,
    amount_msat: summary.amountMsat,
    amount_sent_msat: summary.sentMsat,
    failed_parts: operated.payOf(paymentHash).attempts.filter(({ status }) => status === 'failed').length,
    successful_parts: summary.parts,
  };
}

/** Nothing was tried: why not. The destination said no: that. Else what was tried, and what ended it. */
function failureIn({ failure, attempts }: Extract<PayAnswer, { type: 'failed' }>): Refusal {
  const { code, message } = failure;
  if (attempts.length === 0) return { code: code as RpcErrorCode, message: `Failed: ${message}` };
  if (code === RpcErrorCode.PAY_DESTINATION_PERM_FAIL)
    return { code: RpcErrorCode.PAY_DESTINATION_PERM_FAIL, message: saidByDestination(message) };
  const tried = `${attempts.length} attempts`;
  const results = attempts.map(resultOf).join('');
  const ended =
    code === RpcErrorCode.PAY_STOPPED_RETRYING
      ? `Timed out after ${tried}. ${results}`
      : `Failed after ${tried}. ${results}Then routing failed: ${message}`;
  return { code: RpcErrorCode.PAY_UNSPECIFIED_ERROR, message: ended.trimEnd() };
}

const UNKNOWN_INVOICE = failureCodeRow(FailureCode.INCORRECT_OR_UNKNOWN_PAYMENT_DETAILS)?.name as string;

const saidByDestination = (message: string): string =>
  message.includes(UNKNOWN_INVOICE)
    ? `Destination said it doesn't know invoice: ${UNKNOWN_INVOICE.replace('WIRE_', '').toLowerCase()}`
    : `Destination ${message}`;

const resultOf = ({ partid, message }: PayAttempt): string =>
  message === undefined ? '' : `Part ${partid}: ${message}. `;
