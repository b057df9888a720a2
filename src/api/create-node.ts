/**
 * `createNode` and `createNodes`: an engine with operated nodes, inside a program.
 *
 * Invariant: when the promise resolves, recovery has run and everything that was in flight goes on; the process lives while
 * somebody waits for an answer, not because nodes are open; `close` ends every wait, flushes what is staged and releases the
 * directory.
 */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../domain/clock.ts';
import { SendpayError } from '../domain/errors.ts';
import type { RandomSource } from '../domain/random.ts';
import { Engine, type EngineOptions } from '../engine/engine.ts';
import { openSimulatedEngine } from '../engine/simulated-engine.ts';
import type { NetworkDescription } from '../graph/network-description.ts';
import { loadNetwork } from '../graph/network-file.ts';
import { openEpochNote } from '../journal/epoch-note.ts';
import { openMemoryJournal } from '../journal/memory.ts';
import type { Journal } from '../journal/port.ts';
import type { SimulatedNetwork, SimulatedNetworkSettings } from '../network/simulated-network.ts';
import { exampleNetworkPath } from '../rpc/package-files.ts';
import { Serving } from '../rpc/serving.ts';
import type { Switch } from '../switch/port.ts';
import type { CapabilityOf } from './command-types.ts';
import { checkOptions } from './node-options.ts';
import { Outstanding } from './outstanding.ts';
import { type SendpayNode, sendpayNode } from './sendpay-node.ts';

interface CommonOptions {
  /** Directory of the LevelDB database. Absent, and no `journal`: the log is kept in memory and lost with the process. */
  readonly dir?: string;
  /** An open journal instead of `dir`; `close` closes it. */
  readonly journal?: Journal;
  /** Default: the machine's clock. */
  readonly clock?: Clock;
  /** Default: the operating system's generator. */
  readonly random?: RandomSource;
  /** How fast penalties lose half their weight, ms. Default 60,000. */
  readonly penaltyHalfLifeMs?: number;
  /**
   * A file outside `dir` that notes how far the log was: with it an older copy of the directory is found out, and sends nothing.
   * Keep it where `dir` is not copied from. Made when it is not there.
   */
  readonly epochFile?: string;
  /** Takes a log that was rolled back or imported as it is: it sends again, and asks the node about each attempt first. */
  readonly acceptRollback?: boolean;
}

/** Over the simulated network. */
export interface CreateNodesOptions extends CommonOptions {
  /** Names or ids of the nodes to operate. */
  readonly nodes: readonly string[];
  /** A network file or folder of any known form, or a description. Default: the example network of the package. */
  readonly network?: string | NetworkDescription;
  /** Latency, MPP timeout and the like of the simulated network. */
  readonly settings?: SimulatedNetworkSettings;
}

/** Over nodes of your own, behind the Switch port. */
export interface SwitchOptions<S extends Switch = Switch> extends CommonOptions {
  readonly switch: S;
}

/** `N`: what the nodes pay through. */
export interface SendpayNodes<N extends Switch = SimulatedNetwork> {
  /** An operated node by name or id. Throws SENDPAY_UNKNOWN_NODE. */
  node(nameOrId: string): SendpayNode<CapabilityOf<N>>;
  /** What the nodes pay through. A simulated network has `simulation`: hold, release, setOnline, mine… */
  readonly network: N;
  readonly journal: Journal;
  readonly engine: Engine<N>;
  /** Serves a node's commands on a unix socket too (mode 0600). Closed with the rest. */
  serve(nameOrId: string, socketPath: string): Promise<void>;
  /** Ends every wait, flushes, closes. Idempotent. */
  close(): Promise<void>;
}

/**
 * Opens an engine that operates `nodes` of a simulated network, or that pays through your `switch`. Throws
 * SENDPAY_BAD_ARGUMENT, SENDPAY_JOURNAL_LOCKED, SENDPAY_JOURNAL_DAMAGED, SENDPAY_NETWORK_FILE, SENDPAY_NETWORK_MISMATCH,
 * SENDPAY_UNKNOWN_NODE.
 */
export async function createNodes(options: CreateNodesOptions): Promise<SendpayNodes>;
export async function createNodes<S extends Switch>(options: SwitchOptions<S>): Promise<SendpayNodes<S>>;
export async function createNodes(options: CreateNodesOptions | SwitchOptions): Promise<SendpayNodes<Switch>> {
  checkOptions(options);
  const outstanding = new Outstanding();
  const engine = await outstanding.during(() => openEngine(options));
  return handle(engine, options.dir ?? join(tmpdir(), 'sendpay'), outstanding);
}

async function openEngine(options: CreateNodesOptions | SwitchOptions): Promise<Engine> {
  const { dir, journal: given } = options;
  const epochNote = options.epochFile === undefined ? undefined : openEpochNote(options.epochFile, dir);
  const journal = given ?? (await openJournal(dir));
  try {
    const opening = { journal, ...(epochNote === undefined ? {} : { epochNote }) };
    return await (isOverSwitch(options) ? openOverSwitch(options, opening) : openSimulated(options, opening));
  } catch (error) {
    await journal.close();
    throw error;
  }
}

const isOverSwitch = (options: CreateNodesOptions | SwitchOptions): options is SwitchOptions =>
  'switch' in options && options.switch !== undefined;

/** LevelDB is loaded only by those who keep a database. */
async function openJournal(dir: string | undefined): Promise<Journal> {
  if (dir === undefined) return openMemoryJournal();
  const { openLevelJournal } = await import('../journal/level.ts');
  return openLevelJournal({ dir });
}

type Opening = Pick<EngineOptions, 'journal' | 'epochNote'>;

function openOverSwitch({ switch: network, dir: _dir, ...options }: SwitchOptions, opening: Opening): Promise<Engine> {
  return Engine.open({ ...options, ...opening, network });
}

async function openSimulated(options: CreateNodesOptions, opening: Opening): Promise<Engine> {
  const { nodes: operate, dir: _dir, network: given = exampleNetworkPath(), ...rest } = options;
  const network = typeof given === 'string' ? await loadNetwork(given) : given;
  return openSimulatedEngine({ ...rest, ...opening, network, operate });
}

function handle(engine: Engine, folder: string, outstanding: Outstanding): SendpayNodes<Switch> {
  const made = new Map<string, SendpayNode>();
  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    const closed = outstanding.during(async () => {
      await serving.close();
      await engine.close();
    });
    // The engine ends its waits first, each with its own words; what it knows nothing of ends here.
    await closed.finally(() => outstanding.close());
  };
  const closeOnce = (): Promise<void> => {
    closing ??= close();
    return closing;
  };
  // Nothing more becomes durable, so nobody will be answered.
  engine.journal.onFailure(() => outstanding.close());
  const serving = new Serving(engine, { folderOf: () => folder, stop: () => void closeOnce() });
  return {
    engine,
    network: engine.network,
    journal: engine.journal,
    node(nameOrId) {
      const { id } = engine.node(nameOrId);
      const node = made.get(id) ?? sendpayNode(serving.service(id), outstanding);
      made.set(id, node);
      return node;
    },
    async serve(nameOrId, path) {
      await serving.listen(nameOrId, path);
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
export async function createNode(given: CreateNodeOptions): Promise<StandaloneNode> {
  if (typeof given?.node !== 'string' || given.node === '')
    throw new SendpayError('SENDPAY_BAD_ARGUMENT', 'node: the name or id of the node to operate');
  const { node, ...options } = given;
  const nodes = await createNodes({ ...options, nodes: [node] });
  return Object.assign(nodes.node(node), { nodes, close: () => nodes.close() });
}
