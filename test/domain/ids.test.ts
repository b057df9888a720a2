import { equal } from 'uvu/assert';
import {
  directionOf,
  type NodeId,
  parseNodeId,
  parsePaymentHash,
  parsePreimage,
  parseShortChannelId,
  shortChannelIdFromU64,
  shortChannelIdToU64,
} from '../../src/domain/ids.ts';
import { suite } from '../support/suite.ts';

const test = suite('names of things');

test('a short channel id survives the trip through its 64-bit number', () => {
  for (const text of ['1x1x1', '0x0x0', '16777215x16777215x65535', '103x1x0']) {
    const scid = parseShortChannelId(text);
    equal(scid && shortChannelIdFromU64(shortChannelIdToU64(scid)), text);
  }
});

test('a short channel id out of range or of another form is not one', () => {
  for (const text of ['16777216x1x1', '1x16777216x1', '1x1x65536', '1:1:1', '1x1', '', '-1x1x1'])
    equal(parseShortChannelId(text), undefined, text);
});

test('a hash, a preimage and a node id are hex of their length, in lower case whatever came', () => {
  const hex = 'aB'.repeat(32);
  for (const parse of [parsePaymentHash, parsePreimage]) {
    equal(parse(hex), hex.toLowerCase());
    for (const text of ['', hex.slice(2), `${hex}00`, `g${hex.slice(1)}`, ` ${hex}`])
      equal(parse(text), undefined, text);
  }
  equal(parseNodeId(`02${hex}`), `02${hex.toLowerCase()}`);
  for (const text of [hex, `04${hex}`, `02${hex}00`]) equal(parseNodeId(text), undefined, text);
});

test('direction 0 goes from the lesser node id to the greater', () => {
  const [a, b] = [`02${'0'.repeat(64)}` as NodeId, `03${'0'.repeat(64)}` as NodeId];
  equal(directionOf(a, b), 0);
  equal(directionOf(b, a), 1);
});

test.run();
