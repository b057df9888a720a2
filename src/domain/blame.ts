/**
 * What a failure says about the network: one table from (who erred, failure code) to its effect on route finding.
 *
 * Invariants: every code of BOLT 4 has a row, and the default follows the flag bits, so that no failure is without an effect by
 * oversight. The verdict on a failure is logged with it (`judged`), so rows may change with any version of the program: what was
 * learned keeps its meaning. Rules: BOLT 4 "Receiving Failure Codes", Core Lightning v0.6's routing_failure, reference 5.1.
 * An error from the destination changes nothing: it is about the payment, not about the way there.
 * Does not decide whether to retry (`payment-failure.ts`), nor how much a failure weighs (`penalty-policy.ts`).
 */
import { BADONION, FailureCode, NODE, PERM } from './failures.ts';
import type { NodeId } from './ids.ts';

/** What is avoided. `next-node`: the node after the erring one, which rejected the onion its neighbour reports. */
export type BlameTarget = 'channel' | 'node' | 'next-node';
/** `temporary`: weight decays with time; `permanent`: until a newer channel_update says the channel lives. */
export type BlameKind = 'temporary' | 'permanent';

/** What is logged beside a failure. */
export interface Verdict {
  readonly target: BlameTarget;
  readonly kind: BlameKind;
  /** true: only amounts from the failed one up are avoided (a smaller one may pass). */
  readonly amountMatters: boolean;
}

export interface Blame extends Verdict {
  /** For people. */
  readonly because: string;
}

/** By code, for an erring node that is neither us nor the destination. */
export type BlameTable = Readonly<Record<FailureCode, Blame>>;

const blame = (target: BlameTarget, kind: BlameKind, because: string, amountMatters = false): Blame =>
  Object.freeze({ target, kind, because, amountMatters });

const NOT_THE_DESTINATION = blame('node', 'temporary', 'it answered for the destination, which it is not');

/** Never edited: failures logged without a verdict (version 1) are judged by it. */
export const BLAME_TABLE_1: BlameTable = Object.freeze({
  [FailureCode.INVALID_REALM]: blame('node', 'permanent', 'it speaks another onion format'),
  [FailureCode.TEMPORARY_NODE_FAILURE]: blame('node', 'temporary', 'the node has a temporary problem'),
  [FailureCode.PERMANENT_NODE_FAILURE]: blame('node', 'permanent', 'the node has a permanent problem'),
  [FailureCode.REQUIRED_NODE_FEATURE_MISSING]: blame('node', 'permanent', 'the node needs a feature we did not offer'),
  [FailureCode.INVALID_ONION_VERSION]: blame('next-node', 'permanent', 'it did not understand our onion version'),
  [FailureCode.INVALID_ONION_HMAC]: blame('next-node', 'permanent', 'the onion did not verify with its key'),
  [FailureCode.INVALID_ONION_KEY]: blame('next-node', 'permanent', 'it could not parse the onion key'),
  [FailureCode.TEMPORARY_CHANNEL_FAILURE]: blame(
    'channel',
    'temporary',
    'the channel could not carry the amount',
    true,
  ),
  [FailureCode.PERMANENT_CHANNEL_FAILURE]: blame('channel', 'permanent', 'the channel is gone'),
  [FailureCode.REQUIRED_CHANNEL_FEATURE_MISSING]: blame(
    'channel',
    'permanent',
    'the channel needs a feature we did not offer',
  ),
  [FailureCode.UNKNOWN_NEXT_PEER]: blame('channel', 'permanent', 'the node does not know that channel'),
  [FailureCode.AMOUNT_BELOW_MINIMUM]: blame('channel', 'temporary', 'the amount was below its minimum'),
  [FailureCode.FEE_INSUFFICIENT]: blame('channel', 'temporary', 'it asks a higher fee than we knew'),
  [FailureCode.INCORRECT_CLTV_EXPIRY]: blame('channel', 'temporary', 'it asks a larger CLTV delta than we knew'),
  [FailureCode.EXPIRY_TOO_SOON]: blame('channel', 'temporary', 'the HTLC would have expired too soon there'),
  [FailureCode.INCORRECT_OR_UNKNOWN_PAYMENT_DETAILS]: NOT_THE_DESTINATION,
  [FailureCode.INCORRECT_PAYMENT_AMOUNT]: NOT_THE_DESTINATION,
  [FailureCode.FINAL_EXPIRY_TOO_SOON]: NOT_THE_DESTINATION,
  [FailureCode.FINAL_INCORRECT_CLTV_EXPIRY]: NOT_THE_DESTINATION,
  [FailureCode.FINAL_INCORRECT_HTLC_AMOUNT]: NOT_THE_DESTINATION,
  [FailureCode.CHANNEL_DISABLED]: blame('channel', 'temporary', 'the channel is disabled'),
  [FailureCode.EXPIRY_TOO_FAR]: blame('channel', 'temporary', 'the HTLC would have been locked too long there'),
  [FailureCode.INVALID_ONION_PAYLOAD]: blame('node', 'permanent', 'it could not read its part of the onion'),
  [FailureCode.MPP_TIMEOUT]: NOT_THE_DESTINATION,
  [FailureCode.INVALID_ONION_BLINDING]: blame('next-node', 'temporary', 'something failed inside a blinded path'),
});

/** What this program judges failures by: a change of a row stands here. */
export const BLAME_TABLE: BlameTable = Object.freeze({ ...BLAME_TABLE_1 });

/** For codes BOLT 4 does not know: the flag bits still say what is meant. */
export function blameByFlags(code: number): Blame {
  const kind: BlameKind = code & PERM ? 'permanent' : 'temporary';
  if (code & BADONION) return blame('next-node', kind, 'it rejected the onion for a reason unknown to us');
  return code & NODE
    ? blame('node', kind, 'the node failed for a reason unknown to us')
    : blame('channel', kind, 'the channel failed for a reason unknown to us');
}

const rowOf = (code: number, table: BlameTable): Blame =>
  (table as Readonly<Record<number, Blame>>)[code] ?? blameByFlags(code);

/** Who sent the failure. `sender`: our own node, before the HTLC left it. */
export type ErringParty = 'sender' | 'intermediate' | 'destination';

/** Where an attempt failed. */
export interface FailedAt {
  /** 0: us; i: the i-th node of the route. */
  readonly erringIndex: number;
  readonly hops: number;
  readonly failcode: number;
}

export function partyOf({ erringIndex, hops }: Pick<FailedAt, 'erringIndex' | 'hops'>): ErringParty {
  if (erringIndex === 0) return 'sender';
  return erringIndex === hops ? 'destination' : 'intermediate';
}

/** undefined: route finding is not touched. */
export function blameFor(party: ErringParty, code: number, table: BlameTable = BLAME_TABLE): Blame | undefined {
  if (party === 'destination') return undefined;
  const found = rowOf(code, table);
  // Whatever our own channel could not do is about that channel, never about ourselves as a node.
  return party === 'sender' ? blame('channel', 'temporary', found.because, found.amountMatters) : found;
}

/** The verdict to log with a failure; null: nobody is blamed. */
export function judged(failed: FailedAt, table: BlameTable = BLAME_TABLE): Verdict | null {
  const found = blameFor(partyOf(failed), failed.failcode, table);
  if (found === undefined) return null;
  const { target, kind, amountMatters } = found;
  return { target, kind, amountMatters };
}

/** The verdict a logged failure came with. One of version 1 came with none and means what the table of version 1 says. */
export function verdictOf(logged: FailedAt & { readonly blame?: Verdict | null }): Verdict | null {
  return logged.blame === undefined ? judged(logged, BLAME_TABLE_1) : logged.blame;
}

/** The erring node and what stands behind it on the route; what the route does not name is absent. */
export interface ErringPlace<Channel> {
  /** The channel after the erring node; our own first one if we erred. */
  readonly channel?: Channel | undefined;
  readonly node?: NodeId | undefined;
  readonly nextNode?: NodeId | undefined;
}

/** `ids[i]` is reached over `channels[i]`. */
export function erringPlace<Channel>(
  erringIndex: number,
  channels: readonly Channel[],
  ids: readonly NodeId[],
): ErringPlace<Channel> {
  return { channel: channels[erringIndex], node: ids[erringIndex - 1], nextNode: ids[erringIndex] };
}

const SUBJECTS: Readonly<Record<BlameTarget, keyof ErringPlace<never>>> = {
  channel: 'channel',
  node: 'node',
  'next-node': 'nextNode',
};

/** What a verdict speaks against. */
export function subjectOf<Channel>(target: BlameTarget, place: ErringPlace<Channel>): Channel | NodeId | undefined {
  return place[SUBJECTS[target]];
}

/** Why something is avoided, for people; no code: nobody could read the error. */
export function becauseOf(failcode: number | undefined): string {
  return failcode === undefined ? 'an error came back that nobody could read' : rowOf(failcode, BLAME_TABLE).because;
}
