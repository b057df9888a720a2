/** Recorded results under another penalty configuration: under the recorded one they are what they were. */
import { equal, is, match, ok } from 'uvu/assert';
import type { RouteHop } from '../../src/domain/route.ts';
import { graphOf } from '../../src/graph/graph-of-network.ts';
import { avoids, routeText, type WhatIf, whatIf } from '../../src/inspect/whatif.ts';
import { whatIfSvg } from '../../src/inspect/whatif-chart.ts';
import { VirtualClock } from '../../src/runtime/clock.ts';
import { DIAMOND, invoice, type Opened, open, request, route } from '../support/networks.ts';
import { suite } from '../support/suite.ts';

const test = suite('what if penalties were others');

const MINUTE_MS = 60_000;

interface Run {
  readonly opened: Opened;
  readonly clock: VirtualClock;
}

/** B fails everything; A tries the cheap way over B every three minutes, when a penalty of a minute's half-life has worn off. */
async function sixFailures(): Promise<Run> {
  const clock = new VirtualClock(1_700_000_000_000);
  const opened = await open({ network: DIAMOND, clock, penaltyHalfLifeMs: MINUTE_MS });
  opened.engine.network.simulation.hold(opened.id('B') as never, { mode: 'fail', failureMessage: '10070000' });
  for (let i = 0; i < 6; i++) {
    await opened.node('A').send(request(invoice(opened, 'D'), route(opened, 'A', 'D')));
    clock.advance(3 * MINUTE_MS);
  }
  await opened.journal.durable(opened.journal.position);
  return { opened, clock };
}

const replay = ({ opened }: Run, halfLifeMs: number): Promise<WhatIf> =>
  whatIf(opened.journal.read(1), {
    node: opened.id('A') as never,
    policy: { halfLifeMs },
    graphs: [graphOf(DIAMOND), graphOf(DIAMOND)],
  });

test('under the recorded half-life every offered route is the one that was taken', async () => {
  const run = await sixFailures();
  const { sends, summary } = await replay(run, MINUTE_MS);
  for (const send of sends) is(routeText(send.offered), routeText(send.taken), `#${send.position}`);
  equal([summary.failures, summary.differently, summary.avoidedByOffered], [6, 0, 0]);
});

test('a longer half-life avoids the failures after the first, and says over which routes', async () => {
  const run = await sixFailures();
  const { sends, summary } = await replay(run, 60 * MINUTE_MS);
  equal([summary.avoidable, summary.avoidedByRecorded, summary.avoidedByOffered], [6, 0, 5]);
  equal(
    sends.map((send) => avoids(send, send.offered)),
    [false, true, true, true, true, true],
  );
  is(routeText(sends[1]?.offered), '103x1x0 104x1x0');
});

test("failures of the destination are no route's fault", async () => {
  const opened = await open({ network: DIAMOND });
  const made = invoice(opened, 'D');
  const over = { send: { ...request(made, route(opened, 'A', 'D')).send, paymentSecret: '00'.repeat(32) } as never };
  await opened.node('A').send(request(made, route(opened, 'A', 'D'), over));
  await opened.journal.durable(opened.journal.position);
  const { summary } = await replay({ opened, clock: new VirtualClock(0) }, MINUTE_MS);
  equal([summary.failures, summary.avoidable], [1, 0]);
});

function overC(opened: Opened): readonly RouteHop[] {
  const exclude = [{ type: 'node', node: opened.id('B') as never }] as const;
  const query = { destination: opened.id('D') as never, amountMsat: 100_000n, riskFactor: 1, exclude };
  const answer = opened.node('A').route(query);
  if (answer.type !== 'route') throw new Error(answer.refusal.message);
  return answer.hops;
}

test('a success the recorded penalties had forgotten about still teaches the other policy', async () => {
  const run = await sixFailures();
  const { opened, clock } = run;
  clock.advance(30 * MINUTE_MS);
  opened.engine.network.simulation.release(opened.id('B') as never);
  // A failure elsewhere: the recorded penalties drop what has worn off, so the successes after it teach them nothing.
  opened.engine.network.simulation.hold(opened.id('C') as never, { mode: 'fail', failureMessage: '10070000' });
  await opened.node('A').send(request(invoice(opened, 'D'), overC(opened)));
  for (let i = 0; i < 2; i++) await opened.node('A').send(request(invoice(opened, 'D'), route(opened, 'A', 'D')));
  await opened.journal.durable(opened.journal.position);
  const { sends, summary } = await replay(run, 600 * MINUTE_MS);
  equal(
    sends.slice(-2).map(({ outcome, offered }) => [outcome, routeText(offered)]),
    [
      ['complete', '103x1x0 104x1x0'],
      ['complete', '101x1x0 102x1x0'],
    ],
    'avoided until the route was seen to work',
  );
  is(summary.leavesWorkingRoute, 1);
});

test('the chart is one SVG with its numbers in words', async () => {
  const svg = whatIfSvg(await replay(await sixFailures(), 60 * MINUTE_MS));
  match(svg, /^<svg /);
  ok(svg.includes('6 failed on the way') && svg.includes('1 met, half-life 1 h 0 min'));
});

test.run();
