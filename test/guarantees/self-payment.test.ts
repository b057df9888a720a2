/** A payment to the node itself: an empty route. */
import { equal, is } from 'uvu/assert';
import type { SendRequest } from '../../src/payments/sending.ts';
import { type Invoice, invoice, type Opened, open, request, route } from '../support/networks.ts';
import { suite } from '../support/suite.ts';

const test = suite('paying oneself');

const toSelf = (net: Opened, made: Invoice, over: Partial<SendRequest> = {}): SendRequest => ({
  paymentHash: made.paymentHash,
  send: { kind: 'self', paymentSecret: made.paymentSecret },
  sentMsat: made.amountMsat,
  amountMsat: made.amountMsat,
  totalMsat: made.amountMsat,
  partid: 0n,
  destination: net.id('A'),
  ...over,
});

async function outcome(net: Opened, request: SendRequest): Promise<string> {
  await net.node('A').send(request);
  const end = await net.node('A').wait({ paymentHash: request.paymentHash });
  return end.type === 'failed' ? `${end.part.failure?.code} ${end.part.failure?.message}` : end.type;
}

test('an own invoice is paid at once, and stays paid when asked again', async () => {
  const net = await open();
  const made = invoice(net, 'A');
  is(await outcome(net, toSelf(net, made)), 'complete');
  is(net.engine.network.invoices.get(net.id('A'), made.paymentHash)?.status, 'paid');
  is((await net.node('A').send(toSelf(net, made))).type, 'complete');
  await net.engine.close();
});

test('what the parts of others come to is no matter of a payment to oneself: it is whole, and ends at once', async () => {
  const net = await open();
  const made = invoice(net, 'A');
  is(await outcome(net, toSelf(net, made, { totalMsat: 2n * made.amountMsat })), 'complete');
  is(net.engine.network.invoices.get(net.id('A'), made.paymentHash)?.receivedMsat, made.amountMsat);
  await net.engine.close();
});

test('each reason an own invoice is not paid is told in its words', async () => {
  const net = await open();
  const made = invoice(net, 'A');
  const hash = made.paymentHash;
  const table: [Partial<SendRequest>, string][] = [
    [{ send: { kind: 'self' } }, `203 Attempt to pay ${hash} without secret`],
    [
      { send: { kind: 'self', paymentSecret: '00'.repeat(32) } },
      `203 Attempt to pay ${hash} with wrong payment_secret`,
    ],
    [{ amountMsat: 99_999n, totalMsat: 99_999n }, `203 Attempt to pay ${hash} with amount 99999msat < 100000msat`],
    [
      { amountMsat: 200_001n, totalMsat: 200_001n },
      `203 Attempt to pay ${hash} with amount 200001msat > 100000msat(twice)`,
    ],
    [{ paymentHash: '77'.repeat(32) as never }, `203 Unknown invoice ${'77'.repeat(32)}`],
  ];
  for (const [over, answer] of table) equal(await outcome(net, toSelf(net, made, over)), answer);
  await net.engine.close();
});

test('an own invoice takes what it asks and up to twice that, one without an amount takes any, and a paid one nothing more', async () => {
  const net = await open();
  const made = [100_000n, 100_000n, 100_000n].map((amountMsat) => invoice(net, 'A', amountMsat));
  const paying = (index: number, amountMsat: bigint) => {
    const asked = made[index] as Invoice;
    return outcome(net, toSelf(net, { ...asked, amountMsat }));
  };
  is(await paying(0, 100_000n), 'complete');
  is(await paying(1, 200_000n), 'complete');
  const any = net.engine.network.invoices.create(net.id('A'), {
    amountMsat: null,
    label: 'any',
    description: '',
    expirySeconds: 60,
  });
  if (!('paymentHash' in any)) throw new Error(any.message);
  is(await outcome(net, toSelf(net, { ...any, amountMsat: 7n })), 'complete');
  // Paid by somebody else meanwhile: B pays it, then A tries for itself.
  const third = made[2] as Invoice;
  await net.node('B').send(request(third, route(net, 'B', 'A')));
  is((await net.node('B').wait({ paymentHash: third.paymentHash })).type, 'complete');
  is(await outcome(net, toSelf(net, third)), `203 Already paid or expired invoice ${third.paymentHash}`);
  await net.engine.close();
});

test.run();
