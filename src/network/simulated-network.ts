/**
 * The simulated network behind the Switch port: channels, nodes, invoices and a block chain, all in this process's journal.
 *
 * Invariant: whatever happens here is an event of some actor, so a crash at any point leaves a network that goes on from
 * there: HTLCs in flight are looked at again, held ones stay held, results owed are paid out on reconnection.
 * Does not do anything itself: it puts its parts together and is their face.
 */
import { EMPTY, type Observable } from 'rxjs';
import { channelKind } from '../../machines/channel-kind.ts';
import { MPP_TIMEOUT_MS } from '../../machines/invoice.ts';
import { invoiceKind } from '../../machines/invoice-kind.ts';
import { nodeKind } from '../../machines/node-kind.ts';
import { MAX_BLOCKHEIGHT } from '../domain/block-limits.ts';
import type { Chain } from '../domain/chain.ts';
import type { Clock } from '../domain/clock.ts';
import { SendpayError } from '../domain/errors.ts';
import { given } from '../domain/given.ts';
import { type Direction, MAX_U16, type NodeId, type ShortChannelId } from '../domain/ids.ts';
import type { Position } from '../domain/log-record.ts';
import type { RandomSource } from '../domain/random.ts';
import type { NetworkDescription } from '../graph/network-description.ts';
import { networkDigest } from '../graph/network-digest.ts';
import type { Journal } from '../journal/port.ts';
import type { Actor, Delivering } from '../runtime/actor.ts';
import type { Capabilities } from '../switch/capabilities.ts';
import type { GraphFeed } from '../switch/graph-feed.ts';
import type {
  Attempt,
  AttemptStatus,
  HtlcResult,
  LocalChannel,
  OfferAnswer,
  OwnNode,
  PendingAttempt,
  Switch,
} from '../switch/port.ts';
import { Arrivals } from './arrivals.ts';
import { Attempts } from './attempts.ts';
import { ChainActor } from './chain-actor.ts';
import { ChannelActors } from './channel-actors.ts';
import { ChannelUpdates } from './channel-updates.ts';
import { ForwardListing } from './forward-listing.ts';
import { Gossip } from './gossip.ts';
import { HtlcListing } from './htlc-listing.ts';
import { InFlight } from './in-flight.ts';
import { htlcsOf, InvoiceActors } from './invoice-actors.ts';
import { invoiceText } from './invoice-text.ts';
import { localChannel } from './local-channels.ts';
import { Mining } from './mining.ts';
import { NodeKeys } from './node-keys.ts';
import { OnionMemory } from './onion-memory.ts';
import { findHtlcs } from './recovery.ts';
import { Returns } from './returns.ts';
import { SelfPayments } from './self-payment.ts';
import { SimulatedNodes } from './simulated-nodes.ts';
import { SimulationControls } from './simulation-controls.ts';
import { Topology } from './topology.ts';

/** Blocks a destination wants left, by chain (Core Lightning's cltv-final). */
const FINAL_CLTV: Readonly<Record<Chain, number>> = { bitcoin: 18, testnet: 10, signet: 10, regtest: 10 };

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
  /** Nodes it sends for; their forwards are listed. */
  readonly operated?: readonly NodeId[];
}

/** Largest of each number a program may set; durations of more than a month are a slip of units. */
const MOST = { latencyMs: 2 ** 31, mppTimeoutMs: 2 ** 31, finalCltv: MAX_U16 } as const satisfies Record<
  keyof SimulatedNetworkSettings,
  number
>;

/** Throws SENDPAY_BAD_ARGUMENT: each of these is later added to a time or a height. */
function checkNumbers(options: SimulatedNetworkOptions): void {
  const check = (name: string, value: unknown, most: number): void => {
    if (value === undefined || (Number.isInteger(value) && (value as number) >= 0 && (value as number) <= most)) return;
    throw new SendpayError('SENDPAY_BAD_ARGUMENT', `${name}: should be a whole number from 0 to ${most}`);
  };
  for (const [name, most] of Object.entries(MOST)) check(name, options[name as keyof SimulatedNetworkSettings], most);
  check('network.blockheight', options.network.blockheight, MAX_BLOCKHEIGHT);
  check('network.finalCltv', options.network.finalCltv, MAX_U16);
}

/** What the network needs of the runtime beside delivery. */
export interface NetworkRuntime extends Delivering {
  /** Unfinished streams of a kind. */
  inFlight(kind: string): readonly string[];
}

export class SimulatedNetwork implements Switch {
  readonly insideJournal = true;
  readonly identity: string;
  readonly chain: Chain;
  readonly nodes: readonly OwnNode[];
  readonly graph: GraphFeed;
  readonly capabilities: Required<Capabilities>;
  readonly results: Observable<HtlcResult>;
  /** Heights and channels are read where they are, so there is nothing to tell. */
  readonly changes = EMPTY;
  readonly actors: readonly Actor[];
  readonly invoices: InvoiceActors;
  readonly simulation: SimulationControls;
  readonly topology: Topology;
  readonly keys: NodeKeys;
  readonly finalCltv: number;
  readonly #attempts: Attempts;
  readonly #channels: ChannelActors;
  readonly #simulated: SimulatedNodes;
  readonly #block: ChainActor;
  readonly #updates: ChannelUpdates;
  readonly #gossip: Gossip;
  readonly #inFlight: InFlight;
  readonly #arrivals: Arrivals;
  readonly #returns: Returns;
  #runtime: NetworkRuntime | undefined;

  constructor(options: SimulatedNetworkOptions) {
    const { network, journal, clock, random, latencyMs = 0, operated = [] } = options;
    checkNumbers(options);
    this.identity = networkDigest(network);
    this.chain = network.chain;
    this.nodes = network.nodes
      .filter(({ id }) => operated.includes(id))
      .map(({ id, alias }) => ({ id, ...given({ alias }) }));
    this.finalCltv = options.finalCltv ?? network.finalCltv ?? FINAL_CLTV[network.chain];
    this.topology = new Topology(network);
    this.keys = new NodeKeys(network);
    this.#inFlight = new InFlight(clock, latencyMs);
    this.#block = new ChainActor(network.blockheight);
    this.#simulated = new SimulatedNodes({
      connect: (node, cause) => this.#channels.reconnect(node, cause),
      disconnect: (node, cause) => this.#channels.disconnect(node, cause),
      review: (ref, cause) => this.#arrivals.arrive(ref, cause),
    });
    const lists = new Set(operated);
    this.#channels = this.#channelActors(lists);
    this.#updates = new ChannelUpdates({ channels: this.#channels, keys: this.keys, clock, chain: network.chain });
    this.#gossip = new Gossip(this.#channels, this.#updates, this.topology);
    this.graph = { now: () => this.#gossip.now(), changes: this.#gossip.changes.asObservable() };
    const selfPayments = new SelfPayments(
      () => this.invoices,
      (result) => this.#attempts.results.next(result),
    );
    this.#attempts = new Attempts({
      channels: this.#channels,
      selfPayments,
      localChannels: (node, peer) => this.localChannels(node, peer),
    });
    this.results = this.#attempts.results.asObservable();
    this.invoices = new InvoiceActors({
      journal,
      clock,
      random,
      mppTimeoutMs: options.mppTimeoutMs ?? MPP_TIMEOUT_MS,
      isNode: (node) => this.topology.has(node),
      encode: (fields) => invoiceText(network.chain, this.finalCltv, this.keys, fields),
      fulfil: (parts, preimage, cause) => {
        selfPayments.fulfil(parts, preimage, cause);
        returns.fulfil(htlcsOf(parts), preimage, cause);
      },
      fail: (parts, failcode, cause) => {
        selfPayments.fail(parts, cause);
        returns.failFinal(htlcsOf(parts), failcode, cause);
      },
    });
    const height = (): number => this.#block.height;
    const onions = new OnionMemory(this.#channels, this.keys, (attempt) => this.#attempts.packetOf(attempt));
    const parts = { channels: this.#channels, nodes: this.#simulated, invoices: this.invoices, onions };
    const returns = new Returns({
      ...parts,
      updates: this.#updates,
      operated: lists,
      height,
      origin: (result) => this.#attempts.ended(result),
    });
    this.#returns = returns;
    const { topology, finalCltv } = this;
    this.#arrivals = new Arrivals({ ...parts, topology, returns, clock, operated: lists, finalCltv, height });
    this.simulation = new SimulationControls({
      topology,
      channels: this.#channels,
      nodes: this.#simulated,
      mining: new Mining(this.#block, this.#channels),
      inFlight: this.#inFlight,
      clock,
      busyChannels: () => this.#attached().inFlight(channelKind.name),
    });
    const { invoices, simulation } = this;
    const htlcs = new HtlcListing(journal, {
      channelsOf: (node) => topology.channelsOf(node),
      sideOf: (node, channel) => (topology.channel(channel).node1 === node ? 0 : 1),
    });
    this.capabilities = { invoices, simulation, policies: simulation, forwards: new ForwardListing(journal), htlcs };
    this.actors = [this.#channels, this.invoices, this.#simulated, this.#block].map((part) => part.actor);
  }

  /** Gives the network the runtime that runs its `actors`. Before anything else. */
  attach(runtime: NetworkRuntime): void {
    this.#runtime = runtime;
    for (const part of [this.#channels, this.#simulated, this.invoices, this.#block]) part.attach(runtime);
  }

  /** After the runtime has recovered: takes up every HTLC in flight, and tells what differs from the network file. */
  start(pending: readonly PendingAttempt[]): void {
    const runtime = this.#attached();
    this.#attempts.start(pending);
    this.#simulated.recover(runtime.inFlight(nodeKind.name));
    const held = this.invoices.recover(runtime.inFlight(invoiceKind.name));
    const channels = runtime.inFlight(channelKind.name).map((stream) => channelKind.idOf(stream));
    const { all, idle, attempts } = findHtlcs(this.#channels, channels, held);
    for (const channel of channels) this.simulation.mendPolicies(channel);
    for (const channel of channels) this.#gossip.announceChanges(channel);
    this.#attempts.found(attempts);
    for (const _ of all) this.#inFlight.added();
    for (const ref of idle) this.#arrivals.arrive(ref, 0);
  }

  offer(attempt: Attempt, cause: Position): OfferAnswer {
    return this.#attempts.offer(attempt, cause);
  }

  status(attempt: Attempt): AttemptStatus {
    return this.#attempts.status(attempt);
  }

  /** Nothing to forget: what ended is in the journal, and nowhere else. */
  settled(): void {}

  onionKey(node: NodeId): NodeId {
    return this.keys.onionKey(node);
  }

  blockheight(_node: NodeId): number {
    return this.#block.height;
  }

  localChannels(node: NodeId, peer?: NodeId): readonly LocalChannel[] {
    const channels = this.topology.channelsOf(node);
    const wanted =
      peer === undefined ? channels : channels.filter(({ node1, node2 }) => (node1 === node ? node2 : node1) === peer);
    return wanted.map(({ shortChannelId: channel }) =>
      localChannel(node, channel, this.#channels.context(channel), this.#channels.isConnected(channel)),
    );
  }

  /** The signed channel_update of a direction, with its message type. */
  channelUpdateBytes(channel: ShortChannelId, direction: Direction): Uint8Array | undefined {
    return this.#updates.bytes(channel, direction);
  }

  /** Stops timers and ends the streams of results. */
  close(): void {
    this.#inFlight.close();
    this.invoices.close();
    this.#attempts.results.complete();
    this.#gossip.changes.complete();
  }

  #channelActors(operated: ReadonlySet<NodeId>): ChannelActors {
    return new ChannelActors({
      topology: this.topology,
      operated,
      isOnline: (node) => this.#simulated.isOnline(node),
      performers: {
        HTLC_ADDED: ({ id }, { stream, record }) => {
          this.#inFlight.added();
          this.#inFlight.travel(() => this.#arrivals.arrive([channelKind.idOf(stream), id], record.position));
        },
        HTLC_REFUSED: (effect, site) => this.#returns.refused(effect, site),
        HTLC_SETTLED: (effect, site) => {
          this.#returns.settled(effect, site);
          this.#inFlight.removed();
        },
        POLICY_ANNOUNCED: ({ direction }, { stream }) => this.#gossip.announce(channelKind.idOf(stream), direction),
        CHANNEL_GONE: (_, { stream }) => this.#gossip.announceEnd(channelKind.idOf(stream)),
      },
    });
  }

  #attached(): NetworkRuntime {
    if (this.#runtime === undefined) throw new TypeError('the simulated network is not attached to a runtime yet');
    return this.#runtime;
  }
}
