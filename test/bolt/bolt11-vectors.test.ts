/** BOLT 11: the specification's examples, valid and invalid. */
import * as assert from 'uvu/assert';
import {
  type Bolt11Invoice,
  canonicalInvoice,
  decodeInvoice,
  encodeInvoice,
  featureBits,
  signInvoice,
} from '../../src/bolt/index.ts';
import { suite } from '../support/suite.ts';
import { EXAMPLE_KEY, EXAMPLE_PAYEE, INVALID, VALID } from './bolt11-examples.ts';
import { hex, refusal, toHex } from './support.ts';

const test = suite('bolt11: the examples of the specification');

const hexed = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (_, v) => (v instanceof Uint8Array ? toHex(v) : typeof v === 'bigint' ? `${v}n` : v)) ??
      'null',
  );
function summary(invoice: Bolt11Invoice) {
  const { currency, amountMsat, timestamp, paymentHash, paymentSecret, description, descriptionHash } = invoice;
  const { metadata, expiry, minFinalCltvExpiry, fallbacks, routes, features, unknown } = invoice;
  const plain = { currency, amountMsat, timestamp, paymentHash, paymentSecret, description, descriptionHash };
  const bits = features && featureBits(features);
  return hexed({
    ...plain,
    metadata,
    expiry,
    minFinalCltvExpiry,
    fallbacks,
    routes,
    featureBits: bits,
    unknown: unknown?.length,
  });
}

for (const { title, text, expected } of VALID) {
  test(`reads ${title}`, () => {
    const invoice = decodeInvoice(text);
    assert.equal(summary(invoice), hexed({ currency: 'bc', ...expected }));
    assert.is(toHex(invoice.payee), EXAMPLE_PAYEE);
  });

  test(`loses nothing of ${title} when its fields are put in Core Lightning's order`, () => {
    const { tagged, signature, recoveryId, payee, ...first } = decodeInvoice(text);
    const again = decodeInvoice(encodeInvoice(first, hex(EXAMPLE_KEY)));
    const { tagged: _t, signature: _s, recoveryId: _r, payee: _p, ...second } = again;
    assert.equal(second, first);
  });
}

for (const { title, text } of VALID) {
  test(`writes ${title} again, letter by letter`, () => {
    const invoice = decodeInvoice(text);
    assert.is(signInvoice(invoice, invoice.tagged, hex(EXAMPLE_KEY)), canonicalInvoice(text));
  });
}

for (const { title, text, code, message } of INVALID) {
  test(`refuses one that ${title}`, () => {
    const refused = refusal(() => decodeInvoice(text));
    assert.equal([refused.code, refused.message], [code, message]);
  });
}

test.run();
