/**
 * Invoices at simulated nodes: made, listed, expired, deleted; paid in parts, in one HTLC, or without being asked.
 */
import * as assert from 'uvu/assert';
import type { InvoiceRow } from '../../machines/invoice-rows.ts';
import { decodeInvoice, toHex } from '../../src/bolt/index.ts';
import { FailureCode } from '../../src/domain/failures.ts';
import { InvoiceNumbers } from '../../src/network/invoice-numbers.ts';
import { suite } from '../support/suite.ts';
import { channelBetween, Harness, idOf, LINE, lineRoute, networkOf, sha256Hex } from './harness.ts';

const test = suite('invoices of simulated nodes');

const AMOUNT = 100_000n;
const D = idOf('D');

function payPart(h: Harness, invoice: InvoiceRow, amountMsat: bigint, partid: bigint, totalMsat = AMOUNT): number {
  return h.pay({
    hash: invoice.paymentHash,
    secret: invoice.paymentSecret,
    route: lineRoute(amountMsat),
    totalMsat,
    partid,
  });
}

async function listed(h: Harness): Promise<InvoiceRow[]> {
  await h.journal.durable(h.journal.position);
  const rows: InvoiceRow[] = [];
  for await (const row of h.net.invoices.list(D)) rows.push(row);
  return rows;
}

test('an invoice text says what the invoice asks, signed by the payee', async () => {
  const h = await Harness.open();
  const invoice = h.invoice('D', AMOUNT, { description: 'coffee', expirySeconds: 60 });
  const text = decodeInvoice(invoice.bolt11);
  assert.is(text.amountMsat, AMOUNT);
  assert.is(text.description, 'coffee');
  assert.is(text.expiry, 60);
  assert.is(text.minFinalCltvExpiry, 10);
  assert.is(toHex(text.payee), D);
  assert.is(toHex(text.paymentHash), invoice.paymentHash);
  assert.is(toHex(text.paymentSecret as Uint8Array), invoice.paymentSecret);
});

test('a label and a preimage are used once per node', async () => {
  const h = await Harness.open();
  const preimage = 'cd'.repeat(32) as never;
  const make = (label: string, change: object = {}) =>
    h.net.invoices.create(D, { amountMsat: AMOUNT, label, description: '', expirySeconds: 60, ...change });
  make('one', { preimage });
  assert.equal(make('one'), { code: 900, message: "Duplicate label 'one'" });
  assert.equal(make('two', { preimage }), { code: 901, message: 'preimage already used' });
  assert.ok(
    'paymentHash' in
      h.net.invoices.create(idOf('C'), { amountMsat: 1n, label: 'one', description: '', expirySeconds: 60, preimage }),
  );
});

test('invoices are listed in the order they were made, with the numbers they were given', async () => {
  const h = await Harness.open();
  const [first, second] = [h.invoice('D', AMOUNT), h.invoice('D', null)];
  payPart(h, second, 5n, 0n, 5n);
  assert.equal(
    (await listed(h)).map((row) => [row.paymentHash, row.status, row.createdIndex, row.payIndex, row.receivedMsat]),
    [
      [first.paymentHash, 'unpaid', 1, null, null],
      [second.paymentHash, 'paid', 2, 1, 5n],
    ],
  );
  await h.restart();
  assert.is(h.invoice('D', AMOUNT).createdIndex, 3, 'numbers go on after a restart');
});

test('HTLCs that were not taken use no pay_index', async () => {
  const h = await Harness.open();
  const invoice = h.invoice('D', AMOUNT);
  h.pay({ hash: invoice.paymentHash, route: lineRoute(AMOUNT) });
  payPart(h, invoice, 60_000n, 1n);
  payPart(h, invoice, 40_000n, 2n);
  assert.is(h.net.invoices.get(D, invoice.paymentHash)?.payIndex, 1);
  assert.is(await h.net.invoices.paidAfter(D, 1), undefined);
  await h.journal.durable(h.journal.position);
  assert.is((await h.net.invoices.paidAfter(D, 0))?.paymentHash, invoice.paymentHash);
  assert.is(await h.net.invoices.paidAfter(D, 1), undefined, 'after itself comes nothing');
});

test('parts are held until together they carry the total, then all are fulfilled', async () => {
  const h = await Harness.open();
  const invoice = h.invoice('D', AMOUNT);
  const first = payPart(h, invoice, 60_000n, 1n);
  assert.is(h.heard.get(first), undefined);
  assert.is(h.net.invoices.get(D, invoice.paymentHash)?.status, 'unpaid');
  const second = payPart(h, invoice, 40_000n, 2n);
  assert.equal(
    [first, second].map((id) => h.heard.get(id)?.type),
    ['fulfilled', 'fulfilled'],
  );
  assert.is(h.net.invoices.get(D, invoice.paymentHash)?.receivedMsat, AMOUNT);
  h.checkMoney();
});

test('parts held before a crash count after it', async () => {
  const h = await Harness.open();
  const invoice = h.invoice('D', AMOUNT);
  const first = payPart(h, invoice, 60_000n, 1n);
  await h.journal.durable(h.journal.position);
  const { position } = h.journal;
  await h.restart();
  assert.is(h.journal.position, position, 'and they do not arrive once more');
  const second = payPart(h, invoice, 40_000n, 2n);
  assert.equal(
    [first, second].map((id) => h.heard.get(id)?.type),
    ['fulfilled', 'fulfilled'],
  );
});

test('numbers of parts that arrive in one turn and pay nothing are not reached, and the next one is', async () => {
  const h = await Harness.open();
  const invoice = h.invoice('D', AMOUNT);
  h.net.simulation.hold('D');
  payPart(h, invoice, 60_000n, 1n);
  payPart(h, invoice, 30_000n, 2n);
  h.net.simulation.release('D');
  const reached = (): number[] => [h.net.invoices.lastIndex(D, 'updated'), h.net.invoices.lastIndex(D, 'pay')];
  assert.equal(reached(), [0, 0], 'who waits for the first change must not be told that it happened');
  payPart(h, invoice, 10_000n, 3n);
  const { payIndex, updatedIndex } = h.net.invoices.get(D, invoice.paymentHash) as InvoiceRow;
  assert.equal(reached(), [updatedIndex, payIndex]);
});

test('a number is given back only if no later one was taken meanwhile', async () => {
  const h = await Harness.open();
  const numbers = new InvoiceNumbers(h.journal);
  const take = () =>
    (['pay', 'updated', 'created'] as const).map((counter) => numbers.take(D, counter)) as [number, number, number];
  const back = (type: string, [payIndex, updatedIndex, createdIndex]: readonly number[]): void =>
    numbers.giveBack(D, { type, payIndex, updatedIndex, createdIndex } as never);
  const [first, second] = [take(), take()];
  back('HTLC_ARRIVED', first);
  assert.equal(take(), [3, 3, 3]);
  back('HTLC_ARRIVED', [3, 3, 3]);
  assert.equal(take(), [3, 3, 4], 'only a keysend makes an invoice');
  back('KEYSEND_ARRIVED', [3, 3, 4]);
  assert.equal(take(), [3, 3, 4]);
  back('PART_LOST', [3, 3, 4]);
  assert.equal([take(), second, numbers.last(D, 'pay')], [[4, 4, 5], [2, 2, 2], 0]);
});

test('a set that stays incomplete fails with mpp_timeout after 70 seconds, restarted or not, and can be tried again', async () => {
  const h = await Harness.open();
  const invoice = h.invoice('D', AMOUNT);
  const first = payPart(h, invoice, 60_000n, 1n);
  h.clock.advance(50_000);
  await h.journal.durable(h.journal.position);
  await h.restart();
  h.clock.advance(19_999);
  assert.is(h.heard.get(first), undefined);
  h.clock.advance(1);
  assert.equal([h.heard.get(first)?.failcode, h.heard.get(first)?.erringIndex], [FailureCode.MPP_TIMEOUT, 3]);
  assert.is(h.heard.get(payPart(h, invoice, AMOUNT, 2n))?.type, 'fulfilled');
});

test('a part that names another total fails the whole set', async () => {
  const h = await Harness.open();
  const invoice = h.invoice('D', AMOUNT);
  const parts = [payPart(h, invoice, 60_000n, 1n), payPart(h, invoice, 30_000n, 2n, 110_000n)];
  assert.equal(
    parts.map((id) => h.heard.get(id)?.failcode),
    [FailureCode.FINAL_INCORRECT_HTLC_AMOUNT, FailureCode.FINAL_INCORRECT_HTLC_AMOUNT],
  );
  h.clock.advance(100_000);
  assert.is(h.net.simulation.htlcsInFlight, 0);
});

test('a part that timed out on chain no longer counts', async () => {
  const h = await Harness.open(networkOf([...LINE, channelBetween('117x1x0', 'C', 'D')]), { mppTimeoutMs: 1_000_000 });
  const invoice = h.invoice('D', AMOUNT);
  const part = (amountMsat: bigint, partid: bigint, channel: string): number => {
    const route = lineRoute(amountMsat, { D: { channel } });
    return h.pay({ hash: invoice.paymentHash, secret: invoice.paymentSecret, route, totalMsat: AMOUNT, partid });
  };
  const lost = part(60_000n, 1n, '116x1x0');
  h.net.simulation.mine(11);
  assert.is(h.heard.get(lost)?.failcode, FailureCode.PERMANENT_CHANNEL_FAILURE);
  const second = part(40_000n, 2n, '117x1x0');
  assert.is(h.heard.get(second), undefined, 'the lost part would have completed the set');
  const third = part(60_000n, 3n, '117x1x0');
  assert.equal(
    [second, third].map((id) => h.heard.get(id)?.type),
    ['fulfilled', 'fulfilled'],
  );
  h.checkMoney();
});

test('parts carry the total their sender names, not the amount of the invoice', async () => {
  const h = await Harness.open();
  const invoice = h.invoice('D', AMOUNT);
  const total = 120_000n;
  const parts = [payPart(h, invoice, 60_000n, 1n, total), payPart(h, invoice, 50_000n, 2n, total)];
  assert.equal(
    parts.map((id) => h.heard.get(id)),
    [undefined, undefined],
    'together they carry more than the invoice asks, but not what the sender says',
  );
  parts.push(payPart(h, invoice, 10_000n, 3n, total));
  assert.equal(
    parts.map((id) => h.heard.get(id)?.type),
    ['fulfilled', 'fulfilled', 'fulfilled'],
  );
  assert.is(h.net.invoices.get(D, invoice.paymentHash)?.receivedMsat, total);
});

test('a set begun after another was lost has its own time: the timer of the first is gone', async () => {
  const mppTimeoutMs = 1_000_000;
  const h = await Harness.open(networkOf([...LINE, channelBetween('117x1x0', 'C', 'D')]), { mppTimeoutMs });
  const invoice = h.invoice('D', AMOUNT);
  const part = (partid: bigint, channel: string): number => {
    const route = lineRoute(60_000n, { D: { channel } });
    return h.pay({ hash: invoice.paymentHash, secret: invoice.paymentSecret, route, totalMsat: AMOUNT, partid });
  };
  part(1n, '116x1x0');
  h.net.simulation.mine(11);
  h.clock.advance(500_000);
  const second = part(2n, '117x1x0');
  h.clock.advance(999_999);
  assert.is(h.heard.get(second), undefined, 'the time of the lost part passed on the way');
  h.clock.advance(1);
  assert.is(h.heard.get(second)?.failcode, FailureCode.MPP_TIMEOUT);
});

test('a secret that is wrong or missing, a paid, an expired and an unknown invoice all look the same', async () => {
  const h = await Harness.open();
  const [open, paid, expired] = [
    h.invoice('D', AMOUNT),
    h.invoice('D', AMOUNT),
    h.invoice('D', AMOUNT, { expirySeconds: 1 }),
  ];
  assert.is(h.heard.get(payPart(h, paid, AMOUNT, 0n))?.type, 'fulfilled');
  h.clock.advance(1000);
  const tries = [
    { hash: open.paymentHash, secret: 'ee'.repeat(32) },
    { hash: open.paymentHash },
    { hash: paid.paymentHash, secret: paid.paymentSecret },
    { hash: expired.paymentHash, secret: expired.paymentSecret },
    { hash: sha256Hex('nobody'), secret: 'ee'.repeat(32) },
  ];
  const answers = tries.map(
    (one, i) => h.heard.get(h.pay({ ...one, route: lineRoute(AMOUNT), partid: BigInt(i + 1) }))?.raw,
  );
  assert.equal(new Set(answers).size, 1);
  assert.is(answers[0], '400f00000000000186a000000079');
  assert.equal(
    (await listed(h)).map((row) => row.status),
    ['unpaid', 'paid', 'expired'],
  );
});

test('twice the amount asked is taken, and any amount where none was asked', async () => {
  const h = await Harness.open();
  assert.is(h.heard.get(payPart(h, h.invoice('D', AMOUNT), 2n * AMOUNT, 0n, 2n * AMOUNT))?.type, 'fulfilled');
  assert.is(h.heard.get(payPart(h, h.invoice('D', null), 77_777n, 0n, 77_777n))?.type, 'fulfilled');
});

test('a spontaneous payment makes its own invoice, once', async () => {
  const h = await Harness.open();
  const preimage = '12'.repeat(32);
  const hash = sha256Hex(Buffer.from(preimage, 'hex'));
  const pay = (partid: bigint, keysend = preimage) =>
    h.heard.get(h.pay({ hash, keysend, route: lineRoute(AMOUNT), partid }));
  assert.is(pay(0n, '13'.repeat(32))?.failcode, FailureCode.INCORRECT_OR_UNKNOWN_PAYMENT_DETAILS);
  assert.is(pay(1n)?.preimage, preimage);
  assert.is(pay(2n)?.failcode, FailureCode.INCORRECT_OR_UNKNOWN_PAYMENT_DETAILS);
  assert.equal(
    (await listed(h)).map((row) => [row.status, row.receivedMsat]),
    [['paid', AMOUNT]],
  );
});

test('a deleted invoice is gone from every list, takes nothing, and can be made anew', async () => {
  const h = await Harness.open();
  const preimage = '34'.repeat(32) as never;
  const invoice = h.invoice('D', AMOUNT, { label: 'gone', preimage });
  assert.ok(h.net.invoices.delete(D, invoice.paymentHash));
  assert.not(h.net.invoices.delete(D, invoice.paymentHash));
  assert.is(h.heard.get(payPart(h, invoice, AMOUNT, 0n))?.failcode, FailureCode.INCORRECT_OR_UNKNOWN_PAYMENT_DETAILS);
  assert.equal(await listed(h), []);
  assert.is(h.net.invoices.byLabel(D, 'gone'), undefined);
  const again = h.invoice('D', AMOUNT, { label: 'gone', preimage });
  assert.is(h.heard.get(payPart(h, again, AMOUNT, 1n))?.type, 'fulfilled');
});

test('an invoice that is being paid is not deleted', async () => {
  const h = await Harness.open();
  const invoice = h.invoice('D', AMOUNT);
  payPart(h, invoice, 60_000n, 1n);
  assert.not(h.net.invoices.delete(D, invoice.paymentHash));
});

test('whoever waits for invoices hears of every change', async () => {
  const h = await Harness.open();
  const changes: string[] = [];
  h.net.invoices.changes.subscribe(({ status, invoice }) => changes.push(`${invoice.label} ${status}`));
  const [one, two] = [
    h.invoice('D', AMOUNT, { label: 'one' }),
    h.invoice('D', AMOUNT, { label: 'two', expirySeconds: 1 }),
  ];
  payPart(h, one, AMOUNT, 0n);
  h.clock.advance(1000);
  h.net.invoices.expireIfDue(D, two.paymentHash);
  h.net.invoices.delete(D, two.paymentHash);
  assert.equal(changes, ['one unpaid', 'two unpaid', 'one paid', 'two expired', 'two deleted']);
});

test.run();
