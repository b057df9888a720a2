/**
 * How many clients a process may have at once: every connection is an open file, and so are the log and its tables.
 *
 * Invariant: however many clients come, files are left for the log, which cannot be written without (a write that fails ends the
 * process). The limit is the system's (`ulimit -n`); Node raises it as far as it may go when it starts.
 */
import { readFileSync } from 'node:fs';

/** Open files that are no client's: Node has 20, LevelDB some and more while it compacts, a socket a node, modules being loaded. */
const RESERVED = 64;
/** Where the limit is lower than what is reserved: then at least so many, since a daemon nobody can reach is of no use. */
const FEWEST_CLIENTS = 8;
/** Limits that are not told: what Linux gives by default. */
const USUAL_LIMIT = 1_024;
/** `unlimited`, as a number: what Linux allows a process at most. */
const HIGHEST_LIMIT = 1_048_576;
const LINUX_LIMITS = '/proc/self/limits';

/** Of what is left for clients, the part of the inspector's. */
const INSPECTOR_SHARE = 0.25;

export interface ClientRoom {
  /** Connections to the sockets of all nodes together. */
  readonly sockets: number;
  readonly inspector: number;
}

/** Connections that fit beside what the process itself needs. */
export function roomForClients(limit: number = openFilesLimit()): ClientRoom {
  const all = Math.max(FEWEST_CLIENTS, limit - RESERVED);
  const inspector = Math.ceil(all * INSPECTOR_SHARE);
  return { sockets: all - inspector, inspector };
}

function openFilesLimit(): number {
  try {
    const soft = /^Max open files\s+(\S+)/m.exec(readFileSync(LINUX_LIMITS, 'utf8'))?.[1];
    return soft === 'unlimited' ? HIGHEST_LIMIT : Number(soft ?? USUAL_LIMIT);
  } catch {
    return USUAL_LIMIT; // not Linux
  }
}
