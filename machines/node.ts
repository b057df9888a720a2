/**
 * A node of the simulated network: whether it is reachable, and how it treats HTLCs that reach it.
 *
 * Invariant: a node without a record is online and honest. What was asked of it is logged, so that an HTLC it holds is
 * still held after a crash.
 * Does not keep the held HTLCs: those are the unresolved ones of its channels.
 */
import { assertEvent, assign, emit, setup } from 'xstate';
import { MAX_U16, type Preimage, parsePreimage } from '../src/domain/ids.ts';

/** How a node treats HTLCs that are locked in at it. */
export type NodeBehaviour =
  | { readonly mode: 'normal' }
  /** Keeps every HTLC, answering neither way. */
  | { readonly mode: 'hold' }
  /** Fails every HTLC with this BOLT 4 failure message, hex. */
  | { readonly mode: 'fail'; readonly failureMessage: string }
  /** Fulfils every HTLC with this preimage. */
  | { readonly mode: 'resolve'; readonly preimage: Preimage }
  /** Forwards as usual, but garbles every error onion it passes back. */
  | { readonly mode: 'corrupt' };

/** Largest message an error onion carries: its length is a u16 (BOLT 4). */
const MAX_FAILURE_HEX = 2 * MAX_U16;
const HEX = /^(?:[0-9a-f]{2})*$/i;

const FAULTS: Readonly<
  Record<NodeBehaviour['mode'], (given: Readonly<Record<string, unknown>>) => string | undefined>
> = {
  normal: () => undefined,
  hold: () => undefined,
  corrupt: () => undefined,
  fail: ({ failureMessage: message }) =>
    typeof message === 'string' && HEX.test(message) && message.length <= MAX_FAILURE_HEX
      ? undefined
      : `failureMessage: should be hex of at most ${MAX_U16} bytes`,
  resolve: ({ preimage }) =>
    typeof preimage === 'string' && parsePreimage(preimage) !== undefined
      ? undefined
      : 'preimage: should be 64 hex digits',
};

/** What is wrong with a behaviour a program asks for; undefined: nothing. */
export function behaviourFault(behaviour: unknown): string | undefined {
  if (typeof behaviour !== 'object' || behaviour === null) return 'should be an object';
  const { mode } = behaviour as { readonly mode?: unknown };
  if (typeof mode !== 'string' || !Object.hasOwn(FAULTS, mode))
    return `mode: should be one of ${Object.keys(FAULTS).join(', ')}`;
  return FAULTS[mode as NodeBehaviour['mode']](behaviour as Readonly<Record<string, unknown>>);
}

export interface NodeContext {
  readonly behaviour: NodeBehaviour;
}

export type NodeEvent =
  | { readonly type: 'NODE_WENT_OFFLINE' }
  | { readonly type: 'NODE_CAME_ONLINE' }
  | { readonly type: 'BEHAVIOUR_CHANGED'; readonly behaviour: NodeBehaviour };

export type NodeEffect =
  | { readonly type: 'DISCONNECT_CHANNELS' }
  | { readonly type: 'RECONNECT_CHANNELS' }
  /** HTLCs kept until now are looked at again, under the new behaviour. */
  | { readonly type: 'REVIEW_HELD_HTLCS' };

const toMode = (mode: NodeBehaviour['mode'], description: string) =>
  ({
    guard: { type: 'isMode', params: { mode } },
    target: `.${mode}`,
    actions: ['changeBehaviour', 'reviewHeld'],
    description,
  }) as const;

export const nodeMachine = setup({
  types: { context: {} as NodeContext, events: {} as NodeEvent, emitted: {} as NodeEffect },
  guards: {
    /** The behaviour asked for is this one. */
    isMode: ({ event }, params: { mode: NodeBehaviour['mode'] }) => {
      assertEvent(event, 'BEHAVIOUR_CHANGED');
      return event.behaviour.mode === params.mode;
    },
  },
  actions: {
    /** Remembers how HTLCs are treated from now on. */
    changeBehaviour: assign(({ event }) => {
      assertEvent(event, 'BEHAVIOUR_CHANGED');
      return { behaviour: event.behaviour };
    }),
    /** HTLCs kept until now are looked at again. */
    reviewHeld: emit({ type: 'REVIEW_HELD_HTLCS' }),
    /** The peers see the connections drop. */
    disconnect: emit({ type: 'DISCONNECT_CHANNELS' }),
    /** The peers that are there connect again. */
    reconnect: emit({ type: 'RECONNECT_CHANNELS' }),
  },
}).createMachine({
  id: 'node',
  description: 'A simulated node: reachable or not, honest or not',
  type: 'parallel',
  context: { behaviour: { mode: 'normal' } },
  states: {
    connection: {
      description: 'Whether its peers reach it',
      initial: 'online',
      states: {
        online: {
          description: 'Connected to every peer that is there',
          on: {
            NODE_WENT_OFFLINE: { target: 'offline', actions: 'disconnect', description: 'its connections drop' },
          },
        },
        offline: {
          description: 'Down; results for it wait at its peers',
          on: {
            NODE_CAME_ONLINE: { target: 'online', actions: 'reconnect', description: 'its peers connect again' },
          },
        },
      },
    },
    behaviour: {
      description: 'How it treats HTLCs',
      initial: 'normal',
      on: {
        BEHAVIOUR_CHANGED: [
          toMode('normal', 'told to be honest: what it held goes on'),
          toMode('hold', 'told to keep every HTLC'),
          toMode('fail', 'told to fail every HTLC, those it holds too'),
          toMode('resolve', 'told to fulfil every HTLC, those it holds too'),
          toMode('corrupt', 'told to garble the errors it passes back'),
        ],
      },
      states: {
        normal: { description: 'Forwards and accepts as an honest node' },
        hold: { description: 'Keeps every HTLC' },
        fail: { description: 'Fails every HTLC with a chosen message' },
        resolve: { description: 'Fulfils every HTLC with a chosen preimage' },
        corrupt: { description: 'Garbles the error onions it passes back' },
      },
    },
  },
});
