/**
 * What only a switch of another process causes: offers that are answered, in doubt, failed and fulfilled later. Ends with one
 * attempt in doubt and one on its way.
 */
import { createHash } from 'node:crypto';
import type { PaymentHash, Preimage } from '../../src/domain/ids.ts';
import { Engine } from '../../src/engine/engine.ts';
import { type MemoryJournal, openMemoryJournal } from '../../src/journal/memory.ts';
import type { Journal } from '../../src/journal/port.ts';
import { VirtualClock } from '../../src/runtime/clock.ts';
import { seededRandom } from '../../src/runtime/random.ts';
import type { HtlcOutcome } from '../../src/switch/port.ts';
import { onionRequest, selfRequest } from '../switch/outside-requests.ts';
import { type Manner, OutsideNode, OutsideSwitch } from '../switch/outside-switch.ts';
import { STORY_SEED } from './story.ts';

export async function toldOutsideStory(): Promise<Journal> {
  const clock = new VirtualClock();
  const random = seededRandom(STORY_SEED);
  const node = new OutsideNode();
  let journal = await openMemoryJournal();
  const opened = async () => {
    const outside = new OutsideSwitch(node);
    return { outside, engine: await Engine.open({ journal, network: outside, clock, random }) };
  };
  let { engine, outside } = await opened();
  const send = async (manner: Manner, request = onionRequest): Promise<void> => {
    outside.manners.push(manner);
    const paymentHash = hashOf(outside.offers.length);
    const send = { ...request(), paymentHash };
    void engine
      .node('A')
      .send(send)
      .catch(() => undefined); // answered late or never
    await turns();
  };
  const end = (offer: number, outcome: HtlcOutcome): Promise<void> => {
    const attempt = outside.offers[offer];
    if (attempt === undefined) throw new RangeError(`nothing was offered ${offer} times`);
    outside.end(attempt, outcome);
    return turns();
  };
  await send('answered');
  await end(0, { type: 'fulfilled', preimage: preimageOf(0) });
  await send('answered');
  await end(1, { type: 'failed', reason: 'ff'.repeat(292) });
  await send('refused');
  await send('answered', selfRequest);
  await send('answered');
  node.forget();
  await send('answer-lost');
  journal = await crashed(journal);
  ({ engine, outside } = await opened());
  await turns();
  return crashed(journal);
}

async function crashed(journal: MemoryJournal): Promise<MemoryJournal> {
  await journal.staged();
  journal.crash('lost');
  return openMemoryJournal({ storage: journal.storage });
}

/** Long enough for promises that wait for nothing but each other and the journal. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
}

const preimageOf = (index: number): Preimage => String(index).padStart(64, '0') as Preimage;
const hashOf = (index: number): PaymentHash =>
  createHash('sha256')
    .update(Buffer.from(preimageOf(index), 'hex'))
    .digest('hex') as PaymentHash;
