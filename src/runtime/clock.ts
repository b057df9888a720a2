/**
 * Clocks: the machine's, and a virtual one that a test or simulation advances.
 *
 * Invariant of the virtual clock: tasks run in order of their time, those of one time in the order they were set; time
 * only moves through `advance`. Neither clock keeps the process alive by itself.
 */
import FlatQueue from 'flatqueue';
import type { Clock } from '../domain/clock.ts';

/** setTimeout's largest delay; a longer one would fire at once. */
export const MAX_TIMER_MS = 2 ** 31 - 1;

export const systemClock: Clock = {
  nowMs: () => Date.now(),
  after(delayMs, task) {
    let timer: NodeJS.Timeout;
    const arm = (leftMs: number): void => {
      timer = setTimeout(
        () => (leftMs > MAX_TIMER_MS ? arm(leftMs - MAX_TIMER_MS) : task()),
        Math.min(leftMs, MAX_TIMER_MS),
      );
      timer.unref();
    };
    arm(Math.max(0, delayMs));
    return () => clearTimeout(timer);
  },
};

interface Task {
  readonly dueMs: number;
  readonly run: () => void;
  cancelled: boolean;
}

/** Ties within one millisecond are broken by order of setting; this many per millisecond are told apart. */
const TIES_PER_MS = 2 ** 20;

export class VirtualClock implements Clock {
  #nowMs: number;
  #set = 0;
  readonly #startMs: number;
  readonly #tasks = new FlatQueue<Task>();

  constructor(startMs = 1_700_000_000_000) {
    this.#nowMs = startMs;
    this.#startMs = startMs;
  }

  nowMs(): number {
    return this.#nowMs;
  }

  after(delayMs: number, run: () => void): () => void {
    const task: Task = { dueMs: this.#nowMs + Math.max(0, delayMs), run, cancelled: false };
    this.#tasks.push(task, (task.dueMs - this.#startMs) * TIES_PER_MS + (this.#set++ % TIES_PER_MS));
    return () => {
      task.cancelled = true;
    };
  }

  /** When the next task is due, undefined if none is. */
  nextDueMs(): number | undefined {
    while (this.#tasks.peek()?.cancelled) this.#tasks.pop();
    return this.#tasks.peek()?.dueMs;
  }

  /** Runs the next task due, moving time to it; false if there is none. */
  runNext(): boolean {
    const dueMs = this.nextDueMs();
    if (dueMs === undefined) return false;
    this.#nowMs = Math.max(this.#nowMs, dueMs);
    this.#tasks.pop()?.run();
    return true;
  }

  /** Moves time on by `ms`, running what falls due on the way. */
  advance(ms: number): void {
    const untilMs = this.#nowMs + ms;
    for (let dueMs = this.nextDueMs(); dueMs !== undefined && dueMs <= untilMs; dueMs = this.nextDueMs())
      this.runNext();
    this.#nowMs = untilMs;
  }
}
