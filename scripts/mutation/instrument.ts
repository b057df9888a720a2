/**
 * One text that is a source file and all its mutants: each changed place asks which mutant runs.
 *
 * Invariant: without a mutant chosen, the program is the one that was given, line for line.
 */
import type { Change } from './operators.ts';

/** A change with its number, from 1. */
export interface Numbered {
  readonly id: number;
  readonly change: Change;
}

/** The name under which the instrumented text asks; nothing of ours begins with a dollar sign. */
const ASK = '$mutant';

export function instrumented(text: string, changes: readonly Numbered[], switchUrl: string): string {
  const outermostFirst = [...changes].sort(
    ({ change: one }, { change: other }) =>
      one.start - other.start || other.end - one.end || placeOrder(one) - placeOrder(other),
  );
  const [hashbang = ''] = /^#!.*\n/.exec(text) ?? [];
  const rest = rendered(text, hashbang.length, text.length, outermostFirst);
  return `${hashbang}import { ${ASK} } from '${switchUrl}'; ${rest}`;
}

/** Of equal places a statement holds an expression, and a property its value. */
const placeOrder = ({ place }: Change): number => (place === 'expression' ? 1 : 0);

/** The text from `from` to `to`; `changes` are those inside, outermost first. */
function rendered(text: string, from: number, to: number, changes: readonly Numbered[]): string {
  let at = from;
  let out = '';
  for (let next = 0; next < changes.length; ) {
    const { start, end, place } = (changes[next] as Numbered).change;
    const inside = changes.slice(next).filter(({ change }) => change.start < end);
    const here = inside.filter(({ change }) => change.start === start && change.end === end && change.place === place);
    const deeper = inside.filter((one) => !here.includes(one));
    out += text.slice(at, start) + WAYS[place](here, rendered(text, start, end, deeper), text.slice(start, end));
    at = end;
    next += inside.length;
  }
  return out + text.slice(at, to);
}

const WAYS: Readonly<Record<Change['place'], (here: readonly Numbered[], original: string, raw: string) => string>> = {
  expression: (here, original) =>
    `(${here.map(({ id, change }) => `${ASK}(${id}) ? (${change.instead}) : `).join('')}(${original}))`,
  statement: (here, original) => `{ if (!${here.map(({ id }) => `${ASK}(${id})`).join(' && !')}) ${original} }`,
  property: (here, original) => `...(${here.map(({ id }) => `${ASK}(${id})`).join(' || ')} ? {} : { ${original} })`,
};
