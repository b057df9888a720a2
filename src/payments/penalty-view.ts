/**
 * What the penalty context means right now: weights for the route search, and words for people.
 *
 * Invariant: a pure function of (context, now); the same entry gives the search its weight and `listpenalties` its reason,
 * so what is shown is what is used.
 */

import type { PenaltyContext } from '../../machines/penalty.ts';
import type { Msat } from '../domain/amount.ts';
import { becauseOf } from '../domain/blame.ts';
import { given } from '../domain/given.ts';
import { type ChannelDirection, directedChannel, type NodeId, type PaymentHash } from '../domain/ids.ts';
import { failcodeName } from '../domain/payment-failure.ts';
import { avoidedUntilMs, type PenaltyEntry, visitPenalties, weightAt } from '../domain/penalty-book.ts';
import type { PenaltyPolicy } from '../domain/penalty-policy.ts';
import type { Avoidance, Exclusion } from '../graph/route-query.ts';

export interface PenaltyExplanation {
  readonly subject: Exclusion;
  readonly kind: 'temporary' | 'permanent';
  /** Decayed to now; avoided while above the policy's `avoidedAbove`. */
  readonly weight: number;
  readonly avoided: boolean;
  /** When it stops being avoided; undefined for permanent: until a newer channel_update. */
  readonly untilMs?: number;
  readonly fromAmountMsat: Msat;
  readonly sinceMs: number;
  readonly lastFailureMs: number;
  readonly failures: number;
  readonly failcode?: number;
  readonly failcodeName?: string;
  readonly because: string;
  readonly paymentHash: PaymentHash;
}

/** What the search is asked to avoid now. Asked for every route: what is not avoided costs its weight and nothing else. */
export function avoidances(context: PenaltyContext, nowMs: number): Avoidance[] {
  const { policy } = context;
  const avoided: Avoidance[] = [];
  visitAll(context, (subjectOf, key, entry) => {
    const weight = weightAt(entry, nowMs, policy);
    // Not a spread: with tens of thousands to avoid it takes four times as long.
    if (weight > policy.avoidedAbove)
      avoided.push(Object.assign(subjectOf(key), { weight, minimumMsat: entry.fromAmountMsat }));
  });
  return avoided;
}

/** Heaviest first. */
export function explainPenalties(context: PenaltyContext, nowMs: number): PenaltyExplanation[] {
  const { policy } = context;
  const explained: PenaltyExplanation[] = [];
  visitAll(context, (subjectOf, key, entry) => {
    if (weightAt(entry, nowMs, policy) >= policy.forgottenBelow)
      explained.push(explain(subjectOf(key), entry, nowMs, policy));
  });
  return explained.sort((a, b) => b.weight - a.weight || b.lastFailureMs - a.lastFailureMs);
}

type Look = (subjectOf: (key: string) => Exclusion, key: string, entry: PenaltyEntry) => void;

function visitAll({ channels, nodes }: PenaltyContext, look: Look): void {
  visitPenalties(channels, (key, entry) => look(channelSubject, key, entry));
  visitPenalties(nodes, (key, entry) => look(nodeSubject, key, entry));
}

function explain(subject: Exclusion, entry: PenaltyEntry, nowMs: number, policy: PenaltyPolicy): PenaltyExplanation {
  const weight = weightAt(entry, nowMs, policy);
  const untilMs = avoidedUntilMs(entry, nowMs, policy);
  const name = entry.failcode === undefined ? undefined : failcodeName(entry.failcode);
  return {
    subject,
    kind: entry.kind,
    weight,
    avoided: weight > policy.avoidedAbove,
    ...(untilMs === undefined ? {} : { untilMs: Math.round(untilMs) }),
    fromAmountMsat: entry.fromAmountMsat,
    sinceMs: entry.sinceMs,
    lastFailureMs: entry.changedMs,
    failures: entry.failures,
    ...given({ failcode: entry.failcode, failcodeName: name }),
    because: becauseOf(entry.failcode),
    paymentHash: entry.paymentHash,
  };
}

function channelSubject(key: string): Exclusion {
  const { channel, direction } = directedChannel(key as ChannelDirection);
  return { type: 'channel', channel, direction };
}

const nodeSubject = (key: string): Exclusion => ({ type: 'node', node: key as NodeId });
