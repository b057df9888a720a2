/**
 * A daemon: one engine on LevelDB and a JSON-RPC socket for each node it operates.
 *
 * Invariant: sockets open only after recovery, so nobody is answered from a state that is not caught up; they close before
 * the engine does. If the journal fails, the daemon ends with an error instead of guessing (fail-stop).
 */
import { join } from 'node:path';
import type { NodeId } from '../domain/ids.ts';
import { Engine, type EngineOptions, resolveNode } from '../engine/engine.ts';
import type { NetworkDescription } from '../graph/network-description.ts';
import { openLevelJournal } from '../journal/level.ts';
import type { Journal } from '../journal/port.ts';
import { commandRegistry, handlerOf } from '../rpc/command.ts';
import { COMMANDS } from '../rpc/commands/index.ts';
import { servedNode } from '../rpc/served-node.ts';
import { type RpcServer, serveRpc } from '../rpc/server.ts';
import { type DirSettings, folderOf, journalDir, type OperatedName, socketOf, writeSettings } from './data-dir.ts';
import { devCommands } from './dev-commands.ts';
import { CannotAsk } from './exit-codes.ts';
import { inspectCommands } from './inspect-commands.ts';
import { journalCommands } from './journal-commands.ts';
import { packageVersion } from './package.ts';

/** Clients read the version to know which fields to expect: those of this release of Core Lightning. */
const LIKE_VERSION = 'v24.11';

export interface DaemonOptions {
  readonly dir: string;
  readonly network: NetworkDescription;
  /** Names or ids; together with those operated in this directory before. */
  readonly nodes: readonly string[];
  /** What the directory remembers so far. */
  readonly settings: DirSettings;
  readonly engine?: Pick<EngineOptions, 'settings' | 'penaltyHalfLifeMs' | 'clock' | 'random'>;
}

export interface Daemon {
  readonly engine: Engine;
  readonly nodes: readonly OperatedName[];
  /** Resolves when a client asked for `stop`; rejects if the journal failed. */
  readonly ended: Promise<void>;
  close(): Promise<void>;
}

/** Throws SENDPAY_JOURNAL_LOCKED, SENDPAY_JOURNAL_DAMAGED, SENDPAY_NETWORK_MISMATCH, SENDPAY_UNKNOWN_NODE and SENDPAY_RPC_*. */
export async function startDaemon(options: DaemonOptions): Promise<Daemon> {
  const { dir, network } = options;
  const journal = await openLevelJournal({ dir: journalDir(dir) });
  try {
    const nodes = operatedNodes(options, journal);
    const engine = await Engine.open({ ...options.engine, journal, network, operate: nodes.map(({ id }) => id) });
    await journal.durable(journal.position);
    writeSettings(dir, { ...options.settings, nodes });
    return await serve(dir, engine, nodes);
  } catch (error) {
    await journal.close();
    throw error;
  }
}

/** Those of before and those asked for now. */
function operatedNodes({ network, nodes, settings }: DaemonOptions, journal: Journal): OperatedName[] {
  const operated = [...settings.nodes];
  for (const nameOrId of nodes) {
    const id = resolveNode(network, nameOrId);
    if (!operated.some((node) => node.id === id))
      operated.push({ name: folderOf(nameOrId, id), id, since: journal.position });
  }
  if (operated.length === 0) throw new CannotAsk('which nodes should run? --node NAME, as often as you like');
  return operated;
}

async function serve(dir: string, engine: Engine, nodes: readonly OperatedName[]): Promise<Daemon> {
  const servers: RpcServer[] = [];
  const version = `${LIKE_VERSION}-sendpay${packageVersion()}`;
  let stop: () => void = () => {};
  const ended = new Promise<void>((resolve, reject) => {
    stop = resolve;
    engine.journal.onFailure(reject);
  });
  ended.catch(() => {}); // whoever runs the daemon looks at it when it is ready
  const since = new Map<NodeId, number>(nodes.map((node) => [node.id, node.since]));
  const own = [...devCommands(engine), ...journalCommands(engine, since), ...inspectCommands(engine)];
  const registry = commandRegistry([...COMMANDS, ...own]);
  const close = async (): Promise<void> => {
    await Promise.all(servers.map((server) => server.close()));
    await engine.close();
  };
  try {
    for (const { name, id } of nodes) {
      const served = servedNode(engine, id, { folder: join(dir, name), version, stop });
      servers.push(await serveRpc({ path: socketOf(dir, name), handler: handlerOf(registry, served) }));
    }
  } catch (error) {
    await close();
    throw error;
  }
  return { engine, nodes, ended, close };
}
