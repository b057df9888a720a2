/**
 * Test model of the log's history: imports, rollbacks noticed once and again, acceptances.
 *
 * Situations are told apart by what is doubted; epochs grow without bound and are compared.
 */
import { historyMachine } from '../../../../machines/history.ts';
import { defineModel } from '../../../testing/model.ts';

const AT_MS = 1_700_000_000_000;

export const historyModel = defineModel({
  machine: historyMachine,
  events: [
    { type: 'LOG_IMPORTED', journal: 'ab'.repeat(16), position: 9, atMs: AT_MS },
    { type: 'ROLLBACK_NOTICED', why: 'an older copy', position: 5, atMs: AT_MS },
    { type: 'ROLLBACK_NOTICED', why: 'another history', position: 6, atMs: AT_MS },
    { type: 'HISTORY_ACCEPTED', from: 7, base: 1_024, atMs: AT_MS },
  ],
  abstract: ({ context }) => context.doubt,
  observe: ({ context }) => context,
  isGoal: ({ context }) => context.doubt === null,
});
