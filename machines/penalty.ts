/**
 * The route-penalty machine: what this node learned from results about channels and nodes. Stream `penalty/<node>`.
 *
 * Invariants: the context is a projection of logged results and nothing else, so it can be rebuilt, explained and folded
 * again under another configuration; weights are stored as of their last change and decay when read (`weightAt`), so no
 * timer is needed. An error from the destination is ignored.
 * Does not search routes and does not know the graph: `src/payments/penalty-view.ts` offers what it says to the search.
 */
import { assertEvent, assign, setup } from 'xstate';
import type { Msat } from '../src/domain/amount.ts';
import { type Blame, blameFor, type ErringParty } from '../src/domain/blame.ts';
import type { ChannelDirection, NodeId, PaymentHash } from '../src/domain/ids.ts';
import type { ChannelPolicy } from '../src/domain/route.ts';

/** Version of the events and snapshots below. */
export const PENALTY_VERSION = 1;

/** Weight one readable failure adds. */
export const FAILURE_WEIGHT = 1;
/** Weight one unreadable error onion adds to every channel of its route but our own: gentle, as most are innocent. */
export const UNREADABLE_WEIGHT = 0.25;
/** A channel or node is avoided while its weight is above this: one failure counts for exactly one half-life. */
export const AVOIDED_ABOVE = 0.5;
/** Below this an entry says nothing any more and is dropped at the next change. */
export const FORGOTTEN_BELOW = 0.05;
/** How long a failure takes to lose half its weight. A channel that was empty a minute ago is often not now; repeats last longer. */
export const DEFAULT_HALF_LIFE_MS = 60_000;
/** Most entries kept; the lightest go first. Bounds memory whatever the network does to us. */
export const MAX_ENTRIES = 50_000;

/** Why something is avoided. */
export interface PenaltyEntry {
  readonly kind: 'temporary' | 'permanent';
  /** As of `changedMs`; decays if temporary. */
  readonly weight: number;
  readonly sinceMs: number;
  readonly changedMs: number;
  readonly failures: number;
  /** Amounts below this are not avoided; 0: all are. */
  readonly fromAmountMsat: Msat;
  /** Last failure's code; absent for unreadable onions. */
  readonly failcode?: number;
  readonly because: string;
  readonly paymentHash: PaymentHash;
}

/** A policy a failure's channel_update taught us (for our own view only: BOLT 4 forbids passing it on). */
export interface LearnedPolicy {
  readonly policy: ChannelPolicy;
  /** Seconds, from the update. */
  readonly timestamp: number;
}

export interface PenaltyContext {
  readonly halfLifeMs: number;
  readonly channels: Readonly<Record<ChannelDirection, PenaltyEntry>>;
  readonly nodes: Readonly<Record<NodeId, PenaltyEntry>>;
  readonly policies: Readonly<Record<ChannelDirection, LearnedPolicy>>;
}

export type PenaltyEvent =
  | { readonly type: 'PENALTY_CONFIGURED'; readonly halfLifeMs: number; readonly atMs: number }
  | {
      /** A failed attempt, raw: `erringIndex` 0 = us, i = i-th node; absent if the error onion was unreadable. */
      readonly type: 'FAILURE_LEARNED';
      readonly paymentHash: PaymentHash;
      readonly ids: readonly NodeId[];
      /** Channels of the route with the direction travelled. */
      readonly route: readonly ChannelDirection[];
      readonly amountsMsat: readonly Msat[];
      readonly erringIndex?: number;
      readonly failcode?: number;
      readonly update?: { readonly channel: ChannelDirection; readonly learned: LearnedPolicy };
      readonly atMs: number;
    }
  | {
      readonly type: 'ROUTE_SUCCEEDED';
      readonly ids: readonly NodeId[];
      readonly route: readonly ChannelDirection[];
      readonly atMs: number;
    }
  | {
      readonly type: 'UPDATE_SEEN';
      readonly channel: ChannelDirection;
      readonly from: NodeId;
      readonly timestamp: number;
      readonly atMs: number;
    }
  | {
      readonly type: 'PENALTIES_RESET';
      readonly channel?: ChannelDirection;
      readonly node?: NodeId;
      readonly atMs: number;
    };

type Failure = Extract<PenaltyEvent, { type: 'FAILURE_LEARNED' }>;

/** Weight of an entry at a moment: halves each half-life, unless permanent. */
export function weightAt(entry: PenaltyEntry, nowMs: number, halfLifeMs: number): number {
  if (entry.kind === 'permanent') return entry.weight;
  return entry.weight * 2 ** (-Math.max(0, nowMs - entry.changedMs) / halfLifeMs);
}

/** Until when an entry is avoided: undefined for "until a newer channel_update", `changedMs` or earlier for "not now". */
export function avoidedUntilMs(entry: PenaltyEntry, halfLifeMs: number): number | undefined {
  if (entry.kind === 'permanent') return undefined;
  return entry.changedMs + Math.log2(entry.weight / AVOIDED_ABOVE) * halfLifeMs;
}

export function partyOf(erringIndex: number, hops: number): ErringParty {
  if (erringIndex === 0) return 'sender';
  return erringIndex === hops ? 'destination' : 'intermediate';
}

/** What one failure blames, or nothing. */
export function blameOfFailure(event: Failure): Blame | undefined {
  if (event.erringIndex === undefined || event.failcode === undefined) return undefined;
  return blameFor(partyOf(event.erringIndex, event.ids.length), event.failcode);
}

type Entries = Record<string, PenaltyEntry>;

function add(
  entries: Entries,
  key: string,
  addition: Omit<PenaltyEntry, 'sinceMs' | 'failures'>,
  halfLifeMs: number,
): void {
  const old = entries[key];
  const carried = old && old.kind === addition.kind ? weightAt(old, addition.changedMs, halfLifeMs) : 0;
  if (old?.kind === 'permanent' && addition.kind === 'temporary') return;
  const lower = old && old.fromAmountMsat < addition.fromAmountMsat && carried > FORGOTTEN_BELOW;
  entries[key] = {
    ...addition,
    weight: carried + addition.weight,
    sinceMs: old?.sinceMs ?? addition.changedMs,
    failures: (old?.failures ?? 0) + 1,
    fromAmountMsat: lower ? old.fromAmountMsat : addition.fromAmountMsat,
  };
}

function learn(context: PenaltyContext, event: Failure): PenaltyContext {
  const channels: Entries = { ...context.channels };
  const nodes: Entries = { ...context.nodes };
  if (event.erringIndex === undefined) blameAll(channels, event, context.halfLifeMs);
  else blameOne(channels, nodes, event, context.halfLifeMs);
  return {
    ...context,
    channels: pruned(channels, event.atMs, context.halfLifeMs),
    nodes: pruned(nodes, event.atMs, context.halfLifeMs),
    policies: policiesAfter(context, event),
  };
}

/** An unreadable onion: somebody after our own channel garbled it; everyone on the way a little. */
function blameAll(channels: Entries, event: Failure, halfLifeMs: number): void {
  for (const channel of event.route.slice(1))
    add(
      channels,
      channel,
      {
        ...common(event),
        kind: 'temporary',
        weight: UNREADABLE_WEIGHT,
        fromAmountMsat: 0n,
        because: 'an error came back that nobody could read',
      },
      halfLifeMs,
    );
}

function blameOne(channels: Entries, nodes: Entries, event: Failure, halfLifeMs: number): void {
  const blame = blameOfFailure(event);
  const erringIndex = event.erringIndex as number;
  if (blame === undefined) return;
  const entry = {
    ...common(event),
    kind: blame.kind,
    weight: FAILURE_WEIGHT,
    because: blame.because,
    fromAmountMsat: blame.amountMatters ? (event.amountsMsat[erringIndex] as Msat) : 0n,
    failcode: event.failcode as number,
  };
  const TARGETS: Record<Blame['target'], [Entries, string | undefined]> = {
    channel: [channels, event.route[erringIndex]],
    node: [nodes, event.ids[erringIndex - 1]],
    'next-node': [nodes, event.ids[erringIndex]],
  };
  const [entries, key] = TARGETS[blame.target];
  if (key !== undefined) add(entries, key, entry, halfLifeMs);
}

const common = (event: Failure): Pick<PenaltyEntry, 'changedMs' | 'paymentHash'> => ({
  changedMs: event.atMs,
  paymentHash: event.paymentHash,
});

function policiesAfter(context: PenaltyContext, { update }: Failure): PenaltyContext['policies'] {
  if (update === undefined || (context.policies[update.channel]?.timestamp ?? -1) >= update.learned.timestamp)
    return context.policies;
  return { ...context.policies, [update.channel]: update.learned };
}

/** Drops what says nothing any more, and the lightest beyond the limit. */
function pruned(entries: Entries, nowMs: number, halfLifeMs: number): Entries {
  const kept = Object.entries(entries).filter(([, entry]) => weightAt(entry, nowMs, halfLifeMs) >= FORGOTTEN_BELOW);
  if (kept.length > MAX_ENTRIES)
    kept.sort(([, a], [, b]) => weightAt(b, nowMs, halfLifeMs) - weightAt(a, nowMs, halfLifeMs)).length = MAX_ENTRIES;
  return Object.fromEntries(kept);
}

const without = <T>(record: Readonly<Record<string, T>>, keys: readonly string[]): Record<string, T> =>
  Object.fromEntries(Object.entries(record).filter(([key]) => !keys.includes(key)));

/** A channel that carried a payment is fine, and so are the nodes at its ends. */
function forgetRoute(
  context: PenaltyContext,
  event: Extract<PenaltyEvent, { type: 'ROUTE_SUCCEEDED' }>,
): PenaltyContext {
  return { ...context, channels: without(context.channels, event.route), nodes: without(context.nodes, event.ids) };
}

/** A newer update lifts a permanent mark from its channel, and from the node that issued it. */
function heed(context: PenaltyContext, event: Extract<PenaltyEvent, { type: 'UPDATE_SEEN' }>): PenaltyContext {
  const lifted = isLifted(context.channels[event.channel], event) ? [event.channel] : [];
  const nodeLifted = isLifted(context.nodes[event.from], event) ? [event.from] : [];
  const stale =
    (context.policies[event.channel]?.timestamp ?? Number.POSITIVE_INFINITY) <= event.timestamp ? [event.channel] : [];
  return {
    ...context,
    channels: without(context.channels, lifted),
    nodes: without(context.nodes, nodeLifted),
    policies: without(context.policies, stale),
  };
}

const isLifted = (entry: PenaltyEntry | undefined, event: { timestamp: number }): boolean =>
  entry?.kind === 'permanent' && event.timestamp * 1000 >= entry.changedMs - (entry.changedMs % 1000);

function reset(context: PenaltyContext, event: Extract<PenaltyEvent, { type: 'PENALTIES_RESET' }>): PenaltyContext {
  if (event.channel === undefined && event.node === undefined) return { ...context, channels: {}, nodes: {} };
  return {
    ...context,
    channels: event.channel ? without(context.channels, [event.channel]) : context.channels,
    nodes: event.node ? without(context.nodes, [event.node]) : context.nodes,
  };
}

const isEmpty = (context: PenaltyContext): boolean =>
  Object.keys(context.channels).length === 0 && Object.keys(context.nodes).length === 0;

/** The context after an event; also what `whatif` folds with another half-life. */
export function penaltyAfter(context: PenaltyContext, event: PenaltyEvent): PenaltyContext {
  switch (event.type) {
    case 'PENALTY_CONFIGURED':
      return { ...context, halfLifeMs: event.halfLifeMs };
    case 'FAILURE_LEARNED':
      return learn(context, event);
    case 'ROUTE_SUCCEEDED':
      return forgetRoute(context, event);
    case 'UPDATE_SEEN':
      return heed(context, event);
    case 'PENALTIES_RESET':
      return reset(context, event);
  }
}

const touchesRoute = (context: PenaltyContext, event: Extract<PenaltyEvent, { type: 'ROUTE_SUCCEEDED' }>): boolean =>
  event.route.some((channel) => context.channels[channel] !== undefined) ||
  event.ids.some((id) => context.nodes[id] !== undefined);

export const penaltyMachine = setup({
  types: { context: {} as PenaltyContext, events: {} as PenaltyEvent },
  guards: {
    changesSomething: ({ context, event }) => {
      assertEvent(event, 'FAILURE_LEARNED');
      const after = learn(context, event);
      return !isEmpty(after) || after.policies !== context.policies;
    },
    teachesOnlyAPolicy: ({ context, event }) => {
      assertEvent(event, 'FAILURE_LEARNED');
      const after = learn(context, event);
      return isEmpty(after) && after.policies !== context.policies;
    },
    blamesSomeone: ({ event }) => {
      assertEvent(event, 'FAILURE_LEARNED');
      return event.erringIndex === undefined || blameOfFailure(event) !== undefined || event.update !== undefined;
    },
    concernsAnAvoidedOne: ({ context, event }) => {
      assertEvent(event, 'ROUTE_SUCCEEDED');
      return touchesRoute(context, event);
    },
    clearsTheLast: ({ context, event }) => isEmpty(penaltyAfter(context, event)),
    clearsTheLastOnRoute: ({ context, event }) => {
      assertEvent(event, 'ROUTE_SUCCEEDED');
      return touchesRoute(context, event) && isEmpty(penaltyAfter(context, event));
    },
    outdatesSomething: ({ context, event }) => {
      assertEvent(event, 'UPDATE_SEEN');
      const after = heed(context, event);
      return [
        [after.channels, context.channels],
        [after.nodes, context.nodes],
        [after.policies, context.policies],
      ].some(([now, then]) => Object.keys(now as object).length !== Object.keys(then as object).length);
    },
    liftsTheLast: ({ context, event }) => {
      assertEvent(event, 'UPDATE_SEEN');
      return !isEmpty(context) && isEmpty(heed(context, event));
    },
  },
  actions: {
    fold: assign(({ context, event }) => penaltyAfter(context, event)),
  },
}).createMachine({
  id: 'penalty',
  description: 'What results taught this node about channels and nodes',
  context: { halfLifeMs: DEFAULT_HALF_LIFE_MS, channels: {}, nodes: {}, policies: {} },
  initial: 'calm',
  on: {
    PENALTY_CONFIGURED: { actions: 'fold', description: 'how fast penalties decay' },
  },
  states: {
    calm: {
      description: 'Nothing is avoided',
      on: {
        FAILURE_LEARNED: [
          { guard: 'teachesOnlyAPolicy', actions: 'fold', description: 'only a channel_update was learned' },
          {
            guard: 'changesSomething',
            target: 'avoiding',
            actions: 'fold',
            description: 'a failure blames a channel or a node',
          },
        ],
        UPDATE_SEEN: {
          guard: 'outdatesSomething',
          actions: 'fold',
          description: 'gossip is newer than what a failure taught',
        },
      },
    },
    avoiding: {
      description: 'Some channels or nodes are avoided, or were until lately',
      on: {
        FAILURE_LEARNED: { guard: 'blamesSomeone', actions: 'fold', description: 'one more failure' },
        ROUTE_SUCCEEDED: [
          {
            guard: 'clearsTheLastOnRoute',
            target: 'calm',
            actions: 'fold',
            description: 'a success clears the last penalty',
          },
          { guard: 'concernsAnAvoidedOne', actions: 'fold', description: 'a success clears penalties on its route' },
        ],
        UPDATE_SEEN: [
          {
            guard: 'liftsTheLast',
            target: 'calm',
            actions: 'fold',
            description: 'a newer channel_update lifts the last penalty',
          },
          { guard: 'outdatesSomething', actions: 'fold', description: 'a newer channel_update lifts a penalty' },
        ],
        PENALTIES_RESET: [
          { guard: 'clearsTheLast', target: 'calm', actions: 'fold', description: 'the operator clears everything' },
          { actions: 'fold', description: 'the operator clears one channel or node' },
        ],
      },
    },
  },
});
