/**
 * A real daemon as a child process, to be killed.
 *
 * Invariant: `start` resolves only when the daemon has said that it is ready; `kill` resolves only when it is gone, so its
 * lock on the database is too.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { socketOf } from '../../src/cli/data-dir.ts';

const ENTRY = join(import.meta.dirname, '..', 'support', 'sendpay-source.ts');
const READY = /^ready$/m;
const MAX_SAID_CHARS = 10_000;

export interface DaemonProcessOptions {
  readonly dir: string;
  readonly nodes: readonly string[];
  /** Further words for `sendpay up`. */
  readonly words?: readonly string[];
  /** A module loaded before the program. */
  readonly preload?: string;
  readonly env?: Readonly<Record<string, string>>;
}

export class DaemonProcess {
  readonly #child: ChildProcess;
  readonly #dir: string;
  readonly #exited: Promise<unknown>;
  #said = '';

  private constructor(child: ChildProcess, dir: string) {
    this.#child = child;
    this.#dir = dir;
    this.#exited = once(child, 'exit');
  }

  /** Throws what the daemon said if it ends before it is ready. */
  static async start({ dir, nodes, words = [], preload, env }: DaemonProcessOptions): Promise<DaemonProcess> {
    const operate = nodes.flatMap((node) => ['--node', node]);
    const loaded = ['tsx', ...(preload === undefined ? [] : [preload])].flatMap((name) => ['--import', name]);
    const child = spawn(process.execPath, [...loaded, ENTRY, 'up', '--dir', dir, ...operate, ...words], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
    });
    const daemon = new DaemonProcess(child, dir);
    await new Promise<void>((resolve, reject) => {
      const hear = (chunk: Buffer): void => {
        daemon.#said = (daemon.#said + chunk.toString()).slice(-MAX_SAID_CHARS);
        if (READY.test(daemon.#said)) resolve();
      };
      child.stdout?.on('data', hear);
      child.stderr?.on('data', hear);
      child.once('exit', (code) => reject(new Error(`the daemon ended with ${code}: ${daemon.#said}`)));
    });
    return daemon;
  }

  /** The end of what it printed. */
  get said(): string {
    return this.#said;
  }

  get pid(): number {
    return this.#child.pid as number;
  }

  socket(node: string): string {
    return socketOf(this.#dir, node);
  }

  /** As a power cut for the process: nothing of it runs any more. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#exited;
  }

  /** Asks it to end; its exit status. */
  async stop(): Promise<number | null> {
    this.#child.kill('SIGTERM');
    await this.#exited;
    return this.#child.exitCode;
  }
}
