/**
 * Test model of the block chain: blocks found, one or several at once, and a report of none.
 *
 * Every height behaves alike, so there is one situation; the height itself is compared.
 */
import { chainMachine } from '../../../../machines/chain.ts';
import { defineModel } from '../../../testing/model.ts';

export const chainModel = defineModel({
  machine: chainMachine,
  events: [
    { type: 'BLOCKS_MINED', count: 1 },
    { type: 'BLOCKS_MINED', count: 6 },
    { type: 'BLOCKS_MINED', count: 0 },
  ],
  abstract: () => ({}),
  observe: ({ context }) => context,
  isGoal: () => true,
});
