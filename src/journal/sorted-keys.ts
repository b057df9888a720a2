/**
 * Text keys in code point order, for a storage in memory.
 *
 * Invariant: what adding or reading a key costs does not grow with how many there are, beyond a logarithm: new keys are sorted
 * when someone reads, and stand in runs of which each is at least twice as long as the next, so few are ever merged.
 * A key is held once; whether it still has a value is for the storage to say.
 */

/** Code units from here on do not order as code points do (surrogates against U+E000 and up). */
const ORDERS_OTHERWISE = /[\ud800-\uffff]/;

export interface KeySeek {
  readonly from: string;
  /** Whether `from` itself counts. */
  readonly inclusive: boolean;
  /** The end, itself included. */
  readonly to: string;
  readonly reverse: boolean;
  readonly limit: number;
}

export class SortedKeys {
  /** Not looked for yet, so not sorted. */
  #fresh: string[] = [];
  #runs: string[][] = [];
  #plain = true;

  /** A key that is not there. */
  add(key: string): void {
    this.#fresh.push(key);
    if (!this.#plain || !ORDERS_OTHERWISE.test(key)) return;
    this.#plain = false;
    this.#fresh = this.#fresh.concat(...this.#runs);
    this.#runs = [];
  }

  /** Forgets the keys that are not to be kept. */
  prune(keeps: (key: string) => boolean): void {
    this.#fresh = this.#fresh.concat(...this.#runs).filter(keeps);
    this.#runs = [];
  }

  /** The next keys from a place on, at most `limit`. */
  next({ from, inclusive, to, reverse, limit }: KeySeek): string[] {
    this.#sort();
    const step = reverse ? -1 : 1;
    const heads = this.#runs.map((run) => ({ run, at: this.#place(run, from, inclusive, reverse) }));
    const found: string[] = [];
    while (found.length < limit) {
      let first: (typeof heads)[number] | undefined;
      for (const head of heads) {
        const key = head.run[head.at];
        if (key === undefined) continue;
        if (first === undefined || step * this.#compare(key, first.run[first.at] as string) < 0) first = head;
      }
      const key = first?.run[first.at];
      if (first === undefined || key === undefined || step * this.#compare(key, to) > 0) break;
      found.push(key);
      first.at += step;
    }
    return found;
  }

  #sort(): void {
    if (this.#fresh.length === 0) return;
    this.#runs.push(this.#plain ? this.#fresh.sort() : this.#fresh.sort(this.#compare));
    this.#fresh = [];
    for (;;) {
      const [before, last] = this.#runs.slice(-2);
      if (before === undefined || last === undefined || before.length >= 2 * last.length) return;
      this.#runs.splice(-2, 2, this.#merge(before, last));
    }
  }

  #merge(one: readonly string[], other: readonly string[]): string[] {
    const merged: string[] = [];
    let at = 0;
    for (const key of one) {
      while (at < other.length && this.#compare(other[at] as string, key) < 0) merged.push(other[at++] as string);
      merged.push(key);
    }
    while (at < other.length) merged.push(other[at++] as string);
    return merged;
  }

  /** Where in a run to begin: the first key from `from` on, or with `reverse` the last one up to it. */
  #place(run: readonly string[], from: string, inclusive: boolean, reverse: boolean): number {
    // Going back, what comes before counts; going on, what comes after.
    const passes = reverse === inclusive ? 0 : -1;
    let low = 0;
    let high = run.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#compare(run[middle] as string, from) <= passes) low = middle + 1;
      else high = middle;
    }
    return reverse ? low - 1 : low;
  }

  readonly #compare = (a: string, b: string): number => {
    if (a === b) return 0;
    // Range ends hold a high code point; against plain keys either order puts it last.
    if (this.#plain) return a < b ? -1 : 1;
    return Buffer.compare(Buffer.from(a), Buffer.from(b));
  };
}
