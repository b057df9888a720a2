/** Who waits for a part: which part is meant, what is told at once, what ends a wait and leaves nothing behind. And the shadow of a route. */
import { equal, is, ok } from 'uvu/assert';
import { RpcErrorCode } from '../../src/domain/errors.ts';
import { shadowCltv } from '../../src/payments/shadow-route.ts';
import { VirtualClock } from '../../src/runtime/clock.ts';
import { invoice, networkOf, type Opened, open, request, route } from '../support/networks.ts';
import { suite } from '../support/suite.ts';

const test = suite('waiting, and the shadow of a route');
const FAILS = { mode: 'fail', failureMessage: '2002' } as const;

/** A payment of two groups: parts 0 of 1 and 2 failed; 2 is the later. */
async function twoGroups(): Promise<{ net: Opened; hash: ReturnType<typeof invoice>['paymentHash'] }> {
  const net = await open();
  const made = invoice(net, 'D');
  const hops = route(net, 'A', 'D');
  net.engine.network.simulation.hold(net.id('C'), FAILS);
  for (const groupid of [1n, 2n]) await net.node('A').send(request(made, hops, { groupid }));
  return { net, hash: made.paymentHash };
}

test('without a groupid the latest group is waited for, with one that group, and a partid is one part', async () => {
  const { net, hash } = await twoGroups();
  const told = async (over: object): Promise<unknown> => {
    const answer = await net.node('A').wait({ paymentHash: hash, ...over });
    return answer.type === 'failed' ? `${answer.row.groupid}/${answer.row.partid}` : answer.type;
  };
  equal([await told({}), await told({ groupid: 1n }), await told({ groupid: 2n, partid: 0n })], ['2/0', '1/0', '2/0']);
  equal([await told({ partid: 1n }), await told({ groupid: 3n })], ['never-attempted', 'never-attempted']);
  await net.engine.close();
});

test('a wait without a groupid stays with the group it began with', async () => {
  const net = await open();
  const made = invoice(net, 'D');
  const hops = route(net, 'A', 'D');
  net.engine.network.simulation.hold(net.id('D'));
  await net.node('A').send(request(made, hops));
  const waiting = net.node('A').wait({ paymentHash: made.paymentHash });
  net.engine.network.simulation.hold(net.id('D'), FAILS);
  await net.node('A').send(request(made, hops));
  const answer = await waiting;
  is(answer.type === 'failed' && answer.row.groupid, 1n);
  await net.engine.close();
});

test('a wait ends by its time, by its caller or with the node, and no listener or timer stays', async () => {
  const clock = new VirtualClock();
  const net = await open({ clock });
  const made = invoice(net, 'D');
  net.engine.network.simulation.hold(net.id('D'));
  await net.node('A').send(request(made, route(net, 'A', 'D')));
  const { changes } = net.engine.payments;
  const keys = changes.keyCount;
  const { paymentHash } = made;
  const stop = new AbortController();
  const [timed, stopped, closed] = [
    net.node('A').wait({ paymentHash, timeoutMs: 500 }),
    net.node('A').wait({ paymentHash, timeoutMs: 900, signal: stop.signal }),
    net.node('A').wait({ paymentHash }),
  ];
  clock.advance(499);
  is(await Promise.race([timed, Promise.resolve('waits')]), 'waits');
  clock.advance(1);
  is((await timed).type, 'timeout');
  stop.abort();
  is((await stopped).type, 'aborted');
  is(clock.nextDueMs(), undefined, 'the timer of a wait that was given up');
  is((await net.node('A').wait({ paymentHash, signal: stop.signal })).type, 'aborted');
  net.node('A').close();
  is((await closed).type, 'aborted');
  is(changes.keyCount, keys);
  await net.engine.close();
});

test('indexes are counted per node and go on after a restart, deletions too', async () => {
  const first = await open();
  const pay = async (net: Opened, from: string, to: string): Promise<ReturnType<typeof invoice>> => {
    const made = invoice(net, to);
    await net.node(from).send(request(made, route(net, from, to)));
    await net.node(from).wait({ paymentHash: made.paymentHash });
    return made;
  };
  const made = [await pay(first, 'A', 'D'), await pay(first, 'A', 'C'), await pay(first, 'B', 'D')];
  const told: unknown[] = [];
  first.node('A').changes$.subscribe(({ type, index }) => told.push(`${type} ${index}`));
  for (const { paymentHash } of made.slice(0, 2)) await first.node('A').deleteParts(paymentHash, 'complete');
  equal(told, ['deleted 1', 'deleted 2']);
  const indexes = (net: Opened, name: string): number[] =>
    (['created', 'updated', 'deleted'] as const).map((which) => net.node(name).lastIndex(which));
  equal(
    ['A', 'B', 'C'].map((name) => indexes(first, name)),
    [
      [2, 2, 2],
      [1, 1, 0],
      [0, 0, 0],
    ],
  );
  await first.engine.close();
  const again = await open({ journal: { storage: first.journal.storage } });
  equal(indexes(again, 'A'), [2, 2, 2]);
  await pay(again, 'A', 'D');
  equal(indexes(again, 'A'), [3, 3, 2]);
  await again.engine.close();
});

test('delpay gives the rows that are gone, and only those', async () => {
  const { net, hash } = await twoGroups();
  const gone = await net.node('A').deleteParts(hash, 'failed', { groupid: 1n, partid: 0n });
  equal(
    gone.map((row) => row.groupid),
    [1n],
  );
  equal(
    net
      .node('A')
      .parts(hash)
      .map((part) => part.groupid),
    [2n],
  );
  await net.engine.close();
});

test('a first hop that cannot be tried leaves no part behind, whatever the reason', async () => {
  const net = await open();
  const made = invoice(net, 'D');
  const hops = route(net, 'A', 'D');
  net.engine.network.simulation.setOnline(net.id('B'), false);
  const answer = await net.node('A').send(request(made, hops));
  is(answer.type, 'first-hop-refused');
  equal(net.node('A').parts(made.paymentHash), []);
  net.engine.network.simulation.setOnline(net.id('B'), true);
  is((await net.node('A').send(request(made, hops))).type, 'pending');
  const twice = await net.node('A').send(request(made, hops, { amountMsat: 99_999n }));
  is(twice.type === 'refused' && twice.refusal.code, RpcErrorCode.PAY_RHASH_ALREADY_USED);
  await net.engine.close();
});

/** Draws these numbers, then zeros. */
const drawing = (...numbers: readonly number[]) => {
  const left = [...numbers];
  return { bytes: () => Uint8Array.from([0, 0, left.shift() ?? 0]) };
};

test('the shadow walks on from the payee over channels that could carry the amount, while a quarter of the delay limit lasts', async () => {
  const net = await open({ network: networkOf(['A-B', 'B-C', 'C-D']) });
  const { graph } = net.node('A');
  const walk = { payee: net.id('D'), amountMsat: 1_000n, finalCltv: 10, maxDelay: 2_016 };
  const shadow = (numbers: readonly number[], over: object = {}): number =>
    shadowCltv(graph as never, drawing(...numbers), { ...walk, ...over });
  is(shadow([0]), 10, 'the first draw may end it');
  is(shadow([1, 0, 0]), 16, 'one channel, 6 blocks');
  is(shadow([1, 0, 1, 0, 0]), 22);
  // At C the walk may go on to B or back to D: both channels of C are candidates.
  is(shadow([1, 0, 1, 1, 1, 0, 0]), 28);
  is(shadow([1, 0, 0], { maxDelay: 64 }), 16, 'four times sixteen just fits');
  is(shadow([1, 0, 0], { maxDelay: 63 }), 10);
  is(shadow([1, 0, 1, 0, 0], { maxDelay: 87 }), 16, 'four times the whole sum');
  is(shadow([1, 0, 0], { amountMsat: 10_000_000_000n }), 16, 'as much as the channel takes');
  is(shadow([1, 0, 0], { amountMsat: 10_000_000_001n }), 10, 'more than any channel takes');
  is(shadow([1, 0, 0], { payee: `02${'7'.repeat(64)}` }), 10, 'a payee nobody announced');
  is(shadow(Array.from({ length: 99 }, () => 1)), 10 + 20 * 6, 'twenty steps at most');
  await net.engine.close();
});

test('a disabled channel casts no shadow', async () => {
  const net = await open({ network: networkOf(['A-B', 'B-C', 'C-D']) });
  net.engine.network.simulation.setPolicy('103x1x0' as never, net.id('D'), { enabled: false });
  net.engine.network.simulation.setPolicy('103x1x0' as never, net.id('C'), { enabled: false });
  const walk = { payee: net.id('D'), amountMsat: 1_000n, finalCltv: 10, maxDelay: 2_016 };
  is(shadowCltv(net.node('A').graph as never, drawing(1, 0, 0), walk), 10);
  ok(net.node('A').graph.nodeIndex(net.id('D')) !== undefined);
  await net.engine.close();
});

test.run();
