/**
 * A small machine with everything that makes generation hard: a retry edge, a bounded counter, a self-loop, a guard per
 * outcome, an effect, an explicitly ignored event and a compound state.
 */
import { assign, emit, setup } from 'xstate';
import { defineModel } from '../../../src/testing/index.ts';

export const MAX_ATTEMPTS = 3;

export interface DownloadContext {
  readonly attempts: number;
  readonly receivedBytes: bigint;
}
export type DownloadEvent =
  | { readonly type: 'START' }
  | { readonly type: 'CHUNK'; readonly bytes: bigint }
  | { readonly type: 'BROKEN' }
  | { readonly type: 'RETRY' }
  | { readonly type: 'CANCEL' };

export const downloadMachine = setup({
  types: {
    context: {} as DownloadContext,
    events: {} as DownloadEvent,
    emitted: {} as { type: 'OPEN'; attempt: number } | { type: 'SAVED' },
  },
  guards: {
    attemptsLeft: ({ context }) => context.attempts < MAX_ATTEMPTS,
    isLast: ({ event }) => event.type === 'CHUNK' && event.bytes === 0n,
  },
  actions: {
    countAttempt: assign({ attempts: ({ context }) => context.attempts + 1 }),
    addBytes: assign({
      receivedBytes: ({ context, event }) => context.receivedBytes + (event.type === 'CHUNK' ? event.bytes : 0n),
    }),
    forgetBytes: assign({ receivedBytes: 0n }),
    open: emit(({ context }) => ({ type: 'OPEN' as const, attempt: context.attempts })),
    saved: emit({ type: 'SAVED' }),
  },
}).createMachine({
  id: 'download',
  context: { attempts: 0, receivedBytes: 0n },
  initial: 'idle',
  states: {
    idle: { on: { START: { target: 'active', actions: ['countAttempt', 'open'] } } },
    active: {
      initial: 'running',
      on: { CANCEL: 'cancelled', START: {} },
      states: {
        running: {
          on: {
            CHUNK: [{ guard: 'isLast', target: '#download.saved', actions: 'saved' }, { actions: 'addBytes' }],
            BROKEN: 'broken',
          },
        },
        broken: {
          entry: 'forgetBytes',
          on: { RETRY: { guard: 'attemptsLeft', target: 'running', actions: ['countAttempt', 'open'] } },
        },
      },
    },
    saved: { type: 'final' },
    cancelled: { type: 'final' },
  },
});

export const downloadModel = defineModel({
  machine: downloadMachine,
  events: [
    { type: 'START' },
    { type: 'CHUNK', bytes: 10n },
    { type: 'CHUNK', bytes: 0n },
    { type: 'BROKEN' },
    { type: 'RETRY' },
    { type: 'CANCEL' },
  ],
  abstract: ({ context }) => ({ attempts: context.attempts, anyBytes: context.receivedBytes > 0n }),
  observe: ({ context }) => ({ attempts: context.attempts, receivedBytes: context.receivedBytes }),
});
