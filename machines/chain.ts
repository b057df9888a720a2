/**
 * The block chain of a simulated network: how many blocks were found since the network file was made.
 *
 * Invariant: the height only grows. All nodes see a block at once.
 */
import { assign, emit, setup } from 'xstate';

export interface ChainContext {
  readonly blocksMined: number;
}

export type ChainEvent = { readonly type: 'BLOCKS_MINED'; readonly count: number };

export const chainMachine = setup({
  types: { context: {} as ChainContext, events: {} as ChainEvent, emitted: {} as ChainEffect },
  guards: {
    /** At least one block was found. */
    isProgress: ({ event }) => event.count > 0,
  },
  actions: {
    /** Adds the blocks to the height. */
    grow: assign({ blocksMined: ({ context, event }) => context.blocksMined + event.count }),
    /** Nodes look at the deadlines of their HTLCs. */
  },
}).createMachine({
  id: 'chain',
  description: 'Blocks found since the network file was made',
  context: { blocksMined: 0 },
  initial: 'growing',
  states: {
    growing: {
      description: 'Blocks come in',
      on: { BLOCKS_MINED: { guard: 'isProgress', actions: ['grow', 'tellNodes'] } },
    },
  },
});
export type ChainMachine = typeof chainMachine;
