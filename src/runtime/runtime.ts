/**
 * The actor runtime: activate on demand, deliver, log, act; recover; passivate.
 *
 * Invariants: an event is in the journal before its effects are carried out; effects are never carried out on replay; one
 * cascade (an event and everything it causes inside) ends within one turn of the event loop, so the journal writes it in one
 * atomic batch; a stream that could not be read is quarantined and never written to.
 * Does not know payments or channels: that is the kinds'. Does not wait for durability: that is up to whoever speaks to
 * the outside.
 */
import type { AnyStateMachine } from 'xstate';
import {
  type AnyKind,
  isSnapshotDue,
  type Kind,
  kindNameOf,
  type StateOf,
  type WorkingRows,
} from '../../machines/kind.ts';
import type { Clock } from '../domain/clock.ts';
import { SendpayError } from '../domain/errors.ts';
import type { Journal, JournalRecord, LoggedEvent } from '../journal/port.ts';
import type { Actor, Delivering, Delivery, Effect } from './actor.ts';
import { Fold, type PersistedState } from './fold.ts';

/** Finished actors kept in memory, least recently used first out: enough that a busy channel is not re-read for every HTLC. */
export const MAX_IDLE_ACTORS = 10_000;
/** Events one command may cause. A cascade longer than this is a loop between machines, a programmer's error. */
export const MAX_CASCADE_EVENTS = 100_000;

interface Registered {
  readonly kind: AnyKind;
  readonly performers: Actor['performers'];
  readonly fold: Fold<AnyStateMachine>;
}
interface Live {
  readonly registered: Registered;
  snapshot: StateOf<AnyStateMachine>;
  /** As marked in the journal. */
  unfinished: boolean;
  recordsSinceSnapshot: number;
  lastRecord: JournalRecord | undefined;
  /** Since it became idle, or since it was last spared. */
  usedAgain: boolean;
}

/** An event an actor took, with what it led from and to. */
export interface Transition {
  readonly kind: AnyKind;
  readonly record: JournalRecord;
  readonly before: StateOf<AnyStateMachine>;
  readonly after: StateOf<AnyStateMachine>;
}

export interface ActorInMemory {
  readonly stream: string;
  readonly kind: AnyKind;
  readonly snapshot: StateOf<AnyStateMachine>;
  readonly unfinished: boolean;
}

export interface RuntimeOptions {
  readonly journal: Journal;
  readonly clock: Clock;
  readonly actors: readonly Actor[];
  /** Told of every ignored event; for tests and `inspect`. */
  readonly onIgnored?: (delivery: Delivery) => void;
}

export class Runtime implements Delivering {
  readonly #journal: Journal;
  readonly #last: WorkingRows = (key) => this.#journal.row(key);
  readonly #clock: Clock;
  readonly #kinds = new Map<string, Registered>();
  readonly #inFlight = new Map<string, Live>();
  readonly #idle = new Map<string, Live>();
  readonly #quarantined = new Map<string, Error>();
  readonly #onIgnored: ((delivery: Delivery) => void) | undefined;
  readonly #watchers = new Set<(transition: Transition) => void>();
  readonly #queue: Delivery[] = [];
  /** Actors with records of the running cascade. */
  readonly #touched = new Set<Live>();
  #cascading = false;
  #failure: Error | undefined;

  constructor({ journal, clock, actors, onIgnored }: RuntimeOptions) {
    this.#journal = journal;
    this.#clock = clock;
    this.#onIgnored = onIgnored;
    for (const { kind, performers } of actors)
      this.#kinds.set(kind.name, { kind, performers, fold: new Fold(kind.machine) });
  }

  deliver(delivery: Delivery): void {
    if (this.#failure) throw this.#stopped();
    this.#queue.push(delivery);
    if (!this.#cascading) this.#cascade();
  }

  guard(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#fail(error as Error);
    }
  }

  snapshot<M extends AnyStateMachine, Id>(kind: Kind<M, Id>, id: Id): StateOf<M> {
    return this.#activate(kind.streamOf(id)).snapshot as StateOf<M>;
  }

  exists(stream: string): boolean {
    return this.#journal.head(stream) !== undefined;
  }

  /**
   * Activates every unfinished stream. A damaged one is quarantined and reported; the others come up.
   * Carries out nothing: what was in flight is taken up by the shells, which ask the Switch.
   */
  async recover(): Promise<{ recovered: string[]; quarantined: { stream: string; error: Error }[] }> {
    const recovered: string[] = [];
    for (const stream of (await this.#journal.unfinishedStreams()).sort()) {
      try {
        this.#activate(stream).unfinished = true;
        recovered.push(stream);
      } catch (error) {
        this.#quarantined.set(stream, error as Error);
      }
    }
    return { recovered, quarantined: [...this.#quarantined].map(([stream, error]) => ({ stream, error })) };
  }

  isQuarantined(stream: string): boolean {
    return this.#quarantined.has(stream);
  }

  /** Actors that are not finished, by stream: "what is it waiting for" starts here. */
  inFlight(kind: string): string[] {
    return [...this.#inFlight.keys()].filter((stream) => kindNameOf(stream) === kind);
  }

  /** Actors in memory, those with something in flight first: what an inspector lists. Costs what the caller takes. */
  *actors(): Generator<ActorInMemory> {
    for (const actors of [this.#inFlight, this.#idle])
      for (const [stream, { registered, snapshot, unfinished }] of actors)
        yield { stream, kind: registered.kind, snapshot, unfinished };
  }

  /** Tells each event an actor takes, as it is logged: not durable yet. `tell` must not throw. Returns an unsubscribe. */
  watch(tell: (transition: Transition) => void): () => void {
    this.#watchers.add(tell);
    return () => this.#watchers.delete(tell);
  }

  /** Actors in memory, for metrics. */
  get aliveCount(): { inFlight: number; idle: number } {
    return { inFlight: this.#inFlight.size, idle: this.#idle.size };
  }

  /** Half a cascade must never become durable: the journal drops what is staged, and the process stops answering. */
  #fail(error: Error): void {
    if (this.#failure) return;
    this.#failure = error;
    this.#journal.fail(error);
  }

  #cascade(): void {
    this.#cascading = true;
    try {
      for (let next = 0; next < this.#queue.length; next++) {
        if (next >= MAX_CASCADE_EVENTS)
          throw new SendpayError('SENDPAY_CASCADE', `more than ${MAX_CASCADE_EVENTS} events follow from one command`);
        this.#step(this.#queue[next] as Delivery);
      }
      if (this.#failure) throw this.#stopped();
      this.#keepTouched();
    } catch (error) {
      this.#fail(error as Error);
      throw error;
    } finally {
      this.#queue.length = 0;
      this.#touched.clear();
      this.#cascading = false;
    }
    this.#trimIdle();
  }

  #step(delivery: Delivery): void {
    const { stream, event, cause } = delivery;
    const live = this.#activate(stream);
    const { kind, fold, performers } = live.registered;
    const before = live.snapshot;
    const { snapshot: after, effects } = fold.step(before, event as never);
    // A transition that only emits gives back the same snapshot: it is not an ignored event.
    if (after === before && effects.length === 0) {
      this.#onIgnored?.(delivery);
      return;
    }
    const record = this.#journal.append({ stream, event, version: kind.version, timeMs: this.#clock.nowMs(), cause });
    live.snapshot = after;
    live.recordsSinceSnapshot++;
    live.lastRecord = record;
    this.#touched.add(live);
    for (const tell of this.#watchers) tell({ kind, record, before, after });
    for (const row of kind.rows({ stream, before, after, record, last: this.#last })) this.#journal.putRow(row);
    for (const effect of effects as readonly Effect[]) {
      const perform = performers[effect.type];
      if (perform === undefined)
        throw new SendpayError('SENDPAY_ASSERTION', `nobody performs ${effect.type} of ${kind.name} actors`);
      perform(effect as never, { stream, record, after } as never);
    }
  }

  /**
   * Bookkeeping after a cascade: snapshots that are due, unfinished marks, places in memory. Once per cascade and not per
   * record: most actors are idle again at its end, and marking them in between would cost as much as the payment itself.
   */
  #keepTouched(): void {
    for (const live of this.#touched) {
      const { registered, lastRecord } = live;
      live.lastRecord = undefined;
      if (lastRecord) this.#keep(live, registered, lastRecord);
    }
    this.#touched.clear();
  }

  #keep(live: Live, { kind, fold }: Registered, { stream, position, sequence }: JournalRecord): void {
    if (isSnapshotDue(kind, live.snapshot, live.recordsSinceSnapshot)) {
      live.recordsSinceSnapshot = 0;
      const state = fold.persist(live.snapshot);
      this.#journal.putSnapshot(stream, { position, sequence, version: kind.version, state });
    }
    const unfinished = !kind.isFinished(live.snapshot);
    if (unfinished === live.unfinished) return;
    live.unfinished = unfinished;
    this.#journal.setUnfinished(stream, unfinished);
    this.#place(stream, live);
  }

  #place(stream: string, live: Live): void {
    const [into, outOf] = live.unfinished ? [this.#inFlight, this.#idle] : [this.#idle, this.#inFlight];
    outOf.delete(stream);
    into.set(stream, live);
  }

  #activate(stream: string): Live {
    const inFlight = this.#inFlight.get(stream);
    if (inFlight) return inFlight;
    const idle = this.#idle.get(stream);
    if (idle) {
      idle.usedAgain = true;
      return idle;
    }
    const live = this.#load(stream);
    this.#place(stream, live);
    return live;
  }

  #load(stream: string): Live {
    const damage = this.#quarantined.get(stream);
    if (damage)
      throw new SendpayError('SENDPAY_STREAM_QUARANTINED', `${stream} is quarantined: ${damage.message}`, {
        cause: damage,
      });
    const registered = this.#registered(stream);
    const { kind, fold } = registered;
    const { snapshot: stored, records } = this.#journal.readStream(stream, kind.version);
    const base = stored ? fold.restore(stored.state as PersistedState) : fold.initial;
    const snapshot = fold.replay(
      base,
      records.map((record) => record.event as LoggedEvent as never),
    );
    const unfinished = !kind.isFinished(snapshot);
    return {
      registered,
      snapshot,
      unfinished,
      recordsSinceSnapshot: records.length,
      lastRecord: undefined,
      usedAgain: false,
    };
  }

  #registered(stream: string): Registered {
    const registered = this.#kinds.get(kindNameOf(stream));
    if (!registered)
      throw new SendpayError('SENDPAY_STREAM', `no actor of kind "${kindNameOf(stream)}" (stream ${stream})`);
    return registered;
  }

  /** Second chance: the oldest goes unless it was used since it was last looked at. Moving it on every use costs 10 times more. */
  #trimIdle(): void {
    if (this.#idle.size <= MAX_IDLE_ACTORS) return;
    for (const [stream, live] of this.#idle) {
      this.#idle.delete(stream);
      if (!live.usedAgain && this.#idle.size <= MAX_IDLE_ACTORS) return;
      if (!live.usedAgain) continue;
      live.usedAgain = false;
      this.#idle.set(stream, live);
    }
  }

  #stopped(): SendpayError {
    return new SendpayError('SENDPAY_STOPPED', `the runtime stopped: ${this.#failure?.message}`, {
      cause: this.#failure,
    });
  }
}
