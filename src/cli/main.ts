/**
 * The `sendpay` command: reads the command line, runs one subcommand, gives the exit code.
 *
 * Invariant: never throws and never calls `process.exit`: what a subcommand started (sockets, database) is closed by it
 * before its promise ends. Every error is a line on stderr (`report.ts`).
 */
import { Command } from 'commander';
import { examples } from './command.ts';
import { COMMANDS } from './commands.ts';
import { type Console, processConsole } from './console.ts';
import { ExitCode } from './exit-codes.ts';
import { packageVersion } from './package.ts';
import { report } from './report.ts';

/** Runs the command with the words after `sendpay`. */
export async function main(words: readonly string[], console: Console = processConsole()): Promise<ExitCode> {
  let code: ExitCode = ExitCode.OK;
  const program = rootProgram(console);
  const exit = (given: ExitCode): void => {
    code = given;
  };
  for (const add of COMMANDS) add(program, { console, exit });
  try {
    await program.parseAsync([...words], { from: 'user' });
    return code;
  } catch (error) {
    return report(error, console);
  }
}

function rootProgram(console: Console): Command {
  return new Command('sendpay')
    .description("Core Lightning's sendpay family as an event-sourced actor system")
    .version(packageVersion())
    .showHelpAfterError('(sendpay --help, sendpay COMMAND --help)')
    .configureOutput({ writeOut: console.out, writeErr: console.err })
    .exitOverride()
    .addHelpText(
      'after',
      examples([
        'sendpay up --node alice --node bob --dir ./data     # in one terminal',
        'sendpay call --dir ./data --node bob invoice 100000 coffee "a coffee"',
        'sendpay verify ./data',
      ]) + EXIT_HELP,
    );
}

const EXIT_HELP = '\nExit status: 0 done; 1 the node said no, or the database is damaged; 2 nothing could be asked.\n';
