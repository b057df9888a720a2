/**
 * A node's socket with every command: what the daemon opens per operated node.
 */
import { dirname } from 'node:path';
import type { Engine } from '../engine/engine.ts';
import { commandRegistry, handlerOf } from './command.ts';
import { COMMANDS } from './commands/index.ts';
import type { RpcLimits } from './limits.ts';
import { servedNode } from './served-node.ts';
import { type RpcServer, serveRpc } from './server.ts';

/** Clients read the version to know which fields to expect: those of this release of Core Lightning. */
const LIKE_VERSION = 'v24.11';

export interface ServeNodeOptions {
  /** Where to listen: `<dir>/<node>/lightning-rpc`. */
  readonly path: string;
  /** Version of this program. */
  readonly version: string;
  /** What the command `stop` does; called after its answer is on its way. */
  readonly stop: () => void;
  readonly limits?: Partial<RpcLimits>;
}

/** The commands by name; the same for every node. */
export const REGISTRY = commandRegistry(COMMANDS);

/** Serves a node of `engine`, by name or id. Throws SENDPAY_UNKNOWN_NODE and what `serveRpc` throws. */
export function serveNode(engine: Engine, nameOrId: string, options: ServeNodeOptions): Promise<RpcServer> {
  const { path, version, stop, limits = {} } = options;
  const node = servedNode(engine, nameOrId, {
    folder: dirname(path),
    version: `${LIKE_VERSION}-sendpay${version}`,
    stop,
  });
  return serveRpc({ path, handler: handlerOf(REGISTRY, node), limits });
}
