/**
 * What a subcommand is: a function that adds it to the program.
 *
 * Invariant: a subcommand ends by giving an exit code; it throws `CannotAsk` (or any error) for everything else, and
 * `main.ts` alone turns that into words and a code.
 */
import { type Command, InvalidArgumentError } from 'commander';
import type { Console } from './console.ts';
import type { ExitCode } from './exit-codes.ts';

export type CliCommand = (program: Command, context: CliContext) => void;

export interface CliContext {
  readonly console: Console;
  /** What the process ends with; the last call counts. */
  readonly exit: (code: ExitCode) => void;
}

/** Examples under the help of a command, one per line. */
export function examples(lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  $ ${line}\n`).join('')}`;
}

/** A number option. Throws for what is no whole number from 0 on, in digits; commander tells which option. */
export function wholeNumber(text: string): number {
  const value = Number(text);
  if (!/^[0-9]+$/.test(text) || !Number.isSafeInteger(value))
    throw new InvalidArgumentError('It must be a whole number.');
  return value;
}

/** Highest port there is. */
const MAX_PORT = 65_535;

/** A port to listen on or connect to. */
export function portNumber(text: string): number {
  const port = wholeNumber(text);
  if (port > MAX_PORT) throw new InvalidArgumentError(`It must be at most ${MAX_PORT}.`);
  return port;
}

/** A folder or file. An empty one is an unset variable of a shell, not the folder one stands in. */
export function pathOption(text: string): string {
  if (text === '') throw new InvalidArgumentError('It must not be empty.');
  return text;
}

/** Collects an option that may be given several times. */
export function collect(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}
