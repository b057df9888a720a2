/**
 * The pay machine: from an invoice to a settled payment, over as many attempts and parts as it takes. Stream
 * `pay/<node>/<hash>`.
 *
 * Invariants: what is in flight plus what is still to be routed never exceeds the amount to pay; no attempt starts after
 * the deadline; fees of all parts together stay within the budget; after a failure another route is tried, or the same after a
 * pause; one success completes it, whatever fails later.
 * Does not find routes or send: it emits `FIND_ROUTE` and `SEND_PART`; the parts themselves are payment machines'.
 * Because every attempt is logged, it goes on after a restart with new routes until its deadline.
 */
import { assertEvent, assign, emit, enqueueActions, setup } from 'xstate';
import { given } from '../src/domain/given.ts';
import {
  isRetryable,
  nextStep,
  outOfTime,
  pauseMsAfter,
  ruledOut,
  stoppedBy,
  taughtBy,
} from '../src/domain/pay-lesson.ts';
import {
  attemptsAfter,
  attemptsInFlight,
  isPendingAttempt,
  largestFirst,
  limitsOf,
  type PayContext,
  type PayEffect,
  type PayEvent,
  withoutOne,
} from '../src/domain/pay-plan.ts';

export * from '../src/domain/pay-plan.ts';

export const payMachine = setup({
  types: {
    context: {} as PayContext,
    events: {} as PayEvent,
    emitted: {} as PayEffect,
    tags: {} as 'pending' | 'complete' | 'failed',
  },
  guards: {
    /** The route is for a piece that waits for one, and other pieces wait too. */
    morePiecesAreLeft: ({ context, event }) => {
      assertEvent(event, 'ROUTE_CHOSEN');
      return context.toRouteMsat.length > 1 && context.toRouteMsat.includes(event.amountMsat);
    },
    /** The route is for a piece that waits for one. */
    isForAPiece: ({ context, event }) => {
      assertEvent(event, 'ROUTE_CHOSEN');
      return context.toRouteMsat.includes(event.amountMsat);
    },
    /** The invoice takes parts, the piece is large enough for two, and there may be one part more. */
    maySplit: ({ context, event }) => {
      assertEvent(event, 'ROUTE_NOT_FOUND');
      const parts = attemptsInFlight(context).length + context.toRouteMsat.length;
      const { maxParts, minSplitMsat } = limitsOf(context);
      return context.request?.mayMpp === true && event.amountMsat >= 2n * minSplitMsat && parts < maxParts;
    },
    /** Something has left and has not ended. */
    partsAreInFlight: ({ context }) => attemptsInFlight(context).length > 0,
    /** The attempt has not ended. */
    isInFlight: ({ context, event }) => {
      assertEvent(event, ['ATTEMPT_FAILED', 'ATTEMPT_SUCCEEDED']);
      return isPendingAttempt(context, event.partid);
    },
    /** The attempt is in flight, there is time and an attempt left, and the next one will go another way. */
    mayRetry: ({ context, event }) => {
      assertEvent(event, 'ATTEMPT_FAILED');
      return isPendingAttempt(context, event.partid) && nextStep(context, event) === 'another-route';
    },
    /** The attempt is in flight, its failure taught nothing but may pass, and there is time and a pause left. */
    mayPause: ({ context, event }) => {
      assertEvent(event, 'ATTEMPT_FAILED');
      return isPendingAttempt(context, event.partid) && nextStep(context, event) === 'later';
    },
    /** The attempt is in flight, its failure is not final, and there is time and an attempt left. */
    mayWaitToo: ({ context, event }) => {
      assertEvent(event, 'ATTEMPT_FAILED');
      return isPendingAttempt(context, event.partid) && isRetryable(context, event);
    },
    /** The attempt is the only one in flight. */
    isLastInFlight: ({ context, event }) => {
      assertEvent(event, 'ATTEMPT_FAILED');
      return isPendingAttempt(context, event.partid) && attemptsInFlight(context).length === 1;
    },
  },
  actions: {
    /** Starts from the request, with the whole amount to route. */
    begin: assign(({ event }) => {
      assertEvent(event, 'PAY_STARTED');
      const { request, atMs } = event;
      return {
        request,
        startedMs: atMs,
        toRouteMsat: [request.amountMsat],
        attempts: [],
        exclusions: [],
        corrected: [],
        failure: null,
        preimage: null,
      };
    }),
    /** Asks to be told when retry_for is over. */
    armDeadline: emit(({ event }) => {
      assertEvent(event, 'PAY_STARTED');
      return { type: 'ARM_DEADLINE' as const, deadlineMs: event.request.deadlineMs };
    }),
    /** Asks for a route for the largest piece, if one is left. */
    findRoute: enqueueActions(({ context, enqueue }) => {
      const [amountMsat] = context.toRouteMsat;
      if (amountMsat !== undefined) enqueue.emit({ type: 'FIND_ROUTE', amountMsat });
    }),
    /** Notes the part: its piece has a route now. */
    recordAttempt: assign(({ context, event }) => {
      assertEvent(event, 'ROUTE_CHOSEN');
      const { partid, amountMsat, feeMsat, atMs } = event;
      return {
        toRouteMsat: withoutOne(context.toRouteMsat, amountMsat),
        attempts: [...context.attempts, { partid, amountMsat, feeMsat, startedMs: atMs, status: 'pending' as const }],
      };
    }),
    /** Has the part sent. */
    sendPart: emit(({ event }) => {
      assertEvent(event, 'ROUTE_CHOSEN');
      return { type: 'SEND_PART' as const, partid: event.partid };
    }),
    /** Cuts the piece that found no route in two. */
    split: assign(({ context, event }) => {
      assertEvent(event, 'ROUTE_NOT_FOUND');
      const half = event.amountMsat / 2n;
      const others = withoutOne(context.toRouteMsat, event.amountMsat);
      return { toRouteMsat: largestFirst([...others, half, event.amountMsat - half]) };
    }),
    /** Notes how the part failed, and what other routes must leave out because of it. */
    recordFailedAttempt: assign(({ context, event }) => {
      assertEvent(event, 'ATTEMPT_FAILED');
      const { partid, code, message, atMs } = event;
      const taught = given({ taught: taughtBy(context, event) });
      return {
        ...ruledOut(context, event),
        attempts: attemptsAfter(context, partid, { status: 'failed', endedMs: atMs, code, message, ...taught }),
      };
    }),
    /** Notes until when it waits, and asks to be woken then. */
    pause: enqueueActions(({ context, event, enqueue }) => {
      assertEvent(event, 'ATTEMPT_FAILED');
      const { partid, atMs } = event;
      const pauseMs = pauseMsAfter(context, atMs) ?? 0;
      enqueue.assign({ attempts: attemptsAfter(context, partid, { pauseUntilMs: atMs + pauseMs }) });
      enqueue.emit({ type: 'ARM_PAUSE', pauseMs });
    }),
    /** Puts the part's amount back among the pieces. */
    routeAgain: assign(({ context, event }) => {
      assertEvent(event, 'ATTEMPT_FAILED');
      const failed = context.attempts.find((attempt) => attempt.partid === event.partid);
      return failed ? { toRouteMsat: largestFirst([...context.toRouteMsat, failed.amountMsat]) } : {};
    }),
    /** Notes the preimage: nothing more is to be routed. */
    recordSuccess: assign(({ context, event }) => {
      assertEvent(event, 'ATTEMPT_SUCCEEDED');
      const { partid, preimage, atMs } = event;
      return {
        preimage,
        failure: null,
        toRouteMsat: [],
        attempts: attemptsAfter(context, partid, { status: 'complete', endedMs: atMs }),
      };
    }),
    /** Notes how a part ended when it no longer mattered. */
    recordLateEnd: assign(({ context, event }) => {
      assertEvent(event, ['ATTEMPT_FAILED', 'ATTEMPT_SUCCEEDED']);
      const { partid, atMs } = event;
      const status = event.type === 'ATTEMPT_FAILED' ? ('failed' as const) : ('complete' as const);
      return { attempts: attemptsAfter(context, partid, { status, endedMs: atMs }) };
    }),
    /** Stops routing; there is no route, unless there was a reason before. */
    giveUpWithoutRoute: assign(({ context, event }) => {
      assertEvent(event, 'ROUTE_NOT_FOUND');
      return { toRouteMsat: [], failure: context.failure ?? event.reason };
    }),
    /** Stops routing; the destination refused, or attempts or time are used up. */
    giveUpOnFailure: assign(({ context, event }) => {
      assertEvent(event, 'ATTEMPT_FAILED');
      return { toRouteMsat: [], failure: context.failure ?? stoppedBy(context, event) };
    }),
    /** Stops routing: time is used up. */
    giveUpOnTime: assign(({ context }) => ({ toRouteMsat: [], failure: outOfTime(context) })),
    /** Tells whoever waits that the pay ended. */
    tellResolved: emit({ type: 'PAY_RESOLVED' as const }),
  },
}).createMachine({
  id: 'pay',
  description: 'Paying an invoice: routes, attempts, parts, until paid or given up',
  context: {
    request: null,
    startedMs: 0,
    toRouteMsat: [],
    attempts: [],
    exclusions: [],
    corrected: [],
    failure: null,
    preimage: null,
  },
  initial: 'idle',
  states: {
    idle: {
      description: 'pay was never called for this hash',
      on: {
        PAY_STARTED: {
          target: 'seeking',
          actions: ['begin', 'armDeadline', 'findRoute'],
          description: 'pay was called',
        },
      },
    },
    seeking: {
      description: 'Some of the amount has no route yet',
      tags: ['pending'],
      on: {
        ROUTE_CHOSEN: [
          {
            guard: 'morePiecesAreLeft',
            actions: ['recordAttempt', 'sendPart', 'findRoute'],
            description: 'a part leaves, others still need routes',
          },
          {
            guard: 'isForAPiece',
            target: 'waiting',
            actions: ['recordAttempt', 'sendPart'],
            description: 'the whole amount is on its way',
          },
        ],
        ROUTE_NOT_FOUND: [
          {
            guard: 'maySplit',
            actions: ['split', 'findRoute'],
            description: 'two halves may find what the whole did not',
          },
          {
            guard: 'partsAreInFlight',
            target: 'windingDown',
            actions: 'giveUpWithoutRoute',
            description: 'a piece cannot be routed: wait for the parts in flight to fail',
          },
          { target: 'failed', actions: ['giveUpWithoutRoute', 'tellResolved'], description: 'there is no route' },
        ],
        ATTEMPT_SUCCEEDED: {
          guard: 'isInFlight',
          target: 'complete',
          actions: ['recordSuccess', 'tellResolved'],
          description: 'the destination took a part before we had sent them all',
        },
        ATTEMPT_FAILED: [
          {
            guard: 'mayRetry',
            actions: ['recordFailedAttempt', 'routeAgain'],
            description: 'a part failed while another piece is being routed',
          },
          {
            guard: 'mayPause',
            target: 'pausing',
            actions: ['recordFailedAttempt', 'routeAgain', 'pause'],
            description: 'a part failed, which may pass: all pieces wait a little',
          },
          {
            guard: 'isLastInFlight',
            target: 'failed',
            actions: ['recordFailedAttempt', 'giveUpOnFailure', 'tellResolved'],
            description: 'the destination refused, or time is up, and nothing is in flight',
          },
          {
            guard: 'isInFlight',
            target: 'windingDown',
            actions: ['recordFailedAttempt', 'giveUpOnFailure'],
            description: 'the destination refused, or time is up',
          },
        ],
        DEADLINE_PASSED: [
          {
            guard: 'partsAreInFlight',
            target: 'windingDown',
            actions: 'giveUpOnTime',
            description: 'retry_for is over',
          },
          { target: 'failed', actions: ['giveUpOnTime', 'tellResolved'], description: 'retry_for is over' },
        ],
      },
    },
    waiting: {
      description: 'The whole amount is in flight',
      tags: ['pending'],
      on: {
        ATTEMPT_SUCCEEDED: {
          guard: 'isInFlight',
          target: 'complete',
          actions: ['recordSuccess', 'tellResolved'],
          description: 'the preimage arrived',
        },
        ATTEMPT_FAILED: [
          {
            guard: 'mayRetry',
            target: 'seeking',
            actions: ['recordFailedAttempt', 'routeAgain', 'findRoute'],
            description: 'a part failed on the way: another route',
          },
          {
            guard: 'mayPause',
            target: 'pausing',
            actions: ['recordFailedAttempt', 'routeAgain', 'pause'],
            description: 'what failed may pass: the same again, a little later',
          },
          {
            guard: 'isLastInFlight',
            target: 'failed',
            actions: ['recordFailedAttempt', 'giveUpOnFailure', 'tellResolved'],
            description: 'the destination refused, or time is up, and nothing is in flight',
          },
          {
            guard: 'isInFlight',
            target: 'windingDown',
            actions: ['recordFailedAttempt', 'giveUpOnFailure'],
            description: 'the destination refused, or time is up',
          },
        ],
        DEADLINE_PASSED: {
          target: 'windingDown',
          actions: 'giveUpOnTime',
          description: 'retry_for is over: no new attempts',
        },
      },
    },
    pausing: {
      description: 'Some of the amount waits: nothing was learned that leads elsewhere, but what failed may pass',
      tags: ['pending'],
      on: {
        PAUSE_ENDED: { target: 'seeking', actions: 'findRoute', description: 'it is time to try again' },
        ATTEMPT_SUCCEEDED: {
          guard: 'isInFlight',
          target: 'complete',
          actions: ['recordSuccess', 'tellResolved'],
          description: 'the destination took a part before we had sent them all',
        },
        ATTEMPT_FAILED: [
          {
            guard: 'mayWaitToo',
            actions: ['recordFailedAttempt', 'routeAgain'],
            description: 'another part failed: it waits with the others',
          },
          {
            guard: 'isLastInFlight',
            target: 'failed',
            actions: ['recordFailedAttempt', 'giveUpOnFailure', 'tellResolved'],
            description: 'the destination refused, or time is up, and nothing is in flight',
          },
          {
            guard: 'isInFlight',
            target: 'windingDown',
            actions: ['recordFailedAttempt', 'giveUpOnFailure'],
            description: 'the destination refused, or time is up',
          },
        ],
        DEADLINE_PASSED: [
          {
            guard: 'partsAreInFlight',
            target: 'windingDown',
            actions: 'giveUpOnTime',
            description: 'retry_for is over',
          },
          { target: 'failed', actions: ['giveUpOnTime', 'tellResolved'], description: 'retry_for is over' },
        ],
      },
    },
    windingDown: {
      description: 'No new attempts; parts in flight may still settle',
      tags: ['pending'],
      on: {
        ATTEMPT_SUCCEEDED: {
          guard: 'isInFlight',
          target: 'complete',
          actions: ['recordSuccess', 'tellResolved'],
          description: 'paid after all',
        },
        ATTEMPT_FAILED: [
          {
            guard: 'isLastInFlight',
            target: 'failed',
            actions: ['recordFailedAttempt', 'tellResolved'],
            description: 'the last part in flight failed',
          },
          { guard: 'isInFlight', actions: 'recordFailedAttempt', description: 'a part failed, others are in flight' },
        ],
      },
    },
    complete: {
      description: 'Paid',
      tags: ['complete'],
      on: {
        ATTEMPT_SUCCEEDED: { guard: 'isInFlight', actions: 'recordLateEnd', description: 'another part settled' },
        ATTEMPT_FAILED: {
          guard: 'isInFlight',
          actions: 'recordLateEnd',
          description: 'another part failed; it does not matter',
        },
      },
    },
    failed: {
      description: 'Given up; nothing is in flight. pay may be called again',
      tags: ['failed'],
      on: {
        PAY_STARTED: {
          target: 'seeking',
          actions: ['begin', 'armDeadline', 'findRoute'],
          description: 'pay was called again',
        },
      },
    },
  },
});
