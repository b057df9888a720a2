/**
 * The block chain of the simulated network: its height, in the log.
 *
 * Invariant: the height is the network file's plus the blocks mined since; all nodes see it at once.
 */
import type { ChainEvent } from '../../machines/chain.ts';
import { chainKind } from '../../machines/chain-kind.ts';
import type { LoggedEvent } from '../journal/port.ts';
import { actor, type Delivering } from '../runtime/actor.ts';

export class ChainActor {
  readonly actor = actor(chainKind, {});
  readonly #startHeight: number;
  #runtime: Delivering | undefined;

  constructor(startHeight: number) {
    this.#startHeight = startHeight;
  }

  attach(runtime: Delivering): void {
    this.#runtime = runtime;
  }

  /** Whole, also over a log in which an earlier version noted part of a block. */
  get height(): number {
    return this.#startHeight + Math.floor(this.#runtime?.snapshot(chainKind, undefined).context.blocksMined ?? 0);
  }

  mine(count: number): void {
    const event: ChainEvent = { type: 'BLOCKS_MINED', count };
    this.#runtime?.deliver({ stream: chainKind.streamOf(), event: event as LoggedEvent, cause: 0 });
  }
}
