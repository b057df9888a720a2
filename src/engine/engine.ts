/**
 * The engine of one process: journal, runtime, a Switch and the nodes it sends for, put together and taken up after a crash.
 *
 * Invariants: recovery runs before anything else is accepted; a database made with one network or node is refused with another;
 * a log that was rolled back or imported sends nothing until it is accepted; closing flushes what is staged and ends every wait.
 * Does not open sockets or files other than through the journal it is given, and does not know which Switch it is given.
 */

import type { AnyKind } from '../../machines/kind.ts';
import { KINDS } from '../../machines/kinds.ts';
import { penaltyKind } from '../../machines/penalty-kind.ts';
import type { Clock } from '../domain/clock.ts';
import { SendpayError } from '../domain/errors.ts';
import { given } from '../domain/given.ts';
import { channelDirection, type NodeId } from '../domain/ids.ts';
import { namesTold } from '../domain/names-told.ts';
import { checkedPolicy, PENALTY_POLICY, type PenaltyPolicy, policyAfter } from '../domain/penalty-policy.ts';
import type { RandomSource } from '../domain/random.ts';
import type { ChannelGraph } from '../graph/channel-graph.ts';
import { graphFrom } from '../graph/graph-of-network.ts';
import type { EpochNote } from '../journal/epoch-note.ts';
import { JournalDamaged } from '../journal/errors.ts';
import type { Journal } from '../journal/port.ts';
import { GraphView } from '../payments/graph-view.ts';
import { History } from '../payments/history.ts';
import { Offers } from '../payments/offers.ts';
import { OperatedNode } from '../payments/operated-node.ts';
import { PayShell } from '../payments/pay-actor.ts';
import { PaymentShell } from '../payments/payment-actor.ts';
import { PenaltyShell } from '../payments/penalty-actor.ts';
import { Sending } from '../payments/sending.ts';
import type { Actor } from '../runtime/actor.ts';
import { systemClock } from '../runtime/clock.ts';
import { systemRandom } from '../runtime/random.ts';
import { Runtime } from '../runtime/runtime.ts';
import type { GraphChange, GraphFeed } from '../switch/graph-feed.ts';
import type { OwnNode, Switch } from '../switch/port.ts';
import { type RebuildProgress, rebuildRows } from './rebuild-rows.ts';

/** A Switch whose actors live in this process's journal. */
export interface InsideJournal {
  readonly actors: readonly Actor[];
  /** Before anything else. */
  attach(runtime: Runtime): void;
}

export interface EngineOptions<S extends Switch = Switch> {
  readonly journal: Journal;
  /** What the nodes pay through. */
  readonly network: S & (S extends { insideJournal: true } ? InsideJournal : unknown);
  readonly clock?: Clock;
  readonly random?: RandomSource;
  /** How fast penalties lose half their weight. Default 60,000. */
  readonly penaltyHalfLifeMs?: number;
  /** By which failures are weighed, where it is not this program's own; logged when it changes. */
  readonly penaltyPolicy?: Partial<PenaltyPolicy>;
  /** A note outside the journal of how far it was; closed with the engine. */
  readonly epochNote?: EpochNote;
  /** The operator takes a log that was rolled back or imported as it is; noted in the log. */
  readonly acceptRollback?: boolean;
  /** What actors are, if not what this program's are: for tests of later versions. */
  readonly kinds?: readonly AnyKind[];
  /** Told how far rows of another version have been built again from the log. */
  readonly onRebuild?: (progress: RebuildProgress) => void;
}

/** Row that says what the database belongs to. */
const NETWORK_ROW = 'meta/network';
/** Digits of an id that stand for the name of a node that gave none. */
const SHORT_ID_DIGITS = 8;

export class Engine<S extends Switch = Switch> {
  readonly journal: Journal;
  readonly runtime: Runtime;
  readonly network: S;
  readonly payments: PaymentShell;
  readonly penalties: PenaltyShell;
  readonly pays: PayShell;
  readonly clock: Clock;
  readonly nodes = new Map<NodeId, OperatedNode>();
  /** Streams that could not be read when the engine came up; they are left alone. */
  quarantined: readonly { stream: string; error: Error }[] = [];
  readonly #random: RandomSource;
  readonly #views = new Map<NodeId, GraphView>();
  /** Whether the log is all that happened. */
  readonly history: History;
  readonly #offers: Offers;
  readonly #sending: Sending;

  private constructor(options: EngineOptions<S>) {
    const { journal, network, clock = systemClock, random = systemRandom(), kinds = KINDS } = options;
    this.journal = journal;
    this.clock = clock;
    this.#random = random;
    this.network = network;
    this.history = new History({ journal, clock });
    const { history } = this;
    this.#offers = new Offers({ journal, clock, network, history });
    this.payments = new PaymentShell({
      journal,
      offer: (id, part, position) => this.#offers.offer(id, part, position),
    });
    const viewOf = (id: NodeId): GraphView => this.#views.get(id) as GraphView;
    const graphOf = (id: NodeId): ChannelGraph => viewOf(id).graph;
    this.penalties = new PenaltyShell({ payments: this.payments, policy: policyOf(options), graphOf });
    const { payments, penalties } = this;
    this.#sending = new Sending({ clock, random, network, payments, history });
    this.pays = new PayShell({ clock, payments, sending: this.#sending, viewOf });
    const inside = isInside(network) ? network : undefined;
    const actors = [...(inside?.actors ?? []), payments.actor, penalties.actor, this.pays.actor, history.actor];
    this.runtime = new Runtime({
      journal,
      clock,
      actors: actors.map((actor) => ({ ...actor, kind: kindIn(kinds, actor) })),
    });
    inside?.attach(this.runtime);
    history.attach(this.runtime);
    payments.attach(this.runtime);
    penalties.attach(this.runtime);
    this.pays.attach(this.runtime);
    this.#offers.attach(this.runtime, payments);
    const announced = network.graph.now();
    for (const node of network.nodes) this.nodes.set(node.id, this.#operate(node, announced));
    network.graph.changes.subscribe((change) => this.#gossip(change));
  }

  /** Opens the engine on a journal and takes up what was in flight. Throws SENDPAY_NETWORK_MISMATCH. */
  static async open<S extends Switch>(options: EngineOptions<S>): Promise<Engine<S>> {
    const engine = new Engine<S>(options);
    try {
      await engine.#open(options);
      return engine;
    } catch (error) {
      engine.history.close();
      throw error;
    }
  }

  /** An operated node by id or name. Throws SENDPAY_UNKNOWN_NODE. */
  node(nameOrId: string): OperatedNode {
    const { nodes } = this.network;
    const named = nodes.find(({ id, alias }) => id === nameOrId || (alias !== undefined && alias === nameOrId));
    const node = named && this.nodes.get(named.id);
    if (node) return node;
    const why = `node "${String(nameOrId)}" is not operated by this process, which operates ${namesTold(nodes)}`;
    throw new SendpayError('SENDPAY_UNKNOWN_NODE', why);
  }

  async close(): Promise<void> {
    for (const node of this.nodes.values()) node.close();
    this.#offers.close();
    await this.network.close();
    this.pays.close();
    this.payments.close();
    await this.journal.close();
    this.history.close();
  }

  async #open({ journal, kinds, onRebuild: onProgress, epochNote, acceptRollback }: EngineOptions<S>): Promise<void> {
    this.#checkNetwork();
    await rebuildRows({ journal, ...given({ kinds, onProgress }) });
    await this.history.open({ note: epochNote, accept: acceptRollback });
    await this.#recover();
    this.#configurePenalties();
  }

  #operate(
    { id, alias = id.slice(0, SHORT_ID_DIGITS) }: OwnNode,
    announced: ReturnType<GraphFeed['now']>,
  ): OperatedNode {
    const { journal, clock, network, payments, penalties, pays } = this;
    const graph = graphFrom(announced);
    const view = new GraphView({ node: id, graph, clock, network, penalties });
    this.#views.set(id, view);
    const parts = { journal, clock, random: this.#random, network, payments, penalties, pays };
    return new OperatedNode({ id, alias, ...parts, sending: this.#sending, view });
  }

  #checkNetwork(): void {
    const { identity } = this.network;
    const known = this.journal.row<string>(NETWORK_ROW);
    if (known === undefined) this.journal.putRow({ key: NETWORK_ROW, value: identity });
    else if (known !== identity)
      throw new SendpayError(
        'SENDPAY_NETWORK_MISMATCH',
        `this database was made with another network (${known.slice(0, 12)}…, not ${identity.slice(0, 12)}…)`,
      );
  }

  /** The switch hears of every pending attempt, then it moves, then it is asked about those whose end did not come. */
  async #recover(): Promise<void> {
    const { recovered, quarantined } = await this.runtime.recover();
    this.quarantined = quarantined;
    const pending = this.#offers.pending(recovered);
    await this.network.start(pending);
    await this.#offers.reconcile(pending);
    if (this.history.doubt === null) this.pays.recover(recovered);
  }

  /** Penalties nobody can read are reported like any other damaged stream: the nodes come up. */
  #configurePenalties(): void {
    for (const node of this.nodes.keys())
      try {
        this.penalties.configure(node, this.clock.nowMs());
      } catch (error) {
        if (!(error instanceof JournalDamaged)) throw error;
        this.quarantined = [...this.quarantined, { stream: penaltyKind.streamOf(node), error }];
      }
  }

  /** What everybody hears of: newer than what failures taught. */
  #gossip(change: GraphChange): void {
    for (const view of this.#views.values()) view.see(change);
    if (change.type !== 'policy-changed') return;
    const { shortChannelId, direction, from, timestamp } = change;
    const channel = channelDirection(shortChannelId, direction);
    for (const node of this.nodes.keys())
      this.penalties.deliver(node, { type: 'UPDATE_SEEN', channel, from, timestamp, atMs: this.clock.nowMs() });
  }
}

/** Throws SENDPAY_BAD_ARGUMENT. */
function policyOf({
  penaltyPolicy = {},
  penaltyHalfLifeMs: halfLifeMs,
}: Pick<EngineOptions, 'penaltyPolicy' | 'penaltyHalfLifeMs'>): PenaltyPolicy {
  return checkedPolicy(policyAfter(policyAfter(PENALTY_POLICY, penaltyPolicy), given({ halfLifeMs })));
}

const kindIn = (kinds: readonly AnyKind[], { kind }: Actor): AnyKind =>
  kinds.find(({ name }) => name === kind.name) ?? kind;

function isInside(network: Switch): network is Switch & InsideJournal {
  return network.insideJournal;
}
