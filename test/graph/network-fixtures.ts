/** The same small network in every form of file, and files to put it in; they are gone when the process ends. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeOf } from './support.ts';

export const folder = mkdtempSync(join(tmpdir(), 'sendpay-network-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

let files = 0;
export function fileOf(content: unknown): string {
  const path = join(folder, `network-${files++}`);
  writeFileSync(path, typeof content === 'string' || Buffer.isBuffer(content) ? content : JSON.stringify(content));
  return path;
}
export function folderOf(contents: Readonly<Record<string, string | Buffer>>): string {
  const path = join(folder, `folder-${files++}`);
  mkdirSync(path);
  for (const [name, content] of Object.entries(contents)) writeFileSync(join(path, name), content);
  return path;
}

export const [A, B] = [nodeOf('a'), nodeOf('b')];
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
export const own = {
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
export const listchannels = { channels: [record(B, A, BACK), record(A, B, POLICY)] };
export const listnodes = { nodes: [{ nodeid: A, alias: 'ann' }, { nodeid: B }] };
const lndPolicy = (policy: typeof POLICY & { enabled?: boolean }) => ({
  time_lock_delta: policy.cltvDelta,
  min_htlc: `${policy.htlcMinimumMsat}`,
  fee_base_msat: `${policy.feeBaseMsat}`,
  fee_rate_milli_msat: `${policy.feePpm}`,
  disabled: !(policy.enabled ?? true),
  max_htlc_msat: `${policy.htlcMaximumMsat}`,
});
export const describegraph = {
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
export const csv = {
  'nodes_ln.csv': 'id\n0\n1\n',
  'channels_ln.csv': 'id,edge1_id,edge2_id,node1_id,node2_id,capacity\n0,0,1,0,1,50000000\n',
  'edges_ln.csv':
    'id,channel_id,counter_edge_id,from_node_id,to_node_id,balance,fee_base,fee_proportional,min_htlc,timelock\n' +
    '0,0,1,0,1,4300909,1000,1,1000,144\n1,0,0,1,0,45699091,2000,3,4,40\n',
};
