/**
 * What campaigns found, kept between calls: a mutant that died stays dead while its file is as it was, and a test file that did not
 * notice it is not asked again while it, and what it imports of `test`, is as it was.
 *
 * Invariant: nothing here decides; whoever edits a source or a test file loses what was found of it. Lives in the temporary folder.
 */
import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Death, Passed } from './campaign.ts';
import type { Mutant } from './mutants.ts';
import { ROOT, testClosure } from './project.ts';

type Line =
  | { readonly died: string; readonly death: Death }
  | { readonly test: string; readonly how: keyof Passed | 'alone'; readonly mutants: readonly string[] };

export type Fate = Death['verdict'] | 'survived' | 'not reached' | 'not tried';

export class Memory {
  readonly #file = join(tmpdir(), `sendpay-mutation-${digest(ROOT).slice(0, 8)}.ndjson`);
  readonly #deaths = new Map<string, Death>();
  /** By test file and how: names of mutants. */
  readonly #passed = new Map<string, Set<string>>();
  readonly #texts = new Map<string, string>();
  readonly #names = new Map<Mutant, string>();

  readonly #variant: string;

  /** `variant`: how much of each test file was run; what a part of it let pass, the whole may notice. */
  constructor(forget: boolean, variant: string) {
    this.#variant = variant;
    if (forget) rmSync(this.#file, { force: true });
    if (!existsSync(this.#file)) return;
    for (const line of readFileSync(this.#file, 'utf8').split('\n').filter(Boolean)) this.#learn(JSON.parse(line));
  }

  died(mutant: Mutant, death: Death): void {
    this.#note({ died: this.#nameOf(mutant), death });
  }

  passed(test: string, how: keyof Passed | 'alone', mutants: readonly Mutant[]): void {
    if (mutants.length > 0)
      this.#note({ test: this.#testName(test), how, mutants: mutants.map((one) => this.#nameOf(one)) });
  }

  hasPassed(test: string, how: keyof Passed | 'alone', mutant: Mutant): boolean {
    return this.#passed.get(`${this.#testName(test)} ${how}`)?.has(this.#nameOf(mutant)) ?? false;
  }

  isDead(mutant: Mutant): boolean {
    return this.#deaths.has(this.#nameOf(mutant));
  }

  /** What is known of a mutant that `tests` can reach. */
  fateOf(mutant: Mutant, tests: readonly string[]): Fate {
    const death = this.#deaths.get(this.#nameOf(mutant));
    if (death !== undefined) return death.verdict;
    const has = (how: keyof Passed | 'alone') => (test: string) => this.hasPassed(test, how, mutant);
    const asked = tests.filter((test) => has('reached')(test) || has('loading')(test) || has('unreached')(test));
    if (asked.length < tests.length) return 'not tried';
    return tests.some(has('reached')) || tests.some(has('alone')) ? 'survived' : 'not reached';
  }

  #note(line: Line): void {
    this.#learn(line);
    appendFileSync(this.#file, `${JSON.stringify(line)}\n`);
  }

  #learn(line: Line): void {
    if ('died' in line) {
      this.#deaths.set(line.died, line.death);
      return;
    }
    const key = `${line.test} ${line.how}`;
    const known = this.#passed.get(key) ?? new Set();
    for (const mutant of line.mutants) known.add(mutant);
    this.#passed.set(key, known);
  }

  #nameOf(mutant: Mutant): string {
    const known = this.#names.get(mutant) ?? digest(`${mutant.key}\n${this.#text([mutant.file])}`).slice(0, 24);
    this.#names.set(mutant, known);
    return known;
  }

  #testName(test: string): string {
    return `${test} ${this.#variant} ${this.#text(testClosure(test)).slice(0, 12)}`;
  }

  /** Stands for what is in the files. */
  #text(files: readonly string[]): string {
    const key = files.join();
    const known =
      this.#texts.get(key) ?? digest(files.map((file) => readFileSync(join(ROOT, file), 'utf8')).join('\0'));
    this.#texts.set(key, known);
    return known;
  }
}

export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
