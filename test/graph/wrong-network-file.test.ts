/** A wrong network file is refused with its name, the place in it and the reason. */
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { match, ok } from 'uvu/assert';
import { SendpayError } from '../../src/domain/errors.ts';
import { loadNetwork } from '../../src/graph/network-file.ts';
import { suite } from '../support/suite.ts';
import { A, B, csv, describegraph, fileOf, folder, folderOf, listchannels, own } from './network-fixtures.ts';
import { nodeOf } from './support.ts';

const test = suite('wrong network files');

async function problemOf(path: string): Promise<string> {
  try {
    await loadNetwork(path);
  } catch (error) {
    if (error instanceof SendpayError && error.code === 'SENDPAY_NETWORK_FILE') return error.message;
    throw error;
  }
  return 'no problem';
}

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
