/**
 * An error as the person at the terminal reads it.
 *
 * Invariant: a foreseen error is one line; only a fault of the program shows a stack.
 */
import { CommanderError } from 'commander';
import { SendpayError } from '../domain/errors.ts';
import type { Console } from './console.ts';
import { CannotAsk, ExitCode } from './exit-codes.ts';

export function report(error: unknown, console: Console): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? ExitCode.OK : ExitCode.COULD_NOT_ASK;
  if (error instanceof CannotAsk) console.err(`sendpay: ${error.message}\n`);
  else if (error instanceof SendpayError) console.err(`sendpay: ${error.message} (${error.code})\n`);
  else console.err(`sendpay: ${(error as Error).stack ?? error}\n`);
  return ExitCode.COULD_NOT_ASK;
}
