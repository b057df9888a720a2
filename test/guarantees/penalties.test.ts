/** G9: failures change routes for a while, explainably, and never take a destination away. */
import { equal, is, ok } from 'uvu/assert';
import type { ShortChannelId } from '../../src/domain/ids.ts';
import { PENALTY_POLICY } from '../../src/domain/penalty-policy.ts';
import { verifyEngine } from '../../src/engine/verify-engine.ts';
import { VirtualClock } from '../../src/runtime/clock.ts';
import { failureWithUpdate } from '../support/failures.ts';
import { DIAMOND, invoice, LINE, type Opened, open, request, route } from '../support/networks.ts';
import { eventsOf } from '../support/pays.ts';
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

/** A clock that somebody sets. */
class SetClock extends VirtualClock {
  aheadMs = 0;
  override nowMs(): number {
    return super.nowMs() + this.aheadMs;
  }
}
const MONTH_MS = 30 * 86_400_000;

test('a penalty learned while the clock was ahead fades from when the clock is right again, also after a restart', async () => {
  for (const restarts of [false, true]) {
    const clock = new SetClock();
    let net = await open({ network: DIAMOND, clock });
    clock.aheadMs = MONTH_MS;
    await failAt(net, 'B', '2002');
    await failAt(net, 'C', '400a');
    clock.aheadMs = 0;
    if (restarts) {
      await net.journal.durable(net.journal.position);
      net.journal.crash('lost');
      net = await open({ network: DIAMOND, clock, journal: { storage: net.journal.storage } });
    }
    const held = net.node('A').penalties();
    equal(
      held.map(({ weight, untilMs, lastFailureMs }) => [weight, untilMs ?? 'update', lastFailureMs]).sort(),
      [
        [1, clock.nowMs() + PENALTY_POLICY.halfLifeMs, clock.nowMs()],
        [1, 'update', clock.nowMs()],
      ].sort(),
    );
    clock.advance(PENALTY_POLICY.halfLifeMs + 1);
    is(via(net), 'B');
    is(
      net
        .node('A')
        .penalties()
        .find(({ kind }) => kind === 'temporary')?.avoided,
      false,
    );
    const toD = net.engine.network.topology
      .channelsOf(net.id('C'))
      .find((channel) => [channel.node1, channel.node2].includes(net.id('D')));
    net.engine.network.simulation.setPolicy(toD!.shortChannelId, net.id('C'), { feeBaseMsat: 1n });
    equal(
      net
        .node('A')
        .penalties()
        .filter(({ kind }) => kind === 'permanent'),
      [],
      'an update is newer than it',
    );
    await net.journal.durable(net.journal.position);
    equal((await verifyEngine({ journal: net.journal, live: net.engine.runtime })).findings, []);
    is((await eventsOf(net, 'CLOCK_SET_BACK')).length, 1);
    await net.engine.close();
  }
});

test('a clock that is slewed back a little is nothing to note', async () => {
  const clock = new SetClock();
  const net = await open({ network: DIAMOND, clock });
  clock.aheadMs = 900;
  await failAt(net, 'B', '2002');
  clock.aheadMs = 0;
  is(net.node('A').penalties()[0]?.weight, 1);
  await net.journal.durable(net.journal.position);
  is((await eventsOf(net, 'CLOCK_SET_BACK')).length, 0);
  await net.engine.close();
});

test('an update in an error speaks for the channel of who erred, and for no other', async () => {
  const net = await open({ network: LINE });
  const policies = () =>
    ['101x1x0', '102x1x0', '103x1x0'].map((id) => net.node('A').graph.channel(id as ShortChannelId)?.policies);
  const before = policies();
  const dear = { feeBaseMsat: 9_000n };
  for (const hop of [
    ['A', 'B', '101x1x0'],
    ['C', 'D', '103x1x0'],
    ['C', 'B', '102x1x0'],
  ] as const) {
    await failAt(net, 'B', failureWithUpdate(net, 0x100c, hop, dear));
    route(net, 'A', 'D');
    equal(policies(), before, hop.join());
  }
  await failAt(net, 'B', failureWithUpdate(net, 0x100c, ['B', 'C', '102x1x0'], dear));
  is(route(net, 'A', 'D')[0]!.amountMsat, 109_002n);
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
