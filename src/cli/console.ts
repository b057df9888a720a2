/**
 * Where the command writes, so that tests and other commands can stand in for the terminal.
 *
 * Invariant: results go to `out`, everything said about them to `err`; so a pipe gets results only.
 */
export interface Console {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** A person reads `out`: tables instead of JSON. */
  readonly isTerminal: boolean;
  /** Characters per line, for tables. */
  readonly columns: number;
  /** Fires on SIGINT and SIGTERM. From this call on they end the caller's work instead of the process. */
  readonly whenStopped: () => AbortSignal;
}

/** A terminal that does not say how wide it is. */
const DEFAULT_COLUMNS = 100;

/** The process's own terminal. A reader that went away (`sendpay log | head`) ends the process quietly. */
export function processConsole(): Console {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(0);
  });
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    isTerminal: process.stdout.isTTY === true,
    columns: process.stdout.columns ?? DEFAULT_COLUMNS,
    whenStopped: () => {
      const stopper = new AbortController();
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopper.abort(signal));
      return stopper.signal;
    },
  };
}
