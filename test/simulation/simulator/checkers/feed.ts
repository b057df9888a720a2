/**
 * G7: a reader of the change feed that remembers its position sees every durable record once, in order, over any number of
 * crashes.
 *
 * Invariant: the reader resumes where it was with each new process; what it is shown is on the disk by then (G4).
 */
import type { Subscription } from 'rxjs';
import { feed } from '../../../../src/journal/feed.ts';
import type { Position } from '../../../../src/journal/port.ts';
import type { World } from '../world.ts';

export class FeedChecker {
  readonly #world: World;
  #seen: Position = 0;
  #subscription: Subscription | undefined;

  constructor(world: World) {
    this.#world = world;
  }

  /** Follows the process that runs now. */
  follow(): void {
    this.#subscription?.unsubscribe();
    const { disk } = this.#world;
    this.#subscription = feed(this.#world.journal, { from: this.#seen + 1 }).subscribe({
      next: ({ position }) => {
        if (position !== this.#seen + 1) this.#world.fault(`the feed gives ${position} after ${this.#seen} (G7)`);
        if (position > disk.lastPosition) this.#world.fault(`the feed gives ${position} before it is on the disk (G4)`);
        this.#seen = position;
      },
      error: () => undefined, // The process stopped; the next one is followed.
    });
  }

  /** Once promises have settled. */
  check(): void {
    const { journal, hasStopped } = this.#world;
    if (!hasStopped && this.#seen !== journal.durablePosition)
      this.#world.fault(`the feed is at ${this.#seen}, the log is durable to ${journal.durablePosition} (G7)`);
  }
}
