/**
 * One payment as a client makes it: invoice, getroute, sendpay, waitsendpay, and again over another route if it failed.
 *
 * Invariant: stops when it is paid, when there is no route, when the destination does not want it, or after
 * `MAX_ATTEMPTS` tries; says which.
 */

import type { InvoiceRow } from '../../machines/invoice-rows.ts';
import { RpcErrorCode } from '../../src/domain/errors.ts';
import { failureCodeRow } from '../../src/domain/failures.ts';
import { wordsOf } from '../../src/domain/first-hop.ts';
import { given } from '../../src/domain/given.ts';
import type { PaymentHash } from '../../src/domain/ids.ts';
import type { RouteHop } from '../../src/domain/route.ts';
import type { SimulatedEngine } from '../../src/engine/simulated-engine.ts';
import type { OperatedNode } from '../../src/payments/operated-node.ts';
import type { SendRequest } from '../../src/payments/sending.ts';
import type { PlannedPayment } from './plan.ts';

/** Core Lightning's `pay` gives up after 60 s; with answers this fast, tries are what runs out. */
export const MAX_ATTEMPTS = 10;
const RISK_FACTOR = 10;
const EXPIRY_SECONDS = 3600;

export interface PaymentReport {
  readonly paymentHash: PaymentHash;
  readonly attempts: number;
  readonly ms: number;
  /** Why it failed; undefined if it is paid. */
  readonly failure?: string;
}

export async function payWithRetries(
  engine: SimulatedEngine,
  planned: PlannedPayment,
  label: string,
): Promise<PaymentReport> {
  const invoice = invoiceFor(engine, planned, label);
  const payer = engine.node(planned.payer);
  const started = performance.now();
  let attempts = 0;
  let failure: string | undefined = 'not tried';
  for (let goOn = true; goOn && attempts < MAX_ATTEMPTS; ) {
    const tried = await tryOnce(payer, planned, invoice, engine.network.finalCltv);
    attempts += tried.sent ? 1 : 0;
    failure = tried.failure;
    goOn = tried.retry;
  }
  const { paymentHash } = invoice;
  const ms = performance.now() - started;
  return { paymentHash, attempts, ms, ...given({ failure }) };
}

function invoiceFor(engine: SimulatedEngine, { payee, amountMsat }: PlannedPayment, label: string): InvoiceRow {
  const made = engine.network.invoices.create(payee, {
    amountMsat,
    label,
    description: label,
    expirySeconds: EXPIRY_SECONDS,
  });
  if ('message' in made) throw new Error(made.message);
  return made;
}

interface Attempt {
  readonly sent: boolean;
  readonly retry: boolean;
  readonly failure?: string;
}

async function tryOnce(
  payer: OperatedNode,
  { payee, amountMsat }: PlannedPayment,
  invoice: InvoiceRow,
  finalCltv: number,
): Promise<Attempt> {
  const found = payer.route({ destination: payee, amountMsat, riskFactor: RISK_FACTOR, finalCltv });
  if (found.type === 'refused') return { sent: false, retry: false, failure: 'no route' };
  const sent = await payer.send(requestOf(found.hops, invoice, amountMsat));
  if (sent.type === 'first-hop-refused') return { sent: false, retry: false, failure: wordsOf(sent.refusal).detail };
  if (sent.type === 'refused') return { sent: false, retry: false, failure: sent.refusal.message };
  const end = await payer.wait({ paymentHash: invoice.paymentHash });
  if (end.type === 'complete') return { sent: true, retry: false };
  if (end.type !== 'failed') throw new Error(`waitsendpay said ${end.type}`);
  const { code, failcode } = end.part.failure ?? {};
  const reason = failcode === undefined ? 'unreadable error' : (failureCodeRow(failcode)?.name ?? String(failcode));
  return { sent: true, retry: code !== RpcErrorCode.PAY_DESTINATION_PERM_FAIL, failure: reason };
}

function requestOf(hops: readonly RouteHop[], invoice: InvoiceRow, amountMsat: bigint): SendRequest {
  const first = hops[0] as RouteHop;
  const last = hops.at(-1) as RouteHop;
  return {
    paymentHash: invoice.paymentHash,
    send: {
      kind: 'route',
      ids: hops.map((hop) => hop.id),
      channels: hops.map((hop) => hop.channel),
      amountsMsat: hops.map((hop) => hop.amountMsat),
      delays: hops.map((hop) => hop.delay),
      paymentSecret: invoice.paymentSecret,
    },
    sentMsat: first.amountMsat,
    amountMsat,
    totalMsat: amountMsat,
    partid: 0n,
    destination: last.id,
  };
}
