/**
 * The simulated network behind the Switch port: channels, nodes, invoices and a block chain, all in this process's journal.
 *
 * Invariant: whatever happens here is an event of some actor, so a crash at any point leaves a network that goes on from
 * there: HTLCs in flight are looked at again, held ones stay held, results owed are paid out on reconnection.
 * An attempt counts as pending from the turn it is offered until its result is told; as both are in one journal, an
 * attempt that ended is known to its payment in the same batch, and needs no memory here.
 */

import { type Observable, Subject } from 'rxjs';
import type { ChannelEffect } from '../../machines/channel.ts';
import type { InvoicePart } from '../../machines/invoice.ts';
import type { NodeBehaviour } from '../../machines/node.ts';
import type { Clock } from '../domain/clock.ts';
import { given } from '../domain/given.ts';
import type { HtlcRef } from '../domain/htlc.ts';
import type { Direction, NodeId, ShortChannelId } from '../domain/ids.ts';
import type { RandomSource } from '../domain/random.ts';
import type { ChannelPolicy } from '../domain/route.ts';
import type { Chain, NetworkDescription } from '../graph/network-description.ts';
import type { Journal, Position } from '../journal/port.ts';
import type { ActorKind, AnyStateMachine, Delivering } from '../runtime/actor-kind.ts';
import {
  type AttemptId,
  type AttemptStatus,
  attemptIdOf,
  type FirstHopRefusal,
  type HtlcAttempt,
  type HtlcResult,
  type LocalChannel,
  type SelfAttempt,
  type Switch,
} from '../switch/port.ts';
import { Arrivals } from './arrivals.ts';
import { ChainActor } from './chain-actor.ts';
import { ChannelActors, type ChannelEffectAt, channelOf } from './channel-actors.ts';
import { ChannelUpdates } from './channel-updates.ts';
import { Gossip, type PolicyChange } from './gossip.ts';
import { InFlight } from './in-flight.ts';
import { InvoiceActors, type InvoiceChange } from './invoice-actors.ts';
import { invoiceText } from './invoice-text.ts';
import { firstHop, localChannel } from './local-channels.ts';
import { Mining } from './mining.ts';
import { NodeKeys } from './node-keys.ts';
import { OnionMemory } from './onion-memory.ts';
import { outcomeOf } from './outcome.ts';
import { findHtlcs } from './recovery.ts';
import { type OriginResult, Returns } from './returns.ts';
import { isSelfPart, refusalOf, SelfPayments } from './self-payment.ts';
import { SimulatedNodes } from './simulated-nodes.ts';
import { sideOf, Topology } from './topology.ts';

/** Blocks a destination wants left, by chain (Core Lightning's cltv-final). */
const FINAL_CLTV: Readonly<Record<Chain, number>> = { bitcoin: 18, testnet: 10, signet: 10, regtest: 10 };
/** How long a replaced policy is still accepted (Core Lightning's setchannel enforcedelay). */
const ENFORCE_DELAY_SECONDS = 600;

export interface SimulatedNetworkSettings {
  /** How long an HTLC takes from one node to the next; results come back at once. Default 0: the same cascade. */
  readonly latencyMs?: number;
  /** How long a destination waits for the other parts. Default 70,000. */
  readonly mppTimeoutMs?: number;
  /** Blocks a destination wants left. Default that of the chain. */
  readonly finalCltv?: number;
}

export interface SimulatedNetworkOptions extends SimulatedNetworkSettings {
  readonly network: NetworkDescription;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly random: RandomSource;
  /** Nodes whose forwards are listed. */
  readonly operated?: readonly NodeId[];
}

type FirstHop = Parameters<Switch['checkFirstHop']>[1];

export type { PolicyChange };

/** What the network needs of the runtime beside delivery. */
export interface NetworkRuntime extends Delivering {
  /** Unfinished streams of a kind. */
  inFlight(kind: string): readonly string[];
}

export class SimulatedNetwork implements Switch {
  readonly insideJournal = true;
  readonly kinds: readonly ActorKind<AnyStateMachine>[];
  readonly results: Observable<HtlcResult>;
  readonly policyChanges: Observable<PolicyChange>;
  readonly invoiceEvents: Observable<InvoiceChange>;
  readonly invoices: InvoiceActors;
  readonly topology: Topology;
  readonly keys: NodeKeys;
  readonly finalCltv: number;
  readonly #clock: Clock;
  readonly #channels: ChannelActors;
  readonly #nodes: SimulatedNodes;
  readonly #chain: ChainActor;
  readonly #updates: ChannelUpdates;
  readonly #gossip: Gossip;
  readonly #inFlight: InFlight;
  readonly #mining: Mining;
  readonly #onions: OnionMemory;
  readonly #arrivals: Arrivals;
  readonly #returns: Returns;
  readonly #results = new Subject<HtlcResult>();
  readonly #selfPayments = new SelfPayments((result) => this.#results.next(result));
  readonly #attempts = new Set<AttemptId>();
  #runtime: NetworkRuntime | undefined;

  constructor(options: SimulatedNetworkOptions) {
    const { network, journal, clock, random, latencyMs = 0, mppTimeoutMs } = options;
    const operated = new Set(options.operated);
    this.#clock = clock;
    this.#inFlight = new InFlight(clock, latencyMs);
    this.finalCltv = options.finalCltv ?? network.finalCltv ?? FINAL_CLTV[network.chain];
    this.results = this.#results.asObservable();
    this.topology = new Topology(network);
    this.keys = new NodeKeys(network);
    this.#nodes = new SimulatedNodes({
      connect: (node, cause) => this.#reconnect(node, cause),
      disconnect: (node, cause) => this.#disconnect(node, cause),
      review: (ref, cause) => this.#arrivals.arrive(ref, cause),
    });
    this.#channels = new ChannelActors({
      topology: this.topology,
      isOnline: (node) => this.#nodes.isOnline(node),
      perform: (effect, at) => this.#perform(effect, at),
    });
    this.#onions = new OnionMemory(this.#channels, this.keys);
    this.#updates = new ChannelUpdates({ channels: this.#channels, keys: this.keys, clock, chain: network.chain });
    this.#gossip = new Gossip(this.#channels, this.#updates);
    this.policyChanges = this.#gossip.changes.asObservable();
    this.invoices = new InvoiceActors({
      journal,
      clock,
      random,
      mppTimeoutMs,
      encode: (fields) => invoiceText(network.chain, this.finalCltv, this.keys, fields),
      fulfil: (parts, preimage, cause) => {
        this.#selfPayments.fulfil(parts, preimage, cause);
        this.#returns.fulfil(htlcsOf(parts), preimage, cause);
      },
      fail: (parts, failcode, cause) => {
        this.#selfPayments.fail(parts, cause);
        this.#returns.failFinal(htlcsOf(parts), failcode, cause);
      },
    });
    this.invoiceEvents = this.invoices.changes.asObservable();
    this.#chain = new ChainActor(network.blockheight);
    this.#mining = new Mining(this.#chain, this.#channels);
    const height = (): number => this.#chain.height;
    const parts = { channels: this.#channels, nodes: this.#nodes, invoices: this.invoices, onions: this.#onions };
    this.#returns = new Returns({
      ...parts,
      updates: this.#updates,
      operated,
      height,
      origin: (result) => this.#tell(result),
    });
    this.#arrivals = new Arrivals({
      ...parts,
      topology: this.topology,
      returns: this.#returns,
      clock,
      operated,
      finalCltv: this.finalCltv,
      height,
    });
    this.kinds = [this.#channels.kind, this.invoices.kind, this.#nodes.kind, this.#chain.kind] as never;
  }

  /** Gives the network the runtime that runs its `kinds`. Before anything else. */
  attach(runtime: NetworkRuntime): void {
    this.#runtime = runtime;
    for (const part of [this.#channels, this.#nodes, this.invoices, this.#chain]) part.attach(runtime);
  }

  /**
   * After the runtime has recovered: takes up every HTLC in flight. `reconstructOnion` gives the packet an attempt left
   * with. Also tells `policyChanges` what differs from the network file.
   */
  recover(reconstructOnion: (attempt: AttemptId) => Uint8Array | undefined): void {
    const runtime = this.#attached();
    this.#onions.reconstructWith(reconstructOnion);
    this.#nodes.recover(runtime.inFlight('node'));
    const held = this.invoices.recover(runtime.inFlight('invoice'));
    const channels = runtime.inFlight('channel').map(channelOf);
    const { all, idle, attempts } = findHtlcs(this.#channels, channels, held);
    for (const channel of channels) this.#gossip.announceChanges(channel);
    for (const attempt of attempts) this.#attempts.add(attempt);
    for (const _ of all) this.#inFlight.added();
    for (const ref of idle) this.#arrivals.arrive(ref, 0);
  }

  blockheight(_node: NodeId): number {
    return this.#chain.height;
  }

  onionKey(node: NodeId): NodeId {
    return this.keys.onionKey(node);
  }

  checkFirstHop(node: NodeId, hop: FirstHop): FirstHopRefusal | undefined {
    const found = this.#firstHop(node, hop);
    return 'failcode' in found ? found : undefined;
  }

  offer(attempt: HtlcAttempt, cause: Position): 'accepted' | 'duplicate' | FirstHopRefusal {
    const { id, node, amountMsat, cltvExpiry: expiry, paymentHash: hash, firstHop: hop } = attempt;
    if (this.#attempts.has(id)) return 'duplicate';
    const found = this.#firstHop(node, { ...hop, amountMsat });
    if ('failcode' in found) return found;
    this.#attempts.add(id);
    this.#onions.keep(id, attempt.onion);
    const [groupid, partid] = id.split('/').slice(-2).map(BigInt) as [bigint, bigint];
    const from = sideOf(this.#channels.context(found.shortChannelId).nodes, node);
    const event = { type: 'HTLC_OFFERED', from, amountMsat, expiry, hash, part: [groupid, partid] } as const;
    this.#channels.deliver(found.shortChannelId, event, cause);
    return 'accepted';
  }

  payself(attempt: SelfAttempt, cause: Position): void {
    const { node, paymentHash, amountMsat, paymentSecret } = attempt;
    const refusal = refusalOf(attempt, this.invoices.get(node, paymentHash));
    if (refusal !== undefined) {
      this.#selfPayments.refuse(attempt, refusal, cause);
      return;
    }
    const htlc = this.#selfPayments.begin(attempt);
    const secret = given({ secret: paymentSecret });
    this.invoices.arrive({ node, paymentHash, htlc, amountMsat, totalMsat: amountMsat, ...secret }, cause);
  }

  /** `resolved` is never the answer: see the note at the top. */
  status(attempt: AttemptId): AttemptStatus {
    return { type: this.#attempts.has(attempt) ? 'pending' : 'never-seen' };
  }

  localChannels(node: NodeId): readonly LocalChannel[] {
    return this.topology.channelsOf(node).map(({ shortChannelId }) => this.#localChannel(node, shortChannelId));
  }

  /** From now on `node` treats HTLCs this way; those it keeps are looked at again. */
  hold(node: NodeId, behaviour: Exclude<NodeBehaviour, { mode: 'normal' }> = { mode: 'hold' }): void {
    this.#nodes.deliver(node, { type: 'BEHAVIOUR_CHANGED', behaviour });
  }

  /** The node is honest again; HTLCs it kept are handled at once. */
  release(node: NodeId): void {
    this.#nodes.deliver(node, { type: 'BEHAVIOUR_CHANGED', behaviour: { mode: 'normal' } });
  }

  setOnline(node: NodeId, online: boolean): void {
    this.#nodes.deliver(node, { type: online ? 'NODE_CAME_ONLINE' : 'NODE_WENT_OFFLINE' });
  }

  isOnline(node: NodeId): boolean {
    return this.#nodes.isOnline(node);
  }

  /** HTLCs that wait at a node: held, or come while it was down. */
  waitingAt(node: NodeId): readonly HtlcRef[] {
    return this.#nodes.waitingAt(node);
  }

  /** Blocks are found; HTLCs whose expiry they pass time out on chain. */
  mine(blocks: number): void {
    this.#mining.mine(blocks, () => this.#attached().inFlight('channel').map(channelOf));
  }

  /** Closes a channel: with its peer's consent once its HTLCs are gone, or at once, its HTLCs being resolved on chain. */
  closeChannel(channel: ShortChannelId, how: 'mutual' | 'unilateral' = 'mutual'): void {
    const isIdle = this.#channels.context(channel).htlcs.length === 0;
    if (how === 'mutual') this.#channels.deliver(channel, { type: 'CHANNEL_SHUTDOWN' }, 0);
    if (how === 'unilateral' || isIdle) this.#channels.deliver(channel, { type: 'CHANNEL_CLOSED' }, 0);
  }

  /** `setchannel`: what `node` asks for forwarding into this channel. The policy before is accepted a while longer. */
  setPolicy(
    channel: ShortChannelId,
    node: NodeId,
    change: Partial<ChannelPolicy>,
    enforceDelaySeconds = ENFORCE_DELAY_SECONDS,
  ): ChannelPolicy {
    const { nodes, policies } = this.#channels.context(channel);
    const direction = sideOf(nodes, node);
    const policy = { ...(policies[direction] ?? NEW_POLICY), ...change };
    const formerUntilMs = this.#clock.nowMs() + enforceDelaySeconds * 1000;
    this.#channels.deliver(channel, { type: 'POLICY_CHANGED', direction, policy, formerUntilMs }, 0);
    return policy;
  }

  /** The signed channel_update of a direction, with its message type. */
  channelUpdateBytes(channel: ShortChannelId, direction: Direction): Uint8Array | undefined {
    return this.#updates.bytes(channel, direction);
  }

  /** Resolves once no HTLC is in flight and none is on its way. */
  settled(): Promise<void> {
    return this.#inFlight.settled();
  }

  /** HTLCs in channels now. */
  get htlcsInFlight(): number {
    return this.#inFlight.htlcs;
  }

  /** Stops timers and ends the streams of results. */
  close(): void {
    this.#inFlight.close();
    this.invoices.close();
    this.#results.complete();
    this.#gossip.changes.complete();
  }

  #perform(effect: ChannelEffect, at: ChannelEffectAt): void {
    switch (effect.type) {
      case 'HTLC_ADDED':
        this.#inFlight.added();
        this.#inFlight.travel(() => this.#arrivals.arrive([at.channel, effect.id], at.position));
        return;
      case 'HTLC_REFUSED':
        this.#returns.refused(effect, at);
        return;
      case 'HTLC_SETTLED':
        this.#returns.settled(effect, at);
        this.#inFlight.removed();
        return;
      case 'POLICY_ANNOUNCED':
        this.#gossip.announce(at.channel, effect.direction);
        return;
      case 'CHANNEL_GONE':
        this.#gossip.announceEnd(at.channel);
    }
  }

  #localChannel(node: NodeId, channel: ShortChannelId): LocalChannel {
    return localChannel(node, channel, this.#channels.context(channel), this.#channels.isConnected(channel));
  }

  /** Only channels with that peer are looked at: a node may have thousands. */
  #firstHop(node: NodeId, hop: FirstHop): LocalChannel | FirstHopRefusal {
    const withPeer = this.topology
      .channelsOf(node)
      .filter(({ node1, node2 }) => (node1 === node ? node2 : node1) === hop.peer)
      .map(({ shortChannelId }) => this.#localChannel(node, shortChannelId));
    return firstHop(withPeer, hop);
  }

  #tell({ node, hash, part, cause, outcome }: OriginResult): void {
    const attempt = attemptIdOf(node, hash, ...part);
    this.#attempts.delete(attempt);
    this.#onions.forgetAttempt(attempt);
    this.#results.next({ attempt, outcome: outcomeOf(outcome), cause });
  }

  #disconnect(node: NodeId, cause: Position): void {
    for (const { shortChannelId } of this.topology.channelsOf(node))
      if (this.#channels.isOpened(shortChannelId))
        this.#channels.deliver(shortChannelId, { type: 'CHANNEL_DISCONNECTED' }, cause);
  }

  #reconnect(node: NodeId, cause: Position): void {
    for (const { shortChannelId } of this.topology.channelsOf(node))
      if (this.#channels.isOpened(shortChannelId) && this.#channels.isConnected(shortChannelId))
        this.#channels.deliver(shortChannelId, { type: 'CHANNEL_RECONNECTED' }, cause);
  }

  #attached(): NetworkRuntime {
    if (this.#runtime === undefined) throw new TypeError('the simulated network is not attached to a runtime yet');
    return this.#runtime;
  }
}

/** A side that never announced a policy starts from Core Lightning's defaults on test networks. */
const NEW_POLICY: ChannelPolicy = {
  feeBaseMsat: 1n,
  feePpm: 10,
  cltvDelta: 6,
  htlcMinimumMsat: 0n,
  htlcMaximumMsat: 2n ** 32n - 1n,
  enabled: true,
};

const htlcsOf = (parts: readonly InvoicePart[]): HtlcRef[] =>
  parts.filter((part) => !isSelfPart(part)).map((part) => part.htlc);
