/**
 * What a failure says about the network: one frozen table from (who erred, failure code) to its effect on route finding.
 *
 * Invariant: every code of BOLT 4 has a row, and the default rows follow the flag bits, so that no failure is without an
 * effect by oversight. Rules: BOLT 4 "Receiving Failure Codes", Core Lightning v0.6's routing_failure, reference 5.1.
 * An error from the destination changes nothing: it is about the payment, not about the way there.
 * Does not decide whether to retry: that is `payment-failure.ts`.
 */
import { BADONION, FAILURE_CODES, NODE, PERM } from './failures.ts';

/** What is avoided. `next-node`: the node after the erring one, which rejected the onion its neighbour reports. */
export type BlameTarget = 'channel' | 'node' | 'next-node';
/** `temporary`: weight decays with time; `permanent`: until a newer channel_update says the channel lives. */
export type BlameKind = 'temporary' | 'permanent';

export interface Blame {
  readonly target: BlameTarget;
  readonly kind: BlameKind;
  /** true: only amounts from the failed one up are avoided (a smaller one may pass). */
  readonly amountMatters: boolean;
  readonly because: string;
}

const blame = (target: BlameTarget, kind: BlameKind, because: string, amountMatters = false): Blame =>
  Object.freeze({ target, kind, because, amountMatters });

/** By code, for an erring node that is neither us nor the destination. */
export const INTERMEDIATE_BLAME: Readonly<Record<number, Blame>> = Object.freeze({
  16385: blame('node', 'permanent', 'it speaks another onion format'),
  8194: blame('node', 'temporary', 'the node has a temporary problem'),
  24578: blame('node', 'permanent', 'the node has a permanent problem'),
  24579: blame('node', 'permanent', 'the node needs a feature we did not offer'),
  49156: blame('next-node', 'permanent', 'it did not understand our onion version'),
  49157: blame('next-node', 'permanent', 'the onion did not verify with its key'),
  49158: blame('next-node', 'permanent', 'it could not parse the onion key'),
  4103: blame('channel', 'temporary', 'the channel could not carry the amount', true),
  16392: blame('channel', 'permanent', 'the channel is gone'),
  16393: blame('channel', 'permanent', 'the channel needs a feature we did not offer'),
  16394: blame('channel', 'permanent', 'the node does not know that channel'),
  4107: blame('channel', 'temporary', 'the amount was below its minimum'),
  4108: blame('channel', 'temporary', 'it asks a higher fee than we knew'),
  4109: blame('channel', 'temporary', 'it asks a larger CLTV delta than we knew'),
  4110: blame('channel', 'temporary', 'the HTLC would have expired too soon there'),
  16399: blame('node', 'temporary', 'it answered for the destination, which it is not'),
  16400: blame('node', 'temporary', 'it answered for the destination, which it is not'),
  17: blame('node', 'temporary', 'it answered for the destination, which it is not'),
  18: blame('node', 'temporary', 'it answered for the destination, which it is not'),
  19: blame('node', 'temporary', 'it answered for the destination, which it is not'),
  4116: blame('channel', 'temporary', 'the channel is disabled'),
  21: blame('channel', 'temporary', 'the HTLC would have been locked too long there'),
  16406: blame('node', 'permanent', 'it could not read its part of the onion'),
  23: blame('node', 'temporary', 'it answered for the destination, which it is not'),
  49176: blame('next-node', 'temporary', 'something failed inside a blinded path'),
});

/** For codes BOLT 4 does not know: the flag bits still say what is meant. */
export function blameByFlags(code: number): Blame {
  const kind: BlameKind = code & PERM ? 'permanent' : 'temporary';
  if (code & BADONION) return blame('next-node', kind, 'it rejected the onion for a reason unknown to us');
  return code & NODE
    ? blame('node', kind, 'the node failed for a reason unknown to us')
    : blame('channel', kind, 'the channel failed for a reason unknown to us');
}

/** Who sent the failure. `sender`: our own node, before the HTLC left it. */
export type ErringParty = 'sender' | 'intermediate' | 'destination';

/** undefined: route finding is not touched. */
export function blameFor(party: ErringParty, code: number): Blame | undefined {
  if (party === 'destination') return undefined;
  const found = INTERMEDIATE_BLAME[code] ?? blameByFlags(code);
  // Whatever our own channel could not do is about that channel, never about ourselves as a node.
  return party === 'sender' ? blame('channel', 'temporary', found.because, found.amountMatters) : found;
}

/** Codes without a row of their own; the test asserts there are none. */
export function codesWithoutBlame(): number[] {
  return FAILURE_CODES.map((row) => row.code).filter((code) => INTERMEDIATE_BLAME[code] === undefined);
}
