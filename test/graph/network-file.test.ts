/** Every form of network file gives the same description, and a wrong one is refused with its place and reason. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { equal, match, not, ok } from 'uvu/assert';
import { SendpayError } from '../../src/domain/errors.ts';
import { directionOf } from '../../src/domain/ids.ts';
import { privateKeyOfName } from '../../src/graph/import/node-key.ts';
import { type NetworkDescription, networkDigest } from '../../src/graph/network-description.ts';
import { loadNetwork } from '../../src/graph/network-file.ts';
import { suite } from '../support/suite.ts';
import { nodeOf } from './support.ts';

const test = suite('network files');

const folder = mkdtempSync(join(tmpdir(), 'sendpay-network-'));
test.after(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
function fileOf(content: unknown): string {
  const path = join(folder, `network-${files++}`);
  writeFileSync(path, typeof content === 'string' || Buffer.isBuffer(content) ? content : JSON.stringify(content));
  return path;
}
function folderOf(contents: Readonly<Record<string, string | Buffer>>): string {
  const path = join(folder, `folder-${files++}`);
  mkdirSync(path);
  for (const [name, content] of Object.entries(contents)) writeFileSync(join(path, name), content);
  return path;
}

const [A, B] = [nodeOf('a'), nodeOf('b')];
/** The point of SHA256("sendpay/node/alice"): changing it would change every example. */
const ID_OF_ALICE = '030f74aebabcd7882c47b5a3fe8d0263dcc2b27d282fd353d384af01ef5c5767f9';
const POLICY = { feeBaseMsat: 7, feePpm: 11, cltvDelta: 40, htlcMinimumMsat: 5, htlcMaximumMsat: 900_000_000 };
const BACK = {
  feeBaseMsat: 8,
  feePpm: 12,
  cltvDelta: 41,
  htlcMinimumMsat: 6,
  htlcMaximumMsat: 800_000_000,
  enabled: false,
};

/** The same network in three forms. Channel 103x1x0 of 1,000,000 sat between A, called "ann", and B. */
const own = {
  nodes: [{ name: 'ann', id: A }, { id: B }],
  channels: [{ id: '103x1x0', nodes: ['ann', B], capacity: '1000000sat', policies: [POLICY, BACK] }],
};
const record = (from: string, to: string, policy: typeof POLICY & { enabled?: boolean }) => ({
  source: from,
  destination: to,
  short_channel_id: '103x1x0',
  public: true,
  amount_msat: 1_000_000_000,
  active: policy.enabled ?? true,
  base_fee_millisatoshi: policy.feeBaseMsat,
  fee_per_millionth: policy.feePpm,
  delay: policy.cltvDelta,
  htlc_minimum_msat: policy.htlcMinimumMsat,
  htlc_maximum_msat: `${policy.htlcMaximumMsat}msat`,
});
const listchannels = { channels: [record(B, A, BACK), record(A, B, POLICY)] };
const listnodes = { nodes: [{ nodeid: A, alias: 'ann' }, { nodeid: B }] };
const lndPolicy = (policy: typeof POLICY & { enabled?: boolean }) => ({
  time_lock_delta: policy.cltvDelta,
  min_htlc: `${policy.htlcMinimumMsat}`,
  fee_base_msat: `${policy.feeBaseMsat}`,
  fee_rate_milli_msat: `${policy.feePpm}`,
  disabled: !(policy.enabled ?? true),
  max_htlc_msat: `${policy.htlcMaximumMsat}`,
});
const describegraph = {
  nodes: [
    { pub_key: A, alias: 'ann' },
    { pub_key: B, alias: '' },
  ],
  edges: [
    {
      channel_id: `${(103n << 40n) | (1n << 16n)}`,
      node1_pub: B,
      node2_pub: A,
      capacity: '1000000',
      node1_policy: lndPolicy(BACK),
      node2_policy: lndPolicy(POLICY),
    },
  ],
};
const csv = {
  'nodes_ln.csv': 'id\n0\n1\n',
  'channels_ln.csv': 'id,edge1_id,edge2_id,node1_id,node2_id,capacity\n0,0,1,0,1,50000000\n',
  'edges_ln.csv':
    'id,channel_id,counter_edge_id,from_node_id,to_node_id,balance,fee_base,fee_proportional,min_htlc,timelock\n' +
    '0,0,1,0,1,4300909,1000,1,1000,144\n1,0,0,1,0,45699091,2000,3,4,40\n',
};

async function problemOf(path: string): Promise<string> {
  try {
    await loadNetwork(path);
  } catch (error) {
    if (error instanceof SendpayError && error.code === 'SENDPAY_NETWORK_FILE') return error.message;
    throw error;
  }
  return 'no problem';
}

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
  const drawn = async (seed?: string) =>
    (await loadNetwork(path, seed === undefined ? {} : { seed })).channels[0]!.balancesMsat;
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

test('the digest changes with anything that matters and not with the order', async () => {
  const network = await loadNetwork(fileOf(own));
  const [channel] = network.channels;
  const others: NetworkDescription[] = [
    { ...network, blockheight: 1 },
    { ...network, nodes: network.nodes.map((node) => ({ ...node, alias: `x${node.alias}` })) },
    { ...network, channels: [{ ...channel!, balancesMsat: [1n, 999_999_999n] }] },
    { ...network, channels: [{ ...channel!, policies: [undefined, channel!.policies[1]] }] },
    { ...network, channels: [{ ...channel!, reserveMsat: [1n, 1n] }] },
  ];
  equal(new Set([network, ...others].map(networkDigest)).size, others.length + 1);
  equal(networkDigest({ ...network, nodes: network.nodes.toReversed() }), networkDigest(network));
});

const channel = own.channels[0]!;
const withChannel = (over: object) => ({ ...own, channels: [{ ...channel, ...over }] });
const withRecord = (over: object) => ({
  channels: [listchannels.channels[0], { ...listchannels.channels[1], ...over }],
});
const withEdge = (over: object) => ({ ...describegraph, edges: [{ ...describegraph.edges[0], ...over }] });

/** What is wrong, the file, and how the message goes on after the file's name. */
const WRONG: readonly (readonly [string, unknown, RegExp])[] = [
  ['no JSON', '{\n"nodes": [,]}', /: line 2: not JSON: /],
  ['JSON cut short', '{\n"nodes": [\n', /: line 3: not JSON: /],
  ['damaged gzip', gzipSync('{}').subarray(0, 12), /: cannot be unpacked/],
  ['some other JSON', { hello: 1 }, /: path \$: not a network: needs "channels"/],
  ['an array', [1], /: path \$: expected an object/],
  ['a misspelt key', withChannel({ balnces: [1, 2] }), /: path \$\.channels\[0\]\.balnces: unknown key; known are id,/],
  [
    'a missing value',
    withChannel({ capacity: undefined }),
    /: path \$\.channels\[0\]\.capacity: is missing; expected an amount/,
  ],
  [
    'a negative amount',
    withChannel({ capacity: -5 }),
    /: path \$\.channels\[0\]\.capacity: expected an amount in msat, not -5/,
  ],
  ['half a msat', withChannel({ capacity: 0.5 }), /capacity: expected an amount in msat, not 0\.5/],
  ['an unsafe number', withChannel({ capacity: 2 ** 53 }), /capacity: expected an amount in msat/],
  [
    'too much',
    withChannel({ capacity: '9007199254740992', policies: undefined }),
    /has a capacity above 9007199254740991 msat/,
  ],
  ['no capacity', withChannel({ capacity: 0, policies: undefined }), /channel 103x1x0 has no capacity/],
  [
    'an unknown node',
    withChannel({ nodes: ['ann', 'bob'] }),
    /: path \$\.channels\[0\]\.nodes\[1\]: no node bob is listed/,
  ],
  ['three ends', withChannel({ nodes: [A, B, A] }), /: path \$\.channels\[0\]\.nodes: expected two values/],
  ['one end twice', withChannel({ nodes: [A, 'ann'] }), /channel 103x1x0 has the same node at both ends/],
  [
    'a channel twice',
    { ...own, channels: [channel, channel] },
    /: path \$\.channels\[1\]: channel 103x1x0 is listed twice/,
  ],
  [
    'a node twice',
    { ...own, nodes: [...own.nodes, { id: B }] },
    /: path \$\.nodes\[2\]: node 02[0-9a-f]+ is listed twice/,
  ],
  [
    'a name twice',
    { nodes: ['x', { name: 'x', id: A }], channels: [] },
    /: path \$\.nodes\[1\]: node x is listed twice/,
  ],
  [
    'balances that do not add up',
    withChannel({ balances: [1, 2] }),
    /channel 103x1x0 has balances 1 \+ 2 msat, which is not its capacity/,
  ],
  [
    'reserves above the capacity',
    withChannel({ reserve: ['600000sat', '600000sat'] }),
    /has reserves above its capacity/,
  ],
  [
    'minimum above maximum',
    withChannel({ policies: [{ htlcMinimumMsat: 9, htlcMaximumMsat: 8 }, null] }),
    /policies\[0\]: htlcMinimumMsat is above/,
  ],
  [
    'maximum above capacity',
    withChannel({ policies: [{ htlcMaximumMsat: '1000001sat' }, null] }),
    /policies\[0\]: htlcMaximumMsat is above the capacity/,
  ],
  [
    'an opener from elsewhere',
    { ...withChannel({ opener: 'zoe' }), nodes: [...own.nodes, 'zoe'] },
    /opener: the opener must be one of the two/,
  ],
  [
    'a channel id that is none',
    withChannel({ id: '103:1:0' }),
    /\.id: expected a short channel id such as "103x1x0", not "103:1:0"/,
  ],
  [
    'an unknown chain',
    { ...own, chain: 'dogecoin' },
    /: path \$\.chain: expected one of bitcoin, testnet, signet, regtest/,
  ],
  [
    'a key of no point',
    { nodes: [{ privateKey: '00'.repeat(32) }], channels: [] },
    /private key is not one of secp256k1/,
  ],
  [
    'a key of another node',
    { nodes: [{ id: A, privateKey: '11'.repeat(32) }], channels: [] },
    /its private key belongs to node/,
  ],
  [
    'a node without anything',
    { nodes: [{}], channels: [] },
    /: path \$\.nodes\[0\]: a node needs a name, an id or a private key/,
  ],
  [
    'a direction twice',
    { channels: [listchannels.channels[0], listchannels.channels[0]] },
    /: path \$\.channels\[1\]: this direction of the channel is listed twice/,
  ],
  [
    'two capacities',
    withRecord({ amount_msat: 5 }),
    /: path \$\.channels\[1\]: the other direction has another capacity/,
  ],
  [
    'other nodes',
    withRecord({ destination: nodeOf('c') }),
    /: path \$\.channels\[1\]: the other direction has other nodes/,
  ],
  [
    'a fee out of range',
    withRecord({ fee_per_millionth: 2 ** 32 }),
    /fee_per_millionth: expected a whole number from 0 to 4294967295/,
  ],
  [
    'a wrong type',
    withRecord({ active: 'yes' }),
    /: path \$\.channels\[1\]\.active: expected true or false, not "yes"/,
  ],
  [
    'an LND channel id that is none',
    withEdge({ channel_id: '103x1x0' }),
    /: path \$\.edges\[0\]\.channel_id: expected a channel id of 64 bits/,
  ],
  [
    'an LND edge to an unlisted node',
    withEdge({ node2_pub: nodeOf('c') }),
    /: path \$\.edges\[0\]: channel 103x1x0 ends at node .* not listed/,
  ],
];

for (const [what, content, message] of WRONG) {
  test(`a file with ${what} is refused with its name, place and reason`, async () => {
    const path = fileOf(content);
    const problem = await problemOf(path);
    ok(problem.startsWith(path), problem);
    match(problem.slice(path.length), message);
  });
}

const WRONG_TABLES: readonly (readonly [string, keyof typeof csv, string, RegExp])[] = [
  ['a missing column', 'nodes_ln.csv', 'number\n0\n1\n', /nodes_ln\.csv: line 1: has no column id/],
  ['a short row', 'edges_ln.csv', `${csv['edges_ln.csv']}2,0\n`, /edges_ln\.csv: line 4: has 2 values, not 10/],
  [
    'a word for a number',
    'edges_ln.csv',
    csv['edges_ln.csv'].replace('4300909', 'much'),
    /edges_ln\.csv: line 2: balance: expected a whole number .* "much"/,
  ],
  [
    'a wrong balance',
    'edges_ln.csv',
    csv['edges_ln.csv'].replace('4300909', '4300908'),
    /channels_ln\.csv line 2: channel 1x1x0 has balances/,
  ],
  [
    'a missing edge',
    'channels_ln.csv',
    csv['channels_ln.csv'].replace('0,0,1', '0,0,7'),
    /channels_ln\.csv: line 2: edge2_id: there is no edge 7/,
  ],
  [
    'an edge of another channel',
    'edges_ln.csv',
    csv['edges_ln.csv'].replace('\n1,0,', '\n1,5,'),
    /edges_ln\.csv: line 3: is of another channel than 0/,
  ],
  [
    'an edge from elsewhere',
    'edges_ln.csv',
    csv['edges_ln.csv'].replace('1,0,0,1,0', '1,0,0,0,1'),
    /edges_ln\.csv: line 3: does not leave node 1/,
  ],
  ['an unlisted node', 'nodes_ln.csv', 'id\n0\n', /channels_ln\.csv: line 2: node2_id: node 1 is not listed/],
];

for (const [what, table, text, message] of WRONG_TABLES) {
  test(`CSV tables with ${what} are refused with table, line and reason`, async () => {
    match(await problemOf(folderOf({ ...csv, [table]: text })), message);
  });
}

test('a folder without a network, a missing table and a missing file are refused by name', async () => {
  match(await problemOf(folderOf({ 'readme.txt': '' })), /a folder needs channels_ln\.csv or listchannels\.json/);
  match(await problemOf(folderOf({ 'channels_ln.csv': csv['channels_ln.csv'] })), /has no nodes_ln\.csv/);
  match(await problemOf(join(folder, 'nowhere.json')), /nowhere\.json: cannot be read \(ENOENT\)/);
});

test.run();
