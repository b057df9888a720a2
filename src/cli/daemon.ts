/**
 * A daemon: one engine on LevelDB and a JSON-RPC socket for each node it operates.
 *
 * Invariant: sockets open only after recovery, so nobody is answered from a state that is not caught up; they close before
 * the engine does. If the journal fails, the daemon ends with an error instead of guessing (fail-stop).
 */
import { join } from 'node:path';
import { given } from '../domain/given.ts';
import type { NodeId } from '../domain/ids.ts';
import type { Engine } from '../engine/engine.ts';
import { openSimulatedEngine, resolveNode, type SimulatedEngineOptions } from '../engine/simulated-engine.ts';
import type { NetworkDescription } from '../graph/network-description.ts';
import { openEpochNote } from '../journal/epoch-note.ts';
import { openLevelJournal } from '../journal/level.ts';
import type { Journal } from '../journal/port.ts';
import type { SimulatedNetwork } from '../network/simulated-network.ts';
import { Serving } from '../rpc/serving.ts';
import {
  closeDirToOthers,
  type DirSettings,
  folderOf,
  journalDir,
  type OperatedName,
  socketOf,
  writeSettings,
} from './data-dir.ts';
import { devCommands } from './dev-commands.ts';
import { CannotAsk } from './exit-codes.ts';
import { inspectCommands } from './inspect-commands.ts';
import { journalCommands } from './journal-commands.ts';

export interface DaemonOptions {
  readonly dir: string;
  readonly network: NetworkDescription;
  /** Names or ids; together with those operated in this directory before. */
  readonly nodes: readonly string[];
  /** What the directory remembers so far. */
  readonly settings: DirSettings;
  readonly engine?: Pick<
    SimulatedEngineOptions,
    'settings' | 'penaltyHalfLifeMs' | 'clock' | 'random' | 'onRebuild' | 'acceptRollback'
  >;
}

export interface Daemon {
  readonly engine: Engine<SimulatedNetwork>;
  readonly nodes: readonly OperatedName[];
  /** Resolves when a client asked for `stop`; rejects if the journal failed. */
  readonly ended: Promise<void>;
  close(): Promise<void>;
}

/** Throws SENDPAY_JOURNAL_LOCKED, SENDPAY_JOURNAL_DAMAGED, SENDPAY_NETWORK_MISMATCH, SENDPAY_UNKNOWN_NODE and SENDPAY_RPC_*. */
export async function startDaemon(options: DaemonOptions): Promise<Daemon> {
  const { dir, network } = options;
  for (const nameOrId of options.nodes) resolveNode(network, nameOrId); // a wrong name leaves no database behind
  const { epochFile } = options.settings;
  const epochNote = epochFile === undefined ? undefined : openEpochNote(epochFile, dir);
  const journal = await openLevelJournal({ dir: journalDir(dir) });
  try {
    const nodes = operatedNodes(options, journal);
    const engine = await openSimulatedEngine({
      ...options.engine,
      ...given({ epochNote }),
      journal,
      network,
      operate: nodes.map(({ id }) => id),
    });
    await journal.durable(journal.position);
    writeSettings(dir, { ...options.settings, nodes });
    closeDirToOthers(dir, nodes);
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

async function serve(dir: string, engine: Engine<SimulatedNetwork>, nodes: readonly OperatedName[]): Promise<Daemon> {
  let stop: () => void = () => {};
  const ended = new Promise<void>((resolve, reject) => {
    stop = resolve;
    engine.journal.onFailure(reject);
  });
  ended.catch(() => {}); // whoever runs the daemon looks at it when it is ready
  const since = new Map<NodeId, number>(nodes.map((node) => [node.id, node.since]));
  const more = [...devCommands(engine), ...journalCommands(engine, since), ...inspectCommands(engine)];
  const names = new Map<string, string>(nodes.map(({ name, id }) => [id, name]));
  const folderOf = (id: string): string => join(dir, names.get(id) as string);
  const serving = new Serving(engine, { folderOf, stop, more });
  const close = async (): Promise<void> => {
    await serving.close();
    await engine.close();
  };
  try {
    for (const { name, id } of nodes) await serving.listen(id, socketOf(dir, name));
  } catch (error) {
    await close();
    throw error;
  }
  return { engine, nodes, ended, close };
}
