/**
 * The package as npm would publish it, and a project that installs it: an empty folder outside this repository.
 *
 * Invariant: nothing of the repository can be reached from the project unless a test puts it there. It is packed from a copy
 * of what a clone holds, so that no build of the repository's own appears or is used. Dependencies are installed in the
 * versions of our lock file, which `npm ci` has left in npm's cache: no network is needed, and what is tested is the package,
 * not what others published since.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

export const root = join(import.meta.dirname, '..', '..');
/** Not in a clone, or not looked at when packing. */
const LEFT_OUT = ['.git', 'node_modules', 'dist', 'demo-data', 'test-output'];
const COMMAND_TIMEOUT_MS = 100_000;

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface Project {
  readonly folder: string;
  /** The packed package. */
  readonly tarball: string;
  /** Paths in the package. */
  readonly files: readonly string[];
  /** The installed package. */
  readonly installed: string;
  /** Writes a file of the project, and the folders it is in; gives its path. */
  write(name: string, text: string): string;
  /** Lends the project a package of ours, as if it had installed that one too. */
  lend(name: string): void;
  node(...words: readonly string[]): Ran;
  /** `npx sendpay …`. */
  sendpay(...words: readonly string[]): Ran;
  /** What the compiler says; nothing is good. */
  typeCheck(tsconfig: string): string;
  remove(): void;
}

/** Packs and installs. Leaves nothing behind if it throws. */
export function makeProject(): Project {
  const temporary = mkdtempSync(join(tmpdir(), 'sendpay-package-'));
  try {
    return makeProjectIn(temporary);
  } catch (error) {
    rmSync(temporary, { recursive: true, force: true });
    throw error;
  }
}

function makeProjectIn(temporary: string): Project {
  const { tarball, files } = pack(temporary);
  const folder = join(temporary, 'project');
  mkdirSync(folder);
  const write = (name: string, text: string): string => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const own = { private: true, type: 'module', dependencies: { sendpay: `file:${tarball}` } };
  write('package.json', JSON.stringify(own));
  write(
    'package-lock.json',
    JSON.stringify({ lockfileVersion: 3, requires: true, packages: { '': own, ...lockedPackages() } }),
  );
  succeed('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund'], folder);
  return {
    folder,
    tarball,
    files,
    installed: join(folder, 'node_modules', 'sendpay'),
    write,
    lend: (name) => {
      mkdirSync(dirname(join(folder, 'node_modules', name)), { recursive: true });
      symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name));
    },
    node: (...words) => run(process.execPath, words, folder),
    sendpay: (...words) => run(join(folder, 'node_modules', '.bin', 'sendpay'), words, folder),
    typeCheck: (tsconfig) =>
      run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', tsconfig], folder).out,
    remove: () => rmSync(temporary, { recursive: true, force: true }),
  };
}

/** `npm pack`, in a copy of the repository. */
function pack(into: string): Pick<Project, 'tarball' | 'files'> {
  const clone = join(into, 'clone');
  cpSync(root, clone, {
    recursive: true,
    filter: (path) => dirname(path) !== root || !LEFT_OUT.includes(basename(path)),
  });
  symlinkSync(join(root, 'node_modules'), join(clone, 'node_modules'));
  const words = ['pack', '--json', '--ignore-scripts=false', '--pack-destination', into];
  const [packed] = JSON.parse(succeed('npm', words, clone)) as { filename: string; files: { path: string }[] }[];
  if (packed === undefined) throw new Error('npm pack made nothing');
  return { tarball: join(into, packed.filename), files: packed.files.map(({ path }) => path) };
}

/** Every package a user gets, as our lock file has it. */
function lockedPackages(): Record<string, unknown> {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { dev?: true }>;
  };
  return Object.fromEntries(Object.entries(packages).filter(([path, { dev }]) => path !== '' && !dev));
}

function succeed(command: string, words: readonly string[], cwd: string): string {
  const { code, out, err } = run(command, words, cwd);
  if (code !== 0) throw new Error(`${command} ${words.join(' ')} ended with ${code}:\n${out}${err}`);
  return out;
}

/** Without what a runner of ours adds to Node. */
export function run(command: string, words: readonly string[], cwd: string): Ran {
  const { NODE_OPTIONS: _, ...env } = process.env;
  const ran = spawnSync(command, words, { cwd, env, encoding: 'utf8', timeout: COMMAND_TIMEOUT_MS });
  return { code: ran.status, out: ran.stdout, err: ran.stderr };
}
