/**
 * By which numbers failures are weighed: data, because a fold depends on it (G5).
 *
 * Invariant: `PENALTY_POLICY_1` is what a log without a `PENALTY_CONFIGURED` was written under and is never edited. What this
 * program wants is `PENALTY_POLICY`: it is logged, whole, before anything is learned under it, so it may change with any
 * version. Which code blames what is `blame.ts`, and its verdict is logged with each failure.
 */
import { SendpayError } from './errors.ts';

export interface PenaltyPolicy {
  /** Weight one readable failure adds. */
  readonly failureWeight: number;
  /** Weight one unreadable error onion adds to every channel of its route but our own: gentle, as most are innocent. */
  readonly unreadableWeight: number;
  /** A channel or node is avoided while its weight is above this. */
  readonly avoidedAbove: number;
  /** A temporary penalty that weighs less says nothing any more and is forgotten at the next failure. */
  readonly forgottenBelow: number;
  /** How long a temporary penalty takes to lose half its weight. */
  readonly halfLifeMs: number;
  /** Most channels, most nodes and most channel policies kept. Bounds memory whatever the network does to us. */
  readonly maxEntries: number;
}

/** Frozen: logs of version 1 fold by it. */
export const PENALTY_POLICY_1: PenaltyPolicy = Object.freeze({
  failureWeight: 1,
  unreadableWeight: 0.25,
  avoidedAbove: 0.5,
  forgottenBelow: 0.05,
  halfLifeMs: 60_000,
  maxEntries: 50_000,
});

/**
 * What this program weighs by, unless it is told otherwise: a change stands here. One failure counts for exactly one half-life;
 * a channel that was empty a minute ago is often not now, and repeats last longer.
 */
export const PENALTY_POLICY: PenaltyPolicy = Object.freeze({ ...PENALTY_POLICY_1 });

const MEMBERS = Object.keys(PENALTY_POLICY_1) as (keyof PenaltyPolicy)[];

/** The policy with what `change` names; what it does not name stays as it is. */
export function policyAfter(policy: PenaltyPolicy, change: Partial<PenaltyPolicy>): PenaltyPolicy {
  const after = { ...policy };
  for (const member of MEMBERS) after[member] = change[member] ?? policy[member];
  return after;
}

export const samePolicy = (one: PenaltyPolicy, other: PenaltyPolicy): boolean =>
  MEMBERS.every((member) => one[member] === other[member]);

/** Throws SENDPAY_BAD_ARGUMENT for numbers nothing can be weighed by, before they reach the log. */
export function checkedPolicy(policy: PenaltyPolicy): PenaltyPolicy {
  for (const member of MEMBERS)
    if (!(Number.isFinite(policy[member]) && policy[member] > 0))
      throw new SendpayError('SENDPAY_BAD_ARGUMENT', `${member} must be a number above 0, not ${policy[member]}`);
  if (policy.forgottenBelow > policy.avoidedAbove)
    throw new SendpayError('SENDPAY_BAD_ARGUMENT', 'forgottenBelow must not be above avoidedAbove');
  return policy;
}
