/**
 * The least work the same payments could cost: the onions alone, the machines alone, LevelDB alone.
 *
 * Invariant: each ceiling does what the engine does with the same bytes or events and nothing else, in the same process
 * and minute as the figure it stands beside.
 */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { AnyStateMachine } from 'xstate';
import { kindNameOf, type StateOf } from '../../machines/kind.ts';
import { KINDS } from '../../machines/kinds.ts';
import { constructOnion, curve, encodeHopPayload, peelOnion } from '../../src/bolt/index.ts';
import { LevelStorage } from '../../src/journal/level-storage.ts';
import type { Journal, JournalRecord } from '../../src/journal/port.ts';
import type { StorageWrite } from '../../src/journal/storage.ts';
import { Fold } from '../../src/runtime/fold.ts';
import { secondsOf } from './row.ts';

const HOPS = 3;

/** Seconds per payment for its onion: built once, peeled by every hop. */
export async function onionSeconds(payments: number): Promise<number> {
  const keys = Array.from({ length: HOPS }, () => randomBytes(32));
  const hops = keys.map((key, i) => ({ pubkey: curve.publicKey(key), payload: payload(i) }));
  const one = (): void => {
    const associatedData = randomBytes(32);
    let { packet } = constructOnion({ hops, sessionKey: randomBytes(32), associatedData });
    for (const privateKey of keys) {
      const peeled = peelOnion({ packet, privateKey, associatedData });
      if (peeled.type === 'bad') throw new Error('a bad onion');
      if (peeled.type === 'forward') packet = peeled.next;
    }
  };
  for (let i = 0; i < payments / 10; i++) one();
  const seconds = await secondsOf(() => {
    for (let i = 0; i < payments; i++) one();
  });
  return seconds / payments;
}

function payload(hop: number): Uint8Array {
  const amounts = { amtToForwardMsat: 100_000n, outgoingCltv: 800_000 };
  return hop === HOPS - 1
    ? encodeHopPayload({
        type: 'final',
        ...amounts,
        paymentData: { paymentSecret: randomBytes(32), totalMsat: 100_000n },
      })
    : encodeHopPayload({ type: 'forward', ...amounts, shortChannelId: 1n });
}

/** The machines alone: folds the records it is given, states in a map, effects dropped. */
export class BareFold {
  readonly #folds: ReadonlyMap<string, Fold<AnyStateMachine>>;
  readonly #states = new Map<string, StateOf<AnyStateMachine>>();

  constructor() {
    this.#folds = new Map(KINDS.map((kind) => [kind.name, new Fold<AnyStateMachine>(kind.machine)]));
  }

  /** Machines whose charts are not compiled, and why. */
  get byXState(): string[] {
    return [...this.#folds.values()].flatMap(({ notCompiled }) => notCompiled ?? []);
  }

  /** Seconds to fold the next records of the log. */
  seconds(records: readonly JournalRecord[]): Promise<number> {
    return secondsOf(() => {
      for (const { stream, event } of records) {
        const fold = this.#folds.get(kindNameOf(stream)) as Fold<AnyStateMachine>;
        const state = this.#states.get(stream) ?? fold.initial;
        this.#states.set(stream, fold.step(state, event as never).snapshot);
      }
    });
  }
}

/** Seconds for LevelDB to take everything in a closed journal again, in fsynced batches of `batchWrites`. */
export async function levelSeconds(journalDir: string, target: string, batchWrites: number): Promise<number> {
  const source = await LevelStorage.open(journalDir);
  const writes: StorageWrite[] = [];
  for await (const chunk of source.scan({ gte: ' ', lte: '\u{10ffff}' })) writes.push(...chunk);
  await source.close();
  const bare = await LevelStorage.open(join(target, `bare-${batchWrites}`));
  const seconds = await secondsOf(async () => {
    for (let from = 0; from < writes.length; from += batchWrites)
      await bare.write(writes.slice(from, from + batchWrites));
  });
  await bare.close();
  return seconds;
}

/** Writes per batch while a journal is in use: listens to it until `stop`. */
export function batchSizes(journal: Journal): { mean: () => number; stop: () => void } {
  let batches = 0;
  let records = 0;
  const stop = journal.onDurable((_position, written) => {
    batches++;
    records += written.length;
  });
  return { mean: () => Math.max(1, Math.round(records / Math.max(1, batches))), stop };
}
