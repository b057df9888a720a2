/** What simulated nodes check, each limit from both sides; what they announce; what they remember only as long as it matters. */
import * as assert from 'uvu/assert';
import { decodeChannelUpdate } from '../../src/bolt/index.ts';
import { MAX_BLOCKHEIGHT } from '../../src/domain/block-limits.ts';
import { NO_CHANNEL } from '../../src/domain/channel-state.ts';
import { FailureCode } from '../../src/domain/failures.ts';
import { directionOf, type NodeId, type ShortChannelId } from '../../src/domain/ids.ts';
import type { ChannelPolicy } from '../../src/domain/route.ts';
import { Deadlines } from '../../src/network/deadlines.ts';
import { finalRefusal } from '../../src/network/final-hop.ts';
import { type Forward, forwardRefusal, MAX_HTLC_CLTV } from '../../src/network/forwarding.ts';
import { InFlight } from '../../src/network/in-flight.ts';
import { localChannel } from '../../src/network/local-channels.ts';
import { Topology } from '../../src/network/topology.ts';
import { VirtualClock } from '../../src/runtime/clock.ts';
import { suite } from '../support/suite.ts';
import { CAPACITY_MSAT, channelBetween, Harness, idOf, LINE, lineRoute, networkOf, POLICY } from './harness.ts';

const test = suite('limits of simulated nodes');
const AMOUNT = 100_000n;
const AB = '102x1x0' as ShortChannelId;

/** The least that passes: fee, times and amount at their limits. */
const policy = { ...POLICY, htlcMinimumMsat: 1_000n, htlcMaximumMsat: 500_000n };
const channel = { policies: [policy], isNormal: true, isConnected: true };
const PASSES: Forward = { inMsat: 100_002n, inExpiry: 106, outMsat: 100_000n, outExpiry: 100, height: 99, channel };

test('a forward that just keeps to every limit passes, and one beyond any of them gets the code of that limit', () => {
  const table: readonly (readonly [string, Partial<Forward>, number | undefined])[] = [
    ['just enough of everything', {}, undefined],
    ['no such channel', { channel: undefined }, FailureCode.UNKNOWN_NEXT_PEER],
    ['a channel without a policy', { channel: { ...channel, policies: [] } }, FailureCode.UNKNOWN_NEXT_PEER],
    ['a msat of fee too little', { inMsat: 100_001n }, FailureCode.FEE_INSUFFICIENT],
    ['the least amount', { inMsat: 1_001n, outMsat: 1_000n }, undefined],
    ['less than the least', { inMsat: 1_001n, outMsat: 999n }, FailureCode.TEMPORARY_CHANNEL_FAILURE],
    ['the largest amount', { inMsat: 600_000n, outMsat: 500_000n }, undefined],
    ['more than the largest', { inMsat: 600_000n, outMsat: 500_001n }, FailureCode.TEMPORARY_CHANNEL_FAILURE],
    ['a block of delay too few', { inExpiry: 105 }, FailureCode.INCORRECT_CLTV_EXPIRY],
    ['an expiry that is now', { height: 100 }, FailureCode.EXPIRY_TOO_SOON],
    ['the furthest expiry', { outExpiry: 99 + MAX_HTLC_CLTV, inExpiry: 9_999 }, undefined],
    ['beyond it', { outExpiry: 100 + MAX_HTLC_CLTV, inExpiry: 9_999 }, FailureCode.EXPIRY_TOO_FAR],
    ['a channel that shuts down', { channel: { ...channel, isNormal: false } }, FailureCode.UNKNOWN_NEXT_PEER],
    ['a peer that is away', { channel: { ...channel, isConnected: false } }, FailureCode.TEMPORARY_CHANNEL_FAILURE],
    [
      'a channel that is disabled',
      { channel: { ...channel, policies: [{ ...policy, enabled: false }] } },
      FailureCode.TEMPORARY_CHANNEL_FAILURE,
    ],
    [
      'a policy in its time of grace that is enabled still',
      { channel: { ...channel, policies: [{ ...policy, enabled: false }, policy] } },
      undefined,
    ],
  ];
  for (const [what, change, failcode] of table) assert.is(forwardRefusal({ ...PASSES, ...change }), failcode, what);
  assert.is(MAX_HTLC_CLTV, 2016);
});

test('a final HTLC that just keeps to every limit passes, and one beyond any of them gets the code of that limit', () => {
  const passes = {
    amountMsat: 5n,
    expiry: 110,
    onionAmountMsat: 5n,
    onionExpiry: 110,
    hasMetadata: false,
    height: 100,
    finalCltv: 10,
  };
  assert.is(finalRefusal(passes), undefined);
  assert.is(finalRefusal({ ...passes, onionAmountMsat: 6n }), FailureCode.FINAL_INCORRECT_HTLC_AMOUNT);
  assert.is(finalRefusal({ ...passes, onionExpiry: 111 }), FailureCode.FINAL_INCORRECT_CLTV_EXPIRY);
  assert.is(finalRefusal({ ...passes, height: 101 }), FailureCode.INCORRECT_OR_UNKNOWN_PAYMENT_DETAILS);
  assert.is(finalRefusal({ ...passes, hasMetadata: true }), FailureCode.INVALID_ONION_PAYLOAD);
});

test('a file that is silent means 1 % reserve, 483 HTLCs, dust of 546 sat and no fee; what it says is taken as it is', () => {
  const described = channelBetween('1x1x1', 'A', 'B');
  const { dustLimitMsat: _d, feeratePerKw: _f, opener: _o, ...silent } = described;
  const minimum = { ...POLICY, htlcMinimumMsat: 7n };
  const terms = (change: object) =>
    new Topology({ ...networkOf([]), channels: [{ ...silent, ...change } as never] }).terms('1x1x1' as ShortChannelId);
  const assumed = terms({ policies: [minimum, null] });
  assert.equal(assumed.reserveMsat, [CAPACITY_MSAT / 100n, CAPACITY_MSAT / 100n]);
  assert.equal(
    [assumed.dustLimitMsat, assumed.maxAcceptedHtlcs, assumed.maxInFlightMsat, assumed.feeratePerKw, assumed.opener],
    [546_000n, 483, CAPACITY_MSAT, 0, 0],
  );
  assert.equal(
    [assumed.minimumMsat, assumed.policies],
    [
      [7n, 0n],
      [minimum, null],
    ],
  );
  assert.equal(terms({ policies: [null, minimum] }).minimumMsat, [0n, 7n]);
  const said = {
    reserveMsat: [1n, 2n],
    dustLimitMsat: 3n,
    maxAcceptedHtlcs: 4,
    maxHtlcValueInFlightMsat: 5n,
    feeratePerKw: 6,
    opener: 1,
  };
  const { reserveMsat, dustLimitMsat, maxAcceptedHtlcs, maxInFlightMsat, feeratePerKw, opener } = terms(said);
  assert.equal(
    [reserveMsat, dustLimitMsat, maxAcceptedHtlcs, maxInFlightMsat, feeratePerKw, opener],
    Object.values(said),
  );
});

test('only public channels are announced', () => {
  const channels = [channelBetween('1x1x1', 'A', 'B'), channelBetween('2x1x1', 'B', 'C', { isPublic: false })];
  assert.equal(
    new Topology(networkOf(channels)).announced().channels.map(({ shortChannelId }) => shortChannelId),
    ['1x1x1'],
  );
});

test('a channel_update has a later timestamp whenever anything in it changed, also within a second, and none otherwise', async () => {
  const h = await Harness.open();
  const direction = directionOf(idOf('A'), idOf('B'));
  const update = () => decodeChannelUpdate(h.net.channelUpdateBytes(AB, direction) as Uint8Array);
  const started = Math.floor(h.clock.nowMs() / 1000);
  assert.is(update().timestamp, started);
  h.clock.advance(5_000);
  assert.is(update().timestamp, started, 'nothing changed');
  const changes: readonly Partial<ChannelPolicy>[] = [
    { feeBaseMsat: 9n },
    { feePpm: 9 },
    { cltvDelta: 9 },
    { htlcMinimumMsat: 9n },
    { htlcMaximumMsat: 9n },
    { enabled: false },
  ];
  const timestamps = changes.map((change) => {
    h.net.simulation.setPolicy(AB, idOf('A'), change);
    return update().timestamp;
  });
  assert.equal(
    timestamps,
    [5, 6, 7, 8, 9, 10].map((later) => started + later),
  );
  const { feeBaseMsat, feeProportionalMillionths, cltvExpiryDelta, htlcMinimumMsat, htlcMaximumMsat, channelFlags } =
    update();
  assert.equal(
    [feeBaseMsat, feeProportionalMillionths, cltvExpiryDelta, htlcMinimumMsat, htlcMaximumMsat, channelFlags],
    [9n, 9, 9, 9n, 9n, direction | 2],
  );
});

test('an own channel says what each side can send and has, HTLCs on their way being the offerer’s', async () => {
  const h = await Harness.open();
  const invoice = h.invoice('D', AMOUNT);
  h.net.simulation.hold('B');
  const route = lineRoute(AMOUNT);
  h.pay({ hash: invoice.paymentHash, secret: invoice.paymentSecret, route });
  const sent = route[0]?.amountMsat as bigint;
  const [ours] = h.net.localChannels(idOf('A'));
  const theirs = h.net.localChannels(idOf('B')).find(({ shortChannelId }) => shortChannelId === AB);
  assert.equal([ours?.toUsMsat, theirs?.toUsMsat], [CAPACITY_MSAT, 0n]);
  assert.equal([ours?.htlcs[0]?.direction, theirs?.htlcs[0]?.direction], ['out', 'in']);
  assert.equal([ours?.opener, theirs?.opener], ['local', 'remote']);
  assert.equal([ours?.spendableMsat, theirs?.receivableMsat], [theirs?.receivableMsat, ours?.spendableMsat]);
  assert.equal([ours?.receivableMsat, theirs?.spendableMsat], [0n, 0n], 'below the reserve there is nothing to send');
  assert.ok((ours?.spendableMsat as bigint) < CAPACITY_MSAT - sent);
  h.net.simulation.closeChannel(AB, 'unilateral');
  assert.equal(
    [h.net.localChannels(idOf('A'))[0]?.spendableMsat, h.net.localChannels(idOf('A'))[0]?.state],
    [0n, 'ONCHAIN'],
  );
});

test('what could be sent in one HTLC is nothing below the least the channel takes, and each side has its own numbers', () => {
  const nodes = [idOf('A'), idOf('B')].sort() as [NodeId, NodeId];
  const context = {
    ...NO_CHANNEL,
    nodes,
    capacityMsat: 10_000n,
    balanceMsat: [1_100n, 8_900n] as const,
    reserveMsat: [100n, 200n] as const,
    minimumMsat: [1_000n, 0n] as const,
    maxAcceptedHtlcs: 5,
    maxInFlightMsat: 10_000n,
    policies: [policy, null] as const,
  };
  const seen = (side: 0 | 1, change: object = {}) =>
    localChannel(nodes[side], AB, { ...context, ...change } as never, true);
  const spendable = (change: object = {}): unknown => [seen(0, change).spendableMsat, seen(1, change).receivableMsat];
  assert.equal(spendable(), [1_000n, 1_000n], 'just the least');
  assert.equal(spendable({ balanceMsat: [1_099n, 8_901n] }), [0n, 0n]);
  assert.equal(spendable({ gone: true }), [0n, 0n]);
  assert.equal(
    [seen(0), seen(1)].map((own) => [own.ourReserveMsat, own.theirReserveMsat, own.toUsMsat, own.direction, own.peer]),
    [
      [100n, 200n, 1_100n, 0, nodes[1]],
      [200n, 100n, 8_900n, 1, nodes[0]],
    ],
  );
  assert.equal(
    [seen(0).ourPolicy.enabled, seen(0).theirPolicy.enabled, seen(1).ourPolicy.enabled],
    [true, false, false],
  );
  const shut = { shuttingDown: true };
  assert.equal([seen(0, shut).state, seen(0, { ...shut, gone: true }).state], ['CHANNELD_SHUTTING_DOWN', 'ONCHAIN']);
});

test('an HTLC times out with the first block after its expiry, each in its own block', async () => {
  const h = await Harness.open(networkOf([...LINE, channelBetween('117x1x0', 'C', 'D')]));
  h.net.simulation.hold('D');
  const invoice = h.invoice('D', AMOUNT);
  const pay = (channelId: string, delay: number, partid: bigint): number =>
    h.pay({
      hash: invoice.paymentHash,
      secret: invoice.paymentSecret,
      route: lineRoute(AMOUNT, { B: { delay: 40 }, C: { delay: 30 }, D: { channel: channelId, delay } }),
      partid,
    });
  const [early, late] = [pay('116x1x0', 12, 1n), pay('117x1x0', 14, 2n)];
  h.net.simulation.mine(13);
  assert.equal([h.heard.get(early), h.heard.get(late)], [undefined, undefined], 'the expiry itself is still time');
  h.net.simulation.mine(1);
  assert.is(h.heard.get(early)?.failcode, FailureCode.PERMANENT_CHANNEL_FAILURE);
  assert.is(h.heard.get(late), undefined);
  h.net.simulation.mine(2);
  assert.is(h.heard.get(late)?.failcode, FailureCode.PERMANENT_CHANNEL_FAILURE);
  h.checkMoney();
});

test('no timer is left once a set of parts is paid, fails or is given up', async () => {
  const h = await Harness.open();
  const part = (hash: string, secret: string, amountMsat: bigint, partid: bigint, totalMsat = AMOUNT): number =>
    h.pay({ hash, secret, route: lineRoute(amountMsat), totalMsat, partid });
  for (const second of [40_000n, 30_000n]) {
    const invoice = h.invoice('D', AMOUNT);
    const { paymentHash, paymentSecret } = invoice;
    part(paymentHash, paymentSecret, 60_000n, 1n);
    assert.ok(h.clock.nextDueMs() !== undefined);
    part(paymentHash, paymentSecret, second, 2n, second === 40_000n ? AMOUNT : 110_000n);
    assert.is(h.clock.nextDueMs(), undefined, second === 40_000n ? 'paid' : 'failed');
  }
  const refused = h.invoice('D', AMOUNT);
  part(refused.paymentHash, refused.paymentSecret, 60_000n, 1n);
  part(refused.paymentHash, 'ee'.repeat(32), 40_000n, 2n);
  assert.ok(h.clock.nextDueMs() !== undefined, 'one part that is refused leaves the others their time');
  h.net.close();
  assert.is(h.clock.nextDueMs(), undefined, 'closed');
});

test('the network is settled once nothing is in a channel and nothing is on its way, whichever comes last', async () => {
  const clock = new VirtualClock();
  const moving = new InFlight(clock, 10);
  let settled = 0;
  const heard = async (): Promise<number> => {
    await Promise.resolve();
    return settled;
  };
  moving.added();
  moving.travel(() => undefined);
  void moving.settled().then(() => settled++);
  moving.removed();
  assert.is(await heard(), 0, 'still on its way');
  clock.advance(10);
  assert.is(await heard(), 1);
  moving.added();
  void moving.settled().then(() => settled++);
  assert.is(await heard(), 1, 'in a channel');
  moving.removed();
  assert.is(await heard(), 2);
  await moving.settled();
});

test('the blocks a destination wants left are those of the settings, else of the file, else of the chain', async () => {
  const file = networkOf();
  const wanted = async (network: object, settings = {}): Promise<number> =>
    (await Harness.open({ ...file, ...network }, settings)).net.finalCltv;
  assert.equal(
    [await wanted({ finalCltv: 33 }, { finalCltv: 44 }), await wanted({ finalCltv: 33 }), await wanted({})],
    [44, 33, 10],
  );
  assert.is(await wanted({ finalCltv: 33 }, { finalCltv: 0 }), 0);
});

test('blocks are found up to the last height there can be, and none beyond it', async () => {
  const h = await Harness.open({ ...networkOf(), blockheight: MAX_BLOCKHEIGHT - 5 });
  assert.throws(() => h.net.simulation.mine(6), 'blocks: the chain ends 5 blocks from here');
  h.net.simulation.mine(5);
  assert.is(h.net.blockheight(idOf('A')), MAX_BLOCKHEIGHT);
});

test('a stream has one timer: the same deadline sets none, another replaces it, and one that has passed is due now', () => {
  const clock = new VirtualClock(1_000);
  const passed: string[] = [];
  const deadlines = new Deadlines(clock, (stream) => passed.push(`${stream} at ${clock.nowMs()}`));
  let set = 0;
  const after = clock.after.bind(clock);
  clock.after = (delayMs, task) => {
    set++;
    return after(delayMs, task);
  };
  deadlines.set('a', 2_000);
  deadlines.set('a', 2_000);
  assert.is(set, 1);
  deadlines.set('a', 3_000);
  deadlines.set('b', 500);
  assert.is(clock.nextDueMs(), 1_000);
  clock.advance(1_500);
  assert.equal(passed, ['b at 1000']);
  clock.advance(500);
  assert.equal(passed, ['b at 1000', 'a at 3000']);
  deadlines.set('a', 3_000);
  clock.runNext();
  assert.is(passed.length, 3, 'a deadline that passed can be set again');
  deadlines.set('a', 9_000);
  deadlines.cancel('a');
  deadlines.set('a', 9_000);
  assert.is(clock.nextDueMs(), 9_000, 'a deadline that was cancelled can be set again');
  deadlines.set('c', 9_000);
  deadlines.close();
  assert.is(clock.nextDueMs(), undefined);
});

test.run();
