/**
 * The mutants of source files, with names that outlive edits elsewhere in the file; and which of them are listed as equivalent.
 *
 * A mutant's name is its file, the text of its line, the operator and the change, and its number among equals. So a reason in
 * `equivalent.json` holds until somebody touches that line, and is then stale: `stale` finds it.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Change, changesOf, type Operator } from './operators.ts';
import { parsed } from './parse.ts';
import { ROOT } from './project.ts';

export interface Mutant {
  readonly id: number;
  readonly file: string;
  /** From 1. */
  readonly lineNumber: number;
  /** Trimmed. */
  readonly line: string;
  /** What stood there, and what stands there instead. */
  readonly from: string;
  readonly to: string;
  readonly change: Change;
  readonly key: string;
}

export interface Equivalent {
  readonly file: string;
  readonly line: string;
  readonly operator: Operator;
  readonly from: string;
  readonly to: string;
  readonly reason: string;
}

export const EQUIVALENT_FILE = join(ROOT, 'scripts', 'mutation', 'equivalent.json');

export function mutantsOf(files: readonly string[]): readonly Mutant[] {
  const texts = new Map(files.map((file) => [file, readFileSync(join(ROOT, file), 'utf8')]));
  const changes = parsed(texts, (tree) => changesOf(tree));
  let id = 0;
  return files.flatMap((file) => {
    const text = texts.get(file) as string;
    const names = new Map<string, number>();
    return (changes.get(file) ?? []).map((change) => {
      const before = text.slice(0, change.start);
      const lineNumber = before.split('\n').length;
      const line = (text.split('\n')[lineNumber - 1] ?? '').trim();
      const from = flat(text.slice(change.start, change.end));
      const to = flat(change.instead);
      const name = nameOf({ file, line, operator: change.operator, from, to });
      const count = (names.get(name) ?? 0) + 1;
      names.set(name, count);
      return { id: ++id, file, lineNumber, line, from, to, change, key: `${name} #${count}` };
    });
  });
}

export function byFile(mutants: readonly Mutant[]): ReadonlyMap<string, readonly Mutant[]> {
  const groups = new Map<string, Mutant[]>();
  for (const mutant of mutants) {
    const group = groups.get(mutant.file);
    if (group === undefined) groups.set(mutant.file, [mutant]);
    else group.push(mutant);
  }
  return groups;
}

const flat = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

function nameOf({ file, line, operator, from, to }: Omit<Equivalent, 'reason'>): string {
  return [file, line, operator, from, to].join(' | ');
}

export function readEquivalents(): readonly Equivalent[] {
  return JSON.parse(readFileSync(EQUIVALENT_FILE, 'utf8')) as Equivalent[];
}

/** Listed mutants that are none any more: their line was changed. */
export function stale(listed: readonly Equivalent[], mutants: readonly Mutant[]): readonly Equivalent[] {
  const names = new Set(mutants.map(equivalentName));
  return listed.filter((entry) => !names.has(nameOf(entry)));
}

const equivalentName = ({ file, line, from, to, change }: Mutant): string =>
  nameOf({ file, line, operator: change.operator, from, to });

/** The reason why a mutant is no mistake, if it is listed. */
export function reasons(listed: readonly Equivalent[]): (mutant: Mutant) => string | undefined {
  const known = new Map(listed.map((entry) => [nameOf(entry), entry.reason]));
  return (mutant) => known.get(equivalentName(mutant));
}
