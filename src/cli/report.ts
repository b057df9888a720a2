/**
 * An error as the person at the terminal reads it.
 *
 * Invariant: every error is a line on stderr, never a stack; a fault of the program says that it is one, and how to see where it
 * happened, for a report.
 */
import { CommanderError } from 'commander';
import { SendpayError } from '../domain/errors.ts';
import { fileError } from '../domain/file-errors.ts';
import type { Console } from './console.ts';
import { CannotAsk, ExitCode } from './exit-codes.ts';
import { packageVersion } from './package.ts';

/** Set, a fault of the program shows where it happened. */
const STACK_VARIABLE = 'SENDPAY_STACK';

export function report(error: unknown, console: Console): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? ExitCode.OK : ExitCode.COULD_NOT_ASK;
  console.err(`sendpay: ${wordsOf(error)}\n`);
  return ExitCode.COULD_NOT_ASK;
}

function wordsOf(error: unknown): string {
  if (error instanceof CannotAsk) return error.message;
  const known = error instanceof SendpayError ? error : systemError(error);
  return known === undefined ? faultOf(error) : `${known.message} (${known.code})`;
}

/** What the system refused, on the way to a file of the command's own. */
function systemError(error: unknown): SendpayError | undefined {
  const { path, syscall } = error as { path?: string; syscall?: string };
  return syscall === undefined ? undefined : fileError(path ?? syscall, error);
}

function faultOf(error: unknown): string {
  if (process.env[STACK_VARIABLE] !== undefined && error instanceof Error) return error.stack ?? error.message;
  const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return (
    `${what}\nThis is a fault of sendpay ${packageVersion()} (Node ${process.version}), please report it; ` +
    `${STACK_VARIABLE}=1 before the command shows where it happened.`
  );
}
