/**
 * The engine of one process: journal, runtime, network and operated nodes, put together and taken up after a crash.
 *
 * Invariants: recovery runs before anything else is accepted; a database made with one network is refused with another;
 * closing flushes what is staged and ends every wait.
 * Does not open sockets or files other than through the journal it is given.
 */

import type { Clock } from '../domain/clock.ts';
import { SendpayError } from '../domain/errors.ts';
import { given } from '../domain/given.ts';
import { channelDirection, type NodeId } from '../domain/ids.ts';
import { checkedPolicy, PENALTY_POLICY, type PenaltyPolicy, policyAfter } from '../domain/penalty-policy.ts';
import type { RandomSource } from '../domain/random.ts';
import { graphOf } from '../graph/graph-of-network.ts';
import type { NetworkDescription } from '../graph/network-description.ts';
import { networkDigest } from '../graph/network-digest.ts';
import { JournalDamaged } from '../journal/errors.ts';
import type { Journal } from '../journal/port.ts';
import { type PolicyChange, SimulatedNetwork, type SimulatedNetworkSettings } from '../network/simulated-network.ts';
import { GraphView } from '../payments/graph-view.ts';
import { OperatedNode } from '../payments/operated-node.ts';
import { PayShell } from '../payments/pay-actor.ts';
import { PaymentShell } from '../payments/payment-actor.ts';
import { PenaltyShell, penaltyStream } from '../payments/penalty-actor.ts';
import { systemClock } from '../runtime/clock.ts';
import { systemRandom } from '../runtime/random.ts';
import { Runtime } from '../runtime/runtime.ts';

export interface EngineOptions {
  readonly journal: Journal;
  readonly network: NetworkDescription;
  /** Names or ids of the nodes to operate. */
  readonly operate: readonly string[];
  readonly clock?: Clock;
  readonly random?: RandomSource;
  /** How fast penalties lose half their weight. Default 60,000. */
  readonly penaltyHalfLifeMs?: number;
  /** By which failures are weighed, where it is not this program's own; logged when it changes. */
  readonly penaltyPolicy?: Partial<PenaltyPolicy>;
  readonly settings?: SimulatedNetworkSettings;
}

/** Row that says which network the database belongs to. */
const NETWORK_ROW = 'meta/network';

export class Engine {
  readonly journal: Journal;
  readonly runtime: Runtime;
  readonly network: SimulatedNetwork;
  readonly payments: PaymentShell;
  readonly penalties: PenaltyShell;
  readonly pays: PayShell;
  readonly clock: Clock;
  readonly nodes = new Map<NodeId, OperatedNode>();
  /** Streams that could not be read when the engine came up; they are left alone. */
  quarantined: readonly { stream: string; error: Error }[] = [];
  readonly #random: RandomSource;
  readonly #description: NetworkDescription;

  private constructor(options: EngineOptions) {
    const { journal, network, clock = systemClock, random = systemRandom() } = options;
    this.journal = journal;
    this.clock = clock;
    this.#random = random;
    this.#description = network;
    const operated = options.operate.map((name) => resolveNode(network, name));
    this.network = new SimulatedNetwork({ network, journal, clock, random, operated, ...options.settings });
    this.payments = new PaymentShell({ journal, clock, network: this.network });
    this.penalties = new PenaltyShell(this.payments, policyOf(options));
    const viewOf = (id: NodeId): GraphView => this.node(id).view;
    this.pays = new PayShell({ journal, clock, random, network: this.network, payments: this.payments, viewOf });
    const kinds = [...this.network.kinds, this.payments.kind, this.penalties.kind, this.pays.kind];
    this.runtime = new Runtime({ journal, clock, kinds: kinds as never });
    this.network.attach(this.runtime);
    this.payments.attach(this.runtime);
    this.penalties.attach(this.runtime);
    this.pays.attach(this.runtime);
    for (const id of operated) this.nodes.set(id, this.#operate(id));
    this.network.policyChanges.subscribe((change) => this.#gossip(change));
  }

  /** Opens the engine on a journal and takes up what was in flight. Throws SENDPAY_NETWORK_MISMATCH, SENDPAY_UNKNOWN_NODE. */
  static async open(options: EngineOptions): Promise<Engine> {
    const engine = new Engine(options);
    engine.#checkNetwork();
    await engine.#recover();
    engine.#configurePenalties();
    return engine;
  }

  /** An operated node by id or name. */
  node(nameOrId: string): OperatedNode {
    const node = this.nodes.get(resolveNode(this.#description, nameOrId));
    if (!node) throw new SendpayError('SENDPAY_UNKNOWN_NODE', `node "${nameOrId}" is not operated by this process`);
    return node;
  }

  async close(): Promise<void> {
    for (const node of this.nodes.values()) node.close();
    this.network.close();
    this.pays.close();
    this.payments.close();
    await this.journal.close();
  }

  #operate(id: NodeId): OperatedNode {
    const { journal, clock, network, payments, penalties } = this;
    const alias = this.#description.nodes.find((node) => node.id === id)?.alias ?? id.slice(0, 8);
    const graph = graphOf(this.#description);
    const view = new GraphView({ node: id, graph, clock, network, penalties });
    const { pays } = this;
    return new OperatedNode({
      id,
      alias,
      journal,
      clock,
      random: this.#random,
      network,
      payments,
      pays,
      penalties,
      view,
    });
  }

  #checkNetwork(): void {
    const digest = networkDigest(this.#description);
    const known = this.journal.row<string>(NETWORK_ROW);
    if (known === undefined) this.journal.putRow({ key: NETWORK_ROW, value: digest });
    else if (known !== digest)
      throw new SendpayError(
        'SENDPAY_NETWORK_MISMATCH',
        `this database was made with another network (${known.slice(0, 12)}…, not ${digest.slice(0, 12)}…)`,
      );
  }

  /** Listeners first, then the network moves, then whatever it does not know is offered again. */
  async #recover(): Promise<void> {
    const { recovered, quarantined } = await this.runtime.recover();
    this.quarantined = quarantined;
    this.payments.watchPending(recovered);
    this.network.recover((attempt) => this.payments.onionOfAttempt(attempt));
    this.payments.reconcile(recovered);
    this.pays.recover(recovered);
  }

  /** Penalties nobody can read are reported like any other damaged stream: the nodes come up. */
  #configurePenalties(): void {
    for (const node of this.nodes.keys())
      try {
        this.penalties.configure(node, this.clock.nowMs());
      } catch (error) {
        if (!(error instanceof JournalDamaged)) throw error;
        this.quarantined = [...this.quarantined, { stream: penaltyStream(node), error }];
      }
  }

  /** A channel_update everybody hears of: newer than what failures taught. */
  #gossip({ shortChannelId, direction, policy, from, timestamp }: PolicyChange): void {
    for (const node of this.nodes.values()) {
      node.view.see(shortChannelId, direction, policy);
      const channel = channelDirection(shortChannelId, direction);
      this.penalties.deliver(node.id, { type: 'UPDATE_SEEN', channel, from, timestamp, atMs: this.clock.nowMs() });
    }
  }
}

/** Throws SENDPAY_BAD_ARGUMENT. */
function policyOf({ penaltyPolicy = {}, penaltyHalfLifeMs: halfLifeMs }: EngineOptions): PenaltyPolicy {
  return checkedPolicy(policyAfter(policyAfter(PENALTY_POLICY, penaltyPolicy), given({ halfLifeMs })));
}

/** A node by id, name or alias. Throws SENDPAY_UNKNOWN_NODE. */
export function resolveNode(network: NetworkDescription, nameOrId: string): NodeId {
  const found = network.nodes.find((node) => node.id === nameOrId || node.alias === nameOrId);
  if (!found) throw new SendpayError('SENDPAY_UNKNOWN_NODE', `the network has no node "${nameOrId}"`);
  return found.id;
}
