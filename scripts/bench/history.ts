/**
 * A database with a long history of payments, written quickly.
 *
 * The finished payments are real ones, renamed: their own records, and the rows the real fold makes of them. Most are complete, one in
 * FAILED_EVERY failed. Records of channels and invoices are left out, as nothing measured reads them; the pending ones are real, held
 * by their payee.
 */
import { paymentKind } from '../../machines/payment-kind.ts';
import { projector } from '../../src/engine/import-engine.ts';
import type { SimulatedEngine } from '../../src/engine/simulated-engine.ts';
import type { Journal, JournalRecord } from '../../src/journal/port.ts';
import { type Lanes, openLanes, type Prepared, prepare } from './lanes.ts';

export const PENDING = 100;
const FAILED_EVERY = 100;
/** Payments between two waits for the disk. */
const BATCH = 5_000;

export async function writeHistory(lanes: Lanes, finished: number): Promise<void> {
  const engine = await openLanes(lanes);
  const [good, bad] = (await prepare(engine, lanes, 2, 'template')) as [Prepared, Prepared];
  const complete = await logged(engine, good);
  const { send } = bad.request;
  const failed = await logged(engine, {
    ...bad,
    request: { ...bad.request, send: { ...send, paymentSecret: '00'.repeat(32) } as typeof send },
  });
  const project = projector(engine.journal);
  for (let i = 0; i < finished; i++) {
    appendRenamed(engine.journal, i % FAILED_EVERY === 0 ? failed : complete, i, project);
    if (i % BATCH === 0) await engine.journal.durable(engine.journal.position);
  }
  engine.network.simulation.hold(good.payee);
  for (const { payer, request } of await prepare(engine, lanes, PENDING, 'pending')) void payer.send(request);
  await engine.close();
}

interface Template {
  readonly hash: string;
  readonly records: readonly JournalRecord[];
}

/** What a payment left in its stream. */
async function logged(engine: SimulatedEngine, { payer, request }: Prepared): Promise<Template> {
  const { paymentHash } = request;
  await payer.send(request);
  await payer.wait({ paymentHash });
  const stream = paymentKind.streamOf({ node: payer.id, paymentHash });
  return { hash: paymentHash, records: engine.journal.readStreamFromStart(stream) };
}

/** The two templates have the first two indexes. */
const FIRST_INDEX = 3;

function appendRenamed(
  journal: Journal,
  { hash, records }: Template,
  index: number,
  project: (record: JournalRecord) => void,
): void {
  const renamed = index.toString(16).padStart(hash.length, '0');
  for (const { stream, event, version, timeMs } of records) {
    const numbered = {
      ...event,
      ...('createdIndex' in event ? { createdIndex: index + FIRST_INDEX } : {}),
      ...('updatedIndex' in event ? { updatedIndex: index + FIRST_INDEX } : {}),
    };
    project(journal.append({ stream: stream.replace(hash, renamed), event: numbered, version, timeMs, cause: 0 }));
  }
}
