/** G9: failures change routes for a while, explainably, and never take a destination away. */
import { equal, is, ok } from 'uvu/assert';
import { PENALTY_POLICY } from '../../src/domain/penalty-policy.ts';
import { VirtualClock } from '../../src/runtime/clock.ts';
import { DIAMOND, invoice, type Opened, open, request, route } from '../support/networks.ts';
import { suite } from '../support/suite.ts';

const test = suite('what failures do to routes');
const via = (net: Opened): string | undefined =>
  route(net, 'A', 'D')[0] && ['B', 'C'].find((name) => net.id(name) === route(net, 'A', 'D')[0]!.id);

async function failAt(net: Opened, name: string, message: string): Promise<void> {
  net.engine.network.simulation.hold(net.id(name), { mode: 'fail', failureMessage: message });
  const made = invoice(net, 'D');
  await net.node('A').send(request(made, route(net, 'A', 'D')));
  is((await net.node('A').wait({ paymentHash: made.paymentHash })).type, 'failed');
  net.engine.network.simulation.release(net.id(name));
}

test('an error from an intermediate node makes getroute answer another route', async () => {
  const net = await open({ network: DIAMOND });
  is(via(net), 'B');
  await failAt(net, 'B', '2002');
  is(via(net), 'C');
  await net.engine.close();
});

test('a temporary penalty ends after its half-life, and listpenalties says until when', async () => {
  const clock = new VirtualClock();
  const net = await open({ network: DIAMOND, clock });
  await failAt(net, 'B', '2002');
  const [penalty] = net.node('A').penalties();
  equal(
    [penalty?.avoided, penalty?.failcodeName, penalty?.subject],
    [true, 'WIRE_TEMPORARY_NODE_FAILURE', { type: 'node', node: net.id('B') }],
  );
  is(penalty?.untilMs, clock.nowMs() + PENALTY_POLICY.halfLifeMs);
  clock.advance(PENALTY_POLICY.halfLifeMs - 1);
  is(via(net), 'C');
  clock.advance(2);
  is(via(net), 'B');
  await net.engine.close();
});

test('a permanent penalty lasts until a newer channel_update', async () => {
  const clock = new VirtualClock();
  const net = await open({ network: DIAMOND, clock });
  await failAt(net, 'B', '400a');
  clock.advance(1_000 * PENALTY_POLICY.halfLifeMs);
  is(via(net), 'C');
  is(net.node('A').penalties()[0]?.kind, 'permanent');
  const next = net.engine.network.topology
    .channelsOf(net.id('B'))
    .find((channel) => [channel.node1, channel.node2].includes(net.id('D')));
  net.engine.network.simulation.setPolicy(next!.shortChannelId, net.id('B'), { feeBaseMsat: 1n });
  is(via(net), 'B');
  await net.engine.close();
});

test('an error from the destination changes no route', async () => {
  const net = await open({ network: DIAMOND });
  await failAt(net, 'D', '400f000000000000000000000064');
  is(via(net), 'B');
  equal(net.node('A').penalties(), []);
  await net.engine.close();
});

test('when every route is avoided, the least avoided one is given', async () => {
  const net = await open({ network: DIAMOND });
  await failAt(net, 'B', '2002');
  await failAt(net, 'C', '2002');
  ok(via(net), 'there is still a route');
  await failAt(net, via(net) as string, '2002');
  const worse = net.node('A').penalties()[0]!.subject;
  ok(worse.type === 'node' && worse.node !== net.id(via(net) as string));
  await net.engine.close();
});

test('an unreadable error penalises gently: once is not enough to avoid anything', async () => {
  const net = await open({ network: DIAMOND });
  net.engine.network.simulation.hold(net.id('D'), { mode: 'fail', failureMessage: '2002' });
  net.engine.network.simulation.hold(net.id('B'), { mode: 'corrupt' });
  const made = invoice(net, 'D');
  await net.node('A').send(request(made, route(net, 'A', 'D')));
  const answer = await net.node('A').wait({ paymentHash: made.paymentHash });
  equal(answer.type === 'failed' && [answer.part.failure?.code, answer.part.failure?.message], [
    202,
    'Malformed error reply',
  ]);
  is(via(net), 'B');
  is(net.node('A').penalties()[0]?.avoided, false);
  await net.engine.close();
});

test('a success clears what its route had', async () => {
  const net = await open({ network: DIAMOND });
  await failAt(net, 'B', '2002');
  const made = invoice(net, 'D');
  const overB = net
    .node('A')
    .route({ destination: net.id('D'), amountMsat: 100_000n, riskFactor: 1, usePenalties: false });
  ok(overB.type === 'route');
  await net.node('A').send(request(made, overB.hops));
  equal(net.node('A').penalties(), []);
  is(via(net), 'B');
  await net.engine.close();
});

test('penalties are the same after a restart: they are a projection of the log', async () => {
  const clock = new VirtualClock();
  const first = await open({ network: DIAMOND, clock });
  await failAt(first, 'B', '2002');
  const before = first.node('A').penalties();
  await first.engine.close();
  const second = await open({ network: DIAMOND, clock, journal: { storage: first.journal.storage } });
  equal(second.node('A').penalties(), before);
  is(via(second), 'C');
  await second.engine.close();
});

test('resetting penalties restores the route', async () => {
  const net = await open({ network: DIAMOND });
  await failAt(net, 'B', '2002');
  net.engine.penalties.deliver(net.id('A'), { type: 'PENALTIES_RESET', atMs: 0 });
  is(via(net), 'B');
  await net.engine.close();
});

test.run();
