/** One judgement of an invoice for every command that takes one: what may not be paid is refused by name, and leaves no record. */
import { createHash } from 'node:crypto';
import * as assert from 'uvu/assert';
import { encodeInvoice, sha256, type UnsignedInvoice } from '../../src/bolt/index.ts';
import type { CallOutcome } from '../../src/rpc/client.ts';
import type { JsonValue } from '../../src/rpc/json-value.ts';
import { suite } from '../support/suite.ts';
import { idOf, type Line, withNetwork } from './line.ts';

const test = suite('an invoice that may not be paid');

const KEY = createHash('sha256').update('somebody').digest();
const PREIMAGE = new Uint8Array(32).fill(7);
const HASH = Buffer.from(sha256(PREIMAGE)).toString('hex');
const WORDS = 'tea for two';
const HASH_OF_WORDS = sha256(Buffer.from(WORDS));

const SOUND: UnsignedInvoice = {
  currency: 'bcrt',
  amountMsat: 1_000_000n,
  timestamp: Math.floor(Date.now() / 1000),
  paymentHash: sha256(PREIMAGE),
  paymentSecret: new Uint8Array(32).fill(1),
  description: WORDS,
  features: Uint8Array.of(0x02, 0x41, 0x00),
};
const { description: _words, ...SILENT } = SOUND;
const { paymentSecret: _secret, ...OPEN } = SOUND;
const { amountMsat: _amount, ...ANY } = SOUND;
const signed = (invoice: UnsignedInvoice): string => encodeInvoice(invoice, KEY);

interface Case {
  readonly what: string;
  readonly bolt11: string;
  readonly description?: string;
  readonly code?: number;
  readonly message: string;
  /** Only `pay` needs to know. */
  readonly onlyPay?: true;
}

const CASES: readonly Case[] = [
  ...(['bc', 'tb', 'tbs'] as const).map((currency) => ({
    what: `of chain ${currency}`,
    bolt11: signed({ ...SOUND, currency }),
    message: `Invalid bolt11: Prefix ${currency} is not for regtest`,
  })),
  {
    what: 'whose hash is not of the words given',
    bolt11: signed({ ...SILENT, descriptionHash: HASH_OF_WORDS }),
    description: 'gold',
    message: 'Invalid bolt11: h: does not match description',
  },
  {
    what: 'that has a hash, and no words are given',
    bolt11: signed({ ...SILENT, descriptionHash: HASH_OF_WORDS }),
    message: 'bolt11 uses description_hash, but you did not provide description parameter',
    onlyPay: true,
  },
  {
    what: 'with neither words nor a hash',
    bolt11: signed(SILENT),
    message: "Invalid bolt11: must have either 'd' or 'h' field",
  },
  {
    what: 'with both',
    bolt11: signed({ ...SOUND, descriptionHash: HASH_OF_WORDS }),
    description: WORDS,
    message: "Invalid bolt11: must not have both 'd' and 'h' fields",
  },
  {
    what: 'without the secret its features promise',
    bolt11: signed({ ...OPEN, features: Uint8Array.of(0x02, 0x00) }),
    message: 'Invalid bolt11: sets feature var_onion with no secret',
  },
  {
    what: 'with a feature nobody here knows',
    bolt11: signed({ ...SOUND, features: Uint8Array.of(0x10, 0x02, 0x41, 0x00) }),
    message: 'Invalid bolt11: 9: unknown feature bit 28',
  },
  {
    what: 'whose last delay is no number of blocks',
    bolt11: signed({ ...SOUND, minFinalCltvExpiry: 500_000_000 }),
    message: 'Invalid bolt11: c: 500000000 is too large',
  },
  { what: 'that is expired', bolt11: signed({ ...SOUND, timestamp: 1 }), code: 207, message: 'Invoice expired' },
  {
    what: 'of any amount, without one',
    bolt11: signed(ANY),
    message: 'amount_msat parameter required',
    onlyPay: true,
  },
];

test('is refused by pay, sendpay, sendonion and check with the same words, before anything is recorded', () =>
  withNetwork(async (line) => {
    const given = await commandsOf(line);
    const before = line.engine.journal.position;
    for (const { what, bolt11, description, code = -32602, message, onlyPay } of CASES) {
      const words = description === undefined ? {} : { description };
      for (const [method, params] of Object.entries(given)) {
        if (onlyPay && method !== 'pay') continue;
        const asked = { ...params, bolt11, ...words };
        assert.equal(refusalOf(await line.call('A', method, asked)), { code, message }, `${method}, one ${what}`);
        const checked = await line.call('A', 'check', { command_to_check: method, ...asked });
        assert.equal(refusalOf(checked), { code, message }, `check ${method}, one ${what}`);
      }
    }
    assert.is(line.engine.journal.position, before);
    assert.equal((await line.ok('A', 'listsendpays')).payments, []);
  }));

test('of another payment is not noted beside a payment; text that is none is, as Core Lightning notes it', () =>
  withNetwork(async (line) => {
    const { sendpay } = await commandsOf(line);
    const asked = { ...sendpay, payment_hash: 'ab'.repeat(32) };
    const { error } = (await line.call('A', 'sendpay', { ...asked, bolt11: signed(SOUND) })) as { error: object };
    assert.equal(error, {
      code: -32602,
      message: `bolt11: is for payment_hash ${HASH}, not ${'ab'.repeat(32)}`,
    });
    assert.is((await line.ok('A', 'sendpay', { ...asked, bolt11: 'lnbcrt1junk' })).bolt11, 'lnbcrt1junk');
  }));

test('is shown by decode with what is wrong, and refused by decodepay; of another chain or expired, it is shown', () =>
  withNetwork(async (line) => {
    const both = signed({ ...SOUND, descriptionHash: HASH_OF_WORDS });
    const shown = await line.ok('A', 'decode', { string: both });
    assert.is(shown.valid, false);
    assert.is(shown.warning_not_payable, "must not have both 'd' and 'h' fields");
    const message = "Invalid bolt11: must not have both 'd' and 'h' fields";
    assert.equal(refusalOf(await line.call('A', 'decodepay', { bolt11: both })), { code: -1, message });
    const foreign = signed({ ...SOUND, currency: 'bc', timestamp: 1 });
    assert.is((await line.ok('A', 'decode', { string: foreign })).valid, true);
    assert.is((await line.ok('A', 'decodepay', { bolt11: foreign })).currency, 'bc');
  }));

test('may be paid once its words are told: they are what is recorded, and so are those it has itself', () =>
  withNetwork(async (line) => {
    for (const [invoice, description] of [
      [{ ...SILENT, descriptionHash: HASH_OF_WORDS }, WORDS],
      [{ ...SOUND, paymentHash: sha256(new Uint8Array(32).fill(8)) }, 'gold'],
    ] as const) {
      // Somebody is not on this network: the pay ends without a route, and is remembered.
      await line.call('A', 'pay', { bolt11: signed(invoice), description, retry_for: 0 });
      const started = line.engine.pays.context(idOf('A'), Buffer.from(invoice.paymentHash).toString('hex') as never);
      assert.is(started.request?.description, WORDS);
    }
  }));

type Params = { readonly [name: string]: JsonValue };

/** Parameters under which each command would send. */
async function commandsOf(line: Line): Promise<{ pay: Params; sendpay: Params; sendonion: Params }> {
  const { route } = await line.ok('A', 'getroute', { id: idOf('D'), amount_msat: 1_000_000, riskfactor: 1 });
  const made = await line.ok('A', 'createonion', {
    hops: [{ pubkey: idOf('B'), payload: '07020203e8040100' }],
    assocdata: HASH,
  });
  return {
    pay: {},
    sendpay: { route, payment_hash: HASH },
    sendonion: { onion: made.onion, first_hop: route[0], payment_hash: HASH },
  };
}

function refusalOf(outcome: CallOutcome): unknown {
  return 'error' in outcome ? { code: outcome.error.code, message: outcome.error.message } : outcome;
}

test.run();
