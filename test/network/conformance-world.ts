/**
 * The simulated network as a world for the conformance suite: A pays over B to D, who takes payments, or to E, who holds them.
 *
 * Invariant: the network lives in a runtime, a journal and a clock of its own, and restarts on what was durable.
 */
import { channelKind } from '../../machines/channel-kind.ts';
import type { PaymentHash } from '../../src/domain/ids.ts';
import type { SimulatedNetwork } from '../../src/network/simulated-network.ts';
import type { Fate, SwitchHarness, WantedAttempt } from '../../src/switch/conformance.ts';
import type { Attempt, HtlcAttempt, SelfAttempt, Switch } from '../../src/switch/port.ts';
import { type Spoil, spoiled } from '../support/spoiled-switch.ts';
import { channelBetween, Harness, type Hop, idOf, networkOf } from './harness.ts';

const CHANNELS = [
  channelBetween('102x1x0', 'A', 'B'),
  channelBetween('109x1x0', 'B', 'D'),
  channelBetween('116x1x0', 'B', 'E'),
];
const NETWORK = networkOf(CHANNELS, ['A', 'B', 'D', 'E']);
const AMOUNT_MSAT = 100_000n;
const FEE_MSAT = 2n;
/** Nobody has an invoice for it. */
const UNKNOWN_HASH = (count: number): string => count.toString(16).padStart(64, '0');

const DESTINATIONS: Readonly<Record<Fate, 'A' | 'D' | 'E'>> = { fulfilled: 'D', failed: 'D', held: 'E', self: 'A' };

function routeTo(destination: 'D' | 'E'): Hop[] {
  const channel = destination === 'D' ? '109x1x0' : '116x1x0';
  return [
    { to: 'B', channel: '102x1x0', amountMsat: AMOUNT_MSAT + FEE_MSAT, delay: 15 },
    { to: destination, channel, amountMsat: AMOUNT_MSAT, delay: 9 },
  ];
}

export class SimulatedWorld implements SwitchHarness {
  readonly node = idOf('A');
  readonly neverSeen = 'exact';
  readonly harness: Harness;
  readonly #secrets = new Map<string, string>();
  #feePpm = 10;
  #unknown = 0;

  network: Switch;
  readonly #spoil: Spoil<SimulatedNetwork>;

  private constructor(harness: Harness, spoil: Spoil<SimulatedNetwork>) {
    this.harness = harness;
    this.network = spoiled(harness.net, spoil);
    this.#spoil = spoil;
  }

  static async open(spoil: Spoil<SimulatedNetwork> = () => ({})): Promise<SimulatedWorld> {
    return new SimulatedWorld(await Harness.open(NETWORK, { starts: false }), spoil);
  }

  attempt({ fate, paymentHash, groupid = 1n, partid = 0n }: WantedAttempt): Attempt {
    const to = DESTINATIONS[fate];
    if (fate === 'held') this.harness.net.simulation.hold(idOf('E'));
    const hash = paymentHash ?? (fate === 'failed' ? UNKNOWN_HASH(++this.#unknown) : this.#invoice(to));
    const secret = this.#secrets.get(hash);
    return to === 'A'
      ? this.#selfAttempt(hash as PaymentHash, secret as string)
      : this.harness.prepare({ hash, route: routeTo(to), secret, groupid, partid }).attempt;
  }

  release(): void {
    this.harness.net.simulation.release(idOf('E'));
  }

  async quiet(): Promise<void> {
    const { journal } = this.harness;
    for (let position = -1; position !== journal.position; ) {
      position = journal.position;
      await journal.durable(position);
    }
  }

  left({ paymentHash, groupid, partid }: HtlcAttempt): number {
    return this.harness.journal.readStreamFromStart(channelKind.streamOf('102x1x0' as never)).filter(({ event }) => {
      const { type, hash, part } = event as { type: string; hash?: string; part?: readonly [bigint, bigint] };
      return type === 'HTLC_OFFERED' && hash === paymentHash && part?.[0] === groupid && part[1] === partid;
    }).length;
  }

  async restart(): Promise<Switch> {
    await this.quiet();
    await this.harness.restart();
    this.network = spoiled(this.harness.net, this.#spoil);
    return this.network;
  }

  async dispose(): Promise<void> {
    await this.quiet();
    this.harness.checkMoney();
    this.harness.net.close();
    await this.harness.journal.close();
  }

  setPeers(state: 'away' | 'back'): void {
    this.harness.net.simulation.setOnline(idOf('B'), state === 'back');
  }

  changeGraph(): void {
    this.harness.net.simulation.setPolicy('109x1x0' as never, idOf('D'), { feePpm: ++this.#feePpm });
  }

  #invoice(node: string): string {
    const { paymentHash, paymentSecret } = this.harness.invoice(node, AMOUNT_MSAT);
    this.#secrets.set(paymentHash, paymentSecret);
    return paymentHash;
  }

  #selfAttempt(paymentHash: PaymentHash, paymentSecret: string): SelfAttempt {
    const amounts = { sentMsat: AMOUNT_MSAT, amountMsat: AMOUNT_MSAT, totalMsat: AMOUNT_MSAT };
    const name = { node: this.node, paymentHash, groupid: 1n, partid: 0n };
    const number = this.harness.nextNumber();
    return {
      kind: 'self',
      number,
      ...name,
      ...amounts,
      paymentSecret,
      height: this.harness.net.blockheight(this.node),
    };
  }
}
