/**
 * Serving the nodes of an engine: the one way for the daemon, the TypeScript API and tests.
 *
 * Invariant: whichever way in is taken, the same registry, the same checks and the same answers; `getinfo` tells one version.
 */
import type { Engine } from '../engine/engine.ts';
import { type AnyCommand, type CommandRegistry, commandRegistry, handlerOf } from './command.ts';
import { COMMANDS } from './commands/index.ts';
import type { RpcHandler } from './connection.ts';
import { roomForClients } from './descriptors.ts';
import type { RpcLimits } from './limits.ts';
import { packageVersion } from './package-files.ts';
import type { ServedNode } from './served-node.ts';
import { Room, type RpcServer, serveRpc } from './server.ts';

/** Clients read the version to know which fields to expect: those of this release of Core Lightning. */
const LIKE_VERSION = 'v24.11';

export interface ServingOptions {
  /** Folder of a node's socket, as `getinfo` tells it. */
  readonly folderOf: (name: string) => string;
  /** What the command `stop` does; called after its answer is on its way. */
  readonly stop: () => void;
  /** Commands beside Core Lightning's and ours. */
  readonly more?: readonly AnyCommand<ServedNode>[];
  readonly limits?: Partial<RpcLimits>;
  /** Connections to all sockets together. Default: what the limit of open files leaves. */
  readonly maxConnections?: number;
}

/** A node with the commands it has. */
export interface NodeService {
  readonly node: ServedNode;
  readonly registry: CommandRegistry<ServedNode>;
  readonly handler: RpcHandler;
}

export class Serving {
  readonly #engine: Engine;
  readonly #options: ServingOptions;
  readonly #servers: RpcServer[] = [];
  readonly #room: Room;

  constructor(engine: Engine, options: ServingOptions) {
    this.#engine = engine;
    this.#options = options;
    this.#room = new Room(options.maxConnections ?? roomForClients().sockets);
  }

  /** A node by name or id. Throws SENDPAY_UNKNOWN_NODE. */
  service(nameOrId: string): NodeService {
    const { folderOf, stop, more = [] } = this.#options;
    const { network } = this.#engine;
    const operated = this.#engine.node(nameOrId);
    const aliases = new Map(network.graph.now().nodes.map(({ id, alias }) => [id, alias]));
    const node: ServedNode = {
      ...network.capabilities,
      operated,
      chain: network.chain,
      folder: folderOf(nameOrId),
      version: `${LIKE_VERSION}-sendpay${packageVersion()}`,
      aliasOf: (id) => aliases.get(id),
      stop,
    };
    const registry = registryOf(node, more);
    return { node, registry, handler: handlerOf(registry, node) };
  }

  /** Serves a node on a unix socket (mode 0600) until `close`. Throws SENDPAY_UNKNOWN_NODE and what `serveRpc` throws. */
  async listen(nameOrId: string, path: string): Promise<RpcServer> {
    const { handler } = this.service(nameOrId);
    const server = await serveRpc({ path, handler, limits: this.#options.limits ?? {}, room: this.#room });
    this.#servers.push(server);
    return server;
  }

  /** Closes every socket; the engine is its owner's. */
  async close(): Promise<void> {
    await Promise.all(this.#servers.splice(0).map((server) => server.close()));
  }
}

/** The commands of a node: those that need nothing it lacks. */
export function registryOf(
  node: Partial<ServedNode>,
  more: readonly AnyCommand<ServedNode>[] = [],
): CommandRegistry<ServedNode> {
  const has = ({ needs }: AnyCommand<ServedNode>): boolean => needs === undefined || needs in node;
  return commandRegistry([...COMMANDS, ...more].filter(has));
}
