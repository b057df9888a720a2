/** G1, G2, G3, G8 on the whole engine: one HTLC per part, success is final, repeats answer alike. */
import { equal, is } from 'uvu/assert';
import { countOf, invoice, open, request, route } from '../support/networks.ts';
import { suite } from '../support/suite.ts';

const test = suite('sending on the whole engine');

test('a payment along a route of three hops settles, with one HTLC per channel', async () => {
  const net = await open();
  const made = invoice(net, 'D');
  const sent = await net.node('A').send(request(made, route(net, 'A', 'D')));
  is(sent.type, 'pending');
  const ended = await net.node('A').wait({ paymentHash: made.paymentHash });
  is(ended.type, 'complete');
  is(await countOf(net, 'HTLC_OFFERED'), 3);
  is(await countOf(net, 'HTLC_FULFILLED'), 3);
  await net.engine.close();
});

test('repeating a sendpay while it is pending answers the same pending payment and sends nothing', async () => {
  const net = await open();
  net.engine.network.simulation.hold(net.id('D'));
  const made = invoice(net, 'D');
  const asked = request(made, route(net, 'A', 'D'));
  const first = await net.node('A').send(asked);
  const again = await net.node('A').send(asked);
  equal(again, first);
  is(await countOf(net, 'HTLC_OFFERED'), 3);
  await net.engine.close();
});

test('many callers at once get the same answer and one HTLC leaves', async () => {
  const net = await open();
  net.engine.network.simulation.hold(net.id('D'));
  const made = invoice(net, 'D');
  const asked = request(made, route(net, 'A', 'D'));
  const answers = await Promise.all(Array.from({ length: 20 }, () => net.node('A').send(asked)));
  for (const answer of answers) equal(answer, answers[0]);
  is(await countOf(net, 'PART_SENT'), 1);
  await net.engine.close();
});

test('repeating a sendpay after success answers complete at once, also along another route', async () => {
  const net = await open();
  const made = invoice(net, 'D');
  const hops = route(net, 'A', 'D');
  await net.node('A').send(request(made, hops));
  await net.node('A').wait({ paymentHash: made.paymentHash });
  const dearer = hops.map((hop, i) => (i === 0 ? { ...hop, amountMsat: hop.amountMsat + 5n } : hop));
  const again = await net.node('A').send(request(made, dearer));
  is(again.type, 'complete');
  is(await countOf(net, 'PART_SENT'), 1);
  await net.engine.close();
});

test('another amount or destination after success is refused with 201', async () => {
  const net = await open();
  const made = invoice(net, 'D');
  const asked = request(made, route(net, 'A', 'D'));
  await net.node('A').send(asked);
  await net.node('A').wait({ paymentHash: made.paymentHash });
  const more = await net.node('A').send({ ...asked, amountMsat: 100_001n });
  const elsewhere = await net.node('A').send({ ...asked, destination: net.id('C') });
  for (const answer of [more, elsewhere]) is(answer.type === 'refused' && answer.refusal.code, 201);
  await net.engine.close();
});

test('never attempted, pending and finished are three different answers', async () => {
  const net = await open();
  const made = invoice(net, 'D');
  const { paymentHash } = made;
  is((await net.node('A').wait({ paymentHash, timeoutMs: 0 })).type, 'never-attempted');
  net.engine.network.simulation.hold(net.id('D'));
  await net.node('A').send(request(made, route(net, 'A', 'D')));
  is((await net.node('A').wait({ paymentHash, timeoutMs: 0 })).type, 'timeout');
  net.engine.network.simulation.release(net.id('D'));
  is((await net.node('A').wait({ paymentHash })).type, 'complete');
  await net.engine.close();
});

test('a first peer that is unknown or away is refused and leaves no record', async () => {
  const net = await open();
  const made = invoice(net, 'D');
  const asked = request(made, route(net, 'A', 'D'));
  net.engine.network.simulation.setOnline(net.id('B'), false);
  const away = await net.node('A').send(asked);
  is(away.type, 'first-hop-refused');
  is((await net.node('A').wait({ paymentHash: made.paymentHash })).type, 'never-attempted');
  is(await countOf(net, 'PART_SENT'), 0);
  await net.engine.close();
});

test('every waiter hears of the end', async () => {
  const net = await open();
  net.engine.network.simulation.hold(net.id('D'));
  const made = invoice(net, 'D');
  await net.node('A').send(request(made, route(net, 'A', 'D')));
  const waits = Array.from({ length: 5 }, () => net.node('A').wait({ paymentHash: made.paymentHash }));
  net.engine.network.simulation.release(net.id('D'));
  for (const answer of await Promise.all(waits)) is(answer.type, 'complete');
  await net.engine.close();
});

test('a waiter that gives up changes nothing', async () => {
  const net = await open();
  net.engine.network.simulation.hold(net.id('D'));
  const made = invoice(net, 'D');
  await net.node('A').send(request(made, route(net, 'A', 'D')));
  const abort = new AbortController();
  const waiting = net.node('A').wait({ paymentHash: made.paymentHash, signal: abort.signal });
  abort.abort();
  is((await waiting).type, 'aborted');
  is((await net.node('A').wait({ paymentHash: made.paymentHash, timeoutMs: 0 })).type, 'timeout');
  await net.engine.close();
});

test.run();
