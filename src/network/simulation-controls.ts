/**
 * Acting on the simulated network: nodes that hold, fail or go away, blocks, closings, policies.
 *
 * Invariant: whatever is asked is an event of some actor, so it holds after a restart.
 */

import { channelKind } from '../../machines/channel-kind.ts';
import type { NodeBehaviour } from '../../machines/node.ts';
import type { Clock } from '../domain/clock.ts';
import { SendpayError } from '../domain/errors.ts';
import type { HtlcRef } from '../domain/htlc.ts';
import type { NodeId, ShortChannelId } from '../domain/ids.ts';
import type { ChannelPolicy } from '../domain/route.ts';
import type { Policies, Simulation } from '../switch/capabilities.ts';
import type { ChannelActors } from './channel-actors.ts';
import type { InFlight } from './in-flight.ts';
import type { Mining } from './mining.ts';
import type { SimulatedNodes } from './simulated-nodes.ts';
import { sideOf, type Topology } from './topology.ts';

/** How long a replaced policy is still accepted (Core Lightning's setchannel enforcedelay). */
const ENFORCE_DELAY_SECONDS = 600;

/** A side that never announced a policy starts from Core Lightning's defaults on test networks. */
const NEW_POLICY: ChannelPolicy = {
  feeBaseMsat: 1n,
  feePpm: 10,
  cltvDelta: 6,
  htlcMinimumMsat: 0n,
  htlcMaximumMsat: 2n ** 32n - 1n,
  enabled: true,
};

export interface SimulationParts {
  readonly topology: Topology;
  readonly channels: ChannelActors;
  readonly nodes: SimulatedNodes;
  readonly mining: Mining;
  readonly inFlight: InFlight;
  readonly clock: Clock;
  /** Streams of channels that may have HTLCs. */
  readonly busyChannels: () => readonly string[];
}

export class SimulationControls implements Simulation, Policies {
  readonly #parts: SimulationParts;

  constructor(parts: SimulationParts) {
    this.#parts = parts;
  }

  find(nameOrId: string): NodeId | undefined {
    return this.#parts.topology.description.nodes.find(({ id, alias }) => id === nameOrId || alias === nameOrId)?.id;
  }

  hasChannel(channel: ShortChannelId): boolean {
    return this.#parts.topology.find(channel) !== undefined;
  }

  hold(nameOrId: string, behaviour: Exclude<NodeBehaviour, { mode: 'normal' }> = { mode: 'hold' }): void {
    this.#parts.nodes.deliver(this.#node(nameOrId), { type: 'BEHAVIOUR_CHANGED', behaviour });
  }

  release(nameOrId: string): void {
    this.#parts.nodes.deliver(this.#node(nameOrId), { type: 'BEHAVIOUR_CHANGED', behaviour: { mode: 'normal' } });
  }

  setOnline(nameOrId: string, online: boolean): void {
    this.#parts.nodes.deliver(this.#node(nameOrId), { type: online ? 'NODE_CAME_ONLINE' : 'NODE_WENT_OFFLINE' });
  }

  isOnline(nameOrId: string): boolean {
    return this.#parts.nodes.isOnline(this.#node(nameOrId));
  }

  waitingAt(nameOrId: string): readonly HtlcRef[] {
    return this.#parts.nodes.waitingAt(this.#node(nameOrId));
  }

  mine(blocks: number): void {
    this.#parts.mining.mine(blocks, () => this.#parts.busyChannels().map((stream) => channelKind.idOf(stream)));
  }

  closeChannel(channel: ShortChannelId, how: 'mutual' | 'unilateral' = 'mutual'): void {
    const { channels } = this.#parts;
    const isIdle = channels.context(channel).htlcs.length === 0;
    if (how === 'mutual') channels.deliver(channel, { type: 'CHANNEL_SHUTDOWN' }, 0);
    if (how === 'unilateral' || isIdle) channels.deliver(channel, { type: 'CHANNEL_CLOSED' }, 0);
  }

  setPolicy(
    channel: ShortChannelId,
    node: NodeId,
    change: Partial<ChannelPolicy>,
    enforceDelaySeconds = ENFORCE_DELAY_SECONDS,
  ): ChannelPolicy {
    const { channels, clock } = this.#parts;
    const { nodes, policies } = channels.context(channel);
    const direction = sideOf(nodes, node);
    const policy = { ...(policies[direction] ?? NEW_POLICY), ...change };
    const formerUntilMs = clock.nowMs() + enforceDelaySeconds * 1000;
    channels.deliver(channel, { type: 'POLICY_CHANGED', direction, policy, formerUntilMs }, 0);
    return policy;
  }

  settled(): Promise<void> {
    return this.#parts.inFlight.settled();
  }

  /** A wrong id gets no actor: its events would be in the log for ever. */
  #node(nameOrId: string): NodeId {
    const found = this.#parts.topology.has(nameOrId as NodeId) ? (nameOrId as NodeId) : this.find(nameOrId);
    if (found === undefined) throw new SendpayError('SENDPAY_UNKNOWN_NODE', `the network has no node "${nameOrId}"`);
    return found;
  }

  get htlcsInFlight(): number {
    return this.#parts.inFlight.htlcs;
  }
}
