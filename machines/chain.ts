/**
 * The block chain of a simulated network: how many blocks were found since the network file was made.
 *
 * Invariant: the height only grows. All nodes see a block at once.
 */
import { assign, setup } from 'xstate';

export interface ChainContext {
  readonly blocksMined: number;
}

export type ChainEvent = { readonly type: 'BLOCKS_MINED'; readonly count: number };

export const chainMachine = setup({
  types: { context: {} as ChainContext, events: {} as ChainEvent },
  guards: {
    /** At least one block was found. */
    isProgress: ({ event }) => event.count > 0,
  },
  actions: {
    /** Adds the blocks to the height. */
    grow: assign({ blocksMined: ({ context, event }) => context.blocksMined + event.count }),
  },
}).createMachine({
  id: 'chain',
  description: 'Blocks found since the network file was made',
  context: { blocksMined: 0 },
  initial: 'growing',
  states: {
    growing: {
      description: 'Blocks come in',
      on: { BLOCKS_MINED: { guard: 'isProgress', actions: 'grow', description: 'blocks are found: the height grows' } },
    },
  },
});
