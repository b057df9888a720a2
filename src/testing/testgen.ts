/**
 * From a machine file to a written plan: what `sendpay testgen` does, without its command line.
 *
 * The file exports a model (`defineModel`), or a machine, which is then explored as `bare.ts` says.
 */
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chosen, type Exported, exportsOf, machineIn } from '../chart/machine-exports.ts';
import { type BareOptions, bareModel, exploreBare } from './bare.ts';
import type { Criterion, Granularity } from './criteria.ts';
import { toGherkin } from './emit/gherkin.ts';
import { planToJson } from './emit/json.ts';
import { toMarkdown } from './emit/markdown.ts';
import { toMermaid } from './emit/mermaid.ts';
import { toUvu, type UvuImports } from './emit/uvu.ts';
import { TestingError } from './error.ts';
import { type Exploration, explore } from './explore.ts';
import { type Findings, findingsOf } from './findings.ts';
import { erase, type TestModel } from './model.ts';
import { type MutationReport, mutationScore } from './mutation-score.ts';
import { generatePlan, type Plan } from './plan.ts';

export const FORMATS = ['uvu', 'json', 'markdown', 'mermaid', 'gherkin'] as const;
export type Format = (typeof FORMATS)[number];

type ModuleExports = Readonly<Record<string, unknown>>;

export interface TestgenOptions {
  /** Module that exports a machine or a model. */
  readonly machineFile: string;
  /** Module that exports the model, if it is not the machine's own. */
  readonly modelFile?: string;
  /** Name of the export that is meant, if the module has several models or machines. */
  readonly exported?: string | undefined;
  /** The module, if it is imported already. */
  readonly module?: ModuleExports;
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
  /** A bare machine whose contexts cannot tell situations apart: its situations are told apart by their states alone. */
  readonly byState: boolean;
  /** Why events of a bare machine could not be tried. */
  readonly leftOut: readonly string[];
}

/** @throws TestingError, ExplorationLimitError */
export async function testgen(options: TestgenOptions): Promise<TestgenResult> {
  const found = await loadModel(options.modelFile ?? options.machineFile, options.exported, options.module);
  const { model, bare, exploration, leftOut } = explored(found);
  const plan = generatePlan(model, { ...options, criterion: options.coverage }, exploration);
  const findings = findingsOf(model, exploration);
  const mutation = options.mutate ? mutationScore(model, plan) : undefined;
  const text = render(plan, options, { ...found, bare }, { findings, ...(mutation ? { mutation } : {}) });
  if (options.out !== undefined) {
    await mkdir(dirname(resolve(options.out)), { recursive: true });
    await writeFile(options.out, text);
  }
  return { plan, findings, mutation, text, byState: bare?.context !== undefined, leftOut };
}

interface Explored extends Pick<TestgenResult, 'leftOut'> {
  readonly model: TestModel;
  readonly bare?: BareOptions;
  readonly exploration: Exploration;
}

function explored({ model, isBare }: Found): Explored {
  if (!isBare) return { model, exploration: explore(model), leftOut: [] };
  const { options, ...made } = exploreBare(model.machine);
  return { ...made, bare: options };
}

interface Found {
  readonly model: TestModel;
  readonly file: string;
  /** Of the export. */
  readonly name: string;
  /** The export is a bare machine, and the model was made up from it. */
  readonly isBare: boolean;
}

/**
 * Imports `file` as a module, so it runs. TypeScript needs a loader in the process (`node --import tsx`), or a Node that
 * strips types itself. `exported` names the model or machine that is meant, if there are several; `imported` is the module,
 * if it is imported already.
 * @throws TestingError `TESTING_BAD_INPUT`
 */
export async function loadModel(file: string, exported?: string, imported?: ModuleExports): Promise<Found> {
  const path = resolve(file);
  if (!existsSync(path)) throw new TestingError('TESTING_BAD_INPUT', `no such file: ${file}`);
  const module = imported ?? (await importModule(file, path));
  const models = exportsOf(module, (value) => (isModel(value) ? value : undefined));
  const machines = exportsOf(module, machineIn);
  const isMachineMeant = models.length === 0 || machines.some(({ names }) => names.includes(exported ?? ''));
  if (!isMachineMeant) {
    const { value, names } = choose(file, models, exported, 'models');
    return { model: value, file: path, name: names[0], isBare: false };
  }
  if (machines.length === 0)
    throw new TestingError('TESTING_BAD_INPUT', `${file} exports neither a test model nor a state machine`);
  const { value, names } = choose(file, machines, exported, 'machines');
  return { model: erase(bareModel(value)), file: path, name: names[0], isBare: true };
}

function choose<T>(file: string, found: readonly Exported<T>[], name: string | undefined, what: string): Exported<T> {
  const choice = chosen(found, name, what);
  if ('problem' in choice) throw new TestingError('TESTING_BAD_INPUT', `${file} ${choice.problem}`);
  return choice;
}

async function importModule(file: string, path: string): Promise<ModuleExports> {
  try {
    return (await import(pathToFileURL(path).href)) as ModuleExports;
  } catch (cause) {
    if ((cause as { code?: unknown }).code !== 'ERR_UNKNOWN_FILE_EXTENSION') throw cause;
    throw new TestingError(
      'TESTING_BAD_INPUT',
      `${file}: this process cannot load such a file; for TypeScript start it with node --import tsx`,
      { cause },
    );
  }
}

export function isModel(value: unknown): value is TestModel {
  return (
    typeof value === 'object' &&
    value !== null &&
    'events' in value &&
    machineIn((value as TestModel).machine) !== undefined
  );
}

type Rendered = Pick<Found, 'file' | 'name'> & { readonly bare: BareOptions | undefined };

function render(
  plan: Plan,
  options: TestgenOptions,
  found: Rendered,
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

function uvuImports(options: TestgenOptions, { file, name, bare }: Rendered): UvuImports {
  const from = options.out === undefined ? file : `./${relative(dirname(resolve(options.out)), file)}`;
  const module = from.replaceAll('\\', '/').replace('./..', '..');
  return { model: { module, name, ...(bare === undefined ? {} : { bare }) }, ...options.imports };
}
