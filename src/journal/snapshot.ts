/**
 * Snapshots as they are stored: `[position,sequence,version,state]`.
 *
 * A stream has one snapshot, its newest. Does not decide when one is taken nor whether its state is right: the runtime
 * does the first, `verify` the second.
 */
import { decodeJson, encodeJson } from './codec.ts';
import type { Snapshot } from './port.ts';

/** Throws SENDPAY_CODEC if the state is not plain JSON with amounts. */
export function encodeSnapshot({ position, sequence, version, state }: Snapshot): string {
  return encodeJson([position, sequence, version, state]);
}

export function decodeSnapshot(text: string): Snapshot {
  const [position, sequence, version, state] = decodeJson(text) as [number, number, number, unknown];
  return { position, sequence, version, state };
}
