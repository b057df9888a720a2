/**
 * A whole engine on LevelDB in a folder of its own, as a payment plan sees it.
 *
 * Every middle node holds what reaches it, so a part stays in flight until the plan ends it. What no network does (a
 * result that comes twice, a preimage after a failure) is delivered at the payment actor's door, where the Switch port's
 * "at least once" lets it arrive; so is what only a switch outside the journal says (that it took an offer, that it cannot say
 * what became of it). What is looked at is what listings and the actor show, and is durable.
 */
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type PaymentEvent, partOf, paymentMachine } from '../../../../machines/payment.ts';
import { paymentKind } from '../../../../machines/payment-kind.ts';
import { given } from '../../../domain/given.ts';
import type { PaymentHash, Preimage } from '../../../domain/ids.ts';
import type { Engine } from '../../../engine/engine.ts';
import { openSimulatedEngine } from '../../../engine/simulated-engine.ts';
import { openLevelJournal } from '../../../journal/level.ts';
import type { SimulatedNetwork } from '../../../network/simulated-network.ts';
import type { OperatedNode } from '../../../payments/operated-node.ts';
import { snapshotOf } from '../../../runtime/fold.ts';
import { seededRandom } from '../../../runtime/random.ts';
import type { NotRunnable, Observation } from '../../../testing/driver.ts';
import { stateName } from '../../../testing/stepper.ts';
import { notRunnable, type PaymentSystem, type SeenRow, seenPart } from './payment-driver.ts';
import { CLTV_DELTA, FEE_MSAT, FINAL_DELAY, LANES, type Lane, lanes, PAYEE, PAYER, STAR } from './star-network.ts';

type Of<T extends PaymentEvent['type']> = Extract<PaymentEvent, { type: T }>;

const preimage = createHash('sha256').update('sendpay/testing/preimage').digest();
const PREIMAGE = preimage.toString('hex') as Preimage;
const HASH = createHash('sha256').update(preimage).digest('hex') as PaymentHash;
/** Of parts of a set; the payee never reads it. */
const PAYMENT_SECRET = '55'.repeat(32);
/** temporary_channel_failure without a channel_update. */
const FAILURE_MESSAGE = '10070000';

export class EngineSystem implements PaymentSystem {
  readonly #folder: string;
  #generation = 0;
  #engine: Engine<SimulatedNetwork>;

  private constructor(folder: string, engine: Engine<SimulatedNetwork>) {
    this.#folder = folder;
    this.#engine = engine;
  }

  static async open(): Promise<EngineSystem> {
    const folder = mkdtempSync(join(tmpdir(), 'sendpay-testrun-'));
    const system = new EngineSystem(folder, await openEngine(folder, 0));
    for (const { middle } of lanes) system.#engine.network.simulation.hold(middle);
    return system;
  }

  async send(event: Of<'PART_SENT'>): Promise<NotRunnable | undefined> {
    const { groupid, partid, amountMsat, totalMsat } = event;
    const lane = lanes[Number(partid)];
    if (lane === undefined) return notRunnable(`the test network has no way for partid ${partid}`);
    const sentMsat = amountMsat + FEE_MSAT;
    const answer = await this.#node.send({
      paymentHash: HASH,
      groupid,
      partid,
      amountMsat,
      totalMsat,
      sentMsat,
      destination: PAYEE,
      send: {
        kind: 'route',
        ids: [lane.middle, PAYEE],
        channels: [lane.toMiddle, lane.toPayee],
        amountsMsat: [sentMsat, amountMsat],
        delays: [FINAL_DELAY + CLTV_DELTA, FINAL_DELAY],
        paymentSecret: PAYMENT_SECRET,
      },
    });
    if (answer.type === 'first-hop-refused') throw new Error(`the test network refused: ${answer.refusal.detail}`);
    return undefined;
  }

  fulfil(event: Of<'PART_FULFILLED'>): Promise<undefined> {
    return this.#end({ ...event, preimage: PREIMAGE }, ({ middle }) =>
      this.#engine.network.simulation.hold(middle, { mode: 'resolve', preimage: PREIMAGE }),
    );
  }

  fail(event: Of<'PART_FAILED'>): Promise<undefined> {
    return this.#end(event, ({ middle }) =>
      this.#engine.network.simulation.hold(middle, { mode: 'fail', failureMessage: FAILURE_MESSAGE }),
    );
  }

  async note(event: Of<'PART_ANSWERED'> | Of<'PART_IN_DOUBT'>): Promise<undefined> {
    const { payments, journal } = this.#engine;
    payments.deliver(this.#node.id, HASH, event);
    await journal.durable(journal.position);
  }

  async forget({ status, part }: Of<'PARTS_DELETED'>): Promise<undefined> {
    await this.#node.deleteParts(HASH, status, part);
  }

  async look(): Promise<Observation> {
    const { runtime, journal } = this.#engine;
    await journal.durable(journal.position);
    const snapshot = runtime.snapshot(paymentKind, { node: this.#node.id, paymentHash: HASH });
    const rows: SeenRow[] = [];
    for await (const row of this.#node.rows({}))
      rows.push({ ...row, ...given({ answer: partOf(snapshot.context, row)?.answer }) });
    return {
      kind: 'observed',
      state: stateName(snapshotOf(paymentMachine, snapshot)),
      data: { parts: rows.map(seenPart), tombstones: snapshot.context.tombstones.map(seenPart) },
    };
  }

  /** The process dies and another comes up on the database as it lay on disk. */
  async crash(): Promise<void> {
    const left = databaseIn(this.#folder, this.#generation);
    this.#generation++;
    copyOfOneMoment(left, databaseIn(this.#folder, this.#generation));
    await this.#engine.close();
    this.#engine = await openEngine(this.#folder, this.#generation);
  }

  async close(): Promise<void> {
    await this.#engine.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  get #node(): OperatedNode {
    return this.#engine.node(PAYER);
  }

  /** The network ends the part if it is in flight; else the result is one that comes again, or late. */
  async #end(event: Of<'PART_FULFILLED'> | Of<'PART_FAILED'>, settle: (lane: Lane) => void): Promise<undefined> {
    const { payments, network, journal } = this.#engine;
    const { groupid, partid } = event;
    const { id } = this.#node;
    if (partOf(payments.context(id, HASH), event)?.status === 'pending') {
      const lane = lanes[Number(partid) % LANES] as Lane;
      settle(lane);
      await this.#node.wait({ paymentHash: HASH, groupid, partid });
      network.simulation.hold(lane.middle);
    } else {
      const updatedIndex = payments.counter(id, 'updated') + 1;
      payments.deliver(id, HASH, { ...event, updatedIndex });
    }
    await journal.durable(journal.position);
  }
}

const databaseIn = (folder: string, generation: number): string => join(folder, `journal-${generation}`);

/** LevelDB tidies up in threads of its own: a copy during which a file came, grew or went is none of a crash, and is taken anew. */
function copyOfOneMoment(from: string, to: string): void {
  for (;;) {
    try {
      const before = filesIn(from);
      cpSync(from, to, { recursive: true });
      if (filesIn(from) === before) return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
    rmSync(to, { recursive: true, force: true });
  }
}

/** Names and sizes. */
const filesIn = (folder: string): string =>
  readdirSync(folder)
    .map((name) => `${name} ${statSync(join(folder, name)).size}`)
    .sort()
    .join('\n');

async function openEngine(folder: string, generation: number): Promise<Engine<SimulatedNetwork>> {
  return openSimulatedEngine({
    journal: await openLevelJournal({ dir: databaseIn(folder, generation) }),
    network: STAR,
    operate: [PAYER],
    random: seededRandom(`testrun/${generation}`),
  });
}
