/**
 * The channel between two nodes, as both see it: balances, HTLCs in flight, policies.
 *
 * Invariant: after every event, both balances and all HTLCs in flight add up to the capacity (`channelMoney`), and an HTLC
 * that was added is settled towards its offerer exactly once, also if the peers are not connected when its result is known
 * (it is kept), or never again (it times out on chain). Every offer is answered, in every state after opening.
 * Does not know onions, fees or routes: what a node checks before it offers is `src/network/forwarding.ts`. Commitment
 * rounds are not modelled: adding and removing an HTLC are one step each.
 */
import { assertEvent, assign, emit, enqueueActions, setup } from 'xstate';
import type { Msat } from '../src/domain/amount.ts';
import {
  type ChannelContext,
  type ChannelTerms,
  endKept,
  findHtlc,
  type HtlcRefusal,
  NO_CHANNEL,
  settle,
} from '../src/domain/channel-state.ts';
import { FailureCode } from '../src/domain/failures.ts';
import type { ChannelHtlc, HtlcOrigin, HtlcResolution } from '../src/domain/htlc.ts';
import { type HtlcOffered, OFFER_REFUSALS, originOf } from '../src/domain/htlc-offer.ts';
import type { Direction, PaymentHash, Preimage, ShortChannelId } from '../src/domain/ids.ts';
import type { ChannelPolicy } from '../src/domain/route.ts';

export { type ChannelContext, type ChannelTerms, channelMoney, findHtlc } from '../src/domain/channel-state.ts';

export type ChannelEvent =
  | ({ readonly type: 'CHANNEL_OPENED'; readonly connected: boolean } & ChannelTerms)
  | HtlcOffered
  | { readonly type: 'HTLC_FULFILLED'; readonly id: number; readonly preimage: Preimage }
  | {
      readonly type: 'HTLC_FAILED';
      readonly id: number;
      readonly reason: string;
      /** Set when the receiving node failed it itself instead of forwarding it: what `listforwards` tells. */
      readonly failcode?: number;
      readonly out?: ShortChannelId;
    }
  | {
      readonly type: 'HTLC_FAILED_MALFORMED';
      readonly id: number;
      readonly failcode: number;
      readonly sha256OfOnion: string;
    }
  | { readonly type: 'HTLC_TIMED_OUT'; readonly id: number }
  | { readonly type: 'CHANNEL_DISCONNECTED' }
  | { readonly type: 'CHANNEL_RECONNECTED' }
  | {
      readonly type: 'POLICY_CHANGED';
      readonly direction: Direction;
      readonly policy: ChannelPolicy;
      /** Until when the policy it replaces is still good. */
      readonly formerUntilMs: number;
    }
  | { readonly type: 'CHANNEL_SHUTDOWN' }
  | { readonly type: 'CHANNEL_CLOSED' };

export type ChannelEffect =
  /** The HTLC is locked in: the receiving node looks at it. */
  | { readonly type: 'HTLC_ADDED'; readonly id: number }
  /** The offer was refused before the peer saw it. */
  | {
      readonly type: 'HTLC_REFUSED';
      readonly from: Direction;
      readonly hash: PaymentHash;
      readonly amountMsat: Msat;
      readonly expiry: number;
      readonly origin: HtlcOrigin;
      readonly failcode: number;
      readonly detail: string;
    }
  /** The side of this direction announces what it asks for now (channel_update). */
  | { readonly type: 'POLICY_ANNOUNCED'; readonly direction: Direction }
  /** Nothing can be forwarded through it any more. */
  | { readonly type: 'CHANNEL_GONE' }
  /** The HTLC is gone: its offerer learns how. */
  | { readonly type: 'HTLC_SETTLED'; readonly htlc: ChannelHtlc; readonly outcome: HtlcResolution };

interface Offer {
  readonly context: ChannelContext;
  readonly event: ChannelEvent;
}
type Check = (context: ChannelContext, offer: HtlcOffered) => boolean;
const onOffer =
  (check: Check) =>
  ({ context, event }: Offer): boolean => {
    assertEvent(event, 'HTLC_OFFERED');
    return check(context, event);
  };

type RefusalGuard = (typeof OFFER_REFUSALS)[number]['guard'];

const refusalGuards = Object.fromEntries(OFFER_REFUSALS.map((row) => [row.guard, onOffer(row.check)])) as Record<
  RefusalGuard,
  (args: Offer) => boolean
>;

/** The events that end an HTLC. */
const ENDINGS = ['HTLC_FULFILLED', 'HTLC_FAILED', 'HTLC_FAILED_MALFORMED', 'HTLC_TIMED_OUT'] as const;

/** The event's HTLC; guards have made sure it is there. */
function htlcOf(context: ChannelContext, event: ChannelEvent): ChannelHtlc {
  assertEvent(event, ENDINGS);
  const htlc = findHtlc(context, event.id);
  if (htlc === undefined) throw new Error(`no HTLC for ${event.type}: the guard should have held it back`);
  return htlc;
}

function resolutionOf(event: ChannelEvent): HtlcResolution {
  switch (event.type) {
    case 'HTLC_FULFILLED':
      return { type: 'fulfilled', preimage: event.preimage };
    case 'HTLC_FAILED':
      return { type: 'failed', reason: event.reason };
    case 'HTLC_FAILED_MALFORMED':
      return { type: 'malformed', failcode: event.failcode, sha256OfOnion: event.sha256OfOnion };
    default:
      return { type: 'timed-out' };
  }
}

const channelSetup = setup({
  types: {
    context: {} as ChannelContext,
    events: {} as ChannelEvent,
    emitted: {} as ChannelEffect,
  },
  guards: {
    /** The peers are connected when the channel is first touched. */
    isConnected: ({ event }) => {
      assertEvent(event, 'CHANNEL_OPENED');
      return event.connected;
    },
    /** The HTLC is in flight and its result is not known yet. */
    isUnresolved: ({ context, event }) => {
      assertEvent(event, ENDINGS);
      const htlc = findHtlc(context, event.id);
      return htlc !== undefined && htlc.kept === undefined;
    },
    /** The HTLC is in flight, whether its result is known or not. */
    isInFlight: ({ context, event }) => {
      assertEvent(event, ENDINGS);
      return findHtlc(context, event.id) !== undefined;
    },
    /** The reasons to refuse an offer: each row of the table says what it means. */
    ...refusalGuards,
  },
  actions: {
    /** Takes over what the network file says of the channel. */
    open: assign(({ event }) => {
      assertEvent(event, 'CHANNEL_OPENED');
      const { type: _type, connected: _connected, ...terms } = event;
      return terms;
    }),
    /** Takes the amount from the offering side's balance into a new HTLC. */
    addHtlc: assign(({ context, event }) => {
      assertEvent(event, 'HTLC_OFFERED');
      const { from, amountMsat, expiry, hash, listed } = event;
      const [side0, side1] = context.balanceMsat;
      const offered = { id: context.nextHtlcId, from, amountMsat, expiry, hash, origin: originOf(event) };
      const htlc: ChannelHtlc = listed === undefined ? offered : { ...offered, listed };
      return {
        htlcs: [...context.htlcs, htlc],
        balanceMsat: from === 0 ? [side0 - amountMsat, side1] : [side0, side1 - amountMsat],
        nextHtlcId: context.nextHtlcId + 1,
      };
    }),
    /** The receiving node may look at the HTLC. */
    announceHtlc: emit(({ context }) => ({ type: 'HTLC_ADDED' as const, id: context.nextHtlcId })),
    /** Tells the offering node why its offer was not taken. */
    refuse: emit(({ event }, params: HtlcRefusal) => {
      assertEvent(event, 'HTLC_OFFERED');
      const { from, hash, amountMsat, expiry } = event;
      return { type: 'HTLC_REFUSED' as const, from, hash, amountMsat, expiry, origin: originOf(event), ...params };
    }),
    /** Keeps the reason for those who look at the channel; a refusal is a change, so it is logged. */
    noteRefusal: assign((_, params: HtlcRefusal) => ({ lastRefusal: params })),
    /** Tells the offerer how its HTLC ended. */
    tellOfferer: emit(({ context, event }) => ({
      type: 'HTLC_SETTLED' as const,
      htlc: htlcOf(context, event),
      outcome: resolutionOf(event),
    })),
    /** Moves the money of the ended HTLC. */
    settleHtlc: assign(({ context, event }) => settle(context, htlcOf(context, event), resolutionOf(event))),
    /** Remembers a result the offerer cannot be told yet. */
    keepResult: assign(({ context, event }) => {
      const htlc = htlcOf(context, event);
      const kept = resolutionOf(event);
      return { htlcs: context.htlcs.map((other) => (other === htlc ? { ...htlc, kept } : other)) };
    }),
    /** Tells the offerers all results kept while they were not connected. */
    passOnKept: enqueueActions(({ context, enqueue }) => {
      const { ended, left } = endKept(context, () => true);
      for (const { htlc, outcome } of ended) enqueue.emit({ type: 'HTLC_SETTLED', htlc, outcome });
      enqueue.assign(left);
    }),
    /** On chain only a preimage counts: kept preimages claim their HTLCs, kept failures are worth nothing. */
    claimOnChain: enqueueActions(({ context, enqueue }) => {
      const { ended, left } = endKept(context, (kept) => kept.type === 'fulfilled');
      for (const { htlc, outcome } of ended) enqueue.emit({ type: 'HTLC_SETTLED', htlc, outcome });
      enqueue.assign(left);
    }),
    /** The HTLC goes back to its offerer on chain, unless a preimage has just claimed it. */
    timeOut: enqueueActions(({ context, event, enqueue }) => {
      assertEvent(event, 'HTLC_TIMED_OUT');
      const htlc = findHtlc(context, event.id);
      if (htlc === undefined) return;
      enqueue.emit({ type: 'HTLC_SETTLED', htlc, outcome: { type: 'timed-out' } });
      enqueue.assign(settle(context, htlc, { type: 'timed-out' }));
    }),
    /** Takes a new policy and keeps the old one for its time of grace. */
    changePolicy: assign(({ context, event }) => {
      assertEvent(event, 'POLICY_CHANGED');
      const former = context.policies[event.direction];
      const kept = former === null ? null : { policy: former, untilMs: event.formerUntilMs };
      return {
        policies: replaceAt(context.policies, event.direction, event.policy),
        formerPolicies: replaceAt(context.formerPolicies, event.direction, kept),
      };
    }),
    /** Others may hear of the new policy. */
    announcePolicy: emit(({ event }) => {
      assertEvent(event, 'POLICY_CHANGED');
      return { type: 'POLICY_ANNOUNCED' as const, direction: event.direction };
    }),
    /** Others may forget the channel. */
    announceEnd: emit({ type: 'CHANNEL_GONE' }),
    /** Nothing is forwarded any more. */
    leave: assign({ gone: true }),
    /** From now on no HTLC is added. */
    shutDown: assign({ shuttingDown: true }),
  },
});

function replaceAt<T>(pair: readonly [T, T], side: Direction, value: T): readonly [T, T] {
  return side === 0 ? [value, pair[1]] : [pair[0], value];
}

const refusals = OFFER_REFUSALS.map((row) => {
  const params = ({ context, event }: Offer): HtlcRefusal => {
    assertEvent(event, 'HTLC_OFFERED');
    return { failcode: row.failcode, detail: row.detail(context, event) };
  };
  return {
    guard: row.guard,
    description: row.meaning,
    actions: [{ type: 'refuse', params } as const, { type: 'noteRefusal', params } as const],
  };
});

const refuseAs = (failcode: number, detail: string, description: string) => ({
  description,
  actions: [
    { type: 'refuse', params: { failcode, detail } } as const,
    { type: 'noteRefusal', params: { failcode, detail } } as const,
  ],
});

const settleNow = (description: string) =>
  ({ guard: 'isUnresolved', actions: ['tellOfferer', 'settleHtlc'], description }) as const;
const keepForLater = (description: string) => ({ guard: 'isUnresolved', actions: 'keepResult', description }) as const;
const goOnChain = {
  target: 'onchain',
  actions: ['announceEnd', 'claimOnChain'],
  description: 'closed: what is in flight goes on chain, kept preimages claim at once',
} as const;
const timeOutOnChain = {
  guard: 'isInFlight',
  target: 'onchain',
  actions: ['announceEnd', 'claimOnChain', 'timeOut'],
  description: 'an HTLC expired: the channel is closed to get it back',
} as const;
const shutDown = {
  actions: 'shutDown',
  description: 'closing has begun: what is in flight still ends, nothing is added',
} as const;
const changePolicy = {
  actions: ['changePolicy', 'announcePolicy'],
  description: 'one side asks for other fees or limits',
} as const;

export const channelMachine = channelSetup.createMachine({
  id: 'channel',
  description: 'A payment channel: two balances and the HTLCs between them',
  context: NO_CHANNEL,
  initial: 'unopened',
  states: {
    unopened: {
      description: 'Not touched yet; the network file knows it',
      on: {
        CHANNEL_OPENED: [
          {
            guard: 'isConnected',
            target: 'online',
            actions: 'open',
            description: 'first touched, while its peers are connected',
          },
          { target: 'offline', actions: 'open', description: 'first touched, while a peer is away' },
        ],
      },
    },
    online: {
      description: 'Both peers are connected',
      tags: 'connected',
      on: {
        HTLC_OFFERED: [
          ...refusals,
          { actions: ['announceHtlc', 'addHtlc'], description: 'an HTLC is added: its amount is in flight' },
        ],
        HTLC_FULFILLED: settleNow('the preimage came: the receiver has the amount'),
        HTLC_FAILED: settleNow('an error came: the amount goes back'),
        HTLC_FAILED_MALFORMED: settleNow('the receiver could not read the onion: the amount goes back'),
        HTLC_TIMED_OUT: timeOutOnChain,
        CHANNEL_DISCONNECTED: { target: 'offline', description: 'the connection dropped' },
        CHANNEL_SHUTDOWN: shutDown,
        CHANNEL_CLOSED: goOnChain,
        POLICY_CHANGED: changePolicy,
      },
    },
    offline: {
      description: 'The peers are not connected; results are kept for the offerer',
      on: {
        HTLC_OFFERED: refuseAs(FailureCode.TEMPORARY_CHANNEL_FAILURE, 'Peer is offline', 'refused: the peer is away'),
        HTLC_FULFILLED: keepForLater('the preimage came: kept until the offerer is back'),
        HTLC_FAILED: keepForLater('an error came: kept until the offerer is back'),
        HTLC_FAILED_MALFORMED: keepForLater('the receiver could not read the onion: kept until the offerer is back'),
        HTLC_TIMED_OUT: timeOutOnChain,
        CHANNEL_RECONNECTED: {
          target: 'online',
          actions: 'passOnKept',
          description: 'connected again: results kept reach their offerers',
        },
        CHANNEL_SHUTDOWN: shutDown,
        CHANNEL_CLOSED: goOnChain,
        POLICY_CHANGED: changePolicy,
      },
    },
    onchain: {
      description: 'Closed; HTLCs left are claimed with a preimage or time out',
      tags: 'closed',
      entry: 'leave',
      on: {
        HTLC_OFFERED: refuseAs(FailureCode.UNKNOWN_NEXT_PEER, 'Channel is closed', 'refused: the channel is closed'),
        HTLC_FULFILLED: {
          guard: 'isInFlight',
          actions: ['tellOfferer', 'settleHtlc'],
          description: 'a preimage claims its HTLC on chain',
        },
        HTLC_TIMED_OUT: {
          guard: 'isInFlight',
          actions: 'timeOut',
          description: 'an HTLC expired: it goes back to its offerer on chain',
        },
      },
    },
  },
});
