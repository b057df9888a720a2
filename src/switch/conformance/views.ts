/**
 * The cases about what a switch says of itself and of the network: identity, height, channels, graph.
 *
 * Invariant: each title is a sentence of the contract in `port.ts` and `graph-feed.ts`.
 */
import assert from 'node:assert/strict';
import { CHAINS } from '../../domain/chain.ts';
import { directionOf, parseNodeId, parseShortChannelId, type ShortChannelId } from '../../domain/ids.ts';
import type { AnnouncedChannel, GraphChange, GraphFeed } from '../graph-feed.ts';
import type { HtlcAttempt, LocalChannel } from '../port.ts';
import type { Bench } from './bench.ts';
import { type Body, needs } from './sending.ts';

export const VIEW_CASES: Readonly<Record<string, Body>> = {
  'identity, chain and nodes are what they were before a restart': async (bench) => {
    const facts = (): unknown => {
      const { identity, chain, nodes, insideJournal } = bench.network;
      return structuredClone({ identity, chain, nodes, insideJournal });
    };
    await bench.start();
    const before = facts();
    const { identity, chain, nodes } = bench.network;
    assert.ok(identity.length > 0, 'an identity');
    assert.ok(CHAINS.includes(chain), `${chain} is a chain`);
    assert.ok(nodes.some(({ id }) => id === bench.harness.node));
    for (const { id } of nodes) assert.equal(parseNodeId(id), id);
    assert.equal(new Set(nodes.map(({ id }) => id)).size, nodes.length, 'a node is there once');
    await bench.restart();
    await bench.start();
    assert.deepEqual(facts(), before);
  },

  'an onion key is a key, the same each time': async (bench) => {
    await bench.start();
    for (const { id } of bench.network.graph.now().nodes) {
      const key = bench.network.onionKey(id);
      assert.equal(parseNodeId(key), key);
      assert.equal(bench.network.onionKey(id), key);
    }
  },

  'the block height is a positive integer': async (bench) => {
    await bench.start();
    for (const { id } of bench.network.nodes) {
      const height = bench.network.blockheight(id);
      assert.ok(Number.isSafeInteger(height) && height > 0, `height ${height}`);
    }
  },

  'own channels have the first hop, and one peer’s are those with that peer': async (bench) => {
    await bench.start();
    const { node, firstHop, sentMsat } = (await bench.make('fulfilled')) as HtlcAttempt;
    const all = bench.network.localChannels(node);
    const withPeer = bench.network.localChannels(node, firstHop.peer);
    assert.ok(withPeer.some((channel) => carries(channel, firstHop.channel, sentMsat)));
    for (const peer of new Set(all.map((channel) => channel.peer)))
      assert.deepEqual(
        idsOf(bench.network.localChannels(node, peer)),
        idsOf(all.filter((channel) => channel.peer === peer)),
      );
    assert.deepEqual(bench.network.localChannels(node, node), [], 'nobody has a channel with itself');
  },

  'the amounts and directions of own channels fit together, with an HTLC in flight too': async (bench) => {
    await bench.start();
    const { node } = bench.harness;
    for (const channel of bench.network.localChannels(node)) checkChannel(node, channel);
    await bench.send('held');
    for (const channel of bench.network.localChannels(node)) checkChannel(node, channel);
  },

  'a peer that is away is not connected': async (bench) => {
    const { setPeers, node } = bench.harness;
    needs(setPeers);
    await bench.start();
    for (const [state, connected] of [
      ['away', false],
      ['back', true],
    ] as const) {
      await setPeers.call(bench.harness, state);
      await bench.quiet();
      for (const channel of bench.network.localChannels(node)) assert.equal(channel.connected, connected, state);
    }
  },

  'the graph has each node and channel once, and both ends of a channel': async (bench) => {
    await bench.start();
    const { nodes, channels } = bench.network.graph.now();
    const ids = new Set(nodes.map(({ id }) => id));
    assert.equal(ids.size, nodes.length);
    assert.equal(new Set(channels.map(({ shortChannelId }) => shortChannelId)).size, channels.length);
    for (const channel of channels) {
      checkAnnounced(channel);
      assert.ok(ids.has(channel.node1) && ids.has(channel.node2), `${channel.shortChannelId}: its ends are there`);
    }
  },

  'now, and every change applied in order, is what the switch knows': async (bench) => {
    const { changeGraph } = bench.harness;
    needs(changeGraph);
    await bench.start();
    await assertFeedTells(bench, changeGraph.bind(bench.harness));
    await bench.restart();
    const reader = new Reader(bench.network.graph);
    await bench.start();
    await bench.quiet();
    reader.check(bench.network.graph);
    await assertFeedTells(bench, changeGraph.bind(bench.harness));
  },
};

const idsOf = (channels: readonly LocalChannel[]): ShortChannelId[] =>
  channels.map(({ shortChannelId }) => shortChannelId);

const carries = (
  { shortChannelId, state, connected, spendableMsat }: LocalChannel,
  wanted: ShortChannelId | undefined,
  amountMsat: bigint,
): boolean =>
  (wanted === undefined || shortChannelId === wanted) &&
  state === 'CHANNELD_NORMAL' &&
  connected &&
  spendableMsat >= amountMsat;

function checkChannel(node: LocalChannel['peer'], channel: LocalChannel): void {
  const { shortChannelId: id, peer, direction, capacityMsat, toUsMsat, spendableMsat, receivableMsat } = channel;
  assert.equal(parseShortChannelId(id), id);
  assert.equal(direction, directionOf(node, peer), `${id}: the direction is from us to the peer`);
  for (const amountMsat of [toUsMsat, spendableMsat, receivableMsat, channel.ourReserveMsat, channel.theirReserveMsat])
    assert.ok(amountMsat >= 0n && amountMsat <= capacityMsat, `${id}: ${amountMsat} of ${capacityMsat} msat`);
  assert.ok(spendableMsat <= toUsMsat, `${id}: what we could send is ours`);
  assert.ok(receivableMsat <= capacityMsat - toUsMsat, `${id}: what we could receive is theirs`);
}

function checkAnnounced({ shortChannelId, node1, node2, capacityMsat, policies }: AnnouncedChannel): void {
  assert.equal(parseShortChannelId(shortChannelId), shortChannelId);
  assert.ok(node1 < node2, `${shortChannelId}: node1 is the lesser`);
  assert.ok(capacityMsat >= 0n);
  assert.equal(policies.length, 2);
}

/** A reader as the port promises one: it took `now` and applies every change. */
class Reader {
  readonly channels: Map<ShortChannelId, AnnouncedChannel>;
  changes = 0;
  #fault: unknown;

  constructor(graph: GraphFeed) {
    this.channels = known(graph);
    graph.changes.subscribe((change) => {
      try {
        this.#apply(change);
      } catch (error) {
        this.#fault ??= error; // thrown here, it would end the process
      }
    });
  }

  /** Fails unless it knows what the switch says now. */
  check(graph: GraphFeed): void {
    if (this.#fault !== undefined) throw this.#fault;
    assert.deepEqual(this.channels, known(graph));
  }

  #apply(change: GraphChange): void {
    this.changes++;
    if (change.type === 'channel-opened') {
      checkAnnounced(change.channel);
      this.channels.set(change.channel.shortChannelId, change.channel);
      return;
    }
    const channel = this.channels.get(change.shortChannelId);
    if (channel === undefined) return;
    if (change.type === 'channel-closed') {
      this.channels.delete(change.shortChannelId);
      return;
    }
    const { direction, policy, from, timestamp } = change;
    assert.equal(from, direction === 0 ? channel.node1 : channel.node2, 'a policy is set by the node it is of');
    assert.ok(Number.isSafeInteger(timestamp) && timestamp >= 0);
    const [policy0, policy1] = channel.policies;
    const policies = direction === 0 ? ([policy, policy1] as const) : ([policy0, policy] as const);
    this.channels.set(channel.shortChannelId, { ...channel, policies });
  }
}

const known = (graph: GraphFeed): Map<ShortChannelId, AnnouncedChannel> =>
  new Map(graph.now().channels.map((channel) => [channel.shortChannelId, channel]));

async function assertFeedTells(bench: Bench, change: () => unknown): Promise<void> {
  const { graph } = bench.network;
  const reader = new Reader(graph);
  await change();
  await bench.quiet();
  assert.ok(reader.changes > 0, 'a change is told');
  reader.check(graph);
}
