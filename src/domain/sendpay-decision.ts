/**
 * What `sendpay` does about a payment_hash it has seen before: one pure decision.
 *
 * The rules are Core Lightning v24.11's (`check_progress`, lightningd/pay.c) with one deliberate difference: without a
 * groupid, a request belongs to the group still in flight, else to the highest group plus one, so that repeating a call
 * gives the same answer (guarantee G3). Rows are looked at in the order they were created; the first that decides, decides.
 * The payment machine asks it again when it folds a log: whatever it once let pass, a later version must let pass, or the
 * stricter rule needs an event version of its own. Does not check parameters or the first hop.
 */
import type { Msat } from './amount.ts';
import { type Refusal, RpcErrorCode } from './errors.ts';
import type { NodeId, PaymentHash } from './ids.ts';
import type { Part } from './payment-part.ts';

/** The wire's width (u64). */
const MAX_GROUPID = 2n ** 64n - 1n;

export interface SendpayRequest {
  readonly paymentHash: PaymentHash;
  readonly partid: bigint;
  /** undefined: the caller did not say. */
  readonly groupid: bigint | undefined;
  /** What this part delivers, or the recorded target; 0 if unknown. */
  readonly amountMsat: Msat;
  /** What all parts deliver together; 0 if unknown (no sum check). */
  readonly totalMsat: Msat;
  readonly destination: NodeId | undefined;
}

export type SendpayDecision =
  | { readonly type: 'send'; readonly groupid: bigint }
  | { readonly type: 'already-pending'; readonly part: Part }
  | { readonly type: 'already-complete'; readonly part: Part }
  | { readonly type: 'refuse'; readonly refusal: Refusal };

/** The group a request belongs to. */
export function groupidOf(requested: bigint | undefined, parts: readonly Part[]): bigint {
  if (requested !== undefined) return requested;
  const inFlight = parts.find((part) => part.status === 'pending');
  if (inFlight) return inFlight.groupid;
  return unusedAfter(parts);
}

/** One more than the highest; where there is nothing higher, the lowest that is free. */
function unusedAfter(parts: readonly Part[]): bigint {
  const used = new Set(parts.map((part) => part.groupid));
  let next = parts.reduce((highest, part) => (part.groupid > highest ? part.groupid : highest), 0n) + 1n;
  if (next > MAX_GROUPID) next = 1n;
  while (used.has(next)) next++;
  return next;
}

interface Scan {
  readonly request: SendpayRequest;
  readonly groupid: bigint;
  pendingSumMsat: Msat;
  otherPartComplete: boolean;
}

/**
 * Decides about `request` given the parts of its payment_hash in creation order; `tombstones` are parts whose rows `delpay`
 * removed: a paid hash stays paid, and the name of a failed part is never sent under again (G1).
 */
export function decideSendpay(
  parts: readonly Part[],
  tombstones: readonly Part[],
  request: SendpayRequest,
): SendpayDecision {
  const all = inCreationOrder(parts, tombstones);
  const groupid = groupidOf(request.groupid, all);
  const scan: Scan = { request, groupid, pendingSumMsat: 0n, otherPartComplete: false };
  for (const part of all) {
    const decision = RULES[part.status](part, scan) ?? samePartBefore(part, scan);
    if (decision) return decision;
  }
  return afterAll(scan);
}

/** Deleted parts keep their place: deleting a row must not change the answer to a request that named another. */
function inCreationOrder(parts: readonly Part[], tombstones: readonly Part[]): readonly Part[] {
  if (tombstones.length === 0) return parts;
  return [...tombstones, ...parts].sort((a, b) => a.createdIndex - b.createdIndex);
}

/** The answer to whoever would pay a hash beside what is in flight for it. */
export function stillInProgress({ groupid }: Pick<Part, 'groupid'>): Refusal {
  return {
    code: RpcErrorCode.PAY_IN_PROGRESS,
    message: `Payment with groupid=${groupid} still in progress, cannot retry before that completes.`,
  };
}

/** One rule per status of the row looked at; undefined means "look on". */
const RULES: Record<Part['status'], (part: Part, scan: Scan) => SendpayDecision | undefined> = {
  complete: (part, scan) => {
    if (part.partid !== scan.request.partid) {
      scan.otherPartComplete = true;
      return undefined;
    }
    return differs('succeeded', part, scan.request) ?? { type: 'already-complete', part };
  },
  pending: (part, scan) => {
    const { request, groupid } = scan;
    if (part.groupid !== groupid) return { type: 'refuse', refusal: stillInProgress(part) };
    if ((part.partid === 0n) !== (request.partid === 0n))
      return refuse(
        RpcErrorCode.PAY_IN_PROGRESS,
        `Already have ${part.partid === 0n ? 'non-parallel' : 'parallel'} payment in progress`,
      );
    if (part.partid === request.partid) return differs('pending', part, request) ?? { type: 'already-pending', part };
    if (part.totalMsat !== request.totalMsat)
      return refuse(
        RpcErrorCode.INVALID_PARAMS,
        `msatoshi was previously ${part.totalMsat}msat, now ${request.totalMsat}msat`,
      );
    scan.pendingSumMsat += part.amountMsat;
    return undefined;
  },
  failed: () => undefined,
};

/** A part that is not complete cannot be sent a second time under the same name. */
function samePartBefore(part: Part, { request, groupid }: Scan): SendpayDecision | undefined {
  if (part.status === 'complete' || part.partid !== request.partid || part.groupid !== groupid) return undefined;
  return refuse(
    RpcErrorCode.PAY_RHASH_ALREADY_USED,
    `There already is a payment with payment_hash=${request.paymentHash}, groupid=${groupid}, partid=${request.partid}. ` +
      'Either change the partid, or wait for the payment to complete and start a new group.',
  );
}

function afterAll({ request, groupid, pendingSumMsat, otherPartComplete }: Scan): SendpayDecision {
  if (otherPartComplete) return refuse(RpcErrorCode.PAY_RHASH_ALREADY_USED, 'Already succeeded other parts');
  if (request.totalMsat > 0n && pendingSumMsat >= request.totalMsat)
    return refuse(
      RpcErrorCode.PAY_IN_PROGRESS,
      `Already have ${pendingSumMsat}msat of ${request.totalMsat}msat payments in progress`,
    );
  return { type: 'send', groupid };
}

function differs(word: 'succeeded' | 'pending', part: Part, request: SendpayRequest): SendpayDecision | undefined {
  if (part.amountMsat !== request.amountMsat)
    return refuse(
      RpcErrorCode.PAY_RHASH_ALREADY_USED,
      `Already ${word} with amount ${part.amountMsat}msat (not ${request.amountMsat}msat)`,
    );
  if (part.destination !== undefined && request.destination !== undefined && part.destination !== request.destination)
    return refuse(RpcErrorCode.PAY_RHASH_ALREADY_USED, `Already ${word} to ${part.destination}`);
  return undefined;
}

function refuse(code: RpcErrorCode, message: string): SendpayDecision {
  return { type: 'refuse', refusal: { code, message } };
}
