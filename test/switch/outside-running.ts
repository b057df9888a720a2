/** Engines over `OutsideSwitch`: brought up, sending, and after a crash on what was durable and a new connection to the same node. */
import { createHash } from 'node:crypto';
import type { PaymentHash, Preimage } from '../../src/domain/ids.ts';
import { Engine } from '../../src/engine/engine.ts';
import { type MemoryJournal, openMemoryJournal } from '../../src/journal/memory.ts';
import { VirtualClock } from '../../src/runtime/clock.ts';
import type { HtlcOutcome } from '../../src/switch/port.ts';
import { onionRequest } from './outside-requests.ts';
import { OutsideNode, OutsideSwitch } from './outside-switch.ts';

export const PREIMAGE = '42'.repeat(32) as Preimage;
export const HASH = createHash('sha256').update(Buffer.from(PREIMAGE, 'hex')).digest('hex') as PaymentHash;
export const paid: HtlcOutcome = { type: 'fulfilled', preimage: PREIMAGE };
export const failed: HtlcOutcome = { type: 'failed', reason: 'ff'.repeat(292) };
export const REQUEST = onionRequest({ paymentHash: HASH });

/** Long enough for promises that wait for nothing but each other. */
export const turns = async (): Promise<void> => {
  for (let i = 0; i < 5; i++) await new Promise((resolve) => setImmediate(resolve));
};

export interface Running {
  readonly engine: Engine<OutsideSwitch>;
  readonly outside: OutsideSwitch;
  readonly journal: MemoryJournal;
  readonly clock: VirtualClock;
}

export async function up(node = new OutsideNode(), storage?: MemoryJournal['storage']): Promise<Running> {
  const journal = await openMemoryJournal({ flush: 'manual', ...(storage ? { storage } : {}) });
  const outside = new OutsideSwitch(node);
  const clock = new VirtualClock();
  return { engine: await Engine.open({ journal, network: outside, clock }), outside, journal, clock };
}

/** Sends, and makes what is staged durable until nothing more comes. */
export async function send({ engine, journal }: Running, request = REQUEST): Promise<void> {
  const sent = engine.node('A').send(request);
  await flushed(journal);
  await sent;
}

export async function flushed(journal: MemoryJournal): Promise<void> {
  for (let position = -1; position !== journal.durablePosition; ) {
    position = journal.durablePosition;
    journal.flush();
    await turns();
  }
}

/** The process dies; another comes up on what was durable, over a new connection to the same node. */
export async function restarted({ journal, outside }: Running, staged: 'lost' | 'written' = 'lost'): Promise<Running> {
  journal.crash(staged);
  await turns();
  const next = await up(outside.node, journal.storage);
  await flushed(next.journal);
  return next;
}

export const stateOf = ({ engine }: Running, hash = HASH): string => {
  const part = engine.node('A').parts(hash).at(-1);
  return part === undefined ? 'nothing' : part.doubt === undefined ? part.status : `${part.status}: ${part.doubt}`;
};
export const events = ({ journal }: Running): string[] =>
  Array.from({ length: journal.position }, (_, i) => journal.record(i + 1)?.event.type as string);
