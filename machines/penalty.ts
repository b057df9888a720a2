/**
 * The route-penalty machine: what this node learned from results about channels and nodes. Stream `penalty/<node>`.
 *
 * Invariants: the context is a projection of logged results, of the verdicts logged with them and of the logged policy, and of
 * nothing else, so it can be rebuilt, explained and folded again under another policy; an event costs what it touches, however
 * much was learned before, but for a policy and a clock that changed. An error from the destination is ignored.
 * Does not search routes and does not know the graph: `src/payments/penalty-view.ts` offers what it says to the search.
 */
import { assertEvent, assign, setup } from 'xstate';
import {
  blamesChannel,
  blamesNode,
  type FailureLesson,
  isNewPolicy,
  isOutdated,
  isUnreadable,
  type LearnedPolicies,
  suspectsOf,
  withBlame,
  withoutPolicy,
  withPolicy,
  withSuspects,
} from '../src/domain/failure-lesson.ts';
import type { ChannelDirection, NodeId } from '../src/domain/ids.ts';
import { EMPTY_TRIE } from '../src/domain/ordered-trie.ts';
import { EMPTY_BOOK, latestChangeMs, learnedBy, tidied, underPolicy } from '../src/domain/penalty-book.ts';
import { PENALTY_POLICY_1, type PenaltyPolicy, policyAfter } from '../src/domain/penalty-policy.ts';
import {
  leavesNone,
  lifted,
  named,
  onRoute,
  type PenaltyBooks,
  penaltiesOn,
  withoutThose,
} from '../src/domain/penalty-subjects.ts';

/** Version of the events and snapshots below. 2: verdicts and the whole policy are logged, penalties stand in books. */
export const PENALTY_VERSION = 2;

export interface PenaltyContext extends PenaltyBooks {
  /** In force: what failures weigh from now on, and how fast all penalties fade. */
  readonly policy: PenaltyPolicy;
  /** By `SCID/DIRECTION`. */
  readonly learned: LearnedPolicies;
}

export type PenaltyEvent =
  /** What it does not name stays as it is; version 1 named only the half-life. */
  | ({ readonly type: 'PENALTY_CONFIGURED'; readonly atMs: number } & Partial<PenaltyPolicy>)
  | ({ readonly type: 'FAILURE_LEARNED' } & FailureLesson)
  | {
      readonly type: 'ROUTE_SUCCEEDED';
      readonly ids: readonly NodeId[];
      readonly route: readonly ChannelDirection[];
      /** As of a `FailureLesson`. */
      readonly announced?: number;
      readonly atMs: number;
    }
  | {
      readonly type: 'UPDATE_SEEN';
      readonly channel: ChannelDirection;
      readonly from: NodeId;
      readonly timestamp: number;
      readonly atMs: number;
    }
  /** The clock reads an earlier time than that of what was learned: it had been ahead. */
  | { readonly type: 'CLOCK_SET_BACK'; readonly atMs: number }
  /** Names neither: everything. */
  | {
      readonly type: 'PENALTIES_RESET';
      readonly channel?: ChannelDirection;
      readonly node?: NodeId;
      readonly atMs: number;
    };

type EventOf<T extends PenaltyEvent['type']> = Extract<PenaltyEvent, { type: T }>;

interface Args {
  readonly context: PenaltyContext;
  readonly event: PenaltyEvent;
}

/** What a guard or an assignment makes of one type of event; the chart gives it no other. */
const on =
  <T extends PenaltyEvent['type'], R>(type: T, read: (context: PenaltyContext, event: EventOf<T>) => R) =>
  ({ context, event }: Args): R => {
    assertEvent(event, type);
    return read(context, event as never);
  };

export const penaltyMachine = setup({
  types: { context: {} as PenaltyContext, events: {} as PenaltyEvent },
  guards: {
    /** Nobody could read the error. */
    isUnreadable: on('FAILURE_LEARNED', (_, failure) => isUnreadable(failure)),
    /** Nobody could read the error, and others than we were on the way. */
    suspectsOthers: on('FAILURE_LEARNED', (_, failure) => isUnreadable(failure) && suspectsOf(failure).length > 0),
    /** The failure is about a channel. */
    blamesChannel: on('FAILURE_LEARNED', (_, failure) => blamesChannel(failure)),
    /** The failure is about the erring node, or the one after it. */
    blamesNode: on('FAILURE_LEARNED', (_, failure) => blamesNode(failure)),
    /** A channel_update came with the failure. */
    bringsUpdate: on('FAILURE_LEARNED', (_, { update }) => update !== undefined),
    /** A channel_update came with the failure that is newer than the one learned before. */
    teachesPolicy: on('FAILURE_LEARNED', ({ learned }, failure) => isNewPolicy(learned, failure)),
    /** Something on the route has a penalty. */
    clearsSome: on('ROUTE_SUCCEEDED', (context, event) => penaltiesOn(context, onRoute(event)) > 0),
    /** Everything that has a penalty is on the route. */
    clearsLast: on(
      'ROUTE_SUCCEEDED',
      (context, event) => penaltiesOn(context, onRoute(event)) > 0 && leavesNone(context, onRoute(event)),
    ),
    /** A permanent penalty is older than the channel_update. */
    liftsSome: on('UPDATE_SEEN', (context, event) => penaltiesOn(context, lifted(context, event)) > 0),
    /** The only penalties are permanent ones older than the channel_update. */
    liftsLast: on(
      'UPDATE_SEEN',
      (context, event) =>
        penaltiesOn(context, lifted(context, event)) > 0 && leavesNone(context, lifted(context, event)),
    ),
    /** What a failure taught about the channel is older than the channel_update. */
    outdatesPolicy: on('UPDATE_SEEN', ({ learned }, { channel, timestamp }) => isOutdated(learned, channel, timestamp)),
    /** Some penalty was learned later than now. */
    isAhead: on('CLOCK_SET_BACK', ({ channels, nodes }, { atMs }) => latestChangeMs(channels, nodes) > atMs),
    /** No channel and no node is named. */
    resetsAll: on('PENALTIES_RESET', (_, { channel, node }) => channel === undefined && node === undefined),
    /** Only the one that is named has a penalty. */
    resetsLast: on('PENALTIES_RESET', (context, event) => leavesNone(context, named(event))),
  },
  actions: {
    /** Takes the numbers the event names, and sets the times at which penalties fade by them. */
    configure: assign(
      on('PENALTY_CONFIGURED', (context, change) => {
        const policy = policyAfter(context.policy, change);
        return {
          policy,
          channels: underPolicy(context.channels, policy),
          nodes: underPolicy(context.nodes, policy),
        };
      }),
    ),
    /** Every channel of the route but our own is a little to blame. */
    blameRoute: assign(
      on('FAILURE_LEARNED', ({ channels, policy }, failure) => ({ channels: withSuspects(channels, failure, policy) })),
    ),
    /** Adds the failure's weight to the channel's. */
    blameChannel: assign(
      on('FAILURE_LEARNED', ({ channels, policy }, failure) => ({ channels: withBlame(channels, failure, policy) })),
    ),
    /** Adds the failure's weight to the node's. */
    blameNode: assign(
      on('FAILURE_LEARNED', ({ nodes, policy }, failure) => ({ nodes: withBlame(nodes, failure, policy) })),
    ),
    /** Keeps the policy of the channel_update that came with the failure, if it is newer than the one learned before. */
    learnPolicy: assign(
      on('FAILURE_LEARNED', ({ learned, policy }, failure) => ({ learned: withPolicy(learned, failure, policy) })),
    ),
    /** Forgets what has faded, and the lightest beyond the limit. */
    forgetFaded: assign(
      on('FAILURE_LEARNED', ({ channels, nodes, policy }, { atMs }) => ({
        channels: tidied(channels, atMs, policy),
        nodes: tidied(nodes, atMs, policy),
      })),
    ),
    /** A channel that carried a payment is fine, and so are the nodes at its ends. */
    clearRoute: assign(on('ROUTE_SUCCEEDED', (context, event) => withoutThose(context, onRoute(event)))),
    /** The channel lives, and so does the node that says so. */
    lift: assign(on('UPDATE_SEEN', (context, event) => withoutThose(context, lifted(context, event)))),
    /** Gossip knows the channel's policy better now. */
    dropPolicy: assign(
      on('UPDATE_SEEN', ({ learned }, { channel, timestamp }) =>
        isOutdated(learned, channel, timestamp) ? { learned: withoutPolicy(learned, channel) } : {},
      ),
    ),
    /** What was learned later than now was learned by now: it fades from here on. */
    takeAsOfNow: assign(
      on('CLOCK_SET_BACK', ({ channels, nodes, policy }, { atMs }) => ({
        channels: learnedBy(channels, atMs, policy),
        nodes: learnedBy(nodes, atMs, policy),
      })),
    ),
    /** Forgets every penalty; policies that were learned stay. */
    resetAll: assign({ channels: EMPTY_BOOK, nodes: EMPTY_BOOK }),
    /** Forgets the penalty of the one that is named. */
    resetOne: assign(on('PENALTIES_RESET', (context, event) => withoutThose(context, named(event)))),
  },
}).createMachine({
  id: 'penalty',
  description: 'What results taught this node about channels and nodes',
  context: { policy: PENALTY_POLICY_1, channels: EMPTY_BOOK, nodes: EMPTY_BOOK, learned: EMPTY_TRIE },
  initial: 'calm',
  on: {
    PENALTY_CONFIGURED: { actions: 'configure', description: 'what failures weigh, and how fast penalties fade' },
  },
  states: {
    calm: {
      description: 'Nothing is avoided',
      on: {
        FAILURE_LEARNED: [
          {
            guard: 'suspectsOthers',
            target: 'avoiding',
            actions: 'blameRoute',
            description: 'an error nobody could read: everyone after us is a suspect',
          },
          {
            guard: 'blamesChannel',
            target: 'avoiding',
            actions: ['blameChannel', 'learnPolicy'],
            description: 'a channel failed',
          },
          {
            guard: 'blamesNode',
            target: 'avoiding',
            actions: ['blameNode', 'learnPolicy'],
            description: 'a node failed',
          },
          { guard: 'teachesPolicy', actions: 'learnPolicy', description: 'only a channel_update was learned' },
        ],
        UPDATE_SEEN: {
          guard: 'outdatesPolicy',
          actions: 'dropPolicy',
          description: 'gossip is newer than what a failure taught',
        },
      },
    },
    avoiding: {
      description: 'Some channels or nodes are avoided, or were until lately',
      on: {
        FAILURE_LEARNED: [
          {
            guard: 'isUnreadable',
            actions: ['blameRoute', 'forgetFaded'],
            description: 'an error nobody could read: everyone after us is a suspect',
          },
          {
            guard: 'blamesChannel',
            actions: ['blameChannel', 'learnPolicy', 'forgetFaded'],
            description: 'a channel failed',
          },
          {
            guard: 'blamesNode',
            actions: ['blameNode', 'learnPolicy', 'forgetFaded'],
            description: 'a node failed',
          },
          {
            guard: 'bringsUpdate',
            actions: ['learnPolicy', 'forgetFaded'],
            description: 'nobody is to blame, but a channel_update came',
          },
        ],
        ROUTE_SUCCEEDED: [
          {
            guard: 'clearsLast',
            target: 'calm',
            actions: 'clearRoute',
            description: 'a success clears the last penalty',
          },
          { guard: 'clearsSome', actions: 'clearRoute', description: 'a success clears penalties on its route' },
        ],
        UPDATE_SEEN: [
          {
            guard: 'liftsLast',
            target: 'calm',
            actions: ['lift', 'dropPolicy'],
            description: 'a newer channel_update lifts the last penalty',
          },
          {
            guard: 'liftsSome',
            actions: ['lift', 'dropPolicy'],
            description: 'a newer channel_update lifts a penalty',
          },
          {
            guard: 'outdatesPolicy',
            actions: 'dropPolicy',
            description: 'gossip is newer than what a failure taught',
          },
        ],
        CLOCK_SET_BACK: {
          guard: 'isAhead',
          actions: 'takeAsOfNow',
          description: 'the clock was ahead when something was learned, and is not any more',
        },
        PENALTIES_RESET: [
          { guard: 'resetsAll', target: 'calm', actions: 'resetAll', description: 'the operator clears everything' },
          {
            guard: 'resetsLast',
            target: 'calm',
            actions: 'resetOne',
            description: 'the operator clears the last penalty',
          },
          { actions: 'resetOne', description: 'the operator clears one channel or node' },
        ],
      },
    },
  },
});
