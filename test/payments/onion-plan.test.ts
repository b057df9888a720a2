/** What leaves with a part: what every hop reads in its layer of the onion, the HTLC's own numbers, and what cannot be made. */
import { createHash } from 'node:crypto';
import { equal, is, throws } from 'uvu/assert';
import { curve, decodeHopPayload, fromHex, type HopPayload, peelOnion, toHex } from '../../src/bolt/index.ts';
import { MAX_MSAT } from '../../src/domain/amount.ts';
import { ANY_CHANNEL, MAX_U32, type NodeId, shortChannelIdToU64 } from '../../src/domain/ids.ts';
import type { Part, PartSend } from '../../src/domain/payment-part.ts';
import { attemptOf } from '../../src/payments/attempt.ts';
import { isSendable, packetOf, type RouteSend, secretsOf } from '../../src/payments/onion-plan.ts';
import { HASH, NODE_A, NODE_D, part, SCID_AB, SCID_BC, SCID_CD, sentPart } from '../support/parts.ts';
import { suite } from '../support/suite.ts';

const test = suite('what leaves with a part');

const KEYS = ['B', 'C', 'D'].map((name) => createHash('sha256').update(`onion ${name}`).digest());
const IDS = KEYS.map((key) => toHex(curve.publicKey(key)) as NodeId);
const SECRET = 'aa'.repeat(32);
const SEND: RouteSend = { ...(sentPart().send as RouteSend), ids: IDS, paymentSecret: SECRET };
const itself = (id: NodeId): NodeId => id;
const partOver = (send: PartSend, over: Partial<Part> = {}): Part =>
  part('pending', { send, height: 100, totalMsat: 5_000n, ...over });

/** What each node finds in its layer, in turn. */
function layers(sent: Part, keys = KEYS): HopPayload[] {
  let packet = packetOf(sent, HASH, itself);
  return keys.map((privateKey) => {
    const peeled = peelOnion({ packet, privateKey, associatedData: fromHex(HASH) });
    if (peeled.type === 'bad') throw new Error('a layer nobody can read');
    if (peeled.type === 'forward') packet = peeled.next;
    return decodeHopPayload(peeled.payload, peeled.type);
  });
}

test('every node on the way reads where to, how much and until when the next HTLC goes, the last what it gets of how much', () => {
  const [atB, atC, atD] = layers(partOver(SEND));
  equal(atB, {
    type: 'forward',
    amtToForwardMsat: 1_002n,
    outgoingCltv: 101 + 15,
    shortChannelId: shortChannelIdToU64(SCID_BC),
  });
  equal(atC, {
    type: 'forward',
    amtToForwardMsat: 1_000n,
    outgoingCltv: 101 + 9,
    shortChannelId: shortChannelIdToU64(SCID_CD),
  });
  equal(atD?.type === 'final' && [atD.amtToForwardMsat, atD.outgoingCltv], [1_000n, 101 + 9]);
  equal(atD?.type === 'final' && atD.paymentData, { paymentSecret: fromHex(SECRET), totalMsat: 5_000n });
});

test('metadata and a keysend preimage are for the last node, and what was not asked for is not there', () => {
  const { paymentSecret: _none, ...bare } = SEND;
  const [, , plain] = layers(partOver(bare));
  const fieldsOf = (payload: HopPayload | undefined): unknown =>
    payload?.type === 'final' && [payload.paymentData, payload.paymentMetadata, payload.keysendPreimage];
  equal(fieldsOf(plain), [undefined, undefined, undefined]);
  const [, , full] = layers(partOver({ ...bare, paymentMetadata: 'c0ffee', keysendPreimage: 'bb'.repeat(32) }));
  equal(fieldsOf(full), [undefined, fromHex('c0ffee'), fromHex('bb'.repeat(32))]);
});

test('an attempt is the HTLC of its part: over which channel, how much leaves us, and one block of slack', () => {
  const named = { sentMsat: 1_004n, amountMsat: 1_000n, groupid: 3n, partid: 4n, label: 'x', destination: NODE_D };
  const attempt = attemptOf({ node: NODE_A, paymentHash: HASH }, partOver(SEND, named), 77, itself);
  if (attempt.kind !== 'htlc') throw new Error('an HTLC');
  const { packet, secrets, plan, ...facts } = attempt;
  equal(facts, {
    kind: 'htlc',
    node: NODE_A,
    paymentHash: HASH,
    number: 77,
    totalMsat: 5_000n,
    height: 100,
    ...named,
    firstHop: { peer: IDS[0], channel: SCID_AB, delay: 21 },
    cltvExpiry: 101 + 21,
  });
  equal(
    plan?.hops.map(({ id, channel, amountMsat, delay }) => [id, channel, amountMsat, delay]),
    [
      [IDS[0], SCID_AB, 1_004n, 21],
      [IDS[1], SCID_BC, 1_002n, 15],
      [IDS[2], SCID_CD, 1_000n, 9],
    ],
  );
  equal([plan?.sessionKey, plan?.paymentSecret], [SEND.sessionKey, SECRET]);
  equal(packet(), packetOf(partOver(SEND), HASH, itself), 'the same bytes however often');
  equal(secrets()?.length, 3);
  const any = { ...SEND, channels: [ANY_CHANNEL, SCID_BC, SCID_CD] };
  const over = attemptOf({ node: NODE_A, paymentHash: HASH }, partOver(any), 77, itself);
  equal(over.kind === 'htlc' && over.firstHop, { peer: IDS[0], delay: 21 });
});

test('the caller’s own onion leaves as it is, over the channel and with the delay given; its secrets are the caller’s', () => {
  const onion = { kind: 'onion', onion: 'c0ffee', peer: NODE_D, channel: SCID_CD, delay: 33 } as const;
  const attempt = attemptOf({ node: NODE_A, paymentHash: HASH }, partOver(onion), 1, itself);
  if (attempt.kind !== 'htlc') throw new Error('an HTLC');
  equal([attempt.firstHop, attempt.cltvExpiry], [{ peer: NODE_D, channel: SCID_CD, delay: 33 }, 101 + 33]);
  equal([attempt.packet(), attempt.secrets(), attempt.plan], [fromHex('c0ffee'), undefined, undefined]);
  equal(secretsOf({ ...onion, sharedSecrets: [SECRET] }, itself), [fromHex(SECRET)]);
  const self = { kind: 'self', paymentSecret: SECRET } as const;
  const own = attemptOf({ node: NODE_A, paymentHash: HASH }, partOver(self), 1, itself);
  equal([own.kind, own.kind === 'self' && own.paymentSecret, secretsOf(self, itself)], ['self', SECRET, undefined]);
  throws(() => packetOf(partOver(self), HASH, itself), 'a self-payment has no packet');
});

test('what the wire has room for can be sent, and nothing beyond it', () => {
  const can = (send: PartSend, height = 100): boolean => isSendable({ send, height, totalMsat: 5_000n }, itself);
  const change = (over: Partial<RouteSend>): RouteSend => ({ ...SEND, ...over });
  is(can(SEND), true);
  const most = MAX_U32 - 101;
  equal([can(change({ delays: [most, 15, 9] })), can(change({ delays: [most + 1, 15, 9] }))], [true, false]);
  equal([can(change({ delays: [21, most, 9] })), can(change({ delays: [21, most + 1, 9] }))], [true, false]);
  equal([can(change({ delays: [21, 15, most] })), can(change({ delays: [21, 15, most + 1] }))], [true, false]);
  equal([can(change({ delays: [-101, 15, 9] })), can(change({ delays: [-102, 15, 9] }))], [true, false]);
  is(can(change({ delays: [1.5, 15, 9] })), false);
  const amounts = (...amountsMsat: bigint[]): boolean => can(change({ amountsMsat }));
  equal([amounts(MAX_MSAT, 2n, 1n), amounts(MAX_MSAT + 1n, 2n, 1n)], [true, false]);
  equal([amounts(3n, 2n, 0n), amounts(3n, 2n, -1n)], [true, false]);
  is(can(change({ ids: [IDS[0]!, `02${'00'.repeat(32)}` as NodeId, IDS[2]!] })), false, 'a key that is no key');
  const onion = { kind: 'onion', onion: '', peer: NODE_D, channel: SCID_CD, delay: most } as const;
  equal([can(onion), can({ ...onion, delay: most + 1 }), can({ kind: 'self' })], [true, false, true]);
});

test('an onion is full at 1,300 bytes, the HMACs counted', () => {
  const { paymentSecret: _none, ...bare } = SEND;
  const metadata = (bytes: number): boolean =>
    isSendable({ send: { ...bare, paymentMetadata: '00'.repeat(bytes) }, height: 100, totalMsat: 0n }, itself);
  let bytes = 1_000;
  while (metadata(bytes + 1)) bytes++;
  is(packetOf(partOver({ ...bare, paymentMetadata: '00'.repeat(bytes) }), HASH, itself).length, 1_366);
  throws(() => packetOf(partOver({ ...bare, paymentMetadata: '00'.repeat(bytes + 1) }), HASH, itself));
});

test.run();
