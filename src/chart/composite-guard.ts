/**
 * XState's guards that are made of others: `not`, `and`, `or`, and `stateIn`.
 *
 * Invariant: told by what they do, not by who they are. A machine may come with an xstate of its own, or with the CommonJS
 * build of ours, whose functions are others, and a minifier changes names. Only XState's own `check` is called, with constant
 * guards: nothing of the machine's author runs.
 */
export type CompositeGuard =
  | { readonly kind: 'not' | 'and' | 'or'; readonly guards: readonly unknown[] }
  | { readonly kind: 'stateIn'; readonly stateValue: unknown };

type Check = (snapshot: unknown, args: unknown, composite: { readonly guards: readonly unknown[] }) => unknown;

const yes = (): boolean => true;
const no = (): boolean => false;

/** Undefined for every other guard: a name, a name with parameters, a function of the author's. */
export function compositeGuard(guard: unknown): CompositeGuard | undefined {
  if (typeof guard !== 'function') return undefined;
  const { check, guards, stateValue } = guard as { check?: unknown; guards?: unknown; stateValue?: unknown };
  if (typeof check !== 'function') return undefined;
  if (stateValue !== undefined) return { kind: 'stateIn', stateValue };
  if (!Array.isArray(guards)) return undefined;
  const kind = connective(check as Check);
  return kind === undefined ? undefined : { kind, guards };
}

function connective(check: Check): 'not' | 'and' | 'or' | undefined {
  const reads = (...guards: readonly unknown[]): boolean =>
    Boolean(check({ machine: { implementations: { guards: {} } } }, { context: {}, event: { type: '' } }, { guards }));
  try {
    if (reads(no)) return 'not';
    return reads(yes, no) ? 'or' : 'and';
  } catch {
    return undefined;
  }
}
