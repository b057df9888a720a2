/**
 * Whether a log is all that happened: one copied back, or imported, may lack what was sent since. Stream `history`.
 *
 * Invariants: a doubt ends only by acceptance; each acceptance begins an epoch with attempt numbers no epoch before it used
 * (`src/domain/attempt-numbers.ts`). Does not find out whether the log was rolled back: who opens it does.
 */
import { assertEvent, assign, setup } from 'xstate';
import type { Epoch } from '../src/domain/attempt-numbers.ts';
import type { Position } from '../src/domain/log-record.ts';

export type HistoryDoubt =
  /** It was made from an export, which says from which journal unless it is an old one. */
  | { readonly type: 'imported'; readonly journal?: string; readonly position: Position }
  /** It lacks what was noted outside of it, or says something else there. */
  | { readonly type: 'rolled-back'; readonly why: string; readonly position: Position };

export interface HistoryContext {
  readonly doubt: HistoryDoubt | null;
  /** Begun by acceptances, the first first. Before them numbers are positions. */
  readonly epochs: readonly Epoch[];
}

export type HistoryEvent =
  | {
      readonly type: 'LOG_IMPORTED';
      readonly journal?: string;
      /** The last position of what was imported. */
      readonly position: Position;
      readonly atMs: number;
    }
  | {
      readonly type: 'ROLLBACK_NOTICED';
      readonly why: string;
      /** Where the log ended when it was noticed. */
      readonly position: Position;
      readonly atMs: number;
    }
  | ({ readonly type: 'HISTORY_ACCEPTED'; readonly atMs: number } & Epoch);

export const historyMachine = setup({
  types: { context: {} as HistoryContext, events: {} as HistoryEvent },
  guards: {
    /** The reason is not the one noted already. */
    isNewDoubt: ({ context, event }) => {
      assertEvent(event, 'ROLLBACK_NOTICED');
      return context.doubt?.type !== 'rolled-back' || context.doubt.why !== event.why;
    },
  },
  actions: {
    /** Notes that the log came from an export. */
    noteImport: assign(({ event }) => {
      assertEvent(event, 'LOG_IMPORTED');
      const { journal, position } = event;
      return { doubt: { type: 'imported' as const, position, ...(journal === undefined ? {} : { journal }) } };
    }),
    /** Notes what the log lacks. */
    noteRollback: assign(({ event }) => {
      assertEvent(event, 'ROLLBACK_NOTICED');
      return { doubt: { type: 'rolled-back' as const, why: event.why, position: event.position } };
    }),
    /** The log is taken as it is: a new epoch of attempt numbers begins. */
    beginEpoch: assign(({ context, event }) => {
      assertEvent(event, 'HISTORY_ACCEPTED');
      return { doubt: null, epochs: [...context.epochs, { from: event.from, base: event.base }] };
    }),
  },
}).createMachine({
  id: 'history',
  description: 'Whether the log is all that happened',
  context: { doubt: null, epochs: [] },
  initial: 'whole',
  states: {
    whole: {
      description: 'Nothing says that something is missing',
      on: {
        LOG_IMPORTED: {
          target: 'doubtful',
          actions: 'noteImport',
          description: 'made from an export, which may be old',
        },
        ROLLBACK_NOTICED: {
          target: 'doubtful',
          actions: 'noteRollback',
          description: 'it lacks what was noted outside of it',
        },
      },
    },
    doubtful: {
      description: 'It may lack what was sent: nothing more is sent until it is accepted',
      on: {
        LOG_IMPORTED: { actions: 'noteImport', description: 'made from an export of such a log' },
        ROLLBACK_NOTICED: { guard: 'isNewDoubt', actions: 'noteRollback', description: 'it lacks something else' },
        HISTORY_ACCEPTED: {
          target: 'whole',
          actions: 'beginEpoch',
          description: 'the operator takes it as it is: the node is asked about what is sent from now on',
        },
      },
    },
  },
});
