/**
 * What the command tells the shell.
 *
 * As lightning-cli: 0 the answer is in, 1 the other side said no, 2 it could not be asked. So a script can tell a payment that
 * failed from a daemon that is down. `verify` says 1 for a damaged or rolled back database, and 2 when it cannot look.
 */
export const ExitCode = {
  OK: 0,
  /** The node answered with an error, or the database is damaged or rolled back. */
  NO: 1,
  /** Wrong usage, no daemon, no database: nothing was asked. */
  COULD_NOT_ASK: 2,
} as const;
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/** Why nothing could be asked; its message is for the person at the terminal. */
export class CannotAsk extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'CannotAsk';
  }
}
