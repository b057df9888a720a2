/**
 * Choices drawn from a seed.
 *
 * Invariant: the same seed gives the same choices in the same order, on every machine; nothing else in a simulation draws.
 * Dice with different names are independent, so that asking one more question of one does not change what another says.
 */

import type { RandomSource } from '../../../src/domain/random.ts';
import { seededRandom } from '../../../src/runtime/random.ts';

export class Dice {
  readonly #source: RandomSource;

  constructor(seed: string) {
    this.#source = seededRandom(`dice/${seed}`);
  }

  /** 0 to `count` - 1. `count` below 2^20 keeps the bias of the remainder under one in 4,000. */
  below(count: number): number {
    const [a, b, c, d] = this.#source.bytes(4) as unknown as [number, number, number, number];
    return (a * 2 ** 24 + b * 2 ** 16 + c * 2 ** 8 + d) % count;
  }

  between(least: number, most: number): number {
    return least + this.below(most - least + 1);
  }

  /** true in `percent` of 100 cases. */
  chance(percent: number): boolean {
    return this.below(100) < percent;
  }

  pick<T>(choices: readonly T[]): T {
    return choices[this.below(choices.length)] as T;
  }

  /** One key of a table of weights. */
  weighted<K extends string>(weights: Readonly<Record<K, number>>): K {
    const entries = Object.entries(weights) as [K, number][];
    let left = this.below(entries.reduce((sum, [, weight]) => sum + weight, 0));
    for (const [key, weight] of entries) {
      left -= weight;
      if (left < 0) return key;
    }
    throw new TypeError('a table of weights needs a positive one');
  }

  hex32(): string {
    return Buffer.from(this.#source.bytes(32)).toString('hex');
  }
}
