/**
 * Time as everything in sendpay sees it: injected, so that a test or a simulation owns it.
 * Implementations: `src/runtime/clock.ts` (the machine's clock, and a virtual one).
 */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  nowMs(): number;
  /** Runs `task` once, `delayMs` from now; the returned function cancels it. */
  after(delayMs: number, task: () => void): () => void;
}
