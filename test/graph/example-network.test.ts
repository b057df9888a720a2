/** The example network: what the script makes, and fit for examples. */
import { readFileSync } from 'node:fs';
import { equal, ok } from 'uvu/assert';
import { EXAMPLE_NETWORK_FILE, makeExampleNetwork } from '../../scripts/make-example-network.ts';
import { graphOf } from '../../src/graph/graph-of-network.ts';
import { loadNetwork } from '../../src/graph/network-file.ts';
import { findRoute } from '../../src/graph/route-search.ts';
import { suite } from '../support/suite.ts';

const test = suite('the example network');

test('the committed file is what the script makes', () => {
  equal(readFileSync(EXAMPLE_NETWORK_FILE, 'utf8'), makeExampleNetwork());
});

test('it has a hundred named nodes with keys, some 300 channels, and some of them unannounced', async () => {
  const network = await loadNetwork(EXAMPLE_NETWORK_FILE);
  equal(network.nodes.length, 100);
  ok(network.nodes.every((node) => node.alias !== undefined && node.privateKey !== undefined));
  ok(network.channels.length > 250 && network.channels.length < 350, `${network.channels.length} channels`);
  ok(network.channels.some((channel) => !channel.isPublic));
});

test('its graph has the announced channels and every node, and nothing of what nobody was told', async () => {
  const network = await loadNetwork(EXAMPLE_NETWORK_FILE);
  const graph = graphOf(network);
  equal(graph.nodeCount, network.nodes.length);
  for (const channel of network.channels) {
    equal(graph.channel(channel.shortChannelId) !== undefined, channel.isPublic, channel.shortChannelId);
  }
});

test('every announced node reaches every other with 1,000 sat', async () => {
  const graph = graphOf(await loadNetwork(EXAMPLE_NETWORK_FILE));
  const ids = Array.from({ length: graph.nodeCount }, (_, i) => i)
    .filter((index) => graph.hasChannels(index))
    .map((index) => graph.nodeId(index));
  ok(ids.length > 90);
  for (const source of ids) {
    for (const destination of ids) {
      const answer = findRoute(graph, { source, destination, amountMsat: 1_000_000n, riskFactor: 10 });
      equal(answer.type, 'route', `${source} to ${destination}`);
    }
  }
});

test.run();
