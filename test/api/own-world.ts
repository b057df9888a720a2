/** The world of `OwnSwitch` for the conformance suite, with nothing but the package: the shop takes, refuses or keeps what comes. */
import {
  type Attempt,
  attemptKey,
  type HtlcAttempt,
  type PaymentHash,
  parsePaymentHash,
  type SwitchHarness,
  type WantedAttempt,
} from './api-under-test.ts';
import { HEIGHT, known, Ledger, OURS, OwnSwitch, PEER, SHOP, US } from './own-switch.ts';

const AMOUNTS = { sentMsat: 101_010n, amountMsat: 100_000n, totalMsat: 100_000n };
const DELAY = 43;
const PACKET_BYTES = 1366;

export class OwnWorld implements SwitchHarness {
  readonly node = US;
  readonly neverSeen = 'exact';
  network: OwnSwitch;
  readonly #ledger = new Ledger();
  #numbers = 0;

  constructor() {
    this.network = new OwnSwitch(this.#ledger);
  }

  attempt({ fate, paymentHash, groupid = 1n, partid = 0n }: WantedAttempt): Attempt {
    const number = ++this.#numbers;
    const hash = paymentHash ?? this.#hash(fate === 'failed', number);
    if (fate === 'held') this.#ledger.held.add(hash);
    const name = { node: US, paymentHash: hash, groupid, partid };
    const common = { ...name, ...AMOUNTS, number, height: HEIGHT };
    if (fate === 'self') return { kind: 'self', ...common };
    return {
      kind: 'htlc',
      ...common,
      destination: SHOP,
      firstHop: { peer: PEER, channel: OURS, delay: DELAY },
      cltvExpiry: HEIGHT + 1 + DELAY,
      packet: () => new Uint8Array(PACKET_BYTES),
      secrets: () => undefined,
    };
  }

  release(): void {
    this.#ledger.held.clear();
    this.network.look();
  }

  async quiet(): Promise<void> {
    for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
  }

  left(attempt: HtlcAttempt): number {
    return this.#ledger.left.filter((key) => key === attemptKey(attempt)).length;
  }

  async restart(): Promise<OwnSwitch> {
    await this.network.close();
    this.network = new OwnSwitch(this.#ledger);
    return this.network;
  }

  async dispose(): Promise<void> {
    await this.network.close();
  }

  #hash(isUnknown: boolean, seed: number): PaymentHash {
    const text = isUnknown ? seed.toString(16).padStart(64, 'f') : this.#ledger.invoice(seed);
    return known(parsePaymentHash(text));
  }
}
