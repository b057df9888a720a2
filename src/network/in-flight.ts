/**
 * Counts what moves: HTLCs in channels, and those on their way to the next node.
 *
 * Invariant: `settled` resolves exactly when both counts are zero. With a latency of 0 an HTLC arrives in the turn it was
 * added, so a whole payment is one cascade.
 */
import type { Clock } from '../domain/clock.ts';

export class InFlight {
  readonly #clock: Clock;
  readonly #latencyMs: number;
  readonly #timers = new Set<() => void>();
  #htlcs = 0;
  readonly #waiters = new Set<() => void>();

  constructor(clock: Clock, latencyMs: number) {
    this.#clock = clock;
    this.#latencyMs = latencyMs;
  }

  /** HTLCs in channels now. */
  get htlcs(): number {
    return this.#htlcs;
  }

  added(): void {
    this.#htlcs++;
  }

  removed(): void {
    this.#htlcs--;
    this.#wake();
  }

  /** Runs `arrive` once the HTLC has reached the next node. */
  travel(arrive: () => void): void {
    if (this.#latencyMs === 0) {
      arrive();
      return;
    }
    const cancel = this.#clock.after(this.#latencyMs, () => {
      this.#timers.delete(cancel);
      arrive();
      this.#wake();
    });
    this.#timers.add(cancel);
  }

  /** Resolves once nothing moves, or when the signal fires. */
  settled(signal?: AbortSignal): Promise<void> {
    if (this.#isSettled || signal?.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const end = (): void => {
        this.#waiters.delete(end);
        signal?.removeEventListener('abort', end);
        resolve();
      };
      signal?.addEventListener('abort', end);
      this.#waiters.add(end);
    });
  }

  /** Those who wait for it now. */
  get waiterCount(): number {
    return this.#waiters.size;
  }

  close(): void {
    for (const cancel of this.#timers) cancel();
    this.#timers.clear();
  }

  get #isSettled(): boolean {
    return this.#htlcs === 0 && this.#timers.size === 0;
  }

  #wake(): void {
    if (!this.#isSettled) return;
    for (const wake of [...this.#waiters]) wake();
  }
}
