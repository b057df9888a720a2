/**
 * A node's history of payments, made up: parts sent, ended, deleted, over a few payment_hashes, each record projected as the engine
 * would. Nothing is in flight anywhere, so listings can be asked about any history at once.
 */
import type { PaymentContext, PaymentEvent } from '../../machines/payment.ts';
import { paymentMachine } from '../../machines/payment.ts';
import { paymentKind } from '../../machines/payment-kind.ts';
import type { PaymentHash } from '../../src/domain/ids.ts';
import type { Part } from '../../src/domain/payment-part.ts';
import { projector } from '../../src/engine/import-engine.ts';
import { openMemoryJournal } from '../../src/journal/memory.ts';
import { MemoryStorage } from '../../src/journal/memory-storage.ts';
import type { Journal, JournalRecord } from '../../src/journal/port.ts';
import type { StorageView } from '../../src/journal/storage.ts';
import { Listing } from '../../src/payments/listing.ts';
import { listpays, listsendpays } from '../../src/rpc/commands/all.ts';
import { parseTokens } from '../../src/rpc/json-token.ts';
import { type JsonValue, jsonOf, writeJson } from '../../src/rpc/json-value.ts';
import { wholeAnswer } from '../../src/rpc/list-answer.ts';
import { Fold } from '../../src/runtime/fold.ts';
import { NODE_A, PREIMAGE, sentPart } from '../support/parts.ts';

/** Counts what is read. */
export class CountingStorage extends MemoryStorage {
  touched = 0;

  override view(): StorageView {
    const view = super.view();
    const count = (): void => void this.touched++;
    return {
      ...view,
      getMany(keys) {
        for (const _ of keys) count();
        return view.getMany(keys);
      },
      async *scan(range, options) {
        for await (const chunk of view.scan(range, options)) {
          for (const _ of chunk) count();
          yield chunk;
        }
      },
    };
  }
}

const COMMANDS = { listsendpays, listpays };

export class PaymentHistory {
  readonly storage: CountingStorage;
  readonly journal: Journal;
  readonly #fold = new Fold(paymentMachine);
  readonly #states = new Map<PaymentHash, ReturnType<Fold<typeof paymentMachine>['step']>['snapshot']>();
  readonly #project: (record: JournalRecord) => void;
  readonly #listing: Listing;
  readonly #indexes = { created: 0, updated: 0, deleted: 0 };

  private constructor(storage: CountingStorage, journal: Journal) {
    this.storage = storage;
    this.journal = journal;
    this.#project = projector(journal);
    this.#listing = new Listing({ node: NODE_A, journal, partsOf: (hash) => this.partsOf(hash) });
  }

  static async begin(): Promise<PaymentHistory> {
    const storage = new CountingStorage();
    return new PaymentHistory(storage, await openMemoryJournal({ storage }));
  }

  get hashes(): readonly PaymentHash[] {
    return [...this.#states.keys()];
  }

  partsOf(hash: PaymentHash): readonly Part[] {
    return (this.#states.get(hash)?.context as PaymentContext | undefined)?.parts ?? [];
  }

  send(hash: PaymentHash, groupid: bigint, partid: bigint): void {
    const totalMsat = partid === 0n ? 1_000n : 5_000n;
    const part = sentPart({ groupid, partid, totalMsat, createdIndex: this.#indexes.created + 1 });
    if (this.#take(hash, { type: 'PART_SENT', ...part })) this.#indexes.created++;
  }

  end(hash: PaymentHash, { groupid, partid }: Part, as: 'complete' | 'failed'): void {
    const end = { groupid, partid, updatedIndex: this.#indexes.updated + 1, atMs: 2_000 };
    const failure = { code: 204, message: 'failed' };
    const took = this.#take(
      hash,
      as === 'complete'
        ? { type: 'PART_FULFILLED', ...end, preimage: PREIMAGE }
        : { type: 'PART_FAILED', ...end, failure },
    );
    if (took) this.#indexes.updated++;
  }

  delete(hash: PaymentHash, status: 'complete' | 'failed'): void {
    const gone = this.partsOf(hash).filter((part) => part.status === status).length;
    const deleted = { type: 'PARTS_DELETED', status, deletedBefore: this.#indexes.deleted, atMs: 3_000 } as const;
    if (this.#take(hash, deleted)) this.#indexes.deleted += gone;
  }

  /** What a command answers; its list. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of any shape
  async list(command: keyof typeof COMMANDS, params: JsonValue): Promise<any[]> {
    const context = { node: { operated: this.#listing }, params: parseTokens(writeJson(params), 10) };
    const answer = await COMMANDS[command].call(context as never);
    if (!('list' in answer)) throw new Error(`${command} ${writeJson(params)} answered ${JSON.stringify(answer)}`);
    const { result } = await wholeAnswer(answer);
    const [list] = Object.values(jsonOf(parseTokens(writeJson(result), 10)) as object);
    return list;
  }

  durable(): Promise<void> {
    return this.journal.durable(this.journal.position);
  }

  /** false if the machine has nothing to say to it. */
  #take(hash: PaymentHash, event: PaymentEvent): boolean {
    const before = this.#states.get(hash) ?? this.#fold.initial;
    const { snapshot } = this.#fold.step(before, event);
    if (snapshot === before) return false;
    this.#states.set(hash, snapshot);
    const stream = paymentKind.streamOf({ node: NODE_A, paymentHash: hash });
    this.#project(this.journal.append({ stream, event: event as never, version: 1, timeMs: 0, cause: 0 }));
    return true;
  }
}
