/** Four nodes in a line, A-B-C-D, on a journal in memory, each with its socket: what command tests talk to. */

import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { curve } from '../../src/bolt/index.ts';
import type { NodeId, ShortChannelId } from '../../src/domain/ids.ts';
import type { ChannelPolicy } from '../../src/domain/route.ts';
import { openSimulatedEngine, type SimulatedEngine } from '../../src/engine/simulated-engine.ts';
import type { ChannelDescription, NetworkDescription } from '../../src/graph/network-description.ts';
import { openMemoryJournal } from '../../src/journal/memory.ts';
import { type CallOutcome, call } from '../../src/rpc/client.ts';
import type { AnyCommand } from '../../src/rpc/command.ts';
import type { JsonValue } from '../../src/rpc/json-value.ts';
import type { ServedNode } from '../../src/rpc/served-node.ts';
import { Serving } from '../../src/rpc/serving.ts';
import { seededRandom } from '../../src/runtime/random.ts';

export type Name = 'A' | 'B' | 'C' | 'D';
const NAMES: readonly Name[] = ['A', 'B', 'C', 'D'];
export const CHANNELS = ['101x1x0', '102x1x0', '103x1x0'] as ShortChannelId[];

const keyOf = (name: Name): Buffer => createHash('sha256').update(`test node ${name}`).digest();
export const idOf = (name: Name): NodeId => Buffer.from(curve.publicKey(keyOf(name))).toString('hex') as NodeId;

const POLICY: ChannelPolicy = {
  feeBaseMsat: 1n,
  feePpm: 10,
  cltvDelta: 6,
  htlcMinimumMsat: 0n,
  htlcMaximumMsat: 990_000_000n,
  enabled: true,
};
const CAPACITY_MSAT = 1_000_000_000n;

/** The whole capacity is on the side nearer to A. */
function channelBetween(index: number): ChannelDescription {
  const near = idOf(NAMES[index] as Name);
  const far = idOf(NAMES[index + 1] as Name);
  const [node1, node2] = near < far ? [near, far] : [far, near];
  return {
    shortChannelId: CHANNELS[index] as ShortChannelId,
    node1,
    node2,
    capacityMsat: CAPACITY_MSAT,
    balancesMsat: node1 === near ? [CAPACITY_MSAT, 0n] : [0n, CAPACITY_MSAT],
    isPublic: true,
    opener: node1 === near ? 0 : 1,
    policies: [POLICY, POLICY],
  };
}

const NETWORK: NetworkDescription = {
  chain: 'regtest',
  blockheight: 121,
  nodes: NAMES.map((alias) => ({ id: idOf(alias), alias, privateKey: keyOf(alias).toString('hex') })),
  channels: [0, 1, 2].map(channelBetween),
};

export interface Line {
  readonly engine: SimulatedEngine;
  socketOf(name: Name): string;
  call(name: Name, method: string, params?: JsonValue): Promise<CallOutcome>;
  /** The result of a call that must succeed. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of any shape
  ok(name: Name, method: string, params?: JsonValue): Promise<any>;
}

/** `more`: commands beside those every node has. */
export async function withNetwork(
  body: (line: Line) => Promise<void>,
  more: (engine: SimulatedEngine) => readonly AnyCommand<ServedNode>[] = () => [],
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'line-'));
  const engine = await openSimulatedEngine({
    journal: await openMemoryJournal(),
    network: NETWORK,
    operate: NAMES,
    random: seededRandom('line'),
  });
  const socketOf = (name: Name): string => join(folder, name, 'lightning-rpc');
  const folderOf = (name: string): string => join(folder, name);
  const serving = new Serving(engine, { folderOf, stop: () => {}, more: more(engine) });
  await Promise.all(NAMES.map((name) => serving.listen(name, socketOf(name))));
  const line: Line = {
    engine,
    socketOf,
    call: (name, method, params = {}) => call(socketOf(name), method, params),
    async ok(name, method, params) {
      const outcome = await line.call(name, method, params);
      if ('result' in outcome) return outcome.result;
      throw new Error(`${method} answered ${JSON.stringify(outcome)}`);
    },
  };
  try {
    await body(line);
  } finally {
    await serving.close();
    await engine.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
