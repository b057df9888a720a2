/**
 * Clients that follow the indexes of listings by `wait`, each asking for the next value it has not seen, as lightning-wait(7) says.
 *
 * Invariants checked at every answer: the value is at least the one asked for; of a node's parts it is on the disk (G4), and what is told
 * beside it is what the log holds under that value. No change is skipped, none is told twice, over any number of processes; at the
 * end of a run every follower has seen the last one.
 * Invoices may skip a number, when several parts of a payment arrive in one turn.
 * Listens only: what followers ask and hear is not in the digest, so they change no run.
 */
import { setMaxListeners } from 'node:events';
import type { NodeId } from '../../../src/domain/ids.ts';
import type { JournalRecord } from '../../../src/journal/port.ts';
import { wait } from '../../../src/rpc/commands/wait.ts';
import { parseTokens } from '../../../src/rpc/json-token.ts';
import type { ServedNode } from '../../../src/rpc/served-node.ts';
import type { World, WorldListener } from './world.ts';

const SUBSYSTEMS = ['sendpays', 'invoices', 'forwards'] as const;
/** Parameters are an object of plain values. */
const PARAMS_DEPTH = 2;
const INDEXES = ['created', 'updated', 'deleted'] as const;

interface Follower {
  readonly node: NodeId;
  readonly subsystem: (typeof SUBSYSTEMS)[number];
  readonly index: (typeof INDEXES)[number];
  seen: number;
}

/** What `wait` tells of a part. */
interface Told {
  readonly status: string;
  readonly payment_hash: string;
  readonly groupid: bigint;
  readonly partid: bigint;
}

export class Followers implements WorldListener {
  readonly #world: World;
  readonly #followers: readonly Follower[];
  /** What the disk holds of parts: `<node> created 7` to the part's name and status. */
  readonly #durable = new Map<string, string>();
  #process = new AbortController();

  constructor(world: World) {
    this.#world = world;
    this.#followers = world.operated.flatMap((node) =>
      SUBSYSTEMS.flatMap((subsystem) => INDEXES.map((index) => ({ node: node as NodeId, subsystem, index, seen: 0 }))),
    );
  }

  /** The process is dead: what it may still say nobody hears. */
  serverDied(): void {
    this.#process.abort();
  }

  /** A process is up: every follower asks it. */
  follow(): void {
    this.#process = new AbortController();
    setMaxListeners(0, this.#process.signal);
    for (const follower of this.#followers) this.#ask(follower, this.#process.signal);
  }

  appended(): void {}

  durable(records: readonly JournalRecord[]): void {
    for (const { stream, event } of records) {
      const [kind, node, hash] = stream.split('/');
      if (kind !== 'payment') continue;
      const { groupid, partid, createdIndex, updatedIndex } = event as Readonly<Record<string, unknown>>;
      const named = (status: string): string => `${status} ${hash}/${groupid}/${partid}`;
      if (event.type === 'PART_SENT') this.#durable.set(`${node} created ${createdIndex}`, named('pending'));
      if (event.type === 'PART_FULFILLED') this.#durable.set(`${node} updated ${updatedIndex}`, named('complete'));
      if (event.type === 'PART_FAILED') this.#durable.set(`${node} updated ${updatedIndex}`, named('failed'));
    }
  }

  /** At rest: whoever missed a change would wait for ever. */
  checkCaughtUp(): void {
    for (const { node, subsystem, index, seen } of this.#followers) {
      const last = this.#lastOf(node, subsystem, index);
      if (seen !== last)
        this.#world.fault(`wait ${subsystem} ${index} of ${node} ends at ${seen}, the index at ${last}`);
    }
  }

  #lastOf(node: NodeId, subsystem: Follower['subsystem'], index: Follower['index']): number {
    const { engine } = this.#world;
    if (subsystem === 'sendpays') return engine.node(node).lastIndex(index);
    if (subsystem === 'invoices') return engine.network.invoices.lastIndex(node, index);
    return index === 'deleted' ? 0 : engine.network.capabilities.forwards.lastIndex(node, index);
  }

  #ask(follower: Follower, signal: AbortSignal): void {
    const { node, subsystem, index, seen } = follower;
    const { engine } = this.#world;
    const served = { operated: engine.node(node), ...engine.network.capabilities } as ServedNode;
    const params = parseTokens(JSON.stringify({ subsystem, indexname: index, nextvalue: seen + 1 }), PARAMS_DEPTH);
    const context = { node: served, signal, notify() {}, enableNotifications() {}, registry: new Map(), params };
    wait.call(context).then(
      (answered) => {
        if (signal.aborted) return;
        if (!('result' in answered)) {
          // A process whose write failed tells nobody anything more.
          if (!this.#world.hasStopped) this.#world.fault(`wait says ${JSON.stringify(answered)}`);
          return;
        }
        this.#answered(follower, answered.result as unknown as Readonly<Record<string, unknown>>);
        this.#ask(follower, signal);
      },
      () => undefined, // The process stopped: the next one is asked.
    );
  }

  #answered(follower: Follower, answer: Readonly<Record<string, unknown>>): void {
    const { node, subsystem, index, seen } = follower;
    const value = answer[index] as number;
    const details = answer[subsystem] as Told | undefined;
    const name = `wait ${subsystem} ${index} ${seen + 1} of ${node}`;
    if (value <= seen) this.#world.fault(`${name} is told ${value} again`);
    if (subsystem !== 'invoices' && details !== undefined && value !== seen + 1)
      this.#world.fault(`${name} skips to ${value}`);
    follower.seen = Math.max(seen, value);
    if (subsystem !== 'sendpays' || index === 'deleted') return;
    const held = this.#durable.get(`${node} ${index} ${value}`);
    if (held === undefined) this.#world.fault(`${name} is told ${value}, which the disk does not have (G4)`);
    if (details === undefined) return;
    const { status, payment_hash, groupid, partid } = details;
    const told = `${status} ${payment_hash}/${groupid}/${partid}`;
    if (told !== held) this.#world.fault(`${name} is told "${told}" of ${value}, the log says "${held}"`);
  }
}
