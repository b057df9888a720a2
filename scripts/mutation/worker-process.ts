/**
 * A worker as its parent sees it: a process that is asked and says something, or says nothing in time and is gone.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Copy } from './copy.ts';
import type { Answer, Order } from './worker.ts';

const WORKER = join(import.meta.dirname, 'worker.ts');

export class WorkerProcess {
  readonly #child: ChildProcess;
  #heard: Answer[] = [];
  #waiting: ((answer: Answer | undefined) => void) | undefined;
  #gone = false;

  constructor(copy: Copy, file: string, lane: number, mutant = 0) {
    const reachedFile = join(copy.folder, `reached-${lane}`);
    writeFileSync(reachedFile, '');
    this.#child = fork(WORKER, [join(copy.folder, file), copy.switchUrl, reachedFile], {
      cwd: copy.folder,
      execArgv: ['--import', 'tsx', '--max-old-space-size=1500'],
      env: { ...process.env, SENDPAY_MUTANT: String(mutant), NO_COLOR: '1' },
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    this.#child.on('message', (answer) => this.#hear(answer as Answer));
    this.#child.on('exit', () => this.#hear(undefined));
    this.#child.on('error', () => this.#hear(undefined));
  }

  ask(order: Order, limitMs: number): Promise<Answer | undefined> {
    if (!this.#gone) this.#child.send(order, () => {});
    return this.next(limitMs);
  }

  /** What it says next; undefined if it says nothing in time, or is gone. */
  next(limitMs: number): Promise<Answer | undefined> {
    const heard = this.#heard.shift();
    if (heard !== undefined || this.#gone) return Promise.resolve(heard);
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#hear(undefined), limitMs);
      this.#waiting = (answer) => {
        clearTimeout(timer);
        this.#waiting = undefined;
        resolve(answer);
      };
    });
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  #hear(answer: Answer | undefined): void {
    if (answer === undefined) this.#gone = true;
    if (this.#waiting !== undefined) this.#waiting(answer);
    else if (answer !== undefined) this.#heard.push(answer);
  }
}
