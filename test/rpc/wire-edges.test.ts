/** G13: no number a client sends, and none an invoice or a peer claims, reaches an encoder that cannot take it. */
import { createHash } from 'node:crypto';
import * as assert from 'uvu/assert';
import { encodeInvoice, fromHex, sha256, type UnsignedInvoice } from '../../src/bolt/index.ts';
import { shortChannelIdToU64 } from '../../src/domain/ids.ts';
import type { JsonValue } from '../../src/rpc/json-value.ts';
import { suite } from '../support/suite.ts';
import { CHANNELS, idOf, type Line, withNetwork } from './line.ts';

const test = suite('numbers at the edges of the wire');

const U32 = 2 ** 32 - 1;
const MOST_BLOCKS = 499_999_999;
const U64 = 2n ** 64n - 1n;

let hashes = 0;
const freshHash = (): string => createHash('sha256').update(`edge ${hashes++}`).digest('hex');

interface Hop {
  readonly [name: string]: JsonValue;
}
async function routeOf(line: Line): Promise<readonly Hop[]> {
  return (await line.ok('A', 'getroute', { id: idOf('D'), amount_msat: 1_000, riskfactor: 1 })).route;
}
const changed = (route: readonly Hop[], at: number, over: Hop): JsonValue =>
  route.map(({ msatoshi: _old, ...hop }, index) => (index === at ? { ...hop, ...over } : hop));

/** The code of a call that must not succeed, and that must not have broken anything. */
async function codeOf(line: Line, method: string, params: JsonValue): Promise<{ code: number; message: string }> {
  const outcome = await line.call('A', method, params);
  await line.ok('A', 'getinfo');
  assert.ok('error' in outcome, `${method} answered ${Object.keys(outcome)}`);
  return outcome.error;
}

test('a delay that would make a cltv_expiry no height is refused by name, at each hop, and the node stays up', () =>
  withNetwork(async (line) => {
    const route = await routeOf(line);
    const before = line.engine.journal.position;
    for (const at of [0, 1, 2])
      for (const delay of [MOST_BLOCKS + 1, U32 - 121, U32]) {
        const params = { route: changed(route, at, { delay }), payment_hash: freshHash() };
        const message = `delay: should be at most ${MOST_BLOCKS} blocks: invalid token '${delay}'`;
        assert.equal(await codeOf(line, 'sendpay', params), { code: -32602, message });
      }
    const { onion } = await line.ok('A', 'createonion', {
      hops: [{ pubkey: idOf('B'), payload: '07020203e8040100' }],
      assocdata: '',
    });
    for (const delay of [MOST_BLOCKS + 1, U32, U32 + 1, 2 ** 53]) {
      const params = { onion, first_hop: { ...route[0], delay }, payment_hash: freshHash() };
      const message = `first_hop.delay: should be at most ${MOST_BLOCKS} blocks: invalid token '${delay}'`;
      assert.equal(await codeOf(line, 'sendonion', params), { code: -32602, message });
    }
    assert.is(line.engine.journal.position, before);
  }));

test('the longest delay and the largest amount are sent, and fail as they do on a node', () =>
  withNetwork(async (line) => {
    const route = await routeOf(line);
    for (const [at, over] of [
      [0, { delay: MOST_BLOCKS }],
      [1, { delay: MOST_BLOCKS }],
      [2, { delay: MOST_BLOCKS }],
      [0, { amount_msat: U64 }],
      [1, { amount_msat: U64 }],
      [2, { amount_msat: U64 }],
    ] as const) {
      const payment_hash = freshHash();
      const sent = await line.call('A', 'sendpay', { route: changed(route, at, over), payment_hash });
      if ('result' in sent) assert.ok('error' in (await line.call('A', 'waitsendpay', { payment_hash })));
      await line.ok('A', 'getinfo');
    }
  }));

const SECONDS = Math.floor(Date.now() / 1000);
const WANTED: UnsignedInvoice = {
  currency: 'bcrt',
  timestamp: SECONDS,
  paymentHash: new Uint8Array(32),
  paymentSecret: new Uint8Array(32).fill(1),
  description: 'claims much',
  features: Uint8Array.of(0x02, 0x41, 0x00),
};

test('what an invoice claims is added up without ending the node: delays, fees and amounts of any width', () =>
  withNetwork(async (line) => {
    const payeeKey = line.engine.network.keys.privateKey(idOf('D'));
    const hint = (name: 'A' | 'B' | 'C', feeBaseMsat: bigint, cltvExpiryDelta: number) => ({
      pubkey: fromHex(idOf(name)),
      shortChannelId: shortChannelIdToU64(CHANNELS[2] as never),
      feeBaseMsat,
      feeProportionalMillionths: U32,
      cltvExpiryDelta,
    });
    const wide = [BigInt(U32), 0xffff] as const;
    const claims: readonly Partial<UnsignedInvoice>[] = [
      { amountMsat: U64 },
      { amountMsat: 1_000n, minFinalCltvExpiry: MOST_BLOCKS },
      { amountMsat: 1_000n, minFinalCltvExpiry: MOST_BLOCKS - 20 },
      { amountMsat: 1_000n, expiry: Number.MAX_SAFE_INTEGER, timestamp: 2 ** 35 - 1 },
      ...[1_000n, U64].flatMap((amountMsat) => [
        { amountMsat, routes: [[hint('C', ...wide)]] },
        { amountMsat, routes: [[hint('A', ...wide)]] },
        { amountMsat, routes: [Array.from({ length: 12 }, () => hint('C', ...wide))] },
        { amountMsat, minFinalCltvExpiry: MOST_BLOCKS, routes: [[hint('A', 0n, 0xffff), hint('B', 0n, 0xffff)]] },
        { amountMsat, routes: [[{ ...hint('C', ...wide), pubkey: new Uint8Array(33).fill(255) }]] },
      ]),
    ];
    for (const [index, claim] of claims.entries()) {
      const paymentHash = sha256(Buffer.from(`claim ${index}`));
      const bolt11 = encodeInvoice({ ...WANTED, ...claim, paymentHash }, payeeKey);
      await codeOf(line, 'pay', { bolt11, retry_for: 0, maxdelay: MOST_BLOCKS, maxfee: U64 });
    }
  }));

test('what a node on the way claims in a failure ends no node: messages of any length and field', () =>
  withNetwork(async (line) => {
    const route = await routeOf(line);
    const update = 'ff'.repeat(136);
    const messages = [
      ...['', '00', '2002', '400f', `400f${'ff'.repeat(12)}`, `100c${'ff'.repeat(8)}0088${update}`],
      ...[
        `100d${'ff'.repeat(4)}0088${update}`,
        `1007ffff${update}`,
        `1007${'ff'.repeat(65_533)}`,
        `4016${'ff'.repeat(11)}`,
      ],
    ];
    for (const failureMessage of messages)
      for (const name of ['B', 'D']) {
        line.engine.network.simulation.hold(name, { mode: 'fail', failureMessage });
        const payment_hash = freshHash();
        await line.ok('A', 'sendpay', { route, payment_hash });
        await codeOf(line, 'waitsendpay', { payment_hash });
        line.engine.network.simulation.release(name);
      }
  }));

test.run();
