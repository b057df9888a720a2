/**
 * Driver for the conformance replayer: starts our nodes with the network a transcript describes, one real socket each.
 *
 * All nodes live in one process on one LevelDB journal, as the daemon operates them. Stopping or killing a node ends the
 * whole engine: in order, or by leaving it behind and going on from a copy of its database as it lay on disk at that
 * moment, which is what kill -9 leaves. The other nodes come back at once, the stopped one when it is started; so every
 * stop and kill of a transcript is also a recovery of everything that was in flight.
 * Invariant: knows a topology, never a scenario.
 */

import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { given } from '../src/domain/given.ts';
import type { NodeId, Preimage, ShortChannelId } from '../src/domain/ids.ts';
import type { ChannelPolicy } from '../src/domain/route.ts';
import { openSimulatedEngine, type SimulatedEngine } from '../src/engine/simulated-engine.ts';
import type { ChannelDescription, NetworkDescription } from '../src/graph/network-description.ts';
import { openLevelJournal } from '../src/journal/level.ts';
import type { SimulationControls } from '../src/network/simulation-controls.ts';
import { type CallOutcome, call } from '../src/rpc/client.ts';
import type { JsonValue } from '../src/rpc/json-value.ts';
import type { RpcServer } from '../src/rpc/server.ts';
import { Serving } from '../src/rpc/serving.ts';

type NodeName = string;
interface TopologyPolicy {
  readonly direction: 0 | 1;
  readonly fee_base_msat: number;
  readonly fee_ppm: number;
  readonly cltv_delta: number;
  readonly htlc_minimum_msat: number;
  readonly htlc_maximum_msat: number;
}
interface TopologyChannel {
  readonly short_channel_id: string;
  readonly source: NodeName;
  readonly destination: NodeName;
  readonly opener: NodeName;
  readonly capacity_sat: number;
  readonly public: boolean;
  readonly balances_msat: Readonly<Record<NodeName, number>>;
  readonly reserve_msat: Readonly<Record<NodeName, number>>;
  readonly feerate_perkw?: number;
  readonly dust_limit_msat: number;
  readonly max_accepted_htlcs: number;
  readonly policies: Readonly<Record<NodeName, TopologyPolicy>>;
}
interface Topology {
  readonly network: NetworkDescription['chain'];
  readonly blockheight: number;
  readonly mpp_timeout_seconds: number;
  readonly nodes: readonly { readonly name: NodeName; readonly id: string; readonly privkey: string }[];
  readonly channels: readonly TopologyChannel[];
}
type HoldSpec =
  | { readonly mode: 'hold' }
  | { readonly mode: 'fail'; readonly failure_message: string }
  | { readonly mode: 'resolve'; readonly payment_key: string };

const MS_PER_SECOND = 1000;
/** From node to node. Long enough that a call made right after a payment left finds it pending, as on the recorded nodes. */
const LATENCY_MS = 100;

/**
 * `final_cltv` of a topology is left out: it says 5, but the recorded invoices ask for 10 blocks and the recorded nodes
 * refuse an HTLC with 6 left. 10 is Core Lightning's default on regtest, and ours.
 */
function describe(topology: Topology): NetworkDescription {
  const idOf = new Map(topology.nodes.map(({ name, id }) => [name, id as NodeId]));
  return {
    chain: topology.network,
    blockheight: topology.blockheight,
    nodes: topology.nodes.map(({ name, id, privkey }) => ({ id: id as NodeId, alias: name, privateKey: privkey })),
    channels: topology.channels.map((channel) => describeChannel(channel, idOf)),
  };
}

function describeChannel(channel: TopologyChannel, idOf: ReadonlyMap<NodeName, NodeId>): ChannelDescription {
  const ids = (name: NodeName): NodeId => idOf.get(name) as NodeId;
  const sides = [channel.source, channel.destination].sort((a, b) => (ids(a) < ids(b) ? -1 : 1)) as [
    NodeName,
    NodeName,
  ];
  const [first, second] = sides;
  return {
    shortChannelId: channel.short_channel_id as ShortChannelId,
    node1: ids(first),
    node2: ids(second),
    capacityMsat: BigInt(channel.capacity_sat) * 1000n,
    balancesMsat: [BigInt(channel.balances_msat[first] ?? 0), BigInt(channel.balances_msat[second] ?? 0)],
    reserveMsat: [BigInt(channel.reserve_msat[first] ?? 0), BigInt(channel.reserve_msat[second] ?? 0)],
    maxAcceptedHtlcs: channel.max_accepted_htlcs,
    dustLimitMsat: BigInt(channel.dust_limit_msat),
    ...given({ feeratePerKw: channel.feerate_perkw }),
    opener: channel.opener === first ? 0 : 1,
    isPublic: channel.public,
    policies: [policyOf(channel.policies[first]), policyOf(channel.policies[second])],
  };
}

function policyOf(policy: TopologyPolicy | undefined): ChannelPolicy | undefined {
  return (
    policy && {
      feeBaseMsat: BigInt(policy.fee_base_msat),
      feePpm: policy.fee_ppm,
      cltvDelta: policy.cltv_delta,
      htlcMinimumMsat: BigInt(policy.htlc_minimum_msat),
      htlcMaximumMsat: BigInt(policy.htlc_maximum_msat),
      enabled: true,
    }
  );
}

/** The engine, its sockets and its database, started and started again. */
class Deployment {
  readonly #folder = mkdtempSync(join(tmpdir(), 'conform-'));
  readonly #topology: Topology;
  readonly #stopped = new Set<NodeName>();
  readonly #servers = new Map<NodeName, RpcServer>();
  #generation = 0;
  #running: SimulatedEngine | undefined;

  constructor(topology: Topology) {
    this.#topology = topology;
  }

  get engine(): SimulatedEngine {
    if (this.#running === undefined) throw new TypeError('the engine is not running');
    return this.#running;
  }

  id(name: NodeName): NodeId {
    return this.#topology.nodes.find((node) => node.name === name)?.id as NodeId;
  }

  socketOf(name: NodeName): string {
    return join(this.#folder, name, 'lightning-rpc');
  }

  async open(): Promise<void> {
    this.#running = await openSimulatedEngine({
      journal: await openLevelJournal({ dir: this.#database() }),
      network: describe(this.#topology),
      operate: this.#topology.nodes.map(({ name }) => name),
      settings: { mppTimeoutMs: this.#topology.mpp_timeout_seconds * MS_PER_SECOND, latencyMs: LATENCY_MS },
    });
    for (const { name } of this.#topology.nodes) if (!this.#stopped.has(name)) await this.#listen(name);
  }

  async start(name: NodeName): Promise<void> {
    this.#stopped.delete(name);
    this.engine.network.simulation.setOnline(this.id(name), true);
    await this.#listen(name);
  }

  async stop(name: NodeName): Promise<void> {
    this.engine.network.simulation.setOnline(this.id(name), false);
    this.#stopped.add(name);
    await this.#closeSockets();
    await this.engine.close();
    await this.open();
  }

  async kill(name: NodeName): Promise<void> {
    const left = this.#database();
    this.#generation++;
    cpSync(left, this.#database(), { recursive: true });
    this.#stopped.add(name);
    await this.#closeSockets();
    await this.engine.close();
    await this.open();
    this.engine.network.simulation.setOnline(this.id(name), false);
  }

  async close(): Promise<void> {
    await this.#closeSockets();
    await this.engine.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #database(): string {
    return join(this.#folder, `journal-${this.#generation}`);
  }

  async #listen(name: NodeName): Promise<void> {
    const path = this.socketOf(name);
    const serving = new Serving(this.engine, { folderOf: () => dirname(path), stop: () => {} });
    this.#servers.set(name, await serving.listen(name, path));
  }

  async #closeSockets(): Promise<void> {
    await Promise.all([...this.#servers.values()].map((server) => server.close()));
    this.#servers.clear();
  }
}

/** What the replayer asks of a driver (conformance README). */
export default async function start(topology: Topology) {
  const deployment = new Deployment(topology);
  await deployment.open();
  const network = (): SimulationControls => deployment.engine.network.simulation;
  return {
    rpc: (node: NodeName, method: string, params: JsonValue): Promise<CallOutcome> =>
      call(deployment.socketOf(node), method, params).catch(() => ({ closed: true }) as const),
    hold(node: NodeName, spec: HoldSpec): void {
      const id = deployment.id(node);
      if (spec.mode === 'hold') network().hold(id);
      else if (spec.mode === 'fail') network().hold(id, { mode: 'fail', failureMessage: spec.failure_message });
      else network().hold(id, { mode: 'resolve', preimage: spec.payment_key as Preimage });
    },
    release: (node: NodeName): void => network().release(deployment.id(node)),
    stop: (node: NodeName): Promise<void> => deployment.stop(node),
    kill: (node: NodeName): Promise<void> => deployment.kill(node),
    start: (node: NodeName): Promise<void> => deployment.start(node),
    settle: (): Promise<void> => network().settled(),
    mine: (blocks: number): void => network().mine(blocks),
    close: (): Promise<void> => deployment.close(),
  };
}
