/**
 * A priority queue over two keys: lowest level first, then lowest score.
 *
 * Invariant: `pop` gives an item of the least (level, score) in lexicographic order. Both keys keep all their bits, which
 * one combined float64 would not. Most searches stay in a single level, so each level is a queue of its own and the
 * current one is at hand. Items are not unique: a node whose key fell is pushed again and the caller skips the stale one.
 */
import FlatQueue from 'flatqueue';

export class LevelQueue {
  readonly #levels = new FlatQueue<number>();
  readonly #queues = new Map<number, FlatQueue<number>>();
  readonly #spare: FlatQueue<number>[] = [];
  #level = Number.NaN;
  #current = new FlatQueue<number>();

  clear(): void {
    for (const queue of this.#queues.values()) this.#retire(queue);
    this.#queues.clear();
    this.#levels.clear();
    this.#level = Number.NaN;
    // The current queue may just have been retired: kept as current too, it would be popped as if it were the least level.
    this.#current = this.#spare.pop() ?? new FlatQueue<number>();
  }

  /** Level and score must not be NaN. */
  push(item: number, level: number, score: number): void {
    if (level === this.#level) this.#current.push(item, score);
    else this.#queueOf(level).push(item, score);
  }

  pop(): number | undefined {
    // A level below the current one cannot appear: weights are not negative, so keys only grow along a search.
    if (this.#current.length === 0 && !this.#nextLevel()) return undefined;
    return this.#current.pop();
  }

  #nextLevel(): boolean {
    this.#queues.delete(this.#level);
    const next = this.#levels.peekValue();
    if (next === undefined) {
      this.#level = Number.NaN;
      return false;
    }
    this.#levels.pop();
    this.#retire(this.#current);
    this.#level = next;
    this.#current = this.#queues.get(next)!;
    return true;
  }

  #queueOf(level: number): FlatQueue<number> {
    const known = this.#queues.get(level);
    if (known) return known;
    const fresh = this.#spare.pop() ?? new FlatQueue<number>();
    this.#queues.set(level, fresh);
    this.#levels.push(0, level);
    return fresh;
  }

  #retire(queue: FlatQueue<number>): void {
    queue.clear();
    this.#spare.push(queue);
  }
}
