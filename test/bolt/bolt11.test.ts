/** BOLT 11 beyond the examples: amounts, order of fields, options, refusals, and real nodes' invoices. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { bech32 } from '@scure/base';
import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { writeFields } from '../../src/bolt/bolt11/fields.ts';
import { formatPrefix, parsePrefix } from '../../src/bolt/bolt11/prefix.ts';
import { numberToWords } from '../../src/bolt/bolt11/words.ts';
import {
  type BoltErrorCode,
  canonicalInvoice,
  curve,
  decodeInvoice,
  encodeInvoice,
  hasFeature,
  sha256,
  signInvoice,
  type TaggedField,
  type UnsignedInvoice,
} from '../../src/bolt/index.ts';
import { suite } from '../support/suite.ts';
import { EXAMPLE_KEY, EXAMPLE_PAYEE, VALID } from './bolt11-examples.ts';
import { always, bytes, bytesOf, hex, refusal, toHex } from './support.ts';

const test = suite('bolt11');
const key = hex(EXAMPLE_KEY);
const MINIMAL: UnsignedInvoice = {
  currency: 'bcrt',
  timestamp: 1700000000,
  paymentHash: new Uint8Array(32).fill(1),
  description: 'tea',
};

const AMOUNTS: readonly (readonly [bigint, string])[] = [
  [1n, 'lnbcrt10p'],
  [10n, 'lnbcrt100p'],
  [100n, 'lnbcrt1n'],
  [1_000n, 'lnbcrt10n'],
  [100_000n, 'lnbcrt1u'],
  [250_000_000n, 'lnbcrt2500u'],
  [100_000_000n, 'lnbcrt1m'],
  [100_000_000_000n, 'lnbcrt1'],
  [2_100_000n * 100_000_000_000n, 'lnbcrt2100000'],
  [967_878_534n, 'lnbcrt9678785340p'],
];
for (const [amountMsat, prefix] of AMOUNTS) {
  test(`writes ${amountMsat} msat as ${prefix}`, () => {
    assert.is(formatPrefix({ currency: 'bcrt', amountMsat }), prefix);
    assert.equal(parsePrefix(prefix), { currency: 'bcrt', amountMsat });
  });
}

test('every amount of 64 bits comes back, and the form written is the shortest', () => {
  always<[bigint, number]>(300, [fc.bigInt({ min: 1n, max: 10n ** 18n }), fc.nat(8)], (amount, zeros) => {
    const amountMsat = amount / 10n ** BigInt(zeros) + 1n;
    const written = formatPrefix({ currency: 'bc', amountMsat });
    assert.equal(parsePrefix(written), { currency: 'bc', amountMsat });
    const forms = ['', 'm', 'u', 'n', 'p'].map(
      (letter, i) => [amountMsat * 10n, 10n ** BigInt(12 - 3 * i), letter] as const,
    );
    const lengths = forms
      .filter(([pico, unit]) => pico % unit === 0n)
      .map(([pico, unit, letter]) => `lnbc${pico / unit}${letter}`.length);
    assert.is(written.length, Math.min(...lengths));
  });
});

const PREFIXES: readonly (readonly [string, BoltErrorCode, string])[] = [
  ['xnbc', 'BOLT_INVOICE_PREFIX', "Prefix 'xnbc' does not start with ln"],
  ['lnxx', 'BOLT_INVOICE_PREFIX', 'Unknown chain xx'],
  ['ln', 'BOLT_INVOICE_PREFIX', 'Unknown chain '],
  ['lnbc1x', 'BOLT_INVOICE_AMOUNT', "Invalid amount postfix 'x'"],
  ['lnbc1mm', 'BOLT_INVOICE_AMOUNT', "Invalid amount postfix 'mm'"],
  ['lnbc99999999999999999999m', 'BOLT_INVOICE_AMOUNT', "Invalid amount '99999999999999999999'"],
  ['lnbc1p', 'BOLT_INVOICE_AMOUNT', "Invalid sub-millisatoshi amount '1p'"],
];
for (const [prefix, code, message] of PREFIXES) {
  test(`refuses the prefix ${prefix}`, () => {
    assert.is(refusal(() => parsePrefix(prefix), code).message, message);
  });
}

test('an invoice for nothing is not written', () => {
  refusal(() => encodeInvoice({ ...MINIMAL, amountMsat: 0n }, key), 'BOLT_INVOICE_AMOUNT');
});

test('writes the fields in the order Core Lightning does', () => {
  const all: UnsignedInvoice = {
    ...MINIMAL,
    paymentSecret: new Uint8Array(32).fill(2),
    descriptionHash: sha256(new TextEncoder().encode('tea')),
    metadata: hex('01fafaf0'),
    statedPayee: hex(EXAMPLE_PAYEE),
    expiry: 60,
    minFinalCltvExpiry: 10,
    fallbacks: [{ version: 1, program: new Uint8Array(32) }],
    routes: [
      [
        {
          pubkey: hex(EXAMPLE_PAYEE),
          shortChannelId: 1n,
          feeBaseMsat: 2n,
          feeProportionalMillionths: 3,
          cltvExpiryDelta: 4,
        },
      ],
    ],
    features: hex('02024100'),
    unknown: [{ tag: '2', words: Uint8Array.of(1, 2) }],
  };
  const invoice = decodeInvoice(encodeInvoice(all, key), { description: 'tea' });
  assert.is(invoice.tagged.map(({ tag }) => tag).join(''), 'spdhmnxcfr92');
  const { tagged, payee, expiresAt, signature, recoveryId, ...fields } = invoice;
  assert.equal(fields, all);
  assert.is(toHex(payee), EXAMPLE_PAYEE);
  assert.is(expiresAt, all.timestamp + 60);
  assert.ok(hasFeature(invoice.features, 8) && hasFeature(invoice.features, 25) && !hasFeature(invoice.features, 9));
});

test('without an expiry it expires after an hour', () => {
  assert.is(decodeInvoice(encodeInvoice(MINIMAL, key)).expiresAt, MINIMAL.timestamp + 3600);
});

test('accepts the lightning: scheme and upper case unless it is told to be strict', () => {
  const text = encodeInvoice(MINIMAL, key);
  for (const pasted of [`lightning:${text}`, `LIGHTNING:${text.toUpperCase()}`]) {
    assert.equal(decodeInvoice(pasted), decodeInvoice(text));
    assert.is(canonicalInvoice(pasted), text);
    refusal(() => decodeInvoice(pasted, { strict: true }));
  }
  assert.equal(decodeInvoice(text.toUpperCase(), { strict: true }), decodeInvoice(text));
});

const BITCOIN = { currency: 'bc', name: 'bitcoin' } as const;

test('refuses an invoice of another chain when asked to', () => {
  const refused = refusal(() => decodeInvoice(encodeInvoice(MINIMAL, key), { chain: BITCOIN }), 'BOLT_INVOICE_PREFIX');
  assert.is(refused.message, 'Prefix bcrt is not for bitcoin');
});

test('a description that does not match its hash is refused', () => {
  const text = encodeInvoice({ ...MINIMAL, descriptionHash: new Uint8Array(32) }, key);
  assert.is(refusal(() => decodeInvoice(text, { description: 'tea' })).message, 'h: does not match description');
});

test('an invoice with neither words nor their hash is refused', () => {
  const { description: _words, ...silent } = MINIMAL;
  assert.is(refusal(() => decodeInvoice(encodeInvoice(silent, key))).message, "must have either 'd' or 'h' field");
});

test('a compulsory secret that is missing is refused', () => {
  const text = encodeInvoice({ ...MINIMAL, features: hex('4000') }, key);
  assert.is(refusal(() => decodeInvoice(text)).message, 'Missing required payment secret (s field)');
});

test('a demanded feature is refused or accepted as the reader says', () => {
  const text = encodeInvoice({ ...MINIMAL, features: hex('10000000') }, key);
  assert.is(refusal(() => decodeInvoice(text), 'BOLT_INVOICE_FEATURE').message, '9: unknown feature bit 28');
  assert.ok(decodeInvoice(text, { features: new Set([28]) }));
});

const HASH_FIELD: TaggedField = { tag: 'p', words: new Uint8Array(52) };
const FIELDS: readonly (readonly [string, TaggedField, string])[] = [
  ['an expiry of 13 words', { tag: 'x', words: new Uint8Array(13) }, 'x: length 13 chars is excessive'],
  ['a CLTV of more than 32 bits', { tag: 'c', words: numberToWords(2n ** 32n) }, 'c: 4294967296 is too large'],
  ['a description that is not UTF-8', { tag: 'd', words: Uint8Array.of(31, 31) }, 'd: invalid utf8'],
  ['a payee that is no point', { tag: 'n', words: new Uint8Array(53) }, 'n: invalid pubkey'],
  ['an empty fallback', { tag: 'f', words: new Uint8Array(0) }, 'f: data_length 0 short'],
  ['a P2PKH of 19 bytes', { tag: 'f', words: new Uint8Array(32).fill(17, 0, 1) }, 'f: pkhash length 19'],
  ['a witness program of 19 bytes', { tag: 'f', words: new Uint8Array(32) }, 'f: witness v0 bad length 19'],
  ['an empty route', { tag: 'r', words: new Uint8Array(0) }, 'r: hop 0 truncated'],
  ['a route cut off in its second hop', { tag: 'r', words: new Uint8Array(90) }, 'r: hop 1 truncated'],
];
for (const [title, field, message] of FIELDS) {
  test(`refuses ${title}, naming the field`, () => {
    const text = signInvoice(MINIMAL, [HASH_FIELD, field], key);
    const refused = refusal(() => decodeInvoice(text), 'BOLT_INVOICE_FIELD');
    assert.equal([refused.field, refused.message], [field.tag, message]);
  });
}

test('a field longer than the invoice is refused', () => {
  const { words } = bech32.decode(encodeInvoice(MINIMAL, key) as `${string}1${string}`, false);
  words[8] = 31;
  assert.is(refusal(() => decodeInvoice(bech32.encode('lnbcrt', words, false))).message, 'p: truncated');
});

test('a field that reaches into the signature is refused', () => {
  const { words } = bech32.decode(encodeInvoice(MINIMAL, key) as `${string}1${string}`, false);
  const field = [13, 0, 31, ...new Array<number>(31).fill(0)];
  const shortened = [...words.slice(0, -104), ...field, ...words.slice(-80)];
  assert.is(refusal(() => decodeInvoice(bech32.encode('lnbcrt', shortened, false))).message, 'signature truncated');
});

test('a recovery id above 3 is refused', () => {
  const { words } = bech32.decode(encodeInvoice(MINIMAL, key) as `${string}1${string}`, false);
  words[words.length - 1] = 4;
  assert.is(refusal(() => decodeInvoice(bech32.encode('lnbcrt', words, false))).message, 'signature invalid');
});

test('of two payment hashes the first counts, and the second is kept', () => {
  const tagged = [...writeFields(MINIMAL), HASH_FIELD];
  const invoice = decodeInvoice(signInvoice(MINIMAL, tagged, key));
  assert.equal(invoice.paymentHash, MINIMAL.paymentHash);
  assert.equal(invoice.unknown, [HASH_FIELD]);
});

test('values that do not fit their field are not written', () => {
  const wrong: readonly Partial<UnsignedInvoice>[] = [
    { paymentHash: new Uint8Array(31) },
    { paymentSecret: new Uint8Array(33) },
    { description: 'x'.repeat(640) },
    { statedPayee: curve.publicKey(new Uint8Array(32).fill(1)) },
    { expiry: -1 },
    { minFinalCltvExpiry: 2 ** 32 },
    { fallbacks: [{ version: 19, program: new Uint8Array(20) }] },
    { fallbacks: [{ version: 17, program: new Uint8Array(21) }] },
    { routes: [[]] },
    { timestamp: 2 ** 35 },
  ];
  for (const part of wrong) refusal(() => encodeInvoice({ ...MINIMAL, ...part }, key), 'BOLT_INVOICE_FIELD');
});

test('with a stated payee the signature is checked against it, not recovered', () => {
  const other = curve.publicKey(new Uint8Array(32).fill(1));
  const tagged = writeFields({ ...MINIMAL, statedPayee: other });
  assert.is(
    refusal(() => decodeInvoice(signInvoice(MINIMAL, tagged, key)), 'BOLT_INVOICE_SIGNATURE').message,
    'invalid signature',
  );
});

test('one letter changed and the checksum made good still does not give the same payee', () => {
  const text = (VALID[1] as (typeof VALID)[number]).text as `${string}1${string}`;
  const { prefix, words } = bech32.decode(text, false);
  always<[number, number]>(60, [fc.nat(words.length - 1), fc.integer({ min: 1, max: 31 })], (position, mask) => {
    const changed = words.map((word, i) => (i === position ? word ^ mask : word));
    let payee: string | undefined;
    try {
      payee = toHex(decodeInvoice(bech32.encode(prefix, changed, false)).payee);
    } catch {
      return;
    }
    assert.is.not(payee, EXAMPLE_PAYEE);
  });
});

const invoices: fc.Arbitrary<UnsignedInvoice> = fc.record(
  {
    currency: fc.constantFrom('bc' as const, 'tb' as const, 'tbs' as const, 'bcrt' as const),
    amountMsat: fc.bigInt({ min: 1n, max: 2n ** 64n - 1n }),
    timestamp: fc.nat(2 ** 31 - 1),
    paymentHash: bytesOf(32),
    paymentSecret: bytesOf(32),
    description: fc.string({ maxLength: 60, unit: 'grapheme' }),
    descriptionHash: bytesOf(32),
    metadata: bytes({ maxLength: 100 }),
    expiry: fc.nat(),
    minFinalCltvExpiry: fc.nat(0xffffffff),
    fallbacks: fc.array(
      fc.record({ version: fc.integer({ min: 17, max: 18 }), program: bytesOf(20) }, { noNullPrototype: true }),
      {
        minLength: 1,
        maxLength: 3,
      },
    ),
    features: bytes({ minLength: 1, maxLength: 14 })
      .map((raw) => Uint8Array.of(1, ...raw.map((byte) => byte & 0xaa)))
      .filter((f) => f.length % 2 === 1),
  },
  { requiredKeys: ['currency', 'timestamp', 'paymentHash', 'description'], noNullPrototype: true },
);

test('every invoice comes back as it was written', () => {
  always<[UnsignedInvoice]>(80, [invoices], (invoice) => {
    const known = new Set(Array.from({ length: 120 }, (_, bit) => bit));
    const { tagged, payee, expiresAt, signature, recoveryId, ...fields } = decodeInvoice(encodeInvoice(invoice, key), {
      features: known,
    });
    assert.equal(fields, invoice);
    assert.is(toHex(payee), EXAMPLE_PAYEE);
  });
});

const TRANSCRIPTS = new URL('../../../shared/conformance/transcripts/', import.meta.url);
const transcripts = suite('bolt11: invoices written by Core Lightning', {
  skip: existsSync(TRANSCRIPTS) ? undefined : 'the recorded transcripts are not on this machine',
});

transcripts('each decodes, and written again has the same fields in the same order', () => {
  const files = readdirSync(TRANSCRIPTS, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.json'),
  );
  const texts = files.flatMap(
    (name) => readFileSync(new URL(name, TRANSCRIPTS), 'utf8').match(/lnbcrt[0-9a-z]{100,}/g) ?? [],
  );
  const found = new Set(texts);
  assert.ok(found.size > 50, `${found.size} invoices found`);
  for (const text of found) {
    const invoice = decodeInvoice(text, { chain: { currency: 'bcrt', name: 'regtest' } });
    const again = bech32.decode(encodeInvoice(invoice, key) as `${string}1${string}`, false);
    const original = bech32.decode(text as `${string}1${string}`, false);
    assert.is(again.prefix, original.prefix);
    assert.equal(again.words.slice(0, -104), original.words.slice(0, -104), text);
  }
});

test.run();
transcripts.run();
