/** The source's own channels, as it knows them better than the graph (reference 4.4, v24.11). */
import { equal } from 'uvu/assert';
import { parseExclusion } from '../../src/graph/route-query.ts';
import { suite } from '../support/suite.ts';
import { ask, FREE, graphWith, localChannel, scidOf, way } from './support.ts';

const test = suite('own channels in a search');

/** a-b-d is cheaper than a-c-d. */
const diamond = () =>
  graphWith([
    ['a', 'b'],
    ['b', 'd'],
    ['a', 'c'],
    ['c', 'd', { feeBaseMsat: 50n }],
  ]);

test('what can be spent now counts, not what was announced', () => {
  const local = [
    localChannel('b', 0, { spendableMsat: 999_999n }),
    localChannel('c', 2, { spendableMsat: 1_000_050n }),
  ];
  equal(way(ask(diamond(), 'ad')), 'bd');
  equal(way(ask(diamond(), 'ad', { local })), 'cd');
  equal(way(ask(diamond(), 'ad', { local, amountMsat: 1_000_001n })), 'Could not find a route');
});

test('an own channel keeps to its own limits too, exactly, and of two to one peer the one that can is used', () => {
  const limits = { ...FREE, htlcMinimumMsat: 900_001n, htlcMaximumMsat: 1_000_001n };
  const rich = { spendableMsat: 9_000_000n };
  const one = [localChannel('b', 0, { ...rich, ourPolicy: limits })];
  const asked = (amountMsat: bigint, local = one) => way(ask(diamond(), 'ad', { local, amountMsat }));
  equal([asked(1_000_001n), asked(1_000_002n)], ['bd', 'Could not find a route']);
  equal([asked(900_001n), asked(900_000n)], ['bd', 'Could not find a route']);
  const two = [...one, localChannel('b', 70, rich)];
  for (const amountMsat of [900_000n, 1_000_000n, 1_000_002n]) equal(asked(amountMsat, two), 'bd');
  equal(asked(1_000_002n, [localChannel('b', 70, rich), ...one]), 'bd');
});

test('a channel that is closing, or whose peer is away, is not used', () => {
  for (const state of [{ connected: false }, { state: 'CHANNELD_SHUTTING_DOWN' }, { state: 'ONCHAIN' }]) {
    equal(way(ask(diamond(), 'ad', { local: [localChannel('b', 0, state), localChannel('c', 2)] })), 'cd');
  }
});

test('a channel the source does not list is not its own any more', () => {
  equal(way(ask(diamond(), 'ad', { local: [localChannel('c', 2)] })), 'cd');
});

test('an unannounced channel is used, to a peer the graph knows and to one it does not', () => {
  const local = [localChannel('d', 50), localChannel('z', 51)];
  equal(way(ask(diamond(), 'ad', { local })), 'd');
  equal(way(ask(diamond(), 'az', { local })), 'z');
});

test('a source without announced channels can send by its own', () => {
  equal(way(ask(diamond(), 'ya', { local: [localChannel('c', 60, { direction: 1 })] })), 'ca');
});

test('a source whose every channel is away finds no route, and neither it nor its peer is unknown for it', () => {
  const away = [localChannel('z', 60, { connected: false })];
  equal(way(ask(diamond(), 'yz', { local: away })), 'Could not find a route');
  equal(way(ask(diamond(), 'yd', { local: away })), 'Could not find a route');
  equal(way(ask(diamond(), 'ad', { local: [localChannel('b', 0, { connected: false })] })), 'Could not find a route');
});

test('a route by an own channel is told as avoided only if something of it is', () => {
  const avoided = (channel: number) =>
    ask(diamond(), 'ad', {
      local: [localChannel('b', 0)],
      avoid: [{ ...parseExclusion(`${scidOf(channel)}/0`)!, weight: 1 }],
    });
  const told = [avoided(0), avoided(1), avoided(3)].map((answer) => answer.type === 'route' && answer.avoided);
  equal(told, [true, true, false]);
});

test('an own channel needs no policy in the graph', () => {
  const graph = graphWith([
    ['a', 'b', null, null],
    ['b', 'd'],
  ]);
  equal(way(ask(graph, 'ad', { local: [localChannel('b', 0)] })), 'bd');
});

test('own fees and delays do not count, so the other hops decide', () => {
  const dear = { ourPolicy: { ...FREE, feeBaseMsat: 100_000n, cltvDelta: 2000 } };
  const local = [localChannel('b', 0, dear), localChannel('c', 2)];
  equal(way(ask(diamond(), 'ad', { local, riskFactor: 10 })), 'bd');
});

test('own channels can be excluded like any other', () => {
  const local = [localChannel('d', 50), localChannel('b', 0)];
  const exclude = [parseExclusion(`${scidOf(50)}/0`)!];
  equal(way(ask(diamond(), 'ad', { local, exclude })), 'bd');
});

test('own channels can be avoided like any other, and serve when there is nothing else', () => {
  const avoid = [{ ...parseExclusion(`${scidOf(50)}/0`)!, weight: 1 }];
  const direct = localChannel('d', 50);
  equal(way(ask(diamond(), 'ad', { local: [direct, localChannel('b', 0)], avoid })), 'bd');
  const answer = ask(diamond(), 'ad', { local: [direct], avoid });
  equal([way(answer), answer.type === 'route' && answer.avoided], ['d', true]);
  const further = { ...parseExclusion(`${scidOf(1)}/0`)!, weight: 0.5 };
  equal(way(ask(diamond(), 'ad', { local: [direct, localChannel('b', 0)], avoid: [...avoid, further] })), 'bd');
});

test('an own channel that is excluded is not used, not even if there is no other', () => {
  const exclude = [parseExclusion(`${scidOf(0)}/0`)!];
  const own = [localChannel('b', 0)];
  equal(way(ask(diamond(), 'ad', { local: own, exclude })), 'Could not find a route');
  equal(way(ask(diamond(), 'ad', { local: [...own, localChannel('c', 2)], exclude })), 'cd');
  equal(
    way(ask(diamond(), 'ad', { local: own, exclude, avoid: [{ ...parseExclusion(`${scidOf(1)}/0`)!, weight: 1 }] })),
    'Could not find a route',
  );
});

test('a search with own channels leaves nothing behind for the next one without', () => {
  const graph = diamond();
  equal(way(ask(graph, 'ad', { local: [localChannel('c', 2)] })), 'cd');
  equal(way(ask(graph, 'ad')), 'bd');
  equal(way(ask(graph, 'cd')), 'abd');
});

test.run();
