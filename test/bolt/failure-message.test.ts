/** Failure messages: the whole table of BOLT 4, and the untidy ones that strangers send. */
import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { decodeFailure, encodeFailure, type FailureMessage } from '../../src/bolt/index.ts';
import { FAILURE_CODES } from '../../src/domain/failures.ts';
import { suite } from '../support/suite.ts';
import { always, bytes, hex, refusal, toHex, valueOrRefusal } from './support.ts';

const test = suite('failure messages');
const UPDATE = `0102${'ab'.repeat(10)}`;
const ONION_HASH = '33'.repeat(32);

/** Every row of the table: the message and its bytes. */
const TABLE: readonly (readonly [FailureMessage, string])[] = [
  [{ code: 0x4001 }, '4001'],
  [{ code: 0x2002 }, '2002'],
  [{ code: 0x6002 }, '6002'],
  [{ code: 0x6003 }, '6003'],
  [{ code: 0xc004, sha256OfOnion: hex(ONION_HASH) }, `c004${ONION_HASH}`],
  [{ code: 0xc005, sha256OfOnion: hex(ONION_HASH) }, `c005${ONION_HASH}`],
  [{ code: 0xc006, sha256OfOnion: hex(ONION_HASH) }, `c006${ONION_HASH}`],
  [{ code: 0x1007, channelUpdate: hex(UPDATE) }, `1007000c${UPDATE}`],
  [{ code: 0x4008 }, '4008'],
  [{ code: 0x4009 }, '4009'],
  [{ code: 0x400a }, '400a'],
  [{ code: 0x100b, htlcMsat: 1000n, channelUpdate: hex(UPDATE) }, `100b00000000000003e8000c${UPDATE}`],
  [{ code: 0x100c, htlcMsat: 2n ** 64n - 1n, channelUpdate: hex(UPDATE) }, `100cffffffffffffffff000c${UPDATE}`],
  [{ code: 0x100d, cltvExpiry: 800000, channelUpdate: hex(UPDATE) }, `100d000c3500000c${UPDATE}`],
  [{ code: 0x100e, channelUpdate: hex(UPDATE) }, `100e000c${UPDATE}`],
  [{ code: 0x400f, htlcMsat: 100n, height: 800000 }, '400f0000000000000064000c3500'],
  [{ code: 0x4010 }, '4010'],
  [{ code: 0x0011 }, '0011'],
  [{ code: 0x0012, cltvExpiry: 500 }, '0012000001f4'],
  [{ code: 0x0013, incomingHtlcMsat: 7n }, '00130000000000000007'],
  [{ code: 0x1014, flags: 2, channelUpdate: hex(UPDATE) }, `10140002000c${UPDATE}`],
  [{ code: 0x0015 }, '0015'],
  [{ code: 0x4016, type: 513n, offset: 20 }, '4016fd02010014'],
  [{ code: 0x0017 }, '0017'],
  [{ code: 0xc018, sha256OfOnion: hex(ONION_HASH) }, `c018${ONION_HASH}`],
];

for (const [failure, encoded] of TABLE) {
  test(`reads and writes code ${failure.code.toString(16)}`, () => {
    assert.is(toHex(encodeFailure(failure)), encoded);
    assert.equal(decodeFailure(hex(encoded)), failure);
  });

  test(`ignores what follows the data of code ${failure.code.toString(16)}`, () => {
    assert.equal(decodeFailure(hex(`${encoded}fd84d10101`)), failure);
  });
}

test('knows exactly the codes of the domain table', () => {
  const listed = FAILURE_CODES.map(({ code }) => code).sort();
  assert.equal(TABLE.map(([failure]) => failure.code as number).sort(), listed);
});

test('puts back the message type that old nodes leave out of their update', () => {
  const bare = UPDATE.slice(4);
  assert.equal(decodeFailure(hex(`1007000a${bare}`)), { code: 0x1007, channelUpdate: hex(UPDATE) });
});

test('an update of length zero is no update', () => {
  assert.equal(decodeFailure(hex('10070000')), { code: 0x1007 });
  assert.is(toHex(encodeFailure({ code: 0x100c, htlcMsat: 1n })), '100c00000000000000010000');
});

test('reads incorrect_or_unknown_payment_details as it was before heights and before amounts', () => {
  assert.equal(decodeFailure(hex('400f0000000000000064')), { code: 0x400f, htlcMsat: 100n });
  assert.equal(decodeFailure(hex('400f')), { code: 0x400f });
});

test('an unknown code, and a known one whose data is cut off, keep code and data', () => {
  assert.equal(decodeFailure(hex('7777aabb')), { code: 0x7777, raw: hex('aabb') });
  assert.equal(decodeFailure(hex('100c00ff')), { code: 0x100c, raw: hex('00ff') });
  assert.equal(decodeFailure(hex('1014')), { code: 0x1014, raw: hex('') });
  assert.is(toHex(encodeFailure({ code: 0x7777, raw: hex('aabb') })), '7777aabb');
});

test('less than a code is refused', () => {
  refusal(() => decodeFailure(hex('')), 'BOLT_TRUNCATED');
  refusal(() => decodeFailure(hex('20')), 'BOLT_TRUNCATED');
});

test('whatever follows a code is read, and what was read is written so that it reads the same', () => {
  const codes = fc.oneof(fc.constantFrom(...FAILURE_CODES.map(({ code }) => code)), fc.nat(0xffff));
  always<[number, Uint8Array]>(500, [codes, bytes({ maxLength: 80 })], (code, data) => {
    const message = Uint8Array.of(code >> 8, code & 0xff, ...data);
    const failure = valueOrRefusal(() => decodeFailure(message));
    if (failure === undefined) return assert.unreachable('a message with a code was refused');
    assert.is(failure.code, code);
    assert.equal(decodeFailure(encodeFailure(failure)), failure);
  });
});

test.run();
