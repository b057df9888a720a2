/**
 * Long work in short turns: whoever reads a long list lets others have the event loop again and again.
 *
 * Invariant: between two breaths no more than SLICE_MS and one item pass, so nobody else waits longer for a list of any length.
 */

/** A tenth of what another client's `getinfo` may take (20 ms at the 99th percentile), for several lists and a collection of garbage. */
const SLICE_MS = 2;

export class Pace {
  #startedMs = performance.now();

  /** Whether others have waited long enough. */
  get isDue(): boolean {
    return performance.now() - this.#startedMs >= SLICE_MS;
  }

  /** Lets everything that is ready run first. */
  async breathe(): Promise<void> {
    await new Promise(setImmediate);
    this.#startedMs = performance.now();
  }
}
