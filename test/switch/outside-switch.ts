/**
 * A node of another process behind the Switch port, as a test wants it: it answers late, twice, never, out of order, forgets, and dies.
 *
 * Invariant: like a real node it keeps its own rows, by the names of attempts, and they outlive the process that offered them
 * (`OutsideNode`); a connection (`OutsideSwitch`) does not. One name leaves at most once while its row is there; `left` is what
 * really left, for ever.
 */
import { EMPTY, Subject } from 'rxjs';
import type { NodeId } from '../../src/domain/ids.ts';
import type { AnnouncedChannel, GraphChange } from '../../src/switch/graph-feed.ts';
import {
  type Attempt,
  type AttemptStatus,
  attemptKey,
  type HtlcOutcome,
  type HtlcResult,
  type LocalChannel,
  type OfferAnswer,
  type PendingAttempt,
  type Switch,
  type Worth,
} from '../../src/switch/port.ts';
import { NODE_A, NODE_B, NODE_C, SCID_AB } from '../support/parts.ts';

interface Row {
  readonly number: number;
  outcome?: HtlcOutcome;
}

/** What becomes of a call. */
export type Manner =
  /** Answered at once. */
  | 'answered'
  /** Carried out; the answer never comes back. */
  | 'answer-lost'
  /** Lost before it arrived; the caller learns that the connection went away. */
  | 'call-lost'
  | 'refused'
  /** The call throws, carried out or not. */
  | 'throws'
  | 'throws-after';

/** The node: what outlives connections. */
export class OutsideNode {
  readonly rows = new Map<string, Row>();
  /** Attempts that left, by name, as often as they did. */
  readonly left: string[] = [];
  readonly settled: number[] = [];
  /** How attempts end by themselves, by name; the others stay in flight until somebody ends them. */
  readonly fates = new Map<string, HtlcOutcome>();
  /** What gossip says. */
  channels: readonly AnnouncedChannel[] = [];
  worth: Worth = 'exact';
  peersAreThere = true;
  /** true: tells at each start what was not settled, as the contract has it. false: only what the test has it tell. */
  retells = false;

  take(attempt: Attempt): 'accepted' | 'duplicate' {
    const key = attemptKey(attempt);
    if (this.rows.has(key)) return 'duplicate';
    this.rows.set(key, { number: attempt.number });
    this.left.push(key);
    return 'accepted';
  }

  /** Results that nobody said are durable. */
  unsettled(): Required<Row>[] {
    return [...this.rows.values()].filter(
      (row): row is Required<Row> => row.outcome !== undefined && !this.settled.includes(row.number),
    );
  }

  /** The rows go, as with `delpay` or a cleaning job. */
  forget(): void {
    this.rows.clear();
  }
}

export class OutsideSwitch implements Switch {
  readonly insideJournal = false;
  readonly identity = `${NODE_A} regtest`;
  readonly chain = 'regtest';
  readonly nodes = [{ id: NODE_A, alias: 'A' }];
  readonly graphChanges = new Subject<GraphChange>();
  readonly graph = {
    now: () => ({ nodes: [NODE_A, NODE_B, NODE_C].map((id) => ({ id })), channels: this.node.channels }),
    changes: this.graphChanges.asObservable(),
  };
  readonly capabilities = {};
  readonly changes = EMPTY;
  readonly results = new Subject<HtlcResult>();
  readonly node: OutsideNode;
  readonly started: PendingAttempt[] = [];
  /** How the next offers go, one each; then `answered`. */
  readonly manners: Manner[] = [];
  /** Offers, whatever became of them. */
  readonly offers: Attempt[] = [];
  statusThrows = 0;
  channels: LocalChannel[] = [channel()];
  #isStarted = false;

  constructor(node = new OutsideNode()) {
    this.node = node;
  }

  onionKey(node: NodeId): NodeId {
    return node;
  }

  blockheight(): number {
    return 100;
  }

  localChannels(_node: NodeId, peer?: NodeId): readonly LocalChannel[] {
    const connected = this.node.peersAreThere;
    return this.channels.filter((one) => peer === undefined || one.peer === peer).map((one) => ({ ...one, connected }));
  }

  async start(pending: readonly PendingAttempt[]): Promise<void> {
    this.started.push(...pending);
    this.#isStarted = true;
    if (!this.node.retells) return;
    for (const { number, outcome } of this.node.unsettled()) this.results.next({ attempt: number, outcome, cause: 0 });
  }

  async offer(attempt: Attempt): Promise<OfferAnswer> {
    this.offers.push(attempt);
    const manner = this.manners.shift() ?? 'answered';
    switch (manner) {
      case 'answered':
        return this.#take(attempt);
      case 'answer-lost':
        this.#take(attempt);
        return { type: 'unknown', why: 'the connection went away' };
      case 'call-lost':
        return { type: 'unknown', why: 'the connection went away' };
      case 'refused':
        return { type: 'refused', refusal: { kind: 'peer-away' } };
      case 'throws-after':
        this.node.take(attempt);
        throw new Error('ECONNRESET');
      case 'throws':
        throw new Error('ECONNRESET');
    }
  }

  async status(attempt: Attempt): Promise<AttemptStatus> {
    if (this.statusThrows-- > 0) throw new Error('ECONNRESET');
    const row = this.node.rows.get(attemptKey(attempt));
    if (row === undefined) return { type: 'never-seen', worth: this.node.worth };
    return row.outcome === undefined ? { type: 'pending' } : { type: 'resolved', outcome: row.outcome };
  }

  settled(attempt: number): void {
    this.node.settled.push(attempt);
  }

  /** The HTLC of an attempt ends; the result is told now. */
  end(attempt: Attempt, outcome: HtlcOutcome): void {
    this.endUntold(attempt, outcome);
    if (this.#isStarted) this.tell(attempt);
  }

  /** The HTLC ends and the result is kept. */
  endUntold(attempt: Attempt, outcome: HtlcOutcome): void {
    (this.node.rows.get(attemptKey(attempt)) as Row).outcome = outcome;
  }

  /** Tells a result that is kept, once more. */
  tell(attempt: Attempt): void {
    const { number, outcome } = this.node.rows.get(attemptKey(attempt)) as Required<Row>;
    this.results.next({ attempt: number, outcome, cause: 0 });
  }

  /** Gossip: the node knows it, and tells. */
  announce(channel: AnnouncedChannel): void {
    this.node.channels = [...this.node.channels, channel];
    this.graphChanges.next({ type: 'channel-opened', channel });
  }

  close(): void {
    this.results.complete();
    this.graphChanges.complete();
  }

  #take(attempt: Attempt): OfferAnswer {
    if (!this.node.peersAreThere && attempt.kind === 'htlc')
      return { type: 'refused', refusal: { kind: 'peer-away', detail: 'peer is gone' } };
    const type = this.node.take(attempt);
    const fate = this.node.fates.get(attemptKey(attempt));
    if (type === 'accepted' && fate !== undefined) setImmediate(() => this.end(attempt, fate));
    return { type };
  }
}

export const POLICY = {
  feeBaseMsat: 1n,
  feePpm: 10,
  cltvDelta: 6,
  htlcMinimumMsat: 0n,
  htlcMaximumMsat: 10_000_000_000n,
  enabled: true,
};

function channel(): LocalChannel {
  return {
    shortChannelId: SCID_AB,
    peer: NODE_B,
    direction: 0,
    state: 'CHANNELD_NORMAL',
    connected: true,
    isPublic: false,
    opener: 'local',
    capacityMsat: 10_000_000_000n,
    toUsMsat: 9_000_000_000n,
    ourReserveMsat: 0n,
    theirReserveMsat: 0n,
    spendableMsat: 9_000_000_000n,
    receivableMsat: 1_000_000_000n,
    ourPolicy: POLICY,
    theirPolicy: POLICY,
    htlcs: [],
  };
}
