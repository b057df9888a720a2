/**
 * `sendpay log`: the events of a database as NDJSON, and back.
 *
 * Invariant: secrets are masked unless asked for; with them, what it prints whole and from position 1 is what `--import` takes: the
 * same records at the same positions, with a last line that says where the log ended.
 * Reads a stopped database directly and a running daemon's over its socket, so it never stands in a daemon's way.
 */

import type { Command } from 'commander';
import { given } from '../../domain/given.ts';
import { redactRecord } from '../../inspect/redact.ts';
import { checksumIn, type ExportOptions, endLine, exportLog, streamsWith } from '../../journal/ndjson.ts';
import { GENESIS } from '../../journal/seal.ts';
import { type CliContext, examples, pathOption, wholeNumber } from '../command.ts';
import type { Console } from '../console.ts';
import { defaultDir, findJournal, journalDir } from '../data-dir.ts';
import { CannotAsk, ExitCode } from '../exit-codes.ts';
import { type DaemonConnection, withDaemon, withJournal } from '../log-source.ts';

interface LogFlags {
  readonly hash?: string;
  readonly from: number;
  readonly follow?: true;
  readonly showSecrets?: true;
  readonly import?: string;
  readonly unchecked?: true;
}

export function logCommand(program: Command, { console, exit }: CliContext): void {
  program
    .command('log')
    .description('print the events of a database as NDJSON, or make a database from them')
    .argument('[dir]', 'directory of the daemon, or of the database itself', pathOption, defaultDir())
    .option('--hash <hash>', 'only streams with this element: a payment_hash, a node id, a channel')
    .option('--from <position>', 'first position', wholeNumber, 1)
    .option('-f, --follow', 'go on as the running daemon writes')
    .option('--show-secrets', 'show preimages, session keys and payment secrets: needed for an export to import')
    .option('--import <file>', 'make a database where there is none from such an export')
    .option('--unchecked', 'with --import: take an export of 0.2.0 or before, which cannot be checked')
    .addHelpText(
      'after',
      examples([
        'sendpay log ./data --hash 5a3c…                  # one payment, its invoice and its pay',
        'sendpay log ./data --from 1000 --follow',
        'sendpay log ./data --show-secrets > log.ndjson   # an export that can be imported: keep it private',
        'sendpay log ./copy --import log.ndjson',
      ]),
    )
    .action(async (dir: string, flags: LogFlags) => {
      if (flags.import === undefined) await print(dir, flags, console);
      else {
        const { importFile } = await import('../import-log.ts');
        const position = await importFile(dir, flags.import, given({ unchecked: flags.unchecked }));
        console.err(`${position} records imported into ${journalDir(dir)}\n`);
      }
      exit(ExitCode.OK);
    });
}

async function print(dir: string, flags: LogFlags, console: Console): Promise<void> {
  const { hash, from, follow, showSecrets } = flags;
  const found = findJournal(dir);
  const options: ExportOptions = {
    from,
    ...(hash === undefined ? {} : { streams: streamsWith(hash) }),
    ...(showSecrets ? {} : { mask: redactRecord }),
  };
  const direct = await withJournal(found.journal, async (journal) => {
    for await (const line of exportLog(journal, options)) console.out(`${line}\n`);
    if (follow) console.err(`sendpay: no daemon runs in ${found.dir}: nothing more can come\n`);
    return true;
  });
  if (!direct) await withDaemon(found.dir, (daemon) => printServed(daemon, flags, console));
}

async function printServed(daemon: DaemonConnection, flags: LogFlags, console: Console): Promise<void> {
  const { from, follow, hash, showSecrets = false } = flags;
  const stopped = follow ? console.whenStopped() : undefined;
  stopped?.addEventListener('abort', () => daemon.close(), { once: true });
  try {
    const lines = daemon.lines({ from, follow: follow === true, showSecrets, ...given({ part: hash }) });
    const whole = from <= 1 && hash === undefined && showSecrets;
    await printLines(lines, whole, console);
  } catch (error) {
    if (!(follow && error instanceof CannotAsk)) throw error;
    if (!stopped?.aborted) console.err('sendpay: the daemon ended\n');
  }
}

/** `whole`: with the line that says where the log ends. */
async function printLines(lines: AsyncGenerator<string, string>, whole: boolean, { out }: Console): Promise<void> {
  let [position, last] = [0, ''];
  for (;;) {
    const { done, value } = await lines.next();
    if (done) {
      if (whole) out(`${endLine({ journal: value, position, checksum: last === '' ? GENESIS : checksumIn(last) })}\n`);
      return;
    }
    out(`${value}\n`);
    position++;
    last = value;
  }
}
