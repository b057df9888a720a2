/** The network as one node sees it: its own channels, what failures taught it, what gossip tells, and when policies were made. */
import { equal, is } from 'uvu/assert';
import type { PenaltyContext } from '../../machines/penalty.ts';
import { type LearnedPolicy, withPolicy } from '../../src/domain/failure-lesson.ts';
import {
  channelDirection,
  type Direction,
  directionOf,
  type NodeId,
  type ShortChannelId,
} from '../../src/domain/ids.ts';
import { EMPTY_TRIE } from '../../src/domain/ordered-trie.ts';
import { blamed, EMPTY_BOOK } from '../../src/domain/penalty-book.ts';
import { PENALTY_POLICY } from '../../src/domain/penalty-policy.ts';
import type { ChannelPolicy } from '../../src/domain/route.ts';
import { ChannelGraph } from '../../src/graph/channel-graph.ts';
import { GraphView } from '../../src/payments/graph-view.ts';
import { VirtualClock } from '../../src/runtime/clock.ts';
import { HASH, NODE_A, NODE_B, NODE_C, NODE_D, SCID_AB, SCID_BC } from '../support/parts.ts';
import { suite } from '../support/suite.ts';

const test = suite('the network as one node sees it');

const POLICY: ChannelPolicy = {
  feeBaseMsat: 1n,
  feePpm: 0,
  cltvDelta: 6,
  htlcMinimumMsat: 0n,
  htlcMaximumMsat: 10n ** 9n,
  enabled: true,
};
const DEAR = { ...POLICY, feeBaseMsat: 99n };
const AMOUNT = 1_000n;
/** Node A's own. */
const OWN = {
  shortChannelId: SCID_AB,
  peer: NODE_B,
  direction: directionOf(NODE_A, NODE_B),
  connected: true,
  state: 'CHANNELD_NORMAL',
  spendableMsat: 2n * AMOUNT,
  receivableMsat: AMOUNT,
  ourPolicy: POLICY,
};
const announced = (shortChannelId: ShortChannelId, one: NodeId, other: NodeId) => ({
  shortChannelId,
  node1: one < other ? one : other,
  node2: one < other ? other : one,
  capacityMsat: 10n ** 9n,
  policies: [POLICY, POLICY] as const,
});
const BC = directionOf(NODE_B, NODE_C);

function viewed() {
  const clock = new VirtualClock(5_999);
  const graph = new ChannelGraph();
  for (const channel of [announced(SCID_AB, NODE_A, NODE_B), announced(SCID_BC, NODE_B, NODE_C)])
    graph.addChannel(channel);
  let context = { channels: EMPTY_BOOK, nodes: EMPTY_BOOK, learned: EMPTY_TRIE, policy: PENALTY_POLICY };
  let own: readonly (typeof OWN)[] = [OWN];
  const view = new GraphView({
    node: NODE_A,
    graph,
    clock,
    network: { localChannels: () => own } as never,
    penalties: { contextAt: () => context as unknown as PenaltyContext } as never,
  });
  const costs = (from: NodeId, to: NodeId, over: object = {}): unknown => {
    const source = from === NODE_A ? {} : { source: from };
    const answer = view.route({ ...source, destination: to, amountMsat: AMOUNT, riskFactor: 0, ...over });
    return answer.type === 'route' ? (answer.hops[0]?.amountMsat as bigint) - AMOUNT : 'no route';
  };
  return {
    view,
    graph,
    clock,
    costs,
    have: (change: Partial<typeof OWN>, ...others: (typeof OWN)[]) => {
      own = [{ ...OWN, ...change }, ...others];
    },
    learn: (learned: LearnedPolicy, direction: Direction = BC) => {
      const update = { channel: channelDirection(SCID_BC, direction), learned };
      context = {
        ...context,
        learned: withPolicy(context.learned as never, { update } as never, PENALTY_POLICY) as never,
      };
    },
    blame: (subject: string) => {
      const reproach = {
        kind: 'permanent',
        weight: 9_999,
        changedMs: 0,
        fromAmountMsat: 0n,
        paymentHash: HASH,
      } as const;
      context = { ...context, nodes: blamed(context.nodes, subject, reproach, PENALTY_POLICY) };
    },
  };
}

test('from here a route leaves over own channels as they are now; from elsewhere those that cannot carry the amount are left out', () => {
  const { costs, have } = viewed();
  equal([costs(NODE_A, NODE_C), costs(NODE_C, NODE_A), costs(NODE_A, NODE_B)], [1n, 1n, 0n]);
  have({ receivableMsat: AMOUNT - 1n });
  equal([costs(NODE_C, NODE_A), costs(NODE_A, NODE_B)], ['no route', 0n], 'it cannot receive that much');
  have({ spendableMsat: AMOUNT });
  is(costs(NODE_A, NODE_B), 0n, 'just enough');
  have({ spendableMsat: AMOUNT - 1n });
  equal([costs(NODE_C, NODE_A), costs(NODE_A, NODE_B)], [1n, 'no route']);
  have({ connected: false });
  equal([costs(NODE_C, NODE_A), costs(NODE_A, NODE_B)], ['no route', 'no route']);
});

test('a route from elsewhere through own channels heeds what they can send, and what the caller excludes', () => {
  const { graph, costs, have } = viewed();
  const shortChannelId = '301x1x0' as ShortChannelId;
  graph.addChannel(announced(shortChannelId, NODE_A, NODE_D));
  const onwards = { ...OWN, shortChannelId, peer: NODE_D, direction: directionOf(NODE_A, NODE_D) };
  const through = (spendableMsat: bigint, over = {}): unknown => {
    have({ receivableMsat: 2n * AMOUNT }, { ...onwards, spendableMsat, receivableMsat: 0n });
    return costs(NODE_C, NODE_D, over);
  };
  equal([through(AMOUNT), through(AMOUNT - 1n)], [2n, 'no route']);
  have({ receivableMsat: 2n * AMOUNT }, { ...onwards, connected: false });
  is(costs(NODE_C, NODE_D), 'no route', 'its peer is away');
  const exclude = [{ type: 'channel', channel: SCID_BC, direction: directionOf(NODE_C, NODE_B) }];
  is(through(AMOUNT, { exclude }), 'no route');
  is(costs(NODE_A, NODE_C, { exclude: [{ type: 'node', node: NODE_B }] }), 'no route');
});

test('an own channel nobody announced is a way from here, and of two directions each has its own limits', () => {
  const { costs, have } = viewed();
  const shortChannelId = '302x1x0' as ShortChannelId;
  have({}, { ...OWN, shortChannelId, peer: NODE_D, direction: directionOf(NODE_A, NODE_D) });
  is(costs(NODE_A, NODE_D), 0n);
  const turned = viewed();
  turned.have({ direction: 1, receivableMsat: 0n });
  is(turned.costs(NODE_B, NODE_A), 0n, 'what it cannot receive it cannot receive in direction 0');
  turned.have({ direction: 1, spendableMsat: 0n });
  is(turned.costs(NODE_B, NODE_A), 'no route');
});

test('what failures teach is laid over the graph once, gossip after it counts more, and each says when it was made', () => {
  const { view, learn, costs } = viewed();
  is(view.lastUpdate(SCID_BC, BC), 5, 'nobody told: since this view is');
  learn({ timestamp: 70, policy: DEAR });
  equal([costs(NODE_A, NODE_C), view.lastUpdate(SCID_BC, BC)], [99n, 70]);
  is(view.announcedPolicy(NODE_B, SCID_BC, NODE_C)?.feeBaseMsat, 99n);
  view.see({
    type: 'policy-changed',
    shortChannelId: SCID_BC,
    direction: BC,
    policy: { ...POLICY, feeBaseMsat: 5n },
    from: NODE_B,
    timestamp: 80,
  });
  equal(
    [costs(NODE_A, NODE_C), view.lastUpdate(SCID_BC, BC)],
    [5n, 80],
    'what was learned before is not laid over it again',
  );
  is(view.announcedPolicy(NODE_C, SCID_BC, NODE_B)?.feeBaseMsat, 1n);
  const back = BC === 0 ? 1 : 0;
  view.see({
    type: 'policy-changed',
    shortChannelId: SCID_BC,
    direction: back,
    policy: POLICY,
    from: NODE_C,
    timestamp: 81,
  });
  is(view.lastUpdate(SCID_BC, back), 81);
  view.see({ type: 'channel-closed', shortChannelId: SCID_BC });
  is(view.lastUpdate(SCID_BC, back), 5);
  equal([costs(NODE_A, NODE_C), view.lastUpdate(SCID_BC, BC)], ['no route', 5]);
  view.see({ type: 'channel-opened', channel: announced(SCID_BC, NODE_B, NODE_C) });
  is(costs(NODE_A, NODE_C), 1n);
  view.see({ type: 'channel-opened', channel: { ...announced(SCID_BC, NODE_B, NODE_C), policies: [DEAR, DEAR] } });
  is(costs(NODE_A, NODE_C), 1n, 'a channel that is there already opens once');
});

test('what a channel asks after an update is what the update says if it is news, and nothing if nobody announced it', () => {
  const { view, learn } = viewed();
  const after = (timestamp: number) => view.policyAfter(NODE_B, SCID_BC, NODE_C, { timestamp, policy: DEAR });
  equal(after(70), DEAR);
  learn({ timestamp: 70, policy: POLICY });
  equal([after(70), after(71)], [POLICY, DEAR]);
  is(view.policyAfter(NODE_A, SCID_BC, NODE_C, { timestamp: 1, policy: DEAR }), undefined);
});

test('what is avoided costs more than a way around it, unless the caller asks as if nothing were known', () => {
  const { view, graph, blame, costs } = viewed();
  const around = `03${'e'.repeat(64)}` as NodeId;
  graph.addChannel({ ...announced('201x1x0' as ShortChannelId, NODE_B, around), policies: [DEAR, DEAR] });
  graph.addChannel({ ...announced('202x1x0' as ShortChannelId, around, NODE_C), policies: [DEAR, DEAR] });
  graph.addChannel({ ...announced('203x1x0' as ShortChannelId, NODE_C, NODE_D), policies: [POLICY, POLICY] });
  graph.addChannel({ ...announced('204x1x0' as ShortChannelId, around, NODE_D), policies: [DEAR, DEAR] });
  is(costs(NODE_A, NODE_D), 2n);
  blame(NODE_C);
  is(costs(NODE_A, NODE_D), 198n);
  is(costs(NODE_A, NODE_D, { usePenalties: false }), 2n);
  is(view.penalties().length, 1);
});

test.run();
