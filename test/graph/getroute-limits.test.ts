/** Which channels can be used, and what is answered when none can (reference 4.3 and 4.5, v24.11). */
import { equal } from 'uvu/assert';
import { parseExclusion } from '../../src/graph/route-query.ts';
import { suite } from '../support/suite.ts';
import { ask, graphWith, nodeOf, scidOf, way } from './support.ts';

const test = suite('what getroute refuses');

const NO_ROUTE = { type: 'refused', refusal: { code: 205, message: 'Could not find a route' } } as const;

test('the cheapest way is taken if it has as many hops as allowed, not only if it has fewer', () => {
  const graph = graphWith([
    ['a', 'b'],
    ['b', 'c'],
    ['c', 'd'],
    ['a', 'd', { feeBaseMsat: 9n }],
  ]);
  equal([way(ask(graph, 'ad', { maxHops: 3 })), way(ask(graph, 'ad', { maxHops: 2 }))], ['bcd', 'd']);
});

test('an unknown source is named before an unknown destination', () => {
  const graph = graphWith([['a', 'b']]);
  const refusal = (id: string, role: string) => ({
    type: 'refused',
    refusal: { code: -32602, message: `${id}: unknown ${role} node_id (no public channels?)` },
  });
  equal(ask(graph, 'xy'), refusal(nodeOf('x'), 'source'));
  equal(ask(graph, 'ay'), refusal(nodeOf('y'), 'destination'));
});

test('a node whose last channel closed is unknown again', () => {
  const graph = graphWith([
    ['a', 'b'],
    ['b', 'c'],
  ]);
  graph.closeChannel(scidOf(1));
  equal(way(ask(graph, 'ac')), `${nodeOf('c')}: unknown destination node_id (no public channels?)`);
});

test('a route from a node to itself is empty', () => {
  equal(ask(graphWith([['a', 'b']]), 'aa'), { type: 'route', hops: [], avoided: false });
});

test('a direction that is disabled or never announced is not used, while the other one is', () => {
  for (const forth of [{ enabled: false }, null]) {
    const graph = graphWith([['a', 'b', forth]]);
    equal(ask(graph, 'ab'), NO_ROUTE);
    equal(way(ask(graph, 'ba')), 'a');
  }
});

test("an amount outside a channel's limits goes another way, or none", () => {
  const graph = graphWith([['a', 'b', { htlcMinimumMsat: 1000n, htlcMaximumMsat: 2000n }]]);
  equal(way(ask(graph, 'ab', { amountMsat: 1000n })), 'b');
  equal(way(ask(graph, 'ab', { amountMsat: 2000n })), 'b');
  equal(ask(graph, 'ab', { amountMsat: 999n }), NO_ROUTE);
  equal(ask(graph, 'ab', { amountMsat: 2001n }), NO_ROUTE);
});

test('limits have 11 significant bits as in v24.11: a maximum of 1,000,001 msat lets 1,000,448 through and no more', () => {
  const graph = graphWith([['a', 'b', { htlcMaximumMsat: 1_000_001n }]]);
  equal(way(ask(graph, 'ab', { amountMsat: 1_000_448n })), 'b');
  equal(ask(graph, 'ab', { amountMsat: 1_000_449n }), NO_ROUTE);
});

test('no amount above the capacity fits, whatever maximum the channel announces', () => {
  const graph = graphWith([['a', 'b', { htlcMaximumMsat: 2n ** 63n }]]);
  equal(way(ask(graph, 'ab', { amountMsat: 1_000_000_000_000n })), 'b');
  equal(ask(graph, 'ab', { amountMsat: 1_000_000_000_001n }), NO_ROUTE);
  equal(ask(graph, 'ab', { amountMsat: 2n ** 64n - 1n }), NO_ROUTE);
});

test('an amount of zero asks for any route: minima do not count', () => {
  equal(way(ask(graphWith([['a', 'b', { htlcMinimumMsat: 1000n }]]), 'ab', { amountMsat: 0n })), 'b');
});

test('a channel is judged by the amount it forwards, without its own fee', () => {
  const graph = graphWith([
    ['a', 'b'],
    ['b', 'c', { feeBaseMsat: 500n, htlcMaximumMsat: 1000n }],
  ]);
  equal(way(ask(graph, 'ac', { amountMsat: 1000n })), 'bc');
});

test('excluding a channel is per direction; excluding a node closes every way to it', () => {
  const graph = graphWith([
    ['a', 'b'],
    ['b', 'd'],
    ['a', 'c', { feeBaseMsat: 9n }],
    ['c', 'd', { feeBaseMsat: 9n }],
  ]);
  const exclude = (text: string) => [parseExclusion(text)!];
  equal(way(ask(graph, 'ad')), 'bd');
  equal(way(ask(graph, 'ad', { exclude: exclude(`${scidOf(1)}/0`) })), 'cd');
  equal(way(ask(graph, 'ad', { exclude: exclude(`${scidOf(1)}/1`) })), 'bd');
  equal(way(ask(graph, 'ad', { exclude: exclude(nodeOf('b')) })), 'cd');
  equal(ask(graph, 'ad', { exclude: exclude(nodeOf('d')) }), NO_ROUTE);
  equal(way(ask(graph, 'ad', { exclude: exclude(nodeOf('a')) })), 'bd');
});

test('an exclusion is SCID/DIRECTION or a node id and nothing else', () => {
  equal(parseExclusion('103x1x0/1'), { type: 'channel', channel: '103x1x0', direction: 1 });
  equal(parseExclusion(nodeOf('a')), { type: 'node', node: nodeOf('a') });
  for (const text of ['103x1x0', '103x1x0/2', '103x1x0/', '103x1x0/1/0', '103x1x0/01', 'a', '', '/0']) {
    equal(parseExclusion(text), undefined, text);
  }
});

test('a cheap route with too many hops gives way to the one with the fewest', () => {
  const graph = graphWith([
    ['a', 'b'],
    ['b', 'c'],
    ['c', 'd'],
    ['a', 'd', { feeBaseMsat: 700n }],
  ]);
  equal(way(ask(graph, 'ad')), 'bcd');
  equal(way(ask(graph, 'ad', { maxHops: 2 })), 'd');
});

test('if even the shortest route has too many hops its length is told', () => {
  const graph = graphWith([
    ['a', 'b'],
    ['b', 'c'],
    ['c', 'd'],
  ]);
  equal(ask(graph, 'ad', { maxHops: 2 }), { type: 'refused', refusal: { code: 205, message: 'Shortest route was 3' } });
});

test('twenty hops are the most unless asked otherwise', () => {
  const letters = 'abcdefghijklmnopqrstuv';
  const graph = graphWith([...letters.slice(1)].map((letter, i) => [letters[i]!, letter]));
  equal(way(ask(graph, 'au')).length, 20);
  equal(way(ask(graph, 'av')), 'Shortest route was 21');
  equal(way(ask(graph, 'av', { maxHops: 21 })).length, 21);
});

test('risk makes a slow cheap route lose to a quick dear one, by the integer part of the risk factor', () => {
  const graph = graphWith([
    ['a', 'b', { cltvDelta: 1000 }],
    ['a', 'c', { cltvDelta: 0, feeBaseMsat: 150n }],
    ['b', 'd', { cltvDelta: 0 }],
    ['c', 'd', { cltvDelta: 0 }],
  ]);
  // 1,000,000 msat for 1000 blocks at 1 % a year is 190 msat.
  equal(way(ask(graph, 'ad', { riskFactor: 0.99 })), 'bd');
  equal(way(ask(graph, 'ad', { riskFactor: 1.99 })), 'cd');
});

test.run();
