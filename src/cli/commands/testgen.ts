/**
 * `sendpay testgen`: tests from a state machine, one of sendpay's own or any XState v5 machine a file exports.
 *
 * Invariant: coverage is measured by running what was generated, and told as n of m; exit status 1 if anything is not
 * covered, a mutant survived or there was nothing to cover. The plan goes to stdout or to `--out`; what is said about it to stderr.
 * A file is imported as a module, so it is code that runs, in a process of its own: use only what you trust.
 */
import type { Command } from 'commander';
import { exportsOf, machineIn } from '../../chart/machine-exports.ts';
import type {
  Criterion,
  Findings,
  Format,
  Granularity,
  MutationReport,
  Plan,
  TestgenOptions,
  TestgenResult,
} from '../../testing/index.ts';
import {
  CRITERIA,
  explore,
  FORMATS,
  GRANULARITIES,
  generatePlan,
  isModel,
  loadModel,
  mutationScore,
  TestingError,
  testgen,
} from '../../testing/index.ts';
import { type CliContext, examples } from '../command.ts';
import type { Console } from '../console.ts';
import { CannotAsk, ExitCode } from '../exit-codes.ts';
import { type GuestTask, runGuest } from '../guest.ts';
import { importGuest, whyNoMachine } from '../guest-module.ts';
import { tableOf } from '../table.ts';
import { entryFor, MODELS, type ModelEntry, modelFileOf } from '../testing/models/index.ts';

const LINE_BREAKS = /\s*\n\s*/g;
/** Items not covered that are named. */
const SHOWN_MISSING = 5;

interface Flags {
  readonly coverage: Criterion;
  readonly granularity: Granularity;
  readonly format: Format;
  readonly model?: string;
  readonly export?: string;
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
    .option('--export <name>', 'which export of the module, if it has several models or machines')
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
      if (machine === undefined) exit(codeOf(tellOwn(flags, console)));
      else exit(await generateFrom(flags.model ?? machine, flags, console));
    });
}

const codeOf = (isGood: boolean): ExitCode => (isGood ? ExitCode.OK : ExitCode.NO);

/** Our own machines are known by name; everything else is a module of someone, and runs as a guest. */
function generateFrom(machine: string, flags: Flags, console: Console): Promise<ExitCode> {
  const own = MODELS.find(({ file }) => file === machine);
  if (own !== undefined) return generate({ machineFile: modelFileOf(own) }, flags, console);
  return runGuest({ command: 'testgen', file: machine, flags: { ...flags } }, console);
}

/** Generates from what a file exports, in the process of a guest. */
export async function generateGuest(
  task: Extract<GuestTask, { command: 'testgen' }>,
  console: Console,
): Promise<ExitCode> {
  const { file } = task;
  const flags = task.flags as unknown as Flags;
  const module = await importGuest(file);
  const hasAny = exportsOf(module, (value) => (isModel(value) ? value.machine : machineIn(value))).length > 0;
  if (!hasAny) throw new CannotAsk(`${file} gives no tests: ${whyNoMachine(module)}`);
  return foreseen(async () => {
    const { model, isBare } = await loadModel(file, flags.export, module);
    const own = isBare ? entryFor(model.machine) : undefined;
    return own === undefined
      ? generate({ machineFile: file, exported: flags.export, module }, flags, console)
      : generate({ machineFile: modelFileOf(own) }, flags, console);
  });
}

type Source = Pick<TestgenOptions, 'machineFile' | 'exported' | 'module'>;

async function generate(source: Source, flags: Flags, console: Console): Promise<ExitCode> {
  const { coverage, granularity, format, mutate = false, out } = flags;
  const common = { ...source, coverage, granularity, format, mutate };
  const result = await foreseen(() => testgen(out === undefined ? common : { ...common, out }));
  if (out === undefined) console.out(result.text);
  return codeOf(tell(result, out, console));
}

/** What testing cannot do with a machine, or a machine's own code with what it is given, is said in one line. */
async function foreseen<T>(body: () => Promise<T>): Promise<T> {
  try {
    return await body();
  } catch (error) {
    if (error instanceof TestingError) throw new CannotAsk(error.message.replace(LINE_BREAKS, ' '), { cause: error });
    throw error;
  }
}

function tell(result: TestgenResult, out: string | undefined, { err }: Console): boolean {
  const { plan, findings, mutation, byState, leftOut } = result;
  const { covered, total, missing } = plan.coverage;
  const { states, edges, declared, dead } = findings;
  err(`${plan.machine}: ${states} situations, ${edges} edges, ${declared} declared transitions\n`);
  err(`${plan.criterion} (${plan.granularity}): ${covered} of ${total} covered by ${sizeOf(plan)}\n`);
  if (total === 0) err(`  ${whyNothing(plan, findings)}\n`);
  for (const item of missing.slice(0, SHOWN_MISSING)) err(`  not covered: ${item}\n`);
  for (const id of dead) err(`  never taken: ${id}\n`);
  for (const why of leftOut) err(`  not tried: ${why.replace(LINE_BREAKS, ' ')}\n`);
  if (byState)
    err(
      '  situations are told apart by states alone: contexts have no end, are no plain data, or are others in each run\n',
    );
  if (leftOut.length > 0 || byState)
    err('  a model says what events carry and what tells situations apart (defineModel)\n');
  if (mutation !== undefined) err(mutationText(mutation));
  if (out !== undefined) err(`${out} written\n`);
  return total > 0 && covered === total && leftOut.length === 0 && isNoticed(mutation);
}

/** Nothing to cover is no success: what was asked for could not be done. */
function whyNothing({ criterion }: Plan, { declared, edges, handled }: Findings): string {
  if (declared === 0) return 'nothing to cover: the machine declares no transition';
  if (criterion === 'guards') return 'nothing to cover: no transition has a guard';
  if (edges === 0) return 'nothing could be explored: there is no event to send; a model says which (defineModel)';
  if (handled === 0)
    return `nothing could be explored: none of the events tried is handled; a model says which (defineModel)`;
  return 'nothing to cover';
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
