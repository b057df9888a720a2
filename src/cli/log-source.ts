/**
 * The log of a directory, whoever has it open: this process, or a daemon that is asked over its socket.
 *
 * LevelDB lets one process open a database. Invariant: the database is never kept open longer than it takes to read it, so
 * that a daemon can start; what a daemon gives and what the database gives is the same, line by line.
 */

import { SendpayError } from '../domain/errors.ts';
import { given } from '../domain/given.ts';
import { openLevelJournal } from '../journal/level.ts';
import type { Journal, Position } from '../journal/port.ts';
import { RpcClient } from '../rpc/client.ts';
import type { JsonValue } from '../rpc/json-value.ts';
import { nodesWithSocket, socketOf } from './data-dir.ts';
import { CannotAsk } from './exit-codes.ts';

/** Calls `read` with the journal in `journalDir`, or gives undefined if a daemon has it open. */
export async function withJournal<T>(
  journalDir: string,
  read: (journal: Journal) => Promise<T>,
): Promise<T | undefined> {
  let journal: Journal;
  try {
    journal = await openLevelJournal({ dir: journalDir, create: false });
  } catch (error) {
    if (error instanceof SendpayError && error.code === 'SENDPAY_JOURNAL_LOCKED') return undefined;
    throw error;
  }
  try {
    return await read(journal);
  } finally {
    await journal.close();
  }
}

/** Calls `use` with a connection to the daemon that works in `dir`. Throws CannotAsk if none answers. */
export async function withDaemon<T>(dir: string, use: (daemon: DaemonConnection) => Promise<T>): Promise<T> {
  const client = await connectToAny(dir);
  try {
    return await use(new DaemonConnection(client));
  } finally {
    client.close();
  }
}

export interface LineQuery {
  readonly from: Position;
  /** Only streams with this element. */
  readonly part?: string;
  readonly follow: boolean;
  readonly showSecrets?: boolean;
}

interface LogPage {
  readonly lines: readonly string[];
  readonly next: Position;
  readonly end: boolean;
  readonly journal: string;
}

/** What the daemon answers; its refusals and its end are errors here. */
export class DaemonConnection {
  readonly #client: RpcClient;

  constructor(client: RpcClient) {
    this.#client = client;
  }

  async ask(method: string, params: JsonValue = {}): Promise<JsonValue> {
    const outcome = await this.#client.call(method, params);
    if ('result' in outcome) return outcome.result;
    throw new CannotAsk('closed' in outcome ? 'the daemon ended' : `the daemon says: ${outcome.error.message}`);
  }

  /** Records as NDJSON from `from` on, page by page; `follow` waits for more until the connection ends. Gives the journal's id. */
  async *lines({ from, part, follow, showSecrets = false }: LineQuery): AsyncGenerator<string, string> {
    for (let next = from; ; ) {
      const params = { from: next, wait: follow, show_secrets: showSecrets, ...given({ part }) };
      const page = (await this.ask('dev-log', params)) as unknown as LogPage;
      yield* page.lines;
      next = page.next;
      if (page.end && !follow) return page.journal;
    }
  }

  close(): void {
    this.#client.close();
  }
}

async function connectToAny(dir: string): Promise<RpcClient> {
  for (const node of nodesWithSocket(dir)) {
    try {
      return await RpcClient.connect(socketOf(dir, node));
    } catch (error) {
      if (!(error instanceof SendpayError)) throw error;
    }
  }
  throw new CannotAsk(`another process has the database in ${dir} open, and it does not answer on a socket there`);
}
