/**
 * The nodes of the simulated network: who is up, how each treats HTLCs, and which HTLCs wait at it.
 *
 * Invariant: a node without a stream is online and normal. Waiting HTLCs are kept in memory only: after a restart they are
 * found again as the unresolved ones of the channels.
 */

import type { StateOf } from '../../machines/kind.ts';
import type { NodeBehaviour, NodeEvent, nodeMachine } from '../../machines/node.ts';
import { isOnline, nodeKind } from '../../machines/node-kind.ts';
import type { HtlcRef } from '../domain/htlc.ts';
import type { NodeId } from '../domain/ids.ts';
import type { LoggedEvent, Position } from '../journal/port.ts';
import { type Actor, actor, type Delivering, type EffectSite } from '../runtime/actor.ts';
import { refKey } from './onion-memory.ts';

const NORMAL: NodeBehaviour = { mode: 'normal' };

type NodeSnapshot = StateOf<typeof nodeMachine>;

export interface SimulatedNodesOptions {
  readonly connect: (node: NodeId, cause: Position) => void;
  readonly disconnect: (node: NodeId, cause: Position) => void;
  /** Looks at an HTLC that waited at `node` again. */
  readonly review: (ref: HtlcRef, cause: Position) => void;
}

export class SimulatedNodes {
  readonly actor: Actor;
  readonly #options: SimulatedNodesOptions;
  readonly #offline = new Set<NodeId>();
  readonly #behaviours = new Map<NodeId, NodeBehaviour>();
  readonly #waiting = new Map<NodeId, Map<string, HtlcRef>>();
  #runtime: Delivering | undefined;

  constructor(options: SimulatedNodesOptions) {
    this.#options = options;
    this.actor = actor(nodeKind, {
      DISCONNECT_CHANNELS: (_, site) => this.#options.disconnect(this.#changed(site), site.record.position),
      RECONNECT_CHANNELS: (_, site) => {
        const node = this.#changed(site);
        this.#options.connect(node, site.record.position);
        this.#review(node, site.record.position);
      },
      REVIEW_HELD_HTLCS: (_, site) => this.#review(this.#changed(site), site.record.position),
    });
  }

  attach(runtime: Delivering): void {
    this.#runtime = runtime;
  }

  isOnline(node: NodeId): boolean {
    return !this.#offline.has(node);
  }

  behaviour(node: NodeId): NodeBehaviour {
    return this.#behaviours.get(node) ?? NORMAL;
  }

  deliver(node: NodeId, event: NodeEvent): void {
    this.#runtime?.deliver({ stream: nodeKind.streamOf(node), event: event as LoggedEvent, cause: 0 });
  }

  /** The HTLC stays at the node until something changes there. */
  wait(node: NodeId, ref: HtlcRef): void {
    const waiting = this.#waiting.get(node) ?? new Map<string, HtlcRef>();
    waiting.set(refKey(ref), ref);
    this.#waiting.set(node, waiting);
  }

  /** The HTLC is gone from its channel. */
  forget(node: NodeId, ref: HtlcRef): void {
    const waiting = this.#waiting.get(node);
    waiting?.delete(refKey(ref));
    if (waiting?.size === 0) this.#waiting.delete(node);
  }

  /** HTLCs that wait at a node: held, or come while it was down. */
  waitingAt(node: NodeId): readonly HtlcRef[] {
    return [...(this.#waiting.get(node)?.values() ?? [])];
  }

  /** After a restart: takes the nodes' states from their streams. */
  recover(streams: readonly string[]): void {
    for (const stream of streams) {
      const node = nodeKind.idOf(stream);
      this.#learn(node, (this.#runtime as Delivering).snapshot(nodeKind, node));
    }
  }

  /** Takes over what the event made of the node. */
  #changed({ stream, after }: EffectSite<typeof nodeMachine>): NodeId {
    const node = nodeKind.idOf(stream);
    this.#learn(node, after);
    return node;
  }

  #review(node: NodeId, cause: Position): void {
    const waiting = this.waitingAt(node);
    this.#waiting.delete(node);
    for (const ref of waiting) this.#options.review(ref, cause);
  }

  #learn(node: NodeId, snapshot: NodeSnapshot): void {
    if (isOnline(snapshot)) this.#offline.delete(node);
    else this.#offline.add(node);
    const { behaviour } = snapshot.context;
    if (behaviour.mode === 'normal') this.#behaviours.delete(node);
    else this.#behaviours.set(node, behaviour);
  }
}
