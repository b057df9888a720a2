/**
 * Machines among the exports of a module, whatever copy of xstate they were made with.
 *
 * Invariant: one machine is found once, under all its names (`export const m` and `export default m` are one). What a CommonJS
 * module exports is found too, where it stands inside `default`. Calls nothing: a function that makes a machine is not one.
 */
import type { AnyStateMachine } from 'xstate';

export interface Exported<T> {
  readonly value: T;
  /** In the order of the module, `default` last. */
  readonly names: readonly [string, ...string[]];
}

/** What `read` makes of the exports, each value once. */
export function exportsOf<T>(module: object, read: (value: unknown) => T | undefined): readonly Exported<T>[] {
  const found = new Map<T, [string, ...string[]]>();
  for (const [name, exported] of namedExports(module)) {
    const value = readSafely(exported, read);
    if (value === undefined) continue;
    const names = found.get(value);
    if (names === undefined) found.set(value, [name]);
    else if (!names.includes(name)) names.push(name);
  }
  return [...found].map(([value, names]) => ({ value, names }));
}

/** The one that is meant, or why it is not known. `what` is what the module exports, in the plural. */
export function chosen<T>(
  found: readonly Exported<T>[],
  name: string | undefined,
  what: string,
): Exported<T> | { readonly problem: string } {
  const known = found.map(({ names }) => names[0]).join(', ');
  if (name !== undefined) {
    const named = found.find(({ names }) => names.includes(name));
    return named ?? { problem: `has no "${name}" among its ${what}: ${known}` };
  }
  const [only, ...others] = found;
  if (only !== undefined && others.length === 0) return only;
  return { problem: `exports several ${what}: which one? --export ${known.replaceAll(', ', ', --export ')}` };
}

/** A machine of XState v5; of an actor, the machine it runs. */
export function machineIn(value: unknown): AnyStateMachine | undefined {
  if (isMachine(value)) return value;
  const logic = (value as { readonly logic?: unknown } | null)?.logic;
  return isMachine(logic) ? logic : undefined;
}

/** A machine of XState v4, which has neither v5's definition nor its methods. */
export function isOldMachine(value: unknown): true | undefined {
  if (typeof value !== 'object' || value === null || isMachine(value)) return undefined;
  return '__xstatenode' in value || undefined;
}

/** By what is used of it: a class of another copy is another class. */
function isMachine(value: unknown): value is AnyStateMachine {
  if (typeof value !== 'object' || value === null) return false;
  const { getInitialSnapshot, root, implementations } = value as Readonly<Record<string, unknown>>;
  return typeof getInitialSnapshot === 'function' && typeof root === 'object' && typeof implementations === 'object';
}

function namedExports(module: object): readonly (readonly [string, unknown])[] {
  const entries = Object.entries(module).filter(([name]) => name !== 'default' && name !== 'module.exports');
  const byDefault = (module as { readonly default?: unknown }).default;
  const isBag =
    typeof byDefault === 'object' && byDefault !== null && Object.getPrototypeOf(byDefault) === Object.prototype;
  return [...entries, ['default', byDefault], ...(isBag ? Object.entries(byDefault) : [])];
}

/** An export may be a proxy that throws at what it does not know. */
function readSafely<T>(value: unknown, read: (value: unknown) => T | undefined): T | undefined {
  try {
    return read(value);
  } catch {
    return undefined;
  }
}
