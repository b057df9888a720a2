/**
 * What one listener of Stately's inspector is told: the actors that have something in flight when it comes, then every transition.
 *
 * Invariants: each once it is durable, in the order of the log; an actor is registered before it moves, and once, unless it was
 * quiet while thousands of others moved; what is kept is bounded by what is not durable yet and by the constants here. A
 * listener that does not read is cut off: it connects again and starts from what is then in flight.
 */
import type { AnyStateMachine } from 'xstate';
import type { AnyKind, StateOf } from '../../machines/kind.ts';
import type { Engine } from '../engine/engine.ts';
import type { Position } from '../journal/port.ts';
import type { ActorInMemory, Transition } from '../runtime/runtime.ts';
import type { StatelyMessages } from './stately-messages.ts';
import type { TextSocket } from './text-socket.ts';

/** Actors with something in flight that a new listener is told of at once; the others when they move. */
const MAX_TOLD_AT_ONCE = 1_000;
/** Actors a listener knows; the one that was quiet longest is registered again when it moves. */
const MAX_REGISTERED = 10_000;
/** Records of which it is remembered whose they are: a cause lies a few records back. */
const MAX_CAUSES = 10_000;
/** What a listener may leave unread. */
export const MAX_UNSENT_BYTES = 16 * 1024 * 1024;

interface Waiting {
  readonly position: Position;
  readonly tell: () => void;
}

export class StatelyTeller {
  readonly #engine: Engine;
  readonly #socket: TextSocket;
  readonly #messages: StatelyMessages;
  readonly #registered = new Set<string>();
  /** Whose the records are. */
  readonly #streams = new Map<Position, string>();
  readonly #subscriptions: readonly (() => void)[];
  #waiting: Waiting[] = [];

  constructor(engine: Engine, socket: TextSocket, messages: StatelyMessages) {
    this.#engine = engine;
    this.#socket = socket;
    this.#messages = messages;
    const { runtime, journal } = engine;
    const inFlight = inFlightOf(runtime.actors());
    this.#waiting.push({ position: journal.position, tell: () => this.#introduce(inFlight) });
    this.#subscriptions = [
      runtime.watch((transition) =>
        this.#waiting.push({ position: transition.record.position, tell: () => this.#moved(transition) }),
      ),
      journal.onDurable((position) => this.#durableTo(position)),
    ];
    this.#durableTo(journal.durablePosition);
  }

  stop(): void {
    for (const end of this.#subscriptions) end();
    this.#waiting = [];
  }

  #durableTo(position: Position): void {
    const first = this.#waiting.findIndex((waiting) => waiting.position > position);
    const due = this.#waiting.splice(0, first < 0 ? this.#waiting.length : first);
    for (const { tell } of due) {
      if (this.#socket.unsentBytes > MAX_UNSENT_BYTES) {
        this.stop();
        this.#socket.close('it did not keep up');
        return;
      }
      tell();
    }
  }

  #introduce(actors: readonly ActorInMemory[]): void {
    for (const { stream, kind, snapshot } of actors) this.#register(stream, kind, snapshot, this.#engine.clock.nowMs());
  }

  #moved({ kind, record, before, after }: Transition): void {
    const { stream, position, cause, timeMs } = record;
    this.#register(stream, kind, before, timeMs);
    this.#streams.set(position, stream);
    trim(this.#streams, MAX_CAUSES);
    this.#socket.send(this.#messages.event(record, this.#streams.get(cause)));
    this.#socket.send(this.#messages.snapshot(kind, record, after));
  }

  #register(stream: string, kind: AnyKind, snapshot: StateOf<AnyStateMachine>, atMs: number): void {
    const isKnown = this.#registered.delete(stream);
    this.#registered.add(stream);
    trim(this.#registered, MAX_REGISTERED);
    if (!isKnown) this.#socket.send(this.#messages.registration(kind, stream, snapshot, atMs));
  }
}

function inFlightOf(actors: Iterable<ActorInMemory>): ActorInMemory[] {
  const found: ActorInMemory[] = [];
  for (const actor of actors) {
    if (!actor.unfinished || found.length >= MAX_TOLD_AT_ONCE) return found;
    found.push(actor);
  }
  return found;
}

/** Takes out what was put in first. */
function trim<K>(all: Map<K, unknown> | Set<K>, most: number): void {
  if (all.size <= most) return;
  const [oldest] = all.keys();
  all.delete(oldest as K);
}
