/**
 * Who waits for positions the log has not reached yet.
 *
 * Invariant: a wait costs one entry, and a batch only a look-up per record it made durable, however many wait and however far
 * ahead; a wait that ended, or whose signal fired, leaves nothing behind.
 * Does not know what is durable: the group commit says so.
 */
import type { Position } from './port.ts';

interface Wait {
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

export class PositionWaits {
  readonly #byPosition = new Map<Position, Set<Wait>>();

  /** Positions somebody waits for. */
  get size(): number {
    return this.#byPosition.size;
  }

  /** Resolves once `position` is reached; rejects with what the waits were failed with, or with the signal's reason. */
  until(position: Position, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      const forget = (): void => signal?.removeEventListener('abort', giveUp);
      const wait: Wait = {
        resolve: () => {
          forget();
          resolve();
        },
        reject: (error) => {
          forget();
          reject(error);
        },
      };
      const giveUp = (): void => {
        this.#remove(position, wait);
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', giveUp, { once: true });
      this.#add(position, wait);
    });
  }

  /** The log went on from the one position to the other. */
  reached(from: Position, to: Position): void {
    if (this.#byPosition.size === 0) return;
    for (let position = from + 1; position <= to; position++) {
      const waits = this.#byPosition.get(position);
      this.#byPosition.delete(position);
      for (const wait of waits ?? []) wait.resolve();
    }
  }

  /** Nothing more is reached. */
  fail(error: unknown): void {
    const all = [...this.#byPosition.values()];
    this.#byPosition.clear();
    for (const waits of all) for (const wait of waits) wait.reject(error);
  }

  #add(position: Position, wait: Wait): void {
    const waits = this.#byPosition.get(position) ?? new Set();
    waits.add(wait);
    this.#byPosition.set(position, waits);
  }

  #remove(position: Position, wait: Wait): void {
    const waits = this.#byPosition.get(position);
    waits?.delete(wait);
    if (waits?.size === 0) this.#byPosition.delete(position);
  }
}
