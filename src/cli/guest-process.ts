/**
 * The process a guest runs in: does one task and ends, whatever the module it imported still has running.
 *
 * Invariant: results are written to {@link RESULT_FD}, whole, before the process ends, and its exit status is that of the task.
 * A module that ends the process, or never finishes loading, is said to have done so: silence is never success.
 */
import { writeSync } from 'node:fs';
import type { Console } from './console.ts';
import { ExitCode } from './exit-codes.ts';
import { type GuestTask, RESULT_FD } from './guest.ts';
import { whyNotLoaded } from './load-error.ts';
import { report } from './report.ts';

const STDERR_FD = 2;

const console: Console = {
  out: (text) => writeWhole(RESULT_FD, text),
  err: (text) => writeWhole(STDERR_FD, text),
  isTerminal: false,
  columns: 80,
  whenStopped: () => new AbortController().signal,
};
const task = JSON.parse(process.argv[2] as string) as GuestTask;
let ending = 'ends the process while it is read: process.exit is called';

function writeWhole(fd: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at);
}

function end(code: ExitCode): never {
  process.removeListener('exit', endedByModule);
  process.exit(code);
}

function endedByModule(): void {
  console.err(`sendpay: ${task.file} ${ending}\n`);
  process.exitCode = ExitCode.COULD_NOT_ASK;
}

process.on('exit', endedByModule);
process.on('beforeExit', () => {
  ending = 'never finishes loading: a top-level await in it does not settle';
});
// What the module does beside being read is its own affair: told in a line, and the task goes on.
process.on('uncaughtException', (error) => console.err(`sendpay: ${task.file}: ${whyNotLoaded(error)}\n`));

async function perform(): Promise<ExitCode> {
  switch (task.command) {
    case 'chart':
      return (await import('./commands/chart.ts')).drawGuest(task, console);
    case 'testgen':
      return (await import('./commands/testgen.ts')).generateGuest(task, console);
  }
}

perform().then(end, (error) => end(report(error, console)));
