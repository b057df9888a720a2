/**
 * A node of somebody else's behind the Switch port, written as a program outside this package would: it imports nothing but the
 * package. It takes plans, ends every attempt a turn later, and knows three nodes in a line: itself, a peer, a shop.
 *
 * Invariant: its rows (`Ledger`) outlive the process; it keeps a result until it is settled.
 */
import { createHash } from 'node:crypto';
import { EMPTY, Subject } from 'rxjs';
import {
  type Attempt,
  type AttemptStatus,
  attemptKey,
  type GraphChange,
  type HtlcOutcome,
  type HtlcResult,
  type LocalChannel,
  type NodeId,
  type OfferAnswer,
  type Preimage,
  parseNodeId,
  parsePaymentHash,
  parsePreimage,
  parseShortChannelId,
  type ShortChannelId,
  type Switch,
} from './api-under-test.ts';

export function known<T>(parsed: T | undefined): T {
  if (parsed === undefined) throw new TypeError('not the form it should have');
  return parsed;
}

// The generator of secp256k1, twice and three times it: real points, as onions need.
export const US = known(parseNodeId('0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798'));
export const PEER = known(parseNodeId('02c6047f9441ed7d6d3045406e95c07cd85c778e4b8cef3ca7abac09b95c709ee5'));
export const SHOP = known(parseNodeId('02f9308a019258c31049344f85f89d5229b531c845836f99b08601f113bce036f9'));
export const OURS = known(parseShortChannelId('100x1x0'));
const THEIRS = known(parseShortChannelId('101x1x0'));
const CAPACITY_MSAT = 1_000_000_000n;
export const HEIGHT = 800_000;
/** WIRE_TEMPORARY_CHANNEL_FAILURE: the peer's channel with the shop is empty. */
const TEMPORARY_CHANNEL_FAILURE = 0x1007;

const policy = {
  feeBaseMsat: 1_000n,
  feePpm: 100,
  cltvDelta: 34,
  htlcMinimumMsat: 1n,
  htlcMaximumMsat: CAPACITY_MSAT,
  enabled: true,
};

interface Row {
  readonly attempt: number;
  readonly paymentHash: string;
  outcome?: HtlcOutcome;
}

/** What the node keeps on its own disk. */
export class Ledger {
  readonly rows = new Map<string, Row>();
  readonly settled = new Set<number>();
  /** Names of what left, as often as it did. */
  readonly left: string[] = [];
  /** Hashes the shop keeps the HTLCs of. */
  readonly held = new Set<string>();
  readonly #preimages = new Map<string, Preimage>();

  /** The shop makes an invoice: its hash. */
  invoice(seed: number): string {
    const preimage = known(parsePreimage(seed.toString(16).padStart(64, '0')));
    const hash = createHash('sha256').update(Buffer.from(preimage, 'hex')).digest('hex');
    this.#preimages.set(known(parsePaymentHash(hash)), preimage);
    return hash;
  }

  outcome(paymentHash: string): HtlcOutcome {
    const preimage = this.#preimages.get(paymentHash);
    return preimage === undefined
      ? { type: 'decoded', erringIndex: 1, failcode: TEMPORARY_CHANNEL_FAILURE }
      : { type: 'fulfilled', preimage };
  }
}

export class OwnSwitch implements Switch {
  readonly insideJournal = false;
  readonly identity = `${US} regtest`;
  readonly chain = 'regtest';
  readonly nodes = [{ id: US, alias: 'us' }];
  readonly capabilities = {};
  readonly changes = EMPTY;
  readonly results = new Subject<HtlcResult>();
  readonly offered: Attempt[] = [];
  readonly #graphChanges = new Subject<GraphChange>();
  readonly graph = { now: () => announced(), changes: this.#graphChanges };
  readonly #ledger: Ledger;
  #isStarted = false;

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  start(): void {
    this.#isStarted = true;
    for (const row of this.#ledger.rows.values()) if (!this.#ledger.settled.has(row.attempt)) this.#tell(row);
    this.look();
  }

  async offer(attempt: Attempt): Promise<OfferAnswer> {
    this.offered.push(attempt);
    const key = attemptKey(attempt);
    if (this.#ledger.rows.has(key)) return { type: 'duplicate' };
    this.#ledger.rows.set(key, { attempt: attempt.number, paymentHash: attempt.paymentHash });
    this.#ledger.left.push(key);
    setImmediate(() => this.look());
    return { type: 'accepted' };
  }

  /** What the shop does not keep ends. */
  look(): void {
    for (const row of this.#ledger.rows.values()) {
      if (row.outcome !== undefined || this.#ledger.held.has(row.paymentHash)) continue;
      row.outcome = this.#ledger.outcome(row.paymentHash);
      this.#tell(row);
    }
  }

  async status(attempt: Attempt): Promise<AttemptStatus> {
    const row = this.#ledger.rows.get(attemptKey(attempt));
    if (row === undefined) return { type: 'never-seen', worth: 'exact' };
    return row.outcome === undefined ? { type: 'pending' } : { type: 'resolved', outcome: row.outcome };
  }

  settled(attempt: number): void {
    this.#ledger.settled.add(attempt);
  }

  onionKey(node: NodeId): NodeId {
    return node;
  }

  blockheight(): number {
    return HEIGHT;
  }

  localChannels(_node: NodeId, peer: NodeId = PEER): readonly LocalChannel[] {
    return peer === PEER ? [ours()] : [];
  }

  async close(): Promise<void> {
    this.results.complete();
    this.#graphChanges.complete();
  }

  #tell({ attempt, outcome }: Row): void {
    if (this.#isStarted && outcome !== undefined) this.results.next({ attempt, outcome, cause: 0 });
  }
}

function announced() {
  const channel = (shortChannelId: ShortChannelId, node1: NodeId, node2: NodeId) => {
    const policies = [policy, policy] as const;
    return { shortChannelId, node1, node2, capacityMsat: CAPACITY_MSAT, policies };
  };
  return {
    nodes: [{ id: US, alias: 'us' }, { id: PEER }, { id: SHOP, alias: 'shop' }],
    channels: [channel(OURS, US, PEER), channel(THEIRS, PEER, SHOP)],
  };
}

function ours(): LocalChannel {
  return {
    shortChannelId: OURS,
    peer: PEER,
    direction: 0,
    state: 'CHANNELD_NORMAL',
    connected: true,
    isPublic: true,
    opener: 'local',
    capacityMsat: CAPACITY_MSAT,
    toUsMsat: CAPACITY_MSAT,
    ourReserveMsat: 0n,
    theirReserveMsat: 0n,
    spendableMsat: CAPACITY_MSAT,
    receivableMsat: 0n,
    ourPolicy: policy,
    theirPolicy: policy,
    htlcs: [],
  };
}
