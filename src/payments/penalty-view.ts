/**
 * What the penalty context means right now: weights for the route search, and words for people.
 *
 * Invariant: a pure function of (context, now); the same entry gives the search its weight and `listpenalties` its reason,
 * so what is shown is what is used.
 */

import {
  AVOIDED_ABOVE,
  avoidedUntilMs,
  FORGOTTEN_BELOW,
  type PenaltyContext,
  type PenaltyEntry,
  weightAt,
} from '../../machines/penalty.ts';
import type { Msat } from '../domain/amount.ts';
import { given } from '../domain/given.ts';
import type { Direction, NodeId, PaymentHash, ShortChannelId } from '../domain/ids.ts';
import { failcodeName } from '../domain/payment-failure.ts';
import type { Avoidance, Exclusion } from '../graph/route-query.ts';

export interface PenaltyExplanation {
  readonly subject: Exclusion;
  readonly kind: 'temporary' | 'permanent';
  /** Decayed to now; avoided while above 0.5. */
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

/** What the search is asked to avoid now. */
export function avoidances(context: PenaltyContext, nowMs: number): Avoidance[] {
  return entries(context)
    .map(([subject, entry]) => ({
      ...subject,
      weight: weightAt(entry, nowMs, context.halfLifeMs),
      minimumMsat: entry.fromAmountMsat,
    }))
    .filter((avoidance) => avoidance.weight > AVOIDED_ABOVE);
}

/** Heaviest first. */
export function explainPenalties(context: PenaltyContext, nowMs: number): PenaltyExplanation[] {
  return entries(context)
    .map(([subject, entry]) => explain(subject, entry, nowMs, context.halfLifeMs))
    .filter((explanation) => explanation.weight >= FORGOTTEN_BELOW)
    .sort((a, b) => b.weight - a.weight || b.lastFailureMs - a.lastFailureMs);
}

function explain(subject: Exclusion, entry: PenaltyEntry, nowMs: number, halfLifeMs: number): PenaltyExplanation {
  const weight = weightAt(entry, nowMs, halfLifeMs);
  const untilMs = avoidedUntilMs(entry, halfLifeMs);
  const name = entry.failcode === undefined ? undefined : failcodeName(entry.failcode);
  return {
    subject,
    kind: entry.kind,
    weight,
    avoided: weight > AVOIDED_ABOVE,
    ...(untilMs === undefined ? {} : { untilMs: Math.round(untilMs) }),
    fromAmountMsat: entry.fromAmountMsat,
    sinceMs: entry.sinceMs,
    lastFailureMs: entry.changedMs,
    failures: entry.failures,
    ...given({ failcode: entry.failcode, failcodeName: name }),
    because: entry.because,
    paymentHash: entry.paymentHash,
  };
}

function entries(context: PenaltyContext): [Exclusion, PenaltyEntry][] {
  return [
    ...Object.entries(context.channels).map(([key, entry]): [Exclusion, PenaltyEntry] => {
      const [channel, direction] = key.split('/') as [ShortChannelId, string];
      return [{ type: 'channel', channel, direction: Number(direction) as Direction }, entry];
    }),
    ...Object.entries(context.nodes).map(([node, entry]): [Exclusion, PenaltyEntry] => [
      { type: 'node', node: node as NodeId },
      entry,
    ]),
  ];
}
