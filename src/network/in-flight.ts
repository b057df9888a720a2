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
  #waiters: (() => void)[] = [];

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

  settled(): Promise<void> {
    if (this.#isSettled) return Promise.resolve();
    return new Promise((resolve) => this.#waiters.push(resolve));
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
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const wake of waiters) wake();
  }
}
