/**
 * What a program waits for: calls not answered yet, waits, readers of a feed. While there is any, the process stays alive.
 *
 * Every timer and every wait of the engine lets the process end (`src/runtime/clock.ts`), as an idle engine should. So one
 * referenced handle, here and nowhere else, stands for all that is outstanding. Invariants: it exists only while something is;
 * whatever way a wait ends (an answer, a refusal, an exception, an abort, `close`) it is counted out once; after `close`
 * nothing is outstanding, and what was called with a signal has had it fired.
 */
import { Observable } from 'rxjs';

/** The handle is a timer, as nothing else lets go of the process so easily; what it does is nothing, so it need not do it often. */
const BEAT_MS = 60_000;

/** Counts one thing out; calling it again does nothing. */
export type Release = () => void;

export class Outstanding {
  #handle: NodeJS.Timeout | undefined;
  #isClosed = false;
  readonly #held = new Set<Release>();
  readonly #calls = new Set<AbortController>();

  /** Things outstanding now. */
  get count(): number {
    return this.#held.size;
  }

  /** Counts one thing in. */
  hold(): Release {
    if (this.#isClosed) return () => {};
    const release = (): void => {
      this.#held.delete(release);
      if (this.#held.size > 0) return;
      clearInterval(this.#handle);
      this.#handle = undefined;
    };
    this.#held.add(release);
    this.#handle ??= setInterval(() => {}, BEAT_MS);
    return release;
  }

  /** Until `work` has ended. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    const release = this.hold();
    try {
      return await work();
    } finally {
      release();
    }
  }

  /** A call: the signal it is given fires when the caller's does, and at `close`. */
  async call<T>(work: (signal: AbortSignal) => Promise<T>, caller?: AbortSignal): Promise<T> {
    const aborter = new AbortController();
    const abort = (): void => aborter.abort(caller?.reason);
    if (this.#isClosed || caller?.aborted) abort();
    caller?.addEventListener('abort', abort, { once: true });
    this.#calls.add(aborter);
    try {
      return await this.during(() => work(aborter.signal));
    } finally {
      this.#calls.delete(aborter);
      caller?.removeEventListener('abort', abort);
    }
  }

  /** The same values; whoever reads them waits for more, until it leaves or they end. */
  reading<T>(values: Observable<T>): Observable<T> {
    return new Observable((reader) => {
      const release = this.hold();
      reader.add(release);
      return values.subscribe(reader);
    });
  }

  /** Ends every call and lets the process go, whatever is still waited for: nothing more will come. */
  close(): void {
    this.#isClosed = true;
    for (const call of [...this.#calls]) call.abort();
    for (const release of [...this.#held]) release();
  }
}
