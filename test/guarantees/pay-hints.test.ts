/** `pay` over what an invoice claims (BOLT 11 `r`): what a failure teaches about it, and whom it never blames (G9). */
import { equal, is, ok } from 'uvu/assert';
import type { PayEventOf } from '../../machines/pay.ts';
import { directionOf, type ShortChannelId } from '../../src/domain/ids.ts';
import { VirtualClock } from '../../src/runtime/clock.ts';
import type { Answer } from '../support/commands.ts';
import { failureWithUpdate } from '../support/failures.ts';
import { type HintHop, hinted } from '../support/invoices.ts';
import { fork, invoice, type Opened, open, request, route } from '../support/networks.ts';
import { eventsOf, payUntilEnded } from '../support/pays.ts';
import { suite } from '../support/suite.ts';

const test = suite('pay over route hints');

const GOOD: readonly HintHop[] = [{ node: 'T', channel: '105x1x0' }];
const UNKNOWN: readonly HintHop[] = [{ node: 'T', channel: '999x1x0' }];
/** What T asks in these tests, where an invoice knows it wrong. */
const DEAR = { feeBaseMsat: 700n, feePpm: 100 };

interface Told {
  readonly net: Opened;
  readonly answer: Answer;
  /** Routes tried, in order. */
  readonly routes: readonly string[];
  /** The same with amounts and delays. */
  readonly tried: readonly string[];
}

/** Too little to be split: each attempt is of the whole. */
const SMALL = 19_000n;

/** S pays an invoice of P that claims these hints. */
async function payOver(
  hints: readonly (readonly HintHop[])[],
  { net, ...over }: { net?: Opened; maxfee?: bigint; asks?: typeof DEAR } = {},
): Promise<Told> {
  const clock = new VirtualClock();
  const opened = net ?? (await open({ network: fork(over.asks), clock }));
  const bolt11 = await hinted(opened, 'P', hints, SMALL);
  const answer = await payUntilEnded(opened, 'S', { bolt11, maxfee: over.maxfee ?? 100_000n });
  const chosen = await eventsOf<PayEventOf<'ROUTE_CHOSEN'>>(opened, 'ROUTE_CHOSEN');
  return {
    net: opened,
    answer,
    routes: chosen.map(({ channels }) => channels.join(' ')),
    tried: chosen.map(({ channels, amountsMsat, delays }) => [...channels, ...amountsMsat, ...delays].join(' ')),
  };
}

/** What S holds against anybody: subjects of its penalties. */
const blamedBy = (net: Opened): string[] =>
  net
    .node('S')
    .penalties()
    .map(({ subject }) => (subject.type === 'node' ? subject.node : `${subject.channel}/${subject.direction}`))
    .sort();
const direction = (net: Opened, from: string, to: string, channel: string): string =>
  `${channel}/${directionOf(net.id(from), net.id(to))}`;
/** The way over X is the cheapest, and X cannot go on: every payment of S learns that first. */
const overX = (net: Opened): string => direction(net, 'X', 'T', '104x1x0');

test('after a hint that leads nowhere the next one is tried, and no route twice', async () => {
  const { net, answer, routes } = await payOver([UNKNOWN, GOOD]);
  is(answer.result?.status, 'complete', JSON.stringify(answer.error));
  equal(new Set(routes).size, routes.length);
  is(routes.at(-1), '101x1x0 102x1x0 105x1x0');
  equal(blamedBy(net), [overX(net)]);
  await net.engine.close();
});

test('when no hint is left the answer is 205 with what failed last, after as many attempts as there were ways', async () => {
  const { net, answer, routes } = await payOver([UNKNOWN, [{ node: 'T', channel: '998x1x0' }]]);
  is(answer.error?.code, 205);
  is(
    answer.error?.message,
    `Ran out of routes to try after ${routes.length} attempts: failed: WIRE_UNKNOWN_NEXT_PEER (reply from remote)`,
  );
  is(routes.length, 3);
  await net.engine.close();
});

test('a hint whose fee or delta is too low is corrected by the failure, for the rest of this pay only', async () => {
  for (const [hop, wanted] of [
    [{ fee: 0n }, 'WIRE_FEE_INSUFFICIENT'],
    [{ fee: 700n, ppm: 0 }, 'WIRE_FEE_INSUFFICIENT'],
    [{ fee: 700n, ppm: 100, delta: 0 }, 'WIRE_INCORRECT_CLTV_EXPIRY'],
  ] as const) {
    const { net, answer, routes } = await payOver([[{ node: 'T', channel: '105x1x0', ...hop }]], { asks: DEAR });
    is(answer.result?.status, 'complete', JSON.stringify(answer.error));
    equal(routes.slice(-2), ['101x1x0 102x1x0 105x1x0', '101x1x0 102x1x0 105x1x0']);
    const ends = await eventsOf<PayEventOf<'ATTEMPT_FAILED'>>(net, 'ATTEMPT_FAILED');
    ok(ends.at(-1)?.message.includes(wanted), ends.at(-1)?.message);
    equal(blamedBy(net), [overX(net)]);
    const learned = await eventsOf<{ update?: object }>(net, 'FAILURE_LEARNED');
    equal(learned.filter(({ update }) => update !== undefined).length, 1, 'of X and nobody else');
    await net.engine.close();
  }
});

test('a correction above the fee limit is 206, and nothing more is sent', async () => {
  const { net, answer, routes } = await payOver([GOOD], { asks: DEAR, maxfee: 1_100n });
  is(answer.error?.code, 206);
  is(routes.length, 2);
  await net.engine.close();
});

test('whatever a hop of a hint answers, and however often, no route is tried twice with nothing learned', async () => {
  const codes = [
    0x100c, 0x100d, 0x100b, 0x1007, 0x100e, 0x1014, 0x4008, 0x4009, 0x400a, 0x2002, 0x6002, 0x4016, 0x0015,
  ];
  for (const code of codes)
    for (const says of [{}, { feeBaseMsat: 5n }, { feeBaseMsat: 90_000n, cltvExpiryDelta: 900 }]) {
      const net = await open({ network: fork(), clock: new VirtualClock() });
      const failureMessage = failureWithUpdate(net, code, ['T', 'P', '105x1x0'], says);
      net.engine.network.simulation.hold(net.id('T'), { mode: 'fail', failureMessage });
      const { answer, tried } = await payOver([GOOD], { net, maxfee: 10_000_000n });
      const name = `${code.toString(16)} ${JSON.stringify(says, (_, v) => String(v))}`;
      is(answer.error?.code, 205, `${name}: ${answer.error?.message}`);
      ok(tried.length <= 3 && new Set(tried).size === tried.length, `${name}: ${tried.join('; ')}`);
      equal(blamedBy(net), [overX(net)], name);
      is(net.engine.clock.nowMs(), new VirtualClock().nowMs(), `${name}: nothing is waited for`);
      await net.engine.close();
    }
});

test('an error nobody can read on the way to a private node ends after different routes, and speaks against nobody', async () => {
  for (const garbler of ['T', 'R']) {
    const net = await open({ network: fork(), clock: new VirtualClock() });
    net.engine.network.simulation.hold(net.id(garbler), { mode: 'corrupt' });
    net.engine.network.simulation.hold(net.id('P'), { mode: 'fail', failureMessage: '2002' });
    const { answer, routes } = await payOver([GOOD], { net });
    equal([answer.error?.code, routes.length], [205, 2]);
    equal(new Set(routes).size, 2);
    equal(blamedBy(net), garbler === 'R' ? [] : [overX(net)]);
    await net.engine.close();
  }
});

test('a hint that calls its channel like a public one of others blames neither that channel nor any node', async () => {
  for (const hint of [
    [{ node: 'R', channel: '102x1x0' }],
    [{ node: 'R', channel: '103x1x0' }],
    [{ node: 'X', channel: '102x1x0' }],
    [{ node: 'R', channel: '101x1x0' }],
    [
      { node: 'R', channel: '103x1x0' },
      { node: 'T', channel: '105x1x0' },
    ],
    [
      { node: 'R', channel: '999x1x0' },
      { node: 'X', channel: '104x1x0' },
    ],
  ]) {
    const { net, answer, tried } = await payOver([hint]);
    is(answer.error?.code, 205);
    ok(tried.length > 0 && new Set(tried).size === tried.length, tried.join('; '));
    equal(blamedBy(net), [], JSON.stringify(hint));
    await net.engine.close();
  }
});

test('of a public channel in a hint, what is announced counts and not what the invoice says', async () => {
  for (const lie of [{ fee: 0n }, { fee: 50_000n }, { delta: 0 }, { delta: 1_000 }]) {
    const { net, answer, routes } = await payOver([[{ node: 'R', channel: '102x1x0', ...lie }, ...GOOD]]);
    is(answer.result?.amount_sent_msat, SMALL + 1_009n, answer.error?.message);
    equal(routes, ['101x1x0 102x1x0 105x1x0']);
    equal(blamedBy(net), []);
    await net.engine.close();
  }
});

test('what the caller excludes is left out of hints too, whichever hop it is', async () => {
  const net = await open({ network: fork(), clock: new VirtualClock() });
  const bolt11 = await hinted(net, 'P', [[{ node: 'R', channel: '102x1x0' }, ...GOOD]]);
  for (const exclude of [net.id('R'), net.id('T'), direction(net, 'T', 'P', '105x1x0')])
    is((await payUntilEnded(net, 'S', { bolt11, exclude: [exclude] })).error?.code, 205);
  equal(await eventsOf(net, 'ROUTE_CHOSEN'), []);
  await net.engine.close();
});

test('a hint whose key is no key is passed over', async () => {
  const noKey = { node: `02${'00'.repeat(32)}`, channel: '105x1x0' };
  const { net, answer } = await payOver([[noKey], [{ node: 'T', channel: '999x1x0' }, noKey], GOOD]);
  is(answer.result?.status, 'complete', JSON.stringify(answer.error));
  await net.engine.close();
});

test('a hint that begins at the payer itself is a way like others', async () => {
  const { net, answer, routes } = await payOver([[{ node: 'S', channel: '777x1x0' }], GOOD]);
  is(answer.result?.status, 'complete', JSON.stringify(answer.error));
  is(routes[0], '777x1x0');
  equal(blamedBy(net), [overX(net)]);
  await net.engine.close();
});

test('a sendpay along a route that only claims a channel does not blame the public one of that name', async () => {
  const net = await open({ network: fork() });
  const made = invoice(net, 'P');
  const toR = route(net, 'S', 'R');
  const claimed = { ...toR[0]!, id: net.id('P'), channel: '102x1x0' as ShortChannelId };
  await net.node('S').send(request(made, [{ ...toR[0]!, delay: 30 }, claimed]));
  is((await net.node('S').wait({ paymentHash: made.paymentHash })).type, 'failed');
  equal(blamedBy(net), []);
  await net.engine.close();
});

test('what was paid over a claimed channel takes no penalty from the public one of that name', async () => {
  const net = await open({ network: fork() });
  net.engine.network.simulation.hold(net.id('R'), { mode: 'fail', failureMessage: '4008' });
  const made = invoice(net, 'T');
  await net.node('S').send(request(made, route(net, 'S', 'T')));
  await net.node('S').wait({ paymentHash: made.paymentHash });
  const held = blamedBy(net);
  is(held.length, 1);
  net.engine.penalties.deliver(net.id('S'), {
    type: 'ROUTE_SUCCEEDED',
    ids: [net.id('R'), net.id('T')],
    route: [direction(net, 'S', 'R', '101x1x0'), held[0]] as never,
    announced: 1,
    atMs: net.engine.clock.nowMs(),
  });
  equal(blamedBy(net), held);
  await net.engine.close();
});

test.run();
