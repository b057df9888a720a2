/**
 * From a machine file to a written plan: what `sendpay testgen` does, without its command line.
 *
 * The file exports a model (`defineModel`), or a machine, which is then explored with one bare event per type it
 * declares and its whole context; that is enough only for machines whose events carry nothing.
 */
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AnyStateMachine } from 'xstate';
import type { Criterion, Granularity } from './criteria.ts';
import { toGherkin } from './emit/gherkin.ts';
import { planToJson } from './emit/json.ts';
import { toMarkdown } from './emit/markdown.ts';
import { toMermaid } from './emit/mermaid.ts';
import { toUvu, type UvuImports } from './emit/uvu.ts';
import { TestingError } from './error.ts';
import { type Exploration, explore } from './explore.ts';
import { type Findings, findingsOf } from './findings.ts';
import type { TestModel } from './model.ts';
import { type MutationReport, mutationScore } from './mutation-score.ts';
import { generatePlan, type Plan } from './plan.ts';

export const FORMATS = ['uvu', 'json', 'markdown', 'mermaid', 'gherkin'] as const;
export type Format = (typeof FORMATS)[number];

export interface TestgenOptions {
  /** Module that exports a machine or a model. */
  readonly machineFile: string;
  /** Module that exports the model, if it is not the machine's own. */
  readonly modelFile?: string;
  readonly coverage: Criterion;
  readonly granularity?: Granularity;
  readonly maxSteps?: number;
  /** File to write; absent writes nothing. */
  readonly out?: string;
  readonly format?: Format;
  /** Also run the plan on every mutant. */
  readonly mutate?: boolean;
  /** For `uvu`: where the generated file imports from. */
  readonly imports?: Partial<UvuImports>;
}

export interface TestgenResult {
  readonly plan: Plan;
  readonly findings: Findings;
  readonly mutation: MutationReport | undefined;
  readonly text: string;
}

/** @throws TestingError, ExplorationLimitError */
export async function testgen(options: TestgenOptions): Promise<TestgenResult> {
  const found = await loadModel(options.modelFile ?? options.machineFile);
  const exploration: Exploration = explore(found.model);
  const plan = generatePlan(found.model, { ...options, criterion: options.coverage }, exploration);
  const findings = findingsOf(found.model, exploration);
  const mutation = options.mutate ? mutationScore(found.model, plan) : undefined;
  const text = render(plan, options, found, { findings, ...(mutation ? { mutation } : {}) });
  if (options.out !== undefined) {
    await mkdir(dirname(resolve(options.out)), { recursive: true });
    await writeFile(options.out, text);
  }
  return { plan, findings, mutation, text };
}

interface Found {
  readonly model: TestModel;
  readonly file: string;
  /** Export name; undefined if the model was made up from a bare machine. */
  readonly name: string | undefined;
}

/**
 * Imports `file` as a module, so it runs. TypeScript needs a loader in the process (`node --import tsx`), or a Node that
 * strips types itself.
 * @throws TestingError `TESTING_BAD_INPUT`
 */
export async function loadModel(file: string): Promise<Found> {
  const path = resolve(file);
  if (!existsSync(path)) throw new TestingError('TESTING_BAD_INPUT', `no such file: ${file}`);
  const exported = Object.entries(await importModule(file, path));
  const model = exported.find(([, value]) => isModel(value));
  if (model) return { model: model[1] as TestModel, file: path, name: model[0] };
  const machine = exported.find(([, value]) => isMachine(value))?.[1] as AnyStateMachine | undefined;
  if (machine === undefined)
    throw new TestingError('TESTING_BAD_INPUT', `${file} exports neither a test model nor a state machine`);
  const events = machine.events.filter((type) => !type.includes('*')).map((type) => ({ type }));
  return { model: { machine, events } as TestModel, file: path, name: undefined };
}

async function importModule(file: string, path: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return (await import(pathToFileURL(path).href)) as Readonly<Record<string, unknown>>;
  } catch (cause) {
    if ((cause as { code?: unknown }).code !== 'ERR_UNKNOWN_FILE_EXTENSION') throw cause;
    throw new TestingError(
      'TESTING_BAD_INPUT',
      `${file}: this process cannot load such a file; for TypeScript start it with node --import tsx`,
      { cause },
    );
  }
}

function isMachine(value: unknown): value is AnyStateMachine {
  return typeof value === 'object' && value !== null && 'getStateNodeById' in value;
}

function isModel(value: unknown): value is TestModel {
  return typeof value === 'object' && value !== null && 'events' in value && isMachine((value as TestModel).machine);
}

function render(
  plan: Plan,
  options: TestgenOptions,
  found: Found,
  extras: { findings: Findings; mutation?: MutationReport },
): string {
  const renderers: Record<Format, () => string> = {
    uvu: () => toUvu(plan, uvuImports(options, found)),
    json: () => planToJson(plan),
    markdown: () => toMarkdown(plan, extras),
    mermaid: () => toMermaid(plan),
    gherkin: () => toGherkin(plan),
  };
  return renderers[options.format ?? 'uvu']();
}

function uvuImports(options: TestgenOptions, found: Found): UvuImports {
  if (found.name === undefined)
    throw new TestingError(
      'TESTING_BAD_INPUT',
      `${options.machineFile} exports a machine but no model; a test file imports the model it was generated from: export one (defineModel)`,
    );
  const from = options.out === undefined ? found.file : `./${relative(dirname(resolve(options.out)), found.file)}`;
  const module = from.replaceAll('\\', '/').replace('./..', '..');
  return { model: { module, name: found.name }, ...options.imports };
}
