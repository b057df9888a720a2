/** Whatever bytes or text arrive, a decoder gives a value or a BoltError: no other exception, no endless loop. */
import { bech32 } from '@scure/base';
import fc from 'fast-check';
import {
  ByteReader,
  buildErrorOnion,
  canonicalInvoice,
  constructOnion,
  curve,
  decodeChannelUpdate,
  decodeErrorOnion,
  decodeFailure,
  decodeHopPayload,
  decodeInvoice,
  encodeChannelUpdate,
  encodeFailure,
  encodeHopPayload,
  fromHex,
  peelOnion,
  readBigSize,
  signChannelUpdate,
  withLengthPrefix,
} from '../../src/bolt/index.ts';
import { suite } from '../support/suite.ts';
import { ASSOCIATED_DATA, ERROR_PACKET, HOPS, ONION } from './bolt04-figures.ts';
import { VALID } from './bolt11-examples.ts';
import { always, bytes, damaged, hex, valueOrRefusal } from './support.ts';

const test = suite('hostile bytes');
const privateKey = hex(HOPS[0]?.privateKey as string);
const associatedData = hex(ASSOCIATED_DATA);
const secrets = HOPS.map((hop) => hex(hop.sharedSecret));
const payload = encodeHopPayload({
  type: 'final',
  amtToForwardMsat: 1000n,
  outgoingCltv: 40,
  paymentMetadata: hex('aa'),
});
const update = encodeChannelUpdate(
  signChannelUpdate(
    {
      chainHash: new Uint8Array(32),
      shortChannelId: 1n,
      timestamp: 1,
      messageFlags: 1,
      channelFlags: 0,
      cltvExpiryDelta: 6,
      htlcMinimumMsat: 0n,
      feeBaseMsat: 1n,
      feeProportionalMillionths: 1,
      htlcMaximumMsat: 9n,
    },
    privateKey,
  ),
);

interface Target {
  readonly name: string;
  readonly valid: Uint8Array;
  readonly runs: number;
  decode(input: Uint8Array): unknown;
}
const TARGETS: readonly Target[] = [
  { name: 'bigsize', valid: hex('fd00fd'), runs: 500, decode: (input) => readBigSize(new ByteReader(input)) },
  {
    name: 'forward payloads',
    valid: hex(HOPS[1]?.payload as string),
    runs: 500,
    decode: (input) => decodeHopPayload(input, 'forward'),
  },
  { name: 'final payloads', valid: payload, runs: 500, decode: (input) => decodeHopPayload(input, 'final') },
  {
    name: 'streams behind a right length',
    valid: payload.slice(1),
    runs: 500,
    decode: (input) => decodeHopPayload(withLengthPrefix(input), 'final'),
  },
  {
    name: 'onions',
    valid: hex(ONION),
    runs: 150,
    decode: (packet) => peelOnion({ packet, privateKey, associatedData }),
  },
  { name: 'error onions', valid: hex(ERROR_PACKET), runs: 150, decode: (input) => decodeErrorOnion(secrets, input) },
  {
    name: 'failures',
    valid: encodeFailure({ code: 0x100c, htlcMsat: 1n, channelUpdate: update }),
    runs: 500,
    decode: decodeFailure,
  },
  { name: 'channel updates', valid: update, runs: 500, decode: decodeChannelUpdate },
];

for (const { name, valid, runs, decode } of TARGETS) {
  test(`random and damaged ${name} give a value or a typed refusal`, () => {
    const inputs = fc.oneof(bytes({ maxLength: 100 }), damaged(fc.constant(valid)));
    always<[Uint8Array]>(runs, [inputs], (input) => {
      valueOrRefusal(() => decode(input));
    });
  });
}

test('peeling never throws at all, whatever is inside a layer that was made for us', () => {
  const node = { pubkey: curve.publicKey(privateKey) };
  always<[Uint8Array]>(150, [bytes({ minLength: 1, maxLength: 200 })], (inside) => {
    const { packet } = constructOnion({
      hops: [{ ...node, payload: inside }],
      sessionKey: privateKey,
      associatedData,
      size: 300,
    });
    const peeled = peelOnion({ packet, privateKey, associatedData });
    if (peeled.type !== 'bad') valueOrRefusal(() => decodeHopPayload(peeled.payload, 'final'));
  });
});

test('an authentic error of any content is read without an exception', () => {
  always<[Uint8Array]>(150, [bytes({ maxLength: 300 })], (failure) => {
    const decoded = decodeErrorOnion(secrets, buildErrorOnion(secrets[0] as Uint8Array, failure));
    if (decoded !== undefined) valueOrRefusal(() => decodeFailure(decoded.failureMessage));
  });
});

test('random and damaged invoices give a value or a typed refusal', () => {
  const texts = fc.constantFrom(...VALID.map(({ text }) => text));
  const cut = fc
    .tuple(texts, fc.nat(400), fc.string({ maxLength: 5 }))
    .map(([text, at, insert]) => text.slice(0, at) + insert + text.slice(at + 1));
  always<[string]>(500, [fc.oneof(fc.string({ maxLength: 200 }), cut)], (text) => {
    valueOrRefusal(() => decodeInvoice(text));
    canonicalInvoice(text);
    valueOrRefusal(() => fromHex(text));
  });
});

test('invoices with good checksums and random words inside give a value or a typed refusal', () => {
  const prefixes = fc.constantFrom('lnbc', 'lnbcrt', 'lnbc1', 'lnbc20m', 'lnbc2500000001p', 'lntb0', 'lnx', 'ln', 'x');
  const random = fc.array(fc.nat(31), { maxLength: 400 });
  const mutated = fc
    .tuple(fc.constantFrom(...VALID.map(({ text }) => text)), fc.nat(), fc.nat(31), fc.nat(20))
    .map(([text, at, word, cut]) => {
      const { words } = bech32.decode(text.toLowerCase() as `${string}1${string}`, false);
      const copy = [...words].slice(0, words.length - cut);
      copy[at % copy.length] = word;
      return copy;
    });
  always<[string, number[]]>(500, [prefixes, fc.oneof(random, mutated)], (prefix, words) => {
    valueOrRefusal(() => decodeInvoice(bech32.encode(prefix, words, false)));
  });
});

test.run();
