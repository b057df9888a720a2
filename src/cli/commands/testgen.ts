/**
 * `sendpay testgen`: tests from a state machine, one of sendpay's own or any XState v5 machine a file exports.
 *
 * Invariant: coverage is measured by running what was generated, and told as n of m; exit status 1 if anything is not
 * covered or a mutant survived. The plan goes to stdout or to `--out`; what is said about it goes to stderr.
 * A file is imported as a module, so it is code that runs: use only what you trust.
 */
import type { Command } from 'commander';
import type { Criterion, Format, Granularity, MutationReport, Plan, TestgenResult } from '../../testing/index.ts';
import {
  CRITERIA,
  explore,
  FORMATS,
  GRANULARITIES,
  generatePlan,
  loadModel,
  mutationScore,
  TestingError,
  testgen,
} from '../../testing/index.ts';
import { type CliContext, examples } from '../command.ts';
import type { Console } from '../console.ts';
import { CannotAsk, ExitCode } from '../exit-codes.ts';
import { tableOf } from '../table.ts';
import { entryFor, MODELS, type ModelEntry, modelFileOf } from '../testing/models/index.ts';
import { understandTypeScript } from '../typescript.ts';

/** Items not covered that are named. */
const SHOWN_MISSING = 5;

interface Flags {
  readonly coverage: Criterion;
  readonly granularity: Granularity;
  readonly format: Format;
  readonly model?: string;
  readonly out?: string;
  readonly mutate?: true;
}

export function testgenCommand(program: Command, { console, exit }: CliContext): void {
  const own = MODELS.map(({ file }) => file).join(', ');
  program
    .command('testgen')
    .description('generate tests from a state machine, and see whether they would notice a wrong one')
    .argument('[machine]', `${own}, or a module that exports a model or a machine; none: a table of ours`)
    .option('-c, --coverage <criterion>', CRITERIA.join(', '), oneOf('--coverage', CRITERIA), 'transition-pairs')
    .option(
      '-g, --granularity <granularity>',
      'chart: states and transitions as drawn; model: also every situation and event variant',
      oneOf('--granularity', GRANULARITIES),
      'chart',
    )
    .option('-f, --format <format>', FORMATS.join(', '), oneOf('--format', FORMATS), 'uvu')
    .option('--model <file>', 'module that exports the model, if the machine has none beside it')
    .option('-o, --out <file>', 'where to write; stdout if absent')
    .option('-m, --mutate', 'also run the tests on every mutant of the machine')
    .addHelpText(
      'after',
      examples([
        'sendpay testgen machines/payment.ts --coverage transition-pairs --out payment.test.ts',
        'sendpay testgen payment --coverage event-matrix --format json --out plan.json',
        'sendpay testgen ./door.ts --coverage guards --format markdown --mutate',
        'sendpay testgen --mutate',
      ]),
    )
    .action(async (machine: string | undefined, flags: Flags) => {
      try {
        const isGood = machine === undefined ? tellOwn(flags, console) : await generate(machine, flags, console);
        exit(isGood ? ExitCode.OK : ExitCode.NO);
      } catch (error) {
        if (error instanceof TestingError) throw new CannotAsk(error.message, { cause: error });
        throw error;
      }
    });
}

async function generate(machine: string, flags: Flags, console: Console): Promise<boolean> {
  const { coverage, granularity, format, mutate = false, out } = flags;
  if (flags.model !== undefined) await understandTypeScript(flags.model);
  const machineFile = flags.model ?? (await moduleOf(machine));
  const common = { machineFile, coverage, granularity, format, mutate };
  const result = await testgen(out === undefined ? common : { ...common, out });
  if (out === undefined) console.out(result.text);
  return tell(result, out, console);
}

/** Our own machines are known by name, or by the machine a file exports. */
async function moduleOf(machine: string): Promise<string> {
  const named = MODELS.find(({ file }) => file === machine);
  if (named !== undefined) return modelFileOf(named);
  await understandTypeScript(machine);
  const found = await loadModel(machine);
  const own = found.name === undefined ? entryFor(found.model.machine) : undefined;
  return own === undefined ? machine : modelFileOf(own);
}

function tell({ plan, findings, mutation }: TestgenResult, out: string | undefined, { err }: Console): boolean {
  const { covered, total, missing } = plan.coverage;
  const { states, edges, declared, dead } = findings;
  err(`${plan.machine}: ${states} situations, ${edges} edges, ${declared} declared transitions\n`);
  err(`${plan.criterion} (${plan.granularity}): ${covered} of ${total} covered by ${sizeOf(plan)}\n`);
  for (const item of missing.slice(0, SHOWN_MISSING)) err(`  not covered: ${item}\n`);
  for (const id of dead) err(`  never taken: ${id}\n`);
  if (mutation !== undefined) err(mutationText(mutation));
  if (out !== undefined) err(`${out} written\n`);
  return covered === total && isNoticed(mutation);
}

function mutationText({ mutants, killed, equivalent, survivors }: MutationReport): string {
  const lines = survivors.map(({ id }) => `  survived: ${id}\n`);
  for (const { id, reason } of equivalent) lines.push(`  equivalent: ${id}: ${reason}\n`);
  const counts = `${killed} killed, ${equivalent.length} equivalent, ${survivors.length} survived`;
  return `${mutants} mutants: ${counts}\n${lines.join('')}`;
}

const isNoticed = (report: MutationReport | undefined): boolean =>
  report === undefined || (report.survivors.length === 0 && report.wronglyListed.length === 0);

/** The committed plans of sendpay's machines, measured anew. */
function tellOwn({ mutate }: Pick<Flags, 'mutate'>, { out, err }: Console): boolean {
  const measured = MODELS.map((entry) => measure(entry, mutate === true));
  const head = ['machine', 'covered', 'of', 'by', 'mutants', 'killed', 'equivalent', 'survived'];
  out(tableOf(mutate ? head : head.slice(0, 4), measured.flatMap(rowsOf)));
  for (const { report } of measured) if (report) err(mutationText(report).split('\n').slice(1).join('\n'));
  return measured.every(
    ({ plans, report }) => plans.every(({ coverage }) => coverage.covered === coverage.total) && isNoticed(report),
  );
}

interface Measured {
  readonly plans: readonly Plan[];
  readonly report: MutationReport | undefined;
}

function measure({ model, goals }: ModelEntry, mutate: boolean): Measured {
  const exploration = explore(model);
  const plans = goals.map((goal) => generatePlan(model, goal, exploration));
  return { plans, report: mutate ? mutationScore(model, plans) : undefined };
}

/** A row for each plan; the mutants, which all plans of a machine meet together, in the first. */
function rowsOf({ plans, report }: Measured): string[][] {
  return plans.map((plan, index) => {
    const { covered, total } = plan.coverage;
    const row = [plan.machine, String(covered), `${total} ${plan.criterion} (${plan.granularity})`, sizeOf(plan)];
    if (report === undefined) return row;
    const { mutants, killed, equivalent, survivors } = report;
    const counts = [mutants, killed, equivalent.length, survivors.length].map(String);
    return [...row, ...(index === 0 ? counts : counts.map(() => ''))];
  });
}

function sizeOf({ paths }: Plan): string {
  const events = paths.reduce((sum, { steps }) => sum + steps.length, 0);
  return `${paths.length} paths, ${events} events`;
}

function oneOf<T extends string>(option: string, values: readonly T[]): (text: string) => T {
  return (text) => {
    const found = values.find((value) => value === text);
    if (found === undefined) throw new CannotAsk(`${option} is one of ${values.join(', ')}, not "${text}"`);
    return found;
  };
}
