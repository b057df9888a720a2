/**
 * Acting on the simulated network: nodes that hold, fail or go away, blocks, closings, policies.
 *
 * Invariant: whatever is asked is an event of some actor, so it holds after a restart. So it is looked at before it is recorded,
 * here for every way in: a wrong name is SENDPAY_UNKNOWN_NODE or SENDPAY_UNKNOWN_CHANNEL, a wrong value SENDPAY_BAD_ARGUMENT.
 */

import { channelKind } from '../../machines/channel-kind.ts';
import { behaviourFault, type NodeBehaviour } from '../../machines/node.ts';
import { MAX_BLOCKHEIGHT } from '../domain/block-limits.ts';
import type { Clock } from '../domain/clock.ts';
import { SendpayError } from '../domain/errors.ts';
import type { HtlcRef } from '../domain/htlc.ts';
import { type Direction, MAX_U32, type NodeId, type ShortChannelId } from '../domain/ids.ts';
import { namesTold } from '../domain/names-told.ts';
import { policyChangeFault, policyFault } from '../domain/policy-limits.ts';
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

/** Blocks found with one call; each height is looked at for HTLCs that time out. */
const MAX_BLOCKS_AT_ONCE = 100_000;
const WAYS_TO_CLOSE: readonly unknown[] = ['mutual', 'unilateral'];

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
    // A program without types may ask for nothing, which is not the name of the nodes that have none.
    if (typeof nameOrId !== 'string') return undefined;
    return this.#parts.topology.description.nodes.find(({ id, alias }) => id === nameOrId || alias === nameOrId)?.id;
  }

  hasChannel(channel: ShortChannelId): boolean {
    return this.#parts.topology.find(channel) !== undefined;
  }

  hold(nameOrId: string, behaviour: Exclude<NodeBehaviour, { mode: 'normal' }> = { mode: 'hold' }): void {
    const node = this.#node(nameOrId);
    refuseIf(behaviourFault(behaviour), 'behaviour');
    this.#parts.nodes.deliver(node, { type: 'BEHAVIOUR_CHANGED', behaviour });
  }

  release(nameOrId: string): void {
    this.#parts.nodes.deliver(this.#node(nameOrId), { type: 'BEHAVIOUR_CHANGED', behaviour: { mode: 'normal' } });
  }

  setOnline(nameOrId: string, online: boolean): void {
    const node = this.#node(nameOrId);
    refuseIf(typeof online === 'boolean' ? undefined : 'should be true or false', 'online');
    this.#parts.nodes.deliver(node, { type: online ? 'NODE_CAME_ONLINE' : 'NODE_WENT_OFFLINE' });
  }

  isOnline(nameOrId: string): boolean {
    return this.#parts.nodes.isOnline(this.#node(nameOrId));
  }

  waitingAt(nameOrId: string): readonly HtlcRef[] {
    return this.#parts.nodes.waitingAt(this.#node(nameOrId));
  }

  mine(blocks: number): void {
    const { mining, busyChannels } = this.#parts;
    refuseIf(wholeFault(blocks, MAX_BLOCKS_AT_ONCE), 'blocks');
    const left = MAX_BLOCKHEIGHT - mining.height;
    refuseIf(blocks > left ? `the chain ends ${left} blocks from here` : undefined, 'blocks');
    mining.mine(blocks, () => busyChannels().map((stream) => channelKind.idOf(stream)));
  }

  closeChannel(channel: ShortChannelId, how: 'mutual' | 'unilateral' = 'mutual'): void {
    const { channels, topology } = this.#parts;
    topology.channel(channel);
    refuseIf(WAYS_TO_CLOSE.includes(how) ? undefined : `should be one of ${WAYS_TO_CLOSE.join(', ')}`, 'how');
    const isIdle = channels.context(channel).htlcs.length === 0;
    if (how === 'mutual') channels.deliver(channel, { type: 'CHANNEL_SHUTDOWN' }, 0);
    if (how === 'unilateral' || isIdle) channels.deliver(channel, { type: 'CHANNEL_CLOSED' }, 0);
  }

  setPolicy(
    channel: ShortChannelId,
    nameOrId: string,
    change: Partial<ChannelPolicy>,
    enforceDelaySeconds = ENFORCE_DELAY_SECONDS,
  ): ChannelPolicy {
    const { channels, clock, topology } = this.#parts;
    const { node1, node2 } = topology.channel(channel);
    const node = this.#node(nameOrId);
    refuseIf(node === node1 || node === node2 ? undefined : `is no end of channel ${channel}`, 'node');
    refuseIf(policyChangeFault(change), 'change');
    refuseIf(wholeFault(enforceDelaySeconds, MAX_U32), 'enforceDelaySeconds');
    const { nodes, policies } = channels.context(channel);
    const direction = sideOf(nodes, node);
    const policy = { ...(policies[direction] ?? NEW_POLICY), ...change };
    const formerUntilMs = clock.nowMs() + enforceDelaySeconds * 1000;
    channels.deliver(channel, { type: 'POLICY_CHANGED', direction, policy, formerUntilMs }, 0);
    return policy;
  }

  /**
   * An earlier version logged policies unseen. One that cannot be signed or added up with gives way to that of the network file
   * before anything looks at it.
   */
  mendPolicies(channel: ShortChannelId): void {
    const { channels, clock, topology } = this.#parts;
    const announced = topology.terms(channel).policies;
    const { policies } = channels.context(channel);
    for (const direction of DIRECTIONS) {
      if (policies[direction] === null || policyFault(policies[direction]) === undefined) continue;
      const policy = announced[direction] ?? NEW_POLICY;
      channels.deliver(channel, { type: 'POLICY_CHANGED', direction, policy, formerUntilMs: clock.nowMs() }, 0);
    }
  }

  settled(signal?: AbortSignal): Promise<void> {
    return this.#parts.inFlight.settled(signal);
  }

  /** A wrong id gets no actor: its events would be in the log for ever. */
  #node(nameOrId: string): NodeId {
    const { topology } = this.#parts;
    const found = topology.has(nameOrId as NodeId) ? (nameOrId as NodeId) : this.find(nameOrId);
    if (found !== undefined) return found;
    const names = namesTold(topology.description.nodes);
    throw new SendpayError('SENDPAY_UNKNOWN_NODE', `the network has no node "${String(nameOrId)}"; it has ${names}`);
  }

  get htlcsInFlight(): number {
    return this.#parts.inFlight.htlcs;
  }
}

const DIRECTIONS: readonly Direction[] = [0, 1];

function wholeFault(value: unknown, most: number): string | undefined {
  const isWhole = Number.isInteger(value) && (value as number) >= 0 && (value as number) <= most;
  return isWhole ? undefined : `should be a whole number from 0 to ${most}`;
}

function refuseIf(fault: string | undefined, argument: string): void {
  if (fault !== undefined) throw new SendpayError('SENDPAY_BAD_ARGUMENT', `${argument}: ${fault}`);
}
