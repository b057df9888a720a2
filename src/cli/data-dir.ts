/**
 * The directory a daemon works in: where its journal, its sockets and its settings are.
 *
 *     DIR/journal/                the database
 *     DIR/<node>/lightning-rpc    a JSON-RPC socket per operated node, mode 0600
 *     DIR/sendpay.json            network file and operated nodes, so that the next start needs no arguments
 *
 * Invariant: the operated nodes of a directory only become more: a node with payments in the journal stays reachable, and
 * the rows of its forwards are without gaps from `since` on.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { NodeId } from '../domain/ids.ts';
import type { Position } from '../journal/port.ts';
import { CannotAsk } from './exit-codes.ts';

export interface DirSettings {
  /** Absolute path of the network file; absent for the example network. */
  readonly network?: string;
  /** Balances a network file does not tell are drawn from it. */
  readonly seed?: string;
  readonly nodes: readonly OperatedName[];
}

export interface OperatedName {
  /** As the user names it; also its folder. */
  readonly name: string;
  readonly id: NodeId;
  /** Position of the log when it was first operated. */
  readonly since: Position;
}

const SETTINGS_FILE = 'sendpay.json';
export const SOCKET_NAME = 'lightning-rpc';

/** `$SENDPAY_DIR`, or `~/.sendpay` as Core Lightning has `~/.lightning`. */
export function defaultDir(): string {
  return process.env.SENDPAY_DIR ?? join(homedir(), '.sendpay');
}

export const journalDir = (dir: string): string => join(dir, 'journal');
export const socketOf = (dir: string, node: string): string => join(dir, node, SOCKET_NAME);

/** The journal in `dir`, which may also name the database itself. Throws CannotAsk if there is none. */
export function findJournal(dir: string): { dir: string; journal: string } {
  if (existsSync(journalDir(dir))) return { dir, journal: journalDir(dir) };
  if (existsSync(join(dir, 'CURRENT'))) return { dir: resolve(dir, '..'), journal: dir };
  throw new CannotAsk(`there is no sendpay database in ${dir}`);
}

/** undefined if no daemon ever ran there. Throws CannotAsk if the file cannot be read. */
export function readSettings(dir: string): DirSettings | undefined {
  const file = join(dir, SETTINGS_FILE);
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as DirSettings;
  } catch (cause) {
    throw new CannotAsk(`${file} cannot be read: ${(cause as Error).message}`, { cause });
  }
}

/** Replaces the file as a whole, so that a crash leaves the old one or the new one. */
export function writeSettings(dir: string, settings: DirSettings): void {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const file = join(dir, SETTINGS_FILE);
  writeFileSync(`${file}.new`, `${JSON.stringify(settings, undefined, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** Names of the nodes that have a socket in `dir`, whether somebody listens there or not. */
export function nodesWithSocket(dir: string): string[] {
  if (!existsSync(dir)) return [];
  return readdirSync(dir)
    .filter((name) => existsSync(socketOf(dir, name)))
    .sort();
}

/** The folder of a node: its name if that is safe as a file name, else its id. */
export function folderOf(name: string, id: NodeId): string {
  return /^[A-Za-z0-9_][\w.@-]*$/.test(name) ? name : id;
}
