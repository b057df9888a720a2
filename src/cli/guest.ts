/**
 * Runs a task that imports a module of someone else in a process of its own.
 *
 * A module is a program: it prints, keeps timers and servers, may end the process. There it does so without harm: what it prints
 * goes to stderr, and the process is ended when the task is done. The result comes through a pipe of its own.
 * TypeScript is loaded by the tsx of the module's project, else of the current folder, else ours (a clone has it; an installed
 * package does not bring it); without one Node itself is asked (22.18 and newer strip types). Nothing here compiles anything.
 * Invariant: `console.out` gets what the task wrote and nothing else. It is no sandbox: the module may do what the user may.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Console } from './console.ts';
import { CannotAsk, type ExitCode } from './exit-codes.ts';

/** Plain data: what `guest-process.ts` is to do. */
export type GuestTask =
  | {
      readonly command: 'chart';
      readonly file: string;
      readonly exported?: string | undefined;
      readonly format: string;
    }
  | { readonly command: 'testgen'; readonly file: string; readonly flags: Readonly<Record<string, unknown>> };

/** The file descriptor that results are written to. */
export const RESULT_FD = 3;
/** How long what the module printed is waited for when programs it started still hold its output. */
const OUTPUT_GRACE_MS = 200;

export async function runGuest(task: GuestTask, console: Console): Promise<ExitCode> {
  if (!statSync(task.file, { throwIfNoEntry: false })?.isFile())
    throw new CannotAsk(`"${task.file}" is neither a machine of sendpay nor a file`);
  const file = resolve(task.file);
  const entry = fileURLToPath(new URL(`./guest-process.${isSource ? 'ts' : 'js'}`, import.meta.url));
  const child = spawn(process.execPath, [...loaderFlags(file, task.file), entry, JSON.stringify(task)], {
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    env: environment(file),
  });
  const stopped = console.whenStopped();
  stopped.addEventListener('abort', () => child.kill('SIGKILL'));
  const said = Promise.all([forward(child.stdout, console.err), forward(child.stderr, console.err)]);
  const result = forward(child.stdio[RESULT_FD] as Readable, console.out);
  const code = await exitOf(child);
  await result;
  await Promise.race([said, new Promise((done) => setTimeout(done, OUTPUT_GRACE_MS))]);
  for (const stream of [child.stdout, child.stderr]) stream?.destroy();
  if (code === null) throw new CannotAsk(`${task.file}: its process was ended by ${child.signalCode}`);
  return code as ExitCode;
}

const isSource = import.meta.url.endsWith('.ts');

function loaderFlags(file: string, given: string): readonly string[] {
  const tsx = tsxFor(file);
  if (tsx !== undefined) return ['--import', pathToFileURL(tsx).href];
  const understood = !/\.[cm]?tsx?$/.test(file) || Boolean((process.features as { typescript?: unknown }).typescript);
  if (understood) return [];
  throw new CannotAsk(
    `${given} is TypeScript, and nothing here can load it: npm install --save-dev tsx, or name a compiled file`,
  );
}

function tsxFor(file: string): string | undefined {
  for (const from of [file, join(process.cwd(), 'package.json'), import.meta.url])
    try {
      return createRequire(from).resolve('tsx');
    } catch {
      // not installed there
    }
  return undefined;
}

/** tsx reads `paths` from the tsconfig of the current folder; the module's own is the one that was meant. */
function environment(file: string): NodeJS.ProcessEnv {
  const tsconfig = tsconfigFor(dirname(file));
  return tsconfig === undefined ? process.env : { TSX_TSCONFIG_PATH: tsconfig, ...process.env };
}

function tsconfigFor(folder: string): string | undefined {
  const path = join(folder, 'tsconfig.json');
  if (existsSync(path)) return path;
  const above = dirname(folder);
  return above === folder ? undefined : tsconfigFor(above);
}

function forward(from: Readable | null, to: (text: string) => void): Promise<void> {
  return new Promise((done) => {
    from?.setEncoding('utf8').on('data', to).on('close', done);
  });
}

function exitOf(child: ChildProcess): Promise<number | null> {
  return new Promise((done, failed) => child.once('exit', done).once('error', failed));
}
