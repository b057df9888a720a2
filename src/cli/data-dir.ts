/**
 * The directory a daemon works in: where its journal, its sockets and its settings are.
 *
 *     DIR/journal/                the database
 *     DIR/<node>/lightning-rpc    a JSON-RPC socket per operated node, mode 0600
 *     DIR/sendpay.json            network file and operated nodes, so that the next start needs no arguments
 *
 * All of it is for its owner alone.
 * Invariant: the operated nodes of a directory only become more: a node with payments in the journal stays reachable, and
 * the rows of its forwards are without gaps from `since` on.
 */
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { namedFileError } from '../domain/file-errors.ts';
import { type NodeId, parseNodeId } from '../domain/ids.ts';
import type { Position } from '../journal/port.ts';
import { closeToOthers, PRIVATE_FILE_MODE } from '../journal/private-files.ts';
import { CannotAsk } from './exit-codes.ts';

export interface DirSettings {
  /** Absolute path of the network file; absent for the example network. */
  readonly network?: string;
  /** Balances a network file does not tell are drawn from it. */
  readonly seed?: string;
  /** Absolute path of the file outside this directory that notes how far the log was. */
  readonly epochFile?: string;
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
  return process.env.SENDPAY_DIR || join(homedir(), '.sendpay');
}

export const journalDir = (dir: string): string => join(dir, 'journal');
export const socketOf = (dir: string, node: string): string => join(dir, node, SOCKET_NAME);

/** The journal in `dir`, which may also name the database itself. Throws CannotAsk if there is none. */
export function findJournal(dir: string): { dir: string; journal: string } {
  if (isThere(journalDir(dir))) return { dir, journal: journalDir(dir) };
  if (isThere(join(dir, 'CURRENT'))) return { dir: resolve(dir, '..'), journal: dir };
  throw new CannotAsk(`there is no sendpay database in ${dir}`);
}

/** Throws SENDPAY_FILE_DENIED and the like: what may not be looked at is not therefore missing. */
function isThere(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return false;
    throw namedFileError(path, error);
  }
}

/** undefined if no daemon ever ran there. Throws CannotAsk if the file cannot be read or says what no daemon writes. */
export function readSettings(dir: string): DirSettings | undefined {
  const file = join(dir, SETTINGS_FILE);
  if (!isThere(file)) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new CannotAsk(`${file} cannot be read: ${(cause as Error).message}`, { cause });
  }
  const wrong = faultIn(value);
  if (wrong !== undefined) throw new CannotAsk(`${file} is not what sendpay wrote: ${wrong}; mend it, or restore it`);
  return value as DirSettings;
}

/** What is wrong with settings, in words. */
function faultIn(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'it must be an object';
  const { network, seed, epochFile, nodes } = value as Record<string, unknown>;
  for (const [name, text] of Object.entries({ network, seed, epochFile }))
    if (text !== undefined && typeof text !== 'string') return `"${name}" must be text`;
  if (!Array.isArray(nodes)) return '"nodes" must be a list';
  const at = nodes.findIndex((node) => !isOperatedName(node));
  return at < 0 ? undefined : `"nodes"[${at}] must have a "name", an "id" of 66 hex digits and a position "since"`;
}

function isOperatedName(value: unknown): value is OperatedName {
  if (typeof value !== 'object' || value === null) return false;
  const { name, id, since } = value as Record<string, unknown>;
  const isPosition = Number.isSafeInteger(since) && (since as number) >= 0;
  return (
    typeof name === 'string' && typeof id === 'string' && isPosition && isSafeFolder(name) && parseNodeId(id) === id
  );
}

/** Replaces the file as a whole, so that a crash leaves the old one or the new one. Throws SENDPAY_DISK_*, SENDPAY_FILE_*. */
export function writeSettings(dir: string, settings: DirSettings): void {
  const file = join(dir, SETTINGS_FILE);
  try {
    rmSync(`${file}.new`, { force: true });
    writeFileSync(`${file}.new`, `${JSON.stringify(settings, undefined, 2)}\n`, { mode: PRIVATE_FILE_MODE });
    renameSync(`${file}.new`, file);
  } catch (error) {
    throw namedFileError(file, error);
  }
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
  return isSafeFolder(name) ? name : id;
}

/** What a daemon puts into its directory, beside the folders of its nodes. */
const OWN_NAMES: ReadonlySet<string> = new Set([SETTINGS_FILE, `${SETTINGS_FILE}.new`, 'journal']);

const isSafeFolder = (name: string): boolean => /^[A-Za-z0-9_][\w.@-]*$/.test(name) && !OWN_NAMES.has(name);

/**
 * Closes to others what is the daemon's: the folders of its nodes, and the directory itself unless somebody keeps other things
 * there. Sockets and the database close themselves.
 */
export function closeDirToOthers(dir: string, nodes: readonly OperatedName[]): void {
  const own = new Set([...OWN_NAMES, ...nodes.map(({ name }) => name)]);
  for (const { name } of nodes) closeToOthers(join(dir, name));
  closeToOthers(join(dir, SETTINGS_FILE));
  if (readdirSync(dir).every((name) => own.has(name))) closeToOthers(dir);
}
