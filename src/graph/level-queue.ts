/**
 * A priority queue over two keys: lowest level first, then lowest score.
 *
 * Both keys keep all their bits, which one combined float64 would not. Most searches never leave level 0, so each level is
 * a queue of its own and the current one is at hand.
 * Invariant: `pop` gives an item of the least (level, score), provided no item is pushed below the level last popped from:
 * in a search weights are not negative, so keys only grow. Items are not unique: a node whose key fell is pushed again and
 * the caller skips the stale entry.
 */
import FlatQueue from 'flatqueue';

export class LevelQueue {
  #level = 0;
  #current = new FlatQueue<number>();
  /** Levels above the current one, as priorities; the items do not matter. */
  readonly #waitingLevels = new FlatQueue<number>();
  readonly #waiting = new Map<number, FlatQueue<number>>();

  /** Empties it and goes back to level 0. */
  clear(): void {
    this.#level = 0;
    this.#current.clear();
    this.#waitingLevels.clear();
    this.#waiting.clear();
  }

  /** Neither key may be NaN. */
  push(item: number, level: number, score: number): void {
    const queue = level === this.#level ? this.#current : this.#queueOf(level);
    queue.push(item, score);
  }

  pop(): number | undefined {
    if (this.#current.length === 0 && !this.#nextLevel()) return undefined;
    return this.#current.pop();
  }

  #nextLevel(): boolean {
    const level = this.#waitingLevels.peekValue();
    if (level === undefined) return false;
    this.#waitingLevels.pop();
    this.#level = level;
    this.#current = this.#waiting.get(level)!;
    this.#waiting.delete(level);
    return true;
  }

  #queueOf(level: number): FlatQueue<number> {
    const known = this.#waiting.get(level);
    if (known) return known;
    const fresh = new FlatQueue<number>();
    this.#waiting.set(level, fresh);
    this.#waitingLevels.push(0, level);
    return fresh;
  }
}
