/**
 * Is there an order of these operations, each at one moment between its call and its answer, in which a sequential model
 * gives these answers?
 *
 * The search of Wing and Gong (1993) with Lowe's memory of (operations done, state) pairs (2017), for the sendpay model. No
 * maintained JavaScript library does this.
 * Invariant: `linearizable` is found with an order that proves it; `not` only after every order was excluded; a history too
 * wide to decide within `MAX_NODES` is `undecided`, never passed.
 */
import type { Operation } from './operations.ts';
import { keyOf, NOTHING_SENT, type SendpayState, steps } from './sendpay-model.ts';

/** Situations looked at before giving up: histories of a simulation need a few per operation. */
export const MAX_NODES = 200_000;

export type Linearization =
  /** Indexes into the history, in an order that explains it; operations without an answer may be left out. */
  | { readonly type: 'linearizable'; readonly order: readonly number[] }
  /** `explained`: the longest beginning that could be explained. */
  | { readonly type: 'not'; readonly explained: readonly number[] }
  | { readonly type: 'undecided' };

export function linearize(history: readonly Operation[]): Linearization {
  const search = new Search(history);
  const order = search.from(NOTHING_SENT, []);
  if (order) return { type: 'linearizable', order };
  return search.nodes > MAX_NODES ? { type: 'undecided' } : { type: 'not', explained: search.longest };
}

class Search {
  nodes = 0;
  longest: readonly number[] = [];
  readonly #history: readonly Operation[];
  readonly #done: boolean[];
  readonly #seen = new Set<string>();

  constructor(history: readonly Operation[]) {
    this.#history = history;
    this.#done = history.map(() => false);
  }

  from(state: SendpayState, order: readonly number[]): readonly number[] | undefined {
    if (order.length > this.longest.length) this.longest = order;
    if (this.#allAnswered()) return order;
    const key = `${order.length} ${this.#done.map((done) => (done ? 1 : 0)).join('')} ${keyOf(state)}`;
    if (this.#seen.has(key) || ++this.nodes > MAX_NODES) return undefined;
    this.#seen.add(key);
    for (const index of this.#candidates()) {
      const found = this.#take(index, state, order);
      if (found) return found;
    }
    return undefined;
  }

  #take(index: number, state: SendpayState, order: readonly number[]): readonly number[] | undefined {
    const { input, output } = this.#history[index] as Operation;
    this.#done[index] = true;
    for (const step of steps(state, input)) {
      if (output !== undefined && step.output !== output) continue;
      const found = this.from(step.state, [...order, index]);
      if (found) return found;
    }
    this.#done[index] = false;
    return undefined;
  }

  /** Operations that may come next: nothing that must come before them is left. */
  #candidates(): number[] {
    const earliest = Math.min(
      ...this.#history.map(({ output, returned }, index) =>
        this.#done[index] || output === undefined ? Number.POSITIVE_INFINITY : returned,
      ),
    );
    const latest = Math.max(
      Number.NEGATIVE_INFINITY,
      ...this.#history.map(({ invoked }, index) => (this.#done[index] ? invoked : Number.NEGATIVE_INFINITY)),
    );
    return this.#history.flatMap(({ invoked, returned }, index) =>
      !this.#done[index] && invoked <= earliest && returned >= latest ? [index] : [],
    );
  }

  #allAnswered(): boolean {
    return this.#history.every(({ output }, index) => this.#done[index] || output === undefined);
  }
}
