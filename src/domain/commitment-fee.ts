/**
 * What the opener of a channel must set aside for the commitment transaction (BOLT 3, "Fee Calculation").
 *
 * Invariant: a feerate of 0 costs nothing, so a network file without feerates has no hidden reserve.
 * The weights are facts of the protocol, and a channel's log folds by them: another commitment format is another term of the
 * channel (`CHANNEL_OPENED`), never another number here.
 * Assumes option_anchors with zero-fee HTLC transactions, as Core Lightning v24.11 opens channels.
 */
import type { Msat } from './amount.ts';

/** Weight of a commitment transaction with anchors and no HTLC (BOLT 3). */
const COMMITMENT_WEIGHT = 1124;
/** Weight of one untrimmed HTLC output (BOLT 3). */
const HTLC_OUTPUT_WEIGHT = 172;
/** Two anchor outputs of 330 sat, paid by the opener (BOLT 3). */
const ANCHORS_SAT = 660;
/** The fee spike buffer of BOLT 2: the opener must be able to pay twice the current feerate. */
const FEE_SPIKE_FACTOR = 2;

/** Fee of a commitment transaction with `htlcOutputs` untrimmed HTLCs, whole satoshis as BOLT 3 rounds. */
export function commitmentFeeSat(feeratePerKw: number, htlcOutputs: number): number {
  return Math.floor((feeratePerKw * (COMMITMENT_WEIGHT + HTLC_OUTPUT_WEIGHT * htlcOutputs)) / 1000);
}

/** What the opener must keep beside its reserve once `htlcOutputs` are there: fee and anchors. */
export function openerCostMsat(feeratePerKw: number, htlcOutputs: number): Msat {
  if (feeratePerKw === 0) return 0n;
  return BigInt(commitmentFeeSat(feeratePerKw, htlcOutputs) + ANCHORS_SAT) * 1000n;
}

/** The same with room for doubled fees and one HTLC more, which an opener keeps when it offers an HTLC itself. */
export function openerHeadroomMsat(feeratePerKw: number, htlcOutputs: number): Msat {
  return openerCostMsat(feeratePerKw * FEE_SPIKE_FACTOR, htlcOutputs + 1);
}
