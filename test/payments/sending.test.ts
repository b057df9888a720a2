/** What a part is recorded with before it leaves, and what is asked in which order before that. */
import { equal, is } from 'uvu/assert';
import type { PaymentEvent } from '../../machines/payment.ts';
import { curve, toHex } from '../../src/bolt/index.ts';
import { ANY_CHANNEL, type NodeId } from '../../src/domain/ids.ts';
import type { Part } from '../../src/domain/payment-part.ts';
import { Sending, type SendRequest, type Sent } from '../../src/payments/sending.ts';
import { VirtualClock } from '../../src/runtime/clock.ts';
import { HASH, NODE_A, part, SCID_AB } from '../support/parts.ts';
import { suite } from '../support/suite.ts';

const test = suite('sending a part');

const PEER = toHex(curve.publicKey(new Uint8Array(32).fill(5))) as NodeId;
const ROUTE = { kind: 'route', ids: [PEER], channels: [SCID_AB], amountsMsat: [1_010n], delays: [9] } as const;
const REQUEST: SendRequest = {
  paymentHash: HASH,
  send: ROUTE,
  sentMsat: 1_010n,
  amountMsat: 1_000n,
  totalMsat: 3_000n,
  partid: 2n,
  groupid: 5n,
  destination: PEER,
  label: 'lunch',
};
const CHANNEL = { shortChannelId: SCID_AB, peer: PEER, state: 'CHANNELD_NORMAL', connected: true, toUsMsat: 1_011n };

class World {
  readonly logged: PaymentEvent[] = [];
  parts: readonly Part[] = [];
  channels: readonly object[] = [CHANNEL];
  taken = 0;
  /** Why nothing may be sent now. */
  forbidden: object | undefined;

  send(change: Partial<SendRequest> = {}): Sent {
    const clock = new VirtualClock(4_000);
    const payments = {
      context: () => ({ parts: this.parts, tombstones: [] }),
      nextIndex: () => ++this.taken,
      deliver: (_node: unknown, _hash: unknown, event: PaymentEvent) => this.logged.push(event),
    };
    const network = {
      onionKey: (id: NodeId) => id,
      blockheight: () => 120,
      localChannels: (_node: NodeId, peer: NodeId) => this.channels.filter(() => peer === PEER),
    };
    const history = { refusal: () => this.forbidden };
    const random = { bytes: (length: number) => new Uint8Array(length).fill(7) };
    return new Sending({ clock, random, network, payments, history } as never).send(NODE_A, { ...REQUEST, ...change });
  }
}

test('a part is recorded with what was asked, its time, its height and a key of its own', () => {
  const world = new World();
  const { leaves, answer } = world.send();
  const { paymentHash: _hash, send: _send, ...asked } = REQUEST;
  equal(world.logged, [
    {
      type: 'PART_SENT',
      ...asked,
      createdAtMs: 4_000,
      height: 120,
      createdIndex: 1,
      send: { ...ROUTE, sessionKey: '07'.repeat(32) },
    },
  ]);
  equal([leaves, answer.type, answer.type === 'pending' && answer.row.status], [true, 'pending', 'pending']);
});

test('a caller’s onion and a payment to oneself have no key, and the latter needs no channel', () => {
  const world = new World();
  const onion = { kind: 'onion', onion: 'c0ffee', peer: PEER, channel: SCID_AB, delay: 9 } as const;
  is(world.send({ send: onion }).leaves, true);
  world.channels = [];
  is(world.send({ send: { kind: 'self' } }).leaves, true);
  equal(
    world.logged.map((event) => event.type === 'PART_SENT' && event.send),
    [onion, { kind: 'self' }],
  );
});

test('first what is known of the hash, then whether an onion can be made, then the first hop; refusals take no number', () => {
  const world = new World();
  world.channels = [];
  const delays = [2 ** 32];
  const tell = ({ answer, leaves }: Sent): unknown => [
    leaves,
    answer.type === 'refused' ? answer.refusal.code : answer.type,
    answer.type === 'refused' ? answer.refusal.message : undefined,
  ];
  world.parts = [part('pending', { groupid: 1n, partid: 2n })];
  equal(tell(world.send({ send: { ...ROUTE, delays } })), [
    false,
    200,
    'Payment with groupid=1 still in progress, cannot retry before that completes.',
  ]);
  world.parts = [];
  equal(tell(world.send({ send: { ...ROUTE, delays } })), [false, -1, 'Could not create onion packet']);
  equal(tell(world.send()), [false, 'first-hop-refused', undefined]);
  equal([world.logged, world.taken], [[], 0]);
});

test('asking again answers with the row there is, and nothing leaves', () => {
  const world = new World();
  const known = { groupid: 5n, partid: 2n, amountMsat: 1_000n, totalMsat: 3_000n, destination: PEER, createdIndex: 44 };
  for (const status of ['pending', 'complete'] as const) {
    world.parts = [part(status, known)];
    const { answer, leaves } = world.send();
    equal([leaves, answer.type, 'row' in answer && answer.row.createdIndex], [false, status, 44]);
  }
  equal(world.logged, []);
});

test('while nothing may be sent nothing leaves and nothing is recorded, but what there is is answered', () => {
  const world = new World();
  world.forbidden = { code: -1, message: 'accept the rollback first' };
  equal(world.send(), { leaves: false, answer: { type: 'refused', refusal: world.forbidden } });
  equal([world.logged, world.taken], [[], 0]);
  world.parts = [part('pending', { groupid: 5n, partid: 2n, totalMsat: 3_000n, destination: PEER })];
  is(world.send().answer.type, 'pending');
});

test('without a channel named it leaves over one in which we have more than leaves, fees included', () => {
  const world = new World();
  const send = { ...ROUTE, channels: [ANY_CHANNEL] };
  is(world.send({ send }).leaves, true);
  world.channels = [{ ...CHANNEL, toUsMsat: 1_010n }];
  is(world.send({ send }).answer.type, 'first-hop-refused');
});

test.run();
