/**
 * Why a first hop cannot be tried, and the words for it (lightningd/pay.c, send_payment_core).
 *
 * Invariant: decisions are made on the kind, never on the text. Nothing left and no row is made.
 */
import { FailureCode } from './failures.ts';

export const FIRST_HOP_REFUSALS = {
  /** No channel with that peer, or not that one. */
  'unknown-peer': { failcode: FailureCode.UNKNOWN_NEXT_PEER, detail: 'No connection to first peer found' },
  /** The channel is shutting down or not usable yet. */
  'channel-not-ready': { failcode: FailureCode.UNKNOWN_NEXT_PEER, detail: 'First peer not ready' },
  'peer-away': { failcode: FailureCode.TEMPORARY_CHANNEL_FAILURE, detail: 'First peer not ready' },
  /** The node itself would not take it, for a reason of its own. */
  'refused-by-node': { failcode: FailureCode.TEMPORARY_CHANNEL_FAILURE, detail: 'Refused by the node' },
} as const satisfies Readonly<Record<string, { readonly failcode: number; readonly detail: string }>>;

export type FirstHopRefusalKind = keyof typeof FIRST_HOP_REFUSALS;

export interface FirstHopRefusal {
  readonly kind: FirstHopRefusalKind;
  /** The node's own words, where it has some. For people only. */
  readonly detail?: string;
}

/** The BOLT 4 code and the words of a refusal. */
export function wordsOf({ kind, detail }: FirstHopRefusal): { readonly failcode: number; readonly detail: string } {
  const words = FIRST_HOP_REFUSALS[kind];
  return detail === undefined ? words : { ...words, detail };
}
