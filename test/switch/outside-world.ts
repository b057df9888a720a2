/**
 * `OutsideSwitch` and its node as a world for the conformance suite.
 *
 * Invariant: restarts make a new connection to the same node; whatever is spoiled, is spoiled in each of them.
 */
import { createHash } from 'node:crypto';
import { given } from '../../src/domain/given.ts';
import type { PaymentHash, Preimage, ShortChannelId } from '../../src/domain/ids.ts';
import type { SwitchHarness, WantedAttempt } from '../../src/switch/conformance.ts';
import { type Attempt, attemptKey, type HtlcOutcome, type Switch, type Worth } from '../../src/switch/port.ts';
import { NODE_A, NODE_B, NODE_C, SCID_AB } from '../support/parts.ts';
import { type Spoil, spoiled } from '../support/spoiled-switch.ts';
import { OutsideNode, OutsideSwitch, POLICY } from './outside-switch.ts';

const FAILED: HtlcOutcome = { type: 'failed', reason: 'ff'.repeat(292) };
const AMOUNTS = { sentMsat: 1_004n, amountMsat: 1_000n, totalMsat: 1_000n };
const HEIGHT = 100;
const DELAY = 9;
const PACKET_BYTES = 1366;
/** Turns of the event loop after which everything has happened that waits for nothing outside. */
const QUIET_TURNS = 4;

export interface OutsideWorldOptions {
  readonly neverSeen?: Worth;
  readonly spoil?: Spoil<OutsideSwitch>;
}

export class OutsideWorld implements SwitchHarness {
  readonly node = NODE_A;
  readonly neverSeen: Worth;
  readonly outside = new OutsideNode();
  /** Only a node that keeps its rows for ever can be exact. */
  readonly forget?: () => void;
  network: Switch;
  #whole: OutsideSwitch;
  readonly #spoil: Spoil<OutsideSwitch>;
  readonly #preimages = new Map<PaymentHash, Preimage>();
  readonly #held = new Map<string, Attempt>();
  #count = 0;
  #channels = 0;

  constructor({ neverSeen = 'exact', spoil = () => ({}) }: OutsideWorldOptions = {}) {
    this.neverSeen = neverSeen;
    this.#spoil = spoil;
    this.outside.worth = neverSeen;
    this.outside.retells = true;
    const forget = neverSeen === 'exact' ? undefined : () => this.outside.forget();
    Object.assign(this, given({ forget }));
    this.#whole = new OutsideSwitch(this.outside);
    this.network = spoiled(this.#whole, spoil);
  }

  attempt({ fate, paymentHash = this.#hash(), groupid = 1n, partid = 0n }: WantedAttempt): Attempt {
    const name = { node: NODE_A, paymentHash, groupid, partid };
    const common = { ...name, ...AMOUNTS, number: ++this.#count, height: HEIGHT };
    const paid: HtlcOutcome = { type: 'fulfilled', preimage: this.#preimages.get(paymentHash) as Preimage };
    const attempt: Attempt =
      fate === 'self'
        ? { kind: 'self', ...common }
        : {
            kind: 'htlc',
            ...common,
            firstHop: { peer: NODE_B, channel: SCID_AB, delay: DELAY },
            cltvExpiry: HEIGHT + 1 + DELAY,
            packet: () => new Uint8Array(PACKET_BYTES),
            secrets: () => undefined,
          };
    if (fate === 'held') this.#held.set(attemptKey(attempt), attempt);
    else this.outside.fates.set(attemptKey(attempt), fate === 'failed' ? FAILED : paid);
    return attempt;
  }

  release(): void {
    for (const [key, attempt] of this.#held) {
      const preimage = this.#preimages.get(attempt.paymentHash) as Preimage;
      if (this.outside.rows.has(key)) this.#whole.end(attempt, { type: 'fulfilled', preimage });
    }
    this.#held.clear();
  }

  async quiet(): Promise<void> {
    for (let turn = 0; turn < QUIET_TURNS; turn++) await new Promise((resolve) => setImmediate(resolve));
  }

  left(attempt: Attempt): number {
    return this.outside.left.filter((key) => key === attemptKey(attempt)).length;
  }

  async restart(): Promise<Switch> {
    this.#whole = new OutsideSwitch(this.outside);
    this.network = spoiled(this.#whole, this.#spoil);
    return this.network;
  }

  async dispose(): Promise<void> {
    this.#whole.close();
  }

  setPeers(state: 'away' | 'back'): void {
    this.outside.peersAreThere = state === 'back';
  }

  /** One time the node got the offer, the next time it did not. */
  loseNextAnswer(): void {
    this.#whole.manners.push(this.#count % 2 === 0 ? 'call-lost' : 'throws-after');
  }

  changeGraph(): void {
    const shortChannelId = `200x1x${++this.#channels}` as ShortChannelId;
    const ends = { node1: NODE_B, node2: NODE_C, capacityMsat: 1_000_000n };
    this.#whole.announce({ shortChannelId, ...ends, policies: [POLICY, undefined] });
  }

  #hash(): PaymentHash {
    const preimage = (++this.#count).toString(16).padStart(64, '0') as Preimage;
    const hash = createHash('sha256').update(Buffer.from(preimage, 'hex')).digest('hex') as PaymentHash;
    this.#preimages.set(hash, preimage);
    return hash;
  }
}
