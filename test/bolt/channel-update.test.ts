/** channel_update: layout, signature, and the forms in which it arrives. */
import fc from 'fast-check';
import * as assert from 'uvu/assert';
import {
  CHAIN_HASH,
  type ChannelUpdate,
  checkChannelUpdate,
  curve,
  decodeChannelUpdate,
  encodeChannelUpdate,
  signChannelUpdate,
  type UnsignedChannelUpdate,
} from '../../src/bolt/index.ts';
import { suite } from '../support/suite.ts';
import { always, bytes, hex, refusal, toHex, valueOrRefusal } from './support.ts';

const test = suite('channel updates');
const privateKey = new Uint8Array(32).fill(0x41);
const nodeId = curve.publicKey(privateKey);

const UNSIGNED: UnsignedChannelUpdate = {
  chainHash: hex(CHAIN_HASH.regtest),
  shortChannelId: (103n << 40n) | (1n << 16n) | 1n,
  timestamp: 1565587763,
  messageFlags: 1,
  channelFlags: 3,
  cltvExpiryDelta: 6,
  htlcMinimumMsat: 1n,
  feeBaseMsat: 1000n,
  feeProportionalMillionths: 10,
  htlcMaximumMsat: 990_000_000n,
};
const LAYOUT =
  `${CHAIN_HASH.regtest}` +
  '0000670000010001' +
  '5d50f933' +
  '01' +
  '03' +
  '0006' +
  '0000000000000001' +
  '000003e8' +
  '0000000a' +
  '000000003b023380';

test('has the layout of BOLT 7, with its message type', () => {
  const update = signChannelUpdate(UNSIGNED, privateKey);
  assert.is(toHex(encodeChannelUpdate(update)), `0102${toHex(update.signature)}${LAYOUT}`);
});

/** From a fee_insufficient that a Core Lightning v24.11.2 node sent on regtest. */
const REAL =
  '0102327575b66b4c07a64875b239558ca2e232a0352282c5f0320fa7bded6023abf2424eef8a7de2510b7d1d45e836625262e534a1c917adbb9777a84160c073097b' +
  '06226e46111a0b59caaf126043eb5bbf28c34f3a5e332a1fc7b2b73cf188910f00006d00000100006b0318d0010000060000000000000000000000010000000a00000001270b0180';
const REAL_NODE = '022d223620a359a47ff7f7ac447c85c46c923da53389221a0054c11c1e3ca31d59';

test('a real node signs what this reads, as this checks it', () => {
  const update = decodeChannelUpdate(hex(REAL));
  assert.ok(checkChannelUpdate(update, hex(REAL_NODE)));
  assert.equal([update.shortChannelId, update.htlcMaximumMsat], [(109n << 40n) | (1n << 16n), 4_950_000_000n]);
  assert.is(toHex(encodeChannelUpdate(update)), REAL);
});

test('is read with or without its message type', () => {
  const update = signChannelUpdate(UNSIGNED, privateKey);
  const encoded = encodeChannelUpdate(update);
  assert.equal(decodeChannelUpdate(encoded), update);
  assert.equal(decodeChannelUpdate(encoded.slice(2)), update);
});

test('is read without a maximum from nodes that send none', () => {
  const { htlcMaximumMsat: _, ...rest } = UNSIGNED;
  const update = signChannelUpdate({ ...rest, messageFlags: 0 }, privateKey);
  const decoded = decodeChannelUpdate(encodeChannelUpdate(update));
  assert.equal(decoded, update);
  assert.is(decoded.htlcMaximumMsat, undefined);
});

test('keeps bytes of later versions, which the signature covers', () => {
  const update = signChannelUpdate({ ...UNSIGNED, excess: hex('aabbcc') }, privateKey);
  const decoded = decodeChannelUpdate(encodeChannelUpdate(update));
  assert.equal(decoded.excess, hex('aabbcc'));
  assert.ok(checkChannelUpdate(decoded, nodeId));
  const { excess: _, ...without } = decoded;
  assert.not(checkChannelUpdate(without, nodeId));
});

test('a signature holds for its own node and content only', () => {
  const update = signChannelUpdate(UNSIGNED, privateKey);
  assert.ok(checkChannelUpdate(update, nodeId));
  assert.not(checkChannelUpdate(update, curve.publicKey(new Uint8Array(32).fill(0x42))));
  assert.not(checkChannelUpdate({ ...update, feeBaseMsat: 1001n }, nodeId));
  assert.not(checkChannelUpdate(update, new Uint8Array(33)));
});

test('is refused at every length too short for its fields', () => {
  const encoded = encodeChannelUpdate(signChannelUpdate(UNSIGNED, privateKey));
  for (let length = 0; length < encoded.length; length++) {
    refusal(() => decodeChannelUpdate(encoded.slice(0, length)), 'BOLT_TRUNCATED');
  }
});

test('values that do not fit are not written', () => {
  const update: ChannelUpdate = signChannelUpdate(UNSIGNED, privateKey);
  refusal(() => encodeChannelUpdate({ ...update, cltvExpiryDelta: 65536 }), 'BOLT_OUT_OF_RANGE');
  refusal(() => encodeChannelUpdate({ ...update, feeBaseMsat: -1n }), 'BOLT_OUT_OF_RANGE');
  refusal(() => encodeChannelUpdate({ ...update, messageFlags: 0 }), 'BOLT_OUT_OF_RANGE');
  refusal(() => encodeChannelUpdate({ ...update, signature: hex('00') }), 'BOLT_BAD_LENGTH');
  refusal(() => encodeChannelUpdate({ ...update, chainHash: hex('00') }), 'BOLT_BAD_LENGTH');
});

test('any bytes that are read are written back as they were, but for the message type', () => {
  always<[Uint8Array]>(300, [bytes({ minLength: 125, maxLength: 160 })], (random) => {
    fc.pre(random[0] !== 1 || random[1] !== 2);
    const update = valueOrRefusal(() => decodeChannelUpdate(random));
    if (update !== undefined) assert.equal(encodeChannelUpdate(update).slice(2), random);
  });
});

test.run();
