/** Which own channel a first hop means, or why there is none (lightningd/pay.c, send_payment_core). */
import { equal } from 'uvu/assert';
import type { ShortChannelId } from '../../src/domain/ids.ts';
import { findFirstHop } from '../../src/switch/first-hop.ts';
import type { LocalChannel } from '../../src/switch/port.ts';
import { NODE_B, NODE_C, SCID_AB, SCID_BC } from '../support/parts.ts';
import { suite } from '../support/suite.ts';

const test = suite('the channel of a first hop');

const CHANNEL = {
  shortChannelId: SCID_AB,
  peer: NODE_B,
  state: 'CHANNELD_NORMAL',
  connected: true,
  toUsMsat: 1_001n,
  spendableMsat: 0n,
} as LocalChannel;
const SECOND = { ...CHANNEL, shortChannelId: SCID_BC };

const found = (channels: readonly Partial<LocalChannel>[], channel?: ShortChannelId): string => {
  const all = channels.map((change) => ({ ...CHANNEL, ...change }));
  const answer = findFirstHop(all, { peer: NODE_B, amountMsat: 1_000n, ...(channel ? { channel } : {}) });
  return answer.type === 'found' ? answer.channel.shortChannelId : answer.refusal.kind;
};

test('with a channel named it is that one, whatever it has; the channel itself will say if that is too little', () => {
  equal([found([SECOND, {}], SCID_AB), found([{ toUsMsat: 0n }], SCID_AB)], [SCID_AB, SCID_AB]);
  equal([found([SECOND], SCID_AB), found([{ peer: NODE_C }], SCID_AB)], ['unknown-peer', 'unknown-peer']);
});

test('without one it is the first of the peer in which we have more than leaves', () => {
  equal(found([{ toUsMsat: 1_000n }, SECOND]), SCID_BC);
  equal(found([{ peer: NODE_C }, SECOND]), SCID_BC);
  equal([found([{ toUsMsat: 1_000n }]), found([])], ['unknown-peer', 'unknown-peer']);
});

test('a closed channel is none, one that shuts down is not ready, and a peer may be away', () => {
  for (const channel of [undefined, SCID_AB]) {
    equal(found([{ state: 'ONCHAIN' }], channel), 'unknown-peer');
    equal(found([{ state: 'CHANNELD_SHUTTING_DOWN', connected: false }], channel), 'channel-not-ready');
    equal(found([{ connected: false }], channel), 'peer-away');
  }
  equal(found([{ state: 'ONCHAIN' }, SECOND]), SCID_BC);
});

test.run();
