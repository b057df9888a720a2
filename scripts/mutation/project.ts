/**
 * The project's files, and which tests can reach which: told by imports, so a test that starts a process of its own is not found.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

export const ROOT = join(import.meta.dirname, '..', '..');

/** What belongs to the project now, committed or not. */
export function projectFiles(): readonly string[] {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], { cwd: ROOT });
  return listed
    .toString('utf8')
    .split('\0')
    .filter((file) => file !== '' && existsSync(join(ROOT, file)));
}

/** How many imports lie between each test file and the nearest of `targets`; files that cannot reach one are absent. */
export function distances(files: readonly string[], targets: ReadonlySet<string>): Map<string, number> {
  const imports = new Map(files.filter(isCode).map((file) => [file, importsOf(file)]));
  const found = new Map<string, number>();
  for (const file of files.filter((name) => name.startsWith('test/') && name.endsWith('.test.ts'))) {
    const distance = distanceFrom(file, targets, imports);
    if (distance !== undefined) found.set(file, distance);
  }
  return found;
}

const isCode = (file: string): boolean => /\.(ts|tsx|mjs)$/.test(file);

function importsOf(file: string): readonly string[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  const written = [...text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map((match) => match[1] as string);
  return written.map((path) => relative(ROOT, resolve(ROOT, dirname(file), path)));
}

function distanceFrom(
  file: string,
  targets: ReadonlySet<string>,
  imports: ReadonlyMap<string, readonly string[]>,
): number | undefined {
  const seen = new Set([file]);
  for (let [ring, distance] = [[file], 0]; ring.length > 0; distance++) {
    if (ring.some((name) => targets.has(name))) return distance;
    ring = ring.flatMap((name) => imports.get(name) ?? []).filter((name) => !seen.has(name) && seen.add(name));
  }
  return undefined;
}

/** The file and everything of `test` it imports: what a test file's verdicts hold for. */
export function testClosure(file: string): readonly string[] {
  const seen = new Set([file]);
  for (const one of seen)
    for (const imported of importsOf(one)) if (imported.startsWith('test/') && isCode(imported)) seen.add(imported);
  return [...seen];
}
