/**
 * Timers for streams that must hear when their time is up: the deadlines are in their logs, the timers only in memory.
 *
 * Invariant: one timer per stream; setting the same deadline again changes nothing.
 */
import type { Clock } from '../domain/clock.ts';

export class Deadlines {
  readonly #clock: Clock;
  readonly #passed: (stream: string) => void;
  readonly #timers = new Map<string, { readonly atMs: number; readonly cancel: () => void }>();

  constructor(clock: Clock, passed: (stream: string) => void) {
    this.#clock = clock;
    this.#passed = passed;
  }

  set(stream: string, atMs: number): void {
    if (this.#timers.get(stream)?.atMs === atMs) return;
    this.cancel(stream);
    const cancel = this.#clock.after(Math.max(0, atMs - this.#clock.nowMs()), () => {
      this.#timers.delete(stream);
      this.#passed(stream);
    });
    this.#timers.set(stream, { atMs, cancel });
  }

  cancel(stream: string): void {
    this.#timers.get(stream)?.cancel();
    this.#timers.delete(stream);
  }

  close(): void {
    for (const { cancel } of this.#timers.values()) cancel();
    this.#timers.clear();
  }
}
