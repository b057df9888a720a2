/** `xpay`: `pay`'s run, asked and answered in the words of the command that took its place; and a part of a total. */
import * as assert from 'uvu/assert';
import type { PayRequest } from '../../src/domain/pay-plan.ts';
import type { JsonValue } from '../../src/rpc/json-value.ts';
import { suite } from '../support/suite.ts';
import { idOf, type Line, withNetwork } from './line.ts';

const test = suite('xpay');
const AMOUNT = 100_000;
let labels = 0;

// biome-ignore lint/suspicious/noExplicitAny: answers of every shape
const invoiceOf = (line: Line, amount_msat: JsonValue = AMOUNT): Promise<any> =>
  line.ok('D', 'invoice', { amount_msat, label: `xpay ${labels++}`, description: 'test' });

async function refusal(
  line: Line,
  method: string,
  params: JsonValue,
  node: 'A' | 'B' = 'A',
): Promise<[number, string]> {
  const outcome = await line.call(node, method, params);
  if (!('error' in outcome)) throw new Error(`${method} should be refused, and answered ${JSON.stringify(outcome)}`);
  return [outcome.error.code, outcome.error.message];
}

test('it pays, says so in its own form, and calls an invoice that was paid before an error', async () => {
  await withNetwork(async (line) => {
    const { bolt11: invstring, payment_hash } = await invoiceOf(line);
    const paid = await line.ok('A', 'xpay', { invstring });
    const { payment_preimage, ...rest } = paid;
    assert.match(payment_preimage, /^[0-9a-f]{64}$/);
    assert.equal(rest, { amount_msat: AMOUNT, amount_sent_msat: AMOUNT + 4, failed_parts: 0, successful_parts: 1 });
    assert.equal(await refusal(line, 'xpay', { invstring }), [219, 'Already paid this invoice successfully']);
    assert.is(
      (await line.ok('A', 'pay', { bolt11: invstring })).payment_preimage,
      payment_preimage,
      'pay answers with it',
    );
    await line.ok('A', 'delpay', { payment_hash, status: 'complete', partid: 1, groupid: 1 });
    assert.equal(await refusal(line, 'xpay', { invstring }), [219, 'Already paid this invoice successfully']);
    const any = (await invoiceOf(line, 'any')).bolt11;
    assert.is((await line.ok('A', 'xpay', [any, 4_000])).amount_msat, 4_000);
  });
});

test('what it refuses, before anything is sent, is refused by check too, with its words', async () => {
  await withNetwork(async (line) => {
    const [fixed, any] = [(await invoiceOf(line)).bolt11, (await invoiceOf(line, 'any')).bolt11];
    const cases: readonly (readonly [params: Record<string, JsonValue>, message: RegExp])[] = [
      [{ invstring: 'lntb1u1p' }, /^Invalid bolt11 invoice: /],
      [{ invstring: any }, /^amount_msat required$/],
      [{ invstring: fixed, amount_msat: 1 }, /^amount_msat unnecessary$/],
      [
        { invstring: fixed, partial_msat: AMOUNT + 1 },
        /^partial_msat must be less or equal to total amount 100000msat$/,
      ],
      [{ invstring: fixed, partial_msat: 0 }, /^partial_msat must be non-zero$/],
      [{ invstring: fixed, layers: ['nosuch'] }, /^layers: unknown layer: invalid token '"nosuch"'$/],
      [{ invstring: fixed, layers: ['xpay', 7] }, /^layers: unknown layer: invalid token '7'$/],
      [{ invstring: fixed, layers: 'xpay' }, /^layers: should be an array/],
      [{ invstring: fixed, localinvreqid: '11'.repeat(32) }, /^Cannot use localinvreqid with BOLT11 payment$/],
      [{ invstring: fixed, retry_for: 86_401 }, /^retry_for: at most/],
    ];
    for (const [params, message] of cases) {
      const [code, said] = await refusal(line, 'xpay', params);
      assert.is(code, -32602);
      assert.match(said, message);
      assert.equal(await refusal(line, 'check', { command_to_check: 'xpay', ...params }), [code, said]);
    }
    assert.equal((await line.ok('A', 'listsendpays')).payments, []);
    const layers = ['auto.localchans', 'auto.sourcefree', 'xpay', 'auto.no_mpp_support'];
    assert.is(
      (await line.ok('A', 'xpay', { invstring: fixed, layers, label: 'x', payer_note: 'y' })).successful_parts,
      1,
    );
  });
});

test('its failures: nothing tried, refused by the destination, given up', async () => {
  await withNetwork(async (line) => {
    const { simulation } = line.engine.network;
    const dear = await refusal(line, 'xpay', { invstring: (await invoiceOf(line)).bolt11, maxfee: 0 });
    assert.is(dear[0], 206);
    assert.match(dear[1], /^Failed: /);
    simulation.hold(idOf('D'), { mode: 'fail', failureMessage: '400f00000000000186a000000079' });
    assert.equal(await refusal(line, 'xpay', { invstring: (await invoiceOf(line)).bolt11 }), [
      203,
      "Destination said it doesn't know invoice: incorrect_or_unknown_payment_details",
    ]);
    simulation.hold(idOf('C'), { mode: 'fail', failureMessage: '2002' });
    const [code, message] = await refusal(line, 'xpay', { invstring: (await invoiceOf(line)).bolt11, retry_for: 1 });
    assert.is(code, 209);
    assert.match(message, /^(Failed|Timed out) after \d+ attempts\. Part 1: failed: WIRE_\w+ \(reply from remote\)\. /);
  });
});

test('its fee limit is a percent of the amount, and a layer that is asked for keeps it from sending parts', async () => {
  await withNetwork(async (line) => {
    await line.ok('A', 'xpay', { invstring: (await invoiceOf(line, 10_000_000)).bolt11 });
    await line.ok('A', 'xpay', { invstring: (await invoiceOf(line)).bolt11, layers: ['auto.no_mpp_support'] });
    const asked: unknown[] = [];
    for await (const { event } of line.engine.journal.read(1)) {
      if (event.type !== 'PAY_STARTED') continue;
      const { maxFeeMsat, mayMpp } = (event as unknown as { request: PayRequest }).request;
      asked.push([maxFeeMsat, mayMpp]);
    }
    assert.equal(asked, [
      [100_000n, true],
      [5_000n, false],
    ]);
  });
});

test('pay and xpay of one invoice are one payment, which both wait for', async () => {
  await withNetwork(async (line) => {
    const { bolt11 } = await invoiceOf(line);
    line.engine.network.simulation.hold(idOf('D'));
    const pays = [line.ok('A', 'pay', { bolt11 }), line.ok('A', 'xpay', { invstring: bolt11 })];
    while ((await line.ok('D', 'listhtlcs')).htlcs.length === 0) await new Promise((resolve) => setImmediate(resolve));
    line.engine.network.simulation.release(idOf('D'));
    const [paid, xpaid] = await Promise.all(pays);
    assert.is(paid.payment_preimage, xpaid.payment_preimage);
    assert.is((await line.ok('A', 'listsendpays')).payments.length, 1);
  });
});

test('two nodes pay their parts of a total, by pay and by xpay, and each tells its own', async () => {
  await withNetwork(async (line) => {
    const { bolt11 } = await invoiceOf(line);
    const mine = line.ok('A', 'xpay', { invstring: bolt11, partial_msat: 60_000 });
    while ((await line.ok('D', 'listhtlcs')).htlcs.length === 0) await new Promise((resolve) => setImmediate(resolve));
    const [invoice] = (await line.ok('D', 'listinvoices')).invoices;
    assert.is(invoice.status, 'unpaid', 'it waits for the rest');
    const theirs = await line.ok('B', 'pay', { bolt11, partial_msat: 40_000 });
    assert.equal([theirs.amount_msat, theirs.status], [40_000, 'complete']);
    assert.equal([(await mine).amount_msat, (await mine).payment_preimage], [60_000, theirs.payment_preimage]);
    assert.is((await line.ok('D', 'listinvoices')).invoices[0].amount_received_msat, AMOUNT);
    const [row] = (await line.ok('A', 'listsendpays')).payments;
    assert.is(row.amount_msat, 60_000);
  });
});

test.run();
