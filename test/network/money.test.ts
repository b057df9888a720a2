/**
 * Whatever is done to a network, in whatever order, no channel makes or loses money, and nothing stays in flight for good.
 */

import fc from 'fast-check';
import * as assert from 'uvu/assert';
import type { ShortChannelId } from '../../src/domain/ids.ts';
import type { HtlcAttempt } from '../../src/switch/port.ts';
import { suite } from '../support/suite.ts';
import { Harness, idOf, lineRoute } from './harness.ts';

const test = suite('money in the simulated network');

const SEED = Number(process.env.SENDPAY_TEST_SEED ?? 20_241_122);
const NAMES = ['A', 'B', 'C', 'D'] as const;
const CHANNELS = ['102x1x0', '109x1x0', '116x1x0'] as const;

type Operation =
  | { readonly do: 'pay'; readonly amount: number; readonly spoil: 'no' | 'fee' | 'secret' | 'half' }
  | { readonly do: 'hold' | 'release' | 'corrupt' | 'fail' | 'down' | 'up'; readonly name: (typeof NAMES)[number] }
  | { readonly do: 'mine'; readonly blocks: number }
  | { readonly do: 'close'; readonly channel: (typeof CHANNELS)[number]; readonly how: 'mutual' | 'unilateral' }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'crash' };

const name = fc.constantFrom(...NAMES);
const operation: fc.Arbitrary<Operation> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('pay' as const),
      amount: fc.integer({ min: 1, max: 3_000_000_000 }),
      spoil: fc.constantFrom('no' as const, 'no' as const, 'fee' as const, 'secret' as const, 'half' as const),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constantFrom('hold', 'release', 'release', 'corrupt', 'fail', 'down', 'up', 'up'),
      name,
    }) as fc.Arbitrary<Operation>,
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('mine' as const), blocks: fc.integer({ min: 1, max: 12 }) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('close' as const),
      channel: fc.constantFrom(...CHANNELS),
      how: fc.constantFrom('mutual' as const, 'unilateral' as const),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 40_000 }) }) },
  { weight: 2, arbitrary: fc.constant({ do: 'crash' as const }) },
);

class Run {
  readonly attempts: HtlcAttempt[] = [];
  readonly #h: Harness;

  constructor(h: Harness) {
    this.#h = h;
  }

  async apply(op: Operation): Promise<void> {
    const { net, clock, journal } = this.#h;
    switch (op.do) {
      case 'pay':
        this.#pay(BigInt(op.amount), op.spoil);
        break;
      case 'hold':
        net.simulation.hold(idOf(op.name));
        break;
      case 'corrupt':
        net.simulation.hold(idOf(op.name), { mode: 'corrupt' });
        break;
      case 'fail':
        net.simulation.hold(idOf(op.name), { mode: 'fail', failureMessage: '2002' });
        break;
      case 'release':
        net.simulation.release(idOf(op.name));
        break;
      case 'down':
      case 'up':
        net.simulation.setOnline(idOf(op.name), op.do === 'up');
        break;
      case 'mine':
        net.simulation.mine(op.blocks);
        break;
      case 'close':
        net.simulation.closeChannel(op.channel as ShortChannelId, op.how);
        break;
      case 'wait':
        clock.advance(op.ms);
        break;
      case 'crash':
        await journal.durable(journal.position);
        await this.#h.restart();
    }
    this.#h.checkMoney();
  }

  /** Everything honest, up, and given time: then nothing may be left. */
  async end(): Promise<void> {
    const { net, clock } = this.#h;
    for (const each of NAMES) {
      net.simulation.release(idOf(each));
      net.simulation.setOnline(idOf(each), true);
    }
    clock.advance(200_000);
    net.simulation.mine(300);
    this.#h.checkMoney();
    await net.simulation.settled();
  }

  #pay(amount: bigint, spoil: Extract<Operation, { do: 'pay' }>['spoil']): void {
    const h = this.#h;
    const { paymentHash: hash, paymentSecret } = h.invoice('D', amount);
    const secret = spoil === 'secret' ? undefined : paymentSecret;
    const change = spoil === 'fee' ? { B: { amountMsat: amount } } : {};
    const sent = spoil === 'half' ? (amount + 1n) / 2n : amount;
    const { attempt } = h.prepare({ hash, secret, route: lineRoute(sent, change), totalMsat: amount });
    if (h.offer(attempt) === 'accepted') this.attempts.push(attempt);
  }
}

test('is conserved in every channel after every operation, and sender and payee agree in the end', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(operation, { minLength: 1, maxLength: 40 }),
      fc.constantFrom(0, 100),
      async (operations, latencyMs) => {
        const h = await Harness.open(undefined, { latencyMs });
        const run = new Run(h);
        for (const op of operations) await run.apply(op);
        await run.end();
        assert.is(h.net.simulation.htlcsInFlight, 0);
        for (const attempt of run.attempts) {
          const isPaid = h.net.invoices.get(idOf('D'), attempt.paymentHash)?.status === 'paid';
          assert.is(
            h.heard.get(attempt.number)?.type === 'fulfilled',
            isPaid,
            `${attempt.paymentHash}: sender and payee agree`,
          );
          assert.ok(h.heard.has(attempt.number), `${attempt.paymentHash} got no result`);
        }
        for (const each of NAMES) assert.is(h.net.simulation.waitingAt(idOf(each)).length, 0);
      },
    ),
    { seed: SEED, numRuns: 150 },
  );
});

test.run();
