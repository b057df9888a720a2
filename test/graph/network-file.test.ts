/** Every form of network file gives the same description. */

import { gzipSync } from 'node:zlib';
import { equal, not } from 'uvu/assert';
import { given } from '../../src/domain/given.ts';
import { directionOf } from '../../src/domain/ids.ts';
import { privateKeyOfName } from '../../src/graph/import/node-key.ts';
import type { NetworkDescription } from '../../src/graph/network-description.ts';
import { networkDigest } from '../../src/graph/network-digest.ts';
import { loadNetwork } from '../../src/graph/network-file.ts';
import { suite } from '../support/suite.ts';
import { A, B, csv, describegraph, fileOf, folderOf, listchannels, listnodes, own } from './network-fixtures.ts';

const test = suite('network files');

/** The point of SHA256("sendpay/node/alice"): changing it would change every example. */
export const ID_OF_ALICE = '030f74aebabcd7882c47b5a3fe8d0263dcc2b27d282fd353d384af01ef5c5767f9';

test('our JSON, listchannels with listnodes and describegraph tell of the same network', async () => {
  const forms = [
    fileOf(own),
    fileOf({ ...listchannels, ...listnodes }),
    folderOf({ 'listchannels.json': JSON.stringify(listchannels), 'listnodes.json': JSON.stringify(listnodes) }),
    fileOf(describegraph),
  ];
  const networks = await Promise.all(forms.map((path) => loadNetwork(path)));
  for (const network of networks) equal(networkDigest(network), networkDigest(networks[0]!));
  equal(networks[0]?.channels[0]?.policies[1], {
    feeBaseMsat: 8n,
    feePpm: 12,
    cltvDelta: 41,
    htlcMinimumMsat: 6n,
    htlcMaximumMsat: 800_000_000n,
    enabled: false,
  });
});

test('any form may be gzipped, whatever its name', async () => {
  const zipped = fileOf(gzipSync(JSON.stringify(describegraph)));
  equal(networkDigest(await loadNetwork(zipped)), networkDigest(await loadNetwork(fileOf(describegraph))));
  const packed = Object.fromEntries(Object.entries(csv).map(([name, text]) => [`${name}.gz`, gzipSync(text)]));
  equal(networkDigest(await loadNetwork(folderOf(packed))), networkDigest(await loadNetwork(folderOf(csv))));
});

test('the CSV tables give balances, policies by direction, names by number and keys by name', async () => {
  const network = await loadNetwork(folderOf(csv));
  const [zero, one] = ['0', '1'].map((alias) => network.nodes.find((node) => node.alias === alias)!);
  const [channel] = network.channels;
  equal(zero?.privateKey, privateKeyOfName('0'));
  equal(channel?.shortChannelId, '1x1x0');
  const forth = directionOf(zero!.id, one!.id);
  equal(channel?.balancesMsat[forth], 4_300_909n);
  equal(channel?.policies[forth], {
    feeBaseMsat: 1000n,
    feePpm: 1,
    cltvDelta: 144,
    htlcMinimumMsat: 1000n,
    htlcMaximumMsat: 50_000_000n,
    enabled: true,
  });
  equal(channel?.policies[1 - forth]?.feeBaseMsat, 2000n);
});

test('balances nobody tells are drawn from the seed and the channel id, and sum up to the capacity', async () => {
  const path = fileOf(listchannels);
  const drawn = async (seed?: string) => (await loadNetwork(path, given({ seed }))).channels[0]!.balancesMsat;
  const [first, second] = await drawn();
  equal(first + second, 1_000_000_000n);
  equal(first % 1000n, 0n);
  equal(await drawn(), [first, second]);
  not.equal(await drawn('another'), [first, second]);
});

test('everything of our own JSON that comes in twos follows its "nodes", in either order', async () => {
  const channel = (nodes: readonly [string, string], flip: boolean) => {
    const order = <T>(pair: readonly [T, T]): readonly T[] => (flip ? pair.toReversed() : pair);
    return {
      ...{ id: '9x9x9', nodes, capacity: 1000, balances: order([700, 300]), reserve: order([20, 10]) },
      ...{ opener: A, public: false, policies: order([{ feeBaseMsat: 1 }, null]) },
    };
  };
  const load = (entry: unknown) => loadNetwork(fileOf({ nodes: [{ id: A }, { id: B }], channels: [entry] }));
  const [straight, flipped] = [await load(channel([A, B], false)), await load(channel([B, A], true))];
  equal(flipped, straight);
  const [entry] = straight.channels;
  equal(
    [entry?.balancesMsat, entry?.reserveMsat, entry?.opener, entry?.isPublic],
    [[700n, 300n], [20n, 10n], 0, false],
  );
  equal([entry?.policies[0]?.feeBaseMsat, entry?.policies[1]], [1n, undefined]);
});

test('a node that is only named has a key made from its name, the same in every file', async () => {
  const network = (nodes: unknown[]): Promise<NetworkDescription> => loadNetwork(fileOf({ nodes, channels: [] }));
  const [plain, object] = [await network(['alice']), await network([{ name: 'alice' }])];
  equal(plain, object);
  equal(plain.nodes[0], {
    id: ID_OF_ALICE,
    alias: 'alice',
    privateKey: privateKeyOfName('alice'),
  });
  equal((await network([{ id: A }])).nodes[0], { id: A });
});

test('settings come from the file, and otherwise are those of a simulated network', async () => {
  const settings = { chain: 'signet', blockheight: 5, finalCltv: 18 };
  const { chain, blockheight, finalCltv } = await loadNetwork(fileOf({ ...settings, nodes: [], channels: [] }));
  equal({ chain, blockheight, finalCltv }, settings);
  const plain = await loadNetwork(fileOf({ nodes: [], channels: [] }));
  equal([plain.chain, plain.blockheight, plain.finalCltv], ['regtest', 800_000, undefined]);
});

test('missing policies are the defaults of the file, then those of Core Lightning', async () => {
  const channels = [{ id: '1x1x1', nodes: [A, B], capacity: 1000, policies: [{ feePpm: 3 }, {}] }];
  const file = { defaults: { feeBaseMsat: 4 }, nodes: [{ id: A }, { id: B }], channels };
  const { policies } = (await loadNetwork(fileOf(file))).channels[0]!;
  const expected = { feeBaseMsat: 4n, cltvDelta: 34, htlcMinimumMsat: 0n, htlcMaximumMsat: 1000n, enabled: true };
  equal(policies[0], { ...expected, feePpm: 3 });
  equal(policies[1], { ...expected, feePpm: 10 });
});

test('an alias that several nodes took names none of them', async () => {
  const nodes = [
    { pub_key: A, alias: 'twin' },
    { pub_key: B, alias: 'twin' },
  ];
  equal((await loadNetwork(fileOf({ nodes, edges: [] }))).nodes, [{ id: A }, { id: B }]);
});

test('the digest changes with nodes, channels, balances and policies, and not with a private key', async () => {
  const network = await loadNetwork(fileOf(own));
  const [channel] = network.channels;
  const others: NetworkDescription[] = [
    { ...network, chain: 'testnet' },
    { ...network, nodes: network.nodes.map((node) => ({ ...node, alias: `x${node.alias}` })) },
    { ...network, channels: [{ ...channel!, balancesMsat: [1n, 999_999_999n] }] },
    { ...network, channels: [{ ...channel!, policies: [undefined, channel!.policies[1]] }] },
    { ...network, channels: [{ ...channel!, reserveMsat: [1n, 1n] }] },
  ];
  equal(new Set([network, ...others].map(networkDigest)).size, others.length + 1);
  const keyed = network.nodes.map((node) => ({ ...node, privateKey: privateKeyOfName('other') }));
  equal(networkDigest({ ...network, nodes: keyed }), networkDigest(network));
});

test.run();
