/**
 * A virtual clock on which HTLCs overtake each other.
 *
 * Invariant: everything but the network's latency falls due exactly when asked; an HTLC takes from nothing to twice the
 * latency, as the dice say. Does not move by itself.
 */
import { VirtualClock } from '../../../src/runtime/clock.ts';
import type { Dice } from './dice.ts';

export class JitteredClock extends VirtualClock {
  readonly #latencyMs: number;
  readonly #dice: Dice;

  constructor(startMs: number, latencyMs: number, dice: Dice) {
    super(startMs);
    this.#latencyMs = latencyMs;
    this.#dice = dice;
  }

  override after(delayMs: number, task: () => void): () => void {
    return super.after(delayMs === this.#latencyMs ? this.#dice.below(2 * delayMs + 1) : delayMs, task);
  }
}
