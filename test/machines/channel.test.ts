/**
 * The channel machine by itself: what it refuses and in which order, where money goes, what it keeps while the peers are
 * not connected, and what the block chain decides.
 */
import * as assert from 'uvu/assert';
import { initialTransition, type SnapshotFrom, transition } from 'xstate';
import {
  type ChannelEffect,
  type ChannelEvent,
  type ChannelTerms,
  channelMachine,
  channelMoney,
} from '../../machines/channel.ts';
import { FailureCode } from '../../src/domain/failures.ts';
import type { NodeId, PaymentHash, Preimage, ShortChannelId } from '../../src/domain/ids.ts';
import { suite } from '../support/suite.ts';

const test = suite('the channel machine');

const TERMS: ChannelTerms = {
  nodes: ['02aa' as NodeId, '03bb' as NodeId],
  capacityMsat: 1_000_000n,
  balanceMsat: [600_000n, 400_000n],
  reserveMsat: [10_000n, 10_000n],
  minimumMsat: [100n, 0n],
  dustLimitMsat: 5_000n,
  maxAcceptedHtlcs: 2,
  maxInFlightMsat: 500_000n,
  feeratePerKw: 0,
  opener: 0,
  isPublic: true,
  policies: [null, null],
};
const HASH = 'a'.repeat(64) as PaymentHash;
const PREIMAGE = 'b'.repeat(64) as Preimage;

class Channel {
  #snapshot: SnapshotFrom<typeof channelMachine> = initialTransition(channelMachine)[0];

  constructor(terms: Partial<ChannelTerms> = {}, connected = true) {
    this.send({ type: 'CHANNEL_OPENED', connected, ...TERMS, ...terms });
  }

  get state(): string {
    return String(this.#snapshot.value);
  }

  get context() {
    return this.#snapshot.context;
  }

  /** The effects, and the invariant checked. */
  send(event: ChannelEvent): ChannelEffect[] {
    const [next, actions] = transition(channelMachine, this.#snapshot, event);
    this.#snapshot = next;
    const { total, capacity } = channelMoney(next.context);
    assert.is(total, capacity, `money after ${event.type}`);
    return (actions as readonly { type: string; params?: unknown }[]).flatMap((action) =>
      action.type === 'xstate.emit' ? [(action.params as { event: ChannelEffect }).event] : [],
    );
  }

  offer(amountMsat: bigint, from: 0 | 1 = 0, expiry = 100): ChannelEffect[] {
    return this.send({ type: 'HTLC_OFFERED', from, amountMsat, expiry, hash: HASH, part: [1n, 0n] });
  }
}

const FULFILLED: ChannelEvent = { type: 'HTLC_FULFILLED', id: 0, preimage: PREIMAGE };
const FAILED: ChannelEvent = { type: 'HTLC_FAILED', id: 0, reason: 'ff' };
const MALFORMED: ChannelEvent = { type: 'HTLC_FAILED_MALFORMED', id: 0, failcode: 0xc005, sha256OfOnion: 'ee' };
const told = (effects: ChannelEffect[]): string[] =>
  effects.map((effect) => (effect.type === 'HTLC_SETTLED' ? `${effect.htlc.id} ${effect.outcome.type}` : effect.type));

test('an HTLC takes its amount from the offerer and gives it to the receiver when it is fulfilled', () => {
  const channel = new Channel();
  assert.equal(channel.offer(50_000n), [{ type: 'HTLC_ADDED', id: 0 }]);
  assert.equal(channel.context.balanceMsat, [550_000n, 400_000n]);
  assert.equal(told(channel.send(FULFILLED)), ['0 fulfilled']);
  assert.equal(channel.context.balanceMsat, [550_000n, 450_000n]);
});

for (const [event, outcome] of [
  [FAILED, 'failed'],
  [MALFORMED, 'malformed'],
] as const) {
  test(`an HTLC that is ${outcome} gives its amount back to the offerer`, () => {
    const channel = new Channel();
    channel.offer(50_000n, 1);
    assert.equal(told(channel.send(event)), [`0 ${outcome}`]);
    assert.equal(channel.context.balanceMsat, TERMS.balanceMsat);
  });
}

test('an HTLC ends once: whatever is said of it later is ignored', () => {
  const channel = new Channel();
  channel.offer(50_000n);
  channel.send(FULFILLED);
  for (const event of [FULFILLED, FAILED, MALFORMED, { type: 'HTLC_TIMED_OUT', id: 0 } as const])
    assert.equal(channel.send(event), []);
  assert.is(channel.state, 'online');
});

/** At 250 sat/kW: 734 sat for two HTLCs at twice the feerate, 324 sat for one, 281 for none; 660 for anchors. */
const WITH_FEES: Partial<ChannelTerms> = {
  capacityMsat: 10_000_000n,
  balanceMsat: [5_000_000n, 5_000_000n],
  maxInFlightMsat: 10_000_000n,
  feeratePerKw: 250,
};

interface RefusalCase {
  readonly title: string;
  readonly terms?: Partial<ChannelTerms>;
  readonly before?: (channel: Channel) => void;
  readonly amountMsat: bigint;
  readonly from?: 0 | 1;
  readonly expiry?: number;
  readonly failcode: number;
  readonly detail: string;
}

const REFUSALS: RefusalCase[] = [
  {
    title: 'a channel that shuts down, whatever is offered',
    before: (channel) => channel.send({ type: 'CHANNEL_SHUTDOWN' }),
    amountMsat: 0n,
    failcode: FailureCode.UNKNOWN_NEXT_PEER,
    detail: 'Channel is shutting down',
  },
  {
    title: 'an expiry that is a time',
    amountMsat: 0n,
    expiry: 500_000_000,
    failcode: FailureCode.INCORRECT_CLTV_EXPIRY,
    detail: 'Invalid cltv_expiry 500000000',
  },
  {
    title: 'less than the minimum of that side',
    amountMsat: 99n,
    failcode: FailureCode.AMOUNT_BELOW_MINIMUM,
    detail: 'HTLC too small (100msat minimum)',
  },
  {
    title: 'nothing, where there is no minimum',
    amountMsat: 0n,
    from: 1,
    failcode: FailureCode.AMOUNT_BELOW_MINIMUM,
    detail: 'HTLC too small (0msat minimum)',
  },
  {
    title: 'one HTLC more than accepted',
    before: (channel) => {
      channel.offer(1000n);
      channel.offer(1000n);
    },
    amountMsat: 1000n,
    failcode: FailureCode.TEMPORARY_CHANNEL_FAILURE,
    detail: 'Too many HTLCs',
  },
  {
    title: 'more in flight than allowed',
    before: (channel) => channel.offer(400_000n),
    amountMsat: 100_001n,
    failcode: FailureCode.REQUIRED_NODE_FEATURE_MISSING,
    detail: 'Mini mode: maximum value exceeded',
  },
  {
    title: 'what would touch the reserve',
    amountMsat: 390_001n,
    from: 1,
    failcode: FailureCode.TEMPORARY_CHANNEL_FAILURE,
    detail: 'Capacity exceeded - HTLC fee: 0sat',
  },
  {
    title: "what would touch the opener's fee for a commitment at twice the feerate",
    terms: WITH_FEES,
    amountMsat: 3_596_001n,
    failcode: FailureCode.TEMPORARY_CHANNEL_FAILURE,
    detail: 'Capacity exceeded - HTLC fee: 324sat',
  },
  {
    title: 'what the opener could not pay the commitment fee for, though it is not the one who offers',
    terms: { ...WITH_FEES, balanceMsat: [990_000n, 9_010_000n] },
    amountMsat: 5_000n,
    from: 1,
    failcode: FailureCode.TEMPORARY_CHANNEL_FAILURE,
    detail: 'Capacity exceeded - HTLC fee: 324sat',
  },
];

for (const { title, terms, before, amountMsat, from = 0, expiry = 100, failcode, detail } of REFUSALS) {
  test(`refused with its code and reason: ${title}`, () => {
    const channel = new Channel(terms);
    before?.(channel);
    const { htlcs, balanceMsat } = channel.context;
    assert.equal(channel.offer(amountMsat, from, expiry), [
      { type: 'HTLC_REFUSED', from, hash: HASH, amountMsat, expiry, origin: { part: [1n, 0n] }, failcode, detail },
    ]);
    assert.equal([channel.context.htlcs, channel.context.balanceMsat], [htlcs, balanceMsat]);
    assert.equal(channel.context.lastRefusal, { failcode, detail });
  });
}

test('an offer at the very limit is taken: minimum, reserve, fee, dust that needs no output', () => {
  assert.equal(told(new Channel().offer(100n)), ['HTLC_ADDED']);
  assert.equal(told(new Channel().offer(390_000n, 1)), ['HTLC_ADDED']);
  assert.equal(told(new Channel(WITH_FEES).offer(3_596_000n)), ['HTLC_ADDED']);
  const poor = new Channel({ ...WITH_FEES, balanceMsat: [990_000n, 9_010_000n] });
  assert.equal(told(poor.offer(4_999n, 1)), ['HTLC_ADDED']);
});

test('what the other side has in flight counts neither in number nor in value, and the value may reach its limit', () => {
  const channel = new Channel();
  assert.equal(told([...channel.offer(195_000n, 1), ...channel.offer(195_000n, 1)]), ['HTLC_ADDED', 'HTLC_ADDED']);
  assert.equal(told(channel.offer(400_000n)), ['HTLC_ADDED']);
  assert.equal(told(channel.offer(100_000n)), ['HTLC_ADDED'], 'together just what may be in flight');
});

test('the opener keeps room for every HTLC that has an output, dust has none; the other side keeps none', () => {
  const afterDust = (amountMsat: bigint, dustMsat: bigint): string[] => {
    const channel = new Channel(WITH_FEES);
    channel.offer(dustMsat);
    return told(channel.offer(amountMsat));
  };
  assert.equal(afterDust(3_591_001n, 4_999n), ['HTLC_ADDED']);
  assert.equal(afterDust(3_591_002n, 4_999n), ['HTLC_REFUSED']);
  assert.equal(afterDust(3_505_000n, 5_000n), ['HTLC_ADDED']);
  assert.equal(afterDust(3_505_001n, 5_000n), ['HTLC_REFUSED']);
  assert.equal(told(new Channel(WITH_FEES).offer(4_990_000n, 1)), ['HTLC_ADDED']);
  const opener = (balance: bigint) => new Channel({ ...WITH_FEES, balanceMsat: [balance, 10_000_000n - balance] });
  assert.equal(told(opener(994_000n).offer(5_000n, 1)), ['HTLC_ADDED'], 'the opener can just pay for one output more');
  assert.equal(told(opener(993_999n).offer(5_000n, 1)), ['HTLC_REFUSED']);
});

test('where no commitment fee is asked an opener below its reserve stops nobody', () => {
  const channel = new Channel({ balanceMsat: [9_999n, 990_001n] });
  assert.equal(told(channel.offer(5_000n, 1)), ['HTLC_ADDED']);
});

test('while the peers are not connected no offer is taken, and results are kept', () => {
  const channel = new Channel();
  channel.offer(50_000n);
  channel.offer(60_000n, 1);
  channel.send({ type: 'CHANNEL_DISCONNECTED' });
  assert.equal(told(channel.offer(1000n)), ['HTLC_REFUSED']);
  assert.equal(told(channel.send(FULFILLED)), []);
  assert.equal(told(channel.send(FAILED)), [], 'the first result stands');
  assert.equal(told(channel.send({ ...FAILED, id: 1 } as ChannelEvent)), []);
  assert.equal(
    channel.context.htlcs.map((htlc) => htlc.kept?.type),
    ['fulfilled', 'failed'],
  );
  assert.equal(told(channel.send({ type: 'CHANNEL_RECONNECTED' })), ['0 fulfilled', '1 failed']);
  assert.equal(channel.context.balanceMsat, [550_000n, 450_000n]);
});

test('on chain a preimage claims an HTLC, a failure is worth nothing, and time gives it back', () => {
  const channel = new Channel();
  channel.offer(50_000n);
  channel.offer(60_000n, 1);
  assert.equal(told(channel.send({ type: 'CHANNEL_CLOSED' })), ['CHANNEL_GONE']);
  assert.equal(channel.send({ ...FAILED, id: 1 } as ChannelEvent), []);
  assert.equal(told(channel.send(FULFILLED)), ['0 fulfilled']);
  assert.equal(told(channel.send({ type: 'HTLC_TIMED_OUT', id: 1 })), ['1 timed-out']);
  assert.equal(told(channel.offer(1000n)), ['HTLC_REFUSED']);
  assert.equal([channel.state, channel.context.gone], ['onchain', true]);
});

test('a preimage kept for a peer that is away claims the HTLC before time can give it back', () => {
  const channel = new Channel();
  channel.offer(50_000n);
  channel.send({ type: 'CHANNEL_DISCONNECTED' });
  channel.send(FULFILLED);
  assert.equal(told(channel.send({ type: 'HTLC_TIMED_OUT', id: 0 })), ['CHANNEL_GONE', '0 fulfilled']);
});

test('an HTLC that times out takes its channel to the chain and leaves the others in flight', () => {
  const channel = new Channel();
  channel.offer(50_000n);
  channel.offer(60_000n);
  assert.equal(told(channel.send({ type: 'HTLC_TIMED_OUT', id: 0 })), ['CHANNEL_GONE', '0 timed-out']);
  assert.equal([channel.state, channel.context.htlcs.map((htlc) => htlc.id)], ['onchain', [1]]);
});

test('a forwarded HTLC remembers where it came from and what was kept of it', () => {
  const channel = new Channel();
  const prev = ['1x2x3' as ShortChannelId, 7] as const;
  channel.send({ type: 'HTLC_OFFERED', from: 0, amountMsat: 1000n, expiry: 100, hash: HASH, prev, feeMsat: 5n });
  assert.equal(channel.context.htlcs[0]?.origin, { prev, feeMsat: 5n });
});

test('a policy that replaces another is announced and keeps it for its time of grace', () => {
  const policy = {
    feeBaseMsat: 1n,
    feePpm: 1,
    cltvDelta: 6,
    htlcMinimumMsat: 0n,
    htlcMaximumMsat: 9n,
    enabled: true,
  };
  const channel = new Channel({ policies: [null, policy] });
  const next = { ...policy, feePpm: 2 };
  assert.equal(channel.send({ type: 'POLICY_CHANGED', direction: 1, policy: next, formerUntilMs: 9 }), [
    { type: 'POLICY_ANNOUNCED', direction: 1 },
  ]);
  assert.equal(channel.context.policies, [null, next]);
  assert.equal(channel.context.formerPolicies, [null, { policy, untilMs: 9 }]);
});

test('a channel first touched while a peer is away starts disconnected', () => {
  assert.is(new Channel({}, false).state, 'offline');
});

test.run();
