/**
 * `sendpay log`: the events of a database as NDJSON, and back.
 *
 * Invariant: what it prints, whole and from position 1, is what `--import` takes: the same records at the same positions.
 * Reads a stopped database directly and a running daemon's over its socket, so it never stands in a daemon's way.
 */

import { existsSync } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Command } from 'commander';
import { given } from '../../domain/given.ts';
import { exportLog, importLog, streamsWith } from '../../journal/ndjson.ts';
import { type CliContext, examples, wholeNumber } from '../command.ts';
import type { Console } from '../console.ts';
import { defaultDir, findJournal, journalDir } from '../data-dir.ts';
import { CannotAsk, ExitCode } from '../exit-codes.ts';
import { withDaemon, withJournal } from '../log-source.ts';

interface LogFlags {
  readonly hash?: string;
  readonly from: number;
  readonly follow?: true;
  readonly import?: string;
}

export function logCommand(program: Command, { console, exit }: CliContext): void {
  program
    .command('log')
    .description('print the events of a database as NDJSON, or restore a database from them')
    .argument('[dir]', 'directory of the daemon, or of the database itself', defaultDir())
    .option('--hash <hash>', 'only streams with this element: a payment_hash, a node id, a channel')
    .option('--from <position>', 'first position', wholeNumber, 1)
    .option('-f, --follow', 'go on as the running daemon writes')
    .option('--import <file>', 'restore an empty database from such a file')
    .addHelpText(
      'after',
      examples([
        'sendpay log ./data --hash 5a3c…                  # one payment, its invoice and its pay',
        'sendpay log ./data --from 1000 --follow',
        'sendpay log ./data > log.ndjson && sendpay log ./copy --import log.ndjson',
      ]),
    )
    .action(async (dir: string, flags: LogFlags) => {
      if (flags.import !== undefined) await importFile(dir, flags.import, console);
      else await print(dir, flags, console);
      exit(ExitCode.OK);
    });
}

async function print(dir: string, { hash, from, follow }: LogFlags, console: Console): Promise<void> {
  const found = findJournal(dir);
  const direct = await withJournal(found.journal, async (journal) => {
    const streams = hash === undefined ? {} : { streams: streamsWith(hash) };
    for await (const line of exportLog(journal, { from, ...streams })) console.out(`${line}\n`);
    if (follow) console.err(`sendpay: no daemon runs in ${found.dir}: nothing more can come\n`);
    return true;
  });
  if (direct) return;
  await withDaemon(found.dir, async (daemon) => {
    const query = { from, follow: follow === true, ...given({ part: hash }) };
    const stopped = follow ? console.whenStopped() : undefined;
    stopped?.addEventListener('abort', () => daemon.close(), { once: true });
    try {
      for await (const line of daemon.lines(query)) console.out(`${line}\n`);
    } catch (error) {
      if (!(follow && error instanceof CannotAsk)) throw error;
      if (!stopped?.aborted) console.err('sendpay: the daemon ended\n');
    }
  });
}

async function importFile(dir: string, file: string, console: Console): Promise<void> {
  if (!existsSync(file)) throw new CannotAsk(`there is no file ${file}`);
  const [{ openLevelJournal }, { projector }] = await Promise.all([
    import('../../journal/level.ts'),
    import('../../engine/import-engine.ts'),
  ]);
  const journal = await openLevelJournal({ dir: journalDir(dir) });
  try {
    const position = await importLog(journal, linesOf(file), {
      project: projector(journal),
    });
    console.err(`${position} records restored in ${journalDir(dir)}\n`);
  } finally {
    await journal.close();
  }
}

/** Opened when the first line is asked for, closed after the last. */
async function* linesOf(file: string): AsyncGenerator<string, void> {
  const handle = await open(file);
  try {
    yield* handle.readLines();
  } finally {
    await handle.close();
  }
}
