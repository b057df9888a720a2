/**
 * A folder of three CSV tables: `nodes_ln.csv`, `channels_ln.csv`, `edges_ln.csv`, as payment simulators exchange them.
 *
 * Nodes and channels are numbers; capacities, balances, base fees and minimums are msat, proportional fees millionths,
 * timelocks blocks. A channel names its two edges; an edge is one direction, with its near end's balance and policy.
 * Invariant: a node is named by its number and has the key of that name (`node-key.ts`); channel n gets the short channel
 * id (n + 1)x1x0, since block 0 has no transactions to spend. Columns are found by name, so their order does not matter.
 */
import type { Msat } from '../../domain/amount.ts';
import { MAX_U24, type NodeId, type ShortChannelId } from '../../domain/ids.ts';
import type { ChannelPolicy } from '../../domain/route.ts';
import type { NodeDescription } from '../network-description.ts';
import { type CsvRow, parseCsv } from './csv-table.ts';
import type { ChannelDraft, Draft } from './finish-network.ts';
import { MAX_U16, MAX_U32 } from './json-value.ts';
import { nodeIdOfPrivateKey, privateKeyOfName } from './node-key.ts';
import { findInFolder, readText, wrongFile } from './text-file.ts';

const NODES = { file: 'nodes_ln.csv', columns: ['id'] } as const;
const CHANNELS = {
  file: 'channels_ln.csv',
  columns: ['id', 'edge1_id', 'edge2_id', 'node1_id', 'node2_id', 'capacity'],
} as const;
const EDGES = {
  file: 'edges_ln.csv',
  columns: [
    'id',
    'channel_id',
    'from_node_id',
    'to_node_id',
    'balance',
    'fee_base',
    'fee_proportional',
    'min_htlc',
    'timelock',
  ],
} as const;

export async function isCsvFolder(folder: string): Promise<boolean> {
  return (await findInFolder(folder, CHANNELS.file)) !== undefined;
}

export async function importCsvFolder(folder: string): Promise<Draft> {
  const nodes = (await readTable(folder, NODES)).map((row) => ({ where: row.where, node: readNode(row) }));
  const ids = new Map(nodes.map(({ node }) => [node.alias!, node.id]));
  const edges = new Map((await readTable(folder, EDGES)).map((row) => [row.text('id'), row]));
  const channels = await readTable(folder, CHANNELS);
  return { nodes, channels: channels.map((row) => readChannel(row, edges, ids)) };
}

async function readTable(folder: string, table: { file: string; columns: readonly string[] }): Promise<CsvRow[]> {
  const path = await findInFolder(folder, table.file);
  if (path === undefined) throw wrongFile(folder, undefined, `has no ${table.file}`);
  return parseCsv(path, await readText(path), table.columns);
}

function readNode(row: CsvRow): NodeDescription {
  const alias = `${row.integer('id', MAX_U32)}`;
  const privateKey = privateKeyOfName(alias);
  const id = nodeIdOfPrivateKey(privateKey);
  if (!id) throw row.wrong(`node ${alias} has no valid key`);
  return { id, alias, privateKey };
}

function readChannel(row: CsvRow, edges: ReadonlyMap<string, CsvRow>, ids: ReadonlyMap<string, NodeId>): ChannelDraft {
  const pair = [edgeOf(row, 'edge1_id', 'node1_id', edges), edgeOf(row, 'edge2_id', 'node2_id', edges)] as const;
  const capacityMsat = row.msat('capacity');
  return {
    where: row.where,
    shortChannelId: `${row.integer('id', MAX_U24 - 1) + 1}x1x0` as ShortChannelId,
    ends: [nodeOf(row, 'node1_id', ids), nodeOf(row, 'node2_id', ids)],
    capacityMsat,
    balancesMsat: [pair[0].msat('balance'), pair[1].msat('balance')],
    isPublic: true,
    policies: [readPolicy(pair[0], capacityMsat), readPolicy(pair[1], capacityMsat)],
  };
}

/** The edge a channel names, which must say it is that channel's and leave that node. */
function edgeOf(row: CsvRow, column: string, from: string, edges: ReadonlyMap<string, CsvRow>): CsvRow {
  const edge = edges.get(row.text(column));
  if (!edge) throw row.wrong(`${column}: there is no edge ${row.text(column)}`);
  if (edge.text('channel_id') !== row.text('id')) throw edge.wrong(`is of another channel than ${row.text('id')}`);
  if (edge.text('from_node_id') !== row.text(from)) throw edge.wrong(`does not leave node ${row.text(from)}`);
  return edge;
}

function nodeOf(row: CsvRow, column: string, ids: ReadonlyMap<string, NodeId>): NodeId {
  const id = ids.get(row.text(column));
  if (!id) throw row.wrong(`${column}: node ${row.text(column)} is not listed`);
  return id;
}

function readPolicy(edge: CsvRow, capacityMsat: Msat): ChannelPolicy {
  return {
    feeBaseMsat: BigInt(edge.integer('fee_base', MAX_U32)),
    feePpm: edge.integer('fee_proportional', MAX_U32),
    cltvDelta: edge.integer('timelock', MAX_U16),
    htlcMinimumMsat: edge.msat('min_htlc'),
    htlcMaximumMsat: capacityMsat,
    enabled: true,
  };
}
