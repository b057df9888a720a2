/**
 * Transitions of logged actors as Stately's tools read them: the messages of `@statelyai/inspect` 0.7.2, as JSON.
 *
 * An actor is registered (`@xstate.actor`, with its machine's definition) before its first event; then each event it took
 * (`@xstate.event`, from the actor whose record caused it) is followed by the state it led to (`@xstate.snapshot`).
 * Invariants: an actor's session is its stream, so it is the same after a restart; what is said is bounded, however large a state
 * has grown; secrets are masked unless asked for. Amounts are decimal strings.
 */
import type { AnyStateMachine } from 'xstate';
import type { AnyKind, StateOf } from '../../machines/kind.ts';
import type { JournalRecord } from '../journal/port.ts';
import { snapshotOf } from '../runtime/fold.ts';
import { redact } from './redact.ts';

/** Version of the protocol; its readers look for one. */
const VERSION = '0.7.2';
/** Members of one event or state that are told: a node's penalties may have hundreds of thousands. */
const MAX_MEMBERS = 4_000;

type AnyState = StateOf<AnyStateMachine>;

export class StatelyMessages {
  readonly #definitions = new Map<string, string>();
  readonly #mask: <T>(value: T) => T;

  constructor({ showSecrets }: { readonly showSecrets: boolean }) {
    this.#mask = showSecrets ? (value) => value : redact;
  }

  registration(kind: AnyKind, stream: string, state: AnyState, atMs: number): string {
    return this.#message('@xstate.actor', stream, atMs, {
      name: stream,
      definition: this.#definitionOf(kind),
      snapshot: this.#told(kind, state),
    });
  }

  /** `source`: the stream whose record caused it. */
  event({ stream, event, timeMs }: JournalRecord, source: string | undefined): string {
    return this.#message('@xstate.event', stream, timeMs, { event: this.#mask(bounded(event)), sourceId: source });
  }

  snapshot(kind: AnyKind, { stream, event, timeMs }: JournalRecord, state: AnyState): string {
    return this.#message('@xstate.snapshot', stream, timeMs, {
      event: this.#mask(bounded(event)),
      snapshot: this.#told(kind, state),
    });
  }

  #message(type: string, stream: string, atMs: number, more: object): string {
    const whose = { sessionId: stream, rootId: stream, id: null, createdAt: String(atMs), _version: VERSION };
    return JSON.stringify({ type, ...whose, ...more }, plain);
  }

  #told({ machine }: AnyKind, state: AnyState): object {
    const { status, value, context, tags, historyValue } = snapshotOf<AnyStateMachine>(machine, state);
    const known = this.#mask(bounded(context));
    return { status, value, context: known, tags: [...tags], historyValue, children: {} };
  }

  #definitionOf({ name, machine }: AnyKind): string {
    const definition = this.#definitions.get(name) ?? JSON.stringify((machine as AnyStateMachine).config, plain);
    this.#definitions.set(name, definition);
    return definition;
  }
}

function plain(_name: string, value: unknown): unknown {
  if (typeof value === 'bigint') return String(value);
  return typeof value === 'function' ? { type: value.name } : value;
}

/** The value, with what is beyond so many members left out. */
function bounded<T>(value: T): T {
  let left = MAX_MEMBERS;
  const copy = (part: unknown): unknown => {
    if (typeof part !== 'object' || part === null) return part;
    if (Array.isArray(part)) return taken(part).map(copy);
    return Object.fromEntries(taken(Object.entries(part)).map(([name, member]) => [name, copy(member)]));
  };
  const taken = <E>(all: readonly E[]): readonly E[] => {
    const some = all.slice(0, Math.max(0, left));
    left -= some.length;
    return some;
  };
  return copy(value) as T;
}
