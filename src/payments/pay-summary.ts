/** What all parts of a paid hash come to: what `pay` answers, and what a watched payment ends with. */
import type { PaymentContext } from '../../machines/payment.ts';
import type { NodeId, PaymentHash, Preimage } from '../domain/ids.ts';
import type { Part } from '../domain/payment-part.ts';

export interface PaySummary {
  readonly paymentHash: PaymentHash;
  readonly destination: NodeId | undefined;
  readonly createdAtMs: number;
  readonly completedAtMs: number;
  readonly parts: number;
  /** What the destination gets. */
  readonly amountMsat: bigint;
  /** What left us, fees included. */
  readonly sentMsat: bigint;
  readonly preimage: Preimage;
}

/** The complete parts, and those still on their way to it, of the group that was paid; undefined if none was. */
export function summaryOf(paymentHash: PaymentHash, { parts, tombstones }: PaymentContext): PaySummary | undefined {
  const all: readonly Part[] = [...tombstones, ...parts];
  const paid = all.find((part) => part.status === 'complete');
  if (!paid) return undefined;
  const counted = all.filter((part) => part.groupid === paid.groupid && part.status !== 'failed');
  return {
    paymentHash,
    destination: paid.destination,
    createdAtMs: Math.min(...counted.map((part) => part.createdAtMs)),
    completedAtMs: paid.completedAtMs as number,
    parts: counted.length,
    amountMsat: counted.reduce((sum, part) => sum + part.amountMsat, 0n),
    sentMsat: counted.reduce((sum, part) => sum + part.sentMsat, 0n),
    preimage: paid.preimage as Preimage,
  };
}
