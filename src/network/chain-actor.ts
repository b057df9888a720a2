/**
 * The block chain of the simulated network: its height, in the log.
 *
 * Invariant: the height is the network file's plus the blocks mined since; all nodes see it at once.
 */
import { type ChainEvent, chainMachine } from '../../machines/chain.ts';
import type { LoggedEvent } from '../journal/port.ts';
import type { ActorKind, Delivering } from '../runtime/actor-kind.ts';

const STREAM = 'chain';
const CHAIN_VERSION = 1;
/** Records after which the height is stored. */
const CHAIN_SNAPSHOT_EVERY = 100;

export class ChainActor {
  readonly kind: ActorKind<typeof chainMachine> = {
    kind: 'chain',
    machine: chainMachine,
    version: CHAIN_VERSION,
    snapshotEvery: CHAIN_SNAPSHOT_EVERY,
    isFinished: () => true,
    rows: () => [],
    perform: () => {},
  };
  readonly #startHeight: number;
  #runtime: Delivering | undefined;

  constructor(startHeight: number) {
    this.#startHeight = startHeight;
  }

  attach(runtime: Delivering): void {
    this.#runtime = runtime;
  }

  get height(): number {
    return this.#startHeight + (this.#runtime?.snapshot(this.kind, STREAM).context.blocksMined ?? 0);
  }

  mine(count: number): void {
    const event: ChainEvent = { type: 'BLOCKS_MINED', count };
    this.#runtime?.deliver({ stream: STREAM, event: event as LoggedEvent, cause: 0 });
  }
}
