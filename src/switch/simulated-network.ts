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
import type { ActorKind, AnyStateMachine, Delivering } from '../actors/actor-kind.ts';
import type { Clock } from '../domain/clock.ts';
import { FailureCode, failureCodeRow } from '../domain/failures.ts';
import type { HtlcRef } from '../domain/htlc.ts';
import type { Direction, NodeId, ShortChannelId } from '../domain/ids.ts';
import type { RandomSource } from '../domain/random.ts';
import type { ChannelPolicy } from '../domain/route.ts';
import type { Chain, NetworkDescription } from '../graph/network-description.ts';
import type { Journal, Position } from '../journal/port.ts';
import { ChainActor } from './chain-actor.ts';
import { ChannelActors, type ChannelEffectAt, channelOf, offererOf } from './channel-actors.ts';
import { ChannelUpdates } from './channel-updates.ts';
import { InvoiceActors, type InvoiceChange } from './invoice-actors.ts';
import { invoiceText } from './invoice-text.ts';
import { firstHop, localChannel } from './local-channels.ts';
import { NodeKeys } from './node-keys.ts';
import { OnionMemory, refKey } from './onion-memory.ts';
import {
  type AttemptId,
  type AttemptStatus,
  attemptIdOf,
  type FirstHopRefusal,
  type HtlcAttempt,
  type HtlcOutcome,
  type HtlcResult,
  type LocalChannel,
  type SelfAttempt,
  type Switch,
} from './port.ts';
import { type OriginResult, Relay } from './relay.ts';
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

/** What gossip would tell of a channel's direction. `policy` is undefined once the channel is gone. */
export interface PolicyChange {
  readonly shortChannelId: ShortChannelId;
  readonly direction: Direction;
  readonly policy: ChannelPolicy | undefined;
  /** The node that set it. */
  readonly from: NodeId;
  /** Of the channel_update, in seconds. */
  readonly timestamp: number;
}

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
  readonly #latencyMs: number;
  readonly #channels: ChannelActors;
  readonly #nodes: SimulatedNodes;
  readonly #chain: ChainActor;
  readonly #updates: ChannelUpdates;
  readonly #onions: OnionMemory;
  readonly #relay: Relay;
  readonly #results = new Subject<HtlcResult>();
  readonly #selfPayments = new SelfPayments((result) => this.#results.next(result));
  readonly #policyChanges = new Subject<PolicyChange>();
  readonly #attempts = new Set<AttemptId>();
  readonly #timers = new Set<() => void>();
  #htlcsInFlight = 0;
  #settledWaiters: (() => void)[] = [];
  #runtime: NetworkRuntime | undefined;

  constructor(options: SimulatedNetworkOptions) {
    const { network, journal, clock, random, latencyMs = 0, mppTimeoutMs } = options;
    const operated = new Set(options.operated);
    this.#clock = clock;
    this.#latencyMs = latencyMs;
    this.finalCltv = options.finalCltv ?? network.finalCltv ?? FINAL_CLTV[network.chain];
    this.results = this.#results.asObservable();
    this.policyChanges = this.#policyChanges.asObservable();
    this.topology = new Topology(network);
    this.keys = new NodeKeys(network);
    this.#nodes = new SimulatedNodes({
      connect: (node, cause) => this.#reconnect(node, cause),
      disconnect: (node, cause) => this.#disconnect(node, cause),
      review: (ref, cause) => this.#relay.arrive(ref, cause),
    });
    this.#channels = new ChannelActors({
      topology: this.topology,
      operated,
      isOnline: (node) => this.#nodes.isOnline(node),
      perform: (effect, at) => this.#perform(effect, at),
    });
    this.#onions = new OnionMemory(this.#channels, this.keys);
    this.#updates = new ChannelUpdates({ channels: this.#channels, keys: this.keys, clock, chain: network.chain });
    this.invoices = new InvoiceActors({
      journal,
      clock,
      random,
      mppTimeoutMs,
      encode: (fields) => invoiceText(network.chain, this.finalCltv, this.keys, fields),
      fulfil: (parts, preimage, cause) => {
        this.#selfPayments.fulfil(parts, preimage, cause);
        this.#relay.fulfil(htlcsOf(parts), preimage, cause);
      },
      fail: (parts, failcode, cause) => {
        this.#selfPayments.fail(parts, cause);
        this.#relay.failFinal(htlcsOf(parts), failcode, cause);
      },
    });
    this.invoiceEvents = this.invoices.changes.asObservable();
    this.#chain = new ChainActor(network.blockheight);
    this.#relay = new Relay({
      topology: this.topology,
      channels: this.#channels,
      nodes: this.#nodes,
      invoices: this.invoices,
      onions: this.#onions,
      updates: this.#updates,
      clock,
      operated,
      finalCltv: this.finalCltv,
      height: () => this.#chain.height,
      origin: (result) => this.#tell(result),
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
    const channels = runtime.inFlight('channel').map(channelOf);
    const busy = new Set(this.invoices.recover(runtime.inFlight('invoice')).map(refKey));
    const found: HtlcRef[] = [];
    for (const channel of channels) {
      this.#announceChanges(channel);
      const context = this.#channels.context(channel);
      for (const htlc of context.htlcs) {
        this.#htlcsInFlight++;
        found.push([channel, htlc.id]);
        if ('prev' in htlc.origin) busy.add(refKey(htlc.origin.prev));
        else this.#attempts.add(attemptIdOf(offererOf(context, htlc), htlc.hash, ...htlc.origin.part));
      }
    }
    for (const ref of found) if (!busy.has(refKey(ref))) this.#relay.arrive(ref, 0);
  }

  blockheight(_node: NodeId): number {
    return this.#chain.height;
  }

  onionKey(node: NodeId): NodeId {
    return this.keys.onionKey(node);
  }

  checkFirstHop(node: NodeId, hop: Parameters<Switch['checkFirstHop']>[1]): FirstHopRefusal | undefined {
    const found = firstHop(this.localChannels(node), hop);
    return 'failcode' in found ? found : undefined;
  }

  offer(attempt: HtlcAttempt, cause: Position): 'accepted' | 'duplicate' | FirstHopRefusal {
    const { id, node, amountMsat, cltvExpiry: expiry, paymentHash: hash, firstHop: hop } = attempt;
    if (this.#attempts.has(id)) return 'duplicate';
    const found = firstHop(this.localChannels(node), { ...hop, amountMsat });
    if ('failcode' in found) return found;
    this.#attempts.add(id);
    this.#onions.keep(id, attempt.onion);
    const [groupid, partid] = id.split('/').slice(-2).map(Number) as [number, number];
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
    const secret = paymentSecret === undefined ? {} : { secret: paymentSecret };
    this.invoices.arrive({ node, paymentHash, htlc, amountMsat, totalMsat: amountMsat, ...secret }, cause);
  }

  /** `resolved` is never the answer: see the note at the top. */
  status(attempt: AttemptId): AttemptStatus {
    return { type: this.#attempts.has(attempt) ? 'pending' : 'never-seen' };
  }

  localChannels(node: NodeId): readonly LocalChannel[] {
    return this.topology
      .channelsOf(node)
      .map(({ shortChannelId }) =>
        localChannel(
          node,
          shortChannelId,
          this.#channels.context(shortChannelId),
          this.#channels.isConnected(shortChannelId),
        ),
      );
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

  /**
   * Blocks are found. HTLCs whose expiry they pass time out on chain, the earliest first, each at its own height: a node
   * learns that its outgoing HTLC is back before its incoming one expires.
   */
  mine(blocks: number): void {
    const until = this.#chain.height + blocks;
    while (this.#chain.height < until) {
      this.#chain.mine(Math.min(this.#nextTimeoutHeight() ?? until, until) - this.#chain.height);
      this.#timeOutExpired();
    }
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
    const { htlcMaximumMsat } = change;
    const base = policies[direction] ?? NEW_POLICY;
    const policy = { ...base, ...change, ...(htlcMaximumMsat === undefined ? {} : { htlcMaximumMsat }) };
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
    if (this.#isSettled) return Promise.resolve();
    return new Promise((resolve) => this.#settledWaiters.push(resolve));
  }

  /** HTLCs in channels now. */
  get htlcsInFlight(): number {
    return this.#htlcsInFlight;
  }

  /** Stops timers and ends the streams of results. */
  close(): void {
    for (const cancel of this.#timers) cancel();
    this.#timers.clear();
    this.invoices.close();
    this.#results.complete();
    this.#policyChanges.complete();
  }

  #perform(effect: ChannelEffect, at: ChannelEffectAt): void {
    switch (effect.type) {
      case 'HTLC_ADDED':
        this.#htlcsInFlight++;
        this.#schedule([at.channel, effect.id], at.position);
        return;
      case 'HTLC_REFUSED':
        this.#relay.refused(effect, at);
        return;
      case 'HTLC_SETTLED':
        this.#htlcsInFlight--;
        this.#relay.settled(effect, at);
        this.#wakeIfSettled();
        return;
      case 'POLICY_ANNOUNCED':
        this.#announce(at.channel, effect.direction);
        return;
      case 'CHANNEL_GONE':
        this.#announce(at.channel, 0);
        this.#announce(at.channel, 1);
        return;
    }
  }

  /** The HTLC reaches its receiver after the latency of the network. */
  #schedule(ref: HtlcRef, cause: Position): void {
    if (this.#latencyMs === 0) {
      this.#relay.arrive(ref, cause);
      return;
    }
    const cancel = this.#clock.after(this.#latencyMs, () => {
      this.#timers.delete(cancel);
      this.#relay.arrive(ref, cause);
      this.#wakeIfSettled();
    });
    this.#timers.add(cancel);
  }

  #tell({ node, hash, part, cause, outcome }: OriginResult): void {
    const attempt = attemptIdOf(node, hash, ...part);
    this.#attempts.delete(attempt);
    this.#onions.forgetAttempt(attempt);
    this.#results.next({ attempt, outcome: outcomeOf(outcome), cause });
  }

  #announce(channel: ShortChannelId, direction: Direction): void {
    const { policies, nodes, gone } = this.#channels.context(channel);
    this.#policyChanges.next({
      shortChannelId: channel,
      direction,
      policy: gone ? undefined : (policies[direction] ?? undefined),
      from: nodes[direction],
      timestamp: this.#updates.timestamp(channel, direction),
    });
  }

  #announceChanges(channel: ShortChannelId): void {
    const { gone, formerPolicies } = this.#channels.context(channel);
    for (const direction of [0, 1] as const)
      if (gone || formerPolicies[direction] !== null) this.#announce(channel, direction);
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

  #expiries(): { ref: HtlcRef; expiry: number }[] {
    return this.#attached()
      .inFlight('channel')
      .map(channelOf)
      .flatMap((channel) =>
        this.#channels.context(channel).htlcs.map(({ id, expiry }) => ({ ref: [channel, id] as const, expiry })),
      );
  }

  /** The height at which the next HTLC times out: one block after its expiry. */
  #nextTimeoutHeight(): number | undefined {
    let next: number | undefined;
    for (const { expiry } of this.#expiries())
      if (expiry >= this.#chain.height && (next === undefined || expiry + 1 < next)) next = expiry + 1;
    return next;
  }

  #timeOutExpired(): void {
    for (const { ref, expiry } of this.#expiries())
      if (expiry < this.#chain.height) this.#channels.deliver(ref[0], { type: 'HTLC_TIMED_OUT', id: ref[1] }, 0);
  }

  get #isSettled(): boolean {
    return this.#htlcsInFlight === 0 && this.#timers.size === 0;
  }

  #wakeIfSettled(): void {
    if (!this.#isSettled || this.#settledWaiters.length === 0) return;
    const waiters = this.#settledWaiters;
    this.#settledWaiters = [];
    for (const wake of waiters) wake();
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

/** The result in the words of the Switch port. */
function outcomeOf(outcome: OriginResult['outcome']): HtlcOutcome {
  switch (outcome.type) {
    case 'refused': {
      const name = failureCodeRow(outcome.failcode)?.name ?? `${outcome.failcode}`;
      return { type: 'local', failureMessage: outcome.failureMessage, detail: `${name}: ${outcome.detail}` };
    }
    case 'timed-out': {
      const failureMessage = FailureCode.PERMANENT_CHANNEL_FAILURE.toString(16).padStart(4, '0');
      return { type: 'local', failureMessage, detail: 'WIRE_PERMANENT_CHANNEL_FAILURE: timed out' };
    }
    default:
      return outcome;
  }
}
