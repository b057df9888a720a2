/**
 * `paystatus`: every attempt of `pay`, also of those before the last restart (lightning-paystatus(7)).
 *
 * Invariant: read from the log, so nothing is lost when the process ends. Without an invoice the newest are listed, at most
 * MAX_PAYS, so that the answer does not grow with history; `warning_truncated` says that there are more.
 */
import type { PayAttempt, PayRequest } from '../../../machines/pay.ts';
import { RpcErrorCode } from '../../domain/errors.ts';
import type { NodeId, PaymentHash } from '../../domain/ids.ts';
import { type CommandAnswer, refuse } from '../command.ts';
import { listAnswer } from '../list-answer.ts';
import { invstring } from '../param-types.ts';
import { optional } from '../params.ts';
import { amountFields } from '../payment-json.ts';
import { command, type ServedNode } from '../served-node.ts';
import { hashOfInvstring } from './listing.ts';

/** Most pays one answer lists. */
const MAX_PAYS = 1_000;

/** A part of a pay. Times as ISO 8601. */
export type PayStatusAttempt = {
  readonly strategy: string;
  readonly start_time: string;
  readonly age_in_seconds: number;
  readonly end_time?: string | undefined;
  readonly state: 'pending' | 'completed' | 'failed';
  readonly partid: bigint;
  readonly amount_msat: bigint;
  readonly fee_msat: bigint;
  /** Of an attempt that failed. */
  readonly failure?: { readonly code?: number | undefined; readonly message?: string | undefined } | undefined;
};
/** A pay with all its attempts. */
export type PayStatus = {
  readonly label?: string | undefined;
  readonly bolt11?: string | undefined;
  readonly amount_msat: bigint;
  readonly msatoshi: bigint;
  readonly destination: NodeId;
  readonly attempts: readonly PayStatusAttempt[];
};
export type PayStatuses = { readonly pay: readonly PayStatus[]; readonly warning_truncated?: string | undefined };

export const paystatus = command({
  name: 'paystatus',
  params: { bolt11: optional(invstring) },
  async run({ bolt11 }, { node }): Promise<CommandAnswer<PayStatuses>> {
    const asked = bolt11 === undefined ? await newest(node) : hashOf(bolt11);
    if (asked === undefined)
      return refuse({ code: RpcErrorCode.INVALID_PARAMS, message: 'Invalid bolt11: cannot be decoded' });
    const beside = asked.isTruncated ? { warning_truncated: `only the newest ${MAX_PAYS} are listed` } : {};
    return listAnswer('pay', pays(asked, node), beside);
  },
});

async function* pays({ hashes }: Asked, node: ServedNode): AsyncGenerator<PayStatus, void> {
  for (const hash of hashes) {
    const { request, attempts } = await node.operated.durably(node.operated.payOf(hash));
    if (request !== null) yield payFields(request, attempts, node);
  }
}

interface Asked {
  readonly hashes: readonly PaymentHash[];
  readonly isTruncated: boolean;
}

function hashOf(bolt11: string): Asked | undefined {
  const hash = hashOfInvstring(bolt11);
  return typeof hash === 'string' ? { hashes: [hash], isTruncated: false } : undefined;
}

/** Oldest first among the newest; a hash paid for twice is listed once. */
async function newest({ operated }: ServedNode): Promise<Asked> {
  const hashes = new Set<PaymentHash>();
  let rows = 0;
  for await (const hash of operated.payHashes(MAX_PAYS + 1)) if (++rows <= MAX_PAYS) hashes.add(hash);
  return { hashes: [...hashes].reverse(), isTruncated: rows > MAX_PAYS };
}

function payFields(request: PayRequest, attempts: readonly PayAttempt[], { operated }: ServedNode): PayStatus {
  return {
    label: request.label,
    bolt11: request.invstring,
    ...amountFields('amount_msat', 'msatoshi', request.amountMsat),
    destination: request.payee,
    attempts: attempts.map((attempt) => attemptFields(attempt, operated.nowMs())),
  };
}

const CLN_STATE: { readonly pending: 'pending'; readonly complete: 'completed'; readonly failed: 'failed' } = {
  pending: 'pending',
  complete: 'completed',
  failed: 'failed',
};

function attemptFields(attempt: PayAttempt, nowMs: number): PayStatusAttempt {
  const { partid, startedMs, endedMs, status, code, message, amountMsat, feeMsat } = attempt;
  return {
    strategy: partid === 1n ? 'Initial attempt' : `Attempt ${partid}`,
    start_time: new Date(startedMs).toISOString(),
    age_in_seconds: Math.floor((nowMs - startedMs) / 1000),
    end_time: endedMs === undefined ? undefined : new Date(endedMs).toISOString(),
    state: CLN_STATE[status],
    partid,
    amount_msat: amountMsat,
    fee_msat: feeMsat,
    failure: status === 'failed' ? { code, message } : undefined,
  };
}
