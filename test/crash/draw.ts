/** Draws from a seed, as the crash campaign needs them. The order of draws is fixed per client, not across clients. */

import type { RandomSource } from '../../src/domain/random.ts';
import { seededRandom } from '../../src/runtime/random.ts';

export class Draw {
  readonly #random: RandomSource;

  constructor(seed: string) {
    this.#random = seededRandom(seed);
  }

  /** A whole number from `min` to `max`, both included. */
  between(min: number, max: number): number {
    const share = Buffer.from(this.#random.bytes(4)).readUInt32LE() / 2 ** 32;
    return min + Math.floor(share * (max - min + 1));
  }

  of<T>(items: readonly T[]): T {
    return items[this.between(0, items.length - 1)] as T;
  }

  oneIn(count: number): boolean {
    return this.between(1, count) === 1;
  }
}
