/**
 * `createNode` and `createNodes`: an engine with operated nodes, inside a program.
 *
 * Invariant: when the promise resolves, recovery has run and everything that was in flight goes on; `close` ends every wait,
 * flushes what is staged and releases the directory.
 */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../domain/clock.ts';
import type { RandomSource } from '../domain/random.ts';
import { Engine } from '../engine/engine.ts';
import type { NetworkDescription } from '../graph/network-description.ts';
import { loadNetwork } from '../graph/network-file.ts';
import { openLevelJournal } from '../journal/level.ts';
import { openMemoryJournal } from '../journal/memory.ts';
import type { Journal } from '../journal/port.ts';
import type { SimulatedNetwork, SimulatedNetworkSettings } from '../network/simulated-network.ts';
import { commandRegistry, handlerOf } from '../rpc/command.ts';
import { COMMANDS } from '../rpc/commands/index.ts';
import { servedNode } from '../rpc/served-node.ts';
import { type RpcServer, serveRpc } from '../rpc/server.ts';
import { exampleNetworkPath, packageVersion } from './package-files.ts';
import { type SendpayNode, sendpayNode } from './sendpay-node.ts';

export interface CreateNodesOptions {
  /** Names or ids of the nodes to operate. */
  readonly nodes: readonly string[];
  /** A network file or folder of any known form, or a description. Default: the example network of the package. */
  readonly network?: string | NetworkDescription;
  /** Directory of the LevelDB database. Absent: the log is kept in memory and lost with the process. */
  readonly dir?: string;
  /** Default: the machine's clock. */
  readonly clock?: Clock;
  /** Default: the operating system's generator. */
  readonly random?: RandomSource;
  /** How fast penalties lose half their weight, ms. Default 60,000. */
  readonly penaltyHalfLifeMs?: number;
  /** Latency, MPP timeout and the like of the simulated network. */
  readonly settings?: SimulatedNetworkSettings;
}

export interface SendpayNodes {
  /** An operated node by name or id. Throws SENDPAY_UNKNOWN_NODE. */
  node(nameOrId: string): SendpayNode;
  /** The simulated network: hold, release, setOnline, mine, setPolicy… */
  readonly network: SimulatedNetwork;
  readonly journal: Journal;
  readonly engine: Engine;
  /** Serves a node's commands on a unix socket too (mode 0600). Closed with the rest. */
  serve(nameOrId: string, socketPath: string): Promise<void>;
  /** Ends every wait, flushes, closes. Idempotent. */
  close(): Promise<void>;
}

/**
 * Opens an engine that operates `nodes`. Throws SENDPAY_JOURNAL_LOCKED, SENDPAY_JOURNAL_DAMAGED, SENDPAY_NETWORK_FILE,
 * SENDPAY_NETWORK_MISMATCH, SENDPAY_UNKNOWN_NODE.
 */
export async function createNodes(options: CreateNodesOptions): Promise<SendpayNodes> {
  const { nodes: operate, dir, network: given = exampleNetworkPath(), ...engineOptions } = options;
  const network = typeof given === 'string' ? await loadNetwork(given) : given;
  const journal = dir === undefined ? await openMemoryJournal() : await openLevelJournal({ dir });
  const engine = await Engine.open({ ...engineOptions, journal, network, operate }).catch(async (error: unknown) => {
    await journal.close();
    throw error;
  });
  return handle(engine, dir ?? join(tmpdir(), 'sendpay'));
}

function handle(engine: Engine, folder: string): SendpayNodes {
  const registry = commandRegistry(COMMANDS);
  const servers: RpcServer[] = [];
  const made = new Map<string, SendpayNode>();
  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    await Promise.all(servers.map((server) => server.close()));
    await engine.close();
  };
  const closeOnce = (): Promise<void> => {
    closing ??= close();
    return closing;
  };
  const served = (nameOrId: string) =>
    servedNode(engine, nameOrId, { folder, version: packageVersion(), stop: () => void closeOnce() });
  return {
    engine,
    network: engine.network,
    journal: engine.journal,
    node(nameOrId) {
      const { id } = engine.node(nameOrId);
      const node = made.get(id) ?? sendpayNode(served(id), registry);
      made.set(id, node);
      return node;
    },
    async serve(nameOrId, path) {
      servers.push(await serveRpc({ path, handler: handlerOf(registry, served(nameOrId)) }));
    },
    close: closeOnce,
  };
}

export interface CreateNodeOptions extends Omit<CreateNodesOptions, 'nodes'> {
  /** Name or id of the node to operate. */
  readonly node: string;
}

/** One node, with the handle of its engine and `close`. */
export type StandaloneNode = SendpayNode & { readonly nodes: SendpayNodes; close(): Promise<void> };

/** Opens an engine that operates one node. Throws what `createNodes` throws. */
export async function createNode({ node, ...options }: CreateNodeOptions): Promise<StandaloneNode> {
  const nodes = await createNodes({ ...options, nodes: [node] });
  return Object.assign(nodes.node(node), { nodes, close: () => nodes.close() });
}
