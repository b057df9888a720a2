/**
 * A line of four nodes: what a payment over it brings back, success and every failure a node on the way can give.
 */

import * as assert from 'uvu/assert';
import { checkChannelUpdate, decodeChannelUpdate, decodeFailure, fromHex } from '../../src/bolt/index.ts';
import { FailureCode } from '../../src/domain/failures.ts';
import { wordsOf } from '../../src/domain/first-hop.ts';
import { given } from '../../src/domain/given.ts';
import { findFirstHop } from '../../src/switch/first-hop.ts';
import { suite } from '../support/suite.ts';
import { Harness, HEIGHT, type Hop, idOf, LINE, lineRoute, networkOf, POLICY, sha256Hex } from './harness.ts';

const test = suite('a payment over a line of simulated nodes');

const AMOUNT = 100_000n;

test('a payment over three hops pays the invoice and moves the money of every channel', async () => {
  const h = await Harness.open();
  const { paymentHash, paymentSecret } = h.invoice('D', AMOUNT);
  const id = h.pay({ hash: paymentHash, secret: paymentSecret, route: lineRoute(AMOUNT) });
  const heard = h.heard.get(id);
  assert.is(heard?.type, 'fulfilled');
  assert.is(sha256Hex(fromHex(heard?.preimage ?? '')), paymentHash);
  assert.is(h.balance('102x1x0', 'B'), 100_004n);
  assert.is(h.balance('109x1x0', 'C'), 100_002n);
  assert.is(h.balance('116x1x0', 'D'), 100_000n);
  const invoice = h.net.invoices.get(idOf('D'), paymentHash);
  assert.is(invoice?.status, 'paid');
  assert.is(invoice?.receivedMsat, AMOUNT);
  assert.is(invoice?.payIndex, 1);
  h.checkMoney();
  assert.is(h.net.simulation.htlcsInFlight, 0);
});

interface Case {
  readonly title: string;
  readonly route: Hop[];
  readonly failcode: number;
  readonly erringIndex: number;
  /** What the message says beside its code. */
  readonly says?: (message: ReturnType<typeof decodeFailure>) => void;
  readonly prepare?: (h: Harness) => void;
  readonly mend?: boolean;
}

const field = (message: object, name: string): unknown => (message as Record<string, unknown>)[name];

const CASES: Case[] = [
  {
    title: 'B tells fee_insufficient with the incoming amount',
    route: lineRoute(AMOUNT, { B: { amountMsat: 100_003n } }),
    failcode: FailureCode.FEE_INSUFFICIENT,
    erringIndex: 1,
    says: (message) => assert.is(field(message, 'htlcMsat'), 100_003n),
  },
  {
    title: 'C tells fee_insufficient',
    route: lineRoute(AMOUNT, { C: { amountMsat: 100_001n } }),
    failcode: FailureCode.FEE_INSUFFICIENT,
    erringIndex: 2,
    says: (message) => assert.is(field(message, 'htlcMsat'), 100_001n),
  },
  {
    title: 'C tells incorrect_cltv_expiry with the incoming expiry',
    route: lineRoute(AMOUNT, { C: { delay: 14 } }),
    failcode: FailureCode.INCORRECT_CLTV_EXPIRY,
    erringIndex: 2,
    says: (message) => assert.is(field(message, 'cltvExpiry'), HEIGHT + 1 + 14),
  },
  {
    title: 'B tells the fee before the CLTV when both are wrong',
    route: lineRoute(AMOUNT, { B: { amountMsat: 100_002n, delay: 15 } }),
    failcode: FailureCode.FEE_INSUFFICIENT,
    erringIndex: 1,
  },
  {
    title: 'B tells unknown_next_peer for a channel nobody has',
    route: lineRoute(AMOUNT, { C: { channel: '1x1x1' } }),
    failcode: FailureCode.UNKNOWN_NEXT_PEER,
    erringIndex: 1,
  },
  {
    title: "B tells unknown_next_peer for another node's channel",
    route: lineRoute(AMOUNT, { C: { channel: '116x1x0' } }),
    failcode: FailureCode.UNKNOWN_NEXT_PEER,
    erringIndex: 1,
  },
  {
    title: 'B tells temporary_channel_failure above htlc_maximum_msat',
    route: lineRoute(9_890_000_000n),
    prepare: (h) => h.net.simulation.setPolicy('109x1x0' as never, idOf('B'), { htlcMaximumMsat: 1_000_000_000n }, 0),
    failcode: FailureCode.TEMPORARY_CHANNEL_FAILURE,
    erringIndex: 1,
  },
  {
    title: 'B tells expiry_too_soon for an outgoing HTLC that expires now',
    route: lineRoute(AMOUNT, { B: { delay: 21 }, C: { delay: -1 } }),
    failcode: FailureCode.EXPIRY_TOO_SOON,
    erringIndex: 1,
  },
  {
    title: 'B tells expiry_too_far beyond two weeks',
    route: lineRoute(AMOUNT, { B: { delay: 2100 }, C: { delay: 2016 } }),
    failcode: FailureCode.EXPIRY_TOO_FAR,
    erringIndex: 1,
  },
  {
    title: 'C tells temporary_channel_failure while D is down',
    route: lineRoute(AMOUNT),
    prepare: (h) => h.net.simulation.setOnline(idOf('D'), false),
    failcode: FailureCode.TEMPORARY_CHANNEL_FAILURE,
    erringIndex: 2,
  },
  {
    title: 'C tells unknown_next_peer once its channel is closed',
    route: lineRoute(AMOUNT),
    prepare: (h) => h.net.simulation.closeChannel('116x1x0' as never),
    failcode: FailureCode.UNKNOWN_NEXT_PEER,
    erringIndex: 2,
  },
  {
    title: 'B tells amount_below_minimum for a zero amount',
    route: lineRoute(0n, { B: { amountMsat: 1n }, C: { amountMsat: 0n } }),
    prepare: (h) => h.net.simulation.setPolicy('109x1x0' as never, idOf('B'), { feeBaseMsat: 0n }, 0),
    failcode: FailureCode.AMOUNT_BELOW_MINIMUM,
    erringIndex: 1,
  },
  {
    title: 'D tells final_incorrect_htlc_amount when the last node keeps more than told',
    route: lineRoute(AMOUNT, { D: { amountMsat: AMOUNT } }),
    prepare: (h) => h.net.simulation.hold(idOf('D'), { mode: 'fail', failureMessage: '001300000000000186a0' }),
    failcode: FailureCode.FINAL_INCORRECT_HTLC_AMOUNT,
    erringIndex: 3,
    says: (message) => assert.is(field(message, 'incomingHtlcMsat'), AMOUNT),
  },
  {
    title: 'D tells unknown details when too few blocks are left',
    route: lineRoute(AMOUNT, { D: { delay: 8 } }),
    failcode: FailureCode.INCORRECT_OR_UNKNOWN_PAYMENT_DETAILS,
    erringIndex: 3,
    says: (message) => assert.is(field(message, 'height'), HEIGHT),
  },
  {
    title: 'D tells unknown details below the amount of the invoice, with the amount that came',
    route: lineRoute(99_000n),
    failcode: FailureCode.INCORRECT_OR_UNKNOWN_PAYMENT_DETAILS,
    erringIndex: 3,
    says: (message) => assert.is(field(message, 'htlcMsat'), 99_000n),
  },
  {
    title: 'D tells unknown details above twice the amount of the invoice',
    route: lineRoute(200_001n),
    failcode: FailureCode.INCORRECT_OR_UNKNOWN_PAYMENT_DETAILS,
    erringIndex: 3,
  },
];

for (const { title, route, failcode, erringIndex, says, prepare } of CASES) {
  test(title, async () => {
    const h = await Harness.open();
    const { paymentHash, paymentSecret } = h.invoice('D', AMOUNT);
    prepare?.(h);
    const id = h.pay({ hash: paymentHash, secret: paymentSecret, route });
    const heard = h.heard.get(id);
    assert.is(heard?.type, 'failed');
    assert.is(heard?.failcode, failcode);
    assert.is(heard?.erringIndex, erringIndex);
    says?.(decodeFailure(fromHex(heard?.raw ?? '')));
    assert.is(h.net.simulation.htlcsInFlight, 0);
    assert.is(h.status(id), 'never-seen');
    assert.is(h.net.invoices.get(idOf('D'), paymentHash)?.status, 'unpaid');
    h.checkMoney();
  });
}

test('a failure that blames a channel carries the update its node signed', async () => {
  const h = await Harness.open();
  const { paymentHash, paymentSecret } = h.invoice('D', AMOUNT);
  const route = lineRoute(AMOUNT, { B: { amountMsat: 100_003n } });
  const heard = h.heard.get(h.pay({ hash: paymentHash, secret: paymentSecret, route }));
  const message = decodeFailure(fromHex(heard?.raw ?? ''));
  const update = decodeChannelUpdate(field(message, 'channelUpdate') as Uint8Array);
  assert.is(heard?.raw?.slice(20, 28), '008a0102', 'length and message type come first');
  assert.is(update.feeBaseMsat, POLICY.feeBaseMsat);
  assert.is(update.htlcMaximumMsat, POLICY.htlcMaximumMsat);
  assert.is(update.channelFlags, idOf('B') < idOf('C') ? 0 : 1);
  assert.ok(checkChannelUpdate(update, fromHex(idOf('B'))));
  // B's side of its channel is the greater node, C's the lesser.
  const atC = h.heard.get(
    h.pay({ hash: paymentHash, secret: paymentSecret, route: lineRoute(AMOUNT, { C: { amountMsat: AMOUNT } }) }),
  );
  const other = decodeChannelUpdate(field(decodeFailure(fromHex(atC?.raw ?? '')), 'channelUpdate') as Uint8Array);
  assert.is(other.channelFlags, idOf('C') < idOf('D') ? 0 : 1);
  assert.ok(checkChannelUpdate(other, fromHex(idOf('C'))));
  assert.not.equal(other.channelFlags, update.channelFlags);
});

test('a replaced policy is accepted for its time of grace, and no longer', async () => {
  const h = await Harness.open();
  h.net.simulation.setPolicy('109x1x0' as never, idOf('B'), { feeBaseMsat: 1000n }, 600);
  const pay = (): number | undefined => {
    const { paymentHash, paymentSecret } = h.invoice('D', AMOUNT);
    return h.heard.get(h.pay({ hash: paymentHash, secret: paymentSecret, route: lineRoute(AMOUNT) }))?.failcode;
  };
  h.clock.advance(599_999);
  assert.is(pay(), undefined);
  h.clock.advance(1);
  assert.is(pay(), FailureCode.FEE_INSUFFICIENT);
});

test('an onion that was tampered with is answered by the node before, with the hash of what arrived', async () => {
  const h = await Harness.open();
  const { paymentHash, paymentSecret } = h.invoice('D', AMOUNT);
  const spoil = (packet: Uint8Array): Uint8Array => packet.map((byte, i) => (i === 700 ? byte ^ 1 : byte));
  const heard = h.heard.get(h.pay({ hash: paymentHash, secret: paymentSecret, route: lineRoute(AMOUNT), spoil }));
  assert.is(heard?.type, 'malformed');
  assert.is(heard?.failcode, FailureCode.INVALID_ONION_HMAC);
  h.checkMoney();
});

test('an onion made for the wrong node comes back as an error from the node before it', async () => {
  const h = await Harness.open();
  const { paymentHash, paymentSecret } = h.invoice('D', AMOUNT);
  const route = lineRoute(AMOUNT, { C: { to: 'D' } });
  const heard = h.heard.get(h.pay({ hash: paymentHash, secret: paymentSecret, route }));
  assert.is(heard?.failcode, FailureCode.INVALID_ONION_HMAC);
  assert.is(heard?.erringIndex, 1, 'B, whose peer could not read it');
});

test('what the first channel refuses is a local result', async () => {
  const h = await Harness.open();
  const { paymentHash, paymentSecret } = h.invoice('D', 9_899_000_000n);
  const heard = h.heard.get(h.pay({ hash: paymentHash, secret: paymentSecret, route: lineRoute(9_899_000_000n) }));
  assert.is(heard?.type, 'local');
  assert.is(heard?.failcode, FailureCode.TEMPORARY_CHANNEL_FAILURE);
  assert.match(heard?.detail ?? '', /^WIRE_TEMPORARY_CHANNEL_FAILURE: Capacity exceeded - HTLC fee: \d+sat$/);
});

test('a first hop without a channel is refused before anything is recorded', async () => {
  const h = await Harness.open();
  const check = (peer: string, channel?: string) => {
    const hop = { peer: idOf(peer), amountMsat: 1000n, ...given({ channel: channel as never }) };
    const found = findFirstHop(h.net.localChannels(idOf('A'), hop.peer), hop);
    return found.type === 'refused' ? wordsOf(found.refusal) : undefined;
  };
  const unknown = { failcode: FailureCode.UNKNOWN_NEXT_PEER, detail: 'No connection to first peer found' };
  assert.equal(check('D', '102x1x0'), unknown);
  assert.equal(check('B', '109x1x0'), unknown);
  assert.equal(check('A', '102x1x0'), unknown);
  assert.is(check('B', '102x1x0'), undefined);
  assert.is(check('B'), undefined);
  h.net.simulation.setOnline(idOf('B'), false);
  assert.equal(check('B', '102x1x0'), {
    failcode: FailureCode.TEMPORARY_CHANNEL_FAILURE,
    detail: 'First peer not ready',
  });
  assert.is(h.journal.head('channel/102x1x0'), undefined);
});

test('the same attempt offered twice leaves once', async () => {
  const h = await Harness.open();
  h.net.simulation.hold(idOf('D'));
  const { paymentHash, paymentSecret } = h.invoice('D', AMOUNT);
  const { attempt } = h.prepare({ hash: paymentHash, secret: paymentSecret, route: lineRoute(AMOUNT) });
  assert.is(h.offer(attempt), 'accepted');
  assert.is(h.offer(attempt), 'duplicate');
  assert.is(h.net.localChannels(idOf('A'))[0]?.htlcs.length, 1);
  assert.is(h.net.status(attempt).type, 'pending');
});

test('a node whose key nobody gave can be paid through and paid', async () => {
  const nodes = networkOf().nodes.map(({ id, alias = '' }) => ({ id, alias }));
  const h = await Harness.open({ ...networkOf(LINE), nodes });
  assert.is.not(h.net.onionKey(idOf('C')), idOf('C'));
  const { paymentHash, paymentSecret } = h.invoice('D', AMOUNT);
  assert.is(
    h.heard.get(h.pay({ hash: paymentHash, secret: paymentSecret, route: lineRoute(AMOUNT) }))?.type,
    'fulfilled',
  );
});

test.run();
