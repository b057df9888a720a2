/** How a part of a pay ended: who erred and where, whether the hop asks otherwise now, and what an attempt that never left says. */
import { equal, is } from 'uvu/assert';
import { CHAIN_HASH, encodeChannelUpdate, encodeFailure, fromHex, toHex } from '../../src/bolt/index.ts';
import { FailureCode } from '../../src/domain/failures.ts';
import { channelDirection, directionOf, shortChannelIdToU64 } from '../../src/domain/ids.ts';
import type { Part, PartFailure } from '../../src/domain/payment-part.ts';
import type { ChannelPolicy } from '../../src/domain/route.ts';
import { endOf, firstHopFailure, unsendable } from '../../src/payments/attempt-end.ts';
import type { GraphView } from '../../src/payments/graph-view.ts';
import {
  NODE_A,
  NODE_B,
  NODE_C,
  NODE_D,
  PREIMAGE,
  part,
  SCID_AB,
  SCID_BC,
  SCID_CD,
  sentPart,
} from '../support/parts.ts';
import { suite } from '../support/suite.ts';

const test = suite('how a part of a pay ended');

const AB = channelDirection(SCID_AB, directionOf(NODE_A, NODE_B));
const BC = channelDirection(SCID_BC, directionOf(NODE_B, NODE_C));
const CD = channelDirection(SCID_CD, directionOf(NODE_C, NODE_D));
/** B gets 2,000,000 and 21 blocks, C 1,000,000 and 15. */
const SEND = { ...sentPart().send, amountsMsat: [2_000_000n, 1_000_000n, 999_000n] } as Part['send'];
/** What B asks for the attempt is what it was given, to the msat and the block. */
const EXACT: ChannelPolicy = {
  feeBaseMsat: 1n,
  feePpm: 999_999,
  cltvDelta: 6,
  htlcMinimumMsat: 1_000_000n,
  htlcMaximumMsat: 1_000_000n,
  enabled: true,
};

/** fee_insufficient with an update of B for its channel to C. */
function insufficient(policy: ChannelPolicy, channel = SCID_BC, direction = directionOf(NODE_B, NODE_C)): string {
  const channelUpdate = encodeChannelUpdate({
    signature: new Uint8Array(64),
    chainHash: fromHex(CHAIN_HASH.regtest),
    shortChannelId: shortChannelIdToU64(channel),
    timestamp: 1_800_000_000,
    messageFlags: 1,
    channelFlags: direction | (policy.enabled ? 0 : 2),
    cltvExpiryDelta: policy.cltvDelta,
    htlcMinimumMsat: policy.htlcMinimumMsat,
    feeBaseMsat: policy.feeBaseMsat,
    feeProportionalMillionths: policy.feePpm,
    htlcMaximumMsat: policy.htlcMaximumMsat,
  } as never);
  return toHex(encodeFailure({ code: FailureCode.FEE_INSUFFICIENT, htlcMsat: 1n, channelUpdate } as never));
}

type Failed = Extract<ReturnType<typeof endOf>, { type: 'ATTEMPT_FAILED' }>;

function failedWith(failure: Partial<PartFailure>, over: Partial<Part> = {}, announced?: ChannelPolicy): Failed {
  const policyAfter = (...hop: unknown[]) => {
    equal(hop.slice(0, 3), [NODE_B, SCID_BC, NODE_C]);
    return announced;
  };
  const view = { node: NODE_A, policyAfter } as unknown as GraphView;
  const words = { code: 204, message: 'failed' };
  return endOf(view, part('failed', { send: SEND, failure: { ...words, ...failure }, ...over })) as Failed;
}

const correctedBy = (asked: Partial<ChannelPolicy>, announced?: ChannelPolicy): unknown => {
  const rawMessage = insufficient({ ...EXACT, ...asked });
  const { corrected, policy } =
    failedWith({ erringIndex: 1, failcode: FailureCode.FEE_INSUFFICIENT, rawMessage }, {}, announced).erring ?? {};
  return policy === undefined ? corrected : [corrected, policy];
};

test('a hop is corrected if it asks more than it was given of anything, and not if it was given just that', () => {
  is(correctedBy({}), false);
  is(correctedBy({ feePpm: 0, cltvDelta: 0, htlcMinimumMsat: 0n, htlcMaximumMsat: 10n ** 9n }), false);
  for (const asked of [
    { feeBaseMsat: 2n },
    { feePpm: 1_000_000 },
    { cltvDelta: 7 },
    { htlcMinimumMsat: 1_000_001n },
    { htlcMaximumMsat: 999_999n },
    { enabled: false },
  ])
    equal(correctedBy(asked), [true, { ...EXACT, ...asked }]);
});

test('of an announced channel what the graph then says counts, and the pay need not keep it', () => {
  is(correctedBy({ cltvDelta: 7 }, EXACT), false, 'the update is old');
  is(correctedBy({}, { ...EXACT, cltvDelta: 7 }), true);
});

test('an update of another channel, or of the other direction, is not heard', () => {
  const other = directionOf(NODE_C, NODE_B);
  for (const rawMessage of [
    insufficient({ ...EXACT, cltvDelta: 7 }, SCID_CD),
    insufficient({ ...EXACT, cltvDelta: 7 }, SCID_BC, other),
    '100c',
    'ff',
  ]) {
    const { erring } = failedWith({ erringIndex: 1, failcode: FailureCode.FEE_INSUFFICIENT, rawMessage });
    is(erring?.corrected, false, rawMessage);
  }
});

test('who erred is named with the next node and the channel between them; we and the destination too', () => {
  const place = (erringIndex: number): unknown => {
    const { erring } = failedWith({ erringIndex, failcode: FailureCode.TEMPORARY_CHANNEL_FAILURE });
    return [erring?.hops, erring?.node, erring?.nextNode, erring?.channel, erring?.amountMsat, erring?.corrected];
  };
  equal(place(0), [3, NODE_A, NODE_B, AB, 1_000n, false]);
  equal(place(1), [3, NODE_B, NODE_C, BC, 1_000n, false]);
  equal(place(2), [3, NODE_C, NODE_D, CD, 1_000n, false]);
  equal(place(3), [3, NODE_D, undefined, undefined, 1_000n, false]);
});

test('a failure says with the code whom it speaks against, by the rules of the day', () => {
  const { failcode, blame } =
    failedWith({ erringIndex: 1, failcode: FailureCode.TEMPORARY_CHANNEL_FAILURE }).erring ?? {};
  equal([failcode, blame], [0x1007, { target: 'channel', kind: 'temporary', amountMatters: true }]);
  is(failedWith({ erringIndex: 3, failcode: FailureCode.MPP_TIMEOUT }).erring?.blame, null);
});

test('an error nobody could read speaks against the channel after our own, where there is one', () => {
  equal([failedWith({}).suspect, failedWith({}).erring], [BC, undefined]);
  for (const half of [{ erringIndex: 1 }, { failcode: 0x2002 }]) equal(failedWith(half).suspect, BC);
  const short = { ...SEND, ids: [NODE_B], channels: [SCID_AB] } as Part['send'];
  is(failedWith({}, { send: short }).suspect, undefined);
  const self = failedWith({ erringIndex: 0, failcode: 1 }, { send: { kind: 'self' } });
  equal([self.erring, self.suspect], [undefined, undefined]);
});

test('a part that ended well says its preimage and when', () => {
  const view = { node: NODE_A } as GraphView;
  equal(endOf(view, part('complete', { partid: 7n, completedAtMs: 900 })), {
    type: 'ATTEMPT_SUCCEEDED',
    partid: 7n,
    preimage: PREIMAGE,
    atMs: 900,
  });
  const { partid, code, message, atMs } = failedWith({ code: 203 }, { partid: 7n, completedAtMs: 901 });
  equal([partid, code, message, atMs], [7n, 203, 'failed', 901]);
});

test('what never left speaks against our own channel if it refused, against the last hop if no onion could be made', () => {
  const route = { ids: [NODE_B, NODE_C], channels: [SCID_AB, SCID_BC], amountMsat: 5n, amountsMsat: [9n, 5n] } as never;
  const refused = firstHopFailure(NODE_A, route, { kind: 'peer-away' });
  equal([refused.erring?.channel, refused.erring?.erringIndex, refused.erring?.hops], [AB, 0, 2]);
  equal([refused.erring?.amountMsat, refused.erring?.corrected], [5n, false]);
  equal(
    [refused.erring?.failcode, refused.erring?.blame],
    [0x1007, { target: 'channel', kind: 'temporary', amountMatters: true }],
  );
  equal([refused.code, refused.message], [204, 'failed: WIRE_TEMPORARY_CHANNEL_FAILURE (First peer not ready)']);
  equal(unsendable(NODE_A, route, 'no onion'), { code: 204, message: 'no onion', suspect: BC });
});

test.run();
