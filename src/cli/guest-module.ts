/**
 * The module a person named, imported: only in the process of a guest (`guest.ts`), since importing runs it.
 *
 * Invariant: whatever is wrong with it is one line.
 */
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { exportsOf, isOldMachine } from '../chart/machine-exports.ts';
import { CannotAsk } from './exit-codes.ts';
import { whyNotLoaded } from './load-error.ts';

/** Longer than any module takes that is meant to be imported. */
const LOADING_MS = 30_000;

export type GuestModule = Readonly<Record<string, unknown>>;

export async function importGuest(file: string): Promise<GuestModule> {
  try {
    return (await inTime(file, load(resolve(file)))) as GuestModule;
  } catch (cause) {
    if (cause instanceof CannotAsk) throw cause;
    throw new CannotAsk(`${file} cannot be loaded: ${whyNotLoaded(cause)}`, { cause });
  }
}

/** CommonJS by its name is required: imported, Node would not ask tsx for the TypeScript it requires in turn. */
async function load(path: string): Promise<unknown> {
  return /\.c[jt]s$/.test(path) ? { default: createRequire(path)(path) } : import(pathToFileURL(path).href);
}

/** Why a module without a machine has none. */
export function whyNoMachine(module: GuestModule): string {
  const [old] = exportsOf(module, (value) => isOldMachine(value) && (value as object));
  if (old !== undefined) return `"${old.names[0]}" is a machine of XState v4, and v5 is what is read here`;
  const makers = exportsOf(module, (value) => (typeof value === 'function' ? value : undefined));
  if (makers.length === 0) return 'it exports no XState machine';
  const names = makers.slice(0, SHOWN_MAKERS).map(({ names: [name] }) => name);
  return `it exports no XState machine, and its functions are not called (${names.join(', ')})`;
}

const SHOWN_MAKERS = 5;

function inTime<T>(file: string, loading: Promise<T>): Promise<T> {
  const late = new Promise<never>((_, fail) => {
    const seconds = LOADING_MS / 1000;
    const error = new CannotAsk(`${file} is not loaded after ${seconds} s: a top-level await in it does not settle`);
    setTimeout(() => fail(error), LOADING_MS).unref();
  });
  return Promise.race([loading, late]);
}
