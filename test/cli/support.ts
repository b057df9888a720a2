/** The command run inside the test, on a terminal of the test's own. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Console } from '../../src/cli/console.ts';
import { main } from '../../src/cli/main.ts';

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs `sendpay …` to its end. */
export async function sendpay(words: readonly string[], terminal: Partial<Console> = {}): Promise<Ran> {
  const said = { out: '', err: '' };
  const code = await main(words, consoleInto(said, terminal));
  return { code, ...said };
}

export interface RunningDaemon {
  /** Everything it has said so far. */
  readonly said: { out: string; err: string };
  /** As Ctrl-C; what it ended with. */
  stop(): Promise<number>;
}

/** `sendpay up …` in this process; resolves when it is ready. */
export async function up(words: readonly string[]): Promise<RunningDaemon> {
  const said = { out: '', err: '' };
  const stopper = new AbortController();
  let ready: () => void = () => {};
  const isReady = new Promise<void>((resolve) => {
    ready = resolve;
  });
  const console = consoleInto(said, { whenStopped: () => stopper.signal }, () => {
    if (said.out.includes('ready\n')) ready();
  });
  const ended = main(['up', ...words], console);
  const early = ended.then((code) => {
    throw new Error(`up ended with ${code}: ${said.err}`);
  });
  await Promise.race([isReady, early]);
  early.catch(() => {});
  return {
    said,
    stop: () => {
      stopper.abort();
      return ended;
    },
  };
}

function consoleInto(
  said: { out: string; err: string },
  terminal: Partial<Console>,
  heard: () => void = () => {},
): Console {
  return {
    out: (text) => {
      said.out += text;
      heard();
    },
    err: (text) => {
      said.err += text;
    },
    isTerminal: false,
    columns: 80,
    whenStopped: () => new AbortController().signal,
    ...terminal,
  };
}

/** Calls `body` with a directory of its own, and removes it. */
export async function inFolder(body: (dir: string) => Promise<void>): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'sendpay-cli-'));
  try {
    await body(dir);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** A – B – C – D, a million sat each, and B – D beside it at a higher fee. */
export function writeLine(dir: string): string {
  const channel = (id: string, one: string, other: string, feePpm: number): object => ({
    id,
    nodes: [one, other],
    capacity: '1000000sat',
    balances: ['600000sat', '400000sat'],
    policies: [{ feePpm }, { feePpm }],
  });
  const file = join(dir, 'line.json');
  writeFileSync(
    file,
    JSON.stringify({
      nodes: ['A', 'B', 'C', 'D'],
      channels: [
        channel('103x1x0', 'A', 'B', 10),
        channel('104x1x0', 'B', 'C', 10),
        channel('105x1x0', 'C', 'D', 10),
        channel('106x1x0', 'B', 'D', 50_000),
      ],
    }),
  );
  return file;
}
