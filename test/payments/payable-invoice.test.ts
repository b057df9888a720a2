/** Whether an invoice may be paid, each limit from both sides. That every command asks is `test/rpc/payable-invoice.test.ts`. */
import { createHash } from 'node:crypto';
import { equal, is } from 'uvu/assert';
import { encodeInvoice, sha256, toHex, type UnsignedInvoice } from '../../src/bolt/index.ts';
import { MAX_CLTV_BLOCKS } from '../../src/domain/block-limits.ts';
import type { PaymentHash } from '../../src/domain/ids.ts';
import {
  type NoteTerms,
  noteRefusal,
  type PayableInvoice,
  type PayTerms,
  payableInvoice,
} from '../../src/payments/payable-invoice.ts';
import { suite } from '../support/suite.ts';

const test = suite('whether an invoice may be paid');

const KEY = createHash('sha256').update('somebody').digest();
const HASH = toHex(sha256(new Uint8Array(32).fill(7))) as PaymentHash;
const MADE_AT = 1_700_000_000;
const SOUND: UnsignedInvoice = {
  currency: 'bcrt',
  amountMsat: 1_000_000n,
  timestamp: MADE_AT,
  expiry: 60,
  paymentHash: sha256(new Uint8Array(32).fill(7)),
  paymentSecret: new Uint8Array(32).fill(1),
  description: 'tea',
  features: Uint8Array.of(0x02, 0x41, 0x00),
};
const without = (field: keyof UnsignedInvoice, change: Partial<UnsignedInvoice> = {}): UnsignedInvoice => {
  const { [field]: _gone, ...rest } = { ...SOUND, ...change };
  return rest as UnsignedInvoice;
};

type Judged = { payable?: PayableInvoice; refusal?: { code: number; message: string } };

function judge(invoice: UnsignedInvoice, terms: Partial<PayTerms> = {}): Judged {
  const asked = { chain: 'regtest', nowMs: MADE_AT * 1_000, isUnderway: () => false, ...terms } as const;
  return payableInvoice(encodeInvoice(invoice, KEY), asked) as Judged;
}
const said = (invoice: UnsignedInvoice, terms: Partial<PayTerms> = {}): string =>
  judge(invoice, terms).refusal?.message ?? 'payable';

test('it is payable until the millisecond in which its time is over, and beyond it for a payment that is underway', () => {
  const over = (MADE_AT + 60) * 1_000;
  is(said(SOUND, { nowMs: over - 1 }), 'payable');
  is(said(SOUND, { nowMs: over }), 'Invoice expired');
  is(judge(SOUND, { nowMs: over }).refusal?.code, 207);
  is(said(SOUND, { nowMs: over, isUnderway: (hash) => hash === HASH }), 'payable');
});

test('its amount is its own or the caller’s, exactly one of them, and not nothing', () => {
  is(judge(SOUND).payable?.amountMsat, 1_000_000n);
  is(said(SOUND, { amountMsat: 1_000_000n }), 'amount_msat parameter unnecessary');
  const any = without('amountMsat');
  is(said(any), 'amount_msat parameter required');
  is(said(any, { amountMsat: 0n }), 'amount_msat: should be positive');
  is(judge(any, { amountMsat: 1n }).payable?.amountMsat, 1n);
});

test('its last delay is the one it names, 18 if it names none, and as many blocks as there can be', () => {
  is(judge(SOUND).payable?.finalCltv, 18);
  is(judge({ ...SOUND, minFinalCltvExpiry: 0 }).payable?.finalCltv, 0);
  is(judge({ ...SOUND, minFinalCltvExpiry: MAX_CLTV_BLOCKS }).payable?.finalCltv, MAX_CLTV_BLOCKS);
  const tooMany = MAX_CLTV_BLOCKS + 1;
  is(said({ ...SOUND, minFinalCltvExpiry: tooMany }), `Invalid bolt11: c: ${tooMany} is too large`);
});

test('one that promises a secret has one, whether it promises it to all or to those who can', () => {
  const message = 'Invalid bolt11: sets feature var_onion with no secret';
  const open = (...features: number[]): string =>
    said(without('paymentSecret', { features: Uint8Array.from(features) }));
  equal([open(0x02, 0x00), open(0x01, 0x00), open(0x00)], [message, message, 'payable']);
});

test('what it is for is its own words, or those the caller was told where it has their hash', () => {
  is(judge(SOUND, { description: 'gold' }).payable?.description, 'tea');
  const hashed = without('description', { descriptionHash: sha256(Buffer.from('tea for two')) });
  is(judge(hashed, { description: 'tea for two' }).payable?.description, 'tea for two');
  is(said(hashed), 'bolt11 uses description_hash, but you did not provide description parameter');
  const wordless = judge(hashed, { wordsMayLack: true });
  equal([wordless.refusal, wordless.payable?.description], [undefined, undefined]);
});

test('noted beside a payment it is of that payment, sound, and in its time; text of another form is anyone’s', () => {
  const note = (text: string, terms: Partial<NoteTerms> = {}): string | undefined => {
    const asked = { chain: 'regtest', nowMs: MADE_AT * 1_000, isUnderway: () => false, paymentHash: HASH } as const;
    return noteRefusal(text, { ...asked, ...terms })?.message;
  };
  const bolt11 = encodeInvoice(SOUND, KEY);
  is(note(bolt11), undefined);
  is(note(encodeInvoice(without('amountMsat'), KEY)), undefined, 'the amount is the route’s');
  const other = 'ab'.repeat(32) as PaymentHash;
  is(note(bolt11, { paymentHash: other }), `bolt11: is for payment_hash ${HASH}, not ${other}`);
  is(note(bolt11, { nowMs: (MADE_AT + 60) * 1_000 }), 'Invoice expired');
  is(note(bolt11, { nowMs: (MADE_AT + 60) * 1_000, isUnderway: () => true }), undefined);
  is(note(bolt11, { chain: 'bitcoin' }), 'Invalid bolt11: Prefix bcrt is not for bitcoin');
  is(note('tea'), undefined);
});

test.run();
